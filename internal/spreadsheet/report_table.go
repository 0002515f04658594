package spreadsheet

import (
	"fmt"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"vigil/internal/vigil"
)

// reportWidths are the widths of columns in characters: as asked for, or as the content needs, within bounds.
func reportWidths(t vigil.Table) []float64 {
	widths := make([]float64, len(t.Columns))
	for i, c := range t.Columns {
		w := c.Width
		if w <= 0 {
			w = utf8.RuneCountInString(c.Title) + 2
			for _, row := range t.Rows {
				if i < len(row) {
					w = max(w, utf8.RuneCountInString(row[i].Text)+2)
				}
			}
		}
		widths[i] = float64(min(max(w, utf8.RuneCountInString(c.Title)+4, 8), max(60, min(c.Width, 120))))
		if c.Width == 0 || c.Width > 20 {
			continue
		}
		widths[i] = min(widths[i], float64(max(c.Width, 8)+6))
	}
	return widths
}

// rows writes the heading and the rows of a short table as cells of the first sheet; spans has the first and the last
// column of each column.
func (b *reportBook) rows(sheet string, t vigil.Table, row int, widths []float64, spans [][2]int) (next int) {
	for i, c := range t.Columns {
		b.text(sheet, row, spans[i][0], spans[i][1], c.Title, reportHeader)
	}
	b.height(sheet, row, reportHeadLines(t, widths), 10)
	top := row + 1
	for _, cells := range t.Rows {
		row++
		for i, c := range t.Columns {
			b.cell(sheet, row, spans[i][0], spans[i][1], reportCell(cells, i), reportCellLook(c.Kind, reportCell(cells, i)))
		}
		b.height(sheet, row, reportRowLines(t, cells, widths), 10)
	}
	for i, c := range t.Columns {
		b.colour(sheet, c.Kind, spans[i][0], top, row)
	}
	return row + 1
}

// stream writes the heading and the rows of a table on a sheet of its own, as rows does, when the workbook leaves.
func (b *reportBook) stream(sheet string, t vigil.Table, row int, widths []float64) (next int) {
	last := row + len(t.Rows)
	if last > excelize.TotalRows || len(t.Columns) > excelize.MaxColumns {
		b.try(fmt.Errorf("the table %q has %d rows and %d columns, more than a sheet can hold", t.Title, len(t.Rows), len(t.Columns)))
		return row
	}
	b.style(reportHeader) // the library writes the styles before the rows
	for _, cells := range t.Rows {
		for i, c := range t.Columns {
			b.style(reportCellLook(c.Kind, reportCell(cells, i)))
		}
	}
	b.streams[sheet] = reportStream{len(t.Columns), func(s *rowStream) {
		s.begin(row, reportHeight(reportHeadLines(t, widths), 10))
		for i, c := range t.Columns {
			s.text(i, b.style(reportHeader), fitCell(vigil.GuardText(c.Title)))
		}
		s.end()
		for n, cells := range t.Rows {
			s.begin(row+1+n, reportHeight(reportRowLines(t, cells, widths), 10))
			for i, c := range t.Columns {
				cell := reportCell(cells, i)
				if style := b.style(reportCellLook(c.Kind, cell)); reportIsNumber(cell) {
					s.number(i, style, *cell.Number)
				} else {
					s.text(i, style, fitCell(vigil.GuardText(cell.Text)))
				}
			}
			s.end()
		}
	}}
	for i, c := range t.Columns {
		b.colour(sheet, c.Kind, i+1, row+1, last)
	}
	return last + 1
}

// reportStream is what a sheet still gets when it is written.
type reportStream struct {
	columns int
	rows    func(*rowStream)
}

// reportCell is a cell of a row, which may be shorter than its heading.
func reportCell(cells []vigil.Cell, i int) vigil.Cell {
	if i < len(cells) {
		return cells[i]
	}
	return vigil.Cell{}
}

func reportHeadLines(t vigil.Table, widths []float64) int {
	lines := 1
	for i, c := range t.Columns {
		lines = max(lines, reportLines(c.Title, widths[i]-3))
	}
	return lines
}

