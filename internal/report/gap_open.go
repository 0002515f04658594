package report

import "vigil/internal/vigil"

// open lists what is not assessed, with the points it holds back; it is work to do, not a gap.
func (g *gapReport) open() vigil.ReportSection {
	s := vigil.ReportSection{ID: "open", Title: "Not assessed"}
	if len(g.list.Open) == 0 {
		s.Blocks = []vigil.Block{{Paragraph: "Every item that applies is assessed."}}
	} else {
		t := &vigil.Table{ID: "open", Title: count(len(g.list.Open), "item", "items") + " to assess", Columns: []vigil.Column{
			{ID: "item", Title: "Item", Kind: "text", Width: 14}, {ID: "title", Title: "What is asked", Kind: "text", Width: 40}, {ID: "clause", Title: "Clause", Kind: "text", Width: 14},
			{ID: "pillar", Title: "Pillar", Kind: "text", Width: 30}, {ID: "points", Title: "Points held back", Kind: "number", Width: 12}, {ID: "why", Title: "Why", Kind: "text", Width: 40},
		}, Note: "Points of the raw score. Nothing here is counted as found; it counts as nothing until it is assessed."}
		for _, o := range g.list.Open {
			t.Rows = append(t.Rows, []vigil.Cell{textCell(item(o.Question, o.Unit)), textCell(o.Title.In(g.lang)), textCell(join(", ", o.Provisions...)),
				textCell(g.pillarTitle(o.Pillar)), numberCell(pointRule, o.Points), textCell(o.Why.String())})
		}
		s.Blocks = []vigil.Block{{Table: t}}
	}
	if len(g.list.Withheld) > 0 {
		s.Blocks = append(s.Blocks, vigil.Block{Paragraph: "Withheld for safety, with a reviewer's approval: " + list(g.list.Withheld) + ". This costs no points and lowers coverage."})
	}
	return s
}
