package spreadsheet

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"vigil/internal/vigil"
)

// committeeCell is a cell of the committee workbook: words, a number, or a formula with the value that it has now.
type committeeCell struct {
	style   int
	words   string
	number  float64
	isNum   bool
	formula string
	width   float64 // of what the words may fill; 0: of the column
}

// runsOn is the width of words that run on over empty cells.
const runsOn = 1e6

// committeeSheet is a small sheet being filled from top to bottom.
type committeeSheet struct {
	c      *committee
	name   string
	widths []float64
	rows   []committeeRow
}

type committeeRow struct {
	cells  []committeeCell
	points float64
	part   bool // a part of the sheet begins here
}

// Looks that every sheet shares. A cell that may be changed is tinted, and so is what a committee must not pass over.
var (
	lookTitle   = reportLook{size: 18, bold: true, ink: reportNight, flat: true}
	lookUnder   = reportLook{size: 11, quiet: true, flat: true}
	lookPart    = reportLook{size: 13, bold: true, ink: reportNight, flat: true}
	lookNote    = reportLook{quiet: true, italic: true, flat: true}
	lookDraft   = reportLook{bold: true, ink: reportFlame, flat: true}
	lookLabel   = reportLook{bold: true, boxed: true}
	lookWords   = reportLook{boxed: true}
	lookMiddle  = reportLook{boxed: true, across: "center"}
	lookOne     = reportLook{boxed: true, across: "right", format: "0.0"}
	lookTwo     = reportLook{boxed: true, across: "right", format: "0.00"}
	lookFour    = reportLook{boxed: true, across: "right", format: "0.0000"}
	lookCount   = reportLook{boxed: true, across: "right", format: "#,##0"}
	lookPoints  = reportLook{boxed: true, across: "right", format: "+0.00;-0.00;0.00"}
	lookDate    = reportLook{boxed: true, across: "center", format: "yyyy-mm-dd"}
	lookPercent = reportLook{boxed: true, across: "right", format: "0.00%"}
	lookInput   = reportLook{boxed: true, across: "right", format: "0.0", paper: reportGlow}
	lookInputPc = reportLook{boxed: true, across: "right", format: "0.00%", paper: reportGlow}
	lookHead    = reportLook{bold: true, ink: "FFFFFF", paper: reportNight, boxed: true, middle: true}
	lookHeadOn  = reportLook{bold: true, ink: "FFFFFF", paper: reportNight, middle: true, flat: true} // runs on over the next
)

func (c *committee) sheet(name string, widths ...float64) *committeeSheet {
	for i, w := range widths {
		c.try(c.file.SetColWidth(name, column(i+1), column(i+1), w))
	}
	return &committeeSheet{c: c, name: name, widths: widths}
}

// style shows figures with the decimals with which the method publishes them.
func (c *committee) style(l reportLook) int {
	if l.format == lookOne.format {
		l.format = reportFormat(vigil.Cell{Number: new(float64), Decimals: c.r.Decimals})
	}
	return c.reportBook.style(l)
}

func (c *committee) say(words string, l reportLook) committeeCell {
	x := committeeCell{style: c.style(l), words: fitCell(vigil.GuardText(words))}
	if l.flat {
		x.width = runsOn
	}
	return x
}

// note is a remark beside a row, which runs on over empty cells.
func (c *committee) note(words string) committeeCell { return c.say("  "+words, lookNote) }

func (c *committee) count(n int, l reportLook) committeeCell { return c.num(float64(n), l) }

func (c *committee) num(v float64, l reportLook) committeeCell {
	return committeeCell{style: c.style(l), number: v, isNum: true}
}

// numOr is a number, or a dash where there is none.
func (c *committee) numOr(v *float64, l reportLook) committeeCell {
	if v == nil {
		return c.say("–", l)
	}
	return c.num(*v, l)
}

// figure is the published form of a figure.
func (c *committee) figure(f *vigil.Figure, l reportLook) committeeCell {
	if f == nil {
		return c.say("–", l)
	}
	return c.num(f.Published, l)
}

