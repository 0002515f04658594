package page

import (
	"context"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"vigil/internal/vigil"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// trail leads to the page of a score, or, below it, to one of its details.
func (v Scorecard) trail(ctx context.Context, below bool) []ui.Link {
	t := []ui.Link{
		{Label: words.T(ctx, "scorecard.trail"), URL: "/assessments"},
		{Label: v.Organisation.Name, URL: "/organisations/" + v.Organisation.Code},
		{Label: v.Assessment.Code, URL: v.Base},
	}
	if below {
		t = append(t, ui.Link{Label: words.T(ctx, "scorecard.title"), URL: v.url()})
	}
	return t
}

func (v Scorecard) sub(ctx context.Context) templ.Component {
	return ui.Told("scorecard.sub", "Form", v.Form.Title, "Edition", v.Form.Edition, "Mode", modeWord(ctx, v.Assessment.Mode), "Day", words.Day(ctx, v.Assessment.Cutoff))
}

// story tells in a few sentences what stands behind the number.
func (v Scorecard) story(ctx context.Context) []templ.Component {
	c := v.Card
	if !c.Rated || c.Final == nil {
		return []templ.Component{ui.Told("scorecard.story.not_rated", "Coverage", percent(ctx, c.Coverage))}
	}
	var said []templ.Component
	say := func(key string, pairs ...any) { said = append(said, ui.Told("scorecard.story."+key, pairs...)) }
	if g := v.governing(); g != nil && c.Net != nil {
		if c.Net.Published > c.Final.Published {
			say("without_cap", "Score", words.Figure(ctx, c.Net))
		} else {
			say("cap_slack", "Limit", v.point(ctx, g.AtMost))
		}
	}
	if d := c.Deduction.Points; d != nil && d.Published > 0 {
		say("deduction", "Points", words.Figure(ctx, d))
	}
	if v.rises() {
		say("high", "Score", words.Figure(ctx, c.High))
	}
	if c.Provisional && v.Method.Coverage != nil {
		say("provisional", "Coverage", percent(ctx, c.Coverage), "Needed", words.Percent(ctx, v.Method.Coverage.ProvisionalBelow))
	}
	if best, worst, ok := v.ends(); ok {
		say("ends", "Best", v.title(ctx, best), "BestScore", v.point(ctx, best.Value), "Worst", v.title(ctx, worst), "WorstScore", v.point(ctx, worst.Value))
	}
	return said
}

func percent(ctx context.Context, f *vigil.Figure) string {
	if f == nil {
		return "–"
	}
	return words.Percent(ctx, f.Published)
}

func (v Scorecard) movement(ctx context.Context) string {
	m, day := v.Moved, words.Day(ctx, v.Moved.Since)
	switch {
	case m.Company == nil:
		return words.T(ctx, "scorecard.fact.movement_untold", "Day", day)
	case m.Ruler == nil:
		return words.T(ctx, "scorecard.fact.movement", "Day", day)
	}
	return words.T(ctx, "scorecard.fact.movement_split", "Day", day, "Company", v.change(ctx, *m.Company), "Ruler", v.change(ctx, *m.Ruler))
}

func capTone(c vigil.RuleCap) ui.Tone {
	if c.Governs || c.AtMost == nil {
		return ui.Bad
	}
	return ui.Warning
}

func (v Scorecard) capTitle(ctx context.Context, c vigil.RuleCap) templ.Component {
	title := words.Behind(c.Rule+", ", v.capRule(c.Rule).Title)
	switch {
	case c.AtMost == nil && v.Card.Withdrawn != "":
		return ui.Told("scorecard.cap.withdraws_until", "Title", title, "Day", words.Day(ctx, v.Card.Withdrawn))
	case c.AtMost == nil:
		return ui.Told("scorecard.cap.withdraws", "Title", title)
	case !c.Governs:
		return ui.Told("scorecard.cap.further", "Title", title, "Limit", v.point(ctx, c.AtMost))
	case c.Since == "":
		return ui.Told("scorecard.cap.at_undated", "Title", title, "Limit", v.point(ctx, c.AtMost))
	}
	return ui.Told("scorecard.cap.at", "Title", title, "Limit", v.point(ctx, c.AtMost), "Day", words.Day(ctx, c.Since))
}

// replyState says why there is no reply to a cap: not asked for yet, the term still runs, or none came.
func replyState(ctx context.Context, c vigil.Cap, today string) string {
	switch {
	case c.ReplyDue == "":
		return words.T(ctx, "scorecard.cap.not_asked")
	case c.ReplyDue >= today:
		return words.T(ctx, "scorecard.cap.until_reply", "Day", words.Day(ctx, c.ReplyDue))
	}
	return words.T(ctx, "scorecard.cap.no_reply")
}

func bandName(m *vigil.Methodology, id string) vigil.Text {
	b, _ := m.Band(id)
	return b.Title
}

// bandFill is the class that colours a bar: the band of its number. The number stands beside it.
func bandFill(m *vigil.Methodology, n vigil.Score) string {
	if n.Value == nil {
		return "nr"
	}
	return strings.ToLower(m.BandAt(m.Rounding.Round(*n.Value)))
}

// coordinate writes a number of 0..100 for a drawing.
func coordinate(v float64) string { return strconv.FormatFloat(min(100, max(0, v)), 'f', 2, 64) }

func whisker(from, to float64) string {
	a, b := coordinate(from), coordinate(to)
	return "M" + a + " 7H" + b + "M" + a + " 2v10M" + b + " 2v10"
}

func leftOut(ctx context.Context, n vigil.Score) string {
	if !n.Applies {
		return words.T(ctx, "scorecard.pillars.not_applicable")
	}
	return words.T(ctx, "scorecard.pillars.not_scored")
}

// pillarScore writes "60.0", or "60.0, capped 25.0".
func (v Scorecard) pillarScore(ctx context.Context, n vigil.Score) string {
	score := v.point(ctx, n.Value)
	if v.pillarCapped(n) {
		return words.T(ctx, "scorecard.pillars.capped", "Score", score, "Limit", v.point(ctx, n.CappedAt))
	}
	return score
}

// pillarCapped reports whether a cap keeps a pillar below its own score.
func (v Scorecard) pillarCapped(n vigil.Score) bool {
	return n.Value != nil && n.CappedAt != nil && *n.CappedAt < *n.Value
}

// points writes points that are a sum, such as those that open items hold back.
func (v Scorecard) points(ctx context.Context, p float64) string { return v.point(ctx, &p) }

// gapTitle is what to do about a gap: its next step, else its title.
func gapTitle(x vigil.Gap) vigil.Message {
	if len(x.Next.Action) > 0 {
		return x.Next.Todo
	}
	return vigil.Say("%s", x.Title)
}

// chosenBeyond reports whether a gap is ticked among those that are folded away.
func (v Scorecard) chosenBeyond() bool {
	for i, x := range v.Gaps.Gaps {
		if i >= many && v.chosen(x.Question, x.Unit) {
			return true
		}
	}
	return false
}

func itemName(question, unit string) string {
	if unit == "" {
		return question
	}
	return question + ", " + unit
}

// nodeTrail leads from the score down to a node.
func (v Scorecard) nodeTrail(ctx context.Context, n vigil.Score) []ui.Link {
	var above []ui.Link
	for id, unit := n.Parent, n.Unit; id != "" && id != vigil.Total; {
		up := v.Card.Node(id, unit)
		if up == nil {
			up = v.Card.Node(id, "")
		}
		if up == nil {
			break
		}
		above = append([]ui.Link{{Label: text(ctx, v.title(ctx, *up)), In: textLanguage(ctx, v.title(ctx, *up)), URL: v.node(up.Node, up.Unit)}}, above...)
		id, unit = up.Parent, up.Unit
	}
	trail := append(v.trail(ctx, true), ui.Link{Label: words.T(ctx, "scorecard.arithmetic"), URL: v.url("arithmetic")})
	return append(trail, above...)
}
