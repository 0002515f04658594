package spreadsheet_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

// file writes a file for the reader of answer files and gives what it says.
func file(t *testing.T, name, text string) (vigil.Submission, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return spreadsheet.ReadFile(context.Background(), path)
}

func TestAnswersInJSON(t *testing.T) {
	sub, err := file(t, "a.json", `{"questionnaire": "company-quick@0.1.0", "assessment": "a1", "answers": [
		{"question": "BE.a.1", "unit": "north", "value": 3, "grade": "E2", "date": "2026-01-15", "note": "n", "search": {"date": "2026-01-01"},
		 "evidence": [{"title": "Policy", "page": "7", "quote": "q"}, {"title": "Minutes", "grade": "E1"}]},
		{"question": "BE.a.2", "state": "refused", "value": null, "evidence": [{"title": "Letter"}]}, {"question": "BE.a.4", "value": "-1.50"}]}`)
	if err != nil {
		t.Fatal(err)
	}
	if sub.Questionnaire != "company-quick@0.1.0" || sub.Assessment != "a1" || sub.Rows != 3 || len(sub.Entries) != 3 || sub.WholeEvidence {
		t.Fatalf("%+v", sub)
	}
	e := sub.Entries[0]
	want := []vigil.Evidence{{Unit: "north", Question: "BE.a.1", Title: "Policy", Grade: vigil.E2, Page: "7", Quote: "q"}, {Unit: "north", Question: "BE.a.1", Title: "Minutes", Grade: vigil.E1}}
	if diff := gocmp.Diff(want, e.Evidence); diff != "" || e.Value != "3" || e.Unit != "north" || e.Search.Date != "2026-01-01" {
		t.Errorf("%s%+v", diff, e)
	}
	if at := e.EvidenceAt(1, "page").String(); at != "a.json: answers[0].evidence[1]" {
		t.Errorf("the second reference stands at %s", at)
	}
	if sub.Entries[1].Value != "" || sub.Entries[1].Evidence[0].Grade != vigil.E0 || sub.Entries[2].Value != "-1.50" {
		t.Errorf("%+v", sub.Entries[1:])
	}
}

func TestProblemsOfJSON(t *testing.T) {
	for text, want := range map[string]string{
		"{":                               "a.json:1:1: this is no answer file: ",
		"{\"answers\": [\n{\"qestion\"":   "a.json:2:",
		`{"answers": [{"qestion": "a"}]}`: `unknown field "qestion"`,
		`{"answers": 3}`:                  "a.json:1:13: this is no answer file: ",
		`{"answers": []} []`:              "there is something after the end of the object; remove it",
		`{"answers": [{"value": "3"}, {"question": "BE.a.1", "value": [3]}]}`: "a.json: answers[0]: the answer names no question; add \"question\" with its id\na.json: answers[1]: the value is neither text nor a number",
	} {
		if sub, err := file(t, "a.json", text); vigil.KindOf(err) != vigil.Invalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%s gives %d entries and says %v, not %q", text, len(sub.Entries), err, want)
		}
	}
}

func TestFilesAreReadByTheirEnding(t *testing.T) {
	if sub, err := file(t, "A.CSV", "question,value\nBE.a.1,3\n"); err != nil || sub.Source != "A.CSV" || len(sub.Entries) != 1 {
		t.Errorf("%+v %v", sub, err)
	}
	for name, want := range map[string]string{"a.ods": "files that end in .ods are not read; open it and save it as Excel workbook", "a.xlsm": "without macros", "a": `the ending "" is not known`} {
		if _, err := file(t, name, "x"); vigil.KindOf(err) != vigil.Invalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v does not say %q", name, err, want)
		}
	}
	if _, err := spreadsheet.ReadFile(context.Background(), os.DevNull); vigil.KindOf(err) != vigil.Invalid || !strings.Contains(err.Error(), "no ordinary file") {
		t.Error(err)
	}
}

func TestAStoppedReadingIsNoProblemOfTheFile(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := spreadsheet.ReadFile(ctx, written(t, filled(t))); err == nil || vigil.KindOf(err) == vigil.Invalid {
		t.Error(err)
	}
}
