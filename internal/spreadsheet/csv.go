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

// Limits of a csv file of answers.
const (
	csvBytes    = 64 << 20
	csvRows     = 1_000_000
	maxProblems = 200
)

// csvColumns are the columns of an answer file, in the order in which they are written.
var csvColumns = []string{"subject", "unit", "question", "value", "state", "grade", "date", "note",
	"search_date", "search_sources", "search_languages", "search_terms", "approved", "evidence_title", "evidence_link"}

var csvRequired = []string{"question", "value"}

// ReadCSV reads answers from csv (RFC 4180): UTF-8 with or without byte order mark, separated by commas, semicolons
// or tabs, columns by name in any order. What was guarded against formulas is restored. Problems carry line and
// column and come all at once; the name is used in them only.
func ReadCSV(name string, r io.Reader) (vigil.Submission, vigil.Problems) {
	sub := vigil.Submission{Source: name}
	var ps vigil.Problems
	at := vigil.Place{File: name}
	b, err := io.ReadAll(io.LimitReader(r, csvBytes+1))
	switch {
	case err != nil:
		ps.Add(at, "the file cannot be read: "+err.Error(), "check the disk and try again")
	case len(b) > csvBytes:
		ps.Add(at, fmt.Sprintf("the file is larger than %d MiB", csvBytes>>20), "split it into several files")
	case len(b) == 0:
		ps.Add(at, "the file is empty", "write a header line and one line for each answer")
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}) || bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		ps.Add(at, "the file is UTF-16", "save it as CSV UTF-8")
	}
	if len(ps) > 0 {
		return sub, ps
	}
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	if ps = badBytes(name, b); len(ps) > 0 {
		return sub, ps
	}
	rows := &csvRowReader{name: name, sub: &sub, ps: &ps}
	rows.read(b)
	return sub, ps
}

// badBytes finds, line by line, what is no UTF-8 text.
func badBytes(name string, b []byte) (ps vigil.Problems) {
	for i, line := range bytes.Split(b, []byte{'\n'}) {
		at := vigil.Place{File: name, Line: i + 1}
		if nul := bytes.IndexByte(line, 0); nul >= 0 {
			at.Column = nul + 1
			ps.Add(at, "there is a NUL character", "remove it; the file may be damaged or no csv file")
		} else if !utf8.Valid(line) {
			at.Column = firstInvalid(line) + 1
			ps.Add(at, "there are bytes that are not UTF-8", "save the file as CSV UTF-8")
		}
		if len(ps) >= maxProblems {
			return ps
		}
	}
	return ps
}

func firstInvalid(b []byte) int {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return 0
}

// separator is whatever of comma, semicolon and tab the header line has most of outside quotes.
func separator(b []byte) rune {
	counts, quoted := map[byte]int{}, false
	for _, c := range b {
		if c == '"' {
			quoted = !quoted
		}
		if c == '\n' && !quoted {
			break
		}
		if !quoted {
			counts[c]++
		}
	}
	best := byte(',')
	for _, c := range []byte{';', '\t'} {
		if counts[c] > counts[best] {
			best = c
		}
	}
	return rune(best)
}

type csvRowReader struct {
	name   string
	sub    *vigil.Submission
	ps     *vigil.Problems
	header []string
}

func (c *csvRowReader) read(b []byte) {
	r := csv.NewReader(bytes.NewReader(b))
	r.Comma, r.FieldsPerRecord = separator(b), -1
	for len(*c.ps) < maxProblems {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			if c.header == nil && len(*c.ps) == 0 {
				c.ps.Add(vigil.Place{File: c.name}, "the file has no lines", "write a header line and one line for each answer")
			}
			return
		}
		if err != nil {
			at := vigil.Place{File: c.name}
			var pe *csv.ParseError
			if errors.As(err, &pe) {
				at.Line, at.Column = pe.Line, pe.Column
			}
			c.ps.Add(at, "a quotation mark stands where none may be, or one is not closed", `put the whole field into quotation marks and write " inside it twice`)
			if c.header == nil {
				return
			}
			continue
		}
		if c.header == nil {
			if !c.head(r, record) {
				return
			}
			continue
		}
		if c.sub.Rows++; c.sub.Rows > csvRows {
			c.ps.Add(vigil.Place{File: c.name}, fmt.Sprintf("there are more than %d rows", csvRows), "split the file")
			return
		}
		c.row(r, record)
	}
}

