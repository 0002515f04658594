package benchmark

import (
	"cmp"
	"slices"
)

// test ranks the companies again with other figures, and says what that moves.
func (f *field) test(left string, places []Place, order []int, figure func(*company) float64) Test {
	figures, ranks := make([]float64, len(f.list)), make([]int32, len(f.list))
	for i := range f.list {
		figures[i] = figure(&f.list[i])
	}
	f.scale.ranks(figures, f.scale.scratch(len(f.list)), ranks)
	t := Test{Left: left, Ranks: make([]int, len(places))}
	for i := range places {
		t.Ranks[i] = int(ranks[order[i]])
		if t.Ranks[i] == 0 || t.Ranks[i] == places[i].Rank {
			continue
		}
		t.Moved++
		if by := max(t.Ranks[i]-places[i].Rank, places[i].Rank-t.Ranks[i]); by > t.Most {
			t.Most, t.Mover = by, places[i].code()
		}
	}
	return t
}

// figureOr is a figure, or none.
func figureOr(v float64, ok bool) float64 {
	if !ok {
		return none
	}
	return v
}

// pillarTests leave out one pillar at a time; its weight goes to the rest in proportion. Deduction and caps are kept.
func (f *field) pillarTests(places []Place, order []int) []Test {
	var tests []Test
	for i := range f.weights {
		weights := slices.Clone(f.weights)
		weights[i] = 0
		tests = append(tests, f.test(f.form.Pillars[i].ID, places, order, func(c *company) float64 {
			return figureOr(f.final(c, c.pillars, weights, c.limit))
		}))
	}
	return tests
}

// itemTests leave out one item at a time, those that move most companies first. Deduction and caps are kept, also a cap that
// follows from the item.
func (f *field) itemTests(places []Place, order []int) []Test {
	var tests []Test
	for i, in := range f.items {
		if !f.counted(i) {
			continue
		}
		tests = append(tests, f.test(in.ID, places, order, func(c *company) float64 {
			return figureOr(f.final(c, f.without(c, func(p part) bool { return p.item == i }), f.weights, c.limit))
		}))
	}
	slices.SortStableFunc(tests, func(a, b Test) int { return cmp.Or(cmp.Compare(b.Moved, a.Moved), cmp.Compare(b.Most, a.Most)) })
	return tests
}

// counted reports whether an item counts for any company.
func (f *field) counted(item int) bool {
	for _, c := range f.list {
		for _, p := range c.pillars {
			if slices.ContainsFunc(p.items, func(x part) bool { return x.item == item }) {
				return true
			}
		}
	}
	return false
}

// without gives the pillars of a company with some items left out; a pillar that loses none stays as it is.
func (f *field) without(c *company, drop func(part) bool) []pillar {
	out := c.pillars
	for i := range c.pillars {
		if !slices.ContainsFunc(c.pillars[i].items, drop) {
			continue
		}
		if &out[0] == &c.pillars[0] {
			out = slices.Clone(c.pillars)
		}
		out[i] = f.mean(c.pillars[i].items, func(p part) bool { return !drop(p) })
	}
	return out
}

// undisclosed is the side run of methodology 4.9: what a company does not disclose is set to the mean of its other items in
// the pillar, which is as if it were left out. A pillar of which nothing is disclosed stays.
func (f *field) undisclosed(places []Place, order []int) *Test {
	hidden := func(p part) bool { return p.hidden }
	t := f.test("", places, order, func(c *company) float64 {
		pillars := slices.Clone(f.without(c, hidden))
		for i := range pillars {
			if !pillars[i].has {
				pillars[i] = c.pillars[i]
			}
		}
		return figureOr(f.final(c, pillars, f.weights, c.limit))
	})
	return &t
}
