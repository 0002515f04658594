package spreadsheet

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
)

// Limits on what a sheet may hold; a questionnaire needs a fraction.
const (
	maxRows    = 20_000
	maxColumns = 200
)

// vetWorkbook reads a workbook whole, vets its parts and counts the rows of every sheet part, so that the reader can
// be held to that number.
func vetWorkbook(path string) (data []byte, rows map[string]int, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, refuse("check who may read it", "the file cannot be opened")
	}
	defer f.Close()
	data, err = readCapped(f, maxFile)
	if err != nil {
		return nil, nil, refuse("take pictures and added sheets out", "the file is larger than %d MiB", maxFile>>20)
	}
	all, err := unpack(data)
	if err != nil {
		return nil, nil, err
	}
	rows = map[string]int{}
	for name, text := range all {
		if n, sheet, err := countRows(text); err != nil {
			return nil, nil, err
		} else if sheet {
			rows[name] = n
		}
	}
	return data, rows, nil
}

// countRows counts the rows of a sheet part; sheet is false for any other part.
func countRows(text []byte) (rows int, sheet bool, err error) {
	d := xml.NewDecoder(bytes.NewReader(text))
	cells := 0
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) || err != nil && !sheet {
			return rows, sheet, nil // parts that are no xml were vetted before
		}
		if err != nil {
			return rows, sheet, refuse(exportAgain, "a sheet is damaged")
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "worksheet":
			sheet = true
		case "row":
			rows, cells = rows+1, 0
		case "c":
			cells++
		}
		if rows > maxRows || cells > maxColumns {
			return rows, sheet, refuse(exportAgain, "a sheet has more than %d rows or %d columns", maxRows, maxColumns)
		}
	}
}
