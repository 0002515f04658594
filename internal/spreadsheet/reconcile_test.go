package spreadsheet_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"vigil/internal/benchmark"
	"vigil/internal/golden"
	"vigil/internal/question"
	"vigil/internal/scoring"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

// twoCoders answered the small form about two companies, in texts that a workbook may spoil.
func twoCoders(t *testing.T) spreadsheet.Reconciliation {
	t.Helper()
	q, m := officeForm(t, "mini")
	said := func(question, value string, grade vigil.Grade, note string) vigil.Answer {
		return vigil.Answer{Question: question, Value: value, State: vigil.Answered, Grade: grade, Date: "2026-03-01", Note: note}
	}
	not := func(question string, state vigil.State) vigil.Answer {
		return vigil.Answer{Question: question, State: state}
	}
	log := vigil.SearchLog{Date: "2026-05-01", Sources: "registers; press", Languages: "en, es", Terms: "name + suit"}
	clear := said("F1", "clear", vigil.E2, "")
	clear.Search = log
	coder := func(name string, first, second []vigil.Answer) benchmark.Coder {
		in := func(code string, answers []vigil.Answer) scoring.Input {
			return scoring.Input{Questionnaire: q, Methodology: m, Mode: vigil.BENCH, Subject: vigil.Subject{Code: code}, Answers: answers}
		}
		return benchmark.Coder{Name: name, Inputs: []scoring.Input{in("first", first), in("second", second)}, Evidence: map[benchmark.Slot][]vigil.Evidence{}}
	}
	in := spreadsheet.Reconciliation{Questionnaire: q, Methodology: m, Coders: []benchmark.Coder{
		coder("A", []vigil.Answer{said("SCR.2", "yes", "", ""), said("A1", "3", vigil.E2, "=1+1 is no formula\nsecond line"), said("F1", "open", vigil.E2, " blanks around "), said("M1", "-", vigil.E2, "")},
			[]vigil.Answer{said("A1", "2", vigil.E2, "'quoted"), not("A2", vigil.NotDisclosed), said("Y1", "yes", vigil.E3, "_ <b> & ü 中 stay")}),
		coder("B", []vigil.Answer{said("A1", "3", vigil.E3, ""), clear, said("M1", m1(q), vigil.E2, "")},
			[]vigil.Answer{said("A1", "2", vigil.E2, ""), said("A2", "1", vigil.E2, ""), not("Y1", vigil.NotAssessed)}),
	}}
	in.Coders[0].Evidence[benchmark.Slot{Subject: "first", Question: "A1"}] = []vigil.Evidence{
		{Question: "A1", Title: "Annual report", Link: "https://example.org/a.pdf", Grade: vigil.E2, Date: "2026-03-01"}, {Question: "A1", Title: "Policy", Grade: vigil.E2, Date: "2026-03-01"}}
	in.Disagreements = benchmark.Agree(in.Coders).Disagreements
	return in
}

// m1 is the first two elements of the question that has some.
func m1(q *vigil.Questionnaire) string {
	e := q.Question("M1").Elements
	return e[0].ID + ";" + e[1].ID
}

