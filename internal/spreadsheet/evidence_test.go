package spreadsheet_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"vigil/internal/question"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

// referenced is a filled workbook with references of every kind.
func referenced(t testing.TB) spreadsheet.Workbook {
	t.Helper()
	b := filled(t)
	b.Evidence = []vigil.Evidence{
		{Question: "BE.a.1", Title: "=Policy", Link: "https://example.org/policy", Grade: vigil.E2, Date: "2026-01-15"}, // in its row
		{Question: "BE.0.1", Title: "Charter", Grade: vigil.E2, Date: "2026-01-15", Page: "12"},
		{Question: "BE.a.2", Title: "Letter", Link: "https://example.org/letter", Grade: vigil.E1, Date: "2025-12-31", Quote: "-We decline.\nFor now."},
		{Question: "BE.a.2", Title: "Second letter", Grade: vigil.E0},
		{Question: "BE.e.2", Title: "Register", Grade: vigil.E1, Public: true},
		{Question: "BE.e.3", Title: "see sheet Evidence", Grade: vigil.E0},
		{Question: "BE.h.2", Title: "Minutes", Grade: vigil.E0}, // in its row: E0 is what an answer without a grade rests on
	}
	return b
}

func evidenceRead(t testing.TB, b spreadsheet.Workbook, name string) (map[string][]vigil.Evidence, vigil.Problems) {
	t.Helper()
	sub, ps := spreadsheet.ReadWorkbook(name)
	if len(ps) > 0 {
		return nil, ps
	}
	readings, ps := question.ReadAll(b.Questionnaire, b.Methodology, sub)
	out := map[string][]vigil.Evidence{}
	for _, r := range readings {
		if len(r.Evidence) > 0 {
			out[r.Answer.Question] = r.Evidence
		}
	}
	return out, ps
}

func TestEveryReferenceComesBack(t *testing.T) {
	b := referenced(t)
	name := written(t, b)
	want := map[string][]vigil.Evidence{}
	for _, e := range b.Evidence {
		want[e.Question] = append(want[e.Question], e)
	}
	got, ps := evidenceRead(t, b, name)
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	f, err := excelize.OpenFile(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for id, shown := range map[string]string{"BE.a.1": "'=Policy", "BE.a.2": "see sheet Evidence", "BE.e.2": "see sheet Evidence", "BE.h.2": "Minutes", "BE.b.1": ""} {
		if v, err := f.GetCellValue("Answers", cellOf(t, f, id, "Evidence title")); err != nil || v != shown {
			t.Errorf("%s shows %q (%v), want %q", id, v, err, shown)
		}
	}
}

// onEvidence writes rows below those of the sheet of references and gives the number of the first.
func onEvidence(t *testing.T, f *excelize.File, rows ...[]any) int {
	t.Helper()
	const first = 10
	for i, r := range rows {
		cell, err := excelize.CoordinatesToCellName(1, first+i)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetSheetRow("Evidence", cell, &r); err != nil {
			t.Fatal(err)
		}
	}
	return first
}

func TestReferencesCanBeAdded(t *testing.T) {
	b := referenced(t)
	name := written(t, b)
	edit(t, name, func(f *excelize.File) error {
		onEvidence(t, f, []any{"BE.a.1", "", "Report", "https://example.org/report", "E3", 46037, "p. 7", "", "yes"},
			[]any{"BE.a.1", "", "=Policy", "https://example.org/policy", "E2", "2026-01-15"}, // the one in the row, once more
			[]any{"BE.a.1", "", "", "https://example.org/more", "e0"})
		return nil
	})
	got, ps := evidenceRead(t, b, name)
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	want := []vigil.Evidence{b.Evidence[0], {Question: "BE.a.1", Title: "Report", Link: "https://example.org/report", Grade: vigil.E3, Date: "2026-01-15", Page: "p. 7", Public: true},
		{Question: "BE.a.1", Title: "https://example.org/more", Link: "https://example.org/more", Grade: vigil.E0}}
	if diff := cmp.Diff(want, got["BE.a.1"]); diff != "" {
		t.Error(diff)
	}
}

func TestProblemsOfReferencesAreNamedWithTheirCells(t *testing.T) {
	b := referenced(t)
	name := written(t, b)
	edit(t, name, func(f *excelize.File) error {
		onEvidence(t, f, []any{"BE.zz.9", "", "Report", "", "E3"}, []any{"", "", "Report without a question"}, []any{"BE.b.1", "", "Report", "", "E2"},
			[]any{"BE.a.1", "", "Report", "", "E9"}, []any{"BE.a.1", "", "Report", "", "E2", "15.01.2026"}, []any{"BE.a.1", "", "Report", "", ""},
			[]any{"BE.a.1", "", "Report", "", "E2", "", "", "", "perhaps"}, []any{"BE.a.1", "", "", "", "E2"})
		return formula(f, "Evidence", "G18", "1+1")
	})
	sub, ps := spreadsheet.ReadWorkbook(name)
	_, more := question.ReadAll(b.Questionnaire, b.Methodology, sub)
	text := append(ps, more...).Error()
	for _, want := range []string{"Evidence!A10: the questionnaire", "Evidence!C11: something is written in a row without a question id", "BE.b.1: there is neither an answer nor a state",
		"Evidence!E13: BE.a.1: \"E9\" is no grade", "Evidence!F14: BE.a.1: ", "Evidence!E15: BE.a.1: the evidence \"Report\" has no grade", "Evidence!I16: \"perhaps\" is neither yes nor no",
		"Evidence!C17: BE.a.1: a piece of evidence has no title", "Evidence!G18: "} {
		if !strings.Contains(text, want) {
			t.Errorf("nothing says %q in\n%s", want, text)
		}
	}
}

func TestReferencesThatAreGoneAreNotForgotten(t *testing.T) {
	for says, change := range map[string]func(f *excelize.File) error{
		"the sheet Evidence has no row for BE.0.1": func(f *excelize.File) error {
			for range 4 {
				if err := f.RemoveRow("Evidence", 2); err != nil {
					return err
				}
			}
			return nil
		},
		"stand on a sheet Evidence, which is not in the workbook": func(f *excelize.File) error { return f.DeleteSheet("Evidence") },
		`the column "Quote" is missing`:                           func(f *excelize.File) error { return f.RemoveCol("Evidence", "H") },
	} {
		name := written(t, referenced(t))
		edit(t, name, change)
		if _, ps := spreadsheet.ReadWorkbook(name); !strings.Contains(ps.Error(), says) {
			t.Errorf("nothing says %q: %v", says, ps)
		}
	}
}
