package spreadsheet

import (
	"fmt"
	"strconv"
	"strings"

	"vigil/internal/vigil"
)

// summaryRows are where the other sheets and the charts find what they need on the summary.
type summaryRows struct {
	ruler    map[string]int // by the short name of the ruler
	statuses [2]int
	bands    [2]int
	charts   int
}

// The columns of the table of portfolio scores.
const (
	scoreRuler = iota + 1
	scorePositions
	scorePublished
	scoreHigh
	scoreFloor
	scoreCeiling
	scoreCoverage
	scoreWeight // Σ weight, Σ weight × score and Σ weight × at best, unrounded
	scoreSum
	scoreBest
	scoreExact
)

// countChart is how many rows the charts stand on.
const countChart = 18

// summary is every sum of the portfolio, as formulas over the sheet of holdings.
func (c *committee) summary() {
	widths := []float64{40}
	for range 8 + max(len(c.rulers), 2) {
		widths = append(widths, 11.5)
	}
	s := c.sheet(committeeSummary, widths...)
	s.top("Summary", fmt.Sprintf("%s (%s), version %d, holdings as of %s. What was known by %s counts. %s.", c.s.PortfolioName, c.s.Portfolio, c.s.PortfolioVersion, c.s.AsOf, c.s.Day,
		strings.ToUpper(c.run()[:1])+c.run()[1:]))
	changed := "SUMPRODUCT(--(Weights<>WeightsOfRun))+SUMPRODUCT(--(Scores<>ScoresOfRun))"
	s.add(c.calcWords(fmt.Sprintf(`IF(%s=0,%s,"WHAT IF: "&(%s)&%s)`, changed, quoted(figuresOfRun), changed, quoted(" weights or scores were changed on the sheet Holdings. These are not the figures of the run.")),
		figuresOfRun, reportLook{bold: true, ink: reportFlame, flat: true}))
	s.rows[len(s.rows)-1].points = reportHeight(1, 10)
	c.sums.ruler = map[string]int{}
	c.scoreTable(s)
	c.heldTable(s)
	s.part("")
	c.sums.charts = s.next()
	for range countChart {
		s.rows = append(s.rows, committeeRow{points: 15})
	}
	c.statusTable(s)
	c.bandTable(s)
	c.outcomeTable(s)
	c.groupTable(s, "By sector", "Sector", "Sectors", c.s.Sectors, c.sector)
	c.groupTable(s, "By country", "Country", "Countries", c.s.Countries, country)
	c.pulls(s)
	c.own(s)
	s.done(1, 0, 0)
	s.pages()
}

const figuresOfRun = "These are the figures of the run. Change a weight or a score on the sheet Holdings, and everything here follows."

// ratedShares sums the shares of what is rated, under more conditions.
func ratedShares(conditions string) string {
	return fmt.Sprintf(`(SUMIFS(Shares,Statuses,"rated"%s)+SUMIFS(Shares,Statuses,"provisional"%s))`, conditions, conditions)
}

// scoreTable has a row for each ruler: Σ weight × score ÷ Σ weight, how far it could rise, and between what the whole
// lies.
func (c *committee) scoreTable(s *committeeSheet) {
	s.part("Portfolio score")
	s.head("Measured with", "Positions", "Score", "At best", "Whole, at least", "Whole, at most", "Coverage %", "Σ weight", "Σ weight × score", "Σ weight × at best", "Score, unrounded")
	for _, r := range c.rulers {
		x := vigil.PortfolioScore{Ruler: r.Ruler}
		for _, y := range c.s.Whole.Scores {
			if y.Ruler == r.Ruler {
				x = y
			}
		}
		c.sums.ruler[r.name] = s.next()
		c.scoreRow(s, r.words(), x, fmt.Sprintf(`(Rulers=%s)`, quoted(r.name)), ",Rulers,"+quoted(r.name))
	}
	if x := c.s.Whole.Combined; x != nil {
		c.sums.ruler["combined"] = s.next()
		c.scoreRow(s, "All rulers together, as asked for: a rough guide", *x, "1", "")
	}
	if len(c.rulers) == 0 {
		s.line("Nothing that is held is rated, so that there is no score.", lookNote)
	}
}

