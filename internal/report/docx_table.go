package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"vigil/internal/vigil"
)

// docxCell is one cell of a table: its paragraphs, how many grid columns it spans and its ground.
type docxCell struct {
	content string
	span    int
	fill    string
	edge    string // the colour of a bar at its beginning
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
			if c.edge != "" {
				fmt.Fprintf(&d.b, `<w:tcBorders><w:left w:val="single" w:sz="24" w:space="0" w:color="%s"/></w:tcBorders>`, c.edge)
			}
			if c.fill != "" {
				fmt.Fprintf(&d.b, `<w:shd w:val="clear" w:color="auto" w:fill="%s"/>`, c.fill)
			}
			if c.edge != "" {
				d.b.WriteString(`<w:tcMar><w:left w:w="160" w:type="dxa"/></w:tcMar>`)
			}
			d.b.WriteString(`</w:tcPr>` + c.content + `</w:tc>`)
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
		d.grid("Plain", []int{d.width * 3 / 10, d.width - d.width*3/10}, 0, rows)
		d.para("Gapline")
	}
}

// pairs are short facts, two in a row of four columns.
func (d *document) pairs(facts []vigil.Fact) [][]docxCell {
	var rows [][]docxCell
	for pair := range slices.Chunk(facts, 2) {
		var row []docxCell
		for _, f := range pair {
			row = append(row, docxCell{content: d.paragraph("Label", d.run("", f.Label))}, docxCell{content: d.paragraph("Cell", d.run("", f.Value), d.run("Soft", spaced(f.Note)))})
		}
		for len(row) < 4 {
			row = append(row, docxCell{content: d.paragraph("Cell")})
		}
		rows = append(rows, row)
	}
	return rows
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
				row[i] = d.cell(t, cells, i)
			}
		}
		rows = append(rows, row)
	}
	d.grid("Rows", columnWidths(t, d.width), 1, rows)
	d.para("Gapline")
	if t.Note != "" {
		d.para("Note", d.run("", t.Note))
	}
}

// cell dresses a cell by the kind of its column; colour only repeats what the text says.
func (d *document) cell(t vigil.Table, cells []vigil.Cell, i int) docxCell {
	c := cells[i]
	switch kind := columnOf(t, i).Kind; {
	case squareCount(t, cells, i) > 0:
		drawn := plainRun(`<w:color w:val="`+fillOf(cells[0].Text)+`"/>`, strings.Repeat("■", squareCount(t, cells, i)))
		return docxCell{content: d.paragraph("CellNumber", drawn, d.run("Strong", "  "+c.Text))}
	case kind == "number":
		return docxCell{content: d.paragraph("CellNumber", d.run("", c.Text))}
	case kind == "band" && bandClass(c.Text) != "", kind == "priority" && c.Text != "":
		return docxCell{content: d.paragraph("Cell", d.shaded(fillOf(cmp.Or(bandClass(c.Text), c.Text)), c.Text))}
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

// columnWidths shares the width of the page by what the columns hold: each gets its longest word, so that none is torn,
// and the rest goes where the longest texts are, so that rows stay low.
func columnWidths(t vigil.Table, width int) []int {
	least, want := columnNeeds(t)
	var floor, all float64
	for i := range least {
		floor, all = floor+least[i], all+want[i]
	}
	scale, rest := 1.0, float64(width)-floor
	if rest < 0 {
		scale, rest = float64(width)/floor, 0
	}
	widths := make([]int, len(least))
	for i := range least {
		widths[i] = int(least[i]*scale + rest*want[i]/math.Max(all, 1))
	}
	return widths
}

// columnNeeds is, for each column, what its longest word takes in twentieths of a point, and how much more it could use.
func columnNeeds(t vigil.Table) (least, want []float64) {
	const padding, longest = 170, 1700 // a word longer than that is broken
	least, want = make([]float64, len(t.Columns)), make([]float64, len(t.Columns))
	measure := func(i int, text string, weight float64) {
		word := 0.0
		for _, w := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\n' || r == '/' }) {
			word = math.Max(word, math.Min(longest, letters(w)*weight+padding))
		}
		least[i] = math.Max(least[i], word)
		want[i] = math.Max(want[i], letters(text)*weight-word)
	}
	for i, c := range t.Columns {
		measure(i, c.Title, 1.08) // heads are bold
	}
	for _, row := range t.Rows {
		for i, c := range row {
			switch columnOf(t, i).Kind {
			case "":
			case "date":
				measure(i, strings.ReplaceAll(shortDate(c.Text), " ", "\u00a0"), 1)
			case "band", "priority":
				measure(i, "\u00a0"+c.Text+"\u00a0", 1.08)
			default:
				measure(i, c.Text, 1)
			}
		}
	}
	for i := range want {
		want[i] = math.Pow(math.Max(want[i], 0), 0.75) // a text ten times as long needs no column ten times as wide
	}
	return least, want
}

// letters guesses how wide a text is in the type of cells, in twentieths of a point.
func letters(s string) float64 {
	width := 0.0
	for _, r := range s {
		switch {
		case strings.ContainsRune("mwMW@%_–", r):
			width += 140
		case unicode.IsUpper(r):
			width += 115
		case strings.ContainsRune("ijltfr.,;:'|!()[] \u00a0", r):
			width += 58
		default:
			width += 94
		}
	}
	return width
}

// wide tells a report with a table whose columns, each as wide as its longest word, do not fit on a page that stands
// upright.
func wide(r vigil.Report) bool {
	for _, s := range r.Sections {
		for _, b := range s.Blocks {
			if b.Table == nil {
				continue
			}
			need := 0.0
			least, _ := columnNeeds(*b.Table)
			for _, l := range least {
				need += l
			}
			if need > docxShort {
				return true
			}
		}
	}
	return false
}

// bars draws a chart as a table: each bar is cells of a grid of fiftieths, so that it prints and can be read aloud.
func (d *document) bars(b vigil.Bars) {
	const fiftieths = 50
	d.para("Caption", d.run("", b.Title))
	label, bar := d.width*34/100, d.width*40/100
	widths := []int{label}
	for range fiftieths {
		widths = append(widths, bar/fiftieths)
	}
	widths = append(widths, d.width-label-bar/fiftieths*fiftieths)
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
