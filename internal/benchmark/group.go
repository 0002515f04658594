package benchmark

import (
	"cmp"
	"slices"
)

// reach is the interval of a company together with its published rank, where the draws seldom give that: companies that are
// published with one rank are never said to be apart.
func (p *Place) reach() (low, high int) { return min(p.Low, p.Rank), max(p.High, p.Rank) }

// chain puts companies whose reaches overlap into one group, chained: a company that overlaps with any of a group is in
// it. It numbers the groups from the best and tells every place its own.
func chain(places []Place) []Group {
	order := make([]int, len(places))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, _ := places[a].reach()
		y, _ := places[b].reach()
		return cmp.Compare(x, y)
	})
	var groups []Group
	for _, i := range order {
		p := &places[i]
		low, high := p.reach()
		if n := len(groups); n == 0 || low > groups[n-1].High {
			groups = append(groups, Group{Number: n + 1, Low: low, High: high})
		}
		g := &groups[len(groups)-1]
		g.High = max(g.High, high)
		p.Group = g.Number
	}
	for i := range places {
		g := &groups[places[i].Group-1]
		g.Companies = append(g.Companies, places[i].code())
	}
	return groups
}

// overlap reports whether two companies reach a common rank.
func overlap(a, b *Place) bool {
	aLow, aHigh := a.reach()
	bLow, bHigh := b.reach()
	return aLow <= bHigh && bLow <= aHigh
}

// apart lists the companies of some bands that overlap with no company in another band, in the order of
// the places. Where all companies are in those bands nobody stands apart.
func apart(places []Place, bands []string) []string {
	in := func(p *Place) bool { return slices.Contains(bands, p.Card.Band) }
	var out []string
	for i := range places {
		p := &places[i]
		if !in(p) {
			continue
		}
		others, clear := false, true
		for j := range places {
			if !in(&places[j]) {
				others, clear = true, clear && !overlap(p, &places[j])
			}
		}
		if others && clear {
			out = append(out, p.code())
		}
	}
	return out
}
