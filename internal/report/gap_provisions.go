package report

import (
	"fmt"

	"vigil/internal/vigil"
)

// provisions says for every clause that the form asks about whether its expectation is met, by its items.
func (g *gapReport) provisions() vigil.ReportSection {
	s := vigil.ReportSection{ID: "provisions", Title: "Expectations of the Declaration +25"}
	t := &vigil.Table{ID: "provisions", Title: "Clause by clause", Columns: []vigil.Column{
		{ID: "clause", Title: "Clause", Kind: "text", Width: 10}, {ID: "expects", Title: "What it expects, in our words", Kind: "text", Width: 70},
		{ID: "met", Title: "Expectation", Kind: "text", Width: 14}, {ID: "why", Title: "By its items", Kind: "text", Width: 26}, {ID: "binds", Title: "Speaks to", Kind: "text", Width: 20},
	}, Note: "Met: every item that applies has full credit. Not met: every item counts 0. The clause ids are ours; the source numbers nothing."}
	items := g.itemsByProvision()
	for _, p := range g.Provisions {
		if len(items[p.ID]) == 0 {
			continue
		}
		status, why := clauseStatus(items[p.ID])
		t.Rows = append(t.Rows, []vigil.Cell{textCell(p.ID), textCell(p.Paraphrase.In(g.lang)), textCell(status), textCell(why), textCell(binds(p))})
	}
	if same := sameColumn(t, "binds"); same != "" {
		t.Note = "All of these clauses speak to " + same + ". " + t.Note
	}
	if len(t.Rows) == 0 {
		s.Blocks = []vigil.Block{{Paragraph: "The form refers to no clause of the Declaration."}}
		return s
	}
	s.Blocks = []vigil.Block{{Table: t}}
	return s
}

// sameColumn takes a last column that says the same in every row out of a table of several rows, and returns what
// it says.
func sameColumn(t *vigil.Table, id string) string {
	last := len(t.Columns) - 1
	if len(t.Rows) < 2 || t.Columns[last].ID != id {
		return ""
	}
	for _, row := range t.Rows {
		if row[last].Text != t.Rows[0][last].Text {
			return ""
		}
	}
	same := t.Rows[0][last].Text
	t.Columns = t.Columns[:last]
	for i, row := range t.Rows {
		t.Rows[i] = row[:last]
	}
	return same
}

func binds(p vigil.Provision) string {
	if p.Binds == "derived" {
		return "States, and through them others"
	}
	return "the organisation itself"
}

// itemsByProvision finds the scores of the questions of each clause.
func (g *gapReport) itemsByProvision() map[string][]vigil.Score {
	clauses := map[string][]string{}
	for _, in := range g.q.Questions() {
		clauses[in.ID] = in.Provisions
	}
	items := map[string][]vigil.Score{}
	for _, n := range g.card.Nodes {
		if n.Storey != vigil.StoreyQuestion || n.Item == nil {
			continue
		}
		for _, id := range clauses[n.Node] {
			items[id] = append(items[id], n)
		}
	}
	return items
}

// clauseStatus judges an expectation by its items; what is not assessed never counts as met.
func clauseStatus(items []vigil.Score) (status, why string) {
	full, zero, open, applicable := 0, 0, 0, 0
	for _, n := range items {
		switch i := n.Item; {
		case i.State == vigil.Withheld && i.Applicable != "no":
			applicable, open = applicable+1, open+1
		case i.LeftOut || i.Applicable == "no":
		case !i.Assessed || i.S == nil:
			applicable, open = applicable+1, open+1
		case *i.S >= 1:
			applicable, full = applicable+1, full+1
		case *i.S <= 0:
			applicable, zero = applicable+1, zero+1
		default:
			applicable++
		}
	}
	why = fmt.Sprintf("%d of %d at full credit", full, applicable)
	if open > 0 {
		why += fmt.Sprintf(", %d not assessed", open)
	}
	switch {
	case applicable == 0:
		return "not applicable", "no item applies"
	case open == applicable:
		return "not assessed", why
	case full == applicable:
		return "met", why
	case zero == applicable-open:
		return "not met", why
	}
	return "partly met", why
}
