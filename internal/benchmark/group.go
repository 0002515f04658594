package benchmark

import (
	"cmp"
	"slices"
)

// chain puts companies whose intervals overlap into one group, chained: a company that overlaps with any of a group is in
// it. It numbers the groups from the best and tells every place its own.
func chain(places []Place) []Group {
	order := make([]int, len(places))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(places[a].Low, places[b].Low) })
	var groups []Group
	for _, i := range order {
		p := &places[i]
		if n := len(groups); n == 0 || p.Low > groups[n-1].High {
			groups = append(groups, Group{Number: n + 1, Low: p.Low, High: p.High})
		}
		g := &groups[len(groups)-1]
		g.High = max(g.High, p.High)
		p.Group = g.Number
	}
	for i := range places {
		g := &groups[places[i].Group-1]
		g.Companies = append(g.Companies, places[i].code())
	}
	return groups
}

// overlap reports whether two intervals share a rank.
func overlap(a, b *Place) bool { return a.Low <= b.High && b.Low <= a.High }

// apart lists the companies of some bands whose interval overlaps with that of no company in another band, in the order of
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
