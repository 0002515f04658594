package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"vigil/internal/matching"
	"vigil/internal/vigil"
)

// matchRule is how weights are printed, in per cent.
var matchRule = vigil.RoundingRule{Decimals: 2}

// The first half of what the report says about its scale.
const scoreScale = "The score says how alike two names are, from 0 to 100: the share of the letters of both that stand in words which both have. Legal forms, accents and the order of words do not count; a word of five letters or more that differs by one letter counts for three quarters; names that differ by their blanks alone have 95. Below 60 a name is no candidate. No name is taken without a person who accepts it."

// Match tells which organisation is behind each holding of a portfolio, and how that is known; what may be meant where
// it is not; and what would help. Every line names its company.
func Match(p vigil.Portfolio, r matching.Result, lang string) vigil.Report {
	m := matchReport{p: p, r: &r}
	out := vigil.Report{ID: "match", Language: lang, Title: "Match report: " + p.Name, Subtitle: fmt.Sprintf("Portfolio %s, version %d, as of %s", p.Code, p.Version, vigil.LongDate(p.AsOf)),
		Facts: m.facts(), Footer: []string{"A match says which company is meant. It says nothing about that company.", "Corrections: tell the workspace that issued this report."}}
	out.Sections = append(out.Sections, m.overview(), m.undecided(), m.unmatched(), m.parents(), m.issuers(), m.matched(), m.apart(), m.file())
	out.Sections = slices.DeleteFunc(out.Sections, func(s vigil.ReportSection) bool { return len(s.Blocks) == 0 })
	return out
}

type matchReport struct {
	p vigil.Portfolio
	r *matching.Result
}

func (m matchReport) facts() []vigil.Fact {
	company := 0
	for _, l := range m.r.Lines {
		if l.Status != matching.Apart {
			company++
		}
	}
	matched := m.r.Count(matching.Matched)
	facts := []vigil.Fact{
		{Label: "Portfolio", Value: m.p.Code, Note: "version " + strconv.Itoa(m.p.Version)},
		{Label: "Holdings of", Value: vigil.LongDate(m.p.AsOf)},
		{Label: "Lines", Value: strconv.Itoa(len(m.r.Lines)), Note: fmt.Sprintf("%d of companies", company)},
		{Label: "Matched", Value: fmt.Sprintf("%d of %d", matched.Lines, company), Note: percentOf(matched.Weight) + " of the portfolio"},
		{Label: "File", Value: m.p.File, Note: "SHA-256 " + short(m.p.Digest)},
		{Label: "Imported", Value: vigil.LongDate(m.p.CreatedAt.Format("2006-01-02")), Note: "by " + m.p.Person},
	}
	if m.p.Currency != "" {
		facts = append(facts, vigil.Fact{Label: "Currency", Value: m.p.Currency})
	}
	return facts
}

// heaviest are the lines by what they weigh, on either side of zero.
func (m matchReport) heaviest() []matching.Line {
	size := func(l matching.Line) float64 {
		if l.Holding.Weight == nil {
			return 0
		}
		return math.Abs(*l.Holding.Weight)
	}
	out := slices.Clone(m.r.Lines)
	slices.SortStableFunc(out, func(a, b matching.Line) int { return cmp.Compare(size(b), size(a)) })
	return out
}

func percentOf(share float64) string { return rounded(matchRule, 100*share) + " %" }

// statusText names what came of a line, for people.
var statusText = map[matching.Status]string{
	matching.Matched: "Matched", matching.Contradicted: "Contradictory identifiers", matching.Possible: "Candidates, none accepted",
	matching.Unmatched: "Not matched", matching.Apart: "Not a company",
}

func (m matchReport) overview() vigil.ReportSection {
	t := vigil.Table{ID: "counts", Title: "What came of the lines", Columns: []vigil.Column{
		{ID: "status", Title: "Status", Kind: "text", Width: 30}, {ID: "lines", Title: "Lines", Kind: "number", Width: 8}, {ID: "weight", Title: "Weight, %", Kind: "number", Width: 12}},
		Note: "The weights are those of the file; shorts are below zero."}
	lines, weight := 0, 0.0
	for _, c := range m.r.Counts {
		if c.Lines == 0 {
			continue
		}
		t.Rows = append(t.Rows, []vigil.Cell{textCell(statusText[c.Status]), countCell(c.Lines), numberCell(matchRule, 100*c.Weight)})
		lines, weight = lines+c.Lines, weight+c.Weight
	}
	t.Rows = append(t.Rows, []vigil.Cell{textCell("All lines"), countCell(lines), numberCell(matchRule, 100*weight)})
	blocks := []vigil.Block{}
	if n := m.r.Count(matching.Contradicted).Lines + m.r.Count(matching.Possible).Lines + m.r.Count(matching.Unmatched).Lines; n > 0 {
		blocks = append(blocks, vigil.Block{Notice: &vigil.Notice{Tone: "warn", Title: count(n, "line is", "lines are") + " without an organisation",
			Lines: []string{"They count as not matched in a screening, and are never given the score of somebody else. The sections below say what would help."}}})
	}
	return vigil.ReportSection{ID: "overview", Title: "At a glance", Blocks: append(blocks, vigil.Block{Table: &t})}
}

