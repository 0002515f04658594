package report

import (
	"fmt"

	"vigil/internal/vigil"
)

// capNotice says what a cap does, on which grounds, what the organisation replied, and how the cap is lifted.
func (g *gapReport) capNotice(c vigil.RuleCap) *vigil.Notice {
	rule, _ := g.m.Cap(c.Rule)
	since := ""
	if c.Since != "" {
		since = " since " + vigil.LongDate(c.Since)
	}
	n := &vigil.Notice{Tone: "bad"}
	switch {
	case c.AtMost == nil:
		n.Title = "The rating is withdrawn" + since
		if g.card.Withdrawn != "" {
			n.Title += " until " + vigil.LongDate(g.card.Withdrawn)
		}
	case c.Governs:
		n.Title = "Capped at " + plain(*c.AtMost) + since
	default:
		n.Title = "A further cap at " + plain(*c.AtMost) + " is in force" + since
		n.Tone = "warn"
	}
	n.Title += ": " + join(", ", c.Rule, rule.Title.In(g.lang))
	if t := rule.Trigger.In(g.lang); t != "" {
		n.Lines = append(n.Lines, sentence("The rule: "+t))
	}
	for _, ground := range c.Grounds {
		n.Lines = append(n.Lines, g.ground(ground))
		if ground.Source != "answer" {
			n.Lines = append(n.Lines, g.capReply(ground))
		}
	}
	if l := rule.LiftedWhen.In(g.lang); l != "" {
		n.Lines = append(n.Lines, sentence("Lifted when: "+l))
	}
	return n
}

// ground says what one ground of a cap rests on: a record that two people confirmed, or an answer.
func (g *gapReport) ground(c vigil.CapInForce) string {
	text := "On record"
	switch {
	case c.Source == "answer" && g.Assessment.Mode == vigil.SELF:
		text = "By the organisation's own answer"
	case c.Source == "answer":
		text = "By what was found"
	case c.Opened != "":
		text += " since " + vigil.LongDate(c.Opened)
	}
	if c.Project != "" {
		text += ", for the project " + c.Project
	}
	return sentence(join(": ", text, c.Why.String()))
}

// capReply is the reply verbatim, or why there is none.
func (g *gapReport) capReply(c vigil.CapInForce) string {
	if c.Reply != "" {
		return "The organisation replied: “" + c.Reply + "”"
	}
	for _, record := range g.Caps {
		if record.ID == c.Record {
			return record.ReplyState(g.Today, vigil.LongDate)
		}
	}
	return vigil.NoReply
}

// capText is a cap in a few words, as "CAP-4 at 39.9".
func capText(c vigil.CapInForce) string {
	if c.AtMost == nil {
		return c.Rule
	}
	return fmt.Sprintf("%s at %s", c.Rule, plain(*c.AtMost))
}
