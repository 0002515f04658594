package app

import (
	"context"
	"strings"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// Submit hands an assessment to the reviewers. In mode SELF it is refused with every applicable item that is
// untouched, not assessed, or withheld for safety without a reviewer's approval. What is submitted already stays as it
// is, and nothing is logged twice.
func (a *App) Submit(ctx context.Context, actor vigil.Actor, code string) error {
	return a.move(ctx, actor, SubmitAction, code, vigil.Submitted, func(tx *store.Tx, as *vigil.Assessment, _ *vigil.StatusChange) (string, error) {
		if actor.Grant != nil && len(actor.Grant.Sections) > 0 {
			return "", vigil.Errorf(vigil.Forbidden, "this link opens some sections of the assessment %q, and only who may see all of it submits it", code)
		}
		now := a.now()
		as.SubmittedAt = &now
		c, card, err := a.scored(tx, actor, SubmitAction, code)
		if err != nil {
			return "", err
		}
		return "", c.missing(card).Err()
	})
}

// Review takes a submitted assessment into review.
func (a *App) Review(ctx context.Context, actor vigil.Actor, code string) error {
	return a.move(ctx, actor, ReviewAction, code, vigil.InReview, nil)
}

// Finalise scores the assessment by the editions it was made with and keeps the scorecard; from then on this is its
// score, until it is reopened. It is refused while answers are to go back, changed after they were judged, or were not
// judged that must be (see unsettled), and lists them all.
func (a *App) Finalise(ctx context.Context, actor vigil.Actor, code string) error {
	return a.move(ctx, actor, FinaliseAction, code, vigil.Final, func(tx *store.Tx, as *vigil.Assessment, _ *vigil.StatusChange) (string, error) {
		c, err := a.reviewed(tx, actor, FinaliseAction, code)
		if err != nil {
			return "", err
		}
		if err := c.queue.Open.Err(); err != nil {
			return "", err
		}
		document, err := freezeResult(c.card, c.in)
		if err != nil {
			return "", err
		}
		now := a.now()
		as.FinalisedAt, as.ReturnReason, as.ReturnedItems = &now, "", 0 // what was asked for has been dealt with
		return "band " + c.card.Band + " answers " + c.card.Digests.Answers, tx.PutScorecard(as.ID, document)
	})
}

// scored gives what the score of an assessment is made from, and its scorecard.
func (a *App) scored(tx *store.Tx, actor vigil.Actor, action Action, code string) (*scoringCase, *vigil.Scorecard, error) {
	c, err := a.load(tx, actor, action, code)
	if err != nil {
		return nil, nil, err
	}
	return c, c.result(), nil
}

// Reopen takes a final assessment back into review, or a published one that must be corrected, with a reason that is kept
// with its steps: what was published of it stays so until it is published again. Verdicts on its answers stand.
func (a *App) Reopen(ctx context.Context, actor vigil.Actor, code, reason string) error {
	return a.move(ctx, actor, ReopenAction, code, vigil.InReview, func(_ *store.Tx, as *vigil.Assessment, step *vigil.StatusChange) (string, error) {
		step.Reason, as.FinalisedAt = strings.TrimSpace(reason), nil
		return "was " + string(as.Status), checkReason(reason)
	})
}

// Withdraw takes an assessment out of every list, score and report for good, with a reason that is kept with its steps.
// An analyst withdraws what was never final; a result, reopened or not, is withdrawn by a reviewer or an administrator. To everybody but those who
// audit it then reads as absent.
func (a *App) Withdraw(ctx context.Context, actor vigil.Actor, code, reason string) error {
	return a.move(ctx, actor, WithdrawAction, code, vigil.Withdrawn, func(tx *store.Tx, as *vigil.Assessment, step *vigil.StatusChange) (string, error) {
		org, err := tx.OrganisationByID(as.OrganisationID)
		if err != nil {
			return "", err
		}
		role, err := roleOn(tx, actor, org, code)
		if err != nil {
			return "", err
		}
		if !May(role, FinaliseAction) {
			if _, err := tx.Scorecard(as.ID); err == nil {
				return "", vigil.Errorf(vigil.Forbidden, "the assessment %q has a result; ask a reviewer or an administrator to withdraw it", code)
			} else if vigil.KindOf(err) != vigil.NotFound {
				return "", err
			}
		}
		step.Reason = strings.TrimSpace(reason)
		return "was " + string(as.Status), checkReason(reason)
	})
}

// Timeline gives the steps of an assessment with who took them and when, oldest first. Why it was reopened or withdrawn
// is for those who keep records; a respondent sees the step.
func (a *App) Timeline(ctx context.Context, actor vigil.Actor, code string) ([]vigil.StatusChange, error) {
	var list []vigil.StatusChange
	err := a.read(ctx, actor, ShowAssessmentAction, func(tx *store.Tx) error {
		as, org, err := assessment(tx, actor, ShowAssessmentAction, code)
		if err != nil {
			return err
		}
		role, err := roleOn(tx, actor, org, code)
		if err != nil {
			return err
		}
		list, err = stepsFor(tx, role, as.ID)
		return err
	})
	return list, err
}

// stepsFor gives the steps of an assessment as somebody sees them in a role.
func stepsFor(tx *store.Tx, role vigil.Role, assessment int64) ([]vigil.StatusChange, error) {
	list, err := tx.StatusChanges(assessment)
	if role == vigil.Respondent {
		for i := range list {
			list[i].Reason = ""
		}
	}
	return list, err
}

// move changes the status of an assessment: it refuses a step that the status does not allow, runs the step's own
// work, and saves both the assessment and the step. The work gives the detail for the audit log.
func (a *App) move(ctx context.Context, actor vigil.Actor, action Action, code string, to vigil.Status, work func(tx *store.Tx, as *vigil.Assessment, step *vigil.StatusChange) (string, error)) error {
	return a.write(ctx, actor, action, func(tx *store.Tx) (done, error) {
		as, _, err := assessmentForChange(tx, actor, action, code)
		if err != nil {
			return done{}, err
		}
		if action == SubmitAction && as.Status == vigil.Submitted {
			return done{}, errUnchanged
		}
		if err := steps(as, action, to); err != nil {
			return done{}, err
		}
		step := vigil.StatusChange{AssessmentID: as.ID, From: as.Status, To: to, Action: string(action), Person: actor.Person, Time: a.now()}
		detail := ""
		if work != nil {
			if detail, err = work(tx, &as, &step); err != nil {
				return done{}, err
			}
		}
		as.Status, as.UpdatedAt = to, a.now()
		if err := tx.SaveAssessment(&as); err != nil {
			return done{}, err
		}
		return done{"assessment:" + code, detail}, tx.AddStatusChange(&step)
	})
}

// steps refuses a step that the status does not allow, and says what has to come first.
func steps(as vigil.Assessment, action Action, to vigil.Status) error {
	if action == ReopenAction && as.Status != vigil.Final && as.Status != vigil.Published {
		return vigil.Errorf(vigil.Conflict, "the assessment %q is %s, and only a final or a published one can be reopened", as.Code, as.Status)
	}
	if !as.Status.CanBecome(to) || action == ReviewAction && as.Status != vigil.Submitted {
		return vigil.Errorf(vigil.Conflict, "the assessment %q is %s and cannot become %s; %s", as.Code, as.Status, to, before[to])
	}
	return nil
}

// before says what has to come first.
var before = map[vigil.Status]vigil.Message{
	vigil.Submitted: vigil.Say("only a draft or a returned assessment is submitted"),
	vigil.InReview:  vigil.Say("submit it first"),
	vigil.Returned:  vigil.Say("take it into review first"),
	vigil.Final:     vigil.Say("take it into review first"),
	vigil.Withdrawn: vigil.Say("it stays as it is"),
}

// unfinished lists what keeps an assessment in mode SELF from being submitted (methodology 4.3).
func unfinished(q *vigil.Questionnaire, answers []vigil.Answer, card *vigil.Scorecard) vigil.Problems {
	given := map[slot]vigil.Answer{}
	for _, x := range answers {
		given[slot{x.Unit, x.Question}] = x
	}
	var ps vigil.Problems
	open := map[string]bool{}
	for _, id := range card.Unknowns {
		open[id] = true
	}
	for _, s := range q.Screening {
		if _, ok := given[slot{"", s.ID}]; !ok && open[s.ID] {
			ps.Add(vigil.Place{Field: s.ID}, "was not answered, and questions depend on it", "answer this screening question")
		}
	}
	for _, n := range card.Nodes {
		if n.Item == nil || n.Item.LeftOut || n.Item.Assessed || n.Item.Applicable == vigil.False.String() {
			continue
		}
		x, ok := given[slot{n.Unit, n.Node}]
		at := vigil.Place{Field: slotWords(slot{n.Unit, n.Node})}
		switch {
		case !ok:
			ps.Add(at, "was not answered", "answer it; a company that assesses itself submits only when every question that applies is answered")
		case x.State == vigil.Withheld:
			ps.Add(at, "is withheld for safety, but no reviewer has approved that yet", "ask a reviewer to approve it")
		case x.State == vigil.NotAssessed:
			ps.Add(at, "is marked as not assessed", "answer it, or say that it is not disclosed, refused or withheld for safety")
		default:
			ps.Add(at, "was answered, but the answer does not count yet", "complete it: a clear answer needs a search log with date, sources, languages and terms")
		}
	}
	return ps
}
