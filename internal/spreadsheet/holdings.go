package spreadsheet

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// HoldingsFile is a list of holdings as it was read. Lines that are wrong are not among the holdings: Bad says of each
// what is wrong with it.
type HoldingsFile struct {
	Name     string // of the file
	Digest   string // SHA-256 of the file, hex
	Lines    int    // read, without blank lines and totals
	Holdings []vigil.Holding
	Bad      vigil.Problems
	BadLines int
	Currency string   // of the values where it is one, or of the rates
	Notes    []string // what a reader of the portfolio must know about the file as a whole
	Mapping  Mapping  // how it was read; with it a file of the same make is read in the same way
}

// HoldingsOptions say what a list of holdings does not.
type HoldingsOptions struct {
	Mapping  Mapping
	Currency string             // base, for rates
	Rates    map[string]float64 // what one unit of a currency is worth in the base
}

// ReadHoldings reads a list of holdings by its ending: .xlsx in a child process of the same program with limits on
// memory and time, .csv, .tsv and .txt here. What makes the whole file unusable is the error (vigil.Problems), and then
// the problems of its lines come with it.
func ReadHoldings(ctx context.Context, path string, o HoldingsOptions) (HoldingsFile, error) {
	out := HoldingsFile{Name: filepath.Base(path)}
	if p := holdingsFileProblem(path); p != nil {
		return out, vigil.Problems{*p}
	}
	f, err := os.Open(path)
	if err != nil {
		return out, vigil.Problems{unreadable(path, err)}
	}
	defer f.Close()
	data, err := readCapped(f, csvBytes)
	if err != nil {
		return out, vigil.Problems{unreadable(path, err)}
	}
	sum := sha256.Sum256(data)
	sheets, ps, err := sheetsOf(ctx, path, data, o.Mapping)
	if err != nil {
		return out, err
	}
	if len(ps) > 0 {
		return out, ps
	}
	read, ps := readHoldings(out.Name, sheets, o)
	read.Digest = hex.EncodeToString(sum[:])
	if len(ps) > 0 {
		return read, append(ps, read.Bad...)
	}
	return read, nil
}

// holdingsFileProblem says why a path is no list of holdings before it is opened.
func holdingsFileProblem(path string) *vigil.Problem {
	const endings = "name a file that ends in .xlsx, .csv, .tsv or .txt"
	if p := fileProblem(path); p != nil {
		ext := strings.ToLower(filepath.Ext(path))
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && info.Size() > 0 && (ext == ".tsv" || ext == ".txt") {
			return nil
		}
		switch {
		case strings.Contains(p.Do.Format, ".json"):
			p.Do = vigil.Say(endings)
		case strings.Contains(p.Do.Format, "export"):
			p.Do = vigil.Say(saveAgain)
		}
		return p
	}
	if strings.EqualFold(filepath.Ext(path), ".json") {
		return &vigil.Problem{Place: vigil.Place{File: filepath.Base(path)}, What: vigil.Say("lists of holdings are not read from json"), Do: vigil.Say(endings)}
	}
	return nil
}

// readHoldings finds the sheet and its titles and reads every line below them.
func readHoldings(file string, sheets []sheetText, o HoldingsOptions) (HoldingsFile, vigil.Problems) {
	out := HoldingsFile{Name: file}
	ps := o.Mapping.Check(vigil.Place{})
	sheet, row, more := chooseSheet(file, sheets, o.Mapping)
	if ps = append(ps, more...); len(ps) > 0 {
		return out, ps
	}
	h := readHead(file, sheet, row, o.Mapping)
	h.complete(file, sheet)
	if len(h.ps) > 0 {
		return out, h.ps
	}
	r := &holdingsReader{file: file, sheet: sheet, heading: h, options: o, notes: h.notes, counts: map[string][]int{}}
	if sheet.Name != "" && len(sheets) > 1 {
		r.note("The sheet %q was read, and no other.", sheet.Name)
	}
	if above := filledRows(sheet.Rows[:row]); above > 0 {
		r.note("%s above the titles %s not read.", plural(above, "row"), was(above))
	}
	for _, row := range sheet.Rows[row+1:] {
		r.row(row)
	}
	if len(r.lines)+len(r.bad) > maxHoldings {
		r.ps.Say(vigil.Place{File: file}, vigil.Say("the list has more than %d lines", maxHoldings), vigil.Say("split it into several portfolios"))
	}
	if r.rows == 0 {
		r.ps.Add(sheet.place(file, sheet.Rows[row].Line, 0), "there is no line below the titles", "write one line for each holding")
	}
	return r.finish(out)
}

