package spreadsheet

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// Workbook is one assessment on its way out: blank to be filled in, or filled in. Scorecard and Gaps are nil
// while nothing is scored; the sheets then say so.
type Workbook struct {
	Questionnaire *vigil.Questionnaire
	Methodology   *vigil.Methodology
	Organisation  vigil.Organisation
	Assessment    vigil.Assessment
	Answers       []vigil.Answer
	Evidence      []vigil.Evidence
	Scorecard     *vigil.Scorecard
	Gaps          *vigil.GapList
	Caps          []vigil.Cap
	Allegations   []vigil.Allegation
	Crosswalk     vigil.Crosswalk
	Readings      *scoring.Readings    // with a Scorecard: the sheets calculate; nil: they show figures only
	Steps         []scoring.SingleStep // of every gap; where the sheets calculate they make the plan
	Path          *vigil.Path          // the cheapest one, marked in the plan
	ExportID      string
	Today         string // 2006-01-02, the day of the export
	Language      string
}

// The sheets, in their order.
const (
	sheetReadMe       = "Read me"
	sheetSummary      = "Summary"
	sheetPillars      = "Pillars"
	sheetScores       = "Item scores" // only where the sheets calculate
	sheetAnswers      = "Answers"
	sheetEvidence     = "Evidence"
	sheetGaps         = "Gaps"
	sheetPlan         = "Action plan"
	sheetWhatIf       = "What-if plan" // only where the sheets calculate and there are gaps
	sheetCases        = "Caps and cases"
	sheetCrosswalk    = "Crosswalk"
	sheetMethodology  = "Methodology"
	sheetLists        = "Lists"          // hidden: what the drop-downs offer
	sheetReadings     = "Readings"       // hidden: what every possible answer counts
	sheetWhatIfValues = "What-if values" // hidden: what the items would be after the steps ticked
)

// book is a workbook being written. The first error stops every later step.
type book struct {
	Workbook
	f     *excelize.File
	style styles
	err   error
	lists int // columns used on the sheet of lists

	listed map[string]string // the range of each list, by its name
	live   live
}

// live is where formulas find what they need.
type live struct {
	answerAt   map[string]int // row of the organisation's own answer, by question
	answerRows int            // last row that formulas look at on the sheet of answers
	readAt     map[string]int // row of a reading, by its key
	readRows   int
	lastItem   int
	lastPillar int
	at         map[string]string // cells of the summary, by name
	texts      map[string]string // what formulas that give text show now, by sheet!cell
}

// WriteWorkbook writes the questionnaire workbook of an assessment. Everything a person typed is guarded
// against formulas; ids and questions are locked without a password.
func WriteWorkbook(w io.Writer, b Workbook) error {
	if b.Language == "" {
		b.Language = "en"
	}
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	k := &book{Workbook: b, f: f, listed: map[string]string{}, live: live{answerAt: map[string]int{}, readAt: map[string]int{}, at: map[string]string{}, texts: map[string]string{}}}
	k.do(f.SetSheetName("Sheet1", sheetReadMe))
	for _, name := range k.sheets() {
		_, err := f.NewSheet(name)
		k.do(err)
	}
	k.makeStyles()
	k.readMe()
	k.answers()
	k.evidence()
	k.result()
	k.gaps()
	k.plan()
	k.whatIf()
	k.cases()
	k.crosswalk()
	k.methodology()
	k.do(f.SetSheetVisible(sheetLists, false))
	k.do(f.SetDocProps(&excelize.DocProperties{Title: b.text(b.Questionnaire.Title), Creator: "Vigil", LastModifiedBy: "Vigil"}))
	if i, err := f.GetSheetIndex(sheetReadMe); err == nil {
		f.SetActiveSheet(i)
	}
	if k.err != nil {
		return k.err
	}
	return writeBook(w, f, func(w io.Writer, sheet string, part []byte) error {
		_, err := w.Write(k.withValues(sheet, part))
		return err
	})
}

// calculates reports whether the sheets compute the score from the answers.
func (b Workbook) calculates() bool { return b.Readings != nil && b.Scorecard != nil }

// sheets lists the sheets after the first.
func (b Workbook) sheets() []string {
	list := []string{sheetSummary, sheetPillars}
	if b.calculates() {
		list = append(list, sheetScores)
	}
	list = append(list, sheetAnswers, sheetEvidence, sheetGaps, sheetPlan)
	if b.plans() {
		list = append(list, sheetWhatIf)
	}
	list = append(list, sheetCases, sheetCrosswalk, sheetMethodology, sheetLists)
	if b.calculates() {
		list = append(list, sheetReadings)
	}
	if b.plans() {
		list = append(list, sheetWhatIfValues)
	}
	return list
}

