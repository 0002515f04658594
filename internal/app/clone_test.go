package app_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vigil/internal/app"
	"vigil/internal/catalogue"
	"vigil/internal/vigil"
)

// changedForm gives the app a further edition of the quick scan in which one question was retired, one is answered otherwise, one
// reads otherwise, one is gone and one is new.
func changedForm(t testing.TB, a *app.App) {
	t.Helper()
	q, _, err := a.Catalogue.Questionnaire("company-quick")
	must(t, err)
	next := *q
	next.Edition, next.Digest = "9.0.0", "changed"
	next.Pillars = slices.Clone(q.Pillars)
	for i := range next.Pillars {
		p := &next.Pillars[i]
		p.Indicators = slices.Clone(p.Indicators)
		p.Indicators = slices.DeleteFunc(p.Indicators, func(in vigil.Indicator) bool { return in.ID == "BE.a.4" })
		for j := range p.Indicators {
			switch in := &p.Indicators[j]; in.ID {
			case "BE.a.1":
				in.RetiredBy = "BE.a.2"
			case "BE.a.2":
				in.Question = vigil.Text{"en": "Asked in other words?"}
			case "BE.e.1":
				in.Scale = "date"
			}
		}
	}
	fresh := *q.Question("BE.a.6")
	fresh.ID = "BE.a.99"
	next.Pillars[0].Indicators = append(next.Pillars[0].Indicators, fresh)
	a.Catalogue = &catalogue.Catalogue{Provisions: a.Catalogue.Provisions, Crosswalk: a.Catalogue.Crosswalk, Methodologies: a.Catalogue.Methodologies,
		Banks: a.Catalogue.Banks, Questionnaires: append(slices.Clone(a.Catalogue.Questionnaires), &next), RuleSets: a.Catalogue.RuleSets}
}

// TestClone: answers and references of the last cycle come along unconfirmed, and what did not is named with its reason.
func TestClone(t *testing.T) { each(t, testClone) }

func testClone(t *testing.T, a *app.App) {
	begin(t, a, "acme", vigil.SELF)
	sub := answersTo(a)
	entry(t, &sub, "BE.c.1").Evidence[0].Expires = "2026-01-31"
	_, err := a.Import(ctx, guest, "acme-1", sub, app.ImportOptions{})
	must(t, err)
	must(t, a.Approve(ctx, other, "acme-1", "", approvedOne(t, a)))
	before, references, err := a.Answers(ctx, admin, "acme-1")
	must(t, err)
	changedForm(t, a)
	as, report, err := a.CloneAssessment(ctx, admin, "acme-1", app.CloneAssessment{Period: "2027"})
	must(t, err)
	if as.Questionnaire != "company-quick@9.0.0" || as.Mode != vigil.SELF || as.Status != vigil.Draft || as.Code != "acme-2027" || as.Cutoff != "2026-03-02" {
		t.Errorf("%+v", as)
	}
	want := vigil.CarryOver{From: "acme-1", Form: "company-quick@0.3.0", Carried: len(before) - 3, Evidence: len(references) - 3,
		Changed: []vigil.CarriedAnswer{{Question: "BE.a.2", Why: vigil.CarryWording}},
		Dropped: []vigil.CarriedAnswer{{Question: "BE.a.1", Why: vigil.CarryRetired, By: "BE.a.2"}, {Question: "BE.a.4", Why: vigil.CarryNotAsked}, {Question: "BE.e.1", Why: vigil.CarryScale}},
		New:     []string{"BE.a.99"}, Expired: []vigil.CarriedAnswer{{Question: "BE.c.1", Why: vigil.CarryExpired}}}
	if diff := cmp.Diff(want, report); diff != "" {
		t.Error(diff)
	}
	kept, err := a.CarriedOver(ctx, admin, as.Code)
	must(t, err)
	if diff := cmp.Diff(report, kept); diff != "" {
		t.Errorf("kept otherwise: %s", diff)
	}
	after, evidence, err := a.Answers(ctx, admin, as.Code)
	must(t, err)
	if len(after) != report.Carried || len(evidence) != report.Evidence {
		t.Errorf("%d answers and %d references are on file", len(after), len(evidence))
	}
	for _, x := range after {
		i := slices.IndexFunc(before, func(y vigil.Answer) bool { return y.Question == x.Question })
		was := before[i]
		was.ID, was.AssessmentID, was.Version, was.UpdatedAt, was.ApprovedBy, was.Unconfirmed = x.ID, x.AssessmentID, x.Version, x.UpdatedAt, "", true
		if diff := cmp.Diff(was, x); diff != "" {
			t.Errorf("%s came otherwise: %s", x.Question, diff)
		}
	}
	twice, same, err := a.CloneAssessment(ctx, admin, "acme-1", app.CloneAssessment{Period: "2027"})
	must(t, err)
	if diff := cmp.Diff(report, same); twice.Code != as.Code || diff != "" {
		t.Errorf("the button was pressed twice: %s %s", twice.Code, diff)
	}
	refused(t, a.Submit(ctx, admin, as.Code), vigil.Invalid, "SCR.1")
	o, err := a.Overview(ctx, admin, as.Code)
	must(t, err)
	if o.CarryOver == nil || len(o.Missing) < report.Carried || !o.Can(app.SubmitAction) || len(o.Progress.List(vigil.JumpUnconfirmed)) != report.Carried {
		t.Errorf("the overview tells of %d that block submitting", len(o.Missing))
	}
	again, _, err := a.Answers(ctx, admin, "acme-1")
	must(t, err)
	if diff := cmp.Diff(before, again); diff != "" {
		t.Errorf("the assessment before was changed: %s", diff)
	}
	_, _, err = a.CloneAssessment(ctx, guest, "acme-1", app.CloneAssessment{})
	refused(t, err, vigil.Forbidden)
	_, _, err = a.CloneAssessment(ctx, admin, "acme-1", app.CloneAssessment{Questionnaire: "nothing"})
	refused(t, err, vigil.NotFound, "there is no questionnaire")
	_, _, err = a.CloneAssessment(ctx, admin, "acme-1", app.CloneAssessment{Purpose: "Ask +51 984 555 123"})
	refused(t, err, vigil.Invalid, "purpose")
}

// approvedOne gives a question whose answer a reviewer can approve, so that the test sees the approval go.
func approvedOne(t testing.TB, a *app.App) string {
	t.Helper()
	sub := vigil.Submission{Source: "more.csv", Entries: []vigil.Entry{{Question: "BE.j.4", State: string(vigil.Withheld)}}}
	_, err := a.Import(ctx, guest, "acme-1", sub, app.ImportOptions{Prefer: app.FromFile})
	must(t, err)
	return "BE.j.4"
}
