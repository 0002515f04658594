package spreadsheet

import (
	"fmt"
	"strconv"
	"strings"

	"vigil/internal/vigil"
)

// The columns of the sheet of changes that hold points by cause, in the order of Effects.
const (
	effectFirst = 6 // column F
	effectLast  = 11
	effectSum   = 12
)

// effectsOf are the points by cause, in the order of the columns.
func effectsOf(e vigil.Effects) []float64 {
	return []float64{e.Company, e.Ruler, e.Untold, e.Weight, e.Entered, e.Left}
}

// changes tells what moved since the run before and why: the causes of every score add up to its change, and the
// positions add up to the causes, both as formulas.
func (c *committee) changes() {
	s := c.sheet(committeeChanges, 26, 9.5, 9.5, 14, 12, 10.5, 9, 9.5, 9, 9.5, 9, 10.5, 52)
	x := c.s.Changes
	if x == nil {
		s.top("Changes", "This is the first run over this portfolio: there is nothing to compare it with.")
		s.done(1, 0, 0)
		return
	}
	under := fmt.Sprintf("Since run %d of %s (holdings as of %s).", x.Number, x.Day, x.AsOf)
	if x.RulesMoved {
		under += fmt.Sprintf(" The rules moved too, from %s to %s, so that an outcome may have moved without its company.", x.RuleSet.Ref(), c.s.RuleSet.Ref())
	}
	s.top("Changes", under)
	causes := []string{"Company", "Ruler", "Cannot be told", "Weight", "Entered", "Left"}
	s.part("Portfolio score, points by cause")
	s.head(append([]string{"Measured with", "Before", "Now", "Change", "Editions"}, append(causes, "All causes", "Check: before + all causes")...)...)
	first := s.next()
	for _, y := range x.Scores {
		c.scoreChange(s, y)
	}
	if len(x.Scores) == 0 {
		s.line("Nothing was rated in either run.", lookNote)
	}
	total := c.totalRow(s, "All scores", first, s.next()-1, totalEffects(x.Scores))
	s.part("Positions that moved, points of the portfolio score by cause")
	head := s.head(append([]string{"Holding", "Share before", "Share now", "Score", "Outcome"}, append(causes, "All causes", "Why")...)...)
	first = s.next()
	for i := range x.Positions {
		c.positionChange(s, &x.Positions[i])
	}
	if len(x.Positions) == 0 {
		s.line("No position moved.", lookNote)
	}
	last := s.next() - 1
	positions := c.totalRow(s, "All positions", first, last, totalPositions(x.Positions))
	cells := []committeeCell{c.say("Difference to the scores", lookLabel), c.say("", lookWords), c.say("", lookWords), c.say("", lookWords), c.say("", lookWords)}
	for col := effectFirst; col <= effectSum; col++ {
		l := column(col)
		cells = append(cells, c.calc(fmt.Sprintf("ROUND(%s%d-%s%d,6)", l, positions, l, total), 0, lookPoints))
	}
	s.add(cells...)
	s.paragraph("A purchase, a sale and a change of weight count by how far the position lies from the portfolio's own score, so that the parts add up. "+
		"Company: its answers, evidence, cases or caps moved. Ruler: the edition of the form or the method moved. Cannot be told: both moved, and the old answers do not say which.", 170, lookNote)
	s.done(1, head+1, head+len(x.Positions))
}

// scoreChange is the change of one portfolio score.
func (c *committee) scoreChange(s *committeeSheet, x vigil.ScoreChange) {
	n := strconv.Itoa(s.next())
	name := fmt.Sprintf("%s, %s, %s", x.Mode, x.Questionnaire, x.Methodology)
	editions, change := "one", c.calc("C"+n+"-B"+n, x.Change, lookPoints)
	if x.Mixed {
		editions = "mixed"
	}
	if x.From == nil || x.To == nil {
		change = c.say("–", lookPoints)
	}
	value := func(f *vigil.Figure) committeeCell {
		if f == nil {
			return c.say("–", lookTwo)
		}
		return c.num(f.Value, lookTwo)
	}
	cells := []committeeCell{c.say(name, lookLabel), value(x.From), value(x.To), change, c.say(editions, lookMiddle)}
	for _, v := range effectsOf(x.Effects) {
		cells = append(cells, c.num(v, lookPoints))
	}
	cells = append(cells, c.calc("SUM(F"+n+":K"+n+")", x.Change, lookPoints))
	if x.From == nil || x.To == nil {
		cells = append(cells, c.say("there is nothing to compare", lookWords))
	} else {
		cells = append(cells, c.calcWords(fmt.Sprintf(`IF(ABS(B%s+L%s-C%s)<0.000001,"adds up","DOES NOT ADD UP")`, n, n, n), "adds up", lookWords))
	}
	s.add(cells...)
}

// positionChange is what moved for one position.
func (c *committee) positionChange(s *committeeSheet, x *vigil.PositionChange) {
	n := strconv.Itoa(s.next())
	score := "–"
	switch {
	case x.ScoreFrom != nil && x.ScoreTo != nil:
		score = c.r.Format(c.r.Round(x.ScoreFrom.Value)) + " → " + c.r.Format(x.ScoreTo.Published)
	case x.ScoreTo != nil:
		score = "now " + c.r.Format(x.ScoreTo.Published)
	case x.ScoreFrom != nil:
		score = "was " + c.r.Format(c.r.Round(x.ScoreFrom.Value))
	}
	outcome := string(x.OutcomeTo)
	switch {
	case outcome == "":
		outcome = "was " + string(x.OutcomeFrom)
	case x.OutcomeFrom == "":
		outcome += ", new"
	case x.OutcomeFrom != x.OutcomeTo:
		outcome += ", was " + string(x.OutcomeFrom)
	}
	cells := []committeeCell{c.say(x.Name, lookLabel), c.num(x.ShareFrom, lookPercent), c.num(x.ShareTo, lookPercent), c.say(score, lookMiddle), c.say(outcome, lookMiddle)}
	for _, v := range effectsOf(x.Effects) {
		cells = append(cells, c.num(v, lookPoints))
	}
	s.add(append(cells, c.calc("SUM(F"+n+":K"+n+")", x.Effects.Sum(), lookPoints), c.say(strings.Join(x.Why, " "), lookWords))...)
}

// totalRow adds the columns of points up.
func (c *committee) totalRow(s *committeeSheet, name string, first, last int, now vigil.Effects) int {
	cells := []committeeCell{c.say(name, lookLabel), c.say("", lookWords), c.say("", lookWords), c.say("", lookWords), c.say("", lookWords)}
	values := append(effectsOf(now), now.Sum())
	bold := lookPoints
	bold.bold = true
	for i, v := range values {
		l := column(effectFirst + i)
		cells = append(cells, c.calc(fmt.Sprintf("SUM(%s%d:%s%d)", l, first, l, max(last, first)), v, bold))
	}
	return s.add(cells...)
}

func totalEffects(scores []vigil.ScoreChange) (t vigil.Effects) {
	for _, x := range scores {
		t = plusEffects(t, x.Effects)
	}
	return t
}

func totalPositions(list []vigil.PositionChange) (t vigil.Effects) {
	for i := range list {
		t = plusEffects(t, list[i].Effects)
	}
	return t
}

func plusEffects(a, b vigil.Effects) vigil.Effects {
	return vigil.Effects{Company: a.Company + b.Company, Ruler: a.Ruler + b.Ruler, Untold: a.Untold + b.Untold,
		Weight: a.Weight + b.Weight, Entered: a.Entered + b.Entered, Left: a.Left + b.Left}
}
