package spreadsheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"vigil/internal/vigil"
)

var benchWords = []string{"policy", "process", "remedy", "supplier", "site", "region", "not disclosed", "in review",
	"published", "board", "grievance", "dialogue", "security", "land", "water", "labour"}

// benchDraw is the same in the programs of testdata/bench.
func benchDraw(row, column int) int {
	x := uint32(row)*2654435761 + uint32(column)*2246822519
	x ^= x >> 15
	x *= 2654435769
	return int(x ^ x>>13)
}

// benchTable has twenty columns of words and numbers beside them.
func benchTable(rows, columns int) vigil.Table {
	t := vigil.Table{Title: "Answers", Rows: make([][]vigil.Cell, rows)}
	for c := range columns {
		kind := "text"
		if c >= 20 {
			kind = "number"
		}
		t.Columns = append(t.Columns, vigil.Column{Title: fmt.Sprintf("Column %d", c+1), Kind: kind, Width: 12})
	}
	for r := range t.Rows {
		row, numbers := make([]vigil.Cell, columns), make([]float64, columns)
		row[0].Text = fmt.Sprintf("COMP-%06d", r+1)
		for c := 1; c < columns; c++ {
			if c < 20 {
				row[c].Text = benchWords[benchDraw(r+1, c)%16]
				continue
			}
			numbers[c] = float64(benchDraw(r+1, c)%1001) / 10
			row[c] = vigil.Cell{Text: strconv.FormatFloat(numbers[c], 'f', 1, 64), Number: &numbers[c], Decimals: 1}
		}
		t.Rows[r] = row
	}
	return t
}

// BenchChild does one thing of the benchmark in a process of its own.
func BenchChild(what, file string, rows, columns int) error {
	switch what {
	case "bench-table":
		if t := benchTable(rows, columns); len(t.Rows) != rows {
			return fmt.Errorf("%d rows", len(t.Rows))
		}
		return nil
	case "bench-export":
		t := benchTable(rows, columns)
		return benchFile(file, func(w io.Writer) error {
			return WriteReport(w, vigil.Report{Title: "Benchmark", Sections: []vigil.ReportSection{{Blocks: []vigil.Block{{Table: &t}}}}})
		})
	case "bench-sheet":
		return benchFile(file, func(w io.Writer) error { return benchSheet(w, benchTable(rows, columns)) })
	case "bench-import":
		cells, err := benchImport(file)
		if err == nil && cells != (rows+1)*columns {
			err = fmt.Errorf("%d cells were read", cells)
		}
		return err
	}
	return fmt.Errorf("no such part of the benchmark: %s", what)
}

func benchFile(name string, write func(io.Writer) error) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		return err
	}
	return f.Close()
}

// benchSheet is what is read: the table alone on the sheet of answers.
func benchSheet(w io.Writer, t vigil.Table) error {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	if err := f.SetSheetName("Sheet1", sheetAnswers); err != nil {
		return err
	}
	return writeBook(w, f, func(w io.Writer, _ string, part []byte) error {
		if !bytes.Contains(part, []byte("</sheetData>")) {
			return fmt.Errorf("the sheet is written as %.200s", part)
		}
		return withRows(w, part, len(t.Columns), func(s *rowStream) {
			s.begin(1, 15)
			for i, c := range t.Columns {
				s.text(i, 0, c.Title)
			}
			s.end()
			for r, row := range t.Rows {
				s.begin(r+2, 15)
				for i, c := range row {
					if c.Number != nil {
						s.number(i, 0, *c.Number)
					} else {
						s.text(i, 0, c.Text)
					}
				}
				s.end()
			}
		})
	})
}

// benchImport reads a workbook as an import does, but for the limits on size, which such a file is far above: every
// part is unpacked and vetted, then our walk and the library read the sheet and must agree on every cell.
func benchImport(name string) (cells int, err error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return 0, err
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return 0, err
	}
	all := parts{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return 0, err
		}
		text, err := io.ReadAll(r)
		if err != nil {
			return 0, err
		}
		if err := vetXML(f.Name, text); err != nil {
			return 0, err
		}
		all[strings.ToLower(f.Name)] = text
	}
	in := &received{sheets: map[string][]byte{}}
	if err := in.relate(all); err != nil {
		return 0, err
	}
	if in.f, err = excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true}); err != nil {
		return 0, err
	}
	defer in.close()
	g, _, err := in.sheet(sheetAnswers)
	for _, row := range g {
		cells += len(row)
	}
	return cells, err
}
