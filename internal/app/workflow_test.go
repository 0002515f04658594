package app_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vigil/internal/app"
	"vigil/internal/vigil"
)

// TestMainJob goes the whole way once on each database.
func TestMainJob(t *testing.T) { each(t, mainJob) }

func mainJob(t *testing.T, a *app.App) {
	begin(t, a, "acme", vigil.SELF)
	if _, err := a.Import(ctx, guest, "acme-1", answersTo(a), app.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	refused(t, a.Finalise(ctx, other, "acme-1"), vigil.Conflict, "draft")
	refused(t, a.Review(ctx, other, "acme-1"), vigil.Conflict, "submit it first")
	must(t, a.Submit(ctx, guest, "acme-1"))
	n := audits(t, a)
	must(t, a.Submit(ctx, guest, "acme-1")) // twice is once
	if audits(t, a) != n {
		t.Error("a second submit left an entry")
	}
	if _, err := a.Import(ctx, guest, "acme-1", answersTo(a), app.ImportOptions{}); vigil.KindOf(err) != vigil.Conflict {
		t.Errorf("a submitted assessment took answers: %v", err)
	}
	must(t, a.Review(ctx, other, "acme-1"))
	refused(t, a.Return(ctx, other, "acme-1", " "), vigil.Invalid, "reason")
	refused(t, a.Return(ctx, other, "acme-1", "ask jane@example.org"), vigil.Invalid, "mail address")
	must(t, a.Return(ctx, other, "acme-1", "BE.a.1 lacks its date, as does BE.e.3."))
	shown := func(by vigil.Actor) vigil.Assessment {
		t.Helper()
		as, org, err := a.Assessment(ctx, by, "acme-1")
		must(t, err)
		if org.Code != "acme" {
			t.Errorf("the assessment is shown with %q", org.Code)
		}
		return as
	}
	if as := shown(guest); as.Status != vigil.Returned || as.ReturnReason != "BE.a.1 lacks its date, as does BE.e.3." || as.ReturnedAt == nil || !as.ReturnedAt.Equal(noon) {
		t.Errorf("who gets it back sees %+v", as)
	}
	if list, err := a.Assessments(ctx, vigil.Actor{Person: "x", Role: vigil.Viewer}, "acme"); err != nil || list[0].ReturnReason != "" {
		t.Errorf("a viewer sees the reviewer's words: %+v, %v", list, err)
	}
	must(t, a.Submit(ctx, guest, "acme-1"))
	must(t, a.Review(ctx, other, "acme-1"))
	refused(t, a.Reopen(ctx, other, "acme-1", "a date was wrong"), vigil.Conflict, "only a final or a published one")
	before, _, err := a.Score(ctx, other, "acme-1")
	must(t, err)
	finalise(t, a, other, "acme-1")
	card, gaps, err := a.Score(ctx, admin, "acme-1")
	must(t, err)
	if diff := cmp.Diff(before, card); diff != "" || !card.Rated || card.Final == nil || len(gaps.Gaps) == 0 {
		t.Errorf("the kept scorecard differs from the one computed:\n%s", diff)
	}
	if as := shown(other); as.ReturnReason != "" {
		t.Errorf("a final assessment keeps %q", as.ReturnReason)
	}
	for _, name := range []string{app.GapReport, app.ScorecardReport} {
		r, err := a.Report(ctx, admin, name, "acme-1")
		must(t, err)
		text, err := json.Marshal(r)
		must(t, err)
		if r.ID != name || !strings.Contains(string(text), card.Final.String()) || r.Draft == "" {
			t.Errorf("report %s lacks the score %s or the draft mark", name, card.Final)
		}
	}
	_, err = a.Report(ctx, admin, "poem", "acme-1")
	refused(t, err, vigil.NotFound, "poem")
	summaries(t, a)
	refused(t, a.Reopen(ctx, other, "acme-1", " "), vigil.Invalid, "reason")
	must(t, a.Reopen(ctx, other, "acme-1", "A date was wrong."))
	must(t, a.VerifyAudit(ctx, admin))
	list, err := a.AuditEntries(ctx, admin)
	must(t, err)
	returned := false
	for _, e := range list {
		if strings.Contains(e.Detail, "lacks its date") {
			t.Errorf("the audit log keeps content: %+v", e)
		}
		returned = returned || e.Action == "assessment.return" && e.Detail == "questions BE.a.1 BE.e.3" && e.Person == other.Person
	}
	if !returned {
		t.Errorf("no entry for the return in %+v", list)
	}
}

func summaries(t *testing.T, a *app.App) {
	t.Helper()
	begin(t, a, "bench", vigil.BENCH)
	_, err := a.Summary(ctx, admin, nil)
	refused(t, err, vigil.Invalid, "at least one")
	r, err := a.Summary(ctx, admin, []string{"acme-1", "bench-1"})
	must(t, err)
	if len(r.Sections) != 3 {
		t.Fatalf("the summary has %d sections, not an overview and one for each mode", len(r.Sections))
	}
	for i, names := range [][2]string{{"Example bench", "Example acme"}, {"Example acme", "Example bench"}} {
		if text, _ := json.Marshal(r.Sections[i+1]); !strings.Contains(string(text), names[0]) || strings.Contains(string(text), names[1]) {
			t.Errorf("section %s is not that of %s alone", r.Sections[i+1].Title, names[0])
		}
	}
}

// TestSubmitUnfinished: mode SELF lists everything that is open, and tells its kinds apart; other modes may leave it.
func TestSubmitUnfinished(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	sub := answersTo(a)
	set := func(id, value, state string) {
		e := entry(t, &sub, id)
		e.Value, e.State = value, state
	}
	*entry(t, &sub, "BE.a.1") = vigil.Entry{Question: "BE.a.1"}
	*entry(t, &sub, "SCR.8") = vigil.Entry{Question: "SCR.8"}
	set("BE.a.2", "", "not_assessed")
	set("BE.b.1", "", "withheld_for_safety")
	set("BE.b.2", "", "withheld_for_safety")
	set("BE.d.2", "", "refused")
	set("BE.g.1", "", "not_disclosed")
	entry(t, &sub, "BE.h.4").Search = vigil.SearchLog{}
	_, err := a.Import(ctx, admin, "acme-1", sub, app.ImportOptions{})
	must(t, err)
	must(t, a.Approve(ctx, other, "acme-1", "", "BE.b.2"))
	err = a.Submit(ctx, guest, "acme-1")
	refused(t, err, vigil.Invalid, "BE.a.1: was not answered", "SCR.8: was not answered", "BE.a.2: is marked as not assessed",
		"BE.b.1: is withheld for safety, but no reviewer", "BE.h.4: was answered, but")
	if n := len(strings.Split(err.Error(), "\n")); n != 5 {
		t.Errorf("%d problems, want 5:\n%v", n, err)
	}
	list, err := a.Assessments(ctx, admin, "acme")
	must(t, err)
	if list[0].Status != vigil.Draft || list[0].SubmittedAt != nil {
		t.Errorf("refused, and yet %+v", list[0])
	}
	begin(t, a, "bench", vigil.BENCH)
	must(t, a.Submit(ctx, admin, "bench-1"))
}

// TestLostUpdate: what was changed meanwhile is never overwritten.
func TestLostUpdate(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	list, err := a.Organisations(ctx, admin)
	must(t, err)
	mine, theirs := list[0], list[0]
	theirs.Name = "Theirs"
	_, err = a.UpdateOrganisation(ctx, admin, theirs)
	must(t, err)
	mine.Name = "Mine"
	_, err = a.UpdateOrganisation(ctx, admin, mine)
	refused(t, err, vigil.Conflict)
	list, err = a.Organisations(ctx, admin)
	must(t, err)
	if list[0].Name != "Theirs" {
		t.Errorf("the name is %q", list[0].Name)
	}
}

// TestChangedEdition: a file that changed under a used edition is refused wherever it would matter.
func TestChangedEdition(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	changed, cat := *a.Catalogue.Questionnaires[0], *a.Catalogue
	changed.Digest = strings.Repeat("0", 64)
	cat.Questionnaires = []*vigil.Questionnaire{&changed}
	a.Catalogue = &cat
	_, err := a.NewAssessment(ctx, admin, app.NewAssessment{Organisation: "acme", Questionnaire: "company-quick", Mode: vigil.SELF})
	refused(t, err, vigil.Conflict, "new edition")
	_, err = a.Import(ctx, admin, "acme-1", vigil.Submission{}, app.ImportOptions{})
	refused(t, err, vigil.Conflict, "new edition")
	_, _, err = a.Score(ctx, admin, "acme-1")
	refused(t, err, vigil.Conflict, "new edition")
}

func TestNewRefused(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	_, err := a.NewOrganisation(ctx, admin, vigil.Organisation{Code: "a b", LEI: "X", Sector: "FUN"})
	refused(t, err, vigil.Invalid, "code", "name", "lei", "sector")
	_, err = a.NewOrganisation(ctx, admin, vigil.Organisation{Code: "acme", Name: "Twin"})
	refused(t, err, vigil.Conflict)
	_, err = a.NewAssessment(ctx, admin, app.NewAssessment{Organisation: "acme", Questionnaire: "none"})
	refused(t, err, vigil.NotFound)
	_, err = a.NewAssessment(ctx, admin, app.NewAssessment{Organisation: "acme", Questionnaire: "company-quick", Mode: "X", Cutoff: "1.2.2026", Purpose: "for jane@example.org"})
	refused(t, err, vigil.Invalid, "mode", "cutoff", "purpose")
	_, err = a.NewAssessment(ctx, admin, app.NewAssessment{Organisation: "none", Questionnaire: "company-quick", Mode: vigil.SELF})
	refused(t, err, vigil.NotFound)
	refused(t, a.AddMember(ctx, admin, "acme", "", "king"), vigil.Invalid, "person", "king")
	refused(t, a.PutUnits(ctx, admin, "acme", []vigil.Unit{{Code: "x", Parent: "y"}, {Code: "y", Parent: "x"}, {Code: "z", Parent: "gone"}, {Code: "z"}}), vigil.Invalid, "circle", "gone", "twice")
	must(t, a.PutUnits(ctx, admin, "acme", []vigil.Unit{{Code: "north", Kind: "site"}}))
}
