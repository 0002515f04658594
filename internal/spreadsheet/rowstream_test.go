package spreadsheet

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"vigil/internal/vigil"
)

// streamTexts are texts that a cell can get wrong. The library keeps all but the last few.
var streamTexts = []string{"plain", "", " blanks at both ends ", "two\nlines", "\ttab", "<a & \"b\">'", "=1+1", "'=1+1", "+SUM(A1)", "-1", "回答 إجابات 😀",
	strings.Repeat("long ", 6000), "C 61.0", "_x000D_", "_x005F_x000D_", "_xZZZZ_ _x_", "a\rb", "bell\x07", "\ufffe", "bytes \xff"}

const streamLibrary = 13 // of them are compared with what the library writes

func streamTable() vigil.Table {
	t := vigil.Table{Title: "Big", Columns: []vigil.Column{{Title: "Name", Kind: "text", Width: 30}, {Title: "Score", Kind: "number"}, {Title: "Band", Kind: "band"},
		{Title: "Grade", Kind: "grade"}, {Title: "=Words", Kind: "text"}}}
	numbers := []float64{0, -0.5, 1.0 / 3, 1e21, 5e-324, 61.04, 0.1 + 0.2, 123456789.125}
	for i, s := range streamTexts {
		v := numbers[i%len(numbers)]
		number := vigil.Cell{Text: fmt.Sprintf("%.1f", v), Number: &v, Decimals: 1}
		band := vigil.Cell{Text: []string{"A", "C 61.0", "capped 61.0, E"}[i%3], Number: nil}
		if i%3 > 0 {
			n := 61.04
			band.Number, band.Decimals = &n, 1
		}
		if i%7 == 6 {
			nan := math.NaN()
			number = vigil.Cell{Text: "not rated", Number: &nan}
		}
		row := []vigil.Cell{{Text: s}, number, band, {Text: fmt.Sprintf("E%d", i%5)}, {Text: s}}
		t.Rows = append(t.Rows, row[:len(row)-i%2]) // some are shorter
	}
	return t
}

// streamBook has the same table on two sheets, once as cells of the library and once as rows that are streamed.
func streamBook(t *testing.T) []byte {
	t.Helper()
	b := newReportBook(vigil.Report{})
	defer func() { _ = b.file.Close() }()
	table, spans := streamTable(), [][2]int{}
	for i := range table.Columns {
		spans = append(spans, [2]int{i + 1, i + 1})
	}
	_, err := b.file.NewSheet("Cells")
	b.try(err)
	b.rows("Cells", table, 3, reportWidths(table), spans)
	if name := b.tableSheet(table); name != "Big" || b.err != nil {
		t.Fatal(name, b.err)
	}
	var out bytes.Buffer
	if err := b.write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestStreamedRowsAreAsTheLibraryWouldWriteThem(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(streamBook(t)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	look := func(sheet, cell string) string {
		raw, err := f.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		shown, err := f.GetCellValue(sheet, cell)
		if err != nil {
			t.Fatal(err)
		}
		style, err := f.GetCellStyle(sheet, cell)
		if err != nil {
			t.Fatal(err)
		}
		formula, err := f.GetCellFormula(sheet, cell)
		if err != nil || formula != "" {
			t.Fatalf("%s!%s holds the formula %q (%v)", sheet, cell, formula, err)
		}
		return fmt.Sprintf("%q shown as %q in style %d", raw, shown, style)
	}
	for row := 3; row <= 3+streamLibrary; row++ {
		high, err := f.GetRowHeight("Big", row)
		if err != nil {
			t.Fatal(err)
		}
		if want, err := f.GetRowHeight("Cells", row); err != nil || high != want {
			t.Errorf("row %d is %v high, want %v (%v)", row, high, want, err)
		}
		for column := 1; column <= 5; column++ {
			cell, err := excelize.CoordinatesToCellName(column, row)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := look("Big", cell), look("Cells", cell); got != want {
				t.Errorf("%s is %.200s\nwant %.200s", cell, got, want)
			}
		}
	}
}

func TestStreamedTextsComeBackAsTheyWere(t *testing.T) {
	in, err := receive(bytes.NewReader(streamBook(t)))
	if err != nil {
		t.Fatal(err)
	}
	defer in.close()
	g, found, err := in.sheet("Big")
	if err != nil || !found {
		t.Fatal(found, err)
	}
	for i, want := range streamTexts {
		if got := vigil.UnguardText(g.at(3+i, 0).raw); got != strings.ToValidUTF8(want, "\ufffd") {
			t.Errorf("%q came back as %q", want, got)
		}
	}
	if n := len(g); n != 3+len(streamTexts) {
		t.Errorf("%d rows came back", n)
	}
	if bytes.Contains(in.sheets["big"], []byte("<dimension")) {
		t.Error("the sheet says where its cells stand, which the library does not know")
	}
}

func TestATextLongerThanACellIsCutVisibly(t *testing.T) {
	for _, s := range []string{strings.Repeat("x", excelize.TotalCellChars+1), strings.Repeat("😀", excelize.TotalCellChars)} {
		if got := fitCell(s); !strings.HasSuffix(got, "…") || len(got) < excelize.TotalCellChars {
			t.Errorf("%d bytes, ending in %q", len(got), got[len(got)-4:])
		}
	}
	if s := strings.Repeat("😀", excelize.TotalCellChars/2); fitCell(s) != s {
		t.Error("a text that fits was cut")
	}
}

func TestATableWithoutRowsOrTooLargeForASheet(t *testing.T) {
	table := streamTable()
	table.Rows = nil
	report := func() vigil.Report {
		return vigil.Report{Sections: []vigil.ReportSection{{Blocks: []vigil.Block{{Table: &table}}}}}
	}
	if err := WriteReport(io.Discard, report()); err != nil {
		t.Error(err)
	}
	table.Rows = make([][]vigil.Cell, excelize.TotalRows)
	if err := WriteReport(io.Discard, report()); err == nil || !strings.Contains(err.Error(), `the table "Big" has 1048576 rows`) {
		t.Errorf("the error is %v", err)
	}
}
