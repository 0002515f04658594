package spreadsheet

import (
	"errors"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"vigil/internal/vigil"
)

// reportBook is a workbook under construction. The first failure is kept, everything after it is skipped.
type reportBook struct {
	file   *excelize.File
	report vigil.Report
	styles map[reportLook]int
	tints  map[reportTint]int
	taken  map[string]bool
	err    error
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
	b.try(b.file.SetCellStr(sheet, b.at(first, row), vigil.GuardText(s)))
}

// cell writes a number as a number and everything else as words.
func (b *reportBook) cell(sheet string, row, first, last int, c vigil.Cell, l reportLook) {
	if c.Number == nil || math.IsNaN(*c.Number) || math.IsInf(*c.Number, 0) {
		b.text(sheet, row, first, last, c.Text, l)
		return
	}
	l.format, l.across = "0", "right"
	if c.Decimals > 0 {
		l.format += "." + strings.Repeat("0", min(c.Decimals, 15))
	}
	b.dress(sheet, row, first, row, last, l)
	b.try(b.file.SetCellFloat(sheet, b.at(first, row), *c.Number, -1, 64))
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
	b.try(b.file.SetRowHeight(sheet, row, min(409, float64(max(lines, 1))*size*1.35+3)))
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

// print sets a sheet up for paper: landscape A4, as wide as the page, the rows of the heading on each page.
func (b *reportBook) print(sheet, heading string) {
	landscape, paper, wide, high, fit := "landscape", 9, 1, 0, true
	b.try(b.file.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &paper, FitToWidth: &wide, FitToHeight: &high}))
	b.try(b.file.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
	escape := func(s string, n int) string {
		return strings.ReplaceAll(reportCut(strings.Join(strings.Fields(s), " "), n), "&", "&&")
	}
	head := "&L" + escape(b.report.Title, 50)
	if b.report.Draft != "" {
		head += "&R" + escape(b.report.Draft, 60)
	}
	b.try(b.file.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddHeader: head, OddFooter: "&L&A&R&P / &N"}))
	b.try(b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: sheet, RefersTo: "'" + sheet + "'!" + heading}))
	grid := false
	b.try(b.file.SetSheetView(sheet, 0, &excelize.ViewOptions{ShowGridLines: &grid}))
}

// reportLines guesses how many lines a text takes in so many characters.
func reportLines(s string, width float64) int {
	if width > 60 { // a long line loses less where its words break
		width *= 1.15
	}
	n := 0
	for _, line := range strings.Split(s, "\n") {
		n += max(1, int(math.Ceil(float64(utf8.RuneCountInString(line))/max(width, 1))))
	}
	return n
}