func reportRowLines(t vigil.Table, cells []vigil.Cell, widths []float64) int {
	lines := 1
	for i := range t.Columns {
		if c := reportCell(cells, i); c.Number == nil {
			lines = max(lines, reportLines(c.Text, widths[i]))
		}
	}
	return lines
}

// tableSheet gives a table a sheet of its own and returns the name of the sheet.
func (b *reportBook) tableSheet(t vigil.Table) string {
	sheet := reportSheetName(t.Title, b.taken)
	_, err := b.file.NewSheet(sheet)
	b.try(err)
	widths := reportWidths(t)
	total := 0.0
	for i, w := range widths {
		name, err := excelize.ColumnNumberToName(i + 1)
		b.try(err)
		b.try(b.file.SetColWidth(sheet, name, name, w))
		total += w
	}
	b.text(sheet, 1, 1, len(widths), t.Title, reportLook{size: 14, bold: true})
	b.height(sheet, 1, reportLines(t.Title, total/1.5), 14)
	b.text(sheet, 2, 1, len(widths), t.Note, reportLook{quiet: true, italic: true})
	b.height(sheet, 2, reportLines(t.Note, total), 10)
	end := b.stream(sheet, t, 3, widths)
	if end > 4 {
		b.try(b.file.AutoFilter(sheet, "A3:"+b.at(len(widths), end-1), nil))
	}
	b.try(b.file.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 3, TopLeftCell: "A4", ActivePane: "bottomLeft"}))
	b.print(sheet, "$3:$3")
	return sheet
}

// reportBarsTable is the table behind a chart.
func reportBarsTable(bars vigil.Bars) vigil.Table {
	t := vigil.Table{ID: bars.ID, Title: bars.Title, Note: bars.Caption, Columns: []vigil.Column{
		{Title: "Name", Kind: "text"}, {Title: "Score", Kind: "number"}, {Title: "At best", Kind: "number"},
		{Title: "Band", Kind: "band"}, {Title: "Note", Kind: "text"},
	}}
	for _, i := range bars.Items {
		value, high := vigil.Cell{Text: i.Text, Number: i.Value, Decimals: 1}, vigil.Cell{Number: i.High, Decimals: 1}
		t.Rows = append(t.Rows, []vigil.Cell{{Text: i.Label}, value, high, {Text: i.Band}, {Text: i.Note}})
	}
	return t
}

// barsSheet writes the bars as a table with the chart beside it.
func (b *reportBook) barsSheet(bars vigil.Bars) string {
	sheet := b.tableSheet(reportBarsTable(bars))
	if len(bars.Items) == 0 {
		return sheet
	}
	last, ends := len(bars.Items)+3, false
	for _, item := range bars.Items { // where nothing is open, both would be the same
		ends = ends || item.High != nil && (item.Value == nil || *item.High > *item.Value)
	}
	span := func(column int) string {
		from, err := excelize.CoordinatesToCellName(column, 4, true)
		b.try(err)
		to, err := excelize.CoordinatesToCellName(column, last, true)
		b.try(err)
		return "'" + sheet + "'!" + from + ":" + to
	}
	fill := func(colour string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
	}
	name := "'" + sheet + "'!"
	series := []excelize.ChartSeries{{Name: name + "$B$3", Categories: span(1), Values: span(2), Fill: fill(reportNight)}}
	legend := "none"
	if ends {
		series = append(series, excelize.ChartSeries{Name: name + "$C$3", Categories: span(1), Values: span(3), Fill: fill("B9B1A2")})
		legend = "bottom"
	}
	words := excelize.Font{Family: "Calibri", Size: 9, Color: reportInk}
	zero, hundred, gap := 0.0, 100.0, uint(40)
	b.try(b.file.AddChart(sheet, "G3", &excelize.Chart{
		Type: excelize.Bar, Series: series, Legend: excelize.ChartLegend{Position: legend}, GapWidth: &gap,
		Dimension: excelize.ChartDimension{Width: 620, Height: uint(min(1200, 120+len(bars.Items)*34))},
		XAxis:     excelize.ChartAxis{ReverseOrder: true, Font: words},
		YAxis:     excelize.ChartAxis{Minimum: &zero, Maximum: &hundred, MajorGridLines: true, Font: words},
		PlotArea:  excelize.ChartPlotArea{ShowVal: true},
	}))
	return sheet
}
