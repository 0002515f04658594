package spreadsheet_test

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"vigil/internal/golden"
	"vigil/internal/scoring"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

// The cells of a workbook as text, so that a person sees in a diff what changed.
func TestCellsOfAWorkbook(t *testing.T) {
	blank := filled(t)
	blank.Answers, blank.Evidence = nil, nil
	full := ofUnits(t)
	full.Evidence = append(full.Evidence, referenced(t).Evidence...)
	full.Today = "2026-07-01"
	full.Allegations = []vigil.Allegation{{Code: "case-1", Quarter: "2026-Q1", Summary: "=A suit against critics", Scale: 3, Scope: 2, Irremediability: 2, Credibility: "K2", Link: "caused", Harm: "lawsuit", Opened: "2026-01-10"}}
	in := scoring.Input{Methodology: full.Methodology, Questionnaire: full.Questionnaire, Mode: vigil.SELF, Cutoff: full.Assessment.Cutoff,
		Answers: filled(t).Answers, Allegations: full.Allegations}
	full.Scorecard, full.Gaps = scoring.Score(in), scoring.Gaps(in, full.Today)
	live := filled(t) // the method of this one has no units, so that its sheets can calculate
	in.Methodology = live.Methodology
	live.Scorecard = scoring.Score(in)
	live.Readings, _ = scoring.ReadingsOf(in)
	path := scoring.CheapestPath(in)
	live.Steps, live.Path = scoring.SingleSteps(in), &path
	for name, b := range map[string]spreadsheet.Workbook{"blank": blank, "filled": full, "live": live} {
		t.Run(name, func(t *testing.T) {
			golden.Equal(t, "testdata/workbook-"+name+".txt", cellsOf(t, written(t, b), name == "live"))
		})
	}
}

// cellsOf lists, sheet by sheet, what is set up and every cell with something in it, with its number format.
// calculating: only the sheets that differ where a workbook calculates, with their formulas.
func cellsOf(t *testing.T, name string, calculating bool) []byte {
	t.Helper()
	f, err := excelize.OpenFile(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out bytes.Buffer
	for _, sheet := range f.GetSheetList() {
		if calculating && !slices.Contains([]string{"Summary", "Pillars", "Item scores", "What-if plan", "What-if values"}, sheet) {
			continue
		}
		visible, err := f.GetSheetVisible(sheet)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "== %s%s\n", sheet, map[bool]string{false: " (hidden)"}[visible])
		validations(t, &out, f, sheet)
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c, text := range row {
				if text != "" {
					cell, err := excelize.CoordinatesToCellName(c+1, r+1)
					if err != nil {
						t.Fatal(err)
					}
					fmt.Fprintf(&out, "%s%s\t%s\n", cell, look(t, f, sheet, cell), brief(text))
					formula, err := f.GetCellFormula(sheet, cell)
					if err != nil || unlikeExcel(formula) {
						t.Errorf("%s!%s holds a formula that Excel would not take (%v): %s", sheet, cell, err, formula)
					}
					if formula != "" && sheet != "Item scores" {
						fmt.Fprintf(&out, "\t= %s\n", formula)
					}
				}
			}
		}
	}
	for _, n := range f.GetDefinedName() {
		fmt.Fprintf(&out, "name %s of %s is %s\n", n.Name, n.Scope, n.RefersTo)
	}
	return out.Bytes()
}

// unlikeExcel reports what Excel refuses in a formula and LibreOffice takes: more than 8192 characters, a text of more
// than 255, a small letter for the exponent.
func unlikeExcel(formula string) bool {
	for i, part := range strings.Split(formula, "\"") {
		if inside := i%2 == 1; inside && len(part) > 255 || !inside && smallExponent.MatchString(part) {
			return true
		}
	}
	return len(formula) > 8192
}

var smallExponent = regexp.MustCompile(`[0-9]e[-+]?[0-9]`)

var digest = regexp.MustCompile(`[0-9a-f]{64}`)

// brief is one line of a text, which is looked at where it is written.
func brief(text string) string {
	r := []rune(strings.ReplaceAll(digest.ReplaceAllString(text, "(digest)"), "\n", "⏎"))
	if len(r) > 80 {
		return string(r[:79]) + "…"
	}
	return string(r)
}

// look is what a cell is besides its text: number, format, unlocked.
func look(t *testing.T, f *excelize.File, sheet, cell string) string {
	t.Helper()
	kind, err := f.GetCellType(sheet, cell)
	if err != nil {
		t.Fatal(err)
	}
	id, err := f.GetCellStyle(sheet, cell)
	if err != nil {
		t.Fatal(err)
	}
	style, err := f.GetStyle(id)
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	if kind == excelize.CellTypeNumber || kind == excelize.CellTypeUnset {
		words = append(words, "number")
	}
	if style.CustomNumFmt != nil {
		words = append(words, *style.CustomNumFmt)
	} else if style.NumFmt != 0 {
		words = append(words, fmt.Sprint("format ", style.NumFmt))
	}
	if style.Protection != nil && !style.Protection.Locked {
		words = append(words, "unlocked")
	}
	if len(words) == 0 {
		return ""
	}
	return " [" + strings.Join(words, " ") + "]"
}

// validations lists the drop-downs and prompts of a sheet, equal ones once with the number of their cells.
func validations(t *testing.T, out *bytes.Buffer, f *excelize.File, sheet string) {
	t.Helper()
	list, err := f.GetDataValidations(sheet)
	if err != nil {
		t.Fatal(err)
	}
	cells := map[string][]string{}
	for _, v := range list {
		var title, prompt string
		if v.PromptTitle != nil {
			title = *v.PromptTitle
		}
		if v.Prompt != nil {
			prompt = *v.Prompt
		}
		key := fmt.Sprintf("%s from %s: %s", title, cmp.Or(v.Formula1, "anything"), prompt)
		cells[key] = append(cells[key], v.Sqref)
	}
	for _, key := range slices.Sorted(maps.Keys(cells)) {
		fmt.Fprintf(out, "offer %s (%s, %d in all)\n", key, cells[key][0], len(cells[key]))
	}
}
