package store_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// TestAnswerVersionNeverReturns takes an answer out and gives another: somebody who still looks at the first must not
// pass for somebody who saw the second.
func TestAnswerVersionNeverReturns(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		_, a := begin(t, s)
		put := func(value string, unconfirmed bool) (x vigil.Answer) {
			do(t, s, func(tx *store.Tx) error {
				err := tx.PutAnswers(&a, []vigil.Answer{{Question: "Q", State: vigil.Answered, Value: value, Unconfirmed: unconfirmed}, {Unit: "site", Question: "Q", State: vigil.Refused}})
				if err != nil {
					return err
				}
				x, err = tx.Answer(a.ID, "", "Q")
				return err
			})
			return x
		}
		if x := put("1", true); x.Version != 1 || x.Value != "1" || !x.Unconfirmed {
			t.Errorf("first: %+v", x)
		}
		if x := put("2", false); x.Version != 2 || x.Unconfirmed {
			t.Errorf("second: %+v", x)
		}
		do(t, s, func(tx *store.Tx) error { return tx.DeleteAnswer(&a, "", "Q", "eva") })
		see(t, s, func(tx *store.Tx) error {
			if _, err := tx.Answer(a.ID, "", "Q"); vigil.KindOf(err) != vigil.NotFound {
				t.Errorf("taken out: %v", err)
			}
			return nil
		})
		if x := put("1", false); x.Version != 4 {
			t.Errorf("given again: version %d, want 4", x.Version)
		}
	})
}

// TestAnswersAtOnce lets several people answer different questions of one assessment at the same time: with the
// assessment locked first nobody is refused, and every answer is there.
func TestAnswersAtOnce(t *testing.T) {
	const writers, answers = 6, 10
	each(t, func(t *testing.T, s *store.Store) {
		_, a := begin(t, s)
		var group sync.WaitGroup
		for w := range writers {
			group.Go(func() {
				for i := range answers {
					err := s.Tx(context.Background(), func(tx *store.Tx) error {
						mine, err := tx.Assessment(a.Code)
						if err != nil {
							return err
						}
						if err := tx.LockAssessment(&mine); err != nil {
							return err
						}
						return tx.PutAnswers(&mine, []vigil.Answer{{Question: fmt.Sprintf("Q%d.%d", w, i), State: vigil.Answered, Value: "1"}})
					})
					if err != nil {
						t.Errorf("writer %d, answer %d: %v", w, i, err)
					}
				}
			})
		}
		group.Wait()
		see(t, s, func(tx *store.Tx) error {
			list, err := tx.Answers(a.ID)
			if len(list) != writers*answers {
				t.Errorf("%d of %d answers", len(list), writers*answers)
			}
			return err
		})
	})
}
