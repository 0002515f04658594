package report

import (
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// barsTable is the table behind a chart.
func barsTable(b vigil.Bars) vigil.Table {
	t := vigil.Table{ID: b.ID + "-table", Title: b.Title, Note: b.Caption, Columns: []vigil.Column{
		{ID: "name", Title: "Name", Kind: "text"}, {ID: "value", Title: "Score", Kind: "number"},
		{ID: "high", Title: "At best", Kind: "number"}, {ID: "band", Title: "Band", Kind: "band"}, {ID: "note", Title: "Note", Kind: "text"},
	}}
	one := vigil.RoundingRule{Decimals: 1}
	for _, i := range b.Items {
		value := vigil.Cell{Text: i.Text, Number: i.Value, Decimals: 1}
		if i.Value == nil && i.Text == "" {
			value.Text = none
		}
		t.Rows = append(t.Rows, []vigil.Cell{textCell(i.Label), value, valueCell(one, i.High), textCell(i.Band), textCell(i.Note)})
	}
	if !slices.ContainsFunc(b.Items, func(i vigil.Bar) bool { return i.High != nil }) {
		for r := range t.Rows {
			t.Rows[r][2] = textCell("")
		}
		dropEmpty(&t, "high")
	}
	return t
}

// dropEmpty takes a column out of a table that has nothing in it.
func dropEmpty(t *vigil.Table, id string) {
	at := slices.IndexFunc(t.Columns, func(c vigil.Column) bool { return c.ID == id })
	if at < 0 || slices.ContainsFunc(t.Rows, func(row []vigil.Cell) bool { return row[at].Text != "" }) {
		return
	}
	t.Columns = slices.Delete(t.Columns, at, at+1)
	for i, row := range t.Rows {
		t.Rows[i] = slices.Delete(row, at, at+1)
	}
}

// allCards gathers the cards of a report in their order.
func allCards(r vigil.Report) []vigil.Card {
	var all []vigil.Card
	for _, s := range r.Sections {
		for _, b := range s.Blocks {
			all = append(all, b.Cards...)
		}
	}
	return all
}

// cards writes cards as one table: a line for each, a column for every label that any of them has, and one for the
// notes on it.
func (c *csvWriter) cards(cards []vigil.Card) {
	head := []string{"Title", "Priority", "Marks"}
	column := map[string]int{}
	add := func(name, text string) {
		if _, known := column[name]; !known && text != "" {
			column[name] = len(head)
			head = append(head, name)
		}
	}
	for _, card := range cards {
		for _, f := range slices.Concat(card.Facts, card.Body) {
			add(f.Label, f.Value)
			add(f.Label+", note", f.Note)
		}
	}
	c.start("")
	c.row(head...)
	for _, card := range cards {
		row := make([]string, len(head))
		row[0], row[1], row[2] = card.Title, card.Priority, strings.Join(card.Tags, ", ")
		for _, f := range slices.Concat(card.Facts, card.Body) {
			if f.Value != "" {
				row[column[f.Label]] = f.Value
			}
			if f.Note != "" {
				row[column[f.Label+", note"]] = f.Note
			}
		}
		c.row(row...)
	}
}
