package report

import (
	"fmt"

	"vigil/internal/vigil"
)

// capNotice says what a cap does, why, what the organisation replied, and how the cap is lifted.
func (g *gapReport) capNotice(c vigil.CapInForce) *vigil.Notice {
	rule, _ := g.m.Cap(c.Rule)
	since := ""
	if c.Opened != "" {
		since = " since " + longDate(c.Opened)
	}
	n := &vigil.Notice{Tone: "bad"}
	switch {
	case c.AtMost == nil:
		n.Title = "The rating is withdrawn" + since
		if g.card.Withdrawn != "" {
			n.Title += " until " + longDate(g.card.Withdrawn)
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
	if c.Why != "" {
		n.Lines = append(n.Lines, sentence("Why: "+c.Why))
	}
	if c.Project != "" {
		n.Lines = append(n.Lines, "It concerns the project "+c.Project+".")
	}
	n.Lines = append(n.Lines, g.capReply(c))
	if l := rule.LiftedWhen.In(g.lang); l != "" {
		n.Lines = append(n.Lines, sentence("Lifted when: "+l))
	}
	return n
}

// capReply is the reply verbatim, or why there is none.
func (g *gapReport) capReply(c vigil.CapInForce) string {
	if c.Reply != "" {
		return "The organisation replied: “" + c.Reply + "”"
	}
	if c.Source == "answer" {
		return fmt.Sprintf("It follows from the organisation's own answer to %s.", c.Question)
	}
	for _, record := range g.Caps {
		if record.ID == c.Record && record.ReplyDue > g.Today {
			return "The organisation has until " + longDate(record.ReplyDue) + " to reply."
		}
	}
	return "The organisation did not reply."
}
