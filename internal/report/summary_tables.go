package report

import (
	"strings"

	"vigil/internal/vigil"
)

func (g *summaryGroup) bars(id string, rows []SummaryRow) *vigil.Bars {
	b := &vigil.Bars{ID: "bars-" + id, Title: "Published scores", Caption: "Bar: the published score. Whisker: up to where it could rise if everything open were answered at its best."}
	for _, r := range rows {
		c := r.Scorecard
		bar := vigil.Bar{Label: r.Organisation.Name, Value: &c.Final.Value, Text: published(g.r, c.Final), Band: c.Band}
		if c.High != nil {
			bar.High = &c.High.Value
		}
		if c.Capped {
			bar.Note = "capped"
		}
		b.Items = append(b.Items, bar)
	}
	return b
}

func (g *summaryGroup) table(id, title string, rows []SummaryRow) *vigil.Table {
	t := &vigil.Table{ID: id, Title: title, Columns: []vigil.Column{
		{ID: "organisation", Title: "Organisation", Kind: "text", Width: 34}, {ID: "sector", Title: "Sector", Kind: "text", Width: 8}, {ID: "cutoff", Title: "Evidence up to", Kind: "date", Width: 14},
		{ID: "score", Title: "Score", Kind: "number", Width: 9}, {ID: "band", Title: "Band", Kind: "band", Width: 7}, {ID: "caps", Title: "Caps", Kind: "text", Width: 18}, {ID: "marks", Title: "Marks", Kind: "text", Width: 18},
		{ID: "coverage", Title: "Coverage, %", Kind: "number", Width: 11}, {ID: "confidence", Title: "Confidence", Kind: "text", Width: 17},
	}}
	priorities := g.priorities(rows)
	for _, p := range priorities {
		t.Columns = append(t.Columns, vigil.Column{ID: p, Title: upperFirst(p), Kind: "number", Width: 9})
	}
	for _, r := range rows {
		c := r.Scorecard
		one := newGapReport(GapInput{Methodology: g.m, Questionnaire: g.q, Scorecard: c, Gaps: r.Gaps, Language: g.lang})
		var caps []string
		for _, inForce := range c.CapsByRule() {
			caps = append(caps, capText(inForce.CapInForce))
		}
		name := r.Organisation.Name
		if r.Organisation.Fictional && !strings.Contains(name, "fictional") {
			name += " (fictional)"
		}
		score := figureCell(g.r, c.Final)
		if !c.Rated || c.Final == nil {
			score = textCell("not rated")
		}
		row := []vigil.Cell{textCell(name), textCell(r.Organisation.Sector), textCell(r.Assessment.Cutoff), score, textCell(c.Band),
			textCell(strings.Join(caps, ", ")), textCell(strings.Join(one.tags(), ", ")), figureCell(g.r, c.Coverage), textCell(one.confidence())}
		for _, p := range priorities {
			n := 0
			for _, x := range r.Gaps.Gaps {
				if x.Priority == p {
					n++
				}
			}
			row = append(row, countCell(n))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// priorities are the columns that count gaps, most urgent first.
func (g *summaryGroup) priorities(rows []SummaryRow) []string {
	var all vigil.GapList
	for _, r := range rows {
		all.Gaps = append(all.Gaps, r.Gaps.Gaps...)
	}
	var ids []string
	for _, p := range newGapReport(GapInput{Methodology: g.m, Gaps: &all}).priorities() {
		ids = append(ids, p.ID)
	}
	return ids
}

// heat is a map of pillars by organisations; every cell has its band and its number as text.
func (g *summaryGroup) heat(id string, rows []SummaryRow) *vigil.Table {
	t := &vigil.Table{ID: "heat-" + id, Title: "Pillars by organisation", Columns: []vigil.Column{{ID: "organisation", Title: "Organisation", Kind: "text", Width: 32}},
		Note: "Letter: the band of the number. Provisional and not rated ones are shown for what is known, not for comparison."}
	var pillars []string
	seen := map[string]bool{}
	for _, r := range rows {
		for _, n := range r.Scorecard.Nodes {
			if n.Storey == vigil.StoreyPillar && n.Unit == "" && !seen[n.Node] {
				seen[n.Node] = true
				pillars = append(pillars, n.Node)
				t.Columns = append(t.Columns, vigil.Column{ID: n.Node, Title: pillarTitle(g.m, g.q, n.Node, g.lang), Kind: "band", Width: 14})
			}
		}
	}
	for _, r := range rows {
		row := []vigil.Cell{textCell(r.Organisation.Name)}
		for _, p := range pillars {
			row = append(row, g.heatCell(r.Scorecard.Node(p, "")))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (g *summaryGroup) heatCell(n *vigil.Score) vigil.Cell {
	switch {
	case n == nil || !n.Applies:
		return textCell("not applicable")
	case n.Value == nil:
		return textCell("not scored")
	}
	v := *n.Value
	return vigil.Cell{Text: join(" ", g.m.BandAt(g.r.Round(v)), rounded(g.r, v)), Number: &v, Decimals: g.r.Decimals}
}
