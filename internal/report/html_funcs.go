package report

import (
	"html/template"
	"math"
	"strings"
	"time"

	"vigil/internal/vigil"
)

// htmlFuncs is what the template may call beside the fields of vigil.Report.
func htmlFuncs(style template.CSS) template.FuncMap {
	return template.FuncMap{
		"dir":       direction,
		"style":     func() template.CSS { return style },
		"bars":      barsView,
		"table":     func(b vigil.Bars) vigil.Table { return barsTable(b) },
		"kind":      func(t vigil.Table, i int) string { return columnOf(t, i).Kind },
		"head":      func(t vigil.Table, i int) string { return columnOf(t, i).Title },
		"band":      bandClass,
		"day":       shortDate,
		"date":      vigil.LongDate,
		"initial":   func(s string) string { return strings.ToLower(strings.Fields(s + " -")[0]) },
		"cell":      func(t vigil.Table, i int, c vigil.Cell) cellView { return cellView{c, columnOf(t, i).Kind, isHeat(t)} },
		"gridlines": func() []int { return []int{20, 40, 60, 80} },
		"heat":      isHeat,
		"matrix":    isMatrix,
		"squares":   squares,
		"widths":    widths,
	}
}

// cellView is a cell with the kind of its column.
type cellView struct {
	vigil.Cell
	Kind string
	Heat bool
}

// isHeat tells a heat map, whose cells are coloured by the band that they begin with.
func isHeat(t vigil.Table) bool { return strings.HasPrefix(t.ID, "heat") }

func columnOf(t vigil.Table, i int) vigil.Column {
	if i < len(t.Columns) {
		return t.Columns[i]
	}
	return vigil.Column{}
}

// widths are the widths of the columns in per cent of the table, by their hints; none when a column has no hint.
func widths(t vigil.Table) []int {
	sum := 0
	for _, c := range t.Columns {
		if c.Width <= 0 || isHeat(t) {
			return nil
		}
		sum += c.Width
	}
	shares := make([]int, len(t.Columns))
	for i, c := range t.Columns {
		shares[i] = c.Width * 100 / sum
	}
	return shares
}

// bandClass is the letter at the beginning of a text, as a class of the style; empty when there is none.
func bandClass(s string) string {
	f := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' })
	if len(f) == 0 {
		return ""
	}
	switch f[0] {
	case "A", "B", "C", "D", "E", "NR":
		return f[0]
	}
	return ""
}

// shortDate prints 2026-10-31 as 31 Oct 2026.
func shortDate(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.Format("2 Jan 2006")
}

// barView is a bar with its lengths, in per cent of the width.
type barView struct {
	vigil.Bar
	Width, From, To float64
	Open            bool // the range is wide enough to be drawn
	Spoken          string
}

func barsView(b vigil.Bars) []barView {
	views := make([]barView, len(b.Items))
	for i, item := range b.Items {
		v := barView{Bar: item, Spoken: item.Label + ": " + item.Text}
		if item.Value != nil {
			v.Width = clamp(*item.Value)
			if item.High != nil && *item.High-*item.Value > 0.5 {
				v.Open, v.From, v.To = true, v.Width, clamp(*item.High)
				v.Spoken += ", up to " + rounded(vigil.RoundingRule{Decimals: 1}, *item.High)
			}
		}
		if item.Band != "" {
			v.Spoken += ", band " + item.Band
		}
		if item.Note != "" {
			v.Spoken += " " + item.Note
		}
		views[i] = v
	}
	return views
}

func clamp(x float64) float64 { return math.Round(math.Max(0, math.Min(100, x))*100) / 100 }
