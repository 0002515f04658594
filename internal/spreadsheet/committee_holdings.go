package spreadsheet

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"vigil/internal/vigil"
)

// The columns of the sheet of holdings. Those from holdingWas on are as the run found them.
const (
	holdingName = iota + 1
	holdingWeight
	holdingShare
	holdingSector
	holdingCountry
	holdingScore
	holdingBand
	holdingCapped
	holdingConfidence
	holdingOutcome
	holdingReason
	holdingChange
	holdingData
	holdingStatus // from here on it is not printed
	holdingRuler
	holdingRule
	holdingBest
	holdingWas // weight, score and band
	holdingWasScore
	holdingWasBand
	holdingCode
	holdingLEI
	holdingISIN
	holdingLines
)

const (
	holdingsHead = 3
	firstHolding = holdingsHead + 1
)

// holdingNames are the names by which formulas call the columns.
var holdingNames = map[string]int{"Weights": holdingWeight, "Shares": holdingShare, "Sectors": holdingSector, "Countries": holdingCountry, "Scores": holdingScore,
	"Bands": holdingBand, "Caps": holdingCapped, "Outcomes": holdingOutcome, "Statuses": holdingStatus, "Rulers": holdingRuler, "DecidedBy": holdingRule,
	"AtBest": holdingBest, "WeightsOfRun": holdingWas, "ScoresOfRun": holdingWasScore}

var (
	holdingTitles = []string{"Holding", "Weight", "Share", "Sector", "Country", "Score", "Band", "Caps", "Confidence", "Outcome", "Reason", "Change", "Data of", "Status",
		"Ruler", "Decided by", "At best", "Weight of the run", "Score of the run", "Band of the run"}
	holdingWidths = []float64{26, 9, 8.5, 18, 9.5, 7.5, 7, 13, 12.5, 10.5, 50, 9, 11.5, 12.5, 7.5, 16, 9, 10, 10, 10}
	holdingNamed  = []string{"Code", "LEI", "ISIN", "Lines of the list"} // where the screening names anybody
	namedWidths   = []float64{18, 23, 30, 14}
)

// holdings writes a row for every position, as rows that are streamed: there may be 20,000.
func (c *committee) holdings() {
	titles, widths := holdingTitles, holdingWidths
	if !c.s.Anonymous {
		titles, widths = append(titles[:len(titles):len(titles)], holdingNamed...), append(widths[:len(widths):len(widths)], namedWidths...)
	}
	s := c.sheet(committeeHoldings, widths...)
	s.line("Holdings, heaviest first", lookTitle)
	s.line("Tinted cells may be changed: every sum, share, band and figure of this workbook follows. Outcomes, caps and reasons stay those of the run. "+
		"A weight is as read from the list; a share is of what is held long and in scope.", lookNote)
	s.head(titles...)
	last := c.lastHolding()
	top, positions := s.rows, c.s.Positions
	empty := c.emptyHolding()
	looks := newHoldingLooks(c) // the library writes the styles before the rows
	for i := range positions {
		looks.confidence(&positions[i])
	}
	c.streams[committeeHoldings] = reportStream{len(widths), func(w *rowStream) {
		for i, r := range top {
			w.begin(i+1, r.points)
			w.cells(r.cells)
			w.end()
		}
		for i := range positions {
			cells := c.holding(&positions[i], firstHolding+i, looks)
			w.begin(firstHolding+i, c.points(cells, widths))
			w.cells(cells)
			w.end()
		}
		if len(positions) == 0 {
			w.begin(firstHolding, 15)
			w.cells(empty)
			w.end()
		}
	}}
	c.colour(committeeHoldings, "band", holdingBand, firstHolding, last)
	c.validate(last)
	c.finish(committeeHoldings, holdingsHead, len(widths), firstHolding, last)
	c.try(c.file.SetPanes(committeeHoldings, &excelize.Panes{Freeze: true, XSplit: 1, YSplit: holdingsHead, TopLeftCell: "B4", ActivePane: "bottomRight"}))
	c.printArea(committeeHoldings, holdingData, last)
}

func (c *committee) emptyHolding() []committeeCell {
	return []committeeCell{c.say("The portfolio holds nothing.", reportLook{quiet: true, flat: true})}
}

