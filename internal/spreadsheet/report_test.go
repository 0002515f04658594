package spreadsheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"vigil/internal/vigil"
)

func reportNumber(f float64) *float64 { return &f }

// reportSample is a report with every kind of block and with text that would like to be a formula.
func reportSample() vigil.Report {
	columns := []vigil.Column{{Title: "Provision", Kind: "text", Width: 40}, {Title: "Score", Kind: "number"}, {Title: "Band", Kind: "band"},
		{Title: "Priority", Kind: "priority", Width: 10}, {Title: "Evidence", Kind: "grade"}}
	table := func(title string, n int) *vigil.Table {
		t := &vigil.Table{Title: title, Columns: columns, Note: "=NOTE()"}
		for i := range n {
			t.Rows = append(t.Rows, []vigil.Cell{{Text: "=1+1"}, {Text: "39.9", Number: reportNumber(39.94 + float64(i)), Decimals: 1},
				{Text: []string{"A", "B", "C 61.0", "D", "E", "NR"}[i%6]}, {Text: []string{"critical", "high", "medium", "low"}[i%4]}, {Text: fmt.Sprintf("E%d", i%5)}})
		}
		return t
	}
	facts := []vigil.Fact{{Label: "Method", Value: "@SUM(A1)", Note: "+cmd|' /C calc'!A0"}, {Label: "Coverage", Value: strings.Repeat("long words ", 40)}}
	return vigil.Report{ID: "gap", Language: "en", Title: "Gap report: R&D <one>", Subtitle: "=HYPERLINK(\"x\")", Draft: "Draft & not published", Facts: facts,
		Sections: []vigil.ReportSection{{Title: "Result", Blocks: []vigil.Block{
			{Headline: &vigil.Headline{Band: "E", Score: "39.9", Title: "39.9 out of 100, weak, capped", Story: "A cap is in force.", Tags: []string{"capped", "watch"}, Facts: facts}},
			{Notice: &vigil.Notice{Tone: "bad", Title: "A cap is in force", Lines: []string{"-1+1", "It holds until it is lifted."}}},
			{Paragraph: strings.Repeat("A paragraph of some length. ", 20)}, {Facts: facts}, {List: []string{"one", "=two"}}, {Quote: &vigil.Quote{By: "The organisation", Date: "2026-01-31", Text: "=Our words"}},
			{Table: table("In place", 6)}, {Table: table("a/b:c*[d]?'\\ with a title that is much too long for a sheet", 20)},
			{Table: table("REPORT", 9)}, {Table: table("", 9)}, {Table: table("'", 9)}, {Table: table("History", 9)}, {Table: table("Same 😀 title, which is longer than it may be", 9)}, {Table: table("same 😀 TITLE, which is longer than it may be", 9)},
			{Table: table("=1+1", 9)},
			{Bars: &vigil.Bars{Title: "Pillars", Caption: "The pillars and what is open", Items: []vigil.Bar{{Label: "Governance", Value: reportNumber(81.25), High: reportNumber(90), Text: "81.3", Band: "A"},
				{Label: "Redress", Value: reportNumber(30), Text: "30.0", Band: "E"}, {Label: "=Children", Text: "not applicable", Note: "not applicable"}}}},
			{Cards: []vigil.Card{{ID: "g1", Title: "=Gap", Priority: "critical", Tags: []string{"cap"}, Facts: facts, Body: facts}, {Title: "Other"}}},
		}}}, Footer: []string{"No finding of law."}}
}

