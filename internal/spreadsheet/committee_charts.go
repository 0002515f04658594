package spreadsheet

import (
	"github.com/xuri/excelize/v2"
)

// charts draws, on the summary, the weight by band and what the weight rests on. They follow the formulas.
func (c *committee) charts() {
	if len(c.s.Positions) == 0 || len(c.bands) == 0 {
		return
	}
	c.chart("A", "Weight by band, % of what is held long and in scope", c.sums.bands, reportNight, 520)
	c.chart("E", "What the weight rests on, %", c.sums.statuses, reportFlame, 560)
}

// chart draws the weights of a table of the summary as bars, each with its number beside it.
func (c *committee) chart(column, title string, rows [2]int, colour string, width uint) {
	words := excelize.Font{Family: "Calibri", Size: 9, Color: reportInk}
	zero, gap := 0.0, uint(45)
	span := func(col int) string { return block(committeeSummary, col, rows[0], rows[1]) }
	c.try(c.file.AddChart(committeeSummary, column+c.digits(c.sums.charts), &excelize.Chart{
		Type: excelize.Bar, GapWidth: &gap, Legend: excelize.ChartLegend{Position: "none"},
		Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: title, Font: &excelize.Font{Family: "Calibri", Size: 11, Bold: true, Color: reportInk}}}},
		Series: []excelize.ChartSeries{{Name: block(committeeSummary, 3, rows[0]-1, rows[0]-1), Categories: span(1), Values: span(3),
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}}},
		Dimension: excelize.ChartDimension{Width: width, Height: 320},
		XAxis:     excelize.ChartAxis{ReverseOrder: true, Font: words},
		YAxis:     excelize.ChartAxis{Minimum: &zero, MajorGridLines: true, Font: words, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "0"}},
		PlotArea:  excelize.ChartPlotArea{ShowVal: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "0.0"}},
	}))
}
