package screening

import (
	"cmp"
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
		out.Asks = append(out.Asks, r.askToLift(f))
	}
	if r.in.Gaps != nil {
		if list := r.in.Gaps(p.Organisation); list != nil {
			for _, g := range list.Gaps {
				if len(out.Asks) >= rule.Most {
					break
				}
				item := r.item(p.Organisation, g.Question)
				if g.Unit == "" && len(g.Next.Asks) > 0 && !hasAsk(out.Asks, g.Question) && !liftAsked(out.Asks, item) {
					out.Asks = append(out.Asks, AskFor(g, item, r.in.Language))
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

// item is the item behind a gap; nil where it is not given.
func (r *run) item(organisation, question string) *vigil.Indicator {
	if r.in.Item == nil {
		return nil
	}
	return r.in.Item(organisation, question)
}

// liftAsked reports whether the cap that hangs on an item is asked about already: the two are one question.
func liftAsked(list []vigil.Ask, item *vigil.Indicator) bool {
	return item != nil && item.Critical != "" && hasAsk(list, item.Critical)
}

// capDays is by when a company is asked what it does about a cap in force.
const capDays = 30

func hasAsk(list []vigil.Ask, question string) bool {
	return slices.ContainsFunc(list, func(a vigil.Ask) bool { return a.Question == question })
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
			a.Text = strings.Replace(a.Text, vigil.LongDate(a.Due), vigil.LongDate(b.Due), 1)
			a.Due = b.Due
		}
		step = max(step, min(was, len(steps)-1))
	}
	a.Step, a.StepTitle = steps[step].ID, steps[step].Title.In(r.in.Language)
	return step
}