// scoreRow is one portfolio score; mask says in an array which positions count, and conditions says the same for sums.
func (c *committee) scoreRow(s *committeeSheet, name string, x vigil.PortfolioScore, mask, conditions string) {
	n := strconv.Itoa(s.next())
	weight, sum, best, exact := column(scoreWeight)+n, column(scoreSum)+n, column(scoreBest)+n, column(scoreExact)+n
	rated := fmt.Sprintf(`((Statuses="rated")+(Statuses="provisional"))*%s*Shares`, mask)
	show := func(formula string, f *vigil.Figure, l reportLook) committeeCell {
		return c.calcFigure(fmt.Sprintf(`IF(%s>0,%s,"–")`, weight, c.round(formula)), f, l)
	}
	values := c.sumsOf(x)
	unrounded := c.calcWords(fmt.Sprintf(`IF(%s>0,%s/%s,"–")`, weight, sum, weight), "–", lookFour)
	if x.Score != nil {
		unrounded = c.calc(unrounded.formula, x.Score.Value, lookFour)
	}
	head := reportLook{boxed: true, across: "right", format: "0.0", bold: true, size: 12, ink: reportNight}
	s.add(c.say(name, lookLabel),
		c.calc(fmt.Sprintf(`COUNTIFS(Statuses,"rated"%s)+COUNTIFS(Statuses,"provisional"%s)`, conditions, conditions), values.positions, lookCount),
		show(exact, x.Score, head),
		show(best+"/"+weight, x.High, lookOne),
		show(sum, x.Floor, lookOne),
		show(fmt.Sprintf("(%s+100*(SUM(Shares)-%s))", best, weight), x.Ceiling, lookOne),
		show("100*"+weight, x.Coverage, lookOne),
		c.calc(ratedShares(conditions), values.weight, lookFour),
		c.calc(fmt.Sprintf("SUMPRODUCT(%s,Scores)", rated), values.sum, lookFour),
		c.calc(fmt.Sprintf("SUMPRODUCT(%s*((Scores>=AtBest)*Scores+(Scores<AtBest)*AtBest))", rated), values.best, lookFour), unrounded)
}

// scoreSums are the sums from which a score was made, taken back from its unrounded figures.
type scoreSums struct{ positions, weight, sum, best float64 }

// sumsOf gives the sums of a score. Where all positions of a ruler weigh nothing there is no score, and they are counted.
func (c *committee) sumsOf(x vigil.PortfolioScore) scoreSums {
	if x.Score != nil {
		return scoreSums{float64(x.Positions), x.Weight, x.Weight * x.Score.Value, x.Weight * x.High.Value}
	}
	n := 0
	for i := range c.s.Positions {
		if p := &c.s.Positions[i]; ratedPosition(p) && *p.Ruler == x.Ruler {
			n++
		}
	}
	return scoreSums{positions: float64(n)}
}

