package spreadsheet

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"vigil/internal/vigil"
)

// titled is a sheet whose columns are found by their titles, wherever they stand. Columns with other titles are the
// sender's own and are not read.
type titled struct {
	place     vigil.Place // of the sheet
	cells     grid
	head      int            // the row of titles
	columns   map[string]int // by title
	since1904 bool
}

// byTitle finds the row of titles, the first that has at least two of them, and every column by its title, in any
// case. A title that is missing or there twice is a problem.
func byTitle(place vigil.Place, cells grid, titles, needed []string) (titled, vigil.Problems) {
	t := titled{place: place, cells: cells, head: -1}
	var ps vigil.Problems
	for i := range cells {
		if t.columns = titlesIn(cells[i], titles, nil); len(t.columns) >= 2 {
			t.head = i
			break
		}
	}
	if t.head < 0 {
		ps.Say(place, vigil.Say("no row names the columns %s", strings.Join(needed, ", ")), vigil.Say("keep the first row of the sheet as it was"))
		return t, ps
	}
	titlesIn(cells[t.head], titles, func(title string, column int) {
		ps.Say(t.cell(t.head, column), vigil.Say("the column %q is there twice", title), vigil.Say("give your own column another title"))
	})
	for _, title := range needed {
		if _, ok := t.columns[title]; !ok {
			ps.Say(place, vigil.Say("the column %q is missing", title), vigil.Say("put it back with its title"))
		}
	}
	return t, ps
}

// titlesIn gives the columns of the titles that stand in a row; twice is called for every title that is repeated.
func titlesIn(row []cell, titles []string, twice func(title string, column int)) map[string]int {
	columns := map[string]int{}
	for c := range row {
		text := strings.Join(strings.Fields(row[c].text()), " ")
		for _, title := range titles {
			if !strings.EqualFold(text, title) {
				continue
			}
			if _, known := columns[title]; !known {
				columns[title] = c
			} else if twice != nil {
				twice(title, c)
			}
		}
	}
	return columns
}

// cell is the place of a cell, counted from 0.
func (t titled) cell(row, column int) vigil.Place {
	p := t.place
	p.Cell, _ = excelize.CoordinatesToCellName(column+1, row+1) // inside of the limits of the walk
	return p
}

// at is the place of a row's cell in a column.
func (t titled) at(row int, title string) vigil.Place {
	if c, ok := t.columns[title]; ok {
		return t.cell(row, c)
	}
	return t.place
}

func (t titled) get(row int, title string) cell {
	c, ok := t.columns[title]
	if !ok {
		return cell{}
	}
	return t.cells.at(row, c)
}

// text is what a person wrote, as it is.
func (t titled) text(row int, title string) string { return t.get(row, title).text() }

// word is a text without the blanks around it.
func (t titled) word(row int, title string) string { return strings.TrimSpace(t.text(row, title)) }

func (t titled) day(row int, title string) string { return t.get(row, title).day(t.since1904) }

// written gives the first of the columns in which something is written in a row.
func (t titled) written(row int, titles []string) (string, bool) {
	for _, title := range titles {
		if c := t.get(row, title); c.formula || c.text() != "" {
			return title, true
		}
	}
	return "", false
}

// typed refuses what nobody typed: the result of a formula may be another one tomorrow, and an error is no answer.
func (t titled) typed(row int, titles []string) (ps vigil.Problems) {
	for _, title := range titles {
		switch c := t.get(row, title); {
		case c.formula:
			ps.Add(t.at(row, title), "there is a formula", "type the value itself, or paste it as a value")
		case c.kind == "e":
			ps.Say(t.at(row, title), vigil.Say("there is the error value %s", short(c.raw)), vigil.Say("type the value itself"))
		}
	}
	return ps
}