// calc is a formula and the number that it gives now.
func (c *committee) calc(formula string, v float64, l reportLook) committeeCell {
	return committeeCell{style: c.style(l), formula: formula, number: v, isNum: true}
}

// calcFigure is a formula and the published figure that the screening gave for it; a dash where there is none.
func (c *committee) calcFigure(formula string, f *vigil.Figure, l reportLook) committeeCell {
	if f == nil {
		return c.calcWords(formula, "–", l)
	}
	return c.calc(formula, f.Published, l)
}

// calcWords is a formula that gives words, and those that it gives now.
func (c *committee) calcWords(formula, words string, l reportLook) committeeCell {
	return committeeCell{style: c.style(l), formula: formula, words: words}
}

// day is a date as spreadsheets keep them, so that they sort and filter; anything else stays words.
func (c *committee) day(s string) committeeCell {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return c.say(s, lookDate)
	}
	return c.num(float64(int(t.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours()/24)), lookDate)
}

// next is the number of the row that is added next.
func (s *committeeSheet) next() int { return len(s.rows) + 1 }

// add adds a row that is as high as its words need.
func (s *committeeSheet) add(cells ...committeeCell) int {
	s.rows = append(s.rows, committeeRow{cells: cells, points: s.c.points(cells, s.widths)})
	return len(s.rows)
}

// line adds a line that runs on over empty cells.
func (s *committeeSheet) line(words string, l reportLook) int {
	size := l.size
	if size == 0 {
		size = 10
	}
	s.rows = append(s.rows, committeeRow{cells: []committeeCell{s.c.say(words, l)}, points: reportHeight(1, size)})
	return len(s.rows)
}

// paragraph adds lines of at most so many characters, broken at blanks.
func (s *committeeSheet) paragraph(words string, width int, l reportLook) {
	for _, line := range brokenLines(words, width) {
		s.line(line, l)
	}
}

func (s *committeeSheet) blank() { s.rows = append(s.rows, committeeRow{points: 10}) }

// top begins a sheet with its title and, on a draft, the mark.
func (s *committeeSheet) top(title, under string) {
	s.line(title, lookTitle)
	s.line(under, lookUnder)
	if s.c.report.Draft != "" {
		s.paragraph(s.c.report.Draft, int(s.total()*1.05), lookDraft)
	}
}

func (s *committeeSheet) total() float64 {
	t := 0.0
	for _, w := range s.widths {
		t += w
	}
	return t
}

// part begins a part of a sheet, which is kept on one page if it fits.
func (s *committeeSheet) part(title string) {
	s.rows = append(s.rows, committeeRow{points: 10, part: true})
	s.line(title, lookPart)
}

// head adds the titles of a table; a column without a title belongs to the one before it.
func (s *committeeSheet) head(titles ...string) int {
	cells := make([]committeeCell, len(titles))
	for i, t := range titles {
		l := lookHead
		if t == "" || i+1 < len(titles) && titles[i+1] == "" {
			l = lookHeadOn
		}
		cells[i] = s.c.say(t, l)
	}
	return s.add(cells...)
}

// done hands the rows over. heading is the row that stays on the screen and on every page; 0: none. Rows first to last
// get a filter whose titles are above them; a first of 0 is none.
func (s *committeeSheet) done(heading, first, last int) {
	c := s.c
	rows := s.rows
	c.streams[s.name] = reportStream{len(s.widths), func(w *rowStream) {
		for i, r := range rows {
			w.begin(i+1, r.points)
			w.cells(r.cells)
			w.end()
		}
	}}
	if heading > 0 {
		c.try(c.file.SetPanes(s.name, &excelize.Panes{Freeze: true, YSplit: heading, TopLeftCell: c.at(1, heading+1), ActivePane: "bottomLeft"}))
	}
	c.finish(s.name, heading, len(s.widths), first, last)
	c.printArea(s.name, len(s.widths), len(s.rows))
}

// printArea keeps words that run on past the last column from making a page of their own.
func (c *committee) printArea(sheet string, columns, rows int) {
	c.try(c.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: sheet, RefersTo: fmt.Sprintf("'%s'!$A$1:$%s$%d", sheet, column(columns), rows)}))
}

