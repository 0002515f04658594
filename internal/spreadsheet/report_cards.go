package spreadsheet

import (
	"strings"

	"vigil/internal/vigil"
)

// cards gives the cards of a section one sheet, a row each, and points to it from the first sheet.
func (p *reportPage) cards(s vigil.ReportSection) {
	var all []vigil.Card
	for _, b := range s.Blocks {
		all = append(all, b.Cards...)
	}
	if len(all) > 0 {
		t := reportCardsTable(s.Title+" in full", all)
		p.link(t.Title, p.tableSheet(t))
	}
}

// reportCardsTable tells each card in a row: its title with the marks, its priority, a column for each part of its
// body, and its facts together in the last.
func reportCardsTable(title string, cards []vigil.Card) vigil.Table {
	t := vigil.Table{Title: title, Columns: []vigil.Column{{Title: "Title", Kind: "text", Width: 24}, {Title: "Priority", Kind: "priority", Width: 10}}}
	column := map[string]int{}
	for _, c := range cards {
		for _, f := range c.Body {
			if _, known := column[f.Label]; !known {
				column[f.Label] = len(t.Columns)
				t.Columns = append(t.Columns, vigil.Column{Title: f.Label, Kind: "text", Width: 32})
			}
		}
	}
	last := len(t.Columns)
	t.Columns = append(t.Columns, vigil.Column{Title: "Details", Kind: "text", Width: 38})
	for _, c := range cards {
		row := make([]vigil.Cell, last+1)
		row[0].Text = strings.Join(append([]string{c.Title}, c.Tags...), "\n")
		row[1].Text = c.Priority
		for _, f := range c.Body {
			cell := &row[column[f.Label]]
			cell.Text = reportLinesOf(cell.Text, f.Value, f.Note)
		}
		for _, f := range c.Facts {
			line := f.Label + ": " + f.Value
			if f.Note != "" {
				line += " (" + f.Note + ")"
			}
			row[last].Text = reportLinesOf(row[last].Text, line)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// reportLinesOf puts what is not empty on lines of its own.
func reportLinesOf(parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "\n")
}
