package app

import (
	"context"
	"strings"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// Return gives an assessment in review back to those who answer, with a reason, which they see with
// the assessment and which is erased when it becomes final. The audit log keeps the ids of the questions that the
// reason names, never its words.
func (a *App) Return(ctx context.Context, actor vigil.Actor, code, reason string) error {
	if err := allow(actor, ReturnAction); err != nil {
		return err
	}
	if err := checkReason(reason); err != nil {
		return err
	}
	return a.move(ctx, actor, ReturnAction, code, vigil.Returned, func(tx *store.Tx, as *vigil.Assessment) (string, error) {
		q, _, err := a.editions(tx, *as)
		if err != nil {
			return "", err
		}
		now := a.now()
		as.ReturnReason, as.ReturnedAt = strings.TrimSpace(reason), &now
		return strings.Join(append([]string{"questions"}, named(q, reason)...), " "), nil
	})
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
