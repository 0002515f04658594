package report

import (
	"strings"

	"vigil/internal/vigil"
)

// references lists, clause by clause, where other frameworks speak of the same matter, for the clauses that have a
// gap or something open. It stands once, beside no gap: most gaps of a clause would repeat it.
func (g *gapReport) references() []vigil.ReportSection {
	if g.References == nil {
		return nil
	}
	wanted := map[string]bool{}
	for _, x := range g.list.Gaps {
		for _, id := range x.Provisions {
			wanted[id] = true
		}
	}
	for _, x := range g.list.Open {
		for _, id := range x.Provisions {
			wanted[id] = true
		}
	}
	t := &vigil.Table{ID: "references", Title: "Clause by clause, in other frameworks", Columns: []vigil.Column{
		{ID: "clause", Title: "Clause", Kind: "text", Width: 12}, {ID: "references", Title: "Related expectations", Kind: "text", Width: 110},
	}, Note: "Related expectations, not equivalents: to meet one is not to meet the other. Only references that were looked up."}
	for _, p := range g.Provisions {
		if refs := g.References([]string{p.ID}); wanted[p.ID] && len(refs) > 0 {
			t.Rows = append(t.Rows, []vigil.Cell{textCell(p.ID), textCell(strings.Join(refs, "; "))})
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return []vigil.ReportSection{{ID: "references", Title: "Related references", Blocks: []vigil.Block{{Table: t}}}}
}
