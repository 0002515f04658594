package report

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// docxCell is one cell of a table: its paragraphs, how many grid columns it spans and its ground.
type docxCell struct {
	content string
	span    int
	fill    string
}

// grid writes a table over grid columns of given widths. The first heads rows are repeated on every page.
func (d *document) grid(style string, widths []int, heads int, rows [][]docxCell) {
	direction := ""
	if d.rtl {
		direction = "<w:bidiVisual/>"
	}
	total := 0
	var columns strings.Builder
	for _, w := range widths {
		total += w
		fmt.Fprintf(&columns, `<w:gridCol w:w="%d"/>`, w)
	}
	fmt.Fprintf(&d.b, `<w:tbl><w:tblPr><w:tblStyle w:val="%s"/>%s<w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>%s</w:tblGrid>`, style, direction, total, columns.String())
	for i, row := range rows {
		d.b.WriteString(`<w:tr><w:trPr><w:cantSplit/>`)
		if i < heads {
			d.b.WriteString(`<w:tblHeader/>`)
		}
		d.b.WriteString(`</w:trPr>`)
		at := 0
		for _, c := range row {
			span := max(1, c.span)
			width := 0
			for _, w := range widths[at : at+span] {
				width += w
			}
			at += span
			fmt.Fprintf(&d.b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, width)
			if span > 1 {
				fmt.Fprintf(&d.b, `<w:gridSpan w:val="%d"/>`, span)
			}
			if c.fill != "" {
				fmt.Fprintf(&d.b, `<w:shd w:val="clear" w:color="auto" w:fill="%s"/>`, c.fill)
			}
			d.b.WriteString(`<w:vAlign w:val="center"/></w:tcPr>` + c.content + `</w:tc>`)
		}
		d.b.WriteString(`</w:tr>`)
	}
	d.b.WriteString(`</w:tbl>`)
}

// facts are labels with their values, one a row.
func (d *document) facts(facts []vigil.Fact) {
	var rows [][]docxCell
	for _, f := range facts {
		rows = append(rows, []docxCell{{content: d.paragraph("Label", d.run("", f.Label))},
			{content: d.paragraph("Cell", d.run("", f.Value), d.run("Soft", spaced(f.Note)))}})
	}
	if len(rows) > 0 {
		d.grid("Plain", []int{docxWidth * 3 / 10, docxWidth - docxWidth*3/10}, 0, rows)
		d.para("Gapline")
	}
}

// pairs are short facts, two in a row.
func (d *document) pairs(facts []vigil.Fact) {
	var rows [][]docxCell
	for pair := range slices.Chunk(facts, 2) {
		var row []docxCell
		d.keep = d.keep && len(rows)*2+2 < len(facts) // the last row lets go
		for _, f := range pair {
			row = append(row, docxCell{content: d.paragraph("Label", d.run("", f.Label))}, docxCell{content: d.paragraph("Cell", d.run("", f.Value), d.run("Soft", spaced(f.Note)))})
		}
		for len(row) < 4 {
			row = append(row, docxCell{content: d.paragraph("Cell")})
		}
		rows = append(rows, row)
	}
	if len(rows) > 0 {
		d.grid("Plain", []int{docxWidth * 12 / 100, docxWidth * 38 / 100, docxWidth * 12 / 100, docxWidth * 38 / 100}, 0, rows)
		d.para("Gapline")
	}
}

// table writes a table with its title, a head that is repeated on every page, and its note.
func (d *document) table(t vigil.Table) {
	if t.Title != "" {
		d.para("Caption", d.run("", t.Title))
	}
	head := make([]docxCell, len(t.Columns))
	for i, c := range t.Columns {
		style := "CellHead"
		if c.Kind == "number" {
			style = "CellHeadNumber"
		}
		head[i] = docxCell{content: d.paragraph(style, d.run("", c.Title))}
	}
	rows := [][]docxCell{head}
	for _, cells := range t.Rows {
		row := make([]docxCell, len(t.Columns))
		for i := range row {
			row[i] = docxCell{content: d.paragraph("Cell")}
			if i < len(cells) {
				row[i] = d.cell(t, i, cells[i])
			}
		}
		rows = append(rows, row)
	}
	d.grid("Rows", columnWidths(t), 1, rows)
	d.para("Gapline")
	if t.Note != "" {
		d.para("Note", d.run("", t.Note))
	}
}