// heldTable tells what part of the portfolio is looked at, capped, low, and not known.
func (c *committee) heldTable(s *committeeSheet) {
	s.part("What is held")
	s.head("Figure", "Now", "Of the run", "What it means", "", "", "", "", "", "", "")
	w := c.s.Whole
	percent := func(name, formula string, f *vigil.Figure, meaning string) {
		s.add(c.say(name, lookLabel), c.calcFigure(fmt.Sprintf(`IF(BaseWeight>0,%s,"–")`, c.round("100*"+formula)), f, lookOne), c.figure(f, lookOne), c.note(meaning))
	}
	first, second := c.lowBands()
	low := fmt.Sprintf("(SUMIFS(Shares,Bands,%s)+SUMIFS(Shares,Bands,%s))", quoted(first), quoted(second))
	percent("Coverage %", ratedShares(""), w.Coverage, "rated, of the weight held long and in scope; what is not rated is never filled with an average")
	percent("of it provisional %", `SUMIFS(Shares,Statuses,"provisional")`, w.Provisional, "rated on a coverage that is too low for a ranking")
	percent("Capped %", `SUMIFS(Shares,Caps,"?*")`, w.Capped, "a grave fact caps the score, also where the score is below the cap anyway")
	percent("In "+c.lowNames()+" %", low, w.LowBands, "the two lowest bands")
	percent("Not rated %", `SUMIFS(Shares,Statuses,"not rated")`, w.NotRated, "a company on file without a rating: nobody has looked enough")
	percent("Not matched %", `SUMIFS(Shares,Statuses,"not matched")`, w.NotMatched, "a line that no company on file was found for")
	percent("Funds %", `SUMIFS(Shares,Statuses,"fund")`, w.Funds, "not looked through")
	var short, out float64
	for _, a := range c.s.Apart {
		if a.Kind == string(vigil.HoldingShort) {
			short += a.Weight
		} else {
			out += a.Weight
		}
	}
	weight := func(name, formula string, v float64, meaning string) int {
		return s.add(c.say(name, lookLabel), c.calc(formula, v, lookPercent), c.num(v, lookPercent), c.note(meaning))
	}
	base := weight("Held long and in scope", `SUMPRODUCT((Statuses<>"short")*(Statuses<>"out of scope"),Weights)`, c.s.Base, "as read from the list; every share is of this")
	c.name("BaseWeight", fmt.Sprintf("'%s'!$B$%d", committeeSummary, base))
	weight("Out of scope", `SUMIFS(Weights,Statuses,"out of scope")`, out, "cash, derivatives and the like: in no figure")
	weight("Held short", `SUMIFS(Weights,Statuses,"short")`, short, "in no figure, and never set off against what is held long")
	weight("All lines", "SUM(Weights)", c.s.Total, "the weights of the list added up")
}

// lowBands are the two lowest bands of the method.
func (c *committee) lowBands() (string, string) {
	n := len(c.bands)
	if n < 2 {
		return "D", "E"
	}
	return c.bands[n-2].ID, c.bands[n-1].ID
}

func (c *committee) lowNames() string {
	first, second := c.lowBands()
	return first + " and " + second
}

// statusTable says what the weight rests on; a chart shows it.
func (c *committee) statusTable(s *committeeSheet) {
	s.part("What the weight rests on")
	s.head("Status", "Positions", "Weight %", "Meaning", "", "", "")
	for i, x := range []struct {
		status  vigil.PositionStatus
		meaning string
	}{{vigil.PositionRated, "a rating with enough coverage"}, {vigil.PositionProvisional, "a rating on too little coverage for a ranking"}, {vigil.PositionNotRated, "on file, without a rating"},
		{vigil.PositionNotMatched, "no company on file"}, {vigil.PositionFund, "a fund, not looked through"}} {
		positions, share := 0, 0.0
		for j := range c.s.Positions {
			if p := &c.s.Positions[j]; p.Status == x.status {
				positions, share = positions+1, share+p.Share
			}
		}
		row := s.next()
		label := "A" + strconv.Itoa(row)
		s.add(c.say(string(x.status), lookLabel), c.calc(fmt.Sprintf("COUNTIF(Statuses,%s)", label), float64(positions), lookCount),
			c.calc(fmt.Sprintf("100*SUMIFS(Shares,Statuses,%s)", label), 100*share, lookTwo), c.note(x.meaning))
		if i == 0 {
			c.sums.statuses[0] = row
		}
		c.sums.statuses[1] = row
	}
}

// bandTable has every band of the method, also where nothing is in it now.
func (c *committee) bandTable(s *committeeSheet) {
	s.part("By band")
	s.head("Band", "Positions", "Weight %", "Capped %", "Meaning", "", "", "", "", "")
	by := map[string]vigil.Exposure{}
	for _, e := range c.s.Bands {
		by[e.Key] = e
	}
	c.sums.bands[0] = s.next()
	for _, b := range c.bands {
		e := by[b.ID]
		n := strconv.Itoa(s.next())
		s.add(c.say(b.ID, reportLook{boxed: true, bold: true, across: "center"}),
			c.calc(fmt.Sprintf("COUNTIFS(Bands,A%s,Statuses,%s)+COUNTIFS(Bands,A%s,Statuses,%s)", n, quoted("rated"), n, quoted("provisional")), float64(e.Positions), lookCount),
			c.calc(fmt.Sprintf("100*SUMIFS(Shares,Bands,A%s)", n), 100*e.Weight, lookTwo),
			c.groupShare(n, "Bands", `,Caps,"?*"`, e.Capped), c.note(b.Title.In(c.Language)))
	}
	c.sums.bands[1] = s.next() - 1
	if len(c.bands) == 0 {
		s.line("The method is not at hand, so that its bands cannot be listed.", lookNote)
		return
	}
	c.colour(committeeSummary, "band", 1, c.sums.bands[0], c.sums.bands[1])
}

