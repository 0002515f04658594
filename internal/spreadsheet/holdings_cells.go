package spreadsheet

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"vigil/internal/child"
	"vigil/internal/vigil"
)

// holdingsChildCommand is the hidden command that reads the sheets of one workbook as text.
const holdingsChildCommand = "read-sheets"

const saveAgain = "save it again as Excel workbook (.xlsx) or as CSV UTF-8, and import that"

// maxHoldings is how many lines a list may have.
const maxHoldings = 25_000

// sheetText is a sheet as text, or a csv file.
type sheetText struct {
	Name   string    `json:"n,omitempty"`
	Hidden bool      `json:"h,omitempty"`
	Rows   []rowText `json:"r"`
}

// rowText is a row with its number in the file, from 1. Bad says why it cannot be read.
type rowText struct {
	Line  int            `json:"l"`
	Cells []cellText     `json:"c"`
	Bad   *vigil.Problem `json:"b,omitempty"`
}

func (r rowText) at(column int) cellText {
	if column < 0 || column >= len(r.Cells) {
		return cellText{}
	}
	return r.Cells[column]
}

// cellText is what stands in a cell. Percent: it is a number that the program shows as per cent, so 0.02 is 2 %.
type cellText struct {
	Text    string `json:"t,omitempty"`
	Number  bool   `json:"n,omitempty"`
	Percent bool   `json:"p,omitempty"`
	Formula bool   `json:"f,omitempty"`
	Error   bool   `json:"e,omitempty"`
}

// sheetsResult is what the child prints.
type sheetsResult struct {
	Sheets   []sheetText
	Problems vigil.Problems
}

// ChildSheets is the body of the hidden command: as Child, but it prints every sheet as text.
func ChildSheets(path string, out io.Writer) int {
	if err := child.LimitSelf(limits); err != nil {
		fmt.Fprintln(os.Stderr, "limits cannot be set:", err)
		return 70
	}
	sheets, ps := readSheets(path)
	if err := json.NewEncoder(out).Encode(sheetsResult{sheets, ps}); err != nil {
		return 70
	}
	return 0
}

// sheetsOf reads a file by its ending: a workbook in a child with limits, csv here.
func sheetsOf(ctx context.Context, path string, data []byte, of Mapping) ([]sheetText, vigil.Problems, error) {
	name := filepath.Base(path)
	if strings.EqualFold(filepath.Ext(path), ".xlsx") {
		var res sheetsResult
		done := func() bool { return len(res.Problems)+len(res.Sheets) > 0 }
		err := inChild(ctx, holdingsChildCommand, path, &res, done, vigil.Say(saveAgain))
		return res.Sheets, res.Problems, err
	}
	text, ps := csvText(name, bytes.NewReader(data))
	if len(ps) > 0 {
		return nil, ps, nil
	}
	return []sheetText{csvSheet(name, text, of)}, nil, nil
}

// readSheets reads every sheet of a workbook in this process.
func readSheets(path string) (sheets []sheetText, ps vigil.Problems) {
	name := filepath.Base(path)
	defer func() {
		if r := recover(); r != nil { // a damaged file may still surprise the library
			sheets, ps = nil, vigil.Problems{{Place: vigil.Place{File: name}, What: vigil.Say("the workbook cannot be read"), Do: vigil.Say(saveAgain)}}
		}
	}()
	f, err := os.Open(path)
	if err != nil {
		return nil, vigil.Problems{unreadable(path, err)}
	}
	defer f.Close()
	in, err := receiveWithin(f, holdingCaps)
	if err != nil {
		return nil, vigil.Problems{forHoldings(problemOf(name, err))}
	}
	defer in.close()
	for _, sheet := range in.names {
		g, _, err := in.sheet(sheet)
		if err != nil {
			return nil, vigil.Problems{forHoldings(problemOf(name, err))}
		}
		sheets = append(sheets, sheetText{Name: sheet, Hidden: in.hidden[sheet], Rows: in.rowsOf(g)})
	}
	if len(sheets) == 0 {
		ps.Add(vigil.Place{File: name}, "the workbook has no sheet of cells", saveAgain)
	}
	return sheets, ps
}

// forHoldings says what to do in words for somebody who has a list of holdings.
func forHoldings(p vigil.Problem) vigil.Problem {
	if strings.Contains(p.Do.Format, "export a new workbook") {
		p.Do = vigil.Say(saveAgain)
	}
	return p
}

// rowsOf turns the cells of a sheet into text.
func (r *received) rowsOf(g grid) []rowText {
	percent := map[string]bool{}
	rows := make([]rowText, 0, len(g))
	for i := range g {
		row := rowText{Line: i + 1, Cells: make([]cellText, len(g[i]))}
		for c, cell := range g[i] {
			t := cellText{Text: strings.TrimSpace(cell.text()), Number: cell.number(), Formula: cell.formula, Error: cell.kind == "e"}
			if t.Number {
				shown, known := percent[cell.style]
				if !known {
					shown = r.showsPercent(cell.style)
					percent[cell.style] = shown
				}
				t.Percent = shown
			}
			row.Cells[c] = t
		}
		rows = append(rows, row)
	}
	return rows
}

// showsPercent reports whether numbers of a style are shown as per cent.
func (r *received) showsPercent(style string) bool {
	n, _ := strconv.Atoi(style) // no style is the first
	s, err := r.f.GetStyle(n)
	if err != nil || s == nil {
		return false
	}
	return s.NumFmt == 9 || s.NumFmt == 10 || s.CustomNumFmt != nil && strings.Contains(*s.CustomNumFmt, "%")
}

// csvSheet reads csv with the separator under which one of the first rows has most titles that are known.
func csvSheet(name string, text []byte, of Mapping) sheetText {
	best, most := separator(text), 0
	for _, comma := range []rune{',', ';', '\t', '|'} {
		if _, n := findHead(csvLines(name, text, comma, maxPreamble), of); n > most {
			best, most = comma, n
		}
	}
	return sheetText{Rows: csvLines(name, text, best, maxHoldings+2*maxPreamble)}
}

// csvLines reads rows of csv, no more than most. A row that is no csv is kept with what is wrong with it.
func csvLines(name string, text []byte, comma rune, most int) []rowText {
	in := csv.NewReader(bytes.NewReader(text))
	in.Comma, in.FieldsPerRecord, in.ReuseRecord = comma, -1, true
	var rows []rowText
	for len(rows) < most {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var row rowText
		var bad *csv.ParseError
		switch {
		case errors.As(err, &bad):
			row.Line = bad.StartLine
			row.Bad = &vigil.Problem{Place: vigil.Place{File: name, Line: bad.StartLine}, What: vigil.Say("a quotation mark stands where none may be, or one is not closed"),
				Do: vigil.Say(`put the whole cell into quotation marks and write " inside it twice`)}
		case err != nil: // a reader of bytes gives no other
			return rows
		default:
			row.Line, _ = in.FieldPos(0)
			row.Cells = make([]cellText, len(record))
			for i, cell := range record {
				row.Cells[i].Text = strings.TrimSpace(vigil.UnguardText(cell))
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// place is where a cell stands: a cell of a sheet, or a line of a csv file.
func (s sheetText) place(file string, line, column int) vigil.Place {
	if s.Name == "" {
		return vigil.Place{File: file, Line: line}
	}
	p := vigil.Place{File: file, Sheet: s.Name}
	p.Cell, _ = excelize.CoordinatesToCellName(max(column, 0)+1, max(line, 1)) // inside of the limits of the walk
	return p
}
