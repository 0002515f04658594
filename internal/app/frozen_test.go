package app_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vigil/internal/app"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// A final assessment shows what it was finalised with, whatever becomes of the file of its organisation afterwards: score, gaps,
// path and what-if never contradict one another. Reopened, it takes the file as it is.
func TestAFinalAssessmentIsFrozen(t *testing.T) {
	each(t, func(t *testing.T, a *app.App) {
		reviewing(t, a, vigil.SELF)
		must(t, thirdOf(a.AcceptItems(ctx, other, "acme-1", nil)))
		al := addCase(t, a, grave())
		k, err := a.ProposeCap(ctx, admin, "acme", al.Code, vigil.Cap{Rule: "CAP-1", Grade: "E2", Reason: "The case shows no inquiry."})
		must(t, err)
		_, err = a.ConfirmCap(ctx, other, k.ID)
		must(t, err)
		must(t, a.Finalise(ctx, other, "acme-1"))
		closing := []vigil.Closing{}
		shown := func() (app.ScorecardView, map[string]string) {
			t.Helper()
			v, err := a.Scorecard(ctx, other, "acme-1", closing)
			must(t, err)
			texts := map[string]string{}
			whatIf, err := a.WhatIf(ctx, other, "acme-1", []vigil.Closing{{Question: v.Gaps.Gaps[0].Question}})
			must(t, err)
			gap, err := a.Report(ctx, other, app.GapReport, "acme-1")
			must(t, err)
			for name, x := range map[string]any{"gaps": v.Gaps, "path": v.Path, "after": v.After, "score": v.Card, "what-if": whatIf, "gap report": gap} {
				text, err := json.MarshalIndent(x, "", " ")
				must(t, err)
				texts[name] = string(text)
			}
			return v, texts
		}
		v, _ := shown()
		if len(v.Caps) != 1 || v.Card.Deduction.Points.Value == 0 {
			t.Fatalf("the case takes off %v, and %d caps are in force", v.Card.Deduction.Points, len(v.Caps))
		}
		closing = []vigil.Closing{{Question: v.Gaps.Gaps[0].Question}}
		_, before := shown()

		worse := grave()
		worse.Harm = "lawsuit"
		addCase(t, a, worse)
		list, err := a.Allegations(ctx, admin, "acme")
		must(t, err)
		for _, x := range list {
			if x.Code == al.Code {
				x.Marks = vigil.Marks{Answered: 1, Inquiry: 1, Heard: 1, Remedy: 1, Reported: 1, Prevention: 1}
				_, err = a.CorrectAllegation(ctx, admin, x)
				must(t, err)
			}
		}
		must(t, a.LiftCap(ctx, other, k.ID, "The company remedied it."))
		org, err := organisation(a, "acme")
		must(t, err)
		org.Sector, org.Country = "FIN", "NO"
		_, err = a.UpdateOrganisation(ctx, admin, org)
		must(t, err)
		must(t, a.PutUnits(ctx, admin, "acme", []vigil.Unit{{Code: "new", Name: "New mine"}}))

		_, after := shown()
		for name := range before {
			if diff := cmp.Diff(before[name], after[name]); diff != "" {
				t.Errorf("%s changed with the file:\n%s", name, diff)
			}
		}
		must(t, a.WithdrawAllegation(ctx, other, al.Code, "The source took it back."))
		_, withdrawn := shown()
		if strings.Contains(withdrawn["gap report"], grave().Summary) {
			t.Error("the report repeats what was withdrawn")
		}
		if diff := cmp.Diff(before["gaps"], withdrawn["gaps"]); diff != "" {
			t.Error(diff)
		}
		must(t, a.Reopen(ctx, other, "acme-1", "The company asked for it."))
		if v, _ := shown(); v.Card.Subject.Sector != "FIN" || len(v.Caps) != 0 {
			t.Errorf("reopened: sector %s, %d caps", v.Card.Subject.Sector, len(v.Caps))
		}
	})
}

// What was made final before the facts were kept beside the scorecard shows the file as it is, for the subject as it was.
func TestAFinalAssessmentOfOld(t *testing.T) {
	a := onSQLite(t)
	final(t, a, "acme", vigil.SELF, 9)
	must(t, a.Store.Tx(ctx, func(tx *store.Tx) error {
		as, err := tx.Assessment("acme-1")
		must(t, err)
		document, err := tx.Scorecard(as.ID)
		must(t, err)
		card := new(vigil.Scorecard)
		must(t, json.Unmarshal(document, card))
		document, err = json.Marshal(card)
		must(t, err)
		return tx.PutScorecard(as.ID, document)
	}))
	org, err := organisation(a, "acme")
	must(t, err)
	org.Sector = "FIN"
	_, err = a.UpdateOrganisation(ctx, admin, org)
	must(t, err)
	addCase(t, a, grave())
	v, err := a.Scorecard(ctx, other, "acme-1", nil)
	must(t, err)
	if v.Organisation.Sector != "EXT" || v.Card.Subject.Sector != "EXT" || len(v.Gaps.Gaps) == 0 {
		t.Errorf("sector %s and %s, %d gaps", v.Organisation.Sector, v.Card.Subject.Sector, len(v.Gaps.Gaps))
	}
}
