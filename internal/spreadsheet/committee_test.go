package spreadsheet_test

import (
	"archive/zip"
	"bytes"
	"io"
	"math"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"vigil/internal/golden"
	"vigil/internal/screening"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

// secondRun is the second run over the worked example: two companies moved, one entered, one left.
func secondRun() screening.Input {
	in := workedExample()
	in.Previous = screening.Screen(workedExample())
	in.Companies["a"] = ratedBy("a", 52.3, committeeRulers[0])
	in.Companies["d"] = ratedBy("d", 71.2, committeeRulers[1])
	in.Holdings = append(in.Holdings[:2:2], held(4, "d", vigil.HoldingBond, 0.15), held(5, "", vigil.HoldingFund, 0.05), held(6, "", vigil.HoldingCash, 0.02), held(7, "b", vigil.HoldingShort, -0.01))
	in.Combine = true
	return in
}

// The cells of a committee workbook with their formulas, so that a person sees in a diff what changed.
func TestCellsOfACommitteeWorkbook(t *testing.T) {
	dir := t.TempDir()
	anonymous := committeeOf(secondRun())
	anonymous.Screening = screening.Anonymise(anonymous.Screening)
	second := committeeOf(secondRun())
	f := vigil.NewFigure(41.25, second.Methodology.Rounding)
	second.Screening.Own = &vigil.OwnResult{Name: "Example Investor (fictional)", Assessment: "own-1", Ruler: committeeRulers[1], Cutoff: "2026-06-30", Score: f, Band: "C", BandTitle: "Developing", Coverage: f,
		Pillars:    []vigil.PillarFigure{{ID: "P5", Title: "Leverage", Score: f}, {ID: "P8", Title: "Digital"}},
		Provisions: []vigil.ProvisionFigure{{ID: "BE.d", Text: "Harm that can be foreseen is not financed.", Items: 7, Score: f}, {ID: "RES.e", Text: "Giving is encouraged.", Items: 1}}}
	for name, c := range map[string]spreadsheet.Committee{"worked": committeeOf(workedExample()), "second": second, "anonymous": anonymous, "empty": committeeOf(screeningOf(nil))} {
		golden.Equal(t, "testdata/committee-"+name+".txt", cellsOf(t, committeeFile(t, dir, name+".xlsx", c), false))
	}
}

// TestTheWorkedExampleInTheWorkbook: 50/30/20 with 48.0, 39.9 capped and not rated gives 44.9625, shown 45.0, with a
// coverage of 80 and 30 capped.
func TestTheWorkedExampleInTheWorkbook(t *testing.T) {
	f := openBook(t, committeeFile(t, t.TempDir(), "worked.xlsx", committeeOf(workedExample())))
	rows, err := f.GetRows("Summary", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	got := summaryFigures(rows)
	ruler := "SCREEN, company-core@0.1.0, declaration-25@0.1.0"
	for key, want := range map[string]float64{"Portfolio score|" + ruler + "|Score": 45.0, "Portfolio score|" + ruler + "|Score, unrounded": 44.9625, "Portfolio score|" + ruler + "|Coverage %": 80, "Portfolio score|" + ruler + "|Σ weight × score": 35.97,
		"What is held|Coverage %|Now": 80, "What is held|Capped %|Now": 30, "What is held|In D and E %|Now": 30, "What is held|Not rated %|Now": 20} {
		if v, err := strconv.ParseFloat(got[key], 64); err != nil || math.Abs(v-want) > 1e-9 {
			t.Errorf("%s is %q, want %v", key, got[key], want)
		}
	}
}

// summaryParts are the parts of the summary that hold figures.
var summaryParts = []string{"Portfolio score", "What is held", "What the weight rests on", "By band", "By outcome", "By sector", "By country"}

// summaryFigures reads the summary as part|row|column. Rulers are called by what they are, not by their number.
func summaryFigures(rows [][]string) map[string]string {
	got, rulers, part := map[string]string{}, map[string]string{}, ""
	var heads []string
	for _, r := range rows {
		switch {
		case len(r) == 0 || r[0] == "":
			part = ""
			continue
		case slices.Contains(summaryParts, r[0]):
			part, heads = r[0], nil
			continue
		case part == "":
			continue
		case heads == nil:
			heads = r
			continue
		}
		label := r[0]
		if name, words, ok := strings.Cut(label, "  "); ok && part == "Portfolio score" {
			label, rulers[name] = words, words
		}
		for i := 1; i < len(r) && i < len(heads); i++ {
			head := heads[i]
			if name, ok := strings.CutPrefix(head, "Score R"); ok {
				head = "Score " + rulers["R"+name]
			}
			got[part+"|"+label+"|"+head] = r[i]
		}
	}
	return got
}

func TestACommitteeWorkbookIsAlwaysTheSame(t *testing.T) {
	if a, b := committeeBytes(t, committeeOf(secondRun())), committeeBytes(t, committeeOf(secondRun())); !bytes.Equal(a, b) {
		t.Error("the same screening gave other bytes")
	}
}

// planted are the fields of a screening that hold who somebody is, or what somebody wrote freely.
var planted = []string{"Name", "PortfolioName", "Portfolio", "Organisation", "Key", "LEI", "ISINs", "Assessment", "Case", "Harm", "Reply", "Notes", "Excepted"}

// plantCanaries puts a word before every text of the fields that name somebody.
func plantCanaries(v reflect.Value, field string) {
	switch v.Kind() {
	case reflect.String:
		if slices.Contains(planted, field) && v.String() != "" {
			v.SetString("Canary-" + v.String())
		}
	case reflect.Pointer:
		if !v.IsNil() {
			plantCanaries(v.Elem(), field)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if _, group := v.Interface().(vigil.Exposure); group && v.Type().Field(i).Name == "Key" {
				continue // a sector, country or band
			}
			plantCanaries(v.Field(i), v.Type().Field(i).Name)
		}
	case reflect.Slice:
		for i := range v.Len() {
			plantCanaries(v.Index(i), field)
		}
	}
}

// canaryScreening is a screening with a canary in every text that names somebody, with what comes with it.
func canaryScreening(t *testing.T) spreadsheet.Committee {
	t.Helper()
	in := drawnScreening(2, 80)
	in.Previous = screening.Screen(drawnScreening(2, 70))
	in.Rules.ID, in.Rules.Title = "Canary-rules", vigil.Text{"en": "Canary rules"}
	in.Rules.Explanation = vigil.Text{"en": "Canary explanation"}
	s := screening.Screen(in)
	s.Own = &vigil.OwnResult{Name: "Canary", Assessment: "Canary", Ruler: committeeRulers[0], Score: vigil.NewFigure(50, in.Method.Rounding), Band: "C"}
	if len(s.RedFlags) == 0 || len(s.Watchlist) == 0 || len(s.Asks) == 0 || s.Changes == nil || len(s.Whole.Scores) == 0 {
		t.Fatalf("the screening is too poor to try: %d flags, %d watched, %d asked", len(s.RedFlags), len(s.Watchlist), len(s.Asks))
	}
	text := reflect.ValueOf(s).Elem()
	plantCanaries(text, "")
	in.Rules.Exceptions = []vigil.Exception{{Organisation: "Canary-c1", Rule: "capped", Outcome: vigil.Pass, Approver: "Canary", Reason: "Canary", From: "2026-01-01", Until: "2026-12-31"}}
	return spreadsheet.Committee{Screening: s, Rules: in.Rules, Methodology: in.Method}
}

// canaries counts the canaries in every part of a workbook, and in the names of the parts.
func canaries(t *testing.T, book []byte) (n int, where []string) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if k := strings.Count(strings.ToLower(f.Name+" "+f.Comment+" "+string(f.Extra)+string(text)), "canary"); k > 0 {
			n += k
			where = append(where, f.Name)
		}
	}
	if c := strings.ToLower(z.Comment); strings.Contains(c, "canary") {
		n, where = n+1, append(where, "the comment of the archive")
	}
	return n, where
}

