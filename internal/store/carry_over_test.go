package store_test

import (
	"context"
	"errors"
	"testing"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

func TestCarryOver(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		o, a := begin(t, s)
		b := assessment("acme-2026", o.ID)
		do(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.CreateAssessment(&b), tx.CreateCarryOver(b.ID, a.ID, []byte(`{"carried":3}`)))
		})
		see(t, s, func(tx *store.Tx) error {
			document, err := tx.CarryOver(b.ID)
			if err != nil || string(document) != `{"carried":3}` {
				t.Errorf("%s %v", document, err)
			}
			if _, err := tx.CarryOver(a.ID); vigil.KindOf(err) != vigil.NotFound {
				t.Errorf("an assessment that was made from none: %v", err)
			}
			return nil
		})
		err := s.Tx(context.Background(), func(tx *store.Tx) error { return tx.CreateCarryOver(b.ID, a.ID, []byte("{}")) })
		if vigil.KindOf(err) != vigil.Conflict {
			t.Errorf("twice: %v", err)
		}
	})
}

// TestDeleteUnit: what anything names stays, and everything else in the tree stays with it.
func TestDeleteUnit(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		o, a := begin(t, s)
		al := allegation("case-1", o.ID) // about the unit north
		al.Project = "cases"
		do(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.PutUnits(o.ID, []vigil.Unit{{Code: "above"}, {Code: "below", Parent: "above"}, {Code: "answered"}, {Code: "cases"}, {Code: "caps"}, {Code: "said"}, {Code: "free"}}),
				tx.PutAnswers(&a, []vigil.Answer{{Unit: "answered", Question: "Q1", State: vigil.Answered, Value: "yes"}}), tx.CreateAllegation(&al),
				tx.CreateCap(&vigil.Cap{OrganisationID: o.ID, Rule: "CAP-1", Project: "caps", Grade: "E2", Reason: "x", Opened: "2026-01-01"}),
				tx.CreateComment(&vigil.Comment{AssessmentID: a.ID, Unit: "said", Question: "Q1", Text: "Who knows?", Author: "ana"}),
				tx.DeleteAnswer(&a, "answered", "Q1", "ana"))
		})
		for _, code := range []string{"above", "answered", "cases", "caps", "said"} {
			err := s.Tx(context.Background(), func(tx *store.Tx) error { return tx.DeleteUnit(o.ID, code) })
			if vigil.KindOf(err) != vigil.Conflict {
				t.Errorf("%s: %v", code, err)
			}
		}
		do(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.DeleteUnit(o.ID, "free"), tx.DeleteUnit(o.ID, "below"))
		})
		err := s.Tx(context.Background(), func(tx *store.Tx) error { return tx.DeleteUnit(o.ID, "free") })
		if vigil.KindOf(err) != vigil.NotFound {
			t.Errorf("a unit that is not there: %v", err)
		}
		see(t, s, func(tx *store.Tx) error {
			if list, err := tx.Units(o.ID); err != nil || len(list) != 5 {
				t.Errorf("%d units left, %v", len(list), err)
			}
			return nil
		})
	})
}

func TestDeleteMembership(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		o, _ := begin(t, s)
		do(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.PutMembership(&vigil.Membership{OrganisationID: o.ID, Person: "ana", Role: vigil.Analyst}), tx.DeleteMembership(o.ID, "ana"))
		})
		err := s.Tx(context.Background(), func(tx *store.Tx) error { return tx.DeleteMembership(o.ID, "ana") })
		if vigil.KindOf(err) != vigil.NotFound {
			t.Errorf("a member that is not there: %v", err)
		}
	})
}