// validate lets only weights and scores be typed where weights and scores stand.
func (c *committee) validate(last int) {
	add := func(col int, low, high float64, words string) {
		v := excelize.NewDataValidation(true)
		v.SetSqref(c.at(col, firstHolding) + ":" + c.at(col, last))
		c.try(v.SetRange(low, high, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween))
		v.SetError(excelize.DataValidationErrorStyleStop, "Not possible here", words)
		c.try(c.file.AddDataValidation(committeeHoldings, v))
	}
	add(holdingWeight, -1e6, 1e6, "A weight is a number, such as 2.5%.")
	add(holdingScore, 0, 100, "A score is a number from 0 to 100. Empty: not rated.")
	outcomes := excelize.NewDataValidation(true)
	outcomes.SetSqref(c.at(holdingOutcome, firstHolding) + ":" + c.at(holdingOutcome, last))
	var words []string
	for _, o := range slices.Concat(vigil.Outcomes, vigil.Undecided) {
		words = append(words, string(o))
	}
	c.try(outcomes.SetDropList(words))
	c.try(c.file.AddDataValidation(committeeHoldings, outcomes))
}

// holdingLooks keeps the styles of the cells of a holding, which 20,000 rows share.
type holdingLooks struct {
	c       *committee
	classes map[string]reportLook
}

func newHoldingLooks(c *committee) holdingLooks {
	h := holdingLooks{c, map[string]reportLook{}}
	for _, l := range []reportLook{lookWords, lookMiddle, lookInput, lookInputPc, lookPercent, lookDate, lookPoints, lookOne} {
		c.style(l)
	}
	return h
}

// confidence shows the figure with its class.
func (h holdingLooks) confidence(p *vigil.Position) committeeCell {
	if p.Confidence == nil {
		return h.c.say("", lookMiddle)
	}
	l, known := h.classes[p.Trust]
	if !known {
		l = lookMiddle
		if l.format = "0.0"; p.Trust != "" {
			l.format = `0.0" ` + strings.ReplaceAll(p.Trust, `"`, "") + `"`
		}
		h.classes[p.Trust] = l
	}
	return h.c.num(p.Confidence.Published, l)
}

// apart reports whether a position is in no figure.
func apart(p *vigil.Position) bool {
	return p.Status == vigil.PositionShort || p.Status == vigil.PositionOutOfScope
}

func ratedPosition(p *vigil.Position) bool {
	return p.Status == vigil.PositionRated || p.Status == vigil.PositionProvisional
}

// holding is the row of a position.
func (c *committee) holding(p *vigil.Position, row int, looks holdingLooks) []committeeCell {
	n := strconv.Itoa(row)
	blankNum := func(f *vigil.Figure, l reportLook) committeeCell {
		if f == nil || !ratedPosition(p) {
			return c.say("", l)
		}
		return c.num(f.Value, l)
	}
	rule := ""
	if p.Outcome != "" {
		rule = p.Rule
		if rule == "" {
			rule = "–"
		}
	}
	cells := make([]committeeCell, 0, holdingLines)
	cells = append(cells,
		c.say(p.Name, lookWords),
		c.num(p.Weight, lookInputPc),
		c.share(p, n),
		c.say(c.sector(p.Sector), lookWords),
		c.say(country(p.Country), lookMiddle),
		blankNum(p.Score, lookInput),
		c.band(p, n),
		c.say(capWords(p), lookMiddle),
		looks.confidence(p),
		c.say(string(p.Outcome), lookMiddle),
		c.say(reasonOf(p), lookWords),
		c.change(p),
		c.day(p.Cutoff),
		c.status(p, n),
		c.say(c.rulerOf(p), lookMiddle),
		c.say(rule, lookWords),
		c.best(p),
		c.num(p.Weight, lookPercent),
		blankNum(p.Score, lookOne),
		c.say(bandOf(p), lookMiddle))
	if !c.s.Anonymous {
		lines := make([]string, len(p.Lines))
		for i, l := range p.Lines {
			lines[i] = strconv.Itoa(l)
		}
		cells = append(cells, c.say(p.Organisation, lookWords), c.say(p.LEI, lookWords), c.say(strings.Join(p.ISINs, ", "), lookWords), c.say(strings.Join(lines, ", "), lookWords))
	}
	return cells
}

// country is how a country stands in a cell; a formula cannot look for nothing.
func country(code string) string {
	if code == "" {
		return notKnown
	}
	return code
}

