package spreadsheet

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"vigil/internal/vigil"
)

const (
	reportSheet    = "Report"
	reportColumns  = 12   // the sheet Report is a grid of so many columns
	reportWidth    = 11.0 // each so many characters wide
	reportInPlace  = 8    // longer tables get a sheet of their own
	reportCoreFile = "docProps/core.xml"
)

// WriteReport writes a report as a workbook: its words on the first sheet, its long tables, its charts and its cards on
// sheets of their own. What it writes depends on the report alone, and no cell has a formula.
func WriteReport(w io.Writer, r vigil.Report) (err error) {
	b := newReportBook(r)
	defer func() { err = errors.Join(err, b.file.Close()) }()
	p := &reportPage{reportBook: b, row: 1}
	p.write()
	b.file.SetActiveSheet(0)
	// The library would name itself as the author and print the day it was written on.
	var title bytes.Buffer
	b.try(xml.EscapeText(&title, []byte(r.Title)))
	b.file.Pkg.Store(reportCoreFile, []byte(xml.Header+`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" `+
		`xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>`+title.String()+`</dc:title></cp:coreProperties>`))
	return b.write(w)
}

// reportPage is the first sheet, written from top to bottom.
type reportPage struct {
	*reportBook
	row    int
	groups [][2]int // first and last rows of what stays on one page
}

func (p *reportPage) write() {
	last, err := excelize.ColumnNumberToName(reportColumns)
	p.try(err)
	p.try(p.file.SetColWidth(reportSheet, "A", last, reportWidth))
	r := p.report
	p.line(r.Title, reportLook{size: 20, bold: true})
	p.line(r.Subtitle, reportLook{size: 12, quiet: true})
	p.line(r.Draft, reportLook{bold: true, ink: reportFlame, paper: reportGlow})
	p.row++
	p.facts(r.Facts)
	for _, s := range r.Sections {
		p.row++
		top := p.row // the title stays with what follows it
		p.line(s.Title, reportLook{size: 14, bold: true, ink: reportNight})
		p.cards(s)
		for _, block := range s.Blocks {
			p.block(block)
			p.groups, top = append(p.groups, [2]int{top, p.row - 1}), p.row
		}
	}
	p.row++
	for _, s := range r.Footer {
		p.line(s, reportLook{size: 9, quiet: true})
	}
	p.breaks()
	p.print(reportSheet, "")
}

func (p *reportPage) block(k vigil.Block) {
	p.line(k.Paragraph, reportLook{})
	if k.Headline != nil {
		p.headline(*k.Headline)
	}
	if k.Notice != nil {
		t, known := reportTones[k.Notice.Tone]
		if !known {
			t = reportTones["plain"]
		}
		p.line(k.Notice.Title, reportLook{bold: true, ink: t.ink, paper: t.paper})
		for _, s := range k.Notice.Lines {
			p.line(s, reportLook{paper: t.paper})
		}
		p.row++
	}
	p.facts(k.Facts)
	for _, s := range k.List {
		p.line("• "+s, reportLook{})
	}
	if k.Table != nil {
		p.table(*k.Table)
	}
	if k.Bars != nil {
		p.link(k.Bars.Title, p.barsSheet(*k.Bars))
	}
	if k.Quote != nil {
		by := k.Quote.By
		if k.Quote.Date != "" {
			by += ", " + k.Quote.Date
		}
		p.line(k.Quote.Text, reportLook{italic: true, paper: reportGlow})
		p.line(by, reportLook{quiet: true, paper: reportGlow})
	}
}

// line writes a text over the whole width; nothing for no text.
func (p *reportPage) line(s string, l reportLook) {
	if s != "" {
		p.wide(1, reportColumns, s, l)
		p.row++
	}
}

// wide writes a text over columns and makes the row high enough for it.
func (p *reportPage) wide(first, last int, s string, l reportLook) {
	size := max(l.size, 9)
	if l.size == 0 {
		size = 10
	}
	p.text(reportSheet, p.row, first, last, s, l)
	p.height(reportSheet, p.row, reportLines(s, float64(last-first+1)*reportWidth*10/size), size)
}