// undecided tells lines of which several organisations may be meant.
func (m matchReport) undecided() vigil.ReportSection {
	t := vigil.Table{ID: "candidates", Title: "Candidates, those of the heaviest lines first", Note: scoreScale, Columns: []vigil.Column{
		{ID: "line", Title: "Line", Kind: "number", Width: 8}, {ID: "holding", Title: "Holding", Kind: "text", Width: 30}, {ID: "weight", Title: "Weight, %", Kind: "number", Width: 10},
		{ID: "candidate", Title: "Candidate", Kind: "text", Width: 30}, {ID: "code", Title: "Code", Kind: "text", Width: 16}, {ID: "score", Title: "Score", Kind: "number", Width: 8},
		{ID: "why", Title: "Why", Kind: "text", Width: 50}, {ID: "help", Title: "What would help", Kind: "text", Width: 50}}}
	for _, l := range m.heaviest() {
		if l.Status != matching.Possible && l.Status != matching.Contradicted {
			continue
		}
		for i, c := range l.Candidates {
			score, why, help := textCell(none), c.Why, ""
			if c.Reason == matching.ByName {
				score = countCell(c.Score)
			}
			if i == 0 {
				help = l.Help
				if l.Note != "" {
					why = l.Note
				}
			}
			t.Rows = append(t.Rows, []vigil.Cell{countCell(l.Holding.Line), textCell(l.Holding.Label()), weightCell(l.Holding), textCell(c.Name), textCell(c.Organisation), score, textCell(upperFirst(why)), textCell(upperFirst(help))})
		}
	}
	return section("candidates", "What may be meant", t)
}

func (m matchReport) unmatched() vigil.ReportSection {
	t := vigil.Table{ID: "unmatched", Title: "Lines without an organisation", Note: "The heaviest first.", Columns: []vigil.Column{
		{ID: "line", Title: "Line", Kind: "number", Width: 8}, {ID: "holding", Title: "Holding", Kind: "text", Width: 30}, {ID: "identifiers", Title: "Identifiers", Kind: "text", Width: 26},
		{ID: "country", Title: "Country", Kind: "text", Width: 8}, {ID: "weight", Title: "Weight, %", Kind: "number", Width: 10}, {ID: "help", Title: "What would help", Kind: "text", Width: 60}}}
	for _, l := range m.heaviest() {
		if l.Status == matching.Unmatched {
			h := l.Holding
			t.Rows = append(t.Rows, []vigil.Cell{countCell(h.Line), textCell(h.Label()), textCell(identifiers(h)), textCell(orNone(h.Country)), weightCell(h), textCell(upperFirst(l.Help))})
		}
	}
	return section("unmatched", "Not matched", t)
}

// parents tells matched lines that only an organisation above the issuer has a result for.
func (m matchReport) parents() vigil.ReportSection {
	t := vigil.Table{ID: "parents", Title: "Results of parents that could be taken", Note: "The result of a parent is never taken for its subsidiary without a person who accepts it.", Columns: []vigil.Column{
		{ID: "line", Title: "Line", Kind: "number", Width: 8}, {ID: "holding", Title: "Holding", Kind: "text", Width: 30}, {ID: "issuer", Title: "Issuer", Kind: "text", Width: 30},
		{ID: "parent", Title: "Parent with a result", Kind: "text", Width: 30}, {ID: "help", Title: "What would help", Kind: "text", Width: 60}}}
	for _, l := range m.r.Lines {
		if l.Status == matching.Matched && len(l.Candidates) > 0 {
			t.Rows = append(t.Rows, []vigil.Cell{countCell(l.Holding.Line), textCell(l.Holding.Label()), textCell(l.Name), textCell(l.Candidates[0].Name), textCell(upperFirst(l.Help))})
		}
	}
	return section("parents", "Parents and subsidiaries", t)
}

