package spreadsheet

import (
	"fmt"
	"slices"
	"strconv"

	"vigil/internal/vigil"
)

// readMe says what the workbook is, what each sheet and colour means, and what the figures are and are not.
func (c *committee) readMe() {
	s := c.sheet(committeeReadMe, 26, 118)
	s.line("Portfolio screening for the investment committee", lookTitle)
	s.line(c.s.PortfolioName, lookUnder)
	if c.report.Draft != "" {
		s.paragraph("DRAFT. "+c.report.Draft, 160, lookDraft)
	}
	s.blank()
	row := func(label, words string) { s.add(c.say(label, lookLabel), c.say(words, lookWords)) }
	row("Portfolio", fmt.Sprintf("%s (%s), version %d, %s", c.s.PortfolioName, c.s.Portfolio, c.s.PortfolioVersion, lineWords(c.s.Lines)))
	row("Holdings as of", c.s.AsOf)
	row("Known by", c.s.Day+": what was on file by this day counts")
	row("Run", c.runWords())
	row("Rule set", fmt.Sprintf("%s, %s\nSHA-256 %s", c.s.RuleSet.Title, c.s.RuleSet.Ref(), c.s.RuleSet.Digest))
	if m := c.Methodology; m != nil {
		row("Method", fmt.Sprintf("%s, %s, %s\nSHA-256 %s", m.Title.In(c.Language), m.Ref(), m.Status, m.Digest))
	}
	for i, r := range c.rulers {
		row(label(i == 0, "Rulers"), r.words())
	}
	if len(c.rulers) == 0 {
		row("Rulers", "none: nothing that is held is rated")
	}
	if c.s.Anonymous {
		row("Anonymous", "Names, identifiers and what somebody wrote freely were taken out. Weights, scores, sectors, countries and dates remain, and may point to the portfolio for somebody who knows it.")
	}
	for i, note := range c.s.Notes {
		row(label(i == 0, "Read this first"), note)
	}
	c.contents(s)
	c.legend(s)
	c.meaning(s)
	s.done(0, 0, 0)
	s.pages()
}

func (c *committee) runWords() string {
	words := upperFirst(c.run())
	if c.s.Number == 0 {
		words += ", not kept"
	}
	if x := c.s.Changes; x != nil {
		words += fmt.Sprintf(", compared with run %d of %s", x.Number, x.Day)
	}
	return words
}

func lineWords(n int) string {
	if n == 1 {
		return "1 line"
	}
	return strconv.Itoa(n) + " lines"
}

// contents lists the sheets.
func (c *committee) contents(s *committeeSheet) {
	s.part("Sheets")
	for _, x := range [][2]string{
		{committeeFlags, "every cap in force at a company that is held, the gravest first: look here before any average"},
		{committeeSummary, "portfolio score with coverage, how far it could rise, and what is capped, low or not known; by band, outcome, sector and country"},
		{committeeHoldings, "every position; the only sheet where something may be changed"},
		{committeeRules, "each rule, what it says, and how many positions it decides"},
		{committeeWatch, "open cases with the clocks of the company's answer"},
		{committeeChanges, "what moved since the run before, and why; the causes add up"},
		{committeeAsks, "questions to companies, with the evidence wanted and a date"},
		{committeeMethod, "how the figures are made, and the bands"},
	} {
		s.add(c.say(x[0], lookLabel), c.say(x[1], lookWords))
	}
}

// legend explains colours and marks.
func (c *committee) legend(s *committeeSheet) {
	s.part("Legend")
	s.add(c.say("12.50%", lookInputPc), c.say("a weight or a score that may be changed, on the sheet Holdings; every sum, share, band and figure follows", lookWords))
	s.add(c.say("–", lookMiddle), c.say("there is none: nothing is rated, or nothing is held; a blank is never a zero", lookWords))
	first := s.next()
	for _, b := range c.bands {
		s.add(c.say(b.ID, reportLook{boxed: true, bold: true, across: "center"}), c.say(bandWords(b, c.Language), lookWords))
	}
	s.add(c.say("NR", reportLook{boxed: true, bold: true, across: "center"}), c.say("not rated: too little is known, which is neither good nor bad", lookWords))
	c.colour(committeeReadMe, "band", 1, first, s.next()-1)
	s.add(c.say("rated, provisional", lookLabel), c.say("with a score; provisional: on a coverage that is too low for a ranking", lookWords))
	s.add(c.say("not matched, fund", lookLabel), c.say("in scope without a score: they lower the coverage and are never filled with an average", lookWords))
	s.add(c.say("short, out of scope", lookLabel), c.say("in no figure", lookWords))
}