func (p *reportPage) facts(facts []vigil.Fact) {
	for _, f := range facts {
		p.text(reportSheet, p.row, 1, 3, f.Label, reportLook{bold: true, boxed: true})
		last := reportColumns
		lines := reportLines(f.Label, 3*reportWidth)
		if f.Note != "" {
			last = 8
			p.text(reportSheet, p.row, last+1, reportColumns, f.Note, reportLook{quiet: true, boxed: true})
			lines = max(lines, reportLines(f.Note, float64(reportColumns-last)*reportWidth))
		}
		p.text(reportSheet, p.row, 4, last, f.Value, reportLook{boxed: true})
		p.height(reportSheet, p.row, max(lines, reportLines(f.Value, float64(last-3)*reportWidth)), 10)
		p.row++
	}
}

func (p *reportPage) headline(h vigil.Headline) {
	t, known := reportBands[h.Band]
	if !known {
		t = reportBands["NR"]
	}
	p.dress(reportSheet, p.row, 1, p.row+2, 1, reportLook{size: 28, bold: true, ink: "FFFFFF", paper: t.ink, across: "center", middle: true})
	p.try(p.file.SetCellStr(reportSheet, p.at(1, p.row), vigil.GuardText(h.Band)))
	p.text(reportSheet, p.row, 2, 3, h.Score, reportLook{size: 18, bold: true, ink: t.ink, paper: t.paper})
	p.wide(4, reportColumns, h.Title, reportLook{size: 14, bold: true, paper: t.paper})
	p.height(reportSheet, p.row, reportLines(h.Score, 10), 18)
	p.row++
	p.wide(2, reportColumns, h.Story, reportLook{paper: t.paper})
	p.row++
	p.wide(2, reportColumns, strings.Join(h.Tags, " · "), reportLook{bold: true, ink: t.ink, paper: t.paper})
	p.row++
	p.facts(h.Facts)
}

// table writes a short table in place and points to the sheet of a long one.
func (p *reportPage) table(t vigil.Table) {
	switch {
	case len(t.Columns) == 0:
		p.line(t.Title, reportLook{bold: true})
		p.line(t.Note, reportLook{quiet: true, italic: true})
		return
	case len(t.Rows) > reportInPlace || len(t.Columns) > reportColumns:
		p.link(t.Title, p.tableSheet(t))
		return
	}
	p.row++
	p.line(t.Title, reportLook{bold: true})
	widths := reportWidths(t)
	spans := reportSpans(widths)
	for i, s := range spans {
		widths[i] = float64(s[1]-s[0]+1) * reportWidth
	}
	p.row = p.rows(reportSheet, t, p.row, widths, spans)
	p.line(t.Note, reportLook{quiet: true, italic: true})
	p.row++
}

// reportSpans shares the grid among columns: one each, the rest one by one to whoever is shortest of room.
func reportSpans(widths []float64) [][2]int {
	size := make([]int, len(widths))
	for i := range size {
		size[i] = 1
	}
	for free := reportColumns - len(widths); free > 0; free-- {
		poor := 0
		for i := range size {
			if widths[i]/float64(size[i]) > widths[poor]/float64(size[poor]) {
				poor = i
			}
		}
		size[poor]++
	}
	spans, at := make([][2]int, len(widths)), 1
	for i, n := range size {
		spans[i] = [2]int{at, at + n - 1}
		at += n
	}
	return spans
}

// link names the sheet on which a table stands.
func (p *reportPage) link(title, sheet string) {
	if title == "" {
		title = sheet
	}
	p.text(reportSheet, p.row, 1, 8, title, reportLook{bold: true, boxed: true})
	p.text(reportSheet, p.row, 9, reportColumns, "→ "+sheet, reportLook{ink: "1D4F8F", boxed: true})
	p.height(reportSheet, p.row, max(reportLines(title, 8*reportWidth), 1), 10)
	p.try(p.file.SetCellHyperLink(reportSheet, p.at(9, p.row), "'"+sheet+"'!A1", "Location"))
	p.row++
}
