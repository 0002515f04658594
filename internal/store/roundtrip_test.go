package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// asText compares weights as people write them.
var asText = cmp.Transformer("text", func(r vigil.Rational) string { return r.String() })

func TestRoundTrip(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		o, a := begin(t, s)
		if o.ID == 0 || o.Version != 1 || !o.CreatedAt.Equal(noon) || a.Status != vigil.Draft || a.Version != 1 {
			t.Errorf("not filled in: %+v %+v", o, a)
		}
		bare := vigil.Organisation{Code: "bare", Name: "Bare", Sectors: []string{}}
		weight := vigil.NewRational(1, 3)
		units := []vigil.Unit{
			{Code: "group", Name: "Group", Kind: "group", Country: "NO"},
			{Code: "site", Name: "Site", Kind: "site", Parent: "group", Weight: weight},
		}
		members := []vigil.Membership{{OrganisationID: o.ID, Person: "ana", Role: vigil.Analyst}, {OrganisationID: o.ID, Person: "rui", Role: vigil.Reviewer}}
		case1 := allegation("case-1", o.ID)
		lid := vigil.Cap{
			OrganisationID: o.ID, Rule: "CAP-1", Project: "site", Grade: vigil.E3, Reason: "why", Opened: "2026-01-01", ProposedBy: "ana",
			ConfirmedBy: "rui", Confirmed: "2026-01-02", ReplyDue: "2026-02-01", Reply: "no", ReviewDue: "2027-01-01", Lifted: "2026-03-01",
			LiftedBy: "ana", LiftReason: "remedied", LifeAtRisk: true,
		}
		open := vigil.Cap{OrganisationID: o.ID, Rule: "CAP-2", Grade: vigil.E2, Reason: "why", Opened: "2026-01-01"} // rests on no allegation
		do(t, s, func(tx *store.Tx) error {
			err := errors.Join(tx.CreateOrganisation(&bare), tx.PutUnits(o.ID, units), tx.PutMembership(&members[0]), tx.PutMembership(&members[1]), tx.CreateAllegation(&case1))
			lid.AllegationID = case1.ID
			return errors.Join(err, tx.CreateCap(&lid), tx.CreateCap(&open), tx.PutEdition("methodology", "m@1", "aa", []byte{0, 1, 255}),
				tx.PutEdition("methodology", "m@1", "aa", []byte{0, 1, 255}), tx.PutScorecard(a.ID, []byte(`{"old":1}`)), tx.PutScorecard(a.ID, []byte(`{"new":1}`)))
		})
		see(t, s, func(tx *store.Tx) error {
			same(t, []vigil.Organisation{o, bare}, read[[]vigil.Organisation](t)(tx.Organisations()))
			same(t, o, read[vigil.Organisation](t)(tx.OrganisationByID(o.ID)))
			got := read[[]vigil.Unit](t)(tx.Units(o.ID))
			same(t, units, got, cmpopts.IgnoreFields(vigil.Unit{}, "ID", "OrganisationID"))
			same(t, members, read[[]vigil.Membership](t)(tx.Memberships(o.ID)))
			assessments := read[[]vigil.Assessment](t)(tx.Assessments(0))
			same(t, []vigil.Assessment{a}, assessments)
			same(t, assessments, read[[]vigil.Assessment](t)(tx.Assessments(o.ID)))
			if at := assessments[0].CreatedAt; at.Location() != time.UTC {
				t.Errorf("times come in %v", at.Location())
			}
			if list := read[[]vigil.Assessment](t)(tx.Assessments(bare.ID)); len(list) != 0 {
				t.Errorf("assessments of another: %v", list)
			}
			same(t, []vigil.Allegation{case1}, read[[]vigil.Allegation](t)(tx.Allegations(o.ID)))
			same(t, []vigil.Cap{lid, open}, read[[]vigil.Cap](t)(tx.Caps(o.ID)))
			digest, document, err := tx.Edition("m@1")
			same(t, []byte{0, 1, 255}, document)
			same(t, "aa", digest)
			card, err2 := tx.Scorecard(a.ID)
			same(t, `{"new":1}`, string(card))
			return errors.Join(err, err2)
		})
	})
}

