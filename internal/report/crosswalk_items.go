package report

import (
	"strings"

	"vigil/internal/vigil"
)

// byReference is the heart: reference by reference the items behind it, each in full under the first of its references.
// Rows makes the table of the items that are told in full.
func (x *crosswalk) byReference(rows func(h heading, items []*vigil.Indicator) *vigil.Table) vigil.ReportSection {
	s := vigil.ReportSection{ID: "items", Title: "By reference"}
	told, clauses := map[string]bool{}, map[string]bool{}
	for _, h := range x.headings {
		if len(h.items) == 0 {
			continue
		}
		var fresh []*vigil.Indicator
		var again, out []string
		for _, in := range h.items {
			switch {
			case !x.blank && x.leftOut(in):
				out = append(out, in.ID)
			case told[in.ID]:
				again = append(again, x.inPassing(in)...)
			default:
				told[in.ID], fresh = true, append(fresh, in)
			}
		}
		n := &vigil.Notice{Tone: "plain", Title: x.named(h) + ": " + count(len(h.items), "item", "items"), Lines: []string{x.headOf(h, clauses)}}
		if len(again) > 0 {
			n.Lines = append(n.Lines, "Told in full under an earlier reference, with what it counts: "+strings.Join(again, ", ")+".")
		}
		if len(out) > 0 {
			n.Lines = append(n.Lines, "Not applicable here: "+strings.Join(out, ", ")+".")
		}
		s.Blocks = append(s.Blocks, vigil.Block{Notice: n})
		if len(fresh) > 0 {
			s.Blocks = append(s.Blocks, vigil.Block{Table: rows(h, fresh)})
		}
	}
	if len(s.Blocks) == 0 {
		s.Blocks = []vigil.Block{{Paragraph: "No item of the form has a reference in this framework."}}
	}
	return s
}

// headOf names the clauses behind a reference, with what each expects where it is named for the first time.
func (x *crosswalk) headOf(h heading, told map[string]bool) string {
	names := make([]string, len(h.clauses))
	for i, id := range h.clauses {
		names[i] = id
		if !told[id] && x.clause(id) != "" {
			names[i] += " (" + strings.TrimRight(x.clause(id), ".") + ")"
		}
		told[id] = true
	}
	return "By " + plural(len(names), "clause", "clauses") + " " + strings.Join(names, ", ") + "."
}

// leftOut reports whether an item does not apply, in any unit.
func (x *crosswalk) leftOut(in *vigil.Indicator) bool {
	for _, s := range x.scores(in) {
		if s.Item.Applicable != "no" {
			return false
		}
	}
	return true
}

// inPassing is an item with its score, one for each unit it is asked of; in a blank form the item alone.
func (x *crosswalk) inPassing(in *vigil.Indicator) []string {
	if x.blank {
		return []string{in.ID}
	}
	var names []string
	for _, s := range x.scores(in) {
		score := "not assessed"
		if s.Item.S != nil {
			score = rounded(pointRule, *s.Item.S)
		}
		names = append(names, item(in.ID, s.Unit)+" "+score)
	}
	return names
}

// scores are those of an item, one for each unit it is asked of. One that is not on the scorecard is not assessed.
func (x *crosswalk) scores(in *vigil.Indicator) []vigil.Score {
	var list []vigil.Score
	for _, n := range x.card.Nodes {
		if n.Node == in.ID && n.Storey == vigil.StoreyQuestion && n.Item != nil {
			list = append(list, n)
		}
	}
	if len(list) == 0 {
		list = []vigil.Score{{Node: in.ID, Storey: vigil.StoreyQuestion, Item: &vigil.ItemScore{State: vigil.NotAssessed}}}
	}
	return list
}

// assessedItems are items with answer, evidence, score and gap.
func (x *crosswalk) assessedItems(h heading, items []*vigil.Indicator) *vigil.Table {
	t := &vigil.Table{ID: "items-" + slug(h.reference), Title: h.reference + ", item by item", Columns: []vigil.Column{
		{ID: "clause", Title: "Clause", Kind: "text", Width: 9}, {ID: "item", Title: "Item", Kind: "text", Width: 26}, {ID: "answered", Title: "Answered", Kind: "text", Width: 50},
		{ID: "evidence", Title: "Evidence", Kind: "text", Width: 22}, {ID: "score", Title: "Score", Kind: "number", Width: 8}, {ID: "gap", Title: "Open gap", Kind: "text", Width: 48}}}
	for _, in := range items {
		for _, s := range x.scores(in) {
			t.Rows = append(t.Rows, []vigil.Cell{textCell(strings.Join(h.of(in), ", ")), textCell(join(" ", item(in.ID, s.Unit), in.Title.In(x.lang))),
				textCell(x.answered(in, s.Item)), textCell(x.strength(s.Item)), valueCell(pointRule, s.Item.S), textCell(x.openGap(s))})
		}
	}
	return t
}

// blankItems are items of a form without answers: what is asked, and what evidence is accepted.
func (x *crosswalk) blankItems(h heading, items []*vigil.Indicator) *vigil.Table {
	t := &vigil.Table{ID: "items-" + slug(h.reference), Title: h.reference + ", item by item", Columns: []vigil.Column{
		{ID: "clause", Title: "Clause", Kind: "text", Width: 9}, {ID: "item", Title: "Item", Kind: "text", Width: 28},
		{ID: "kind", Title: "Kind", Kind: "text", Width: 12}, {ID: "question", Title: "Question", Kind: "text", Width: 60}, {ID: "evidence", Title: "Evidence that is accepted", Kind: "text", Width: 50}}}
	for _, in := range items {
		t.Rows = append(t.Rows, []vigil.Cell{textCell(strings.Join(h.of(in), ", ")), textCell(join(" ", in.ID, in.Title.In(x.lang))),
			textCell(in.Kind), textCell(in.Question.In(x.lang)), textCell(in.Evidence.Accepts.In(x.lang))})
	}
	return t
}
