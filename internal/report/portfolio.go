package report

import (
	"fmt"
	"strconv"
	"strings"

	"vigil/internal/vigil"
)

// PortfolioInput is all that the brief on a portfolio says.
type PortfolioInput struct {
	Screening     *vigil.Screening
	Rules         *vigil.RuleSet
	Methodology   *vigil.Methodology   // of the rules
	Questionnaire *vigil.Questionnaire // any: its screening questions name the sectors; nil: their codes do
	Every         bool                 // list every position, however many; else the heaviest that a committee reads
	Language      string
}

// mostPositions is how many positions a brief to be read lists; files to be worked with list them all.
const mostPositions = 150

// Portfolio is the brief for an investment committee: red flags first, then the score with its coverage, the outcome of
// every position with its reason, what changed and why, the watchlist, and what to ask the companies.
func Portfolio(in PortfolioInput) vigil.Report {
	p := newPortfolioReport(in)
	s := p.s
	r := vigil.Report{ID: "portfolio", Language: p.lang, Title: "Portfolio screening: " + s.PortfolioName,
		Subtitle: fmt.Sprintf("%s, as of %s", p.runTitle(), vigil.LongDate(s.AsOf)), Draft: p.draft(), Facts: p.facts(), Footer: footer(p.m, &vigil.Questionnaire{}, p.lang)}
	for _, section := range []vigil.ReportSection{p.result(), p.outcomes(), p.changes(), p.positions(), p.exposures(), p.watchlist(), p.asks(), p.own(), p.rules(), p.method()} {
		if len(section.Blocks) > 0 {
			r.Sections = append(r.Sections, section)
		}
	}
	return r
}

// portfolioReport carries what every part of the brief needs.
type portfolioReport struct {
	PortfolioInput
	s    *vigil.Screening
	m    *vigil.Methodology
	r    vigil.RoundingRule
	lang string
}

func newPortfolioReport(in PortfolioInput) *portfolioReport {
	p := &portfolioReport{PortfolioInput: in, s: in.Screening, m: in.Methodology, lang: in.Language}
	if p.m == nil {
		p.m = &vigil.Methodology{Rounding: vigil.RoundingRule{Decimals: 1}}
	}
	if p.Rules == nil || p.s.Anonymous {
		p.Rules = &vigil.RuleSet{}
	}
	if p.lang == "" {
		p.lang = "en"
	}
	p.r = p.m.Rounding
	return p
}

func (p *portfolioReport) runTitle() string {
	if p.s.Number == 0 {
		return "Dry run"
	}
	return "Run " + strconv.Itoa(p.s.Number)
}

func (p *portfolioReport) draft() string {
	mark := draftMark(p.m, p.lang)
	if mark == "" && p.s.Draft {
		return "Draft: the rules have not been adopted."
	}
	return mark
}

func (p *portfolioReport) facts() []vigil.Fact {
	s := p.s
	facts := []vigil.Fact{
		{Label: "Portfolio", Value: s.PortfolioName, Note: join(", ", s.Portfolio, "version "+strconv.Itoa(s.PortfolioVersion), count(s.Lines, "line", "lines"))},
		{Label: "Holdings of", Value: vigil.LongDate(s.AsOf)},
		{Label: "What was known by", Value: vigil.LongDate(s.Day)},
		{Label: "Rules", Value: s.RuleSet.Title, Note: join(", ", s.RuleSet.Ref(), short(s.RuleSet.Digest))},
		{Label: "Method", Value: p.m.Title.In(p.lang), Note: join(", ", p.m.Ref(), p.m.Status)},
	}
	if s.Changes != nil {
		facts = append(facts, vigil.Fact{Label: "Compared with", Value: fmt.Sprintf("run %d, %s", s.Changes.Number, vigil.LongDate(s.Changes.Day))})
	}
	return facts
}

// result says the gravest first: caps in force, then the figures.
func (p *portfolioReport) result() vigil.ReportSection {
	s := vigil.ReportSection{ID: "result", Title: "Red flags and result"}
	if flags := p.flags(); len(flags.Rows) > 0 {
		s.Blocks = append(s.Blocks, vigil.Block{Notice: p.flagNotice()}, vigil.Block{Table: flags})
	} else {
		s.Blocks = append(s.Blocks, vigil.Block{Notice: &vigil.Notice{Tone: "plain", Title: "No cap is in force at any holding that was looked at.",
			Lines: []string{fmt.Sprintf("%s of the portfolio has no rating. There nobody has looked.", p.share(p.missing()))}}})
	}
	s.Blocks = append(s.Blocks, vigil.Block{Facts: p.headFacts()}, vigil.Block{Table: p.scores()})
	if len(p.s.Notes) > 0 {
		s.Blocks = append(s.Blocks, vigil.Block{Notice: &vigil.Notice{Tone: "warn", Title: "Read this with the figures", Lines: p.s.Notes}})
	}
	return s
}

