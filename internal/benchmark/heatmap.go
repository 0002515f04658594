package benchmark

import (
	"slices"

	"vigil/internal/vigil"
)

// cells are the pillars of a company.
func cells(e Entry) []Cell {
	out := make([]Cell, len(e.Input.Questionnaire.Pillars))
	for i, p := range e.Input.Questionnaire.Pillars {
		n := e.Card.Node(p.ID, "")
		if n == nil {
			continue
		}
		out[i] = Cell{Applies: n.Applies, CappedAt: n.CappedAt}
		if n.Value != nil && n.Applies {
			out[i].Value = vigil.NewFigure(*n.Value, e.Input.Methodology.Rounding)
			out[i].Band = bandOf(e.Input.Methodology, out[i].Value.Published)
		}
	}
	return out
}

// bandOf is the band of a number; what a band asks for besides holds for a final score alone.
func bandOf(m *vigil.Methodology, published float64) string {
	id, from := "", -1.0
	for _, b := range m.Bands {
		if published >= b.From && b.From > from {
			id, from = b.ID, b.From
		}
	}
	return id
}

// provisions counts companies by level for each provision, in the order in which the form names them. The level of a company
// is that of its items together: the mean of s by weight, over those that apply. What is not assessed counts 0 there, as in
// the score.
func provisions(q *vigil.Questionnaire, places []Place) []Provision {
	var list []Provision
	at := map[string]int{}
	asks := map[string][]int{} // of each question
	for _, in := range q.Questions() {
		for _, id := range in.Provisions {
			if _, known := at[id]; !known {
				at[id] = len(list)
				list = append(list, Provision{ID: id})
			}
			list[at[id]].Items++
			asks[in.ID] = append(asks[in.ID], at[id])
		}
	}
	sums, weights := make([]float64, len(list)), make([]float64, len(list))
	for _, p := range places {
		clear(sums)
		clear(weights)
		for _, n := range p.Card.Nodes {
			if n.Unit != "" || n.Item == nil || n.Item.S == nil {
				continue
			}
			for _, i := range asks[n.Node] {
				sums[i] += float64(n.Weight * *n.Item.S)
				weights[i] += n.Weight
			}
		}
		for i := range list {
			if weights[i] == 0 {
				list[i].NotApplied++
				continue
			}
			list[i].Companies++
			list[i].Counts[levelOf(sums[i]/weights[i])]++
		}
	}
	return list
}

// levelOf reads a mean on 0..1 as a level, like the levels of graded items.
func levelOf(s float64) int {
	s += vigil.RoundingGuard
	switch {
	case s >= 1:
		return 3
	case s >= 0.5:
		return 2
	case s >= 0.25:
		return 1
	}
	return 0
}

// practices lists the items that a company meets in full, with its public evidence: a link that anybody can open, to a public
// document or better. A flag is no practice: it says that something did not happen.
func practices(q *vigil.Questionnaire, m *vigil.Methodology, places []Place) []Practice {
	var list []Practice
	for _, in := range q.Questions() {
		if s, ok := m.ScaleOf(in); !ok || s.Type == "flag" {
			continue
		}
		for _, p := range places {
			n := p.Card.Node(in.ID, "")
			if n == nil || n.Item == nil || n.Item.S == nil || *n.Item.S < 1 || n.Item.State != vigil.Answered {
				continue
			}
			var shown []vigil.Evidence
			for _, e := range p.Evidence {
				if e.Question == in.ID && e.Unit == "" && e.Public && e.Link != "" && e.Grade.Rank() >= vigil.E2.Rank() {
					shown = append(shown, e)
				}
			}
			if len(shown) > 0 {
				list = append(list, Practice{Question: in.ID, Company: p.code(), Evidence: shown})
			}
		}
	}
	return slices.Clip(list)
}