func reportBytes(t *testing.T, r vigil.Report) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := WriteReport(&out, r); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestWriteReport(t *testing.T) {
	data := reportBytes(t, reportSample())
	if to := os.Getenv("REPORT_SAMPLE"); to != "" {
		if err := os.WriteFile(to, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(data, reportBytes(t, reportSample())) {
		t.Error("the same report gave two different workbooks")
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheets := f.GetSheetList()
	if len(sheets) != 11 || sheets[0] != "Report" {
		t.Fatalf("sheets %q", sheets)
	}
	seen, words := map[string]bool{}, map[string]bool{}
	for _, s := range sheets {
		if n := len(utf16.Encode([]rune(s))); n == 0 || n > 31 || strings.ContainsAny(s, `:\/?*[]'`) || seen[strings.ToLower(s)] {
			t.Errorf("sheet name %q", s)
		}
		seen[strings.ToLower(s)] = true
		for row := 1; row <= 150; row++ {
			for column := 1; column <= 12; column++ {
				at, err := excelize.CoordinatesToCellName(column, row)
				if err != nil {
					t.Fatal(err)
				}
				formula, err1 := f.GetCellFormula(s, at)
				text, err2 := f.GetCellValue(s, at)
				if err := errors.Join(err1, err2); err != nil {
					t.Fatal(err)
				}
				if formula != "" || strings.HasPrefix(text, "=") || strings.HasPrefix(text, "@") {
					t.Errorf("%s!%s: formula %q, text %q", s, at, formula, text)
				}
				words[text] = true
			}
		}
		if h, err := f.GetHeaderFooter(s); err != nil || !strings.Contains(h.OddHeader, "Draft && not published") {
			t.Errorf("%s has no draft mark: %v %v", s, h, err)
		}
	}
	for _, w := range []string{"Gap report: R&D <one>", "'=HYPERLINK(\"x\")", "Draft & not published", "'@SUM(A1)", "'+cmd|' /C calc'!A0", "E", "39.9", "capped · watch",
		"'-1+1", "• =two", "'=Our words", "The organisation, 2026-01-31", "In place", "'=Gap\ncap", "critical", "Method: @SUM(A1) (+cmd|' /C calc'!A0)\nCoverage: " + strings.Repeat("long words ", 40), "'=1+1", "C 61.0", "not applicable", "No finding of law."} {
		if !words[w] {
			t.Errorf("%q is not in the workbook", w)
		}
	}
	long := sheets[2]
	kind, err := f.GetCellType(long, "B4")
	raw, err1 := f.GetCellValue(long, "B4", excelize.Options{RawCellValue: true})
	shown, err2 := f.GetCellValue(long, "B4")
	if err := errors.Join(err, err1, err2); err != nil || (kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber) || raw != "39.94" || shown != "39.9" {
		t.Errorf("%s!B4 is %v %q shown as %q: %v", long, kind, raw, shown, err)
	}
	if p, err := f.GetPanes(long); err != nil || !p.Freeze || p.YSplit != 3 {
		t.Errorf("panes %v %v", p, err)
	}
	if c, err := f.GetConditionalFormats(long); err != nil || len(c) != 3 {
		t.Errorf("conditional formats %v %v", c, err)
	}
	if p, err := f.GetDocProps(); err != nil || p.Title != "Gap report: R&D <one>" || p.Creator != "" || p.LastModifiedBy != "" || p.Created != "" {
		t.Errorf("properties %v %v", p, err)
	}
}

func TestWriteReportEmpty(t *testing.T) {
	r := vigil.Report{Sections: []vigil.ReportSection{{Blocks: []vigil.Block{{}, {Table: &vigil.Table{}}, {Bars: &vigil.Bars{}}, {Headline: &vigil.Headline{}}}}}}
	if _, err := excelize.OpenReader(bytes.NewReader(reportBytes(t, r))); err != nil {
		t.Error(err)
	}
}

// reportOpened is a report as the library reads it back.
func reportOpened(t *testing.T, r vigil.Report) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(reportBytes(t, r)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// What stands beside a number is shown with it, a band's letter too, and the number stays one.
func TestWordsStandBesideTheirNumber(t *testing.T) {
	columns := []vigil.Column{{Title: "Organisation", Kind: "text"}, {Title: "Pillar", Kind: "band"}}
	texts := []string{"C 61.0", "61.0, capped 25", "61.0", "", "7 of 9", `up to "61.0"`, "61.0", "61.0", "61.0"}
	shown := []string{"C 61.0", "61.0, capped 25", "61.0", "61.0", "61.0", "up to 61.0", "61.0", "61.0", "61.0"}
	rows := make([][]vigil.Cell, len(texts))
	for i, s := range texts {
		rows[i] = []vigil.Cell{{Text: "One"}, {Text: s, Number: reportNumber(60.96), Decimals: 1}}
	}
	f := reportOpened(t, vigil.Report{Sections: []vigil.ReportSection{{Title: "Heat", Blocks: []vigil.Block{{Table: &vigil.Table{Title: "Map", Columns: columns, Rows: rows}}}}}})
	for i, want := range shown {
		at := fmt.Sprintf("B%d", i+4)
		got, err := f.GetCellValue("Map", at)
		raw, err1 := f.GetCellValue("Map", at, excelize.Options{RawCellValue: true})
		if err := errors.Join(err, err1); err != nil || got != want || raw != "60.96" {
			t.Errorf("%q is shown as %q, want %q, and stored as %q: %v", texts[i], got, want, raw, err)
		}
	}
}

// Cards have a sheet of their own, a row each; the first sheet points to it.
func TestCardsAreRows(t *testing.T) {
	card := func(title, owner string) vigil.Card {
		return vigil.Card{Title: title, Priority: "high", Tags: []string{"CAP-1 hangs on it"}, Body: []vigil.Fact{{Label: "Found", Value: "Nothing", Note: "Counts 0"}}, Facts: []vigil.Fact{{Label: "Owner", Value: owner, Note: "by title"}, {Label: "Status", Value: "open"}}}
	}
	f := reportOpened(t, vigil.Report{Sections: []vigil.ReportSection{{Title: "Gaps", Blocks: []vigil.Block{{Cards: []vigil.Card{card("One", "Board")}}, {Cards: []vigil.Card{card("Two", "Counsel")}}}}}})
	rows, err := f.GetRows("Gaps in full")
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"Title", "Priority", "Found", "Details"}, {"One\nCAP-1 hangs on it", "high", "Nothing\nCounts 0", "Owner: Board (by title)\nStatus: open"}, {"Two\nCAP-1 hangs on it", "high", "Nothing\nCounts 0", "Owner: Counsel (by title)\nStatus: open"}}
	if got := rows[2:]; !reflect.DeepEqual(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	at, err := f.SearchSheet(reportSheet, "→ Gaps in full")
	if err != nil || len(at) != 1 {
		t.Fatalf("the first sheet does not point to the cards once, but at %q: %v", at, err)
	}
	if linked, to, err := f.GetCellHyperLink(reportSheet, at[0]); err != nil || !linked || to != "'Gaps in full'!A1" {
		t.Errorf("the first sheet points to %q: %v", to, err)
	}
}

// A heading never stands at the foot of a printed page without its table.
func TestTableStartsAPageThatHoldsIt(t *testing.T) {
	facts := make([]vigil.Fact, 24) // most of a page
	for i := range facts {
		facts[i] = vigil.Fact{Label: "Fact", Value: "value"}
	}
	table := vigil.Table{Title: "Within 30 days", Columns: []vigil.Column{{Title: "What", Kind: "text"}}, Rows: [][]vigil.Cell{{{Text: "one"}}, {{Text: "two"}}, {{Text: "three"}}}}
	data := reportBytes(t, vigil.Report{Sections: []vigil.ReportSection{{Title: "Result", Blocks: []vigil.Block{{Facts: facts}}}, {Title: "Plan", Blocks: []vigil.Block{{Table: &table}}}}})
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	found, err := f.SearchSheet(reportSheet, "Plan")
	if err != nil || len(found) != 1 {
		t.Fatalf("the section stands at %v: %v", found, err)
	}
	_, row, err := excelize.CellNameToCoordinates(found[0])
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := fs.ReadFile(z, "xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf(`<brk id="%d"`, row-1); !bytes.Contains(sheet, []byte(want)) {
		t.Errorf("no page begins at row %d: %s", row, regexp.MustCompile(`<rowBreaks.*</rowBreaks>`).Find(sheet))
	}
	if bytes.Contains(sheet, []byte("fitToPage")) && !bytes.Contains(sheet, []byte(`fitToPage="0"`)) {
		t.Error("a fitted sheet passes over its breaks")
	}
}