// missing is what part of the portfolio has no score, in per cent.
func (p *portfolioReport) missing() *vigil.Figure {
	if p.s.Whole.Coverage == nil {
		return nil
	}
	return vigil.NewFigure(100-p.s.Whole.Coverage.Value, p.r)
}

func (p *portfolioReport) flagNotice() *vigil.Notice {
	companies := map[string]bool{}
	news := 0
	for _, f := range p.s.RedFlags {
		companies[f.Organisation] = true
		if f.New {
			news++
		}
	}
	n := &vigil.Notice{Tone: "bad", Title: fmt.Sprintf("%s in force at %s, %s of the portfolio", count(len(p.s.RedFlags), "cap is", "caps are"), count(len(companies), "company", "companies"), p.share(p.s.Whole.Capped))}
	if p.s.Changes != nil {
		n.Lines = append(n.Lines, newSince(news, p.s.Changes.Number))
	}
	n.Lines = append(n.Lines, "A cap follows from a grave fact and holds until the harm is repaired, whatever else improves.")
	return n
}

func newSince(n, run int) string {
	if n == 0 {
		return fmt.Sprintf("None of them is new since run %d.", run)
	}
	return fmt.Sprintf("%s new since run %d.", count(n, "of them is", "of them are"), run)
}

// flags is one line for each cap in force.
func (p *portfolioReport) flags() *vigil.Table {
	t := &vigil.Table{ID: "red-flags", Title: "Red flags", Columns: []vigil.Column{
		{ID: "holding", Title: "Holding", Kind: "text", Width: 18}, {ID: "weight", Title: "Weight %", Kind: "number", Width: 8}, {ID: "cap", Title: "Cap", Kind: "text", Width: 26},
		{ID: "at_most", Title: "At most", Kind: "number", Width: 8}, {ID: "since", Title: "Since", Kind: "date", Width: 11}, {ID: "severity", Title: "Severity", Kind: "number", Width: 8},
		{ID: "reply", Title: "Company's reply", Kind: "text", Width: 30}, {ID: "lift", Title: "Lifted when", Kind: "text", Width: 34},
	}, Note: "Severity is of the case behind the cap, from 0 to 1 (methodology 4.5); where there is none, the cap follows from an answer. A cap that came after the score on file is marked: the score does not show it yet."}
	for _, f := range p.s.RedFlags {
		name := join(" ", f.Cap, f.Title)
		if f.Title == f.Cap {
			name = f.Cap
		}
		if !f.InScore {
			name += " (not in the score yet)"
		}
		if f.New {
			name += " (new)"
		}
		severity := vigil.Cell{}
		if f.Severity != nil {
			severity = numberCell(vigil.RoundingRule{Decimals: 2}, *f.Severity)
		}
		reply := f.ReplyState
		if f.Reply != "" {
			reply = "“" + f.Reply + "”"
		}
		t.Rows = append(t.Rows, []vigil.Cell{textCell(f.Name), p.weight(f.Share), textCell(name), valueCell(p.r, f.AtMost), textCell(f.Since), severity, textCell(reply), textCell(sentence(f.LiftTest))})
	}
	return t
}

// headFacts are the figures a committee asks for first.
func (p *portfolioReport) headFacts() []vigil.Fact {
	w := p.s.Whole
	facts := []vigil.Fact{}
	switch {
	case w.Combined != nil:
		facts = append(facts, vigil.Fact{Label: "Portfolio score, combined", Value: w.Combined.Score.String(), Note: "made with several rulers because it was asked for: a rough guide"})
	case len(w.Scores) == 1:
		facts = append(facts, vigil.Fact{Label: "Portfolio score", Value: p.published(w.Scores[0].Score), Note: "over rated holdings; up to " + p.published(w.Scores[0].High) + " if everything open there were at its best"})
	case len(w.Scores) > 1:
		facts = append(facts, p.heaviest(w.Scores))
	default:
		facts = append(facts, vigil.Fact{Label: "Portfolio score", Value: "none", Note: "nothing that is held is rated"})
	}
	label := "Coverage"
	if len(w.Scores) > 1 {
		label = "Rated, by any ruler"
	}
	return append(facts, vigil.Fact{Label: label, Value: p.share(w.Coverage), Note: provisionalNote(p, w)},
		vigil.Fact{Label: "Capped", Value: p.share(w.Capped)}, vigil.Fact{Label: "In D and E", Value: p.share(w.LowBands)},
		vigil.Fact{Label: "Not rated", Value: p.share(w.NotRated)}, vigil.Fact{Label: "Not matched", Value: p.share(w.NotMatched)},
		vigil.Fact{Label: "Funds, not looked through", Value: p.share(w.Funds)})
}

