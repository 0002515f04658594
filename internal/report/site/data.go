package site

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"vigil/internal/report"
	"vigil/internal/vigil"
)

// table is one table of the open data: one file as csv, one sheet of the workbook, and its part of the dictionary.
type table struct {
	ID, Title, About string
	Columns          []column
	Rows             [][]vigil.Cell
}

// column is a column of a table, with what the dictionary says of it.
type column struct {
	ID, Kind, Means string // kind: text, number, whole, yes or no, day, link
}

// fileOf is where a table stands as csv.
func (t table) fileOf() string { return "data/" + t.ID + ".csv" }

// dataPage is where the open data is fetched.
type dataPage struct {
	frame
	Files    []dataFileRow
	Tables   []dataTable
	Workbook bool
	Receipts int
	Key      string
	Earlier  []string // files of the keys before it
	Year     string
	Reports  string
}

type dataFileRow struct{ File, Format, Holds string }

type dataTable struct {
	ID, Title, About, File string
	Rows                   int
	Columns                []column
}

// data writes the open data: every table as csv, all of it as json, and the dictionary.
func (w *writer) data() error {
	tables := tablesOf(w.b)
	for _, t := range append(tables, dictionary(tables)) {
		text, err := csvOf(t)
		if err != nil {
			return err
		}
		w.files[t.fileOf()] = text
	}
	text, err := json.MarshalIndent(w.b, "", "  ")
	if err != nil {
		return fmt.Errorf("the open data cannot be written: %w", err)
	}
	w.files["data/benchmark.json"] = append(text, '\n')
	return nil
}

func (w *writer) openData() error {
	p := dataPage{frame: w.frame("Open data", "", dataFile), Workbook: w.x.Workbook != nil, Year: year(w.b.Published)}
	tables := tablesOf(w.b)
	p.Files = append(p.Files, dataFileRow{"data/benchmark.json", "json", "everything, in one file"})
	if p.Workbook {
		p.Files = append(p.Files, dataFileRow{WorkbookFile, "xlsx", "every table as a sheet, with the dictionary"})
	}
	for _, t := range append(tables, dictionary(tables)) {
		p.Files = append(p.Files, dataFileRow{t.fileOf(), "csv", report.LowerFirst(t.Title) + ", " + report.Count(len(t.Rows), "row", "rows")})
	}
	for _, t := range tables {
		p.Tables = append(p.Tables, dataTable{t.ID, t.Title, t.About, t.fileOf(), len(t.Rows), t.Columns})
	}
	for _, c := range w.b.Companies {
		if w.x.Receipts[c.Code] != nil {
			p.Receipts++
		}
	}
	if w.x.Key != nil {
		p.Key = KeyFile
	}
	for _, name := range slices.Sorted(maps.Keys(w.x.Earlier)) {
		p.Earlier = append(p.Earlier, earlierFolder+name)
	}
	return w.page(dataFile, "data.html", p)
}

// csvOf writes a table: UTF-8, a line of column ids, texts guarded against formulas.
func csvOf(t table) ([]byte, error) {
	var out bytes.Buffer
	c := csv.NewWriter(&out)
	head := make([]string, len(t.Columns))
	for i, col := range t.Columns {
		head[i] = col.ID
	}
	_ = c.Write(head) // kept by the writer: Error tells at the end
	for _, row := range t.Rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = vigil.GuardText(cell.Text)
		}
		_ = c.Write(cells)
	}
	c.Flush()
	if err := c.Error(); err != nil {
		return nil, fmt.Errorf("the table %s cannot be written: %w", t.ID, err)
	}
	return out.Bytes(), nil
}

// dictionary is what every column of every table means.
func dictionary(tables []table) table {
	d := table{ID: "dictionary", Title: "Data dictionary", About: "What every column means.", Columns: []column{
		{"table", "text", "id of the table, which is the name of its csv file and of its sheet"}, {"column", "text", "id of the column"},
		{"kind", "text", "text, number, whole (number), yes or no, day (2006-01-02), link"}, {"means", "text", "what it means; an empty cell is a value that does not exist, never a zero"}}}
	for _, t := range tables {
		for _, c := range t.Columns {
			d.Rows = append(d.Rows, []vigil.Cell{{Text: t.ID}, {Text: c.ID}, {Text: c.Kind}, {Text: c.Means}})
		}
	}
	return d
}

// OpenData is the open data as a report of one table for each sheet, for the writer of workbooks.
func OpenData(b vigil.PublicBenchmark) vigil.Report {
	b = cleaned(b)
	r := vigil.Report{ID: "open-data", Language: b.Language, Title: b.Title, Subtitle: "Open data, edition " + b.Edition, Draft: b.Draft, Facts: []vigil.Fact{
		{Label: "Publisher", Value: b.Publisher}, {Label: "Published", Value: vigil.LongDate(b.Published)}, {Label: "Licence", Value: b.Statement.Licence.ID, Note: b.Statement.Licence.Link},
		{Label: "Questionnaire", Value: b.Form.Title, Note: b.Form.ID}, {Label: "Method", Value: b.Methodology.Title, Note: b.Methodology.ID}, {Label: "Evidence up to", Value: vigil.LongDate(b.Evidence.Until)},
		{Label: "Corrections", Value: b.Statement.Contact}}, Footer: []string{"Vigil makes no finding of law. The same data is beside this file as csv and json."}}
	tables := tablesOf(b)
	for _, t := range append(tables, dictionary(tables)) {
		r.Sections = append(r.Sections, vigil.ReportSection{ID: t.ID, Title: t.Title, Blocks: []vigil.Block{{Paragraph: t.About}, {Table: reportTable(t)}}})
	}
	return r
}

func reportTable(t table) *vigil.Table {
	out := &vigil.Table{ID: t.ID, Title: t.Title, Rows: t.Rows}
	for _, c := range t.Columns {
		kind, width := "text", 18
		switch c.Kind {
		case "number", "whole":
			kind, width = "number", 12
		case "day":
			kind, width = "date", 12
		}
		if c.ID == "text" || c.ID == "means" || c.ID == "why" || c.ID == "asks" || c.ID == "title" || c.ID == "reply" || c.ID == "link" {
			width = 50
		}
		out.Columns = append(out.Columns, vigil.Column{ID: c.ID, Title: strings.ReplaceAll(c.ID, "_", " "), Kind: kind, Width: width})
	}
	return out
}

func text(s string) vigil.Cell { return vigil.Cell{Text: s} }

func whole(n int) vigil.Cell {
	v := float64(n)
	return vigil.Cell{Text: strconv.Itoa(n), Number: &v}
}

func yes(b bool) vigil.Cell {
	if b {
		return text("yes")
	}
	return text("no")
}

// number is a figure as it is published: with the decimals of the method when fixed is not negative, else with those it has.
func number(v *float64, fixed int) vigil.Cell {
	if v == nil {
		return text("")
	}
	s := strconv.FormatFloat(*v, 'f', fixed, 64)
	decimals := 0
	if _, after, ok := strings.Cut(s, "."); ok {
		decimals = len(after)
	}
	return vigil.Cell{Text: s, Number: v, Decimals: decimals}
}
