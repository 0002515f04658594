package spreadsheet

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"slices"
	"strings"
	"sync"

	"vigil/internal/check"
	"vigil/internal/matching"
	"vigil/internal/vigil"
)

// The columns of a list of holdings, by the names that a mapping uses.
const (
	holdName     = "name"
	holdLEI      = "lei"
	holdISIN     = "isin"
	holdTicker   = "ticker"
	holdExchange = "exchange"
	holdCountry  = "country"
	holdSector   = "sector"
	holdKind     = "kind"
	holdWeight   = "weight"
	holdValue    = "value"
	holdCurrency = "currency"
)

// HoldingColumns are the columns that are read, in the order in which people are told of them.
var HoldingColumns = []string{holdName, holdLEI, holdISIN, holdTicker, holdExchange, holdCountry, holdSector, holdKind, holdWeight, holdValue, holdCurrency}

// The titles of columns and the words for kinds in five languages are data: a title that is missing is a line there.
//
//go:embed holdings/columns.csv
var columnsFile []byte

//go:embed holdings/kinds.csv
var kindsFile []byte

// holdingWords are both files, folded for comparison.
type holdingWords struct {
	titles map[string][]string // columns by title; a title that two languages use for different columns has both
	ranks  map[string]int      // place of a title in its list, by column and title
	exact  map[string]vigil.HoldingKind
	within []kindPhrase // in a cell of the column of kinds
	names  []kindPhrase // in a name
	cash   map[string]bool
	totals map[string]bool
}

// kindPhrase is a phrase with a blank on either side, and the kind that it means.
type kindPhrase struct {
	phrase string
	kind   vigil.HoldingKind
}

var words = sync.OnceValue(func() holdingWords {
	w := holdingWords{titles: map[string][]string{}, ranks: map[string]int{}, exact: map[string]vigil.HoldingKind{}, cash: map[string]bool{}, totals: map[string]bool{}}
	for _, row := range wordRows(columnsFile) {
		for i, t := range strings.Split(row[2], ";") {
			key := foldTitle(t)
			if !slices.Contains(w.titles[key], row[0]) {
				w.titles[key] = append(w.titles[key], row[0])
			}
			if r, known := w.ranks[row[0]+" "+key]; !known || i < r {
				w.ranks[row[0]+" "+key] = i
			}
		}
	}
	for _, row := range wordRows(kindsFile) {
		kind := vigil.HoldingKind(row[0])
		for _, t := range strings.Split(row[2], ";") {
			t = matching.Fold(t)
			if row[1] == "total" {
				w.totals[t] = true
				continue
			}
			w.exact[t] = kind
			if row[1] != "exact" {
				w.within = append(w.within, kindPhrase{" " + t + " ", kind})
			}
			switch {
			case row[1] == "both" && kind == vigil.HoldingCash:
				w.cash[t] = true
			case row[1] == "both":
				w.names = append(w.names, kindPhrase{" " + t + " ", kind})
			}
		}
	}
	return w
})

// wordRows are the rows of an embedded file below its first.
func wordRows(file []byte) [][]string {
	rows, err := csv.NewReader(bytes.NewReader(file)).ReadAll()
	if err != nil {
		panic(err) // an embedded file: found by every test
	}
	return rows[1:]
}

// foldTitle writes a title for comparison; a per cent sign is a word of it.
func foldTitle(s string) string {
	return matching.Fold(strings.ReplaceAll(s, "%", " percentsign "))
}

// title is what the title of a column says: which columns it may be, and the unit in it.
type title struct {
	columns  []string
	percent  bool
	currency string
}

// readTitle recognises a title as it is, or without the unit in it: "Market value (EUR)", "Gewicht in %".
func (w holdingWords) readTitle(text string) title {
	folded := foldTitle(text)
	t := title{percent: strings.Contains(folded, "percentsign")}
	if t.columns = w.titles[folded]; t.columns != nil {
		return t
	}
	var rest []string
	for _, word := range strings.Fields(folded) {
		switch upper := strings.ToUpper(word); {
		case word == "percentsign" || word == "in" || word == "en" || word == "em":
		case len(word) == 3 && strings.Contains(text, upper) && check.Currency(upper):
			t.currency = upper
		default:
			rest = append(rest, word)
		}
	}
	t.columns = w.titles[strings.Join(rest, " ")]
	return t
}

// kind reads a cell of the column of kinds; false for a word that is not known.
func (w holdingWords) kind(text string) (vigil.HoldingKind, bool) {
	folded := matching.Fold(text)
	if k, ok := w.exact[folded]; ok {
		return k, true
	}
	return within(w.within, folded)
}

// kindOfName tells funds and cash by their names, where a file has no column of kinds. Identifiers make cash impossible.
func (w holdingWords) kindOfName(name string, identified bool) (vigil.HoldingKind, bool) {
	folded := matching.Fold(name)
	if k, ok := within(w.names, folded); ok {
		return k, true
	}
	if identified {
		return "", false
	}
	var rest []string
	for _, word := range strings.Fields(folded) {
		if len(word) != 3 || !check.Currency(strings.ToUpper(word)) {
			rest = append(rest, word)
		}
	}
	if w.cash[strings.Join(rest, " ")] {
		return vigil.HoldingCash, true
	}
	return "", false
}

// within finds the first of the phrases in a text.
func within(list []kindPhrase, folded string) (vigil.HoldingKind, bool) {
	folded = " " + folded + " "
	for _, p := range list {
		if strings.Contains(folded, p.phrase) {
			return p.kind, true
		}
	}
	return "", false
}
