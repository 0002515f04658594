package report

import (
	"fmt"
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// WhatIfInput is a what-if: the input of the report on the assessment, whose Scorecard is the present one, the scorecard
// that the closings lead to, and the steps they consist of with the score after each.
type WhatIfInput struct {
	GapInput
	After *vigil.Scorecard
	Steps []vigil.PathStep
}

// WhatIf sets the present score and the one after closing some gaps side by side: every figure, pillar and cap, with the
// steps taken and the evidence each needs. It says that it is a calculation and that nothing on file has changed.
func WhatIf(in WhatIfInput) vigil.Report {
	now, then := newGapReport(in.GapInput), newGapReport(in.GapInput)
	if in.After != nil {
		then.card = in.After
	}
	w := whatIf{now: now, then: then, steps: in.Steps}
	r := now.report("whatif", "What if: "+in.Organisation.Name)
	r.Sections = append(r.Sections, w.result(), w.taken(), w.pillars(), now.method())
	return r
}

// whatIf is the same report twice: as things stand, and as they would.
type whatIf struct {
	now, then *gapReport
	steps     []vigil.PathStep
}

const whatIfTerms = "This is a calculation, not a promise: a step counts only when its evidence is there and has been assessed. Nothing on file has changed. Records of caps and open allegations are taken as they are; the dates of evidence, searches and the second coder too."

// result says what the closings come to, the most important thing first.
func (w whatIf) result() vigil.ReportSection {
	title := fmt.Sprintf("If %s were taken", count(len(w.steps), "step", "steps"))
	s := vigil.ReportSection{ID: "result", Title: title, Blocks: []vigil.Block{{Notice: &vigil.Notice{Tone: "plain", Title: w.sentence(), Lines: []string{whatIfTerms}}}, {Table: w.figures()}}}
	for _, side := range []struct {
		g     *gapReport
		title string
	}{{w.now, "Now"}, {w.then, "What if"}} {
		if len(side.g.card.BandReason) > 0 {
			lines := make([]string, len(side.g.card.BandReason))
			for i, reason := range side.g.card.BandReason {
				lines[i] = sentence(upperFirst(reason.String()))
			}
			s.Blocks = append(s.Blocks, vigil.Block{Notice: &vigil.Notice{Tone: "warn", Title: side.title + ": why " + w.bandWords(side.g), Lines: lines}})
		}
	}
	if t := w.caps(); len(t.Rows) > 0 {
		s.Blocks = append(s.Blocks, vigil.Block{Table: t})
	}
	return s
}

// sentence is the outcome in one sentence.
func (w whatIf) sentence() string {
	say := func(g *gapReport) string {
		if !g.card.Rated || g.card.Final == nil {
			return "not rated"
		}
		return published(g.r, g.card.Final) + ", band " + g.card.Band
	}
	was, is := say(w.now), say(w.then)
	governs := w.then.governing()
	binds := governs != nil && w.then.card.Net != nil && w.then.card.Net.Value > *governs.AtMost
	switch {
	case was == is && binds:
		return fmt.Sprintf("These steps change nothing while %s is open: the score stays at %s", governs.Rule, is)
	case was == is:
		return "These steps leave the score at " + is
	case binds:
		return fmt.Sprintf("The score would go from %s to %s, where %s holds it", was, is, governs.Rule)
	}
	return fmt.Sprintf("The score would go from %s to %s", was, is)
}

func (w whatIf) bandWords(g *gapReport) string {
	if g.card.Rated {
		return "band " + g.card.Band
	}
	return "not rated"
}

// figures is every figure of the chain, side by side.
func (w whatIf) figures() *vigil.Table {
	t := &vigil.Table{ID: "figures", Title: "Now and what if", Columns: []vigil.Column{
		{ID: "figure", Title: "Figure", Kind: "text", Width: 34}, {ID: "now", Title: "Now", Kind: "number", Width: 16}, {ID: "then", Title: "What if", Kind: "number", Width: 16}, {ID: "change", Title: "Change", Kind: "number", Width: 12}}}
	row := func(label string, figure func(*vigil.Scorecard) *vigil.Figure) {
		was, is := figure(w.now.card), figure(w.then.card)
		change := textCell(none)
		if was != nil && is != nil {
			change = signed(w.now.r, is.Published-was.Published)
		}
		t.Rows = append(t.Rows, []vigil.Cell{textCell(label), figureCell(w.now.r, was), figureCell(w.now.r, is), change})
	}
	words := func(label, was, is string) {
		t.Rows = append(t.Rows, []vigil.Cell{textCell(label), textCell(was), textCell(is), textCell("")})
	}
	row("Score", func(c *vigil.Scorecard) *vigil.Figure { return c.Final })
	words("Band", w.now.card.Band, w.then.card.Band)
	row("Raw score", func(c *vigil.Scorecard) *vigil.Figure { return c.Raw })
	row("Taken off for open allegations", func(c *vigil.Scorecard) *vigil.Figure { return c.Deduction.Points })
	row("Net of allegations", func(c *vigil.Scorecard) *vigil.Figure { return c.Net })
	words("Lowest cap in force", lowestCap(w.now), lowestCap(w.then))
	row("At best", func(c *vigil.Scorecard) *vigil.Figure { return c.High })
	row("Coverage, per cent", func(c *vigil.Scorecard) *vigil.Figure { return c.Coverage })
	row("Confidence", func(c *vigil.Scorecard) *vigil.Figure { return c.Confidence.Figure })
	words("Confidence, in a word", w.now.confidenceClass(w.now.card.Confidence.Class), w.then.confidenceClass(w.then.card.Confidence.Class))
	return t
}

// signed is a change with its sign.
func signed(r vigil.RoundingRule, v float64) vigil.Cell {
	v = r.Round(v)
	c := numberCell(r, v)
	if v > 0 {
		c.Text = "+" + c.Text
	}
	return c
}

func lowestCap(g *gapReport) string {
	if c := g.governing(); c != nil {
		return capText(*c)
	}
	return none
}

// caps are those in force now or then, with what becomes of them.
func (w whatIf) caps() *vigil.Table {
	t := &vigil.Table{ID: "caps", Title: "Caps", Columns: []vigil.Column{
		{ID: "cap", Title: "Cap", Kind: "text", Width: 30}, {ID: "now", Title: "Now", Kind: "text", Width: 14}, {ID: "then", Title: "What if", Kind: "text", Width: 22}, {ID: "lift", Title: "Lifted when", Kind: "text", Width: 60}}}
	was, is := w.now.card.CapsByRule(), w.then.card.CapsByRule()
	limit := func(list []vigil.RuleCap, rule string) string {
		i := slices.IndexFunc(list, func(c vigil.RuleCap) bool { return c.Rule == rule })
		switch {
		case i < 0:
			return ""
		case list[i].AtMost == nil:
			return "rating withdrawn"
		}
		return "at most " + plain(*list[i].AtMost)
	}
	for _, c := range slices.Concat(was, is) {
		if slices.ContainsFunc(t.Rows, func(r []vigil.Cell) bool { return strings.HasPrefix(r[0].Text, c.Rule+" ") }) {
			continue
		}
		rule, _ := w.now.m.Cap(c.Rule)
		before, after := limit(was, c.Rule), limit(is, c.Rule)
		if after == "" {
			after = "falls away with the steps"
		}
		t.Rows = append(t.Rows, []vigil.Cell{textCell(c.Rule + " " + rule.Title.In(w.now.lang)), textCell(before), textCell(after), textCell(sentence(rule.LiftedWhen.In(w.now.lang)))})
	}
	return t
}

// taken is the steps with the evidence that each needs.
func (w whatIf) taken() vigil.ReportSection {
	s := vigil.ReportSection{ID: "steps", Title: "The steps"}
	if len(w.steps) == 0 {
		s.Blocks = []vigil.Block{{Paragraph: "No step is taken."}}
		return s
	}
	t := w.now.stepTable(w.steps)
	t.ID, t.Title, t.Note = "steps", "Gaps closed, step by step", "In the order in which they were named. Any other order reaches the same score."
	s.Blocks = []vigil.Block{{Paragraph: count(len(w.steps), "step", "steps") + ", " + w.now.effortOf(w.steps) + "."}, {Table: t}}
	return s
}

// pillars is every pillar side by side, and what it would be as a bar.
func (w whatIf) pillars() vigil.ReportSection {
	s := vigil.ReportSection{ID: "pillars", Title: "Pillars"}
	bars := &vigil.Bars{ID: "pillars", Title: "Score of each pillar, after the steps", Caption: "Bar: the score of the pillar after the steps; beside it what it is now."}
	t := &vigil.Table{ID: "pillars", Title: "Pillars, now and what if", Columns: []vigil.Column{
		{ID: "pillar", Title: "Pillar", Kind: "text", Width: 40}, {ID: "now", Title: "Now", Kind: "number", Width: 16}, {ID: "then", Title: "What if", Kind: "number", Width: 16}, {ID: "change", Title: "Change", Kind: "number", Width: 12}}}
	for _, n := range w.now.card.Nodes {
		if n.Storey != vigil.StoreyPillar || n.Unit != "" {
			continue
		}
		after := w.then.card.Node(n.Node, "")
		if after == nil {
			continue
		}
		bar, change := w.then.pillarBar(*after), textCell(none)
		bar.High = nil
		if n.Value != nil && after.Value != nil {
			change = signed(w.now.r, w.now.r.Round(*after.Value)-w.now.r.Round(*n.Value))
			bar.Note = "now " + w.now.pillarScore(n)
		}
		bars.Items = append(bars.Items, bar)
		t.Rows = append(t.Rows, []vigil.Cell{textCell(w.now.pillarTitle(n.Node)), pillarCell(w.now, n), pillarCell(w.then, *after), change})
	}
	if len(t.Rows) == 0 {
		s.Blocks = []vigil.Block{{Paragraph: "No pillar has a score."}}
		return s
	}
	s.Blocks = []vigil.Block{{Table: t}, {Bars: bars}}
	return s
}

func pillarCell(g *gapReport, n vigil.Score) vigil.Cell {
	if n.Value == nil {
		return textCell(g.leftOut(n))
	}
	return vigil.Cell{Text: g.pillarScore(n), Number: n.Value, Decimals: g.r.Decimals}
}