// holdingsReader gathers the lines of a list; figures are settled once all are known.
type holdingsReader struct {
	heading
	file    string
	sheet   sheetText
	options HoldingsOptions
	rows    int // lines that hold something
	lines   []*holdingLine
	bad     []badLine
	totals  []totalLine
	notes   []string
	counts  map[string][]int // lines that a note names, by what it says
	ps      vigil.Problems
}

// holdingLine is one line on its way.
type holdingLine struct {
	row           rowText
	h             vigil.Holding
	weight, value *amount
	wrong         vigil.Problems
}

// badLine is a line that is left out, with what is wrong with it.
type badLine struct {
	line int
	ps   vigil.Problems
}

// totalLine is a line that adds up the others; it is no holding.
type totalLine struct {
	line   int
	name   string
	weight *amount
}

func (r *holdingsReader) note(format string, args ...any) {
	r.notes = append(r.notes, fmt.Sprintf(format, args...))
}

// count remembers a line for a note.
func (r *holdingsReader) count(what string, line int) { r.counts[what] = append(r.counts[what], line) }

func (r *holdingsReader) cell(row rowText, column string) cellText {
	at, ok := r.columns[column]
	if !ok {
		return cellText{}
	}
	return row.at(at)
}

// place is where a column of a line stands.
func (r *holdingsReader) place(row rowText, column string) vigil.Place {
	at, ok := r.columns[column]
	if !ok {
		at = 0
	}
	return r.sheet.place(r.file, row.Line, at)
}

// blanks are what people write for nothing.
var blanks = map[string]bool{"-": true, "–": true, "—": true, "n/a": true, "na": true, "n.a.": true, "none": true, "null": true, "nil": true, "k.a.": true, "n.d.": true, "s/o": true, ".": true}

// word is the text of a column, empty where people wrote that there is none.
func (r *holdingsReader) word(row rowText, column string) string {
	s := strings.Join(strings.Fields(oneBlank.Replace(r.cell(row, column).Text)), " ")
	if blanks[strings.ToLower(s)] {
		return ""
	}
	return s
}

// row reads a line, or passes over a blank one.
func (r *holdingsReader) row(row rowText) {
	if row.Bad != nil {
		r.rows++
		r.bad = append(r.bad, badLine{row.Line, vigil.Problems{*row.Bad}})
		return
	}
	blank := true
	for column := range r.columns {
		c := r.cell(row, column)
		blank = blank && c.Text == "" && !c.Formula
	}
	if blank && !overlong(row, len(r.sheet.Rows[r.heading.row].Cells)) {
		return
	}
	l := &holdingLine{row: row, h: vigil.Holding{Line: row.Line}}
	if r.total(row) {
		return
	}
	r.rows++
	if r.shape(l) {
		r.identify(l)
		r.describe(l)
		r.figures(l)
	}
	r.lines = append(r.lines, l)
}

// overlong reports whether something stands to the right of the titles.
func overlong(row rowText, titles int) bool {
	return len(row.Cells) > titles && slices.ContainsFunc(row.Cells[titles:], func(c cellText) bool { return c.Text != "" })
}

// total recognises a line that adds up the others: it is called so, and nothing identifies it.
func (r *holdingsReader) total(row rowText) bool {
	name := r.word(row, holdName)
	if r.word(row, holdISIN) != "" || r.word(row, holdLEI) != "" || r.word(row, holdTicker) != "" || !words().isTotal(name) {
		return false
	}
	t := totalLine{line: row.Line, name: name}
	t.weight, _ = readAmount(r.cell(row, holdWeight))
	r.totals = append(r.totals, t)
	return true
}

