package app_test

import (
	"testing"
	"time"

	"vigil/internal/app"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// meanwhile starts something while a change of acme-1 is not kept yet, and gives what became of it once it is.
func meanwhile(t *testing.T, a *app.App, change func(tx *store.Tx, as vigil.Assessment) error, start func() error) error {
	t.Helper()
	ended := make(chan error, 1)
	must(t, a.Store.Tx(ctx, func(tx *store.Tx) error {
		as, err := tx.Assessment("acme-1")
		if err != nil {
			return err
		}
		if err := tx.LockAssessment(&as); err != nil {
			return err
		}
		if err := change(tx, as); err != nil {
			return err
		}
		go func() { ended <- start() }()
		select {
		case err := <-ended:
			ended <- err
			t.Error("it did not wait for the change to be kept")
		case <-time.After(300 * time.Millisecond):
		}
		return nil
	}))
	return <-ended
}

// No verdict comes to an assessment that is being made final, whoever is the last to read it.
func TestNoVerdictWhileItIsMadeFinal(t *testing.T) {
	for name, verdict := range map[string]func(a *app.App) error{
		"one":     func(a *app.App) error { return second(a.ReviewItem(ctx, other, "acme-1", giveBack("BE.a.1"))) },
		"all":     func(a *app.App) error { return thirdOf(a.AcceptItems(ctx, other, "acme-1", nil)) },
		"approve": func(a *app.App) error { return a.Approve(ctx, other, "acme-1", "", "BE.a.1") },
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, a *app.App) {
				reviewing(t, a, vigil.SELF)
				err := meanwhile(t, a, func(tx *store.Tx, as vigil.Assessment) error {
					as.Status = vigil.Final
					return tx.SaveAssessment(&as)
				}, func() error { return verdict(a) })
				refused(t, err, vigil.Conflict, "is final", "reopen it")
				reviews, err := a.ItemReviews(ctx, other, "acme-1")
				must(t, err)
				if len(reviews) != 0 {
					t.Errorf("%d verdicts on a final assessment", len(reviews))
				}
			})
		})
	}
}

// What is made final, given back or withdrawn has the verdicts that were given just before.
func TestNothingIsMadeFinalWhileAVerdictIsGiven(t *testing.T) {
	each(t, func(t *testing.T, a *app.App) {
		reviewing(t, a, vigil.SELF)
		_, _, err := a.AcceptItems(ctx, other, "acme-1", nil)
		must(t, err)
		err = meanwhile(t, a, func(tx *store.Tx, as vigil.Assessment) error {
			return tx.AddItemReview(&vigil.ItemReview{AssessmentID: as.ID, Question: "BE.a.1", Verdict: vigil.VerdictReturned, Reason: "The date is missing.", Person: "eva", AnswerVersion: 1})
		}, func() error { return a.Finalise(ctx, other, "acme-1") })
		refused(t, err, vigil.Invalid, "BE.a.1: is to go back")
	})
}
