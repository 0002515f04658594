package spreadsheet_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
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
	c, ps := catalogue.Load(questionnaires.Files, "provisions.yaml", "crosswalk.yaml", "methodologies", "company-quick.yaml")
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

// edit changes a written workbook with the library, as its owner would with a spreadsheet program.
func edit(t *testing.T, name string, change func(f *excelize.File) error) {
	t.Helper()
	f, err := excelize.OpenFile(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := change(f); err != nil {
		t.Fatal(err)
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
}

// cellOf finds the cell of a column in the row of an id.
func cellOf(t *testing.T, f *excelize.File, id, column string) string {
	t.Helper()
	rows, err := f.GetRows("Answers")
	if err != nil {
		t.Fatal(err)
	}
	for c, name := range rows[0] {
		for r, row := range rows {
			if name == column && len(row) > 0 && row[0] == id {
				cell, err := excelize.CoordinatesToCellName(c+1, r+1)
				if err != nil {
					t.Fatal(err)
				}
				return cell
			}
		}
	}
	t.Fatalf("no row %s or column %s", id, column)
	return ""
}

func TestProblemsOfAWorkbookAreAllNamedWithTheirCells(t *testing.T) {
	b := filled(t)
	name := written(t, b)
	var cells []string
	edit(t, name, func(f *excelize.File) error {
		for _, x := range [][3]string{{"BE.0.1", "Answer", "7"}, {"BE.a.1", "Evidence date", "15.01.2026"}, {"BE.a.4", "State", "not_applicable"},
			{"BE.e.2/parallel_action", "Answer", "perhaps"}, {"BE.b.1", "Evidence grade", "E9"}} {
			cell := cellOf(t, f, x[0], x[1])
			cells = append(cells, cell)
			if err := f.SetCellStr("Answers", cell, x[2]); err != nil {
				return err
			}
		}
		return f.SetCellStr("Answers", cellOf(t, f, "BE.b.1", "Answer"), "1")
	})
	sub, ps := spreadsheet.ReadWorkbook(name)
	_, more := question.ReadAll(b.Questionnaire, b.Methodology, sub)
	text := append(ps, more...).Error()
	for _, cell := range cells {
		if !strings.Contains(text, "Answers!"+cell+": ") {
			t.Errorf("nothing is said about Answers!%s in\n%s", cell, text)
		}
	}
}

func TestARowWithoutAnIdIsNotPassedOver(t *testing.T) {
	name := written(t, filled(t))
	edit(t, name, func(f *excelize.File) error {
		if err := f.SetCellStr("Answers", cellOf(t, f, "BE.a.1", "Answer"), ""); err != nil { // the note alone is left
			return err
		}
		return f.SetCellStr("Answers", cellOf(t, f, "BE.a.1", "Id"), "")
	})
	if _, ps := spreadsheet.ReadWorkbook(name); !strings.Contains(ps.Error(), "without an id") {
		t.Errorf("a row with a note and no id was passed over: %v", ps)
	}
}

func TestRowsAreFoundByIdNotByPosition(t *testing.T) {
	b := filled(t)
	want, ps := read(t, b, written(t, b))
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	name := written(t, b)
	edit(t, name, func(f *excelize.File) error {
		rows, err := f.GetRows("Answers")
		if err != nil {
			return err
		}
		for i, r := range rows[1:] {
			to := len(rows) - i // upside down
			for c := range rows[0] {
				cell, err := excelize.CoordinatesToCellName(c+1, to)
				if err != nil {
					return err
				}
				v := ""
				if c < len(r) {
					v = r[c]
				}
				if err := f.SetCellStr("Answers", cell, v); err != nil {
					return err
				}
			}
		}
		_, err = f.NewSheet("My own sheet")
		return err
	})
	got, ps := read(t, b, name)
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestADateThatBecameANumberIsReadAsADate(t *testing.T) {
	b := filled(t)
	name := written(t, b)
	edit(t, name, func(f *excelize.File) error {
		return f.SetCellInt("Answers", cellOf(t, f, "BE.0.1", "Evidence date"), 46037)
	})
	got, ps := read(t, b, name)
	if len(ps) > 0 || got["BE.0.1"].Date != "2026-01-15" {
		t.Errorf("read %q %v", got["BE.0.1"].Date, ps)
	}
}
