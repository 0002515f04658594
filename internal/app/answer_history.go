package app

import (
	"context"
	"slices"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// AnswerHistory gives every change of one answer, newest first, to those who work on it. What was erased stays so.
func (a *App) AnswerHistory(ctx context.Context, actor vigil.Actor, code, unit, question string) ([]vigil.AnswerChange, error) {
	var list []vigil.AnswerChange
	err := a.readNoted(ctx, actor, AnswersAction, func(tx *store.Tx) (done, error) {
		as, org, err := assessment(tx, actor, AnswersAction, code)
		if err != nil {
			return done{}, err
		}
		role, err := roleOn(tx, actor, org, code)
		if err != nil {
			return done{}, err
		}
		hidden, err := runningReview(tx, as, role)
		if err != nil {
			return done{}, err
		}
		q, _, err := a.editions(tx, as)
		if err != nil {
			return done{}, err
		}
		if _, err := asked(actor, q, question); err != nil {
			return done{}, err
		}
		history, err := tx.History(as.ID, unit, question)
		if list = changes(hidden.before(slot{unit, question}, history)); err != nil || !wasWithheld(list) {
			return done{}, err
		}
		return withheldSeen(code, []string{question}), nil
	})
	return list, err
}

// changes puts the history of an answer newest first.
func changes(history []store.Change) []vigil.AnswerChange {
	var list []vigil.AnswerChange
	for _, h := range slices.Backward(history) {
		list = append(list, vigil.AnswerChange{Answer: contentOf(h), TakenOut: h.Action == store.DeleteAction, Erased: h.Erased()})
	}
	for i := range list {
		list[i].Restorable = !list[i].Erased && !sameContent(list[i], list[0])
	}
	return list
}

// contentOf is the answer as a line of its history left it; a zero State where it was taken out.
func contentOf(h store.Change) vigil.Answer {
	x := vigil.Answer{AssessmentID: h.AssessmentID, Unit: h.Unit, Question: h.Question, Version: h.Version, Author: h.Author, UpdatedAt: h.Time}
	if h.Action != store.DeleteAction {
		x.Value, x.State, x.Grade, x.Date, x.Note, x.Search, x.ApprovedBy = h.Value, h.State, h.Grade, h.Date, h.Note, h.Search, h.ApprovedBy
	}
	return x
}

func sameContent(x, y vigil.AnswerChange) bool {
	return cellsOf(x.Answer, nil) == cellsOf(y.Answer, nil)
}

// UndoAnswer says which answer goes back, and how far.
type UndoAnswer struct {
	Unit, Question string
	Version        int64 // that the person saw; 0: there was no answer
	To             int64 // version to bring back; 0: what stood before the version seen
}

// UndoAnswer brings back what an answer said before: before the version that the person sees, or in the version named.
// It is a change like any other: it is checked, it leaves a line in the history, and it can itself be undone. Where
// somebody changed the answer meanwhile it is a *vigil.AnswerConflict; to repeat an undo changes nothing. What was
// erased cannot come back.
func (a *App) UndoAnswer(ctx context.Context, actor vigil.Actor, code string, u UndoAnswer) (vigil.Answer, error) {
	return a.changeAnswer(ctx, actor, UndoAnswerAction, code, u.Unit, u.Question, func(c *answerChange) error {
		history, err := c.tx.History(c.assessment.ID, c.unit, c.question)
		if err != nil {
			return err
		}
		was, err := target(changes(history), u)
		if err != nil {
			return err
		}
		x, err := c.read(SaveAnswer{Unit: u.Unit, Question: u.Question, Value: was.Value, State: string(was.State), Grade: string(was.Grade),
			Date: was.Date, Note: was.Note, Search: was.Search})
		if err != nil {
			return err
		}
		return c.replace(x, u.Version)
	})
}

// target finds the content to bring back in a history, newest first.
func target(list []vigil.AnswerChange, u UndoAnswer) (vigil.Answer, error) {
	if u.To != 0 {
		i := slices.IndexFunc(list, func(x vigil.AnswerChange) bool { return x.Version == u.To })
		switch {
		case i < 0:
			return vigil.Answer{}, vigil.Errorf(vigil.NotFound, "the answer to %q never had the version %d", u.Question, u.To)
		case list[i].Erased:
			return vigil.Answer{}, vigil.Errorf(vigil.Conflict, "what was written then was erased, and it stays so; write the answer anew")
		}
		return list[i].Answer, nil
	}
	seen := 0 // the version seen; where there was no answer the last line is what was taken out
	if u.Version != 0 {
		seen = slices.IndexFunc(list, func(x vigil.AnswerChange) bool { return x.Version == u.Version })
	} else if seen = slices.IndexFunc(list, func(x vigil.AnswerChange) bool { return x.TakenOut }); seen < 0 {
		return vigil.Answer{}, vigil.Errorf(vigil.Conflict, "the question %q was never answered, so there is nothing to undo", u.Question)
	}
	if seen < 0 {
		return vigil.Answer{}, vigil.Errorf(vigil.NotFound, "the answer to %q never had the version %d", u.Question, u.Version)
	}
	for _, before := range list[seen+1:] {
		switch {
		case before.Erased:
			return vigil.Answer{}, vigil.Errorf(vigil.Conflict, "what was written before was erased, and it stays so; write the answer anew")
		case !sameContent(before, list[seen]):
			return before.Answer, nil
		}
	}
	return vigil.Answer{}, nil // before the first there was none
}
