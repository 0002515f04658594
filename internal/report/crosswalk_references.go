package report

import (
	"fmt"
	"strings"

	"vigil/internal/vigil"
)

const crosswalkTerms = "Related expectations only: an item stands under a reference because both speak of the same matter. To meet one is not to meet the other, and no score here is a score by the other framework."

// overview says how to read the report and counts the items behind each reference.
func (x *crosswalk) overview(t *vigil.Table) vigil.ReportSection {
	lines := []string{crosswalkTerms, "Only references that were looked up are listed; the framework may have others."}
	if note := x.to.Note.In(x.lang); note != "" {
		lines = append(lines, note)
	}
	asked := 0
	for _, h := range x.headings {
		if len(h.items) > 0 {
			asked++
		}
	}
	all := len(x.q.Questions())
	title := fmt.Sprintf("References with items of the form behind them: %d of %d. Items that stand under a reference: %d of %d", asked, len(x.headings), all-len(x.leftOver()), all)
	s := vigil.ReportSection{ID: "references", Title: "The references and the items behind them", Blocks: []vigil.Block{{Notice: &vigil.Notice{Tone: "plain", Title: title, Lines: lines}}}}
	if len(t.Rows) > 0 {
		s.Blocks = append(s.Blocks, vigil.Block{Table: t})
	}
	return s
}

// named is a reference with its subject, where that is recorded.
func (x *crosswalk) named(h heading) string {
	for _, s := range x.to.Subjects {
		if s.ID == h.reference {
			return join(": ", h.reference, s.Text.In(x.lang))
		}
	}
	return h.reference
}

func referenceColumns(more ...vigil.Column) []vigil.Column {
	return append([]vigil.Column{{ID: "reference", Title: "Reference", Kind: "text", Width: 34}, {ID: "clauses", Title: "Clauses", Kind: "text", Width: 24}, {ID: "items", Title: "Items", Kind: "number", Width: 8}}, more...)
}

func (x *crosswalk) blankReferences() *vigil.Table {
	t := &vigil.Table{ID: "references", Title: "References", Columns: referenceColumns()}
	for _, h := range x.headings {
		t.Rows = append(t.Rows, []vigil.Cell{textCell(x.named(h)), textCell(strings.Join(h.clauses, ", ")), countCell(len(h.items))})
	}
	return t
}

// assessedReferences counts how the items behind each reference stand. The counts are of scores that stand elsewhere;
// nothing is scored anew.
func (x *crosswalk) assessedReferences() *vigil.Table {
	t := &vigil.Table{ID: "references", Title: "References", Columns: referenceColumns(
		vigil.Column{ID: "full", Title: "At full credit", Kind: "number", Width: 10}, vigil.Column{ID: "below", Title: "Below it", Kind: "number", Width: 10},
		vigil.Column{ID: "open", Title: "Not assessed", Kind: "number", Width: 10}, vigil.Column{ID: "left_out", Title: "Left out", Kind: "number", Width: 10}),
		Note: "Left out: not applicable, or withheld for safety. An item that is asked of several units is counted once for each of them, and behind each of its references."}
	for _, h := range x.headings {
		var n, full, below, open, out int
		for _, in := range h.items {
			for _, s := range x.scores(in) {
				n++
				switch i := s.Item; {
				case i.LeftOut || i.Applicable == "no" || i.State == vigil.Withheld:
					out++
				case !i.Assessed || i.S == nil:
					open++
				case *i.S >= 1:
					full++
				default:
					below++
				}
			}
		}
		t.Rows = append(t.Rows, []vigil.Cell{textCell(x.named(h)), textCell(strings.Join(h.clauses, ", ")), countCell(n), countCell(full), countCell(below), countCell(open), countCell(out)})
	}
	return t
}
