package spreadsheet

import (
	"errors"
	"io"
	"math"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"vigil/internal/vigil"
)

// reportBook is a workbook under construction. The first failure is kept, everything after it is skipped.
type reportBook struct {
	file    *excelize.File
	report  vigil.Report
	styles  map[reportLook]int
	tints   map[reportTint]int
	taken   map[string]bool
	heights map[reportRow]float64   // in points, of the rows that were given one
	streams map[string]reportStream // rows of sheets of their own, by the name of the sheet
	err     error
}

// reportRow is a row of a sheet.
type reportRow struct {
	sheet string
	row   int
}

// newReportBook is a workbook with one empty sheet, the first of the report.
func newReportBook(r vigil.Report) *reportBook {
	b := &reportBook{file: excelize.NewFile(), report: r, styles: map[reportLook]int{}, tints: map[reportTint]int{}, heights: map[reportRow]float64{},
		streams: map[string]reportStream{}, taken: map[string]bool{strings.ToLower(reportSheet): true}}
	b.try(b.file.SetSheetName("Sheet1", reportSheet))
	return b
}

// write writes the workbook unless something failed before.
func (b *reportBook) write(w io.Writer) error {
	if b.err != nil {
		return b.err
	}
	// The library lists the types of pictures in the order of a map.
	types := b.file.ContentTypes.Defaults
	sort.Slice(types, func(i, j int) bool { return types[i].Extension < types[j].Extension })
	return writeBook(w, b.file, func(w io.Writer, sheet string, part []byte) error {
		more, long := b.streams[sheet]
		if !long {
			_, err := w.Write(part)
			return err
		}
		return withRows(w, part, more.columns, more.rows)
	})
}

func (b *reportBook) try(err error) {
	b.err = errors.Join(b.err, err)
}

func (b *reportBook) style(l reportLook) int {
	id, known := b.styles[l]
	if !known {
		var err error
		id, err = b.file.NewStyle(l.style())
		b.try(err)
		b.styles[l] = id
	}
	return id
}

func (b *reportBook) tint(t reportTint) *int {
	id, known := b.tints[t]
	if !known {
		var err error
		id, err = b.file.NewConditionalStyle(&excelize.Style{
			Font: &excelize.Font{Bold: true, Color: t.ink}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{t.paper}},
		})
		b.try(err)
		b.tints[t] = id
	}
	return &id
}

func (b *reportBook) at(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	b.try(err)
	return name
}

// text writes words, which never become a formula, over the columns from first to last.
func (b *reportBook) text(sheet string, row, first, last int, s string, l reportLook) {
	b.dress(sheet, row, first, row, last, l)
	b.try(b.file.SetCellStr(sheet, b.at(first, row), fitCell(vigil.GuardText(s))))
}

// cell writes a number as a number and everything else as words.
func (b *reportBook) cell(sheet string, row, first, last int, c vigil.Cell, l reportLook) {
	if !reportIsNumber(c) {
		b.text(sheet, row, first, last, c.Text, l)
		return
	}
	b.dress(sheet, row, first, row, last, l)
	b.try(b.file.SetCellDefault(sheet, b.at(first, row), strconv.FormatFloat(*c.Number, 'f', -1, 64))) // SetCellFloat cuts digits off
}

// reportCellLook is the look of a cell in a column of a kind.
func reportCellLook(kind string, c vigil.Cell) reportLook {
	l := reportLook{boxed: true}
	if kind == "number" {
		l.across = "right"
	}
	if reportRules[kind] != nil {
		l.across = "center"
	}
	if !reportIsNumber(c) {
		return l
	}
	l.format, l.across = reportFormat(c), "right"
	if band, tint := reportBandOf(c.Text); band != "" { // its letter stands in front of the number: never colour alone
		l.across, l.bold, l.ink, l.paper = "center", true, tint.ink, tint.paper
	}
	return l
}

func reportIsNumber(c vigil.Cell) bool {
	return c.Number != nil && !math.IsNaN(*c.Number) && !math.IsInf(*c.Number, 0)
}

// reportFigure is a number in a text.
var reportFigure = regexp.MustCompile(`-?[0-9]+(\.[0-9]+)?`)

