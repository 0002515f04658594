package report

import (
	"strings"

	"vigil/internal/vigil"
)

// Scorecard is the arithmetic of one score as tables: every node with what it was made from, every item with
// its answer, state, evidence and what it counts.
func Scorecard(in GapInput) vigil.Report {
	g := newGapReport(in)
	r := g.report("scorecard", "Scorecard: "+in.Organisation.Name)
	r.Sections = append(r.Sections, g.result(), g.chain(), g.nodes(), g.items())
	if len(g.card.Deduction.Cases) > 0 {
		r.Sections = append(r.Sections, g.cases())
	}
	r.Sections = append(r.Sections, g.method())
	return r
}

// chain is the way from the raw score to the published one.
func (g *gapReport) chain() vigil.ReportSection {
	c := g.card
	t := &vigil.Table{ID: "chain", Title: "From the raw score to the published one", Columns: []vigil.Column{
		{ID: "figure", Title: "Figure", Kind: "text", Width: 30}, {ID: "published", Title: "Published", Kind: "number", Width: 11}, {ID: "value", Title: "Unrounded", Kind: "number", Width: 13}, {ID: "from", Title: "Made from", Kind: "text", Width: 60},
	}}
	six := vigil.RoundingRule{Decimals: 6}
	row := func(label string, f *vigil.Figure, from string) {
		value := textCell(none)
		if f != nil {
			value = numberCell(six, f.Value)
		}
		t.Rows = append(t.Rows, []vigil.Cell{textCell(label), figureCell(g.r, f), value, textCell(from)})
	}
	row("Raw", c.Raw, "weighted from the parts below")
	row("Deduction", c.Deduction.Points, "open allegations")
	row("Net", c.Net, "raw less the deduction, not below 0")
	row("Final", c.Final, "the lower of net and the lowest cap in force")
	row("High", c.High, "final if everything open were at its best")
	row("Raw at best", c.RawHigh, "raw if everything open were at its best")
	row("Coverage", c.Coverage, "per cent of the weight that is assessed")
	row("Confidence", c.Confidence.Figure, g.confidenceParts())
	row("Geometric mean", c.Geometric, "annex: of the pillars, by weight")
	row("Assessed items alone", c.AssessedRaw, "annex: never a headline, a band or a rank")
	if s := c.Sector; s != nil {
		row("Raw, sector "+s.Column, s.Raw, "by the weights of the sector")
		row("Net, sector "+s.Column, s.Net, "by the weights of the sector")
		row("Final, sector "+s.Column, s.Final, "by the weights of the sector; no band")
	}
	return vigil.ReportSection{ID: "chain", Title: "The chain", Blocks: []vigil.Block{{Table: t}}}
}

// nodes is what every group was made from, one line for each part.
func (g *gapReport) nodes() vigil.ReportSection {
	t := &vigil.Table{ID: "nodes", Title: "What each score is made from", Columns: []vigil.Column{
		{ID: "node", Title: "Node", Kind: "text", Width: 14}, {ID: "unit", Title: "Unit", Kind: "text", Width: 14}, {ID: "storey", Title: "Storey", Kind: "text", Width: 12}, {ID: "score", Title: "Score", Kind: "number", Width: 10},
		{ID: "rule", Title: "Rule", Kind: "text", Width: 14}, {ID: "part", Title: "Part", Kind: "text", Width: 16}, {ID: "value", Title: "Value of the part", Kind: "number", Width: 14}, {ID: "high", Title: "At best", Kind: "number", Width: 10}, {ID: "weight", Title: "Weight", Kind: "number", Width: 10},
	}, Note: "Values on 0 to 100. A part without a value is left out and gives its weight to the others in proportion."}
	for _, n := range g.card.Nodes {
		for _, p := range n.Parts {
			t.Rows = append(t.Rows, []vigil.Cell{textCell(n.Node), textCell(n.Unit), textCell(n.Storey), valueCell(g.r, n.Value), textCell(n.Rule),
				textCell(item(p.Node, p.Unit)), valueCell(g.r, p.Value), valueCell(g.r, p.High), {Text: rounded(pointRule, p.Weight), Number: &p.Weight, Decimals: 2}})
		}
	}
	dropEmpty(t, "unit")
	return vigil.ReportSection{ID: "nodes", Title: "Storey by storey", Blocks: []vigil.Block{{Table: t}}}
}

// items is how every question was scored.
func (g *gapReport) items() vigil.ReportSection {
	t := &vigil.Table{ID: "items", Title: "How each item was scored", Columns: []vigil.Column{
		{ID: "item", Title: "Item", Kind: "text", Width: 10}, {ID: "title", Title: "Title", Kind: "text", Width: 30}, {ID: "state", Title: "State", Kind: "text", Width: 13}, {ID: "answer", Title: "Answer", Kind: "text", Width: 20},
		{ID: "grade", Title: "Evidence", Kind: "grade", Width: 9}, {ID: "points", Title: "Points", Kind: "number", Width: 8}, {ID: "ceiling", Title: "Ceiling", Kind: "number", Width: 8}, {ID: "s", Title: "s", Kind: "number", Width: 7}, {ID: "high", Title: "At best", Kind: "number", Width: 8},
		{ID: "weight", Title: "Weight", Kind: "number", Width: 8}, {ID: "why", Title: "Why", Kind: "text", Width: 40},
	}, Note: "s is what counts, on 0 to 1: the points of the answer, not above the ceiling of its evidence."}
	for _, n := range g.card.Nodes {
		if n.Item == nil {
			continue
		}
		i := n.Item
		title := ""
		if q := g.q.Question(n.Node); q != nil {
			title = q.Title.In(g.lang)
		}
		grade := string(i.Grade)
		if i.GradeRead != "" && i.GradeRead != i.Grade {
			grade = strings.TrimSpace(grade + " read as " + string(i.GradeRead))
		}
		t.Rows = append(t.Rows, []vigil.Cell{textCell(item(n.Node, n.Unit)), textCell(title), textCell(stateText[i.State]), textCell(strings.ReplaceAll(i.Answer, ";", "; ")), textCell(grade),
			valueCell(pointRule, i.Points), valueCell(pointRule, i.Ceiling), valueCell(pointRule, i.S), valueCell(pointRule, i.High), {Text: plain(n.Weight), Number: &n.Weight, Decimals: 2}, textCell(i.Why.String())})
	}
	return vigil.ReportSection{ID: "items", Title: "Item by item", Blocks: []vigil.Block{{Table: t}}}
}