// head reads the header line; false when the columns cannot be told.
func (c *csvRowReader) head(r *csv.Reader, record []string) bool {
	ok := true
	for i, h := range record {
		h = strings.ToLower(strings.TrimSpace(h))
		at := c.place(r, i)
		switch {
		case !slices.Contains(csvColumns, h):
			c.ps.Add(at, fmt.Sprintf("there is no column %q", short(h)), "use only "+strings.Join(csvColumns, ", "))
			ok = false
		case slices.Contains(c.header, h):
			c.ps.Add(at, fmt.Sprintf("the column %q is there twice", h), "keep one of them")
			ok = false
		}
		c.header = append(c.header, h)
	}
	for _, need := range csvRequired {
		if !slices.Contains(c.header, need) {
			c.ps.Add(vigil.Place{File: c.name, Line: 1}, fmt.Sprintf("the column %q is missing", need), "add it to the header line")
			ok = false
		}
	}
	return ok
}

func (c *csvRowReader) place(r *csv.Reader, field int) vigil.Place {
	line, column := r.FieldPos(field)
	return vigil.Place{File: c.name, Line: line, Column: column}
}

func (c *csvRowReader) row(r *csv.Reader, record []string) {
	if len(record) != len(c.header) {
		c.ps.Add(c.place(r, 0), fmt.Sprintf("the row has %d fields and the header has %d", len(record), len(c.header)),
			"put fields that hold the separator into quotation marks; keep empty fields")
		return
	}
	get := map[string]string{}
	places := map[string]vigil.Place{}
	for i, h := range c.header {
		get[h] = vigil.UnguardText(record[i])
		places[h] = c.place(r, i)
	}
	e := vigil.Entry{
		Place: places["value"], Subject: get["subject"], Unit: get["unit"], Question: get["question"],
		Value: get["value"], State: get["state"], Grade: get["grade"], Date: get["date"], Note: get["note"], Approved: get["approved"],
		Search: vigil.SearchLog{Date: get["search_date"], Sources: get["search_sources"], Languages: get["search_languages"], Terms: get["search_terms"]},
		Places: places,
	}
	e.Evidence = evidenceOf(e, get["evidence_title"], get["evidence_link"])
	for from, to := range map[string]string{"search_date": "search", "evidence_title": "evidence"} {
		if p, ok := places[from]; ok {
			places[to] = p
		}
	}
	if strings.TrimSpace(e.Question) == "" {
		if e.Blank() && e.Subject == "" && e.Unit == "" {
			return
		}
		c.ps.Add(places["question"], "the row names no question", "write the id of the question")
		return
	}
	c.sub.Entries = append(c.sub.Entries, e)
}

// evidenceOf pairs titles and links, one a line, and gives them the grade and date of the answer.
func evidenceOf(e vigil.Entry, titles, links string) []vigil.Evidence {
	if strings.TrimSpace(titles) == "" && strings.TrimSpace(links) == "" {
		return nil
	}
	t, l := strings.Split(titles, "\n"), strings.Split(links, "\n")
	var out []vigil.Evidence
	for i := range max(len(t), len(l)) {
		ev := vigil.Evidence{Unit: e.Unit, Question: e.Question, Grade: vigil.Grade(e.Grade), Date: e.Date}
		if i < len(t) {
			ev.Title = strings.TrimSpace(t[i])
		}
		if i < len(l) {
			ev.Link = strings.TrimSpace(l[i])
		}
		if ev.Title == "" {
			ev.Title = ev.Link
		}
		if ev.Title != "" {
			out = append(out, ev)
		}
	}
	return out
}

// WriteCSV writes answers as ReadCSV reads them, guarded against formulas, without evidence references. Subject
// fills the first column of every row.
func WriteCSV(w io.Writer, answers []vigil.Answer, subject string) error {
	c := csv.NewWriter(w)
	if err := c.Write(csvColumns[:13]); err != nil {
		return err
	}
	for _, a := range answers {
		row := []string{subject, a.Unit, a.Question, a.Value, string(a.State), string(a.Grade), a.Date, a.Note,
			a.Search.Date, a.Search.Sources, a.Search.Languages, a.Search.Terms, a.ApprovedBy}
		for i := range row {
			row[i] = vigil.GuardText(row[i])
		}
		if err := c.Write(row); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// short cuts what somebody typed for use in a message.
func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