func (m matchReport) issuers() vigil.ReportSection {
	t := vigil.Table{ID: "issuers", Title: "Organisations behind several lines", Note: "A screening adds the lines of an organisation up. What is sold short is shown and not set off against what is held.", Columns: []vigil.Column{
		{ID: "organisation", Title: "Organisation", Kind: "text", Width: 30}, {ID: "code", Title: "Code", Kind: "text", Width: 16}, {ID: "lines", Title: "Lines", Kind: "text", Width: 16},
		{ID: "weight", Title: "Held, %", Kind: "number", Width: 10}, {ID: "short", Title: "Short, %", Kind: "number", Width: 10}}}
	for _, is := range m.r.Issuers {
		var lines []string
		for _, n := range is.Lines {
			lines = append(lines, strconv.Itoa(n))
		}
		short := textCell(none)
		if is.Short != 0 {
			short = numberCell(matchRule, 100*is.Short)
		}
		t.Rows = append(t.Rows, []vigil.Cell{textCell(is.Name), textCell(is.Organisation), textCell(list(lines)), numberCell(matchRule, 100*is.Weight), short})
	}
	return section("issuers", "Several lines, one company", t)
}

// byText says how a match is known.
var byText = map[vigil.MatchKey]string{vigil.ByLEI: "LEI", vigil.ByISIN: "ISIN", vigil.ByTicker: "ticker and exchange", vigil.ByAccepted: "accepted"}

func (m matchReport) matched() vigil.ReportSection {
	t := vigil.Table{ID: "matched", Title: "Lines with their organisation", Columns: []vigil.Column{
		{ID: "line", Title: "Line", Kind: "number", Width: 8}, {ID: "holding", Title: "Holding", Kind: "text", Width: 30}, {ID: "kind", Title: "Kind", Kind: "text", Width: 8},
		{ID: "weight", Title: "Weight, %", Kind: "number", Width: 10}, {ID: "organisation", Title: "Organisation", Kind: "text", Width: 30}, {ID: "code", Title: "Code", Kind: "text", Width: 16},
		{ID: "by", Title: "Known by", Kind: "text", Width: 20}, {ID: "note", Title: "Note", Kind: "text", Width: 50}}}
	for _, l := range m.r.Lines {
		if l.Status != matching.Matched {
			continue
		}
		by, note := byText[l.Holding.MatchedBy], l.Note
		if a := l.Accepted; a != nil {
			by += fmt.Sprintf(" by %s on %s", a.AcceptedBy, vigil.LongDate(a.AcceptedAt.Format("2006-01-02")))
		}
		t.Rows = append(t.Rows, []vigil.Cell{countCell(l.Holding.Line), textCell(l.Holding.Label()), textCell(string(l.Holding.Kind)), weightCell(l.Holding), textCell(l.Name), textCell(l.Holding.Organisation), textCell(by), textCell(note)})
	}
	return section("matched", "Matched", t)
}

func (m matchReport) apart() vigil.ReportSection {
	t := vigil.Table{ID: "apart", Title: "Lines that stand for no company", Note: "They keep their weight and are not matched. A fund is not looked through: its own holdings can be imported as a portfolio.", Columns: []vigil.Column{
		{ID: "line", Title: "Line", Kind: "number", Width: 8}, {ID: "holding", Title: "Holding", Kind: "text", Width: 40}, {ID: "kind", Title: "Kind", Kind: "text", Width: 12}, {ID: "weight", Title: "Weight, %", Kind: "number", Width: 10}}}
	for _, l := range m.r.Lines {
		if l.Status == matching.Apart {
			t.Rows = append(t.Rows, []vigil.Cell{countCell(l.Holding.Line), textCell(l.Holding.Label()), textCell(string(l.Holding.Kind)), weightCell(l.Holding)})
		}
	}
	return section("apart", "Not a company", t)
}

func (m matchReport) file() vigil.ReportSection {
	if len(m.p.Notes) == 0 {
		return vigil.ReportSection{}
	}
	return vigil.ReportSection{ID: "file", Title: "How the file was read", Blocks: []vigil.Block{{List: m.p.Notes}}}
}

// section is a table under a heading; without rows there is none.
func section(id, title string, t vigil.Table) vigil.ReportSection {
	if len(t.Rows) == 0 {
		return vigil.ReportSection{}
	}
	return vigil.ReportSection{ID: id, Title: title, Blocks: []vigil.Block{{Table: &t}}}
}

func weightCell(h vigil.Holding) vigil.Cell {
	if h.Weight == nil {
		return textCell(none)
	}
	return numberCell(matchRule, 100**h.Weight)
}

func identifiers(h vigil.Holding) string {
	ticker := h.Ticker
	if h.Exchange != "" {
		ticker += " " + h.Exchange
	}
	return orNone(join(", ", h.LEI, h.ISIN, ticker))
}

func orNone(s string) string {
	if s == "" {
		return none
	}
	return s
}
