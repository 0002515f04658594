package spreadsheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// Limits of a csv file and of what is said about one.
const (
	csvBytes    = 64 << 20
	csvRows     = 1_000_000
	maxProblems = 200
)

// Row is one line of a table of text, with the line it stood in and its cells by column name.
type Row struct {
	Line  int
	Cells map[string]string
	place map[string]vigil.Place
}

// At gives the place of a cell.
func (r Row) At(file, column string) vigil.Place {
	if p, ok := r.place[column]; ok {
		return p
	}
	return vigil.Place{File: file, Line: r.Line}
}

// ReadTable reads a csv file by the names in its first row: RFC 4180, UTF-8 with or without a byte order mark, separated
// by comma, semicolon or tab. Formula guards are taken off; rows without anything are passed over. Columns that are asked
// for and missing, ragged rows and bytes that are no text are all listed with line and column; the name is used in
// messages only. open: other columns are welcome.
func ReadTable(name string, r io.Reader, known, required []string, open bool) (columns []string, rows []Row, ps vigil.Problems) {
	t := &tableReader{name: name, known: known, required: required, open: open, each: func(row Row) { rows = append(rows, row) }}
	t.read(r)
	return t.columns, rows, t.ps
}

// tableReader walks the rows of a csv file.
type tableReader struct {
	name            string
	known, required []string
	open            bool
	each            func(Row)

	columns []string
	rows    int
	ps      vigil.Problems
}

// read calls each for every row, once the first row was found good.
func (t *tableReader) read(r io.Reader) {
	data, ps := csvText(t.name, r)
	if t.ps = ps; len(ps) > 0 {
		return
	}
	in := csv.NewReader(bytes.NewReader(data))
	in.Comma, in.FieldsPerRecord, in.ReuseRecord = separator(data), -1, true
	for len(t.ps) < maxProblems {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		switch {
		case err != nil:
			at := vigil.Place{File: t.name}
			var bad *csv.ParseError
			if errors.As(err, &bad) {
				at.Line, at.Column = bad.Line, bad.Column
			}
			t.ps.Add(at, "a quotation mark stands where none may be, or one is not closed", `put the whole cell into quotation marks and write " inside it twice`)
			if t.columns == nil {
				return
			}
		case blank(record):
		case t.columns == nil:
			if t.head(in, record); len(t.ps) > 0 {
				return
			}
		default:
			if t.rows++; t.rows > csvRows {
				t.ps.Say(vigil.Place{File: t.name}, vigil.Say("the file has more than %d rows", csvRows), vigil.Say("split it into several files"))
				return
			}
			t.row(in, record)
		}
	}
}

func blank(record []string) bool {
	for _, cell := range record {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}

func (t *tableReader) place(in *csv.Reader, field int) vigil.Place {
	line, column := in.FieldPos(field)
	return vigil.Place{File: t.name, Line: line, Column: column}
}

// head reads the first row, which names the columns.
func (t *tableReader) head(in *csv.Reader, record []string) {
	for i, cell := range record {
		c := strings.ToLower(strings.TrimSpace(vigil.UnguardText(cell)))
		switch {
		case slices.Contains(t.columns, c):
			t.ps.Say(t.place(in, i), vigil.Say("the column %q is there twice", short(c)), vigil.Say("keep one of them"))
		case !t.open && !slices.Contains(t.known, c):
			t.ps.Say(t.place(in, i), vigil.Say("there is no column %q", short(c)), vigil.Say("the columns are %s", strings.Join(t.known, ", ")))
		}
		t.columns = append(t.columns, c)
	}
	for _, c := range t.required {
		if !slices.Contains(t.columns, c) {
			t.ps.Say(vigil.Place{File: t.name, Line: t.place(in, 0).Line}, vigil.Say("the column %q is missing", c), vigil.Say("add it; the first row names the columns: %s", strings.Join(t.known, ", ")))
		}
	}
}

func (t *tableReader) row(in *csv.Reader, record []string) {
	first := t.place(in, 0)
	if len(record) != len(t.columns) {
		t.ps.Say(first, vigil.Say("the row has %d cells, the first row has %d", len(record), len(t.columns)),
			vigil.Say("keep empty cells; put text with separators or line breaks between quotation marks"))
		return
	}
	row := Row{Line: first.Line, Cells: make(map[string]string, len(record)), place: make(map[string]vigil.Place, len(record))}
	for i, c := range t.columns {
		row.Cells[c], row.place[c] = vigil.UnguardText(record[i]), t.place(in, i)
	}
	t.each(row)
}
