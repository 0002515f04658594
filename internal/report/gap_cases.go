package report

import (
	"vigil/internal/vigil"
)

// cases shows the arithmetic of each allegation and the words of the organisation. Nothing here judges whether
// an allegation is true.
func (g *gapReport) cases() vigil.ReportSection {
	s := vigil.ReportSection{ID: "cases", Title: "Allegations"}
	d := g.card.Deduction
	s.Blocks = []vigil.Block{{Paragraph: "An allegation is a claim by a source. It is not judged true or false here, only how grave it is, how well supported, how closely linked and how it was answered. Together the cases below take " + published(g.r, d.Points) + " points off."}}
	t := &vigil.Table{ID: "cases", Title: "How each case counts", Columns: []vigil.Column{
		{ID: "case", Title: "Case", Kind: "text", Width: 12}, {ID: "harm", Title: "Harm alleged", Kind: "text", Width: 18}, {ID: "when", Title: "When and where", Kind: "text", Width: 16},
		{ID: "severity", Title: "Severity", Kind: "number", Width: 10}, {ID: "credibility", Title: "Credibility", Kind: "number", Width: 12}, {ID: "link", Title: "Link", Kind: "number", Width: 7},
		{ID: "recency", Title: "Recency", Kind: "number", Width: 9}, {ID: "q", Title: "Response q", Kind: "number", Width: 10}, {ID: "residual", Title: "Residual", Kind: "number", Width: 10}, {ID: "why", Title: "Why", Kind: "text", Width: 60},
	}, Note: "Residual = severity × credibility × link × recency × (1 − q). Several cases together: 1 − the product of (1 − residual), times the maximum of points."}
	four := vigil.RoundingRule{Decimals: 4}
	for _, c := range d.Cases {
		a := g.allegation(c.Code)
		t.Rows = append(t.Rows, []vigil.Cell{textCell(c.Code), textCell(a.Harm), textCell(join(", ", a.Quarter, a.Country)), numberCell(pointRule, c.Severity), numberCell(pointRule, c.Credibility),
			numberCell(pointRule, c.Link), numberCell(pointRule, c.Recency), numberCell(pointRule, c.Q), numberCell(four, c.Residual), textCell(c.Why.String())})
	}
	s.Blocks = append(s.Blocks, vigil.Block{Table: t})
	for _, c := range d.Cases {
		s.Blocks = append(s.Blocks, g.caseWords(c.Code)...)
	}
	return s
}

func (g *gapReport) allegation(code string) vigil.Allegation {
	for _, a := range g.Allegations {
		if a.Code == code {
			return a
		}
	}
	return vigil.Allegation{Code: code}
}

// caseWords are what the source says, in short, and what the organisation replied, verbatim.
func (g *gapReport) caseWords(code string) []vigil.Block {
	a := g.allegation(code)
	n := &vigil.Notice{Tone: "plain", Title: join(": ", "Case "+code, join(", ", a.Harm, a.Quarter, a.Country))}
	if a.Summary != "" {
		n.Lines = append(n.Lines, sentence("What is alleged: "+a.Summary))
	}
	if a.Source != "" {
		n.Lines = append(n.Lines, "Public source: "+a.Source)
	}
	if a.Opened != "" {
		n.Lines = append(n.Lines, "On record since "+vigil.LongDate(a.Opened)+".")
	}
	if none := a.ReplyState(); none != "" {
		n.Lines = append(n.Lines, none)
		return []vigil.Block{{Notice: n}}
	}
	return []vigil.Block{{Notice: n}, {Quote: &vigil.Quote{By: g.Organisation.Name + ", on case " + code, Date: a.ReplyDate, Text: a.Reply}}}
}
