package report

import (
	"slices"

	"vigil/internal/vigil"
)

// good comes first of what was found: items at full credit.
func (g *gapReport) good() vigil.ReportSection {
	s := vigil.ReportSection{ID: "good", Title: "Already good"}
	if len(g.list.Strengths) == 0 {
		s.Blocks = []vigil.Block{{Paragraph: "No item has reached full credit yet."}}
		return s
	}
	t := &vigil.Table{ID: "good", Title: count(len(g.list.Strengths), "item", "items") + " at full credit", Columns: []vigil.Column{
		{ID: "item", Title: "Item", Kind: "text", Width: 12}, {ID: "title", Title: "What is asked", Kind: "text", Width: 40},
		{ID: "clause", Title: "Clause", Kind: "text", Width: 14}, {ID: "found", Title: "Found", Kind: "text", Width: 60}, {ID: "grade", Title: "Evidence", Kind: "grade", Width: 10},
	}}
	for _, x := range g.list.Strengths {
		t.Rows = append(t.Rows, []vigil.Cell{textCell(item(x.Question, x.Unit)), textCell(x.Title.In(g.lang)),
			textCell(join(", ", x.Provisions...)), textCell(tidy(g.spelled(x.Question, x.FoundText))), textCell(string(x.Grade))})
	}
	if len(t.Rows) > manyStrengths {
		t.Columns = slices.Delete(t.Columns, 3, 4) // what was found
		for i, row := range t.Rows {
			t.Rows[i] = slices.Delete(row, 3, 4)
		}
		t.Note = "What was found on each of them stands in the scorecard and in the answers."
	}
	s.Blocks = []vigil.Block{{Table: t}}
	return s
}

// manyStrengths is up to how many items at full credit a report says what was found on each.
const manyStrengths = 25

// pillars shows every pillar as a bar with the range that is open, and as a table.
func (g *gapReport) pillars() vigil.ReportSection {
	bars := &vigil.Bars{ID: "pillars", Title: "Score of each pillar",
		Caption: "Bar: the published score, which counts what is not assessed as nothing. Whisker: up to where it could rise if everything open were answered at its best."}
	t := &vigil.Table{ID: "pillars", Title: "Pillars", Columns: []vigil.Column{
		{ID: "pillar", Title: "Pillar", Kind: "text", Width: 40}, {ID: "score", Title: "Score", Kind: "number", Width: 16}, {ID: "high", Title: "At best", Kind: "number", Width: 10},
		{ID: "coverage", Title: "Coverage, %", Kind: "number", Width: 12}, {ID: "weight", Title: "Weight", Kind: "number", Width: 10},
		{ID: "gaps", Title: "Gaps", Kind: "number", Width: 8}, {ID: "owner", Title: "Usually led by", Kind: "text", Width: 30},
	}}
	for _, n := range g.card.Nodes {
		if n.Storey != vigil.StoreyPillar || n.Unit != "" {
			continue
		}
		bars.Items = append(bars.Items, g.pillarBar(n))
		t.Rows = append(t.Rows, g.pillarRow(n))
	}
	s := vigil.ReportSection{ID: "pillars", Title: "Pillars"}
	if len(t.Rows) == 0 {
		s.Blocks = []vigil.Block{{Paragraph: "No pillar has a score."}}
		return s
	}
	s.Blocks = []vigil.Block{{Bars: bars}, {Table: t}}
	return s
}

func (g *gapReport) pillarBar(n vigil.Score) vigil.Bar {
	b := vigil.Bar{Label: g.pillarTitle(n.Node), Value: n.Value, High: n.High, Text: g.pillarScore(n)}
	if n.Value == nil {
		b.Note, b.Text = g.leftOut(n), none
		return b
	}
	b.Band = g.m.BandAt(g.r.Round(*n.Value))
	return b
}

func (g *gapReport) pillarRow(n vigil.Score) []vigil.Cell {
	score := valueCell(g.r, n.Value)
	score.Text = g.pillarScore(n)
	coverage, weight := numberCell(g.r, 100*n.Coverage), vigil.Cell{Text: plain(n.Weight), Number: &n.Weight, Decimals: 2}
	if n.Value == nil && !n.Applies {
		coverage = textCell(none)
	}
	gaps := 0
	for _, x := range g.list.Gaps {
		if x.Pillar == n.Node {
			gaps++
		}
	}
	rule, _ := g.m.Pillar(n.Node)
	owner := rule.Owner
	if len(g.q.Owner) > 0 {
		owner = g.q.Owner
	}
	return []vigil.Cell{textCell(n.Node + " " + g.pillarTitle(n.Node)), score, valueCell(g.r, n.High), coverage, weight, countCell(gaps), textCell(owner.In(g.lang))}
}

// pillarScore prints "60.0", "60.0, capped 25" or why there is no score.
func (g *gapReport) pillarScore(n vigil.Score) string {
	if n.Value == nil {
		return g.leftOut(n)
	}
	text := rounded(g.r, *n.Value)
	if n.CappedAt != nil && *n.CappedAt < *n.Value {
		text += ", capped " + plain(*n.CappedAt)
	}
	return text
}

func (g *gapReport) leftOut(n vigil.Score) string {
	if !n.Applies {
		return "not applicable"
	}
	return "not scored"
}

// pillarTitle is the name of a pillar: the method's, else the questionnaire's, else its id.
func (g *gapReport) pillarTitle(id string) string { return pillarTitle(g.m, g.q, id, g.lang) }

func pillarTitle(m *vigil.Methodology, q *vigil.Questionnaire, id, lang string) string {
	return m.PillarTitle(q, id).In(lang)
}
