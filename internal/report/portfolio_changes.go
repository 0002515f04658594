package report

import (
	"fmt"
	"strings"

	"vigil/internal/vigil"
)

// mostChanges is how many moves a brief to be read lists.
const mostChanges = 40

// changes says what moved since the run before, and why.
func (p *portfolioReport) changes() vigil.ReportSection {
	s := vigil.ReportSection{ID: "changes", Title: "What changed, and why"}
	c := p.s.Changes
	if c == nil {
		s.Blocks = []vigil.Block{{Paragraph: "This is the first run that is compared with none before it."}}
		return s
	}
	s.Title = fmt.Sprintf("What changed since run %d, and why", c.Number)
	points := vigil.RoundingRule{Decimals: 2}
	t := &vigil.Table{ID: "causes", Title: "Points of the portfolio score by cause", Columns: []vigil.Column{
		{ID: "ruler", Title: "Mode and form", Kind: "text", Width: 26}, {ID: "from", Title: "From", Kind: "number", Width: 7}, {ID: "to", Title: "To", Kind: "number", Width: 7},
		{ID: "change", Title: "Change", Kind: "number", Width: 8}, {ID: "company", Title: "Company moved", Kind: "number", Width: 10}, {ID: "moved_ruler", Title: "Ruler moved", Kind: "number", Width: 10},
		{ID: "untold", Title: "Cannot be told", Kind: "number", Width: 10}, {ID: "weight", Title: "Weight moved", Kind: "number", Width: 10},
		{ID: "entered", Title: "Entered", Kind: "number", Width: 9}, {ID: "left", Title: "Left", Kind: "number", Width: 9},
	}, Note: "The causes add up to the change, in whatever order they are told: each move counts at the middle of its two ends (Shapley value), and what was bought or sold counts by how far its score lies from the portfolio's. Ruler moved: what the old answers give under the new edition; where they do not fit it, the cause cannot be told."}
	for _, x := range c.Scores {
		name := fmt.Sprintf("%s %s", x.Mode, x.Questionnaire)
		if x.Mixed {
			name += " (mixes editions)"
		}
		row := []vigil.Cell{textCell(name), figureCell(p.r, x.From), figureCell(p.r, x.To)}
		if x.From == nil || x.To == nil {
			row = append(row, textCell("none to compare"), vigil.Cell{}, vigil.Cell{}, vigil.Cell{}, vigil.Cell{}, vigil.Cell{}, vigil.Cell{})
		} else {
			for _, v := range []float64{x.Change, x.Effects.Company, x.Effects.Ruler, x.Effects.Untold, x.Effects.Weight, x.Effects.Entered, x.Effects.Left} {
				row = append(row, numberCell(points, v))
			}
		}
		t.Rows = append(t.Rows, row)
	}
	if len(t.Rows) > 0 {
		s.Blocks = append(s.Blocks, vigil.Block{Table: t})
	}
	moves := &vigil.Table{ID: "moves", Title: "Holdings that moved", Columns: []vigil.Column{
		{ID: "holding", Title: "Holding", Kind: "text", Width: 22}, {ID: "points", Title: "Points", Kind: "number", Width: 8}, {ID: "outcome", Title: "Outcome", Kind: "text", Width: 18},
		{ID: "why", Title: "Why", Kind: "text", Width: 70}}}
	for i, x := range c.Positions {
		if !p.Every && i == mostChanges {
			moves.Note = fmt.Sprintf("The %d greatest of %d. A file in csv, json or xlsx lists them all.", mostChanges, len(c.Positions))
			break
		}
		moves.Rows = append(moves.Rows, []vigil.Cell{textCell(x.Name), numberCell(points, x.Effects.Sum()), textCell(outcomeMove(x)), textCell(strings.Join(x.Why, " "))})
	}
	if len(moves.Rows) == 0 {
		s.Blocks = append(s.Blocks, vigil.Block{Paragraph: "No holding moved."})
		return s
	}
	s.Blocks = append(s.Blocks, vigil.Block{Table: moves})
	return s
}

func outcomeMove(x vigil.PositionChange) string {
	switch {
	case x.OutcomeFrom == x.OutcomeTo:
		return upperFirst(string(x.OutcomeTo))
	case x.OutcomeFrom == "":
		return upperFirst(string(x.OutcomeTo)) + ", new"
	case x.OutcomeTo == "":
		return "was " + string(x.OutcomeFrom)
	}
	return upperFirst(string(x.OutcomeTo)) + ", was " + string(x.OutcomeFrom)
}

// watchlist lists the open cases that are watched, with the clocks of the company's answer.
func (p *portfolioReport) watchlist() vigil.ReportSection {
	s := vigil.ReportSection{ID: "watchlist", Title: "Watchlist"}
	t := &vigil.Table{ID: "watchlist", Title: "Open cases", Columns: []vigil.Column{
		{ID: "holding", Title: "Holding", Kind: "text", Width: 20}, {ID: "case", Title: "Case", Kind: "text", Width: 12}, {ID: "harm", Title: "Harm", Kind: "text", Width: 20},
		{ID: "quarter", Title: "Quarter", Kind: "text", Width: 9}, {ID: "severity", Title: "Severity", Kind: "number", Width: 8}, {ID: "credibility", Title: "Credibility", Kind: "number", Width: 8},
		{ID: "link", Title: "Link", Kind: "number", Width: 7}, {ID: "seriousness", Title: "Product", Kind: "number", Width: 8}, {ID: "clocks", Title: "Answer due", Kind: "text", Width: 30},
		{ID: "next", Title: "Next check", Kind: "date", Width: 11}, {ID: "state", Title: "On the list", Kind: "text", Width: 26},
	}}
	two := vigil.RoundingRule{Decimals: 2}
	for _, w := range p.s.Watchlist {
		t.Rows = append(t.Rows, []vigil.Cell{textCell(w.Name), textCell(w.Case), textCell(w.Harm), textCell(w.Quarter), numberCell(two, w.Severity), numberCell(two, w.Credibility),
			numberCell(two, w.Link), numberCell(two, w.Seriousness), textCell(clockWords(w)), textCell(w.NextCheck), textCell(upperFirst(w.State) + ": " + w.Why)})
	}
	if len(t.Rows) == 0 {
		s.Blocks = []vigil.Block{{Paragraph: "No open case is serious enough to be watched. That none is on file says nothing where nobody has looked."}}
		return s
	}
	if r := p.Rules.Watchlist; r.Enter > 0 {
		t.Note = fmt.Sprintf("Severity × credibility × link. A case enters at %g and leaves below %g, or after %d quiet months. It is on the list because it is serious and supported, not because it is true.", r.Enter, r.Leave, r.QuietMonths)
	}
	dropEmpty(t, "harm")
	s.Blocks = []vigil.Block{{Table: t}}
	return s
}

// clockWords tells the clocks of a case in one line.
func clockWords(w vigil.WatchedCase) string {
	if w.HeldSince != "" {
		return "held since " + shortDate(w.HeldSince) + ": asking could endanger somebody"
	}
	words := make([]string, len(w.Clocks))
	for i, c := range w.Clocks {
		words[i] = fmt.Sprintf("%d days %s", c.Days, c.State)
		if c.State == "running" {
			words[i] += " to " + shortDate(c.Due)
		}
	}
	return strings.Join(words, "; ")
}
