package spreadsheet

import "github.com/xuri/excelize/v2"

// styles are made once for a workbook. The colours are the design tokens.
type styles struct {
	title, label, head, cell, locked, input, element, number, exact, headline, warn int
}

const (
	night     = "17233A"
	ink       = "1C2430"
	line      = "E4DFD5"
	paper     = "FAF8F4"
	flameSoft = "FBEFDD"
	redSoft   = "F6DCDC"
)

func (k *book) makeStyles() {
	make := func(s excelize.Style) int {
		id, err := k.f.NewStyle(&s)
		k.do(err)
		return id
	}
	border := []excelize.Border{{Type: "bottom", Color: line, Style: 1}, {Type: "right", Color: line, Style: 1}}
	wrap := &excelize.Alignment{WrapText: true, Vertical: "top"}
	fill := func(c string) excelize.Fill { return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{c}} }
	font := &excelize.Font{Family: "Calibri", Size: 11, Color: ink}
	text := "@"
	one, four := "0.0", "0.0000"
	k.style = styles{
		title:   make(excelize.Style{Font: &excelize.Font{Family: "Cambria", Size: 20, Bold: true, Color: night}}),
		label:   make(excelize.Style{Font: &excelize.Font{Family: "Calibri", Size: 11, Bold: true, Color: ink}, Alignment: wrap}),
		head:    make(excelize.Style{Font: &excelize.Font{Family: "Calibri", Size: 11, Bold: true, Color: "FFFFFF"}, Fill: fill(night), Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"}}),
		cell:    make(excelize.Style{Font: font, Alignment: wrap, Border: border}),
		locked:  make(excelize.Style{Font: font, Alignment: wrap, Border: border, Fill: fill(paper)}),
		element: make(excelize.Style{Font: font, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top", Indent: 1}, Border: border, Fill: fill(paper)}),
		input: make(excelize.Style{Font: font, Alignment: wrap, Border: border, Fill: fill(flameSoft), CustomNumFmt: &text,
			Protection: &excelize.Protection{Locked: false}}),
		number: make(excelize.Style{Font: font, Border: border, CustomNumFmt: &one, Alignment: &excelize.Alignment{Vertical: "top"}}),
		exact:  make(excelize.Style{Font: font, Border: border, CustomNumFmt: &four, Alignment: &excelize.Alignment{Vertical: "top"}}),
		headline: make(excelize.Style{Font: &excelize.Font{Family: "Calibri", Size: 14, Bold: true, Color: night}, Border: border, CustomNumFmt: &one,
			Alignment: &excelize.Alignment{Horizontal: "left", Vertical: "top"}}),
		warn: make(excelize.Style{Font: font, Alignment: wrap, Fill: fill(redSoft)}),
	}
}