// result writes the sheets of the score: with formulas where they can follow the method, else with figures only.
func (k *book) result() {
	if !k.calculates() {
		k.summary()
		k.pillars()
		return
	}
	k.readings()
	k.scoreItems()
	k.livePillars()
	k.liveSummary()
}

func (b Workbook) text(t vigil.Text) string { return t.In(b.Language) }

func (k *book) do(err error) {
	if k.err == nil {
		k.err = err
	}
}

// put writes cells of one row from a column on: text guarded, numbers as numbers, nil left empty.
func (k *book) put(sheet string, col, row int, cells ...any) {
	for i, v := range cells {
		name, err := excelize.CoordinatesToCellName(col+i, row)
		k.do(err)
		switch x := v.(type) {
		case nil:
		case string:
			if x = escapeText(vigil.GuardText(x)); len(utf16.Encode([]rune(x))) > excelize.TotalCellChars {
				k.do(fmt.Errorf("the text for %s!%s is longer than a cell can hold (%d characters)", sheet, name, excelize.TotalCellChars))
			} else if x != "" {
				k.do(k.f.SetCellStr(sheet, name, x))
			}
		case *float64:
			if x != nil {
				k.do(k.f.SetCellFloat(sheet, name, *x, -1, 64))
			}
		default:
			k.do(k.f.SetCellValue(sheet, name, x))
		}
	}
}

// dress gives a range a style.
func (k *book) dress(sheet string, col1, row1, col2, row2, style int) {
	a, err := excelize.CoordinatesToCellName(col1, row1)
	k.do(err)
	b, err := excelize.CoordinatesToCellName(col2, row2)
	k.do(err)
	k.do(k.f.SetCellStyle(sheet, a, b, style))
}

// table writes a header and rows, with frozen header, filter, widths and print set-up.
func (k *book) table(sheet string, head []string, widths []float64, rows [][]any, none string) {
	k.head(sheet, head, widths)
	for i, r := range rows {
		k.put(sheet, 1, i+2, r...)
		lines := 1
		for c, v := range r {
			if text, ok := v.(string); ok {
				lines = max(lines, linesOf(text, widths[c]))
			}
		}
		k.height(sheet, i+2, lines)
	}
	if len(rows) == 0 {
		k.put(sheet, 1, 2, none)
		return
	}
	k.dress(sheet, 1, 2, len(head), len(rows)+1, k.style.cell)
	end, err := excelize.CoordinatesToCellName(len(head), len(rows)+1)
	k.do(err)
	k.filter(sheet, end)
}

// filter puts a filter over a table. The library drops the fit to the page as it does so, which is why it is set after.
func (k *book) filter(sheet, end string) {
	k.do(k.f.AutoFilter(sheet, "A1:"+end, nil))
	fit := true
	k.do(k.f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
}

// head writes the first row of a table and sets the sheet up for reading and printing.
func (k *book) head(sheet string, head []string, widths []float64) {
	for i, h := range head {
		k.put(sheet, i+1, 1, h)
		col, err := excelize.ColumnNumberToName(i + 1)
		k.do(err)
		k.do(k.f.SetColWidth(sheet, col, col, widths[i]))
	}
	k.dress(sheet, 1, 1, len(head), 1, k.style.head)
	lines := 2
	for i, h := range head {
		lines = max(lines, linesOf(h, widths[i]-2)) // bold, and with the button of the filter
	}
	k.height(sheet, 1, lines)
	k.do(k.f.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	k.print(sheet, "landscape")
	k.do(k.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "'" + sheet + "'!$1:$1", Scope: sheet})) // on every page
}

// print fits a sheet to the width of A4 and marks drafts on every page.
func (k *book) print(sheet, orientation string) {
	a4, wide, high, fit := 9, 1, 0, true
	k.do(k.f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &a4, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &high}))
	k.do(k.f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
	side, end, edge := 0.4, 0.6, 0.3 // inches
	k.do(k.f.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &end, Bottom: &end, Header: &edge, Footer: &edge}))
	draft := ""
	if k.Methodology.Draft() {
		draft = "Method draft. "
	}
	k.do(k.f.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddFooter: "&L" + draft + "&A&RPage &P of &N"}))
}

// height makes a row high enough for some lines; no program does it for wrapped text in every case.
func (k *book) height(sheet string, row, lines int) {
	k.do(k.f.SetRowHeight(sheet, row, min(409, float64(15*lines+3))))
}

// linesOf is how many lines a text takes in a column of a width, broken between words; a little more than one
// character goes into a unit of width.
func linesOf(text string, width float64) int {
	room, lines := int(1.14*width), 0
	for _, paragraph := range strings.Split(text, "\n") {
		lines++
		used := 0
		for _, word := range strings.Fields(paragraph) {
			n := utf8.RuneCountInString(word)
			if used > 0 && used+1+n > room {
				lines++
				used = 0
			}
			lines += max(0, n-1) / room
			used += 1 + n
		}
	}
	return lines
}