// shape refuses a line whose cells do not stand where the titles say, and cells that hold an error.
func (r *holdingsReader) shape(l *holdingLine) bool {
	titles := len(r.sheet.Rows[r.heading.row].Cells)
	if r.sheet.Name == "" && (len(l.row.Cells) < titles || overlong(l.row, titles)) {
		l.wrong.Say(vigil.Place{File: r.file, Line: l.row.Line}, vigil.Say("the line%s has %d cells, the titles have %d", ofName(r.guess(l.row)), len(l.row.Cells), titles),
			vigil.Say("keep empty cells; put text and figures that hold the separator between quotation marks"))
		return false
	}
	for _, column := range HoldingColumns {
		switch c := r.cell(l.row, column); {
		case c.Error:
			l.wrong.Say(r.place(l.row, column), vigil.Say("the %s%s is the error value %s", column, ofName(r.guess(l.row)), short(c.Text)), vigil.Say("type the value itself"))
		case c.Formula && c.Text == "":
			l.wrong.Say(r.place(l.row, column), vigil.Say("the %s%s is a formula without its result", column, ofName(r.guess(l.row))), vigil.Say("open the workbook in a spreadsheet program, save it there, and import that"))
		case c.Formula:
			r.count("formula", l.row.Line)
		}
	}
	return len(l.wrong) == 0
}

// guess names a line in a message, as well as it can be named.
func (r *holdingsReader) guess(row rowText) string {
	for _, column := range []string{holdName, holdISIN, holdLEI, holdTicker} {
		if s := r.word(row, column); s != "" {
			return short(s)
		}
	}
	return ""
}

func ofName(name string) string {
	if name == "" {
		return ""
	}
	return " of " + name
}

// finish settles the figures of all lines and takes the bad ones out.
func (r *holdingsReader) finish(out HoldingsFile) (HoldingsFile, vigil.Problems) {
	out.Lines = r.rows
	r.settle()
	good := r.lines[:0:0]
	for _, l := range r.lines {
		if len(l.wrong) > 0 {
			r.bad = append(r.bad, badLine{l.row.Line, l.wrong})
		} else {
			good = append(good, l)
		}
	}
	if len(r.ps) == 0 {
		r.weigh(good)
	}
	slices.SortStableFunc(r.bad, func(a, b badLine) int { return a.line - b.line })
	for _, b := range r.bad {
		out.Bad = append(out.Bad, b.ps...)
	}
	out.BadLines = len(r.bad)
	for _, l := range good {
		out.Holdings = append(out.Holdings, l.h)
	}
	out.Currency = r.options.Currency
	if out.Currency == "" {
		if c := currencies(good); len(c) == 1 {
			out.Currency = c[0]
		}
	}
	r.tell(good)
	out.Notes, out.Mapping = r.notes, r.mapping()
	return out, r.ps
}

// mapping is how the file was read.
func (r *holdingsReader) mapping() Mapping {
	m := Mapping{Columns: map[string]string{}, Sheet: r.options.Mapping.Sheet, Weights: r.options.Mapping.Weights, Decimal: r.options.Mapping.Decimal}
	for column, text := range r.written {
		m.Columns[column] = text
	}
	return m
}

// filledRows counts the rows in which something stands.
func filledRows(rows []rowText) int {
	n := 0
	for _, row := range rows {
		if slices.ContainsFunc(row.Cells, func(c cellText) bool { return c.Text != "" }) {
			n++
		}
	}
	return n
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func was(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}

// HoldingsFromCSV reads a list of holdings that is csv, in this process. The name is used in messages only.
func HoldingsFromCSV(name string, r io.Reader) (HoldingsFile, vigil.Problems) {
	text, ps := csvText(name, r)
	if len(ps) > 0 {
		return HoldingsFile{Name: name}, ps
	}
	return readHoldings(name, []sheetText{csvSheet(name, text, Mapping{})}, HoldingsOptions{})
}
