package spreadsheet

import (
	"encoding/csv"
	"io"
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// Mapping says how a list of holdings is to be read where its titles and figures do not say it themselves. The zero
// value leaves everything to the file.
type Mapping struct {
	Columns map[string]string // title in the file by column; a column that is not in it is found by its title
	Sheet   string            // empty: the first that has the columns
	Weights string            // percent or fraction
	Decimal string            // point or comma: what stands before the decimals
}

// The settings of a mapping beside its columns, and what they may be.
var mappingSettings = map[string][]string{"sheet": nil, "weights": {weightPercent, weightFraction}, "decimal": {decimalPoint, decimalComma}}

// Units of weights.
const (
	weightPercent  = "percent"
	weightFraction = "fraction"
)

func (m *Mapping) setting(name string) *string {
	return map[string]*string{"sheet": &m.Sheet, "weights": &m.Weights, "decimal": &m.Decimal}[name]
}

// Check refuses values that no setting has. at names the file or the flags in which they stand.
func (m Mapping) Check(at vigil.Place) (ps vigil.Problems) {
	for _, name := range []string{"weights", "decimal"} {
		if v := *m.setting(name); v != "" && !slices.Contains(mappingSettings[name], v) {
			ps.Say(at, vigil.Say("%s cannot be %q", name, short(v)), vigil.Say("choose %s", strings.Join(mappingSettings[name], " or ")))
		}
	}
	return ps
}

// With gives the mapping with what another one says in its place.
func (m Mapping) With(other Mapping) Mapping {
	out := Mapping{Columns: map[string]string{}, Sheet: m.Sheet, Weights: m.Weights, Decimal: m.Decimal}
	for _, columns := range []map[string]string{m.Columns, other.Columns} {
		for c, t := range columns {
			out.Columns[c] = t
		}
	}
	for name := range mappingSettings {
		if v := *other.setting(name); v != "" {
			*out.setting(name) = v
		}
	}
	return out
}

// ReadMapping reads a mapping: csv with the columns setting and value. A setting is a column of holdings, with its title
// in the file, or sheet, weights or decimal.
func ReadMapping(name string, r io.Reader) (Mapping, vigil.Problems) {
	m := Mapping{Columns: map[string]string{}}
	_, rows, ps := ReadTable(name, r, []string{"setting", "value"}, []string{"setting", "value"}, false)
	seen := map[string]bool{}
	for _, row := range rows {
		setting, value := strings.ToLower(strings.TrimSpace(row.Cells["setting"])), strings.TrimSpace(row.Cells["value"])
		at := row.At(name, "setting")
		into := m.setting(setting)
		switch {
		case seen[setting]:
			ps.Say(at, vigil.Say("%s stands twice", short(setting)), vigil.Say("keep one of the two rows"))
		case value == "":
		case into != nil:
			*into = value
		case slices.Contains(HoldingColumns, setting):
			m.Columns[setting] = value
		default:
			ps.Say(at, vigil.Say("there is no setting %q", short(setting)), vigil.Say("use one of %s, sheet, weights, decimal", strings.Join(HoldingColumns, ", ")))
		}
		seen[setting] = true
	}
	return m, append(ps, m.Check(vigil.Place{File: name})...)
}

// Write writes the mapping as ReadMapping reads it.
func (m Mapping) Write(w io.Writer) error {
	c := csv.NewWriter(w)
	rows := [][]string{{"setting", "value"}}
	for _, column := range HoldingColumns {
		if t := m.Columns[column]; t != "" {
			rows = append(rows, []string{column, vigil.GuardText(t)})
		}
	}
	for _, name := range []string{"sheet", "weights", "decimal"} {
		if v := *m.setting(name); v != "" {
			rows = append(rows, []string{name, vigil.GuardText(v)})
		}
	}
	return c.WriteAll(rows)
}