func writtenReconciliation(t *testing.T, in spreadsheet.Reconciliation) string {
	t.Helper()
	var out bytes.Buffer
	if err := spreadsheet.WriteReconciliation(&out, in); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "disagreements.xlsx")
	if err := os.WriteFile(name, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestCellsOfAReconciliation(t *testing.T) {
	golden.Equal(t, "testdata/reconciliation.txt", cellsOf(t, writtenReconciliation(t, twoCoders(t)), false))
}

// settle fills in cells of the sheet of disagreements, by company, item and title of the column.
func settle(t *testing.T, name string, cells map[[3]string]string) {
	t.Helper()
	f := openBook(t, name)
	rows, err := f.GetRows("Disagreements")
	if err != nil {
		t.Fatal(err)
	}
	filled := 0
	for key, v := range cells {
		for r, row := range rows {
			if row[0] != key[0] || row[2] != key[1] {
				continue
			}
			cell, err := excelize.CoordinatesToCellName(slices.Index(rows[0], key[2])+1, r+1)
			if err != nil {
				t.Fatal(err)
			}
			if day, err := strconv.Atoi(v); err == nil && key[2] == "Settled evidence date" {
				err = f.SetCellValue("Disagreements", cell, day)
				if err != nil {
					t.Fatal(err)
				}
			} else if err := f.SetCellStr("Disagreements", cell, v); err != nil {
				t.Fatal(err)
			}
			filled++
		}
	}
	if filled != len(cells) {
		t.Fatalf("%d of %d cells were found", filled, len(cells))
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
}

var decisions = map[[3]string]string{
	{"first", "A1", "Settled grade"}: "E3", {"first", "A1", "Reason"}: "=The court's copy", {"first", "A1", "Settled by"}: "C",
	{"first", "F1", "Settled answer"}: "clear – Clear.", {"first", "F1", "Settled evidence date"}: "46113", {"first", "F1", "Reason"}: "The suit was ended.", {"first", "F1", "Settled by"}: "C",
	{"first", "M1", "Settled answer"}: "-", {"first", "M1", "Settled grade"}: "E2", {"first", "M1", "Reason"}: "None in force.", {"first", "M1", "Settled by"}: "C",
	{"second", "A2", "Settled answer"}: "Not disclosed", {"second", "A2", "Reason"}: "The page is gone.", {"second", "A2", "Settled by"}: "C",
}

// wantDecisions are they as they must come back: company, item, value, state, grade, date, reason, who.
var wantDecisions = []string{
	"first|A1|||E3||=The court's copy|C", "first|F1|clear – Clear.|||2026-04-01|The suit was ended.|C", "first|M1|-||E2||None in force.|C", "second|A2||not_disclosed|||The page is gone.|C",
}

// checkReconciled holds what came back to what went out and what was decided.
func checkReconciled(t *testing.T, name string, in spreadsheet.Reconciliation) {
	t.Helper()
	got, err := spreadsheet.ReadReconciliation(context.Background(), name)
	if err != nil {
		t.Fatal(err)
	}
	if got.Questionnaire != in.Questionnaire.Ref() || len(got.Coders) != 2 {
		t.Fatalf("it is of %s by %d coders", got.Questionnaire, len(got.Coders))
	}
	for i, c := range got.Coders {
		readings, ps := question.ReadAll(in.Questionnaire, in.Methodology, c.Submission)
		if len(ps) > 0 {
			t.Fatal(ps)
		}
		want := map[string][]vigil.Answer{}
		for _, x := range in.Coders[i].Inputs {
			want[x.Subject.Code] = x.Answers
		}
		have := map[string][]vigil.Answer{}
		for _, r := range readings {
			have[r.Subject] = append(have[r.Subject], r.Answer)
			slot := benchmark.Slot{Subject: r.Subject, Question: r.Answer.Question}
			if diff := cmp.Diff(in.Coders[i].Evidence[slot], r.Evidence); diff != "" {
				t.Errorf("evidence of %s: %s", r.Answer.Question, diff)
			}
		}
		if diff := cmp.Diff(want, have); diff != "" || c.Coder != in.Coders[i].Name {
			t.Errorf("coder %s: %s", c.Coder, diff)
		}
	}
	var rows []string
	for _, e := range got.Settlements.Entries {
		rows = append(rows, strings.Join([]string{e.Subject, e.Question, e.Value, e.State, e.Grade, e.Date, e.Note, e.Approved}, "|"))
	}
	if diff := cmp.Diff(wantDecisions, rows); diff != "" {
		t.Error(diff)
	}
}

// A workbook that was settled comes back whole: as it was saved by the library, and by LibreOffice.
func TestAReconciliationComesBack(t *testing.T) {
	in := twoCoders(t)
	name := writtenReconciliation(t, in)
	settle(t, name, decisions)
	checkReconciled(t, name, in)
	profile, out := t.TempDir(), t.TempDir()
	said, err := exec.Command("soffice", "-env:UserInstallation=file://"+profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", out, name).CombinedOutput()
	if err != nil {
		t.Fatalf("LibreOffice: %v\n%s", err, said)
	}
	checkReconciled(t, filepath.Join(out, filepath.Base(name)), in)
}

func TestAReconciliationThatWasChangedIsRefused(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(f *excelize.File) error
		want   string
	}{
		{"an answer of a coder", func(f *excelize.File) error { return f.SetCellStr("Codings", "E3", "0") }, "disagreements.xlsx: Codings: the sheet is not what it was when the workbook was written; write the workbook anew with vigil benchmark agreement --disagreements and copy the decisions into it"},
		{"a row of a coder", func(f *excelize.File) error { return f.RemoveRow("Codings", 4) }, "Codings: the sheet is not what it was"},
		{"the sheet of codings", func(f *excelize.File) error { return f.DeleteSheet("Codings") }, "disagreements.xlsx: there is no sheet named Codings"},
		{"the first sheet", func(f *excelize.File) error { return f.DeleteSheet("Read me") }, "this is no workbook for reconciliation, or its first sheet was changed"},
		{"a title", func(f *excelize.File) error { return f.SetCellStr("Disagreements", "P1", "Why") }, `the column "Reason" is missing; put it back with its title`},
		{"a formula", func(f *excelize.File) error { return formula(f, "Disagreements", "M2", "1+1") }, "disagreements.xlsx: Disagreements!M2: there is a formula; type the value itself, or paste it as a value"},
		{"an item", func(f *excelize.File) error {
			if err := f.SetCellStr("Disagreements", "P3", "because"); err != nil {
				return err
			}
			return f.SetCellStr("Disagreements", "C3", "")
		}, "disagreements.xlsx: Disagreements!P3: something is written in a row without an item; put the id of the item back, or clear the row"},
	} {
		t.Run(c.name, func(t *testing.T) {
			name := writtenReconciliation(t, twoCoders(t))
			f := openBook(t, name)
			if err := c.change(f); err != nil {
				t.Fatal(err)
			}
			if err := f.Save(); err != nil {
				t.Fatal(err)
			}
			_, err := spreadsheet.ReadReconciliation(context.Background(), name)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
	answers := written(t, filled(t))
	if _, err := spreadsheet.ReadReconciliation(context.Background(), answers); err == nil || !strings.Contains(err.Error(), "no workbook for reconciliation") {
		t.Errorf("a workbook of answers: %v", err)
	}
	if _, err := spreadsheet.ReadReconciliation(context.Background(), filepath.Join(t.TempDir(), "none.xlsx")); err == nil || !strings.Contains(err.Error(), "there is no such file") {
		t.Errorf("no file: %v", err)
	}
}

// What was settled is read as it was written, references too.
func TestSettledCSV(t *testing.T) {
	in := twoCoders(t)
	var settlements []benchmark.Settlement
	for _, d := range in.Disagreements {
		settlements = append(settlements, benchmark.Settlement{Slot: d.Slot, Answer: *d.Answers[0], Reason: "it holds", By: "C"})
	}
	settled, open := benchmark.Settle(in.Coders, settlements)
	if len(open) > 0 || len(settled) != 7 {
		t.Fatalf("%d answers, %d open", len(settled), len(open))
	}
	var out bytes.Buffer
	if err := spreadsheet.WriteSettledCSV(&out, settled); err != nil {
		t.Fatal(err)
	}
	sub, ps := spreadsheet.ReadCSV("settled.csv", &out)
	readings, more := question.ReadAll(in.Questionnaire, in.Methodology, sub)
	if ps = append(ps, more...); len(ps) > 0 {
		t.Fatal(ps)
	}
	for i, r := range readings {
		if diff := cmp.Diff(settled[i].Answer, r.Answer); diff != "" || settled[i].Subject != r.Subject {
			t.Errorf("%s: %s", r.Answer.Question, diff)
		}
		if diff := cmp.Diff(settled[i].Evidence, r.Evidence); diff != "" {
			t.Error(diff)
		}
	}
}

func TestAReconciliationTooLargeToComeBack(t *testing.T) {
	in := twoCoders(t)
	answers := make([]vigil.Answer, 20_000)
	in.Coders[0].Inputs[0].Answers = answers
	err := spreadsheet.WriteReconciliation(&bytes.Buffer{}, in)
	if err == nil || !strings.Contains(err.Error(), "compare fewer companies at a time") {
		t.Errorf("got %v", err)
	}
}
