package spreadsheet

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// formula writes a formula together with the value it has now, so that telephones and protected views, which compute
// nothing, show it too. This is the only place where a formula is written.
func (k *book) formula(sheet string, col, row int, formula string, value any) {
	name, err := excelize.CoordinatesToCellName(col, row)
	k.do(err)
	if text, ok := value.(string); ok {
		k.live.texts[sheet+"!"+name] = text
	} else {
		k.put(sheet, col, row, value)
	}
	k.do(k.f.SetCellFormula(sheet, name, formula))
}

// formulaCell is a cell with a formula as the library writes it: always as text, and without the text.
var formulaCell = regexp.MustCompile(`<c r="([A-Z]+[0-9]+)"((?: s="[0-9]+")?) t="str">(<f>[^<]*</f>)(<v>[^<]*</v>)?`)

// withValues gives the formulas of a sheet their values: a text where one was kept, else a number as a number, because
// a program that trusts the mark would not count with it.
func (k *book) withValues(sheet string, part []byte) []byte {
	return formulaCell.ReplaceAllFunc(part, func(cell []byte) []byte {
		m := formulaCell.FindSubmatch(cell)
		ref, style, formula, number := m[1], m[2], m[3], m[4]
		if text, ok := k.live.texts[sheet+"!"+string(ref)]; ok {
			var value bytes.Buffer
			_ = xml.EscapeText(&value, []byte(text)) // a buffer takes everything
			return fmt.Appendf(nil, `<c r="%s"%s t="str">%s<v>%s</v>`, ref, style, formula, value.Bytes())
		}
		return fmt.Appendf(nil, `<c r="%s"%s>%s%s`, ref, style, formula, number)
	})
}

// column is the letter of a column, 1 being A.
func column(n int) string {
	name, err := excelize.ColumnNumberToName(n)
	if err != nil {
		return "A" // no sheet of ours is wider than a sheet can be
	}
	return name
}

// block is a range of whole rows of one column on a sheet, fixed.
func block(sheet string, col, first, last int) string {
	c := column(col)
	return fmt.Sprintf("'%s'!$%s$%d:$%s$%d", sheet, c, first, c, last)
}

// quoted is text inside a formula.
func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// literal is a number inside a formula; the grammar of the format knows the exponent as a capital only.
func literal(v float64) string { return strconv.FormatFloat(v, 'G', -1, 64) }
