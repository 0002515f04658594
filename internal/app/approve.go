package app

import (
	"context"
	"strings"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// Approve lets a reviewer stand for an answer that takes items out of the score: a withholding for safety, or the
// "no" to a screening question that counts only with approval, which also needs evidence of grade E1 or better. Who may not
// judge an answer does not approve it either, whatever the role (see authorship). A later change of the answer ends the approval.
func (a *App) Approve(ctx context.Context, actor vigil.Actor, code, unit, question string) error {
	return a.write(ctx, actor, ApproveAction, func(tx *store.Tx) (done, error) {
		as, _, err := assessmentForChange(tx, actor, ApproveAction, code)
		if err != nil {
			return done{}, err
		}
		switch as.Status {
		case vigil.Final, vigil.Published, vigil.Withdrawn:
			return done{}, vigil.Errorf(vigil.Conflict, "the assessment %q is %s; reopen it before approving anything", code, as.Status)
		}
		q, _, err := a.editions(tx, as)
		if err != nil {
			return done{}, err
		}
		asked := q.Question(question)
		if asked == nil {
			return done{}, vigil.Errorf(vigil.NotFound, "%s has no question %q", as.Questionnaire, question)
		}
		x, err := tx.Answer(as.ID, unit, question)
		if vigil.KindOf(err) == vigil.NotFound {
			err = vigil.Errorf(vigil.NotFound, "the question %q has no answer yet, so there is nothing to approve", question)
		}
		if err != nil {
			return done{}, err
		}
		reviews, err := tx.ItemReviews(as.ID)
		if err != nil {
			return done{}, err
		}
		wrote, err := authorsOf(tx, as, reviews)
		if err != nil {
			return done{}, err
		}
		if err := approvable(asked, x, wrote.refusal(actor.Person, slot{unit, question})).Err(); err != nil {
			return done{}, err
		}
		x.ApprovedBy = actor.Person
		detail := strings.TrimSpace(question + " " + unit)
		return done{"assessment:" + code, detail}, tx.PutAnswers(&as, []vigil.Answer{x})
	})
}

func approvable(asked *vigil.Indicator, x vigil.Answer, not vigil.Authorship) vigil.Problems {
	var ps vigil.Problems
	at := vigil.Place{Field: x.Question}
	switch {
	case x.State == vigil.Withheld:
	case x.State == vigil.Answered && x.Value == "no" && asked.NoCountsWith == "approval":
		if x.Grade.Rank() < vigil.E1.Rank() {
			ps.Add(at, "the no rests on no document", "add the evidence that the question asks for, with its grade, then approve")
		}
	default:
		ps.Add(at, "the answer needs no approval", "approve only what is withheld for safety, or a no that takes questions away")
	}
	if not != "" {
		ps.Say(at, authorWords[not], vigil.Say("let another reviewer approve it"))
	}
	return ps
}
