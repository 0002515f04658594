package spreadsheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// rowStream writes rows of cells as they leave, so that a large table costs the memory of its data and no more. The
// library keeps the styles, and everything else on the sheet.
type rowStream struct {
	w       io.Writer
	buf     []byte
	columns []string // letters of the columns
	row     []byte   // number of the row that is open
	err     error
}

const streamBuffer = 64 << 10

// withRows writes the part of a sheet with more rows after those that it has.
func withRows(w io.Writer, part []byte, columns int, rows func(*rowStream)) error {
	before, after, found := bytes.Cut(part, []byte("</sheetData>"))
	if !found {
		return errors.New("the sheet has no place for rows")
	}
	s := &rowStream{w: w, buf: append(make([]byte, 0, streamBuffer+8<<10), before...), columns: make([]string, columns)}
	for i := range s.columns {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		s.columns[i] = name
	}
	rows(s)
	s.buf = append(append(s.buf, "</sheetData>"...), after...)
	s.flush()
	return s.err
}

func (s *rowStream) flush() {
	if s.err == nil {
		_, s.err = s.w.Write(s.buf)
	}
	s.buf = s.buf[:0]
}

// begin opens a row that is so many points high.
func (s *rowStream) begin(row int, points float64) {
	s.row = strconv.AppendInt(s.row[:0], int64(row), 10)
	s.buf = append(append(append(s.buf, `<row r="`...), s.row...), `" ht="`...)
	s.buf = append(strconv.AppendFloat(s.buf, points, 'f', -1, 64), `" customHeight="1">`...)
}

func (s *rowStream) end() {
	if s.buf = append(s.buf, "</row>"...); len(s.buf) > streamBuffer {
		s.flush()
	}
}

// open begins a cell; columns are counted from 0.
func (s *rowStream) open(column, style int) {
	s.buf = append(append(append(s.buf, `<c r="`...), s.columns[column]...), s.row...)
	s.buf = append(strconv.AppendInt(append(s.buf, `" s="`...), int64(style), 10), '"')
}

func (s *rowStream) number(column, style int, v float64) {
	s.open(column, style)
	s.buf = append(strconv.AppendFloat(append(s.buf, "><v>"...), v, 'f', -1, 64), "</v></c>"...)
}

// formula writes a formula with the value that it gives now, so that programs which compute nothing show it too. The
// value is words, or a number where words is nil.
func (s *rowStream) formula(column, style int, formula string, number float64, words *string) {
	s.open(column, style)
	if words != nil {
		s.buf = append(s.buf, ` t="str"`...)
	}
	s.buf = append(appendText(append(s.buf, "><f>"...), formula), "</f><v>"...)
	if words != nil {
		s.buf = appendText(s.buf, *words)
	} else {
		s.buf = strconv.AppendFloat(s.buf, number, 'f', -1, 64)
	}
	s.buf = append(s.buf, "</v></c>"...)
}

// text writes words, which stay words: a cell of text is never computed.
func (s *rowStream) text(column, style int, words string) {
	s.open(column, style)
	if words == "" {
		s.buf = append(s.buf, "/>"...)
		return
	}
	s.buf = append(s.buf, ` t="inlineStr"><is><t`...)
	if c := words[0]; c <= ' ' || words[len(words)-1] <= ' ' {
		s.buf = append(s.buf, ` xml:space="preserve"`...)
	}
	s.buf = append(appendText(append(s.buf, '>'), words), "</t></is></c>"...)
}

// appendText writes a text into xml: what xml cannot hold, and what looks as if it were written so, as _xHHHH_.
func appendText(b []byte, s string) []byte {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case c == '&':
				b = append(b, "&amp;"...)
			case c == '<':
				b = append(b, "&lt;"...)
			case c == '>':
				b = append(b, "&gt;"...)
			case c == '_' && escaped.MatchString(s[i-1:min(len(s), i-1+len("_xFFFF_"))]):
				b = append(b, "_x005F_"...)
			case c < ' ' && c != '\t' && c != '\n':
				b = fmt.Appendf(b, "_x%04X_", c)
			default:
				b = append(b, c)
			}
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if i += n; r == 0xFFFE || r == 0xFFFF {
			b = fmt.Appendf(b, "_x%04X_", r)
		} else {
			b = utf8.AppendRune(b, r) // bytes that are no text become the mark for it
		}
	}
	return b
}

// fitCell cuts a text that is longer than a cell can hold, and shows that it was cut.
func fitCell(s string) string {
	if len(s) <= excelize.TotalCellChars || len(utf16.Encode([]rune(s))) <= excelize.TotalCellChars {
		return s
	}
	var b strings.Builder
	room := excelize.TotalCellChars - 1
	for _, r := range s {
		if room -= utf16.RuneLen(r); room < 0 {
			break
		}
		b.WriteRune(r)
	}
	return b.String() + "…"
}