// groupShare is what part of a group, in per cent of its weight in column C, meets more conditions.
func (c *committee) groupShare(n, name, conditions string, f *vigil.Figure) committeeCell {
	return c.calcFigure(fmt.Sprintf(`IF(C%s>0,%s,"–")`, n, c.round(fmt.Sprintf("10000*SUMIFS(Shares,%s,A%s%s)/C%s", name, n, conditions, n))), f, lookOne)
}

// outcomeTable says how much has which outcome.
func (c *committee) outcomeTable(s *committeeSheet) {
	s.part("By outcome")
	s.head("Outcome", "Positions", "Weight %", "Meaning", "", "", "", "")
	meaning := map[vigil.Outcome]string{vigil.Exclude: "staying in cannot change anything any more", vigil.Escalate: "take the next step with the company, or decide to leave",
		vigil.Engage: "ask, and set a date", vigil.Pass: "no rule speaks against it; no seal of approval",
		vigil.MatchFirst: "no company is known behind it", vigil.RateFirst: "ask the company to answer, or research it", vigil.LookThrough: "a fund: import its own holdings"}
	for _, o := range c.s.Outcomes {
		n := strconv.Itoa(s.next())
		s.add(c.say(string(o.Outcome), lookLabel), c.calc(fmt.Sprintf("COUNTIF(Outcomes,A%s)", n), float64(o.Positions), lookCount),
			c.calcFigure(fmt.Sprintf(`IF(BaseWeight>0,%s,"–")`, c.round(fmt.Sprintf("100*SUMIFS(Shares,Outcomes,A%s)", n))), o.Share, lookOne), c.note(meaning[o.Outcome]))
	}
}

// groupTable adds up by sector or country. Scores of different rulers have columns of their own.
func (c *committee) groupTable(s *committeeSheet, title, first, name string, groups []vigil.Exposure, label func(string) string) {
	s.part(title)
	heads := []string{first, "Positions", "Weight %", "Coverage %", "Capped %", "In " + c.lowNames() + " %", "Not rated %", "Not matched %", "Funds %"}
	for _, r := range c.rulers {
		heads = append(heads, "Score "+r.name)
	}
	s.head(heads...)
	for i := range groups {
		g := &groups[i]
		n := strconv.Itoa(s.next())
		cells := []committeeCell{c.say(label(g.Key), lookLabel),
			c.calc(fmt.Sprintf(`COUNTIFS(%s,A%s,Statuses,"<>short",Statuses,"<>out of scope")`, name, n), float64(g.Positions), lookCount),
			c.calc(fmt.Sprintf("100*SUMIFS(Shares,%s,A%s)", name, n), 100*g.Weight, lookTwo),
			c.calcFigure(fmt.Sprintf(`IF(C%s>0,%s,"–")`, n, c.round(fmt.Sprintf("10000*%s/C%s", ratedShares(","+name+",A"+n), n))), g.Coverage, lookOne),
			c.groupShare(n, name, `,Caps,"?*"`, g.Capped), c.lowShare(n, name, g.LowBands),
			c.groupShare(n, name, `,Statuses,"not rated"`, g.NotRated), c.groupShare(n, name, `,Statuses,"not matched"`, g.NotMatched), c.groupShare(n, name, `,Statuses,"fund"`, g.Funds)}
		for _, r := range c.rulers {
			cells = append(cells, c.groupScore(n, name, r, g))
		}
		s.add(cells...)
	}
	if len(groups) == 0 {
		s.line("Nothing is held long and in scope.", lookNote)
	}
}

