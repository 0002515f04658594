package spreadsheet

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"vigil/internal/vigil"
)

// Limits on what a sheet that is read may hold; a questionnaire needs a fraction.
const (
	maxRows    = 20_000
	maxColumns = 200
)

// grid holds the cells of a sheet, row by row from the first to the last with something in it.
type grid [][]cell

// at is a cell, both numbers counted from 0; beyond the grid it is empty.
func (g grid) at(row, column int) cell {
	if row < 0 || row >= len(g) || column < 0 || column >= len(g[row]) {
		return cell{}
	}
	return g[row][column]
}

// The namespaces of sheets: as most programs write them, and as the strict form of the standard does.
var namespaces = map[string]bool{"http://schemas.openxmlformats.org/spreadsheetml/2006/main": true, "http://purl.oclc.org/ooxml/spreadsheetml/main": true}

// sheetWalk is our own walk over the part of a sheet. The library passes over what it does not understand; the walk
// refuses it, so that nothing is lost in silence.
type sheetWalk struct {
	sheet string
	d     *xml.Decoder
	texts []string // what cells of the type s refer to by number
	most  int      // rows
	grid  grid
	row   int    // the last row so far, from 1
	space string // the namespace of the sheet
}

// walkSheet reads the cells of a sheet part. It refuses rows and cells out of order or without their reference,
// elements and types of cells that it does not know, numbers that are none, and texts that are not in the file.
func walkSheet(sheet string, part []byte, texts []string, most int) (grid, error) {
	w := &sheetWalk{sheet: sheet, d: xml.NewDecoder(bytes.NewReader(part)), texts: texts, most: most}
	if err := w.document(); err != nil {
		return nil, err
	}
	return w.grid, nil
}

func (w *sheetWalk) damaged(format string, args ...any) error {
	return refuse(exportAgain, "the sheet %q is damaged: %s", w.sheet, vigil.Say(format, args...))
}

