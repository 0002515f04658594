package app_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vigil/internal/app"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

func init() {
	calls["Workbook"] = call{app.WorkbookAction, func(a *app.App, by vigil.Actor) error {
		return a.Workbook(ctx, by, "acme-1", true, io.Discard)
	}}
}

// TestWorkbookRoundTrip: a filled workbook comes back and changes nothing; a blank one leaves every answer as it is.
func TestWorkbookRoundTrip(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	sub := answersTo(a)
	_, err := a.Import(ctx, guest, "acme-1", sub, app.ImportOptions{})
	must(t, err)
	back := func(by vigil.Actor, blank bool) vigil.Submission {
		t.Helper()
		var b bytes.Buffer
		must(t, a.Workbook(ctx, by, "acme-1", blank, &b))
		path := filepath.Join(t.TempDir(), "acme.xlsx")
		must(t, os.WriteFile(path, b.Bytes(), 0o600))
		got, ps := spreadsheet.ReadWorkbook(path)
		must(t, ps.Err())
		return got
	}
	for _, by := range []vigil.Actor{admin, guest} {
		got, err := a.Import(ctx, by, "acme-1", back(by, false), app.ImportOptions{})
		must(t, err)
		if got.Counts != (app.ImportCounts{Rows: got.Counts.Rows, Unchanged: len(sub.Entries)}) || len(got.Cells) > 0 {
			t.Errorf("the workbook of %s came back as %+v", by.Role, got)
		}
	}
	got, err := a.Import(ctx, guest, "acme-1", back(guest, true), app.ImportOptions{})
	must(t, err)
	if got.Counts != (app.ImportCounts{Rows: got.Counts.Rows, Kept: len(sub.Entries)}) || stored(t, a, "acme-1") != len(sub.Entries) {
		t.Errorf("the blank workbook came back as %+v", got)
	}
	list, err := a.AuditEntries(ctx, admin)
	must(t, err)
	if last := list[len(list)-2]; last.Action != "assessment.workbook" || !strings.HasPrefix(last.Detail, "export code") {
		t.Errorf("the export left %+v", last)
	}
}

// TestReferencesTravel: all references of an answer come back with every field, nobody loses one to a format that
// carries less, and a respondent makes none public.
func TestReferencesTravel(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	sub := answersTo(a)
	sub.WholeEvidence = true
	list := []vigil.Evidence{{Title: "Policy", Link: "https://example.org/policy", Grade: vigil.E2, Date: "2026-01-15", Page: "3", Quote: "We will.", Public: true},
		{Title: "Minutes", Grade: vigil.E1, Page: "9"}}
	entry(t, &sub, "BE.a.1").Evidence = list
	_, err := a.Import(ctx, admin, "acme-1", sub, app.ImportOptions{})
	must(t, err)
	held := func() []vigil.Evidence {
		t.Helper()
		_, all, err := a.Answers(ctx, admin, "acme-1")
		must(t, err)
		var out []vigil.Evidence
		for _, e := range all {
			if e.Question == "BE.a.1" {
				out = append(out, vigil.Evidence{Title: e.Title, Link: e.Link, Grade: e.Grade, Date: e.Date, Page: e.Page, Quote: e.Quote, Public: e.Public})
			}
		}
		return out
	}
	var b bytes.Buffer
	must(t, a.Workbook(ctx, admin, "acme-1", false, &b))
	path := filepath.Join(t.TempDir(), "acme.xlsx")
	must(t, os.WriteFile(path, b.Bytes(), 0o600))
	back, ps := spreadsheet.ReadWorkbook(path)
	must(t, ps.Err())
	for _, c := range []struct {
		name   string
		by     vigil.Actor
		whole  bool
		change func([]vigil.Evidence) []vigil.Evidence
		want   []vigil.Evidence
	}{
		{"the same workbook", admin, true, func(l []vigil.Evidence) []vigil.Evidence { return l }, list},
		{"sorted otherwise", admin, true, func(l []vigil.Evidence) []vigil.Evidence { return []vigil.Evidence{l[1], l[0]} }, list},
		{"a format without pages", admin, false, func([]vigil.Evidence) []vigil.Evidence {
			return []vigil.Evidence{{Title: "Policy", Link: "https://example.org/policy", Grade: vigil.E2, Date: "2026-01-15"}, {Title: "Minutes", Grade: vigil.E1}}
		}, list},
		{"a respondent", guest, true, func(l []vigil.Evidence) []vigil.Evidence {
			return []vigil.Evidence{with(l[0], func(e *vigil.Evidence) { e.Public = false }), with(l[1], func(e *vigil.Evidence) { e.Public = true })}
		}, list},
		{"a page taken back", admin, true, func(l []vigil.Evidence) []vigil.Evidence {
			return []vigil.Evidence{l[0], with(l[1], func(e *vigil.Evidence) { e.Page, e.Public = "", true })}
		}, []vigil.Evidence{list[0], {Title: "Minutes", Grade: vigil.E1, Public: true}}},
		{"a respondent's workbook of before", guest, true, func(l []vigil.Evidence) []vigil.Evidence { return l }, []vigil.Evidence{list[0], {Title: "Minutes", Grade: vigil.E1, Public: true}}}, // which changed nothing, so that later changes stay
	} {
		t.Run(c.name, func(t *testing.T) {
			sub := back
			sub.WholeEvidence = c.whole
			sub.Entries = slices.Clone(back.Entries)
			e := entry(t, &sub, "BE.a.1")
			e.Evidence = c.change(slices.Clone(e.Evidence))
			_, err := a.Import(ctx, c.by, "acme-1", sub, app.ImportOptions{})
			must(t, err)
			if got := held(); !slices.Equal(got, c.want) {
				t.Errorf("on file are %+v, want %+v", got, c.want)
			}
		})
	}
}

// with is a changed copy of a reference.
func with(e vigil.Evidence, change func(*vigil.Evidence)) vigil.Evidence {
	change(&e)
	return e
}