// cell dresses a cell by the kind of its column; colour only repeats what the text says.
func (d *document) cell(t vigil.Table, i int, c vigil.Cell) docxCell {
	switch kind := columnOf(t, i).Kind; {
	case kind == "number":
		return docxCell{content: d.paragraph("CellNumber", d.run("", c.Text))}
	case kind == "band" && bandClass(c.Text) != "", kind == "priority" && c.Text != "":
		return docxCell{content: d.paragraph("Cell", d.shaded(fillOf(first(bandClass(c.Text), c.Text)), c.Text))}
	case kind == "date":
		return docxCell{content: d.paragraph("Cell", d.day(shortDate(c.Text)))}
	}
	return docxCell{content: d.paragraph("Cell", d.run("", c.Text))}
}

// day is a date, which is read from left to right everywhere.
func (d *document) day(text string) string {
	if d.rtl {
		text = marked(text)
	}
	return d.run("", text)
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// columnWidths shares the width of the page by what the columns hold: as much as their longest word at least, and for
// the rest by the length of their texts.
func columnWidths(t vigil.Table) []int {
	const charWidth, padding = 105, 160
	want := make([]float64, len(t.Columns))
	least := make([]float64, len(t.Columns))
	measure := func(i int, text string) {
		want[i] = math.Max(want[i], math.Pow(float64(len([]rune(text))), 0.8))
		for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\n' || r == '/' }) {
			least[i] = math.Max(least[i], math.Min(18, float64(len([]rune(word))))*charWidth+padding)
		}
	}
	for i, c := range t.Columns {
		measure(i, c.Title)
	}
	for _, row := range t.Rows {
		for i, c := range row {
			if i < len(want) {
				measure(i, c.Text)
			}
		}
	}
	var floor, all float64
	for i := range want {
		floor, all = floor+least[i], all+want[i]
	}
	scale, rest := 1.0, docxWidth-floor
	if rest < 0 {
		scale, rest = docxWidth/floor, 0
	}
	widths := make([]int, len(want))
	for i := range want {
		widths[i] = int(least[i]*scale + rest*want[i]/math.Max(all, 1))
	}
	return widths
}

// bars draws a chart as a table: each bar is cells of a grid of fiftieths, so that it prints and can be read aloud.
func (d *document) bars(b vigil.Bars) {
	const fiftieths = 50
	d.para("Caption", d.run("", b.Title))
	label, bar := docxWidth*34/100, docxWidth*40/100
	widths := []int{label}
	for range fiftieths {
		widths = append(widths, bar/fiftieths)
	}
	widths = append(widths, docxWidth-label-bar/fiftieths*fiftieths)
	var rows [][]docxCell
	for _, v := range barsView(b) {
		row := []docxCell{{content: d.paragraph("Cell", d.run("", v.Label))}}
		for _, part := range barParts(v, b.Line, fiftieths) {
			part.content = d.paragraph("Gapline")
			row = append(row, part)
		}
		rows = append(rows, append(row, docxCell{content: d.paragraph("Cell", d.run("Strong", v.Text), d.run("", spaced(barWords(v))))}))
	}
	d.grid("Rows", widths, 0, rows)
	d.para("Gapline")
	if b.Caption != "" {
		d.para("Note", d.run("", b.Caption))
	}
}

// barParts are the cells that draw a bar of n parts: the value, what is open above it, the ground, and the line.
func barParts(v barView, line *float64, n int) []docxCell {
	const open, ground, ink = "DDD6C8", "F4F1EA", "1C2430"
	at := func(percent float64) int { return int(math.Round(percent / 100 * float64(n))) }
	fills := make([]string, n)
	for i := range fills {
		switch {
		case line != nil && i == min(at(clamp(*line)), n-1):
			fills[i] = ink
		case v.Value != nil && i < at(v.Width):
			fills[i] = fillOf(v.Band)
		case v.Open && i < at(v.To):
			fills[i] = open
		default:
			fills[i] = ground
		}
	}
	var parts []docxCell
	for _, fill := range fills {
		if last := len(parts) - 1; last >= 0 && parts[last].fill == fill {
			parts[last].span++
		} else {
			parts = append(parts, docxCell{span: 1, fill: fill})
		}
	}
	return parts
}

// barWords says beside a bar what its colours say.
func barWords(v barView) string {
	var words []string
	if v.Band != "" {
		words = append(words, "band "+v.Band)
	}
	if v.Open {
		words = append(words, "at best "+rounded(vigil.RoundingRule{Decimals: 1}, *v.High))
	}
	if v.Note != "" {
		words = append(words, v.Note)
	}
	return strings.Join(words, ", ")
}
