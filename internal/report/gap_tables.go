package report

import (
	"slices"
	"sort"

	"vigil/internal/vigil"
)

// gapTable is all gaps in a line each, in the order of the list.
func (g *gapReport) gapTable() *vigil.Table {
	t := &vigil.Table{ID: "gaps", Title: "All gaps", Columns: []vigil.Column{
		{ID: "item", Title: "Item", Kind: "text", Width: 10}, {ID: "gap", Title: "Gap", Kind: "text", Width: 36}, {ID: "clause", Title: "Clause", Kind: "text", Width: 8},
		{ID: "priority", Title: "Priority", Kind: "priority", Width: 10}, {ID: "next", Title: "Next step", Kind: "number", Width: 8}, {ID: "closure", Title: "Closing it", Kind: "number", Width: 8},
		{ID: "effort", Title: "Effort", Kind: "text", Width: 7}, {ID: "owner", Title: "Owner", Kind: "text", Width: 32}, {ID: "due", Title: "Due", Kind: "date", Width: 13}, {ID: "status", Title: "Status", Kind: "text", Width: 8},
	}, Note: "Next step and closing it: points of the raw score."}
	if slices.ContainsFunc(g.list.Gaps, func(x vigil.Gap) bool { return x.Interim != "" }) {
		t.Note += " First measures on the gravest gaps are due earlier; the plan has their date."
	}
	for _, x := range g.list.Gaps {
		t.Rows = append(t.Rows, []vigil.Cell{textCell(item(x.Question, x.Unit)), textCell(x.Title.In(g.lang)), textCell(join(", ", x.Provisions...)), textCell(x.Priority),
			numberCell(pointRule, x.Next.Points), numberCell(pointRule, x.Closure), textCell(x.Effort), textCell(x.Owner.In(g.lang)), textCell(x.Due), textCell(x.Status)})
	}
	if same := sameColumn(t, "status"); same != "" {
		t.Note = "All of them are " + same + ". " + t.Note
	}
	return t
}

// sums shows that the gaps and what is not assessed are all that lacks to 100.
func (g *gapReport) sums(s vigil.ReportSection) vigil.ReportSection {
	closure, open := 0.0, 0.0
	byPriority := map[string]float64{}
	for _, x := range g.list.Gaps {
		closure += x.Closure
		byPriority[x.Priority] += x.Closure
	}
	points := make([]float64, 0, len(g.list.Open))
	for _, o := range g.list.Open {
		points = append(points, o.Points)
	}
	sort.Float64s(points)
	for _, p := range points {
		open += p
	}
	t := &vigil.Table{ID: "sums", Title: "How the points add up", Columns: []vigil.Column{
		{ID: "part", Title: "Part", Kind: "text", Width: 40}, {ID: "points", Title: "Points", Kind: "number", Width: 12}},
		Note: "Points of the raw score, before allegations and caps. Each figure is rounded by itself."}
	row := func(label string, v float64) {
		t.Rows = append(t.Rows, []vigil.Cell{textCell(label), numberCell(pointRule, v)})
	}
	if g.card.Raw != nil {
		row("Raw score", g.card.Raw.Value)
	}
	for _, p := range g.priorities() {
		if byPriority[p.ID] > 0 {
			row("Closing all gaps of priority "+p.ID, byPriority[p.ID])
		}
	}
	row("Not assessed", open)
	if g.card.Raw != nil {
		row("Total", g.card.Raw.Value+closure+open)
	} else {
		row("Gaps and not assessed together", closure+open)
	}
	s.Blocks = append(s.Blocks, vigil.Block{Table: t})
	return s
}
