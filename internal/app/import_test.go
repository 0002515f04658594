package app_test

import (
	"testing"

	"vigil/internal/app"
	"vigil/internal/vigil"
)

// TestImportRefused: whatever is wrong, all of it is said and nothing at all is stored.
func TestImportRefused(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	for name, c := range map[string]struct {
		spoil func(*vigil.Submission)
		kind  vigil.ErrorKind
		words []string
	}{
		"two bad among good": {func(s *vigil.Submission) {
			entry(t, s, "BE.a.1").Value = "7"
			s.Entries = append(s.Entries, vigil.Entry{Question: "XX.1", Value: "1", Place: vigil.Place{File: "answers.csv", Line: 99}})
		}, vigil.Invalid, []string{"BE.a.1", "answers.csv:99", "XX.1"}},
		"mail in a note":       {func(s *vigil.Submission) { entry(t, s, "BE.a.1").Note = "ask jane@example.org" }, vigil.Invalid, []string{"mail address"}},
		"phone in a quote":     {func(s *vigil.Submission) { entry(t, s, "BE.a.1").Evidence[0].Quote = "call +51 984 555 123" }, vigil.Invalid, []string{"telephone"}},
		"mail in a title":      {func(s *vigil.Submission) { entry(t, s, "BE.a.1").Evidence[0].Title = "Letter to jane@example.org" }, vigil.Invalid, []string{"mail address"}},
		"position in a search": {func(s *vigil.Submission) { entry(t, s, "BE.e.3").Search.Terms = "-12.04637, -77.04279" }, vigil.Invalid, []string{"coordinates"}},
		"other assessment":     {func(s *vigil.Submission) { s.Assessment = "other-1" }, vigil.Invalid, []string{"other-1", "acme-1"}},
		"other edition":        {func(s *vigil.Submission) { s.Questionnaire = "company-quick@9.9.9" }, vigil.Invalid, []string{"company-quick@9.9.9"}},
		"other organisation":   {func(s *vigil.Submission) { entry(t, s, "BE.a.1").Subject = "rival" }, vigil.Invalid, []string{"rival"}},
		"unknown unit":         {func(s *vigil.Submission) { entry(t, s, "BE.a.1").Unit = "moon" }, vigil.Invalid, []string{"moon"}},
		"own not applicable": {func(s *vigil.Submission) {
			e := entry(t, s, "BE.a.1")
			e.Value, e.State = "", "not_applicable"
		}, vigil.Invalid, []string{"BE.a.1"}},
		"long note": {func(s *vigil.Submission) { entry(t, s, "BE.a.1").Note = string(make([]rune, 20001)) }, vigil.Invalid, []string{"20000"}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, dry := range []bool{true, false} {
				sub := answersTo(a)
				c.spoil(&sub)
				before := audits(t, a)
				_, err := a.Import(ctx, admin, "acme-1", sub, app.ImportOptions{DryRun: dry})
				refused(t, err, c.kind, c.words...)
				if n := stored(t, a, "acme-1"); n != 0 || audits(t, a) != before {
					t.Errorf("refused, and yet %d answers and %d new audit entries", n, audits(t, a)-before)
				}
			}
		})
	}
	_, err := a.Import(ctx, admin, "none", answersTo(a), app.ImportOptions{})
	refused(t, err, vigil.NotFound)
}

func TestImportCounts(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	sub := answersTo(a)
	all := len(sub.Entries)
	items := all - 10 // screening questions carry no reference
	want := func(o app.ImportOptions, w app.ImportCounts) {
		t.Helper()
		got, err := a.Import(ctx, admin, "acme-1", sub, o)
		must(t, err)
		if w.Rows = sub.Rows; got.Counts != w {
			t.Errorf("%+v: %+v, want %+v", o, got.Counts, w)
		}
	}
	want(app.ImportOptions{DryRun: true}, app.ImportCounts{New: all, Evidence: items})
	if stored(t, a, "acme-1") != 0 {
		t.Error("the dry run stored something")
	}
	want(app.ImportOptions{}, app.ImportCounts{New: all, Evidence: items})
	want(app.ImportOptions{}, app.ImportCounts{Unchanged: all})
	entry(t, &sub, "BE.a.1").Value = "3"
	entry(t, &sub, "BE.a.2").Value = ""
	*entry(t, &sub, "BE.a.2") = vigil.Entry{Question: "BE.a.2"} // untouched: stays as it is
	want(app.ImportOptions{Prefer: app.FromServer}, app.ImportCounts{Conflicts: 1, Unchanged: all - 2})
	want(app.ImportOptions{Prefer: app.FromFile}, app.ImportCounts{Conflicts: 1, Unchanged: all - 2})
	want(app.ImportOptions{}, app.ImportCounts{Unchanged: all - 1})
	if stored(t, a, "acme-1") != all {
		t.Error("an untouched question lost its answer")
	}
}

// TestFileCannotApprove: only a reviewer approves, a changed answer loses the approval, an unchanged one keeps it.
func TestFileCannotApprove(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	sub := answersTo(a)
	e := entry(t, &sub, "SCR.2")
	e.Value, e.Approved = "no", "rui"
	approved := func() string {
		t.Helper()
		_, err := a.Import(ctx, admin, "acme-1", sub, app.ImportOptions{Prefer: app.FromFile})
		must(t, err)
		list, _, err := a.Answers(ctx, admin, "acme-1")
		must(t, err)
		for _, x := range list {
			if x.Question == "SCR.2" {
				return x.ApprovedBy
			}
		}
		return "no answer"
	}
	if by := approved(); by != "" {
		t.Errorf("the file approved itself as %q", by)
	}
	refused(t, a.Approve(ctx, other, "acme-1", "", "BE.a.1"), vigil.Invalid, "needs no approval")
	refused(t, a.Approve(ctx, other, "acme-1", "", "XX.1"), vigil.NotFound)
	refused(t, a.Approve(ctx, vigil.Actor{Person: "Ana", Role: vigil.Reviewer}, "acme-1", "", "SCR.2"), vigil.Invalid, "you wrote this answer")
	must(t, a.Approve(ctx, other, "acme-1", "", "SCR.2"))
	if by := approved(); by != other.Person {
		t.Errorf("an unchanged answer has the approval of %q", by)
	}
	e.Note = "another map"
	if by := approved(); by != "" {
		t.Errorf("a changed answer keeps the approval of %q", by)
	}
	e.Grade = "E0"
	approved()
	refused(t, a.Approve(ctx, other, "acme-1", "", "SCR.2"), vigil.Invalid, "no document")
}