// finish puts a filter over a table and sets the sheet up for paper. The library drops the fit to the page as it puts a
// filter, which is why that comes first.
func (c *committee) finish(sheet string, heading, columns, first, last int) {
	repeat := ""
	if heading > 0 {
		repeat = "$" + c.digits(heading) + ":$" + c.digits(heading)
	}
	if first > 0 && last >= first {
		c.try(c.file.AutoFilter(sheet, c.at(1, first-1)+":"+c.at(columns, last), nil))
	}
	c.print(sheet, repeat)
	c.headers(sheet)
}

// pages prints a sheet of several parts at the scale at which it is as wide as the page, and begins a new page before a
// part that would not fit on what is left of one. A sheet that is fitted passes over such breaks.
func (s *committeeSheet) pages() {
	c, width := s.c, 0.0
	for _, w := range s.widths {
		width += max(5.25*w+3.75, 5.6*w) // as one program draws it, and as another does
	}
	scale, fit := uint(max(10, min(100, committeePageWide/width*100))), false
	c.try(c.file.SetPageLayout(s.name, &excelize.PageLayoutOptions{AdjustTo: &scale}))
	c.try(c.file.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	room := committeePageHigh / float64(scale) * 100
	used := 0.0
	for i := 0; i < len(s.rows); {
		end, high := i+1, s.rows[i].points
		for end < len(s.rows) && !s.rows[end].part {
			high += s.rows[end].points
			end++
		}
		if i > 0 && used+high > room {
			c.try(c.file.InsertPageBreak(s.name, c.at(1, i+1)))
			used = s.rows[0].points // the title is repeated
		}
		for used += high; used > room; {
			used -= room - s.rows[0].points
		}
		i = end
	}
}

// What rows may fill of a landscape A4 page, in points; a little is left for programs that draw wider and higher.
const committeePageWide, committeePageHigh = 765.0, 465.0

func (c *committee) digits(n int) string { return strings.TrimPrefix(c.at(1, n), "A") }

// headers prints the portfolio and the run at the head of each page, and the sheet and the page at its foot. A blank
// keeps the size of the letters from a name that begins with a digit.
func (c *committee) headers(sheet string) {
	escape := func(s string, n int) string {
		return strings.ReplaceAll(reportCut(strings.Join(strings.Fields(s), " "), n), "&", "&&")
	}
	right := c.run() + ", holdings as of " + c.s.AsOf
	if c.s.Draft {
		right += ", DRAFT"
	}
	c.try(c.file.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddHeader: "&L&8 " + escape(c.s.PortfolioName, 80) + "&R&8" + escape(right, 80),
		OddFooter: "&L&8Vigil: " + escape(c.s.RuleSet.Ref(), 60) + "&C&8&A&R&8&P / &N"}))
}

// cells writes the cells of a row.
func (w *rowStream) cells(cells []committeeCell) {
	for i, x := range cells {
		switch {
		case x.formula != "" && x.isNum:
			w.formula(i, x.style, x.formula, x.number, nil)
		case x.formula != "":
			w.formula(i, x.style, x.formula, 0, &x.words)
		case x.isNum:
			w.number(i, x.style, x.number)
		default:
			w.text(i, x.style, x.words)
		}
	}
}

// points is how high a row must be for its words.
func (c *committee) points(cells []committeeCell, widths []float64) float64 {
	lines := 1
	for i, x := range cells {
		if !x.isNum && x.words != "" && i < len(widths) {
			lines = max(lines, reportLines(x.words, max(x.width, widths[i])-0.5))
		}
	}
	return reportHeight(lines, 10)
}

// brokenLines breaks words at blanks into lines of at most so many characters.
func brokenLines(words string, width int) []string {
	var lines []string
	for _, part := range strings.Split(words, "\n") {
		line := ""
		for _, word := range strings.Fields(part) {
			if line != "" && len([]rune(line))+1+len([]rune(word)) > width {
				lines, line = append(lines, line), ""
			}
			line = strings.TrimSpace(line + " " + word)
		}
		lines = append(lines, line)
	}
	return slices.DeleteFunc(lines, func(s string) bool { return s == "" })
}