// meaning says what the figures are and are not.
func (c *committee) meaning(s *committeeSheet) {
	s.part("What the figures are, and what they are not")
	for _, x := range [][2]string{
		{"They are", "a mean of how far companies keep what defenders are owed, weighted by money, over those holdings for which somebody has looked"},
		{"They are not", "a finding of law, advice to buy or sell, or a measure of responsibility: a small holding in a company with many attacks may matter more to those affected than a large one elsewhere"},
		{"An average hides", "a grave harm is not undone by a good company beside it, so that red flags and the weight in " + c.lowNames() + " stand before it"},
		{"Coverage", "a score over a small coverage says little; read “Whole, at least” and “Whole, at most”, between which the portfolio lies whatever the rest turns out to be"},
		{"A what-if", "after a change on the sheet Holdings the summary says so; caps, outcomes, reasons, flags and questions stay those of the run, and a changed score gets the band of its number alone"},
	} {
		s.add(c.say(x[0], lookLabel), c.say(x[1], lookWords))
	}
	if m := c.Methodology; m != nil {
		for _, notice := range [][2]string{{"Good to know", "not_law"}, {"Corrections", "contact"}} {
			if words := m.Notice(notice[1], c.Language); words != "" {
				s.add(c.say(notice[0], lookLabel), c.say(words, lookWords))
			}
		}
	}
}

// method says how every figure is made, and lists the bands, in which formulas look a changed score up.
func (c *committee) method() {
	s := c.sheet(committeeMethod, 28, 10, 118)
	s.top("Method", "Every figure of this workbook can be followed from the sheet Holdings.")
	if len(c.bands) > 0 {
		s.part("Bands, the lowest first")
		s.head("Band", "From", "Meaning")
		first := s.next()
		for _, b := range slices.Backward(c.bands) {
			s.add(c.say(b.ID, reportLook{boxed: true, bold: true, across: "center"}), c.num(b.From, lookOne), c.say(bandWords(b, c.Language), lookWords))
		}
		c.name("BandFrom", block(committeeMethod, 2, first, s.next()-1))
		c.name("BandIds", block(committeeMethod, 1, first, s.next()-1))
		c.colour(committeeMethod, "band", 1, first, s.next()-1)
	}
	s.part("How the figures are made")
	s.head("Figure", "", "How")
	for _, x := range c.methodLines() {
		s.add(c.say(x[0], lookLabel), c.say("", lookWords), c.say(x[1], lookWords))
	}
	s.done(1, 0, 0)
	s.pages()
}

func (c *committee) methodLines() [][2]string {
	places := "whole numbers"
	if c.r.Decimals > 0 {
		places = strconv.Itoa(c.r.Decimals) + " decimal"
	}
	return [][2]string{
		{"Position", "all that is held of one issuer on one side: its securities are added up; what is held short is never set off against what is held long"},
		{"Share", "weight ÷ the weight that is held long and in scope"},
		{"Portfolio score", "Σ weight × score ÷ Σ weight over the rated positions of one ruler (mode, form and method with their editions); unrounded scores are added up, and the result is rounded once"},
		{"At best", "the same with every score at the highest it could have, if all that is open turned out at its best"},
		{"Whole, at least and at most", "as if every position without a score under this ruler had 0, and as if it had 100"},
		{"Coverage", "the rated part of the weight that is held long and in scope"},
		{"Capped", "the weight of positions at which a cap was in force on the day of the run, also one that came after the score on file"},
		{"Rounding", "half up to " + places + " with a guard of 0.000000001, as a formula: " + c.round("x")},
		{"Rulers", "scores of different modes, forms or editions have figures of their own; bands, caps and outcomes are counted together, since they say the same under each"},
		{"Outcome", "what the rules say of a position, the strictest first: exclude, escalate, engage, pass. What cannot be decided never passes in silence; match first, rate first and look through say that nothing is known to decide on"},
		{"Watchlist", "severity × credibility × link of an open case, each from 0 to 1"},
		{"Changes", "points are split by midpoints, so that the order of telling does not matter and the parts add up to the whole"},
	}
}

// bandWords say what a band means.
func bandWords(b vigil.Band, language string) string {
	return b.Title.In(language) + ": " + b.Meaning.In(language)
}
