package store_test

import (
	"testing"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// TestItemReviews: a verdict stands until what it judged changes, and nothing else ends it.
func TestItemReviews(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		_, a := begin(t, s)
		answer := vigil.Answer{Question: "Q1", State: vigil.Answered, Value: "2", Grade: vigil.E2, Author: "ana"}
		verdict := func(v vigil.Verdict) {
			t.Helper()
			do(t, s, func(tx *store.Tx) error {
				r := vigil.ItemReview{AssessmentID: a.ID, Question: "Q1", Verdict: v, Reason: "why", Person: "rui", AnswerVersion: 1,
					Was: vigil.Judged{Value: "words", State: vigil.Answered, Author: "ana", Version: 1}}
				err := tx.AddItemReview(&r)
				if r.ID == 0 || !r.Time.Equal(noon) {
					t.Errorf("not filled in: %+v", r)
				}
				return err
			})
		}
		last := func() (all []vigil.ItemReview, r vigil.ItemReview) {
			t.Helper()
			see(t, s, func(tx *store.Tx) (err error) { all, err = tx.ItemReviews(a.ID); return err })
			return all, all[len(all)-1]
		}
		do(t, s, func(tx *store.Tx) error { return tx.PutAnswers(&a, []vigil.Answer{answer}) })
		verdict(vigil.VerdictReturned)
		verdict(vigil.VerdictAccepted)
		if all, r := last(); len(all) != 2 || all[0].Stands() || !r.Settles() || r.AnswerVersion != 1 {
			t.Errorf("two verdicts: %+v", all)
		}
		answer.ApprovedBy = "eva"
		do(t, s, func(tx *store.Tx) error { return tx.PutAnswers(&a, []vigil.Answer{answer}) })
		if _, r := last(); !r.Stands() || r.AnswerVersion != 2 {
			t.Errorf("an approval alone ended the verdict: %+v", r)
		}
		answer.Note = "another"
		for what, change := range map[string]func(tx *store.Tx) error{
			"a changed note": func(tx *store.Tx) error { return tx.PutAnswers(&a, []vigil.Answer{answer}) },
			"new evidence": func(tx *store.Tx) error {
				return tx.PutEvidence(&a, "", "Q1", []vigil.Evidence{{Title: "T", Grade: vigil.E2}})
			},
			"an answer taken back": func(tx *store.Tx) error {
				defer func() { _ = tx.PutAnswers(&a, []vigil.Answer{answer}) }()
				return tx.DeleteAnswer(&a, "", "Q1", "ana")
			},
		} {
			verdict(vigil.VerdictAccepted)
			answer.Note += "."
			do(t, s, change)
			if _, r := last(); r.Stands() || r.Settles() || !r.ResolvedAt.Equal(noon) {
				t.Errorf("%s left the verdict standing: %+v", what, r)
			}
		}
		verdict(vigil.VerdictAdjusted)
		before, _ := last()
		do(t, s, func(tx *store.Tx) error {
			answer.Note = ""
			if err := tx.PutAnswers(&a, []vigil.Answer{answer}); err != nil {
				return err
			}
			return tx.EraseItemReviews(a.ID, "", "Q1", "(erased)", true, 3, before)
		})
		if all, r := last(); !r.Stands() || r.Reason != "(erased)" || r.Was.Value != "(erased)" || r.Was.State != vigil.Answered || all[0].Reason != "(erased)" || all[0].Stands() {
			t.Errorf("after erasing: %+v", all)
		}
	})
}

func TestItemReviewRefused(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		_, a := begin(t, s)
		for _, r := range []vigil.ItemReview{
			{AssessmentID: a.ID, Question: "Q1", Verdict: "maybe", Person: "rui"}, {AssessmentID: a.ID, Question: "Q1", Verdict: vigil.VerdictAccepted},
			{AssessmentID: a.ID, Verdict: vigil.VerdictAccepted, Person: "rui"}, {AssessmentID: a.ID, Question: "Q1", Verdict: vigil.VerdictReturned, Person: "rui", Reason: "a\x00b"},
		} {
			err := s.Tx(t.Context(), func(tx *store.Tx) error { return tx.AddItemReview(&r) })
			if vigil.KindOf(err) != vigil.Invalid {
				t.Errorf("%+v: %v", r, err)
			}
		}
		absent := vigil.ItemReview{AssessmentID: 99, Question: "Q1", Verdict: vigil.VerdictAccepted, Person: "rui"}
		if err := s.Tx(t.Context(), func(tx *store.Tx) error { return tx.AddItemReview(&absent) }); vigil.KindOf(err) != vigil.NotFound {
			t.Errorf("a review of no assessment: %v", err)
		}
	})
}

func TestStatusChanges(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		_, a := begin(t, s)
		steps := []vigil.StatusChange{{AssessmentID: a.ID, To: vigil.Draft, Action: "assessment.new", Person: "ana", Time: noon},
			{AssessmentID: a.ID, From: vigil.InReview, To: vigil.Returned, Action: "assessment.return", Person: "rui", Items: 2, Time: noon}}
		do(t, s, func(tx *store.Tx) error {
			for i := range steps {
				if err := tx.AddStatusChange(&steps[i]); err != nil {
					return err
				}
			}
			return tx.PutAnswers(&a, []vigil.Answer{{Question: "Q1", State: vigil.Answered, Value: "2", Author: "ana"}})
		})
		see(t, s, func(tx *store.Tx) error {
			got, err := tx.StatusChanges(a.ID)
			same(t, steps, got)
			authors, err2 := tx.Authors(a.ID)
			if len(authors) != 1 || authors[0].Author != "ana" || authors[0].Question != "Q1" || authors[0].Version != 1 || authors[0].Content != nil {
				t.Errorf("authors: %+v", authors)
			}
			if err2 != nil {
				return err2
			}
			return err
		})
	})
}
