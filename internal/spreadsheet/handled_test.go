package spreadsheet_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"vigil/internal/question"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

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

// formula writes a formula as a person would; the house itself never makes one of what people typed.
func formula(f *excelize.File, sheet, cell, text string) error {
	return f.SetCellFormula(sheet, cell, text) //nolint:forbidigo // a test plays the person
}

// handle lets somebody work on a filled workbook and gives what comes back, and what should.
func handle(t *testing.T, change func(f *excelize.File) error) (got, want map[string]vigil.Answer, ps vigil.Problems) {
	t.Helper()
	b := filled(t)
	name := written(t, b)
	want, ps = read(t, b, name)
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	edit(t, name, change)
	got, ps = read(t, b, name)
	return got, want, ps
}

// What people do with a workbook changes no answer.
func TestHandlingAWorkbookChangesNoAnswer(t *testing.T) {
	for name, change := range map[string]func(f *excelize.File) error{
		"rows are hidden by a filter": func(f *excelize.File) error {
			for row := 2; row < 20; row++ {
				if err := f.SetRowVisible("Answers", row, false); err != nil {
					return err
				}
			}
			return nil
		},
		"a column of one's own": func(f *excelize.File) error {
			if err := f.InsertCols("Answers", "C", 2); err != nil {
				return err
			}
			return f.SetSheetRow("Answers", "C1", &[]any{"My remarks", "My remarks"})
		},
		"a title in other letters": func(f *excelize.File) error {
			return f.SetCellStr("Answers", titleCell(t, f, "Evidence grade"), " EVIDENCE  Grade ")
		},
		"columns change places": func(f *excelize.File) error {
			rows, err := f.GetRows("Answers", excelize.Options{RawCellValue: true})
			if err != nil {
				return err
			}
			for r, row := range rows {
				for c := range rows[0] {
					cell, err := excelize.CoordinatesToCellName(len(rows[0])-c, r+1)
					if err != nil {
						return err
					}
					v := ""
					if c < len(row) {
						v = row[c]
					}
					if err := f.SetCellStr("Answers", cell, v); err != nil {
						return err
					}
				}
			}
			return nil
		},
		"blank rows":   func(f *excelize.File) error { return f.InsertRows("Answers", 4, 3) },
		"a line above": func(f *excelize.File) error { return f.InsertRows("Answers", 1, 1) },
		"sheets of one's own": func(f *excelize.File) error {
			if _, err := f.NewSheet("Mine"); err != nil {
				return err
			}
			return formula(f, "Mine", "XFD9999", "1/0")
		},
		"sheets taken out": func(f *excelize.File) error {
			for _, sheet := range []string{"Summary", "Pillars", "Crosswalk", "Methodology"} {
				if err := f.DeleteSheet(sheet); err != nil {
					return err
				}
			}
			return nil
		},
		"a formula in a locked column": func(f *excelize.File) error {
			return formula(f, "Answers", cellOf(t, f, "BE.a.1", "Guidance"), "1+1")
		},
		"states and grades in words": func(f *excelize.File) error {
			for _, x := range [][3]string{{"BE.a.2", "State", "Refused"}, {"BE.a.1", "State", " ANSWERED "}, {"BE.a.1", "Evidence grade", "e2 – public document"}} {
				if err := f.SetCellStr("Answers", cellOf(t, f, x[0], x[1]), x[2]); err != nil {
					return err
				}
			}
			return nil
		},
		"a level typed as a number": func(f *excelize.File) error {
			return f.SetCellInt("Answers", cellOf(t, f, "BE.a.1", "Answer"), 3)
		},
		"cells cleared with a blank": func(f *excelize.File) error {
			return f.SetCellStr("Answers", cellOf(t, f, "BE.a.2", "Evidence title"), " ")
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, want, ps := handle(t, change)
			if len(ps) > 0 {
				t.Fatal(ps)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRowsTakenOutLeaveTheOthers(t *testing.T) {
	got, want, ps := handle(t, func(f *excelize.File) error {
		for _, id := range []string{"BE.a.1", "BE.e.2"} { // of BE.e.2 the elements are left
			_, row, err := excelize.SplitCellName(cellOf(t, f, id, "Id"))
			if err != nil {
				return err
			}
			if err := f.RemoveRow("Answers", row); err != nil {
				return err
			}
		}
		return nil
	})
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	delete(want, "BE.a.1")
	kept := want["BE.e.2"]
	kept.Grade = "" // it stood in the row that is gone
	want["BE.e.2"] = kept
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// titleCell is the cell of a column's title.
func titleCell(t *testing.T, f *excelize.File, title string) string {
	t.Helper()
	cell, _, err := excelize.SplitCellName(cellOf(t, f, "BE.a.1", title))
	if err != nil {
		t.Fatal(err)
	}
	return cell + "1"
}

// Whatever could be misread is a problem with its cell.
func TestWhatNobodyTypedIsNoAnswer(t *testing.T) {
	set := func(id, column string, change func(f *excelize.File, cell string) error) func(*testing.T, *excelize.File) (string, error) {
		return func(t *testing.T, f *excelize.File) (string, error) {
			cell := cellOf(t, f, id, column)
			return cell, change(f, cell)
		}
	}
	text := func(s string) func(f *excelize.File, cell string) error {
		return func(f *excelize.File, cell string) error { return f.SetCellStr("Answers", cell, s) }
	}
	for name, c := range map[string]struct {
		change func(*testing.T, *excelize.File) (string, error)
		says   string
	}{
		"a formula in an answer": {set("BE.a.1", "Answer", func(f *excelize.File, cell string) error { return formula(f, "Answers", cell, "1+2") }), "formula; type the value itself"},
		"a formula in an id":     {set("BE.a.1", "Id", func(f *excelize.File, cell string) error { return formula(f, "Answers", cell, "A4") }), "formula; type the value itself"},
		"a formula without an id": {func(t *testing.T, f *excelize.File) (string, error) {
			return "I500", formula(f, "Answers", "I500", "1+2")
		}, "formula; type the value itself"},
		"a truth value":             {set("BE.a.1", "Answer", func(f *excelize.File, cell string) error { return f.SetCellBool("Answers", cell, true) }), `"TRUE" is no answer`},
		"an id twice":               {set("BE.a.2", "Id", text("BE.a.1")), "BE.a.1 stands here and in A"},
		"an element twice":          {set("BE.e.2/parallel_action", "Id", text("BE.e.2/public_participation")), "BE.e.2/public_participation stands here and in A"},
		"a note beside an element":  {set("BE.e.2/parallel_action", "Note", text("see page 3")), "yes or no and nothing else"},
		"one element left open":     {set("BE.e.2/parallel_action", "Answer", text("")), "is empty while other rows"},
		"a question answered twice": {set("BE.e.2", "Answer", text("parallel_action")), "in the rows of its elements"},
		"a column there twice": {func(t *testing.T, f *excelize.File) (string, error) {
			return "Z1", f.SetCellStr("Answers", "Z1", "note")
		}, `the column "Note" is there twice`},
		"a column without its title": {func(t *testing.T, f *excelize.File) (string, error) {
			return "", f.SetCellStr("Answers", titleCell(t, f, "Search terms"), "")
		}, `the column "Search terms" is missing`},
		"a sheet without its head row": {func(t *testing.T, f *excelize.File) (string, error) { return "", f.RemoveRow("Answers", 1) }, "no row names the columns"},
	} {
		t.Run(name, func(t *testing.T) {
			var cell string
			_, _, ps := handle(t, func(f *excelize.File) (err error) {
				cell, err = c.change(t, f)
				return err
			})
			where := "Answers"
			if cell != "" {
				where += "!" + cell + ": "
			}
			if !strings.Contains(ps.Error(), c.says) || !strings.Contains(ps.Error(), where) {
				t.Errorf("nothing says %q of %s: %v", c.says, where, ps)
			}
		})
	}
}

// The library writes no such cells, so the part of the sheet is changed itself.
func TestCellsThatProgramsMake(t *testing.T) {
	b := filled(t)
	book, err := os.ReadFile(written(t, b))
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenFile(written(t, b))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cellWith := func(id, column, kind, value string) func(string, []byte) []byte {
		cell := cellOf(t, f, id, column)
		return func(name string, text []byte) []byte {
			if name != answersPart {
				return text
			}
			start := strings.Index(string(text), `<c r="`+cell+`"`)
			end := start + strings.Index(string(text[start:]), ">") + 1
			if !strings.HasSuffix(string(text[:end]), "/>") {
				end = start + strings.Index(string(text[start:]), "</c>") + len("</c>")
			}
			return []byte(string(text[:start]) + `<c r="` + cell + `" t="` + kind + `"><v>` + value + "</v></c>" + string(text[end:]))
		}
	}
	answers := func(t *testing.T, book []byte) map[string]vigil.Answer {
		t.Helper()
		got, ps := read(t, b, saved(t, book))
		if len(ps) > 0 {
			t.Fatal(ps)
		}
		return got
	}
	t.Run("an error value", func(t *testing.T) {
		_, ps := read(t, b, saved(t, rebuilt(t, book, cellWith("BE.a.1", "Evidence grade", "e", "#REF!"))))
		if want := "Answers!" + cellOf(t, f, "BE.a.1", "Evidence grade") + ": there is the error value #REF!; type the value itself"; !strings.Contains(ps.Error(), want) {
			t.Errorf("%v does not say %q", ps, want)
		}
	})
	t.Run("a day that counts from 1904", func(t *testing.T) {
		since1904 := func(name string, text []byte) []byte {
			if name == "xl/workbook.xml" {
				return []byte(strings.Replace(string(text), "<workbookPr", `<workbookPr date1904="1"`, 1))
			}
			return cellWith("BE.a.1", "Evidence date", "n", "44575.25")(name, text)
		}
		if got := answers(t, rebuilt(t, book, since1904)); got["BE.a.1"].Date != "2026-01-15" {
			t.Errorf("read as %q", got["BE.a.1"].Date)
		}
	})
	t.Run("a day in words", func(t *testing.T) {
		if got := answers(t, rebuilt(t, book, cellWith("BE.a.1", "Evidence date", "d", "2026-01-15T00:00:00"))); got["BE.a.1"].Date != "2026-01-15" {
			t.Errorf("read as %q", got["BE.a.1"].Date)
		}
	})
	for raw, want := range map[string]string{"0.30000000000000004": "0.3", "3.0000000000000001E-1": "0.3", "1E+3": "1000", "-2.50": "-2.5", "12": "12"} {
		t.Run("the number "+raw, func(t *testing.T) {
			sub, ps := spreadsheet.ReadWorkbook(saved(t, rebuilt(t, book, cellWith("BE.a.1", "Answer", "n", raw))))
			if len(ps) > 0 {
				t.Fatal(ps)
			}
			for _, e := range sub.Entries {
				if e.Question == "BE.a.1" && e.Value != want {
					t.Errorf("read as %q, want %q", e.Value, want)
				}
			}
		})
	}
}

// savedByOffice lets LibreOffice open files and write each anew in its own way, as a workbook. It gives the first of
// them; the others stand beside it.
func savedByOffice(t *testing.T, names ...string) string {
	t.Helper()
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Fatal("LibreOffice is needed to save a workbook in its own way: apt-get install libreoffice-calc")
	}
	dir := t.TempDir()
	args := append([]string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", dir}, names...)
	if out, err := exec.Command(office, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	base := filepath.Base(names[0])
	return filepath.Join(dir, strings.TrimSuffix(base, filepath.Ext(base))+".xlsx")
}

func TestAWorkbookSavedByLibreOfficeIsTheSame(t *testing.T) {
	b := ofUnits(t)
	b.Evidence = append(b.Evidence, referenced(t).Evidence[1:]...)
	name := savedByOffice(t, written(t, b))
	answers, evidence := everything(t, b, name)
	if diff := cmp.Diff(sorted(b.Answers), answers); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(byAnswer(b.Evidence), evidence); diff != "" {
		t.Error(diff)
	}
}