// TestNobodyIsNamedInAnAnonymousWorkbook goes through every part of the file: cells, formulas, charts, defined names,
// headers, properties, and what is hidden.
func TestNobodyIsNamedInAnAnonymousWorkbook(t *testing.T) {
	c := canaryScreening(t)
	if n, where := canaries(t, committeeBytes(t, c)); n < 200 || !slices.Contains(where, "docProps/core.xml") || !slices.Contains(where, "xl/worksheets/sheet4.xml") {
		t.Errorf("the trial has no bite: only %d canaries with their names, in %v", n, where)
	}
	c.Screening = screening.Anonymise(c.Screening)
	if n, where := canaries(t, committeeBytes(t, c)); n > 0 {
		t.Errorf("%d canaries came through, in %v", n, where)
	}
}

// TestWordsStayWords: a name that looks like a formula is a text with a mark before it, wherever it stands.
func TestWordsStayWords(t *testing.T) {
	in := workedExample()
	for i, c := range []string{"a", "b", "c"} {
		in.Companies[c].Organisation.Name = []string{`=HYPERLINK("http://example.org")`, "+1+1", "@SUM(A1)"}[i]
	}
	in.Portfolio.Name = "-2+3"
	f := openBook(t, committeeFile(t, t.TempDir(), "hostile.xlsx", committeeOf(in)))
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c, text := range row {
				cell, err := excelize.CoordinatesToCellName(c+1, r+1)
				if err != nil {
					t.Fatal(err)
				}
				formula, err := f.GetCellFormula(sheet, cell)
				if err != nil || strings.Contains(formula, "HYPERLINK") || formula == "" && vigil.GuardText(text) != text && !strings.HasPrefix(text, "'") {
					t.Errorf("%s!%s: %q (%v)", sheet, cell, text, err)
				}
			}
		}
	}
	if v, err := f.GetCellValue("Holdings", "A4"); err != nil || v != `'=HYPERLINK("http://example.org")` {
		t.Errorf("%q, %v", v, err)
	}
}

