package report

import (
	"fmt"

	"vigil/internal/vigil"
)

// capInForce is a cap with all its grounds: the same rule may follow from a record and from an answer. It is
// printed once, at the lowest of its limits.
type capInForce struct {
	vigil.CapInForce // the lowest
	since            string
	grounds          []vigil.CapInForce
}

// capsInForce gathers the caps by rule, in the order of the scorecard.
func capsInForce(card *vigil.Scorecard) []capInForce {
	var caps []capInForce
	at := map[string]int{}
	for _, c := range card.Caps {
		i, known := at[c.Rule]
		if !known {
			i, at[c.Rule] = len(caps), len(caps)
			caps = append(caps, capInForce{CapInForce: c})
		}
		all := &caps[i]
		all.grounds = append(all.grounds, c)
		if c.Governs || lower(c, all.CapInForce) && !all.Governs {
			all.CapInForce = c
		}
		if c.Opened != "" && (all.since == "" || c.Opened < all.since) {
			all.since = c.Opened
		}
	}
	return caps
}

// lower tells whether a cap leaves less room than another; to withdraw the rating leaves none.
func lower(a, b vigil.CapInForce) bool {
	switch {
	case b.AtMost == nil:
		return false
	case a.AtMost == nil:
		return true
	}
	return *a.AtMost < *b.AtMost
}

// capNotice says what a cap does, on which grounds, what the organisation replied, and how the cap is lifted.
func (g *gapReport) capNotice(c capInForce) *vigil.Notice {
	rule, _ := g.m.Cap(c.Rule)
	since := ""
	if c.since != "" {
		since = " since " + vigil.LongDate(c.since)
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
	for _, ground := range c.grounds {
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
	return sentence(join(": ", text, c.Why))
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