// children calls each for every element inside the one that was just opened, to its end. Text between them is refused
// when strict.
func (w *sheetWalk) children(strict bool, each func(xml.StartElement) error) error {
	for {
		token, err := w.d.Token()
		if err != nil {
			return w.damaged("%v", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if err := each(t); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		case xml.CharData:
			if strict && len(bytes.TrimSpace(t)) > 0 {
				return w.damaged("there is text between the cells")
			}
		}
	}
}

func (w *sheetWalk) skip() error {
	if err := w.d.Skip(); err != nil {
		return w.damaged("%v", err)
	}
	return nil
}

func (w *sheetWalk) document() error {
	for {
		token, err := w.d.Token()
		if errors.Is(err, io.EOF) {
			return w.damaged("it has no cells")
		}
		if err != nil {
			return w.damaged("%v", err)
		}
		if start, ok := token.(xml.StartElement); ok {
			if start.Name.Local != "worksheet" || !namespaces[start.Name.Space] {
				return w.damaged("it is no sheet of cells")
			}
			w.space = start.Name.Space
			break
		}
	}
	seen := false
	err := w.children(false, func(start xml.StartElement) error {
		if start.Name != (xml.Name{Space: w.space, Local: "sheetData"}) {
			return w.skip()
		}
		if seen {
			return w.damaged("it has its rows twice")
		}
		seen = true
		return w.children(true, w.startRow)
	})
	if err == nil && !seen {
		err = w.damaged("it has no rows")
	}
	return err
}

func (w *sheetWalk) startRow(start xml.StartElement) error {
	if start.Name != (xml.Name{Space: w.space, Local: "row"}) {
		return w.damaged("<%s> stands among its rows", short(start.Name.Local))
	}
	number, err := strconv.Atoi(attribute(start, "r"))
	if err != nil || number <= w.row || number > excelize.TotalRows {
		return w.damaged("the row %q follows row %d", short(attribute(start, "r")), w.row)
	}
	w.row = number
	column := 0
	return w.children(true, func(start xml.StartElement) error {
		switch start.Name {
		case xml.Name{Space: w.space, Local: "c"}:
			return w.startCell(start, &column)
		case xml.Name{Space: w.space, Local: "extLst"}:
			return w.skip()
		}
		return w.damaged("<%s> stands in row %d", short(start.Name.Local), w.row)
	})
}

func (w *sheetWalk) startCell(start xml.StartElement, last *int) error {
	for _, a := range start.Attr {
		ours := strings.Contains(" r s t cm vm ph ", " "+a.Name.Local+" ")
		if foreign := a.Name.Space != ""; ours == foreign { // foreign ones are extensions, such as xml:space
			return w.damaged("a cell in row %d has the unknown property %q", w.row, short(a.Name.Local))
		}
	}
	name := attribute(start, "r")
	column, row, err := excelize.CellNameToCoordinates(name)
	if plain, again := excelize.CoordinatesToCellName(column, row); err != nil || again != nil || name != plain || row != w.row || column <= *last {
		return w.damaged("the cell %q stands in row %d after column %d", short(name), w.row, *last)
	}
	*last = column
	c := cell{kind: attribute(start, "t"), style: attribute(start, "s")}
	if !cellKinds[c.kind] {
		return w.damaged("the cell %s is of the unknown type %q", name, short(c.kind))
	}
	if err := w.content(name, &c); err != nil {
		return err
	}
	if c.raw == "" && !c.formula {
		return nil
	}
	if row > w.most || column > maxColumns {
		return refuse("delete everything far below and to the right of the table", "the cell %s of the sheet %q is outside of the first %d rows and %d columns", name, w.sheet, w.most, maxColumns)
	}
	for len(w.grid) < row {
		w.grid = append(w.grid, nil)
	}
	cells := &w.grid[row-1]
	for len(*cells) < column {
		*cells = append(*cells, cell{})
	}
	(*cells)[column-1] = c
	return nil
}

// content reads what is inside of a cell: a formula, and a value or a text.
func (w *sheetWalk) content(name string, c *cell) error {
	seen := map[string]bool{}
	err := w.children(true, func(start xml.StartElement) error {
		tag := start.Name.Local
		if seen[tag] {
			return w.damaged("the cell %s has <%s> twice", name, short(tag))
		}
		seen[tag] = true
		if start.Name.Space != w.space {
			tag = start.Name.Space + " " + tag
		}
		switch tag {
		case "f":
			c.formula = true
			return w.skip()
		case "extLst":
			return w.skip()
		case "v":
			var v struct {
				Text string     `xml:",chardata"`
				More []struct{} `xml:",any"`
			}
			if err := w.d.DecodeElement(&v, &start); err != nil || len(v.More) > 0 {
				return w.damaged("the value of the cell %s cannot be read", name)
			}
			if c.kind != "inlineStr" || !seen["is"] {
				c.raw = v.Text
			}
			return nil
		case "is":
			var item textItem
			if err := w.d.DecodeElement(&item, &start); err != nil || !item.single() {
				return w.damaged("the text of the cell %s cannot be read", name)
			}
			if c.kind == "inlineStr" {
				c.raw = item.text()
			}
			return nil
		}
		return w.damaged("<%s> stands in the cell %s", short(tag), name)
	})
	if err != nil {
		return err
	}
	switch {
	case c.raw == "":
	case c.kind == "s":
		n, err := strconv.Atoi(strings.TrimSpace(c.raw))
		if err != nil || n < 0 || n >= len(w.texts) {
			return w.damaged("the cell %s refers to the text %q, which is not in the file", name, short(c.raw))
		}
		c.raw = w.texts[n]
	case c.number() && !decimal.MatchString(c.raw):
		return w.damaged("the cell %s says that %q is a number", name, short(c.raw))
	}
	return nil
}

// attribute is the value of an attribute without a namespace.
func attribute(start xml.StartElement, name string) string {
	for _, a := range start.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}