// TestZeros changes everything to nothing: a zero, a false and an empty text must be written like any other value.
func TestZeros(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		o, a := begin(t, s)
		case1 := allegation("case-1", o.ID)
		var lid vigil.Cap
		do(t, s, func(tx *store.Tx) error {
			if err := tx.CreateAllegation(&case1); err != nil {
				return err
			}
			lid = vigil.Cap{OrganisationID: o.ID, Rule: "CAP-1", AllegationID: case1.ID, Grade: vigil.E2, Reason: "why", Opened: "2026-01-01", Confirmed: "2026-01-02"}
			return errors.Join(tx.CreateCap(&lid), tx.PutUnits(o.ID, []vigil.Unit{{Code: "u", Name: "n", Weight: vigil.NewRational(1, 2)}}),
				tx.PutAnswers(&a, []vigil.Answer{{Question: "Q", Value: "3", State: vigil.Answered, Grade: vigil.E4, Note: "n", Date: "2026-01-01", ApprovedBy: "rui", Author: "ana", Search: vigil.SearchLog{Terms: "t"}}}))
		})
		o = vigil.Organisation{ID: o.ID, Code: o.Code, Version: o.Version, CreatedAt: o.CreatedAt}
		case1 = vigil.Allegation{ID: case1.ID, Code: case1.Code, OrganisationID: o.ID, Version: case1.Version}
		lid = vigil.Cap{ID: lid.ID, OrganisationID: o.ID, Rule: lid.Rule, Version: lid.Version}
		do(t, s, func(tx *store.Tx) error {
			err := errors.Join(tx.UpdateOrganisation(&o), tx.SaveAllegation(&case1), tx.SaveCap(&lid), tx.PutUnits(o.ID, []vigil.Unit{{Code: "u"}}),
				tx.PutAnswers(&a, []vigil.Answer{{Question: "Q", State: vigil.NotAssessed}}))
			a.Purpose, a.Period, a.SubmittedAt, a.ReturnReason, a.ReturnedAt = "", "", nil, "", nil
			return errors.Join(err, tx.SaveAssessment(&a))
		})
		see(t, s, func(tx *store.Tx) error {
			same(t, o, read[vigil.Organisation](t)(tx.Organisation(o.Code)))
			same(t, case1, read[vigil.Allegation](t)(tx.Allegation(case1.Code)))
			same(t, []vigil.Cap{lid}, read[[]vigil.Cap](t)(tx.Caps(o.ID)))
			same(t, []vigil.Assessment{a}, read[[]vigil.Assessment](t)(tx.Assessments(o.ID)))
			units := read[[]vigil.Unit](t)(tx.Units(o.ID))
			same(t, []vigil.Unit{{ID: units[0].ID, OrganisationID: o.ID, Code: "u"}}, units)
			answers := read[[]vigil.Answer](t)(tx.Answers(a.ID))
			same(t, []vigil.Answer{{ID: answers[0].ID, AssessmentID: a.ID, Question: "Q", State: vigil.NotAssessed, Version: 2, UpdatedAt: noon}}, answers)
			return nil
		})
	})
}

func TestEvidence(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		_, a := begin(t, s)
		list := []vigil.Evidence{
			{Title: "b", Link: "https://example.org/b", Grade: vigil.E2, Date: "2025-01-01", Page: "3", Quote: "q", Public: true},
			{Title: "a", Grade: vigil.E0},
		}
		do(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.PutEvidence(&a, "site", "Q2", list), tx.PutEvidence(&a, "", "Q1", list[:1]), tx.PutEvidence(&a, "", "Q0", list), tx.PutEvidence(&a, "", "Q0", nil))
		})
		if a.Version != 5 {
			t.Errorf("version %d after four changes", a.Version)
		}
		see(t, s, func(tx *store.Tx) error {
			got := read[[]vigil.Evidence](t)(tx.Evidence(a.ID))
			want := []vigil.Evidence{list[0], list[0], list[1]}
			same(t, want, got, cmpopts.IgnoreFields(vigil.Evidence{}, "ID", "AssessmentID", "Unit", "Question"))
			for i, place := range []string{"/Q1", "site/Q2", "site/Q2"} {
				same(t, place, got[i].Unit+"/"+got[i].Question)
			}
			return nil
		})
	})
}

func same(t *testing.T, want, got any, options ...cmp.Option) {
	t.Helper()
	if diff := cmp.Diff(want, got, append(options, asText)...); diff != "" {
		t.Errorf("stored (-) and read (+):\n%s", diff)
	}
}

// read gives what a reading method gave, which must not be an error.
func read[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
