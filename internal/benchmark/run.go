package benchmark

import (
	"cmp"
	"fmt"
	"slices"

	"vigil/internal/vigil"
)

// Bounds on what may be asked.
const (
	leastDraws = 100
	mostDraws  = 100_000
)

// Run compares companies. Who cannot be compared is listed with the reason; what cannot be asked is a problem, and then there
// is no result. The same entries in any order, on any number of cores, give the same result.
func Run(entries []Entry, o Options) (*Result, vigil.Problems) {
	o.Draws, o.Mode = cmp.Or(o.Draws, DefaultDraws), cmp.Or(o.Mode, vigil.BENCH)
	var ps vigil.Problems
	if o.Draws < leastDraws || o.Draws > mostDraws {
		ps.Say(vigil.Place{Field: "draws"}, vigil.Say("%d draws are asked for", o.Draws), vigil.Say("ask for %d to %d", leastDraws, mostDraws))
	}
	chosen, twice := choose(entries, o)
	if ps = append(ps, twice...); len(ps) > 0 {
		return nil, ps
	}
	r := &Result{Sector: o.Sector, Column: "default", Form: chosen.form, Mode: o.Mode, Seed: o.Seed, LeftOut: chosen.left}
	if len(chosen.compared) == 0 {
		r.Unranked = "no company can be compared"
		return r, nil
	}
	f, ps := newField(chosen.compared, o.Sector)
	if len(ps) > 0 {
		return nil, ps
	}
	r.describe(f, chosen.compared)
	r.Unranked = f.unranked()
	r.Ranked = r.Unranked == ""
	r.Coding, r.Agreement = f.code(chosen.compared), agree(chosen.compared)
	order := r.place(f, chosen.compared)
	if r.Ranked {
		r.Draws = o.Draws
		f.simulate(o.Seed, o.Draws).interval(r.Places, order)
		r.Groups = chain(r.Places)
		r.sensitivity(f, order)
		f.changes(r.Places, order)
		r.Leaders, r.Laggards = apart(r.Places, ends(f.method, true)), apart(r.Places, ends(f.method, false))
	}
	r.Practices = practices(f.form, f.method, r.Places)
	return r, nil
}

// describe says what was compared by which method.
func (r *Result) describe(f *field, compared []Entry) {
	r.Column, r.Methodology = f.column, f.method.Ref()
	for _, p := range f.form.Pillars {
		r.Pillars = append(r.Pillars, p.ID)
	}
	r.Cutoffs = Span{First: compared[0].Input.Cutoff, Last: compared[0].Input.Cutoff}
	for _, e := range compared {
		r.Cutoffs.First, r.Cutoffs.Last = min(r.Cutoffs.First, e.Input.Cutoff), max(r.Cutoffs.Last, e.Input.Cutoff)
	}
}

// unranked says why there are no ranks; empty where there are.
func (f *field) unranked() string {
	switch n := len(f.list); {
	case f.method.Ranking == nil || !slices.Contains(f.method.Ranking.Of, "total"):
		return fmt.Sprintf("the method %s ranks nobody", f.method.Ref())
	case n < LeastRanked:
		return fmt.Sprintf("%d can be compared and a ranking needs %d; bands are shown instead", n, LeastRanked)
	}
	return ""
}

// place puts the companies in order and gives for each place its company in the field.
func (r *Result) place(f *field, compared []Entry) []int {
	order := make([]int, len(compared))
	figures, ranks := make([]float64, len(compared)), make([]int32, len(compared))
	shown := make([]*vigil.Figure, len(compared))
	for i, e := range compared {
		order[i] = i
		shown[i] = f.figure(e, &f.list[i])
		figures[i] = shown[i].Value
	}
	f.scale.ranks(figures, f.scale.scratch(len(compared)), ranks)
	slices.SortStableFunc(order, func(a, b int) int {
		if r.Ranked {
			return cmp.Compare(ranks[a], ranks[b]) // the field is in the order of codes
		}
		return cmp.Or(cmp.Compare(f.bandPlace(compared[a].Card.Band), f.bandPlace(compared[b].Card.Band)), cmp.Compare(compared[a].Input.Subject.Name, compared[b].Input.Subject.Name))
	})
	r.Places = make([]Place, len(order))
	byRank := map[int32]int{}
	for _, rank := range ranks {
		byRank[rank]++
	}
	totals := make([]*vigil.Figure, len(order))
	for n, i := range order {
		r.Places[n] = Place{Entry: compared[i], Figure: shown[i], Pillars: cells(compared[i])}
		if r.Ranked {
			r.Places[n].Rank, r.Places[n].Tied = int(ranks[i]), byRank[ranks[i]] > 1
		}
		totals[n] = shown[i]
	}
	r.Spreads = append(r.Spreads, spread(vigil.Total, totals))
	for p, id := range r.Pillars {
		var list []*vigil.Figure
		for _, place := range r.Places {
			if v := place.Pillars[p].Value; v != nil {
				list = append(list, v)
			}
		}
		r.Spreads = append(r.Spreads, spread(id, list))
	}
	r.Provisions = provisions(f.form, r.Places)
	return order
}

// figure is what is ranked: the final of the scorecard, or that by the weights of the sector.
func (f *field) figure(e Entry, c *company) *vigil.Figure {
	if f.column == "default" {
		return e.Card.Final
	}
	if s := e.Card.Sector; s != nil && s.Column == f.column && s.Final != nil {
		return s.Final
	}
	v, _ := f.final(c, c.pillars, f.weights, c.limit)
	return vigil.NewFigure(v, f.method.Rounding)
}

// sensitivity is the ranking under changed rules.
func (r *Result) sensitivity(f *field, order []int) {
	r.PillarTests = f.pillarTests(r.Places, order)
	if f.flat {
		r.ItemTests = f.itemTests(r.Places, order)
		r.Undisclosed = f.undisclosed(r.Places, order)
	}
}

// bandPlace orders bands, best first.
func (f *field) bandPlace(id string) int { return slices.Index(bandsOf(f.method), id) }

// bandsOf are the ids of the bands, best first.
func bandsOf(m *vigil.Methodology) []string {
	sorted := slices.Clone(m.Bands)
	slices.SortStableFunc(sorted, func(a, b vigil.Band) int { return cmp.Compare(b.From, a.From) })
	ids := make([]string, len(sorted))
	for i, b := range sorted {
		ids[i] = b.ID
	}
	return ids
}

// ends are the two best bands, or the two worst; none where there are too few to stand apart from others.
func ends(m *vigil.Methodology, best bool) []string {
	ids := bandsOf(m)
	switch {
	case len(ids) < 3:
		return nil
	case best:
		return ids[:2]
	}
	return ids[len(ids)-2:]
}
