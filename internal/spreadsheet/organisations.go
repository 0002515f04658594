package spreadsheet

import (
	"io"
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// organisationColumns are the columns of a list of organisations.
var organisationColumns = []string{"code", "name", "type", "country", "sector", "sectors", "lei", "isins", "ticker", "exchange", "parent",
	"predecessor_name", "predecessor_lei", "predecessor_isins", "predecessor_date"}

// OrganisationRow is what one line of a list says of an organisation; what it leaves empty it does not say.
type OrganisationRow struct {
	Place        vigil.Place
	Organisation vigil.Organisation
}

// ReadOrganisations reads a list of organisations from csv, as ReadTable reads tables. The name is used in messages only.
func ReadOrganisations(name string, r io.Reader) ([]OrganisationRow, vigil.Problems) {
	_, table, ps := ReadTable(name, r, organisationColumns, []string{"code"}, false)
	var rows []OrganisationRow
	for _, row := range table {
		word := func(column string) string { return strings.Join(strings.Fields(row.Cells[column]), " ") }
		code := func(column string) string { return strings.ToUpper(strings.ReplaceAll(word(column), " ", "")) }
		o := vigil.Organisation{Code: word("code"), Name: word("name"), Type: word("type"), Country: code("country"), Sector: code("sector"), Sectors: values(row.Cells["sectors"]),
			LEI: code("lei"), ISINs: values(row.Cells["isins"]), Ticker: code("ticker"), Exchange: code("exchange"), Parent: word("parent")}
		p := vigil.Predecessor{Name: word("predecessor_name"), LEI: code("predecessor_lei"), ISINs: values(row.Cells["predecessor_isins"]), Date: word("predecessor_date")}
		if p.Name != "" || p.LEI != "" || p.Date != "" || len(p.ISINs) > 0 {
			o.Predecessors = []vigil.Predecessor{p}
		}
		if o.Code == "" {
			ps.Add(row.At(name, "code"), "the row names no organisation", "write its code")
			continue
		}
		rows = append(rows, OrganisationRow{Place: vigil.Place{File: name, Line: row.Line}, Organisation: o})
	}
	if len(table) == 0 && len(ps) == 0 {
		ps.Add(vigil.Place{File: name}, "there is no row below the titles", "write one row for each organisation")
	}
	return rows, ps
}

// values are codes in one cell, separated by semicolons or blanks.
func values(cell string) []string {
	list := strings.FieldsFunc(strings.ToUpper(cell), func(r rune) bool { return r == ';' || r == ' ' || r == ',' || r == '\n' })
	slices.Sort(list)
	return slices.Compact(list)
}
