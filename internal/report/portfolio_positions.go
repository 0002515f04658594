package report

import (
	"fmt"
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// outcomes says how much of the portfolio has which outcome, and lists what does not pass.
func (p *portfolioReport) outcomes() vigil.ReportSection {
	s := vigil.ReportSection{ID: "outcomes", Title: "Outcomes under the rules"}
	sums := &vigil.Table{ID: "outcomes", Title: "By outcome", Columns: []vigil.Column{
		{ID: "outcome", Title: "Outcome", Kind: "text", Width: 14}, {ID: "holdings", Title: "Holdings", Kind: "number", Width: 10}, {ID: "weight", Title: "Weight %", Kind: "number", Width: 10}}}
	for _, o := range p.s.Outcomes {
		sums.Rows = append(sums.Rows, []vigil.Cell{textCell(upperFirst(string(o.Outcome))), countCell(o.Positions), figureCell(p.r, o.Share)})
	}
	t := &vigil.Table{ID: "actions", Title: "To decide on", Columns: []vigil.Column{
		{ID: "holding", Title: "Holding", Kind: "text", Width: 20}, {ID: "weight", Title: "Weight %", Kind: "number", Width: 8}, {ID: "outcome", Title: "Outcome", Kind: "text", Width: 10},
		{ID: "was", Title: "Before", Kind: "text", Width: 10}, {ID: "reason", Title: "Reason", Kind: "text", Width: 60}}}
	for _, o := range []vigil.Outcome{vigil.Exclude, vigil.Escalate, vigil.Engage} {
		for i := range p.s.Positions {
			if x := &p.s.Positions[i]; x.Outcome == o {
				if !p.Every && len(t.Rows) == mostPositions {
					t.Note = fmt.Sprintf("The first %d. A file in csv, json or xlsx lists them all.", mostPositions)
					break
				}
				t.Rows = append(t.Rows, []vigil.Cell{textCell(x.Name), p.weight(x.Share), textCell(upperFirst(string(o))), textCell(p.before(x)), textCell(x.Reason)})
			}
		}
	}
	s.Blocks = append(s.Blocks, vigil.Block{Table: sums})
	open := p.undecided()
	switch {
	case len(t.Rows) > 0:
		dropEmpty(t, "was")
		s.Blocks = append(s.Blocks, vigil.Block{Table: t})
	case len(open.Rows) > 0:
		s.Blocks = append(s.Blocks, vigil.Block{Paragraph: "Every holding on which something is known passes."})
	default:
		s.Blocks = append(s.Blocks, vigil.Block{Paragraph: "Every holding passes."})
	}
	if len(open.Rows) > 0 {
		s.Blocks = append(s.Blocks, vigil.Block{Table: open})
	}
	return s
}

// mostNamed is how many holdings are named in one cell.
const mostNamed = 6

// undecided says for what nothing is known to decide on, and what to do about it: a row for each reason.
func (p *portfolioReport) undecided() *vigil.Table {
	t := &vigil.Table{ID: "undecided", Title: "Nothing to decide on yet", Columns: []vigil.Column{
		{ID: "state", Title: "First", Kind: "text", Width: 12}, {ID: "holdings", Title: "Holdings", Kind: "number", Width: 9}, {ID: "weight", Title: "Weight %", Kind: "number", Width: 9},
		{ID: "what", Title: "Why, and what to do", Kind: "text", Width: 44}, {ID: "names", Title: "The heaviest", Kind: "text", Width: 44}}, Note: "That nothing is known is neither a pass nor a word about the company."}
	type group struct {
		state  vigil.Outcome
		reason string
	}
	var order []group
	by := map[group][]*vigil.Position{}
	for _, state := range vigil.Undecided {
		for i := range p.s.Positions {
			if x := &p.s.Positions[i]; x.Outcome == state {
				g := group{state, x.Reason}
				if by[g] == nil {
					order = append(order, g)
				}
				by[g] = append(by[g], x)
			}
		}
	}
	for _, g := range order {
		share := 0.0
		var names []string
		for _, x := range by[g] {
			share += x.Share
			if len(names) < mostNamed {
				names = append(names, x.Name)
			}
		}
		if more := len(by[g]) - len(names); more > 0 {
			names = append(names, fmt.Sprintf("%d more", more))
		}
		t.Rows = append(t.Rows, []vigil.Cell{textCell(upperFirst(string(g.state))), countCell(len(by[g])), p.weight(share), textCell(g.reason), textCell(strings.Join(names, "; "))})
	}
	return t
}

// before is the outcome in the run before, where it was another.
func (p *portfolioReport) before(x *vigil.Position) string {
	switch {
	case p.s.Changes == nil:
		return ""
	case x.Change == nil || x.Change.OutcomeFrom == "":
		return "new"
	case x.Change.OutcomeFrom == x.Outcome:
		return "the same"
	}
	return upperFirst(string(x.Change.OutcomeFrom))
}

// positions lists the holdings, heaviest first.
func (p *portfolioReport) positions() vigil.ReportSection {
	s := vigil.ReportSection{ID: "holdings", Title: "Holdings"}
	t := &vigil.Table{ID: "holdings", Title: "Holdings, heaviest first", Columns: []vigil.Column{
		{ID: "holding", Title: "Holding", Kind: "text", Width: 22}, {ID: "weight", Title: "Weight %", Kind: "number", Width: 8}, {ID: "sector", Title: "Sector", Kind: "text", Width: 8},
		{ID: "country", Title: "Country", Kind: "text", Width: 8}, {ID: "score", Title: "Score", Kind: "number", Width: 8}, {ID: "band", Title: "Band", Kind: "band", Width: 7},
		{ID: "caps", Title: "Caps", Kind: "text", Width: 12}, {ID: "confidence", Title: "Confidence", Kind: "text", Width: 10}, {ID: "change", Title: "Change", Kind: "text", Width: 9},
		{ID: "data", Title: "Data of", Kind: "date", Width: 11}, {ID: "ruler", Title: "Measured with", Kind: "text", Width: 16},
		{ID: "outcome", Title: "Outcome", Kind: "text", Width: 10}, {ID: "reason", Title: "Reason", Kind: "text", Width: 44},
	}}
	for i := range p.s.Positions {
		if !p.Every && i == mostPositions {
			t.Note = fmt.Sprintf("The %d heaviest of %d. A file in csv, json or xlsx lists them all.", mostPositions, len(p.s.Positions))
			break
		}
		t.Rows = append(t.Rows, p.positionRow(&p.s.Positions[i]))
	}
	if len(t.Rows) == 0 {
		s.Blocks = []vigil.Block{{Paragraph: "The portfolio holds nothing."}}
		return s
	}
	dropEmpty(t, "change")
	if !p.Every { // the reasons stand with the outcomes, where there is room for them
		for _, id := range []string{"reason", "country"} {
			dropColumn(t, id)
		}
	}
	s.Blocks = []vigil.Block{{Table: t}}
	return s
}

// dropColumn takes a column out of a table.
func dropColumn(t *vigil.Table, id string) {
	at := slices.IndexFunc(t.Columns, func(c vigil.Column) bool { return c.ID == id })
	if at < 0 {
		return
	}
	t.Columns = slices.Delete(t.Columns, at, at+1)
	for i, row := range t.Rows {
		t.Rows[i] = slices.Delete(row, at, at+1)
	}
}

func (p *portfolioReport) positionRow(x *vigil.Position) []vigil.Cell {
	caps := make([]string, len(x.Caps))
	for i, c := range x.Caps {
		caps[i] = c.Rule
	}
	weight, outcome, reason := p.weight(x.Share), upperFirst(string(x.Outcome)), x.Reason
	if outcome == "" { // it stands apart
		weight, outcome, reason = p.weight(x.Weight), upperFirst(string(x.Status)), ""
	}
	if x.Why != "" {
		reason = join(" ", reason, sentence(upperFirst(x.Why)))
	}
	trust := x.Trust
	if x.Confidence != nil {
		trust = join(", ", upperFirst(x.Trust), p.published(x.Confidence))
	}
	score := figureCell(p.r, x.Score)
	if x.Score == nil {
		score = vigil.Cell{}
	}
	band := x.Band
	if x.Status == vigil.PositionProvisional {
		band += " provisional"
	}
	return []vigil.Cell{textCell(x.Name), weight, textCell(x.Sector), textCell(x.Country), score, textCell(band), textCell(strings.Join(caps, ", ")), textCell(trust),
		textCell(p.move(x)), textCell(x.Cutoff), textCell(shortRuler(x.Ruler)), textCell(outcome), textCell(reason)}
}

// move is how far a score moved since the run before; empty where it cannot be compared.
func (p *portfolioReport) move(x *vigil.Position) string {
	c := x.Change
	switch {
	case p.s.Changes == nil || c == nil || x.Short:
		return ""
	case c.ScoreFrom == nil && c.ScoreTo != nil:
		return "new"
	case c.ScoreFrom == nil || c.ScoreTo == nil:
		return ""
	}
	if moved := p.r.Round(c.ScoreTo.Value) - p.r.Round(c.ScoreFrom.Value); moved != 0 {
		return fmt.Sprintf("%+.1f", moved)
	}
	return "none"
}

// exposures adds the portfolio up by sector, country and band, and names who moves the score.
func (p *portfolioReport) exposures() vigil.ReportSection {
	s := vigil.ReportSection{ID: "exposure", Title: "Where the weight lies"}
	if p.s.Whole.Positions == 0 {
		return s
	}
	s.Blocks = append(s.Blocks, vigil.Block{Table: p.bands()})
	for _, x := range p.s.Whole.Scores {
		if len(x.Up)+len(x.Down) > 0 {
			s.Blocks = append(s.Blocks, vigil.Block{Table: p.pulls(x)})
		}
	}
	s.Blocks = append(s.Blocks, vigil.Block{Table: p.group("sectors", "By sector", "Sector", p.s.Sectors, p.sector)},
		vigil.Block{Table: p.group("countries", "By country of the company", "Country", p.s.Countries, func(id string) string {
			if id == "" {
				return "Not known"
			}
			return id
		})})
	return s
}

func (p *portfolioReport) bands() *vigil.Table {
	t := &vigil.Table{ID: "bands", Title: "By band", Columns: []vigil.Column{
		{ID: "band", Title: "Band", Kind: "text", Width: 26}, {ID: "holdings", Title: "Holdings", Kind: "number", Width: 10}, {ID: "weight", Title: "Weight %", Kind: "number", Width: 10},
		{ID: "capped", Title: "Capped %", Kind: "number", Width: 10}}, Note: "A band says the same under every ruler of the method, so weights are added up here; scores are not."}
	for _, b := range p.s.Bands {
		t.Rows = append(t.Rows, []vigil.Cell{textCell(join(" ", upperFirst(b.Key), b.Title)), countCell(b.Positions), numberCell(p.r, 100*b.Weight), figureCell(p.r, b.Capped)})
	}
	return t
}

func (p *portfolioReport) group(id, title, head string, list []vigil.Exposure, name func(string) string) *vigil.Table {
	t := &vigil.Table{ID: id, Title: title, Columns: []vigil.Column{
		{ID: "name", Title: head, Kind: "text", Width: 30}, {ID: "holdings", Title: "Holdings", Kind: "number", Width: 9}, {ID: "weight", Title: "Weight %", Kind: "number", Width: 9},
		{ID: "coverage", Title: "Coverage %", Kind: "number", Width: 10}, {ID: "capped", Title: "Capped %", Kind: "number", Width: 9}, {ID: "low", Title: "D and E %", Kind: "number", Width: 9},
		{ID: "not_rated", Title: "Not rated %", Kind: "number", Width: 10}, {ID: "score", Title: "Score", Kind: "text", Width: 30}}, Note: "Shares other than the weight are of the group."}
	for _, e := range list {
		t.Rows = append(t.Rows, []vigil.Cell{textCell(name(e.Key)), countCell(e.Positions), numberCell(p.r, 100*e.Weight), figureCell(p.r, e.Coverage), figureCell(p.r, e.Capped),
			figureCell(p.r, e.LowBands), figureCell(p.r, e.NotRated), textCell(p.scoreWords(e))})
	}
	return t
}

// scoreWords gives the score of a group, or one for each ruler by its name.
func (p *portfolioReport) scoreWords(e vigil.Exposure) string {
	if len(e.Scores) == 1 && len(p.s.Whole.Scores) == 1 {
		return p.published(e.Scores[0].Score)
	}
	words := make([]string, 0, len(e.Scores)+1)
	for _, x := range e.Scores {
		words = append(words, p.published(x.Score)+" "+shortRuler(&x.Ruler))
	}
	if e.Combined != nil {
		words = append(words, p.published(e.Combined.Score)+" combined")
	}
	return strings.Join(words, "; ")
}

// pulls names the holdings that lift the score of a ruler, and those that hold it down.
func (p *portfolioReport) pulls(x vigil.PortfolioScore) *vigil.Table {
	t := &vigil.Table{ID: slug("pulls", string(x.Ruler.Mode), x.Ruler.Questionnaire, x.Ruler.Methodology), Title: "Who moves the score: " + rulerText(x.Ruler), Columns: []vigil.Column{
		{ID: "holding", Title: "Holding", Kind: "text", Width: 30}, {ID: "share", Title: "Share of what is rated %", Kind: "number", Width: 14},
		{ID: "score", Title: "Score", Kind: "number", Width: 8}, {ID: "points", Title: "Points", Kind: "number", Width: 8}},
		Note: "Points: share × (score − portfolio score). Over all holdings they add up to 0."}
	for _, pull := range append(append([]vigil.Pull{}, x.Up...), reversed(x.Down)...) {
		t.Rows = append(t.Rows, []vigil.Cell{textCell(pull.Name), numberCell(p.r, 100*pull.Share), figureCell(p.r, pull.Score), numberCell(vigil.RoundingRule{Decimals: 2}, pull.Points)})
	}
	return t
}

func reversed(list []vigil.Pull) []vigil.Pull {
	out := make([]vigil.Pull, len(list))
	for i, x := range list {
		out[len(list)-1-i] = x
	}
	return out
}
