package benchmark

import (
	"cmp"
	"math"
	"slices"

	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// changes says for every place what would move it, all others held still. Points are of published figures.
func (f *field) changes(places []Place, order []int) {
	least := map[int]float64{} // figure of each group
	for _, p := range places {
		if v, known := least[p.Group]; !known || p.Figure.Published < v {
			least[p.Group] = p.Figure.Published
		}
	}
	points := func(v float64) *vigil.Figure { return vigil.NewFigure(v, f.method.Rounding) }
	for i := range places {
		p := &places[i]
		own := p.Figure.Published
		for j := i - 1; j >= 0 && p.Change.NextRank == nil; j-- {
			if better := places[j].Figure.Published; better > own {
				p.Change.NextRank = points(better - own)
			}
		}
		for j := i + 1; j < len(places) && p.Change.Lead == nil; j++ {
			if worse := places[j].Figure.Published; worse < own {
				p.Change.Lead = points(own - worse)
			}
		}
		if up, known := least[p.Group-1]; known && up > own {
			p.Change.NextGroup = points(up - own)
		}
	}
	if !f.flat {
		return
	}
	figures := make([]float64, len(places))
	for i := range places {
		figures[i] = places[i].Figure.Published
	}
	each(len(places), func(i int) {
		if p := &places[i]; p.Rank > 1 {
			f.smallestStep(p, &f.list[order[i]], figures)
		}
	})
}

// smallestStep finds the next step on one gap that betters the rank: the one with the least effort, of those the one with the
// fewest points, of those the first. Where none does it says whether a cap is what holds the figure.
func (f *field) smallestStep(p *Place, c *company, figures []float64) {
	at := map[string]int{}
	for i, in := range f.items {
		at[in.ID] = i
	}
	var best *Step
	for _, s := range scoring.SingleSteps(p.Input) {
		if s.Number != 1 || s.Unit != "" {
			continue
		}
		v, ok := f.stepped(p, c, s, at[s.Question])
		if !ok {
			continue
		}
		figure := vigil.NewFigure(v, f.method.Rounding)
		rank := 1
		for _, other := range figures { // its own stands no higher
			if other > figure.Published {
				rank++
			}
		}
		if rank < p.Rank && (best == nil || cmp.Or(cmp.Compare(s.Cost, best.Cost), cmp.Compare(figure.Value, best.Figure.Value)) < 0) {
			best = &Step{SingleStep: s, Figure: figure, Rank: rank}
		}
	}
	p.Change.Step = best
	net, ok := f.final(c, c.pillars, f.weights, math.Inf(1))
	if best == nil && ok && net > c.limit {
		p.Change.Held = p.Card.Governing
	}
}

// stepped is the figure of a company after one step on one item. A cap that rests on the item's answer falls away with it.
func (f *field) stepped(p *Place, c *company, s scoring.SingleStep, item int) (float64, bool) {
	pillars := slices.Clone(c.pillars)
	for i := range pillars {
		j := slices.IndexFunc(pillars[i].items, func(x part) bool { return x.item == item })
		if j < 0 {
			continue
		}
		items := slices.Clone(pillars[i].items)
		items[j].value = 100 * s.Step.S
		pillars[i] = f.mean(items, func(part) bool { return true })
	}
	limit := math.Inf(1)
	for _, in := range p.Card.Caps {
		if in.AtMost != nil && (in.Source != "answer" || in.Question != s.Question || s.Fires) {
			limit = min(limit, *in.AtMost)
		}
	}
	return f.final(c, pillars, f.weights, limit)
}
