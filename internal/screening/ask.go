package screening

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// ask writes the questions to the companies whose outcome calls for it: the strictest outcome first, then the heaviest,
// as many companies as the rule set lets be asked at one time. Where everybody is asked who does not pass, so is a company
// without a rating, about what its assessment leaves open.
func (r *run) ask() {
	rule := r.in.Rules.Engagement
	var asked []*vigil.Position
	r.held(func(p *vigil.Position) {
		unrated := p.Outcome == vigil.RateFirst && rule.From == vigil.Engage
		if p.Organisation != "" && (unrated || p.Outcome.Strictness() >= rule.From.Strictness()) {
			asked = append(asked, p)
		}
	})
	slices.SortStableFunc(asked, func(a, b *vigil.Position) int {
		return cmp.Or(cmp.Compare(b.Outcome.Strictness(), a.Outcome.Strictness()), cmp.Compare(b.Share, a.Share))
	})
	for _, p := range asked {
		if len(r.out.Asks) >= rule.Companies {
			break
		}
		if a := r.asksOf(p); len(a.Asks) > 0 {
			r.out.Asks = append(r.out.Asks, a)
		}
	}
}

// asksOf writes the questions to one company: how the caps in force can be lifted, and then its gaps in their order.
func (r *run) asksOf(p *vigil.Position) vigil.CompanyAsks {
	rule := r.in.Rules.Engagement
	out := vigil.CompanyAsks{Organisation: p.Organisation, Name: p.Name, Share: p.Share, Outcome: p.Outcome, Asks: []vigil.Ask{}}
	asked := r.askedBefore(p.Organisation)
	for _, f := range r.capsInForce(r.in.Companies[p.Organisation]) {
		// A cap whose case is held is not asked about: the question itself could warn whoever threatens.
		if f.held || f.lift == "" || f.source != "record" || len(out.Asks) >= rule.Most-1 || hasAsk(out.Asks, f.Rule) {
			continue
		}
		out.Asks = append(out.Asks, vigil.Ask{Question: f.Rule, Title: f.Title, Priority: "critical", Due: later(r.in.Today, 0, capDays),
			Text:     fmt.Sprintf("What has been done, and what will be done by when, so that this cap on the score can be lifted? It is lifted when this holds: %s.", strings.TrimRight(f.lift, ".")),
			Evidence: "Public documents, or the finding of an independent body, that show it."})
	}
	if r.in.Gaps != nil {
		if list := r.in.Gaps(p.Organisation); list != nil {
			for _, g := range list.Gaps {
				if len(out.Asks) >= rule.Most {
					break
				}
				if g.Unit == "" && len(g.Next.Asks) > 0 && !hasAsk(out.Asks, g.Question) {
					out.Asks = append(out.Asks, AskFor(g, r.in.Language))
				}
			}
		}
	}
	furthest := -1
	for i := range out.Asks {
		furthest = max(furthest, r.escalate(&out.Asks[i], p.Outcome, asked))
	}
	if furthest >= 0 {
		out.Step, out.StepTitle = rule.Steps[furthest].ID, rule.Steps[furthest].Title.In(r.in.Language)
	}
	return out
}

// capDays is by when a company is asked what it does about a cap in force.
const capDays = 30

func hasAsk(list []vigil.Ask, question string) bool {
	return slices.ContainsFunc(list, func(a vigil.Ask) bool { return a.Question == question })
}

// AskFor turns a gap into a question: the next step, as the bank words it, the evidence that shows it, and the date of the
// gap. It asks about what the company does and publishes, never about who complained.
func AskFor(g vigil.Gap, language string) vigil.Ask {
	a := vigil.Ask{Question: g.Question, Title: g.Title.In(language), Due: g.Due, Priority: g.Priority}
	a.Evidence = strings.TrimSpace(g.Next.Evidence.In(language) + " " + proof[g.Next.Grade])
	by := longDate(g.Due)
	action := strings.TrimSpace(g.Next.Action.In(language))
	switch {
	case g.Next.Option == "" && g.Next.Elements == 0: // the same level, better shown
		a.Text = fmt.Sprintf(cmp.Or(better[g.Next.Grade], "Will you show by %s what there is for this: “%s”?"), by, claim(g, language))
	case action != "":
		a.Text = "Will you take this step by " + by + "? " + action
	default:
		a.Text = "Will you see to it that this holds by " + by + "? " + strings.TrimSpace(g.Next.Asks.In(language))
	}
	return a
}

// proof says in words what a grade of evidence asks for.
var proof = map[vigil.Grade]string{
	vigil.E2: "It should be public.",
	vigil.E3: "It should come from somebody independent of you.",
	vigil.E4: "Those concerned should be able to confirm it through representatives they choose, without being named to you or to us.",
}

// better asks for better evidence of what is in place, by the day and the claim.
var better = map[vigil.Grade]string{
	vigil.E1: "Will you show by %s a document for this: “%s”?",
	vigil.E2: "Will you publish by %s what shows this: “%s”?",
	vigil.E3: "Will you have somebody independent confirm by %s that this holds: “%s”?",
	vigil.E4: "Will you make it possible by %s that those concerned confirm this freely: “%s”?",
}

// claim is what was found, or the name of the item where its words build on those of a lower level.
func claim(g vigil.Gap, language string) string {
	found := strings.TrimRight(strings.TrimSpace(g.FoundText.In(language)), ".")
	if found == "" || strings.HasPrefix(found, "As level ") {
		return g.Title.In(language)
	}
	return found
}

// askedBefore are the questions that the run before put to a company.
func (r *run) askedBefore(organisation string) []vigil.Ask {
	if r.in.Previous != nil {
		for _, c := range r.in.Previous.Asks {
			if c.Organisation == organisation {
				return c.Asks
			}
		}
	}
	return nil
}

// escalate finds how far a question has gone. It begins where the outcome says; asked before, it keeps its step and its
// date, and goes one step further once that date has passed with the gap still open.
func (r *run) escalate(a *vigil.Ask, o vigil.Outcome, before []vigil.Ask) int {
	steps := r.in.Rules.Engagement.Steps
	step := slices.IndexFunc(steps, func(s vigil.EscalationStep) bool { return slices.Contains(s.Begins, o) })
	step = max(step, 0)
	a.First = r.in.Today
	for _, b := range before {
		if b.Question != a.Question {
			continue
		}
		was := slices.IndexFunc(steps, func(s vigil.EscalationStep) bool { return s.ID == b.Step })
		a.First = b.First
		if b.Due < r.in.Today {
			a.Overdue = true
			was++
		} else {
			a.Text = strings.Replace(a.Text, longDate(a.Due), longDate(b.Due), 1)
			a.Due = b.Due
		}
		step = max(step, min(was, len(steps)-1))
	}
	a.Step, a.StepTitle = steps[step].ID, steps[step].Title.In(r.in.Language)
	return step
}
