package benchmark

import (
	"math"
	"slices"

	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// field is the companies compared, taken apart so that a ranking under other weights, another mean or other codes is a few
// sums. Companies are in the order of their codes, pillars and items in declared order.
type field struct {
	method  *vigil.Methodology
	form    *vigil.Questionnaire
	column  string    // of weights
	weights []float64 // of the pillars
	floor   float64   // of a pillar in a geometric mean
	items   []*vigil.Indicator
	flat    bool // pillars are weighted means of their items
	scale   ranker
	list    []company
}

// company is one of them.
type company struct {
	pillars   []pillar
	deduction float64 // points for open allegations
	limit     float64 // the lowest cap in force; +Inf without one
}

// pillar is one pillar of a company, on 0..100.
type pillar struct {
	has   bool // it has a value
	value float64
	ln    float64 // of the value, not below the floor
	items []part

	drawn bool    // coders differ on an item
	open  []open  // those items
	table []worth // of the pillar by every choice of their codes, as numbers with a digit for each item
	rest  *rest   // where the choices are too many for a table
}

// part is an item that counts in its pillar. Where coders differ it has their codes, and is drawn.
type part struct {
	item   int // in declared order
	weight float64
	value  float64 // 100 × s
	hidden bool    // not disclosed
	codes  []float64
}

// open is an item whose code is drawn.
type open struct {
	item  uint64 // in declared order
	codes int    // how many to choose from
}

// worth is a value with its logarithm.
type worth struct{ value, ln float64 }

// rest is what a pillar adds up from where there is no table.
type rest struct {
	sure, weight float64 // Σ weight × value of what is not drawn; Σ weight of all
	items        []part
}

// newField takes scorecards apart. It refuses methods whose total is no weighted mean of pillars, since the draws change
// those weights.
func newField(entries []Entry, sector string) (*field, vigil.Problems) {
	first := entries[0].Input
	f := &field{method: first.Methodology, form: first.Questionnaire, items: first.Questionnaire.Questions(), floor: 1}
	m := f.method
	var ps vigil.Problems
	if m.Total.Of == "indicators" || !isMean(m.Aggregation.Total) {
		ps.Add(vigil.Place{Field: m.Ref()}, "its total is no weighted mean of pillars, so that the uncertainty of ranks cannot be drawn", "compare companies by a method whose total is such a mean")
		return nil, ps
	}
	if m.Annex != nil {
		f.floor = m.Annex.GeometricFloor
	}
	f.scale = newRanker(m)
	f.column = columnOf(m, f.form, sector)
	f.flat = m.Units == nil
	for i := range f.form.Pillars {
		p := &f.form.Pillars[i]
		f.weights = append(f.weights, weightOf(m, p, f.column))
		f.flat = f.flat && isMean(p.Aggregate) && (p.Aggregate != "" || isMean(m.Aggregation.Pillar)) && !slices.ContainsFunc(p.Indicators, func(in vigil.Indicator) bool { return !in.IsQuestion() })
	}
	for _, e := range entries {
		if len(e.Codings) > 1 && !f.flat {
			ps.Say(vigil.Place{Field: e.code()}, vigil.Say("the method %s makes pillars of more than items, so that the codes of two coders cannot be drawn", m.Ref()), vigil.Say("leave the coders' files out"))
		}
		f.list = append(f.list, f.company(e))
	}
	return f, ps
}

func isMean(rule string) bool { return rule == "" || rule == "mean" }

// columnOf is the column of weights that the figure is made by: that of the sector where the form has a figure for sectors
// and the method a column for this one.
func columnOf(m *vigil.Methodology, q *vigil.Questionnaire, sector string) string {
	if sector != "" && q.SectorFigure {
		for _, p := range m.Pillars {
			if slices.ContainsFunc(p.Weights, func(w vigil.Weighted) bool { return w.ID == sector }) {
				return sector
			}
		}
	}
	return "default"
}

// weightOf is the weight of a pillar as scoring has it.
func weightOf(m *vigil.Methodology, p *vigil.Pillar, column string) float64 {
	if rule, ok := m.Pillar(p.ID); ok {
		return rule.Weight(column).Float()
	}
	if p.Weight.Set() {
		return p.Weight.Float()
	}
	return 1
}

func (f *field) company(e Entry) company {
	c := company{limit: math.Inf(1), deduction: 0}
	if d := e.Card.Deduction.Points; d != nil {
		c.deduction = d.Value
	}
	for _, in := range e.Card.Caps {
		if in.AtMost != nil {
			c.limit = min(c.limit, *in.AtMost)
		}
	}
	nodes := make(map[string]*vigil.Score, len(e.Card.Nodes))
	for i := range e.Card.Nodes {
		if n := &e.Card.Nodes[i]; n.Unit == "" {
			nodes[n.Node] = n
		}
	}
	c.pillars = make([]pillar, len(f.form.Pillars))
	item := 0
	for i := range f.form.Pillars {
		if n := nodes[f.form.Pillars[i].ID]; n != nil && n.Value != nil {
			c.pillars[i] = f.pillar(*n.Value)
		}
		for j := range f.form.Pillars[i].Indicators {
			in := &f.form.Pillars[i].Indicators[j]
			if !f.flat {
				continue
			}
			if n := nodes[in.ID]; n != nil && n.Item != nil && n.Item.S != nil && n.Weight > 0 {
				c.pillars[i].items = append(c.pillars[i].items, part{item: item, weight: n.Weight, value: 100 * *n.Item.S, hidden: n.Item.State == vigil.NotDisclosed})
			}
			item++
		}
	}
	return c
}

func (f *field) pillar(value float64) pillar {
	return pillar{has: true, value: value, ln: scoring.Ln(max(value, f.floor))}
}

// mean is the value of a pillar over some of its items; the pillar has none where none of them is left.
func (f *field) mean(items []part, keep func(part) bool) pillar {
	var sum, weights float64
	for _, p := range items {
		if keep(p) {
			sum += float64(p.weight * p.value)
			weights += p.weight
		}
	}
	if weights == 0 {
		return pillar{}
	}
	return f.pillar(min(100, sum/weights))
}

// final takes the pillars of a company to its figure under some weights: the arithmetic mean, the deduction, the cap.
// Deduction and cap are those of the published score. It is false where no pillar has a value.
func (f *field) final(c *company, pillars []pillar, weights []float64, limit float64) (float64, bool) {
	var sum, all float64
	for i := range pillars {
		if pillars[i].has && weights[i] > 0 {
			sum += float64(weights[i] * pillars[i].value)
			all += weights[i]
		}
	}
	if all == 0 {
		return 0, false
	}
	return min(max(0, min(100, sum/all)-c.deduction), limit), true
}
