package screening

import (
	"fmt"
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// note gathers what a reader must know before the figures.
func (r *run) note() {
	tell := func(format string, a ...any) { r.out.Notes = append(r.out.Notes, fmt.Sprintf(format, a...)) }
	if total := r.figure(100 * r.out.Total); total.Published != 100 {
		tell("The weights of the list add up to %s per cent, not to 100. They are taken as they stand; every share is of what is held long and in scope.", total)
	}
	if r.noWeight > 0 {
		tell("%s no weight. They count in no figure.", lines(r.noWeight, "has", "have"))
	}
	for _, a := range r.out.Apart {
		switch a.Kind {
		case string(vigil.HoldingShort):
			tell("Apart: %s held short (%s per cent of the list). What is held short is never set off against what is held long: to sell a company short is not to hold less of another.", lines(a.Lines, "", ""), r.figure(100*a.Weight))
		default:
			tell("Out of scope, and apart: %s of the kind %s (%s per cent of the list).", lines(a.Lines, "", ""), a.Kind, r.figure(100*a.Weight))
		}
	}
	if f := r.out.Whole.Funds; f != nil && f.Value > 0 {
		tell("Funds hold %s per cent. They are not looked through, so they have no score and lower the coverage.", f)
	}
	if n := len(r.out.Whole.Scores); n > 1 {
		var names []string
		for _, s := range r.out.Whole.Scores {
			names = append(names, rulerWords(s.Ruler))
		}
		what := "Each has its own figure, and none is made of them together."
		if r.out.Whole.Combined != nil {
			what = "The combined figure was asked for. It adds up what was measured differently, so it is a rough guide and not to be compared with any other."
		}
		tell("Scores were made with %d rulers: %s. %s", n, strings.Join(names, "; "), what)
	}
	r.noteStale(tell)
	r.noteExceptions(tell)
	if c := r.out.Changes; c != nil && c.RulesMoved {
		tell("The rule set moved from %s to %s since the run before: outcomes may differ although no company moved.", c.RuleSet.Ref(), r.out.RuleSet.Ref())
	}
}

func lines(n int, one, many string) string {
	if n == 1 {
		return strings.TrimSpace("1 line " + one)
	}
	return strings.TrimSpace(fmt.Sprintf("%d lines %s", n, many))
}

// noteStale tells how much rests on old data.
func (r *run) noteStale(tell func(string, ...any)) {
	var old sum
	n := 0
	r.held(func(p *vigil.Position) {
		if hasScore(p) && months(p.Cutoff, r.in.Today) >= r.in.Rules.Use.StaleMonths {
			n++
			addSum(&old, r.weights[p])
		}
	})
	if n > 0 {
		what := fmt.Sprintf("The data of %d positions are", n)
		if n == 1 {
			what = "The data of 1 position are"
		}
		tell("%s %d months old or older (%s per cent).", what, r.in.Rules.Use.StaleMonths, r.percent(&old, &r.base))
	}
}

// noteExceptions tells which exceptions do not hold: expired, not begun, or about what is not held.
func (r *run) noteExceptions(tell func(string, ...any)) {
	for _, x := range r.in.Rules.Exceptions {
		held := slices.ContainsFunc(r.out.Positions, func(p vigil.Position) bool { return p.Organisation == x.Organisation && !p.Short })
		switch {
		case x.Until < r.in.Today:
			tell("The exception for %s from the rule %s expired on %s and does not hold. It was approved by %s.", x.Organisation, x.Rule, vigil.LongDate(x.Until), x.Approver)
		case x.From > r.in.Today:
			tell("The exception for %s from the rule %s begins on %s and does not hold yet.", x.Organisation, x.Rule, vigil.LongDate(x.From))
		case !held:
			tell("The exception for %s from the rule %s concerns nothing that is held long.", x.Organisation, x.Rule)
		}
	}
}
