package store_test

import (
	"errors"
	"fmt"
	"testing"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// TestScreenings keeps runs by portfolio and number, and the last is found.
func TestScreenings(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		one, other := portfolio("fund"), portfolio("another")
		do(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.CreatePortfolio(&one, nil), tx.CreatePortfolio(&other, nil))
		})
		run := func(p vigil.Portfolio, number int) store.Screening {
			return store.Screening{Portfolio: p.Code, Number: number, PortfolioID: p.ID, Day: "2026-11-23", RuleSet: "default@0.1.0", Person: "ana", Digest: "aa",
				Document: []byte{0, 1, 255, byte(number)}}
		}
		first, second, third := run(one, 1), run(one, 2), run(other, 1)
		do(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.CreateScreening(&second), tx.CreateScreening(&first), tx.CreateScreening(&third))
		})
		if first.ID == 0 || !first.CreatedAt.Equal(noon) {
			t.Errorf("not filled in: %+v", first)
		}
		see(t, s, func(tx *store.Tx) error {
			same(t, second, read[store.Screening](t)(tx.Screening("fund", 0)))
			same(t, third, read[store.Screening](t)(tx.Screening("another", 0)))
			same(t, first, read[store.Screening](t)(tx.Screening("fund", 1)))
			bare1, bare2 := first, second
			bare1.Document, bare2.Document = nil, nil
			same(t, []store.Screening{bare1, bare2}, read[[]store.Screening](t)(tx.Screenings("fund")))
			return nil
		})
	})
}

// TestEverythingAtOnce reads what a screening needs of many organisations.
func TestEverythingAtOnce(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		o, a := begin(t, s)
		final, card := vigil.Assessment{}, fmt.Appendf(nil, `{"n":%d}`, 1)
		case1 := allegation("case-1", o.ID)
		lid := vigil.Cap{OrganisationID: o.ID, Rule: "CAP-1", Grade: vigil.E2, Reason: "why", Opened: "2026-01-01"}
		do(t, s, func(tx *store.Tx) error {
			final = a
			final.Code = "final"
			err := tx.CreateAssessment(&final)
			final.Status = vigil.Final
			return errors.Join(err, tx.SaveAssessment(&final), tx.PutScorecard(final.ID, card), tx.CreateAllegation(&case1), tx.CreateCap(&lid))
		})
		see(t, s, func(tx *store.Tx) error {
			same(t, []vigil.Assessment{final}, read[[]vigil.Assessment](t)(tx.FinalAssessments()))
			same(t, []vigil.Allegation{case1}, read[[]vigil.Allegation](t)(tx.EveryAllegation()))
			same(t, []vigil.Cap{lid}, read[[]vigil.Cap](t)(tx.EveryCap()))
			ids := []int64{a.ID, final.ID}
			for range 300 { // more than one batch
				ids = append(ids, 999)
			}
			seen := 0
			err := tx.Scorecards(ids, func(id int64, document []byte) error {
				seen++
				same(t, string(card), string(document))
				same(t, final.ID, id)
				return nil
			})
			if seen != 1 {
				t.Errorf("%d scorecards", seen)
			}
			stop := errors.New("stop")
			if got := tx.Scorecards(ids, func(int64, []byte) error { return stop }); !errors.Is(got, stop) {
				t.Errorf("%v does not stop it", got)
			}
			return err
		})
	})
}
