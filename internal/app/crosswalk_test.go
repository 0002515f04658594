package app_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"vigil/internal/app"
	"vigil/internal/vigil"
)

// A crosswalk changes nothing and leaves the framework in the audit log; what does not exist leaves nothing.
func TestCrosswalk(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	_, err := a.Import(ctx, admin, "acme-1", answersTo(a), app.ImportOptions{})
	must(t, err)
	r, err := a.Crosswalk(ctx, admin, "acme-1", "CSDDD")
	must(t, err)
	if r.ID != "crosswalk" || len(r.Sections) < 4 {
		t.Errorf("the report is %q with %d sections", r.ID, len(r.Sections))
	}
	list, err := a.AuditEntries(ctx, admin)
	must(t, err)
	if last := list[len(list)-1]; last.Action != string(app.CrosswalkAction) || last.Subject != "assessment:acme-1" || last.Detail != "csddd" {
		t.Errorf("the crosswalk left %+v", last)
	}
	before := audits(t, a)
	_, err = a.Crosswalk(ctx, admin, "acme-1", "iso")
	refused(t, err, vigil.NotFound, `no framework "iso"`, "ungp, oecd,", "csddd")
	_, err = a.Crosswalk(ctx, admin, "none", "csddd")
	refused(t, err, vigil.NotFound, "none")
	if audits(t, a) != before {
		t.Error("a refusal left an audit entry")
	}
}

// No framework's crosswalk may claim that one thing stands for another, or that anybody keeps a framework.
func TestCrosswalkClaimsNothing(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	_, err := a.Import(ctx, admin, "acme-1", answersTo(a), app.ImportOptions{})
	must(t, err)
	claim := regexp.MustCompile(`(?i)equivalen|compliant|compl(y|ies) with|in compliance|conform`)
	for _, f := range a.Catalogue.Crosswalk.Frameworks {
		r, err := a.Crosswalk(ctx, admin, "acme-1", f.ID)
		must(t, err)
		text, err := json.Marshal(r)
		must(t, err)
		if words := claim.FindAllString(string(text), -1); len(words) > 0 {
			t.Errorf("%s says %q", f.ID, words)
		}
	}
}

// A cell from memory leaves the program nowhere: not in the gap report, not in a crosswalk, not in a workbook.
func TestOnlyLookedUpReferencesLeave(t *testing.T) {
	const memory, lookedUp = "from memory 77", "looked up 78"
	a := onSQLite(t)
	own := *a.Catalogue
	own.Crosswalk.Cells = append(slices.Clone(own.Crosswalk.Cells), vigil.CrosswalkCell{Provision: "BE.a", Framework: "csddd", Reference: memory, Status: "m"},
		vigil.CrosswalkCell{Provision: "BE.a", Framework: "csddd", Reference: lookedUp, Status: "v"})
	a.Catalogue = &own
	begin(t, a, "acme", vigil.SELF)
	_, err := a.Import(ctx, admin, "acme-1", answersTo(a), app.ImportOptions{})
	must(t, err)
	texts := map[string]string{}
	gap, err := a.Report(ctx, admin, app.GapReport, "acme-1")
	must(t, err)
	crosswalk, err := a.Crosswalk(ctx, admin, "acme-1", "csddd")
	must(t, err)
	for name, r := range map[string]vigil.Report{"gap report": gap, "crosswalk": crosswalk} {
		text, err := json.Marshal(r)
		must(t, err)
		texts[name] = string(text)
	}
	var book bytes.Buffer
	must(t, a.Workbook(ctx, admin, "acme-1", false, &book))
	files, err := zip.NewReader(bytes.NewReader(book.Bytes()), int64(book.Len()))
	must(t, err)
	for _, f := range files.File {
		in, err := f.Open()
		must(t, err)
		text, err := io.ReadAll(in)
		must(t, err)
		texts["workbook"] += string(text)
	}
	for name, text := range texts {
		if strings.Contains(text, memory) || !strings.Contains(text, lookedUp) {
			t.Errorf("the %s prints a cell from memory, or not the one that was looked up", name)
		}
	}
}
