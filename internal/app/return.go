package app

import (
	"context"
	"slices"
	"strings"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// Return gives a whole assessment in review back to those who answer, with a reason, which they see with
// the assessment and which is erased when it becomes final. The audit log keeps the ids of the questions that the
// reason names, never its words.
func (a *App) Return(ctx context.Context, actor vigil.Actor, code, reason string) error {
	return a.move(ctx, actor, ReturnAction, code, vigil.Returned, func(tx *store.Tx, as *vigil.Assessment, _ *vigil.StatusChange) (string, error) {
		if err := checkReason(reason); err != nil {
			return "", err
		}
		q, _, err := a.editions(tx, *as)
		if err != nil {
			return "", err
		}
		a.giveBack(as, reason, 0)
		return strings.Join(append([]string{"questions"}, named(q, reason)...), " "), nil
	})
}

// ReturnItems gives the answers that a reviewer marked as returned back to those who answer, each with the reason that
// it was given; a word on all of them may be added. Only these, and what depends on them, can be changed then.
func (a *App) ReturnItems(ctx context.Context, actor vigil.Actor, code, reason string) error {
	return a.move(ctx, actor, ReturnAction, code, vigil.Returned, func(tx *store.Tx, as *vigil.Assessment, step *vigil.StatusChange) (string, error) {
		if strings.TrimSpace(reason) != "" {
			if err := checkReason(reason); err != nil {
				return "", err
			}
		}
		c, err := a.reviewed(tx, actor, ReturnAction, code)
		if err != nil {
			return "", err
		}
		ids := []string{"questions"}
		for _, s := range c.queue.Sections {
			for _, e := range s.Items {
				if r := e.Standing(); r != nil && r.Verdict == vigil.VerdictReturned {
					ids = append(ids, slotWords(slot{r.Unit, r.Question}))
				}
			}
		}
		if step.Items = len(ids) - 1; step.Items == 0 {
			return "", vigil.Errorf(vigil.Conflict, "no answer of the assessment %q is marked to go back; return at least one, or the whole assessment with a reason", code)
		}
		a.giveBack(as, reason, step.Items)
		return strings.Join(ids, " "), nil
	})
}

func (a *App) giveBack(as *vigil.Assessment, reason string, items int) {
	now := a.now()
	as.ReturnReason, as.ReturnedAt, as.ReturnedItems = strings.TrimSpace(reason), &now, items
}

// ItemReviews gives every verdict on the answers of an assessment, oldest first; the last one on an answer counts. Those
// who answer see them once the review is over or the assessment came back.
func (a *App) ItemReviews(ctx context.Context, actor vigil.Actor, code string) ([]vigil.ItemReview, error) {
	var list []vigil.ItemReview
	err := a.read(ctx, actor, AnswersAction, func(tx *store.Tx) error {
		as, org, err := assessment(tx, actor, AnswersAction, code)
		if err != nil {
			return err
		}
		role, err := roleOn(tx, actor, org, code)
		if err != nil || !seesReviews(as, role) {
			return err
		}
		q, _, err := a.editions(tx, as)
		if err != nil {
			return err
		}
		if list, err = tx.ItemReviews(as.ID); err != nil {
			return err
		}
		open := openQuestions(actor, q)
		list = slices.DeleteFunc(list, func(r vigil.ItemReview) bool { return !open(r.Question) })
		return nil
	})
	return list, err
}

// seesReviews reports whether somebody may see what reviewers said of answers: those who answer do once the review is over.
func seesReviews(as vigil.Assessment, role vigil.Role) bool {
	return as.Status != vigil.InReview || role != vigil.Respondent
}

// named lists the questions that a text names, in the order of the text.
func named(q *vigil.Questionnaire, reason string) []string {
	var ids []string
	for _, word := range strings.FieldsFunc(reason, func(r rune) bool { return strings.ContainsRune(" ,;:()\n\t", r) }) {
		if word = strings.Trim(word, "."); q.Question(word) != nil {
			ids = append(ids, word)
		}
	}
	return ids
}

// checkReason checks a reason that somebody must give.
func checkReason(reason string) error {
	var ps vigil.Problems
	need(&ps, "reason", reason, "say why, in words that name no person")
	if len([]rune(reason)) > 2000 {
		ps.Add(vigil.Place{Field: "reason"}, "is longer than 2000 characters", "shorten it")
	}
	return append(ps, harm(vigil.Place{}, text{"reason", reason})...).Err()
}
