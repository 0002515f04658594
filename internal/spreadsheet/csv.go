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

// Columns are the columns of an answer file. subject, unit, question and value are asked for; the others
// may be left out.
var Columns = []string{"subject", "unit", "question", "value", "state", "grade", "date", "note",
	"search_date", "search_sources", "search_languages", "search_terms", "approved", "evidence_title", "evidence_link"}

var requiredColumns = []string{"question", "value"}

// largestFile is the most an answer file may hold, in bytes.
const largestFile = 32 << 20

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
	data, err := io.ReadAll(io.LimitReader(r, largestFile+1))
	switch data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")); {
	case err != nil:
		ps.Add(file, "the file cannot be read", "check the disk and who may read it")
	case len(data) > largestFile:
		ps.Add(file, fmt.Sprintf("the file has more than %d MB", largestFile>>20), "split it")
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

// separator is the one that the first row uses most.
func separator(data []byte) rune {
	first, _, _ := bytes.Cut(data, []byte("\n"))
	best := ','
	for _, c := range ";\t" {
		if bytes.Count(first, []byte(string(c))) > bytes.Count(first, []byte(string(best))) {
			best = c
		}
	}
	return best
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

// ReadCSV reads a file of answers. Rows counts the rows read below the first.
func ReadCSV(name string, r io.Reader) (vigil.Submission, vigil.Problems) {
	sub := vigil.Submission{Source: name}
	_, rows, ps := ReadTable(name, r, Columns, requiredColumns, false)
	for _, row := range rows {
		c := row.Cells
		e := vigil.Entry{Place: row.At(name, "value"), Subject: c["subject"], Unit: c["unit"], Question: c["question"], Value: c["value"],
			State: c["state"], Grade: c["grade"], Date: c["date"], Note: c["note"], Approved: c["approved"], Places: row.place,
			Search: vigil.SearchLog{Date: c["search_date"], Sources: c["search_sources"], Languages: c["search_languages"], Terms: c["search_terms"]}}
		if c["evidence_title"] != "" || c["evidence_link"] != "" {
			e.Evidence = []vigil.Evidence{{Title: c["evidence_title"], Link: c["evidence_link"]}}
		}
		sub.Entries = append(sub.Entries, e)
	}
	sub.Rows = len(rows)
	return sub, ps
}

// WriteCSV writes answers as ReadCSV reads them, in order, guarded against formulas.
func WriteCSV(w io.Writer, answers []vigil.Answer, subject string) error {
	out := csv.NewWriter(w)
	if err := out.Write(Columns); err != nil {
		return err
	}
	for _, a := range answers {
		cells := []string{subject, a.Unit, a.Question, a.Value, string(a.State), string(a.Grade), a.Date, a.Note,
			a.Search.Date, a.Search.Sources, a.Search.Languages, a.Search.Terms, a.ApprovedBy, "", ""}
		for i := range cells {
			cells[i] = vigil.GuardText(cells[i])
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
