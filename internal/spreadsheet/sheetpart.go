package spreadsheet

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Caps on one sheet.
const (
	maxRows    = 20_000
	maxColumns = 200
)

// walked is what our own walk over a sheet part found; the reader must find the same.
type walked struct {
	last     int         // last row that has a cell with something in it
	filled   map[int]int // cells with something in them, by row
	formulas []string    // cells with a formula
	broken   []string    // cells with an error value
}

// walkSheet walks a sheet part to its end. It refuses what the reader would skip without a word: rows and cells out
// of order or without a name, unknown elements, indexes of texts that do not exist, and anything over the caps.
func walkSheet(name string, part []byte, texts []string) (walked, error) {
	w := sheetWalk{name: name, texts: texts, walked: walked{filled: map[int]int{}}}
	d := xml.NewDecoder(bytes.NewReader(part))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return w.walked, refuse(exportAgain, "the sheet %q is damaged (%v)", name, err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			err = w.start(t)
		case xml.EndElement:
			err = w.end(t.Name.Local)
		case xml.CharData:
			if w.in("v") || w.in("t") {
				w.text.Write(t)
			} else if w.inRow() && len(bytes.TrimSpace(t)) > 0 && !w.in("f") && w.depth("is") < 0 {
				err = refuse(exportAgain, "the sheet %q has text between its cells", name)
			}
		}
		if err != nil {
			return w.walked, err
		}
	}
	if !w.hadData {
		return w.walked, refuse(exportAgain, "the sheet %q has no rows", name)
	}
	return w.walked, nil
}

type sheetWalk struct {
	walked
	name     string
	texts    []string
	path     []string
	hadData  bool
	rows     int
	row, col int
	cell     string
	kind     string
	text     strings.Builder
	hasValue bool
}

func (w *sheetWalk) in(tag string) bool {
	return len(w.path) > 0 && w.path[len(w.path)-1] == tag && w.inRow()
}

func (w *sheetWalk) depth(tag string) int {
	for i := len(w.path) - 1; i >= 0; i-- {
		if w.path[i] == tag {
			return i
		}
	}
	return -1
}

func (w *sheetWalk) inRow() bool { return len(w.path) > 1 && w.path[1] == "sheetData" }

// children names what may stand in each element of the rows.
var children = map[string]string{"sheetData": " row ", "row": " c extLst ", "c": " f v is extLst "}

func (w *sheetWalk) start(t xml.StartElement) error {
	tag := t.Name.Local
	if n := len(w.path); n == 0 && tag != "worksheet" {
		return refuse(exportAgain, "the part of the sheet %q is no sheet", w.name)
	} else if n > 0 && w.inRow() {
		if may, ok := children[w.path[n-1]]; ok && !strings.Contains(may, " "+tag+" ") {
			return refuse(exportAgain, "the sheet %q holds <%s> where none may be", w.name, short(tag))
		}
	} else if n == 1 && tag == "sheetData" {
		if w.hadData {
			return refuse(exportAgain, "the sheet %q has its rows twice", w.name)
		}
		w.hadData = true
	} else if tag == "row" || tag == "sheetData" {
		return refuse(exportAgain, "the sheet %q has rows where none may be", w.name)
	}
	w.path = append(w.path, tag)
	if !w.inRow() {
		return nil
	}
	switch {
	case tag == "row" && len(w.path) == 3:
		return w.startRow(t)
	case tag == "c" && len(w.path) == 4:
		return w.startCell(t)
	case tag == "f" && len(w.path) == 5:
		w.formulas = append(w.formulas, w.cell)
	case tag == "v" && len(w.path) == 5:
		w.hasValue = true
	}
	return nil
}

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

func (w *sheetWalk) startRow(t xml.StartElement) error {
	if w.rows++; w.rows > maxRows {
		return refuse("delete the empty rows below the answers", "the sheet %q has more than %d rows", w.name, maxRows)
	}
	n, err := strconv.Atoi(attribute(t, "r"))
	if err != nil || n <= w.row || n > excelize.TotalRows {
		return refuse(exportAgain, "the rows of the sheet %q are damaged: row %q follows row %d", w.name, short(attribute(t, "r")), w.row)
	}
	w.row, w.col = n, 0
	return nil
}

func (w *sheetWalk) startCell(t xml.StartElement) error {
	for _, a := range t.Attr {
		if a.Name.Space == "" && !strings.Contains(" r s t cm vm ph ", " "+a.Name.Local+" ") {
			return refuse(exportAgain, "a cell of the sheet %q is damaged (row %d)", w.name, w.row)
		}
	}
	w.cell, w.kind = attribute(t, "r"), attribute(t, "t")
	col, row, err := excelize.CellNameToCoordinates(w.cell)
	if err != nil || row != w.row || col <= w.col {
		return refuse(exportAgain, "the cells of the sheet %q are damaged: cell %q in row %d", w.name, short(w.cell), w.row)
	}
	if row > maxRows || col > maxColumns {
		return refuse("delete everything right of and below the answers", "the sheet %q has a cell far outside (%s)", w.name, w.cell)
	}
	w.col, w.hasValue = col, false
	w.text.Reset()
	switch w.kind {
	case "", "s", "n", "str", "inlineStr", "b", "d":
	case "e":
		w.broken = append(w.broken, w.cell)
	default:
		return refuse(exportAgain, "the cell %s of the sheet %q is of an unknown type", w.cell, w.name)
	}
	return nil
}

func (w *sheetWalk) end(tag string) error {
	atCell := w.inRow() && len(w.path) == 4 && tag == "c"
	w.path = w.path[:len(w.path)-1]
	if !atCell {
		return nil
	}
	text := w.text.String()
	if w.kind == "s" && w.hasValue {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n >= len(w.texts) {
			return refuse(exportAgain, "the cell %s of the sheet %q names a text that is not in the file", w.cell, w.name)
		}
		text = w.texts[n]
	} else if (w.kind == "" || w.kind == "n") && w.hasValue && text != "" {
		if _, err := strconv.ParseFloat(text, 64); err != nil {
			return refuse(exportAgain, "the cell %s of the sheet %q holds no number although it says so", w.cell, w.name)
		}
	}
	if text != "" {
		w.filled[w.row]++
		w.last = w.row
	}
	return nil
}

// sharedTexts reads the texts that cells refer to by index.
func sharedTexts(part []byte) ([]string, error) {
	if part == nil {
		return nil, nil
	}
	var sst struct {
		Items []struct {
			T *string `xml:"t"`
			R []struct {
				T string `xml:"t"`
			} `xml:"r"`
		} `xml:"si"`
	}
	if err := xml.Unmarshal(part, &sst); err != nil {
		return nil, refuse(exportAgain, "the texts of the workbook are damaged (%v)", err)
	}
	out := make([]string, len(sst.Items))
	for i, item := range sst.Items {
		if item.T != nil {
			out[i] = *item.T
		}
		for _, r := range item.R {
			out[i] += r.T
		}
	}
	return out, nil
}
