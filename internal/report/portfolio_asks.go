package report

import (
	"fmt"
	"strings"

	"vigil/internal/vigil"
)

// asks tells what each company is asked, and how far the matter has gone.
func (p *portfolioReport) asks() vigil.ReportSection {
	s := vigil.ReportSection{ID: "asks", Title: "What to ask the companies"}
	if len(p.s.Asks) == 0 {
		s.Blocks = []vigil.Block{{Paragraph: "No company with a final assessment is to be asked anything under the rules."}}
		return s
	}
	s.Blocks = append(s.Blocks, vigil.Block{Paragraph: "Questions follow from the gaps of each company, the most urgent first. They ask what it does and publishes. Never ask who complained, and before any question about a case agree the time with those affected: the question itself can warn whoever threatens them."})
	var cards []vigil.Card
	for _, c := range p.s.Asks {
		card := vigil.Card{ID: slug("ask", c.Organisation), Title: c.Name, Tags: []string{upperFirst(string(c.Outcome)), c.StepTitle},
			Facts: []vigil.Fact{{Label: "Weight", Value: p.r.Format(p.r.Round(100*c.Share)) + " %"}}}
		for i, a := range c.Asks {
			due := "due " + vigil.LongDate(a.Due)
			if a.Overdue {
				due += ", overdue: asked first on " + vigil.LongDate(a.First)
			}
			card.Body = append(card.Body, vigil.Fact{Label: fmt.Sprintf("%d. %s", i+1, a.Title), Value: a.Text,
				Note: join("; ", a.Question, due, strings.TrimSuffix("evidence wanted: "+a.Evidence, "."), "step: "+lowerFirst(a.StepTitle))})
		}
		cards = append(cards, card)
	}
	s.Blocks = append(s.Blocks, vigil.Block{Cards: cards})
	return s
}

// own sets the investor's own assessment beside the portfolio's.
func (p *portfolioReport) own() vigil.ReportSection {
	s := vigil.ReportSection{ID: "own", Title: "The investor's own assessment"}
	o := p.s.Own
	if o == nil {
		return s
	}
	s.Blocks = append(s.Blocks, vigil.Block{Paragraph: fmt.Sprintf("%s, %s, evidence up to %s. What an investor asks of companies it is asked itself.", o.Name, rulerText(o.Ruler), vigil.LongDate(o.Cutoff))},
		vigil.Block{Facts: []vigil.Fact{{Label: "Score", Value: p.published(o.Score)}, {Label: "Band", Value: join(" ", o.Band, o.BandTitle)}, {Label: "Coverage", Value: p.share(o.Coverage)}}})
	t := &vigil.Table{ID: "own-pillars", Title: "By pillar", Columns: []vigil.Column{{ID: "pillar", Title: "Pillar", Kind: "text", Width: 40}, {ID: "score", Title: "Score", Kind: "number", Width: 8}}}
	for _, x := range o.Pillars {
		t.Rows = append(t.Rows, []vigil.Cell{textCell(join(" ", x.ID, x.Title)), figureCell(p.r, x.Score)})
	}
	if len(t.Rows) > 0 {
		s.Blocks = append(s.Blocks, vigil.Block{Table: t})
	}
	t = &vigil.Table{ID: "own-provisions", Title: "What its own money does", Columns: []vigil.Column{{ID: "provision", Title: "Clause", Kind: "text", Width: 8}, {ID: "text", Title: "What it expects, in our words", Kind: "text", Width: 60},
		{ID: "items", Title: "Items", Kind: "number", Width: 6}, {ID: "score", Title: "Score", Kind: "number", Width: 8}}, Note: "Mean of the items of a clause by their weight, before caps and allegations."}
	for _, x := range o.Provisions {
		t.Rows = append(t.Rows, []vigil.Cell{textCell(x.ID), textCell(x.Text), countCell(x.Items), figureCell(p.r, x.Score)})
	}
	if len(t.Rows) > 0 {
		s.Blocks = append(s.Blocks, vigil.Block{Table: t})
	}
	return s
}

