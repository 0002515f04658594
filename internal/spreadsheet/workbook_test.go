package spreadsheet_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"vigil/internal/catalogue"
	"vigil/internal/question"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
	"vigil/questionnaires"
)

// filled is a workbook of the quick scan with some answers, hostile texts among them.
func filled(t testing.TB) spreadsheet.Workbook {
	t.Helper()
	c, ps := catalogue.Load(questionnaires.Files, "provisions.yaml", "crosswalk.yaml", "methodologies", "company-quick.yaml", "bank")
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	q, m, err := c.Questionnaire("company-quick")
	if err != nil {
		t.Fatal(err)
	}
	log := vigil.SearchLog{Date: "2026-05-01", Sources: "court registers", Languages: "en", Terms: "@company"}
	return spreadsheet.Workbook{Questionnaire: q, Methodology: m, Crosswalk: c.Crosswalk, ExportID: "x1", Language: "en",
		Organisation: vigil.Organisation{Code: "acme", Name: "=Acme (fictional)"},
		Assessment:   vigil.Assessment{Code: "acme-2026", Questionnaire: q.Ref(), Mode: vigil.SELF, Cutoff: "2026-06-30", Status: vigil.Draft},
		Answers: []vigil.Answer{
			{Question: "BE.0.1", State: vigil.Answered, Value: "0", Grade: vigil.E2, Date: "2026-01-15", Note: "=1+1"},
			{Question: "BE.a.1", State: vigil.Answered, Value: "3", Grade: vigil.E2, Date: "2026-01-15", Note: "+SUM(A1)\nsecond line"},
			{Question: "BE.a.2", State: vigil.Refused, Note: "'quoted"},
			{Question: "BE.e.2", State: vigil.Answered, Value: "public_participation;public_reason", Grade: vigil.E1},
			{Question: "BE.e.3", State: vigil.Answered, Value: "clear", Search: log},
			{Question: "BE.h.2", State: vigil.Answered, Value: vigil.NoElements},
			{Question: "SCR.2", State: vigil.Answered, Value: "yes"},
		},
		Evidence: []vigil.Evidence{{Question: "BE.a.1", Title: "=Policy", Link: "https://example.org/policy", Grade: vigil.E2, Date: "2026-01-15"}},
	}
}

func written(t testing.TB, b spreadsheet.Workbook) string {
	t.Helper()
	var out bytes.Buffer
	if err := spreadsheet.WriteWorkbook(&out, b); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "book.xlsx")
	if err := os.WriteFile(name, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// read reads a workbook back into answers.
func read(t testing.TB, b spreadsheet.Workbook, name string) (map[string]vigil.Answer, vigil.Problems) {
	t.Helper()
	sub, ps := spreadsheet.ReadWorkbook(name)
	if len(ps) > 0 {
		return nil, ps
	}
	if sub.Assessment != b.Assessment.Code || sub.Questionnaire != b.Questionnaire.Ref() {
		t.Errorf("the stamp reads %q and %q", sub.Assessment, sub.Questionnaire)
	}
	readings, ps := question.ReadAll(b.Questionnaire, b.Methodology, sub)
	out := map[string]vigil.Answer{}
	for _, r := range readings {
		out[r.Answer.Question] = r.Answer
	}
	return out, ps
}

func TestAFilledWorkbookComesBackEqual(t *testing.T) {
	b := filled(t)
	got, ps := read(t, b, written(t, b))
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	want := map[string]vigil.Answer{}
	for _, a := range b.Answers {
		want[a.Question] = a
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestABlankWorkbookHoldsNoAnswers(t *testing.T) {
	b := filled(t)
	b.Answers, b.Evidence = nil, nil
	got, ps := read(t, b, written(t, b))
	if len(ps) > 0 || len(got) > 0 {
		t.Errorf("a blank workbook gives %v %v", got, ps)
	}
}

func TestNoCellIsEverAFormula(t *testing.T) {
	f, err := excelize.OpenFile(written(t, filled(t)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c := range row {
				cell, err := excelize.CoordinatesToCellName(c+1, r+1)
				if err != nil {
					t.Fatal(err)
				}
				if formula, err := f.GetCellFormula(sheet, cell); err != nil || formula != "" {
					t.Errorf("%s!%s holds the formula %q (%v)", sheet, cell, formula, err)
				}
			}
		}
	}
}