// lowShare is what part of a group is in the two lowest bands.
func (c *committee) lowShare(n, name string, f *vigil.Figure) committeeCell {
	first, second := c.lowBands()
	low := fmt.Sprintf("(SUMIFS(Shares,%s,A%s,Bands,%s)+SUMIFS(Shares,%s,A%s,Bands,%s))", name, n, quoted(first), name, n, quoted(second))
	return c.calcFigure(fmt.Sprintf(`IF(C%s>0,%s,"–")`, n, c.round(fmt.Sprintf("10000*%s/C%s", low, n))), f, lookOne)
}

// groupScore is the score of a group under one ruler.
func (c *committee) groupScore(n, name string, r committeeRuler, g *vigil.Exposure) committeeCell {
	var f *vigil.Figure
	for _, x := range g.Scores {
		if x.Ruler == r.Ruler {
			f = x.Score
		}
	}
	weight := ratedShares(fmt.Sprintf(",Rulers,%s,%s,A%s", quoted(r.name), name, n))
	sum := fmt.Sprintf(`SUMPRODUCT(((Statuses="rated")+(Statuses="provisional"))*(Rulers=%s)*(%s=A%s)*Shares,Scores)`, quoted(r.name), name, n)
	return c.calcFigure(fmt.Sprintf(`IF(%s>0,%s,"–")`, weight, c.round(sum+"/"+weight)), f, lookOne)
}

// pulls names the positions that move each score most.
func (c *committee) pulls(s *committeeSheet) {
	for _, x := range c.s.Whole.Scores {
		name := c.rulerName(&x.Ruler)
		n := strconv.Itoa(c.sums.ruler[name])
		s.part("What moves the score most, " + name)
		s.head("Holding", "Direction", "Of the rated %", "Score", "Points")
		for _, side := range []struct {
			words string
			pulls []vigil.Pull
		}{{"lifts", x.Up}, {"holds down", x.Down}} {
			for _, p := range side.pulls {
				row := strconv.Itoa(c.rowOf[p.Organisation])
				at := func(col int) string { return fmt.Sprintf("'%s'!%s%s", committeeHoldings, column(col), row) }
				share := fmt.Sprintf("C%d", s.next())
				s.add(c.say(p.Name, lookLabel), c.say(side.words, lookMiddle),
					c.calc(fmt.Sprintf("IF(H%s>0,100*%s/H%s,0)", n, at(holdingShare), n), 100*p.Share, lookTwo),
					c.calc(at(holdingScore), p.Score.Value, lookOne),
					c.calc(fmt.Sprintf("IF(H%s>0,%s/100*(%s-I%s/H%s),0)", n, share, at(holdingScore), n, n), p.Points, lookPoints))
			}
		}
		if len(x.Up)+len(x.Down) == 0 {
			s.line("No position lies away from the mean.", lookNote)
		}
		s.line("Share of the rated weight × (score − portfolio score). All positions together add up to 0; the five with the most effect on each side are listed.", lookNote)
	}
}

// own sets the investor's own assessment beside the portfolio's.
func (c *committee) own(s *committeeSheet) {
	o := c.s.Own
	if o == nil {
		return
	}
	s.part("The investor's own assessment")
	s.line(fmt.Sprintf("%s: %s, %s, %s, evidence up to %s. What an investor asks of companies it is asked itself.", o.Name, o.Ruler.Mode, o.Ruler.Questionnaire, o.Ruler.Methodology, o.Cutoff), lookNote)
	s.head("Figure", "Value")
	s.add(c.say("Score", lookLabel), c.figure(o.Score, lookOne))
	s.add(c.say("Band", lookLabel), c.say(strings.TrimSpace(o.Band+" "+o.BandTitle), lookMiddle))
	s.add(c.say("Coverage %", lookLabel), c.figure(o.Coverage, lookOne))
	for _, p := range o.Pillars {
		s.add(c.say(strings.TrimSpace(p.ID+" "+p.Title), lookLabel), c.figure(p.Score, lookOne))
	}
	for _, p := range o.Provisions {
		s.add(c.say(fmt.Sprintf("%s: %s", p.ID, p.Text), lookLabel), c.figure(p.Score, lookOne))
	}
}
