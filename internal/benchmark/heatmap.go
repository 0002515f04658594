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

// ProvisionMean is how far a company meets one provision: the mean of s over the items that apply, by weight, on 0..1. What is
// not assessed counts 0 there, as in the score.
type ProvisionMean struct {
	ID    string
	Items int      // of the form
	Mean  *float64 // nil: no item of it applies
}

// ProvisionMeans gives the mean of each provision that a form asks about, in the order in which the form names them.
func ProvisionMeans(q *vigil.Questionnaire, card *vigil.Scorecard) []ProvisionMean {
	return questionedBy(q).means(card)
}

// questioned is which provisions a form asks about, and by which questions.
type questioned struct {
	list []ProvisionMean  // without means
	at   map[string][]int // places in list, of each question
}

func questionedBy(q *vigil.Questionnaire) questioned {
	a, place := questioned{at: map[string][]int{}}, map[string]int{}
	for _, in := range q.Questions() {
		for _, id := range in.Provisions {
			if _, known := place[id]; !known {
				place[id] = len(a.list)
				a.list = append(a.list, ProvisionMean{ID: id})
			}
			a.list[place[id]].Items++
			a.at[in.ID] = append(a.at[in.ID], place[id])
		}
	}
	return a
}

func (a questioned) means(card *vigil.Scorecard) []ProvisionMean {
	out, sums, weights := slices.Clone(a.list), make([]float64, len(a.list)), make([]float64, len(a.list))
	for _, n := range card.Nodes {
		if n.Unit != "" || n.Item == nil || n.Item.S == nil {
			continue
		}
		for _, i := range a.at[n.Node] {
			sums[i] += float64(n.Weight * *n.Item.S)
			weights[i] += n.Weight
		}
	}
	for i := range out {
		if weights[i] > 0 {
			mean := sums[i] / weights[i]
			out[i].Mean = &mean
		}
	}
	return out
}

// provisions counts companies by level for each provision. The level of a company is that of its items together.
func provisions(q *vigil.Questionnaire, places []Place) []Provision {
	form := questionedBy(q)
	list := make([]Provision, len(form.list))
	for i, p := range form.list {
		list[i] = Provision{ID: p.ID, Items: p.Items}
	}
	for _, p := range places {
		for i, x := range form.means(p.Card) {
			if x.Mean == nil {
				list[i].NotApplied++
				continue
			}
			list[i].Companies++
			list[i].Counts[levelOf(*x.Mean)]++
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
