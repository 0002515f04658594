package app_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
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
	_, err := a.Import(ctx, guest, "acme-1", sub, false)
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
		got, err := a.Import(ctx, by, "acme-1", back(by, false), false)
		must(t, err)
		if got.New != 0 || got.Changed != 0 || got.Evidence != 0 || got.Unchanged != len(sub.Entries) {
			t.Errorf("the workbook of %s came back as %+v", by.Role, got)
		}
	}
	got, err := a.Import(ctx, guest, "acme-1", back(guest, true), false)
	must(t, err)
	if got.New+got.Changed+got.Unchanged+got.Evidence != 0 || stored(t, a, "acme-1") != len(sub.Entries) {
		t.Errorf("the blank workbook came back as %+v", got)
	}
	list, err := a.AuditEntries(ctx, admin)
	must(t, err)
	if last := list[len(list)-2]; last.Action != "assessment.workbook" || !strings.HasPrefix(last.Detail, "export code") {
		t.Errorf("the export left %+v", last)
	}
}