// TestCommitteeWorkbookOnPaper: every sheet is landscape, as wide as a page, with the portfolio, the run and the page.
func TestCommitteeWorkbookOnPaper(t *testing.T) {
	f := openBook(t, filepath.Clean(committeeFile(t, t.TempDir(), "paper.xlsx", committeeOf(secondRun()))))
	for _, sheet := range f.GetSheetList() {
		layout, err := f.GetPageLayout(sheet)
		if err != nil {
			t.Fatal(err)
		}
		props, err := f.GetSheetProps(sheet)
		if err != nil {
			t.Fatal(err)
		}
		fits := props.FitToPage != nil && *props.FitToPage && *layout.FitToWidth == 1 && *layout.FitToHeight == 0
		if *layout.Orientation != "landscape" || *layout.Size != 9 || !fits && wide(t, f, sheet)*float64(*layout.AdjustTo)/100 > 785 {
			t.Errorf("%s: scale %d of %.0f points, fitted: %v", sheet, *layout.AdjustTo, wide(t, f, sheet), fits)
		}
		head, err := f.GetHeaderFooter(sheet)
		if err != nil || !strings.HasPrefix(head.OddHeader, "&L&8 Fund && Friends&R") || !strings.Contains(head.OddHeader, "run 2") || !strings.Contains(head.OddFooter, "&P / &N") {
			t.Errorf("%s: %+v, %v", sheet, head, err)
		}
	}
}

// wide is how wide the columns of a sheet are together, in points.
func wide(t *testing.T, f *excelize.File, sheet string) (points float64) {
	t.Helper()
	cols, err := f.GetCols(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for i := range cols {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			t.Fatal(err)
		}
		w, err := f.GetColWidth(sheet, name)
		if err != nil {
			t.Fatal(err)
		}
		points += 5.25*w + 3.75
	}
	return points
}

// TestACommitteeWorkbookWithoutItsMethod: the screening alone is enough; rules are told by what they found.
func TestACommitteeWorkbookWithoutItsMethod(t *testing.T) {
	in := secondRun()
	f := openBook(t, committeeFile(t, t.TempDir(), "alone.xlsx", spreadsheet.Committee{Screening: screening.Screen(in)}))
	for cell, want := range map[string]string{"Holdings!F4": "52.3", "Holdings!G4": "C", "Rules!A5": "grave-cap", "Rules!C5": "escalate", "Rules!D5": ""} {
		sheet, name, _ := strings.Cut(cell, "!")
		if v, err := f.GetCellValue(sheet, name); err != nil || v != want {
			t.Errorf("%s is %q, want %q (%v)", cell, v, want, err)
		}
	}
}

// TestALargePortfolioInTheWorkbook: 20,000 positions are streamed, with three formulas in a row and no more sums than in a small one.
func TestALargePortfolioInTheWorkbook(t *testing.T) {
	s := screening.Screen(drawnScreening(7, 26_000))
	if len(s.Positions) < 20_000 {
		t.Fatalf("only %d positions", len(s.Positions))
	}
	book := committeeBytes(t, spreadsheet.Committee{Screening: s, Methodology: committeeMethod()})
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	for sheet, most := range map[string]int{"xl/worksheets/sheet3.xml": 1000, "xl/worksheets/sheet4.xml": 3 * len(s.Positions)} {
		r, err := z.Open(sheet)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if n := bytes.Count(text, []byte("<f>")); err != nil || n == 0 || n > most {
			t.Errorf("%s has %d formulas, %d at most (%v)", sheet, n, most, err)
		}
	}
}

// TestTheDecimalsOfTheMethodInTheWorkbook: a method that publishes two decimals gets them in formulas, values and formats.
func TestTheDecimalsOfTheMethodInTheWorkbook(t *testing.T) {
	m := *committeeMethod()
	m.Rounding.Decimals = 2
	in := workedExample()
	in.Method = &m
	f := openBook(t, committeeFile(t, t.TempDir(), "two.xlsx", committeeOf(in)))
	formula, err := f.GetCellFormula("Summary", "C8")
	if err != nil || formula != `IF(H8>0,INT((K8+1E-9)*100+0.5)/100,"–")` {
		t.Errorf("%s, %v", formula, err)
	}
	if shown, err := f.GetCellValue("Summary", "C8"); err != nil || shown != "44.96" {
		t.Errorf("%s, %v", shown, err)
	}
	if shown, err := f.GetCellValue("Summary", "D8"); err != nil || shown != "54.96" {
		t.Errorf("%s, %v", shown, err)
	}
}
