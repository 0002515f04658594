package report

import (
	"encoding/csv"
	"io"

	"vigil/internal/vigil"
)

// CSV writes a report as tables one below another, each with a line of column names, parted by an empty line.
// The first table needs no heading: the gaps told in full when the report has any, else what the report says
// of itself. Later tables have their title alone on a line before. Every text is guarded against formulas
// (vigil.UnguardText restores it).
func CSV() Format {
	return Format{Name: "csv", Extension: ".csv", Write: func(w io.Writer, r vigil.Report) error {
		c := &csvWriter{w: csv.NewWriter(w)}
		if cards := allCards(r); len(cards) > 0 {
			c.cards(cards)
		}
		c.facts("About this report", append([]vigil.Fact{{Label: "Title", Value: r.Title, Note: r.Subtitle}, {Label: "Draft", Value: r.Draft}}, r.Facts...))
		for _, s := range r.Sections {
			c.section(s)
		}
		c.lines("Please note", r.Footer)
		c.w.Flush()
		return c.w.Error()
	}}
}

type csvWriter struct {
	w     *csv.Writer
	begun bool
}

func (c *csvWriter) row(cells ...string) {
	guarded := make([]string, len(cells))
	for i, s := range cells {
		guarded[i] = vigil.GuardText(s)
	}
	_ = c.w.Write(guarded) // kept by the writer: Error tells at the end
}

// start parts a table from the one before and prints its title, except of the first.
func (c *csvWriter) start(title string) {
	if c.begun {
		c.row()
		c.row(title)
	}
	c.begun = true
}

func (c *csvWriter) section(s vigil.ReportSection) {
	for _, b := range s.Blocks {
		switch {
		case b.Paragraph != "":
			c.lines(s.Title, []string{b.Paragraph})
		case b.Notice != nil:
			c.lines(s.Title, append([]string{b.Notice.Title}, b.Notice.Lines...))
		case len(b.Facts) > 0:
			c.facts(s.Title, b.Facts)
		case len(b.List) > 0:
			c.lines(s.Title, b.List)
		case b.Headline != nil:
			h := b.Headline
			facts := []vigil.Fact{{Label: "Band", Value: h.Band}, {Label: "Score", Value: h.Score, Note: h.Title}, {Label: "Story", Value: h.Story}}
			for _, t := range h.Tags {
				facts = append(facts, vigil.Fact{Label: "Mark", Value: t})
			}
			c.facts(s.Title, append(facts, h.Facts...))
		case b.Table != nil:
			c.table(s.Title, *b.Table)
		case b.Bars != nil:
			c.table(s.Title, barsTable(*b.Bars))
		case b.Quote != nil:
			c.start(s.Title)
			c.row("By", "Date", "Words")
			c.row(b.Quote.By, b.Quote.Date, b.Quote.Text)
		}
	}
}

func (c *csvWriter) lines(title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	c.start(title)
	for _, l := range lines {
		c.row(l)
	}
}

func (c *csvWriter) facts(title string, facts []vigil.Fact) {
	c.start(title)
	c.row("What", "Value", "Note")
	for _, f := range facts {
		if f.Value != "" || f.Note != "" {
			c.row(f.Label, f.Value, f.Note)
		}
	}
}

func (c *csvWriter) table(section string, t vigil.Table) {
	if t.Title != section {
		section += ": " + t.Title
	}
	c.start(section)
	head := make([]string, len(t.Columns))
	for i, col := range t.Columns {
		head[i] = col.Title
	}
	c.row(head...)
	for _, cells := range t.Rows {
		row := make([]string, len(cells))
		for i, cell := range cells {
			row[i] = cell.Text
		}
		c.row(row...)
	}
	if t.Note != "" {
		c.row(t.Note)
	}
}