// reportFormat shows a number as its text does, with the words before and after it: "C 61.0", "41.1, capped 25".
func reportFormat(c vigil.Cell) string {
	digits := "0"
	if c.Decimals > 0 {
		digits = "0.000000000000000"[:2+min(c.Decimals, 15)]
	}
	var alone [32]byte
	if string(strconv.AppendFloat(alone[:0], *c.Number, 'f', c.Decimals, 64)) == c.Text {
		return digits // most cells by far
	}
	at := reportFigure.FindStringIndex(c.Text)
	if at == nil {
		return digits
	}
	n, err := strconv.ParseFloat(c.Text[at[0]:at[1]], 64)
	if err != nil || math.Abs(n-*c.Number) > math.Pow10(-c.Decimals) {
		return digits // another number than the cell's
	}
	word := func(s string) string {
		if s == "" {
			return ""
		}
		return `"` + strings.ReplaceAll(s, `"`, "") + `"`
	}
	return word(c.Text[:at[0]]) + digits + word(c.Text[at[1]:])
}

// reportBandOf is the band that a text begins with, as in "C 61.0", and its colours; empty when there is none.
func reportBandOf(s string) (string, reportTint) {
	band, _, more := strings.Cut(s, " ")
	if t, known := reportBands[band]; known && more {
		return band, t
	}
	return "", reportTint{}
}

// dress merges a rectangle and gives it a look.
func (b *reportBook) dress(sheet string, row, first, lastRow, last int, l reportLook) {
	from, to := b.at(first, row), b.at(last, lastRow)
	if from != to {
		b.try(b.file.MergeCell(sheet, from, to))
	}
	b.try(b.file.SetCellStyle(sheet, from, to, b.style(l)))
}

// height makes a row as high as its lines of text at a size need; Excel does not do it for merged cells.
func (b *reportBook) height(sheet string, row, lines int, size float64) {
	points := reportHeight(lines, size)
	b.heights[reportRow{sheet, row}] = points
	b.try(b.file.SetRowHeight(sheet, row, points))
}

// reportHeight is how high lines of a size are, in points.
func reportHeight(lines int, size float64) float64 {
	return min(409, float64(max(lines, 1))*size*1.3+3)
}

// colour paints the texts of a kind in a range of cells.
func (b *reportBook) colour(sheet, kind string, column, top, bottom int) {
	rules := reportRules[kind]
	if len(rules) == 0 || bottom < top {
		return
	}
	var options []excelize.ConditionalFormatOptions
	first := b.at(column, top)
	for _, r := range rules {
		criteria := first + `="` + r.text + `"`
		if kind == "band" { // the band may stand beside its number
			criteria = "OR(" + criteria + ",LEFT(" + first + `,LEN("` + r.text + ` "))="` + r.text + ` ",RIGHT(` + first + `,LEN(" ` + r.text + `"))=" ` + r.text + `")`
		}
		options = append(options, excelize.ConditionalFormatOptions{Type: "formula", Criteria: criteria, Format: b.tint(reportBands[r.like])})
	}
	b.try(b.file.SetConditionalFormat(sheet, first+":"+b.at(column, bottom), options))
}

// print sets a sheet up for paper: landscape A4, as wide as the page, the rows of the heading, if any, on each page,
// and the draft mark whole.
func (b *reportBook) print(sheet, heading string) {
	landscape, paper, wide, high, fit := "landscape", 9, 1, 0, true
	side, top, edge := 0.4, 0.75, 0.3
	b.try(b.file.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &top, Bottom: &top, Header: &edge, Footer: &edge}))
	b.try(b.file.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &paper, FitToWidth: &wide, FitToHeight: &high}))
	if sheet == reportSheet {
		fit = false // its grid is as wide as the page, and a sheet that is fitted passes over the breaks put into it
	}
	b.try(b.file.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
	escape := func(s string, n int) string {
		return strings.ReplaceAll(reportCut(strings.Join(strings.Fields(s), " "), n), "&", "&&")
	}
	head := "&L&8" + escape(b.report.Title, 60)
	if b.report.Draft != "" {
		head += "\n" + escape(b.report.Draft, 170)
	}
	b.try(b.file.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddHeader: head, OddFooter: "&L&8&A&R&8&P / &N"}))
	if heading != "" {
		b.try(b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: sheet, RefersTo: "'" + sheet + "'!" + heading}))
	}
	grid := false
	b.try(b.file.SetSheetView(sheet, 0, &excelize.ViewOptions{ShowGridLines: &grid}))
}

// reportLines guesses how many lines a text takes in so many characters.
func reportLines(s string, width float64) int {
	if width > 60 { // a long line loses less where its words break
		width *= 1.15
	} else {
		width *= 1.07
	}
	n := 0
	for _, line := range strings.Split(s, "\n") {
		n += max(1, int(math.Ceil(float64(utf8.RuneCountInString(line))/max(width, 1))))
	}
	return n
}
