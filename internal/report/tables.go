package report

import "vigil/internal/vigil"

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
	return t
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

// cards writes cards as one table: a line for each, a column for every label that any of them has.
func (c *csvWriter) cards(cards []vigil.Card) {
	head := []string{"Title", "Priority", "Marks"}
	column := map[string]int{}
	for _, card := range cards {
		for _, f := range append(append([]vigil.Fact{}, card.Facts...), card.Body...) {
			if _, known := column[f.Label]; !known {
				column[f.Label] = len(head)
				head = append(head, f.Label)
			}
		}
	}
	c.start("")
	c.row(head...)
	for _, card := range cards {
		row := make([]string, len(head))
		row[0], row[1] = card.Title, card.Priority
		for i, t := range card.Tags {
			if i > 0 {
				row[2] += ", "
			}
			row[2] += t
		}
		for _, f := range append(append([]vigil.Fact{}, card.Facts...), card.Body...) {
			at := column[f.Label]
			for _, s := range []string{f.Value, f.Note} {
				if s != "" && row[at] != "" {
					row[at] += "; "
				}
				row[at] += s
			}
		}
		c.row(row...)
	}
}