// rules prints the rule set, so that nobody has to guess what an outcome means.
func (p *portfolioReport) rules() vigil.ReportSection {
	s := vigil.ReportSection{ID: "rules", Title: "The rules"}
	r := p.Rules
	if len(r.Rules) == 0 {
		return s
	}
	match := "The strictest rule that holds decides."
	if r.Match == "first" {
		match = "The first rule that holds decides."
	}
	s.Blocks = append(s.Blocks, vigil.Block{Paragraph: r.Explanation.In(p.lang)}, vigil.Block{List: []string{
		match + " Where none holds: " + string(r.Default) + ".",
		"Where a stricter rule cannot be decided, because a fact is missing: at least " + string(r.Unknown) + ".",
		fmt.Sprintf("Without a rating: %s. Matched to no company: %s. A fund: %s. A rule that holds on what is known, such as the weight or a cap on record, goes before. What has no outcome is work to do first.",
			r.NotRated.Words(vigil.RateFirst), r.NotMatched.Words(vigil.MatchFirst), r.Funds.Words(vigil.LookThrough)),
		"What is held short has no outcome.",
	}})
	t := &vigil.Table{ID: "rules", Title: r.Title.In(p.lang), Columns: []vigil.Column{{ID: "rule", Title: "Rule", Kind: "text", Width: 26}, {ID: "outcome", Title: "Outcome", Kind: "text", Width: 10}, {ID: "when", Title: "Holds when", Kind: "text", Width: 60}}}
	for _, x := range r.Rules {
		t.Rows = append(t.Rows, []vigil.Cell{textCell(join(": ", x.ID, x.Title.In(p.lang))), textCell(upperFirst(string(x.Outcome))), textCell(x.When)})
	}
	s.Blocks = append(s.Blocks, vigil.Block{Table: t})
	if len(r.Exceptions) == 0 {
		return s
	}
	e := &vigil.Table{ID: "exceptions", Title: "Exceptions", Columns: []vigil.Column{{ID: "organisation", Title: "Company", Kind: "text", Width: 18}, {ID: "rule", Title: "Rule", Kind: "text", Width: 18},
		{ID: "outcome", Title: "Instead", Kind: "text", Width: 10}, {ID: "approver", Title: "Approved by", Kind: "text", Width: 20}, {ID: "until", Title: "Until", Kind: "date", Width: 11},
		{ID: "holds", Title: "Holds", Kind: "text", Width: 12}, {ID: "reason", Title: "Reason", Kind: "text", Width: 44}}}
	for _, x := range r.Exceptions {
		holds := "yes"
		switch {
		case x.Until < p.s.Day:
			holds = "no, expired"
		case x.From > p.s.Day:
			holds = "not yet"
		}
		e.Rows = append(e.Rows, []vigil.Cell{textCell(x.Organisation), textCell(x.Rule), textCell(upperFirst(string(x.Outcome))), textCell(x.Approver), textCell(x.Until), textCell(holds), textCell(x.Reason)})
	}
	s.Blocks = append(s.Blocks, vigil.Block{Table: e})
	return s
}

// method says how the figures were made, and what they cannot tell.
func (p *portfolioReport) method() vigil.ReportSection {
	lines := []string{
		"The portfolio score is Σ weight × score ÷ Σ weight over the rated holdings, added up as exact decimals from unrounded scores and rounded once. It is a mean: a bad company is not undone by a good one beside it, so red flags and the weight in D and E stand before it.",
		"Coverage is the rated part of the weight that is held long and in scope. What is not rated or not matched, and funds, are in that weight without a score. Cash, derivatives and the like, and what is held short, stand apart.",
		"Short positions are never set off against long ones.",
		"Scores of different modes, forms and editions have figures of their own. Bands, caps and outcomes are counted together, since they say the same under each.",
		"A weight is a share of money, not of responsibility: a small holding in a company with many attacks may matter more to those affected than a large one elsewhere.",
		"The scores rest on what was found by the data's date. A cap that was confirmed later is a red flag, and is not in the score until the company is assessed again.",
	}
	if p.s.Anonymous {
		lines = append(lines, "This edition is anonymous: names, identifiers and free text were taken out. Weights, scores, sectors and dates remain, and may point to the portfolio for somebody who knows it.")
	}
	return vigil.ReportSection{ID: "method", Title: "How to read this", Blocks: []vigil.Block{{List: lines}}}
}