// heaviest is the figure of the ruler that most weight was measured with. The figures of the others are never added to it.
func (p *portfolioReport) heaviest(scores []vigil.PortfolioScore) vigil.Fact {
	x, others := scores[0], len(scores)-1
	form, _, _ := strings.Cut(x.Ruler.Questionnaire, "@")
	return vigil.Fact{Label: fmt.Sprintf("Portfolio score, %s %s", x.Ruler.Mode, form), Value: p.published(x.Score),
		Note: fmt.Sprintf("over %s of the weight, %s (%s); up to %s if everything open there were at its best. Measured with %s: %s below, which %s not compare with it",
			p.share(x.Coverage), count(x.Positions, "holding", "holdings"), modeName[x.Ruler.Mode], p.published(x.High), count(others, "other ruler", "other rulers"),
			count(others, "figure", "figures"), map[bool]string{true: "does", false: "do"}[others == 1])}
}

func provisionalNote(p *portfolioReport, w vigil.Exposure) string {
	if w.Provisional == nil || w.Provisional.Value == 0 {
		return "of the weight held long and in scope"
	}
	return p.share(w.Provisional) + " of it provisional"
}

// scores has a row for each ruler.
func (p *portfolioReport) scores() *vigil.Table {
	t := &vigil.Table{ID: "scores", Title: "Portfolio score", Columns: []vigil.Column{
		{ID: "ruler", Title: "Measured with", Kind: "text", Width: 40}, {ID: "holdings", Title: "Holdings", Kind: "number", Width: 8},
		{ID: "coverage", Title: "Coverage %", Kind: "number", Width: 10}, {ID: "score", Title: "Score", Kind: "number", Width: 8}, {ID: "high", Title: "Up to", Kind: "number", Width: 8},
		{ID: "floor", Title: "Whole, at least", Kind: "number", Width: 12}, {ID: "ceiling", Title: "Whole, at most", Kind: "number", Width: 12},
	}, Note: "Score: Σ weight × score ÷ Σ weight over the rated holdings. Up to: if everything open at them were at its best. At least and at most: between these the whole portfolio lies, whatever the holdings without a score turn out to be. Nothing without a rating is filled with an average."}
	for _, x := range p.s.Whole.Scores {
		t.Rows = append(t.Rows, p.scoreRow(rulerText(x.Ruler), x))
	}
	if c := p.s.Whole.Combined; c != nil {
		t.Rows = append(t.Rows, p.scoreRow("Combined over different rulers, as asked for: a rough guide", *c))
	}
	return t
}

func (p *portfolioReport) scoreRow(name string, x vigil.PortfolioScore) []vigil.Cell {
	return []vigil.Cell{textCell(name), countCell(x.Positions), figureCell(p.r, x.Coverage), figureCell(p.r, x.Score), figureCell(p.r, x.High), figureCell(p.r, x.Floor), figureCell(p.r, x.Ceiling)}
}

// rulerText names a ruler.
func rulerText(r vigil.Ruler) string {
	return fmt.Sprintf("%s (%s), %s, %s", r.Mode, modeName[r.Mode], r.Questionnaire, r.Methodology)
}

// shortRuler names a ruler in a column.
func shortRuler(r *vigil.Ruler) string {
	if r == nil {
		return ""
	}
	form, _, _ := strings.Cut(r.Questionnaire, "@")
	return string(r.Mode) + " " + form
}

func (p *portfolioReport) published(f *vigil.Figure) string {
	if f == nil {
		return none
	}
	return p.r.Format(f.Published)
}

// share prints per cent.
func (p *portfolioReport) share(f *vigil.Figure) string {
	if f == nil {
		return none
	}
	return p.r.Format(f.Published) + " %"
}

// weight is a share of the base as a cell in per cent, with two decimals: many holdings are small.
func (p *portfolioReport) weight(share float64) vigil.Cell {
	return numberCell(vigil.RoundingRule{Decimals: 2}, 100*share)
}

// sector names a sector with its code.
func (p *portfolioReport) sector(id string) string {
	if id == "" {
		return "Not known"
	}
	if p.Questionnaire != nil {
		return upperFirst((&gapReport{q: p.Questionnaire, lang: p.lang}).sector(id))
	}
	return id
}
