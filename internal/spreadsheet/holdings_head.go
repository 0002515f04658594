package spreadsheet

import (
	"fmt"
	"slices"
	"strings"

	"vigil/internal/matching"
	"vigil/internal/vigil"
)

// maxPreamble is how many rows may stand above the titles: the name of the fund, the day.
const maxPreamble = 40

// heading is the row of titles of a list of holdings.
type heading struct {
	row     int            // index
	columns map[string]int // by the name of the column
	titles  map[string]title
	written map[string]string // the titles as they stand in the file
	notes   []string
	ps      vigil.Problems
}

// unmistakable are the columns of which two would mean two different figures.
var unmistakable = []string{holdISIN, holdLEI, holdWeight, holdValue, holdCurrency}

// findHead gives the first row with at least two columns of holdings, one of which tells which company it is, and how
// many it has; -1 where there is none.
func findHead(rows []rowText, m Mapping) (row, found int) {
	for i := range rows[:min(len(rows), maxPreamble)] {
		choices := titleChoices(rows[i], m)
		seen := map[string]bool{}
		for _, c := range choices {
			for _, column := range c.columns {
				seen[column] = true
			}
		}
		if len(seen) >= 2 && (seen[holdName] || seen[holdLEI] || seen[holdISIN] || seen[holdTicker]) {
			return i, len(seen)
		}
	}
	return -1, 0
}

// choice is a cell of the row of titles that is a column of holdings, or one of several.
type choice struct {
	title
	at   int
	text string
}

// titleChoices recognises the titles of a row. What a mapping names is that column and no other.
func titleChoices(row rowText, m Mapping) []choice {
	var out []choice
	for i, cell := range row.Cells {
		text := strings.Join(strings.Fields(cell.Text), " ")
		if text == "" || cell.Number || len(text) > 100 {
			continue
		}
		c := choice{title: words().readTitle(text), at: i, text: text}
		for column, t := range m.Columns {
			if strings.EqualFold(strings.Join(strings.Fields(t), " "), text) {
				c.columns = []string{column}
				break
			}
		}
		c.columns = slices.DeleteFunc(slices.Clone(c.columns), func(column string) bool {
			t, mapped := m.Columns[column]
			return mapped && !strings.EqualFold(strings.Join(strings.Fields(t), " "), text)
		})
		if len(c.columns) > 0 {
			out = append(out, c)
		}
	}
	return out
}

// readHead settles which column is which.
func readHead(file string, s sheetText, row int, m Mapping) heading {
	h := heading{row: row, columns: map[string]int{}, titles: map[string]title{}, written: map[string]string{}}
	choices := titleChoices(s.Rows[row], m)
	place := func(at int) vigil.Place { return s.place(file, s.Rows[row].Line, at) }
	for _, certain := range []bool{true, false} { // a title of two meanings has the one that no other title has
		for _, c := range choices {
			if (len(c.columns) == 1) != certain {
				continue
			}
			open := slices.DeleteFunc(slices.Clone(c.columns), func(column string) bool { _, taken := h.columns[column]; return taken && !certain })
			switch {
			case len(open) > 1:
				h.ps.Say(place(c.at), vigil.Say("the column %q may be %s", short(c.text), strings.Join(open, " or ")), vigil.Say("say which with --mapping"))
			case len(open) == 1:
				h.take(open[0], c, place)
			}
		}
	}
	for _, column := range HoldingColumns {
		if t, mapped := m.Columns[column]; mapped && h.written[column] == "" {
			h.ps.Say(place(0), vigil.Say("the mapping says that %s stands under %q, and no title is that", column, short(t)), vigil.Say("correct the mapping, or leave the column out of it"))
		}
	}
	return h
}

// take gives a column its place. Of two that are the same the one whose title comes first in the list of titles is read;
// two of those that decide about figures are a problem.
func (h *heading) take(column string, c choice, place func(int) vigil.Place) {
	before, taken := h.columns[column]
	if !taken {
		h.columns[column], h.titles[column], h.written[column] = c.at, c.title, c.text
		return
	}
	if slices.Contains(unmistakable, column) {
		h.ps.Say(place(c.at), vigil.Say("both %q, in column %d, and %q are the %s", short(h.written[column]), before+1, short(c.text), column), vigil.Say("say with --mapping which of the two to read"))
		return
	}
	read, left := h.written[column], c.text
	if words().rank(column, left) < words().rank(column, read) {
		h.columns[column], h.titles[column], h.written[column] = c.at, c.title, c.text
		read, left = left, read
	}
	h.notes = append(h.notes, fmt.Sprintf("The column %q was read as the %s, and %q was not; --mapping chooses the other one.", read, column, left))
}

// rank is the place of a title in the list of titles for its column; the ones that say it best come first.
func (w holdingWords) rank(column, text string) int {
	if r, ok := w.ranks[column+" "+foldTitle(text)]; ok {
		return r
	}
	return 1 << 20
}

// chooseSheet finds the sheet and its row of titles: the one that is named, or the first that people see and that has
// the columns. Where several have them the sender must choose.
func chooseSheet(file string, sheets []sheetText, m Mapping) (sheetText, int, vigil.Problems) {
	var ps vigil.Problems
	var names, all []string
	found, head := -1, -1
	for i, s := range sheets {
		all = append(all, s.Name)
		if m.Sheet != "" && !strings.EqualFold(m.Sheet, s.Name) || m.Sheet == "" && s.Hidden {
			continue
		}
		if row, n := findHead(s.Rows, m); n > 0 {
			names = append(names, s.Name)
			if found < 0 {
				found, head = i, row
			}
		}
	}
	switch {
	case found < 0 && m.Sheet != "" && !slices.ContainsFunc(all, func(n string) bool { return strings.EqualFold(n, m.Sheet) }):
		ps.Say(vigil.Place{File: file}, vigil.Say("there is no sheet %q", short(m.Sheet)), vigil.Say("name one of: %s", strings.Join(all, ", ")))
	case found < 0:
		ps.Say(vigil.Place{File: file}, vigil.Say("none of the first %d rows names the columns of a list of holdings", maxPreamble),
			vigil.Say("name the company (name, LEI, ISIN or ticker) and the weight or market value in one row above the lines, or say with --mapping which titles they have"))
	case len(names) > 1:
		ps.Say(vigil.Place{File: file}, vigil.Say("several sheets hold a list of holdings: %s", strings.Join(names, ", ")), vigil.Say("say with --sheet which one to read"))
	default:
		return sheets[found], head, nil
	}
	return sheetText{}, -1, ps
}

// complete finds what the titles must have: something to tell the company by, and a weight or a value.
func (h *heading) complete(file string, s sheetText) {
	at := s.place(file, s.Rows[h.row].Line, 0)
	if _, ok := h.columns[holdWeight]; ok {
		return
	}
	if _, ok := h.columns[holdValue]; ok {
		return
	}
	var titles []string
	for _, c := range s.Rows[h.row].Cells {
		if c.Text != "" {
			titles = append(titles, short(c.Text))
		}
	}
	h.ps.Say(at, vigil.Say("there is no column of weights or market values among: %s", strings.Join(titles, ", ")), vigil.Say("add one, or say with --mapping which title it has"))
}

// isTotal reports whether a name is that of a line that adds up the others.
func (w holdingWords) isTotal(name string) bool { return w.totals[matching.Fold(name)] }
