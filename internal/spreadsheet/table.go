package spreadsheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"vigil/internal/vigil"
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

// ReadTable reads a csv file by the names in its first row: RFC 4180, UTF-8 with or without a byte order
// mark, separated by comma, semicolon or tab. Formula guards are taken off. Columns that are asked for and
// missing, ragged rows and bytes that are no text are all listed. open: other columns are welcome.
func ReadTable(name string, r io.Reader, known, required []string, open bool) (columns []string, rows []Row, ps vigil.Problems) {
	file := vigil.Place{File: name}
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	switch data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")); {
	case err != nil:
		ps.Add(file, "the file cannot be read", "check the disk and who may read it")
	case len(data) > maxFile:
		ps.Add(file, fmt.Sprintf("the file has more than %d MB", maxFile>>20), "split it")
	case len(bytes.TrimSpace(data)) == 0:
		ps.Add(file, "the file is empty", "write the column names into its first row and the answers below")
	case !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0:
		ps.Add(file, "the file is no text in UTF-8", "save it as csv in UTF-8")
	}
	if len(ps) > 0 {
		return nil, nil, ps
	}
	in := csv.NewReader(bytes.NewReader(data))
	in.Comma = separator(data)
	in.FieldsPerRecord = -1
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			at := file
			var bad *csv.ParseError
			if errors.As(err, &bad) {
				at.Line, at.Column, err = bad.Line, bad.Column, bad.Err
			}
			ps.Add(at, "a quote stands where none may stand ("+err.Error()+")", "put text with quotes between quotes, and double the quotes inside")
			return columns, rows, ps
		}
		line, _ := in.FieldPos(0)
		if columns == nil {
			columns = header(record)
			ps = append(ps, checkHeader(vigil.Place{File: name, Line: line}, columns, known, required, open)...)
			if len(ps) > 0 {
				return columns, nil, ps
			}
			continue
		}
		if len(record) != len(columns) {
			ps.Add(vigil.Place{File: name, Line: line}, fmt.Sprintf("the row has %d cells, the first row has %d", len(record), len(columns)),
				"add or remove cells; put text with commas or line breaks between quotes")
			continue
		}
		row := Row{Line: line, Cells: map[string]string{}, place: map[string]vigil.Place{}}
		for i, c := range columns {
			l, col := in.FieldPos(i)
			row.Cells[c] = vigil.UnguardText(record[i])
			row.place[c] = vigil.Place{File: name, Line: l, Column: col, Field: c}
		}
		rows = append(rows, row)
	}
	return columns, rows, ps
}

func header(record []string) []string {
	out := make([]string, len(record))
	for i, c := range record {
		out[i] = strings.ToLower(strings.TrimSpace(c))
	}
	return out
}

func checkHeader(at vigil.Place, columns, known, required []string, open bool) vigil.Problems {
	var ps vigil.Problems
	for _, r := range required {
		if !slices.Contains(columns, r) {
			ps.Add(at, fmt.Sprintf("the column %q is missing", r), "the first row names the columns: "+strings.Join(known, ", "))
		}
	}
	for i, c := range columns {
		switch {
		case slices.Index(columns, c) != i:
			ps.Add(at, fmt.Sprintf("the column %q occurs twice", c), "keep one of them")
		case !open && !slices.Contains(known, c):
			ps.Add(at, fmt.Sprintf("there is no column %q", c), "the columns are "+strings.Join(known, ", "))
		}
	}
	return ps
}