// rulerOf is the ruler of what is held long; a short position has no score here.
func (c *committee) rulerOf(p *vigil.Position) string {
	if apart(p) {
		return ""
	}
	return c.rulerName(p.Ruler)
}

// share is what part of the portfolio a position is.
func (c *committee) share(p *vigil.Position, n string) committeeCell {
	if apart(p) {
		return c.num(0, lookPercent)
	}
	weight := column(holdingWeight) + n
	return c.calc(fmt.Sprintf("IF(BaseWeight>0,%s/BaseWeight,0)", weight), p.Share, lookPercent)
}

// bandOf is the band that a position shows: NR where it is not rated, none where it is not matched.
func bandOf(p *vigil.Position) string {
	switch {
	case ratedPosition(p):
		return p.Band
	case p.Status == vigil.PositionNotRated:
		return "NR"
	}
	return ""
}

// band is the band of the run as long as the score is that of the run, and else the band that the number alone gives.
func (c *committee) band(p *vigil.Position, n string) committeeCell {
	if apart(p) || len(c.bands) == 0 {
		return c.say(bandOf(p), lookMiddle)
	}
	score, status, was, wasBand := column(holdingScore)+n, column(holdingStatus)+n, column(holdingWasScore)+n, column(holdingWasBand)+n
	formula := fmt.Sprintf(`IF(OR(%s="rated",%s="provisional"),IF(AND(%s<>"",%s=%s),%s,LOOKUP(%s,BandFrom,BandIds)),IF(%s="not rated","NR",""))`,
		status, status, was, score, was, wasBand, c.round(score), status)
	return c.calcWords(formula, bandOf(p), lookMiddle)
}

// status follows the score: a score that is taken out makes a position not rated, and one that is put in makes it rated
// where its ruler is known.
func (c *committee) status(p *vigil.Position, n string) committeeCell {
	if apart(p) {
		return c.say(string(p.Status), lookMiddle)
	}
	with, without := "rated", string(p.Status)
	if p.Status == vigil.PositionProvisional {
		with = string(p.Status)
	}
	if ratedPosition(p) {
		without = string(vigil.PositionNotRated)
	}
	return c.calcWords(fmt.Sprintf(`IF(AND(ISNUMBER(%s%s),%s%s<>""),%s,%s)`, column(holdingScore), n, column(holdingRuler), n, quoted(with), quoted(without)),
		string(p.Status), lookMiddle)
}

// best is how far the score could rise.
func (c *committee) best(p *vigil.Position) committeeCell {
	if !ratedPosition(p) || p.Score == nil {
		return c.say("", lookOne)
	}
	best := p.Score.Value
	if p.High != nil {
		best = max(best, p.High.Value)
	}
	return c.num(best, lookOne)
}

// capWords lists the caps in force.
func capWords(p *vigil.Position) string {
	if apart(p) {
		return ""
	}
	words := make([]string, len(p.Caps))
	for i, k := range p.Caps {
		words[i] = k.Rule
		if k.AtMost != nil {
			words[i] += " (" + strconv.FormatFloat(*k.AtMost, 'f', -1, 64) + ")"
		}
		if !k.InScore {
			words[i] += ", new"
		}
	}
	return strings.Join(words, "\n")
}

// change is what the score moved by since the run before.
func (c *committee) change(p *vigil.Position) committeeCell {
	switch x := p.Change; {
	case c.s.Changes == nil || apart(p) || p.Organisation == "": // a line without a company is not known again
		return c.say("", lookPoints)
	case x == nil || x.What == "entered":
		return c.say("new", lookPoints)
	case x.ScoreFrom != nil && x.ScoreTo != nil:
		return c.num(x.ScoreTo.Value-x.ScoreFrom.Value, lookPoints)
	default:
		return c.say(x.What, lookPoints)
	}
}

// reasonOf is the reason of the outcome, and why there is no rating.
func reasonOf(p *vigil.Position) string {
	switch {
	case apart(p) && p.Short:
		return "Held short: in no figure, and never set off against what is held long."
	case apart(p):
		return "Not of a company: in no figure."
	case p.Why != "" && p.Status == vigil.PositionNotRated:
		return p.Reason + " (" + strings.ToUpper(p.Why[:1]) + p.Why[1:] + ".)"
	}
	return p.Reason
}
