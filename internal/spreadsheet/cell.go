package spreadsheet

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"vigil/internal/vigil"
)

// cell is one cell of a sheet as it stands in the file.
type cell struct {
	raw     string // as the library gives it too
	kind    string // the type that the file states: s, str and inlineStr are text, n and "" numbers, b, d, e
	style   string // number of its style; empty is the first
	formula bool
}

// The types of cells that are read; the empty one is a number.
var cellKinds = map[string]bool{"": true, "n": true, "s": true, "str": true, "inlineStr": true, "b": true, "d": true, "e": true}

var decimal = regexp.MustCompile(`^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$`)

func (c cell) number() bool { return c.raw != "" && (c.kind == "" || c.kind == "n") }

// text is what stands in the cell for a person: formula guards are taken off, a number has no binary dust, and blanks
// alone are nothing.
func (c cell) text() string {
	switch {
	case c.number():
		return plain(c.raw)
	case c.kind == "b" && c.raw == "1":
		return "TRUE"
	case c.kind == "b" && c.raw == "0":
		return "FALSE"
	}
	s := vigil.UnguardText(c.raw)
	if strings.TrimSpace(s) == "" {
		return ""
	}
	return s
}

// day is the text, or the day where a program keeps it as the number of days since 1900 or 1904.
func (c cell) day(since1904 bool) string {
	s := strings.TrimSpace(c.text())
	if c.kind == "d" && len(s) > len(time.DateOnly) && s[len(time.DateOnly)] == 'T' {
		return s[:len(time.DateOnly)]
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || n < 20_000 || n > 80_000 {
		return s
	}
	t, err := excelize.ExcelDateToTime(math.Floor(n), since1904)
	if err != nil {
		return s
	}
	return t.Format(time.DateOnly)
}

// plain writes a number with its fifteen true digits and without an exponent: 0.30000000000000004 is 0.3.
func plain(raw string) string {
	f, err := strconv.ParseFloat(raw, 64)
	if err != nil {
		return raw
	}
	if f, err = strconv.ParseFloat(strconv.FormatFloat(f, 'g', 15, 64), 64); err != nil {
		return raw
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}
