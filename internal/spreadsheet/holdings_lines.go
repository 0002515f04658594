package spreadsheet

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"vigil/internal/check"
	"vigil/internal/vigil"
)

// identify reads what tells which company a line is.
func (r *holdingsReader) identify(l *holdingLine) {
	name := r.word(l.row, holdName)
	if n := len([]rune(name)); n > 300 {
		l.wrong.Say(r.place(l.row, holdName), vigil.Say("the name has %d characters, starting with %s", n, short(name)), vigil.Say("shorten it to 300"))
		name = ""
	}
	l.h.Name = name
	of := ofName(r.guess(l.row))
	code := func(column string) string { return strings.ToUpper(strings.ReplaceAll(r.word(l.row, column), " ", "")) }
	if isin := code(holdISIN); isin != "" {
		if what, do := isinProblem(isin); what != "" {
			l.wrong.Say(r.place(l.row, holdISIN), vigil.Say("the ISIN %q%s %s", short(isin), of, what), vigil.Say(do))
		} else {
			l.h.ISIN = isin
		}
	}
	if lei := code(holdLEI); lei != "" {
		if what, do := leiProblem(lei); what != "" {
			l.wrong.Say(r.place(l.row, holdLEI), vigil.Say("the LEI %q%s %s", short(lei), of, what), vigil.Say(do))
		} else {
			l.h.LEI = lei
		}
	}
	r.listing(l)
	if r.guess(l.row) == "" {
		l.wrong.Add(r.sheet.place(r.file, l.row.Line, 0), "the line names no company", "give a name, LEI, ISIN or ticker, or take the line out")
	}
	for _, column := range []string{holdName, holdSector, holdTicker} {
		l.wrong = append(l.wrong, check.Harm(r.place(l.row, column), asName(r.word(l.row, column)))...)
	}
}

// dialled tells figures of a telephone from those of a security.
var dialled = regexp.MustCompile(`(?i)\+\s?\(?\d|\b(tel|phone|telephone|mobile|fax|whatsapp)\b`)

// asName is the name of a security for the do-no-harm check: coupons, dates and series, of which such names are full,
// would be taken for telephone numbers.
func asName(text string) string {
	if dialled.MatchString(text) {
		return text
	}
	return strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' {
			return -1
		}
		return c
	}, text)
}

func isinProblem(isin string) (what, do string) {
	switch {
	case vigil.ValidISIN(isin):
		return "", ""
	case len(isin) != 12:
		return fmt.Sprintf("has %d characters, and an ISIN has 12", len(isin)), "copy it from the source, or leave the cell empty"
	}
	return "is none: its check digit does not fit", "compare it with the source; one of its characters is wrong"
}

func leiProblem(lei string) (what, do string) {
	switch {
	case vigil.ValidLEI(lei):
		return "", ""
	case len(lei) != 20:
		return fmt.Sprintf("has %d characters, and an LEI has 20", len(lei)), "copy it from the source, or leave the cell empty"
	}
	return "is none: its check digits do not fit", "compare it with the source; one of its characters is wrong"
}

// listing reads the ticker and its exchange, also where both stand in one cell (XLON:ABC, ABC:XLON).
func (r *holdingsReader) listing(l *holdingLine) {
	ticker, exchange := strings.ToUpper(r.word(l.row, holdTicker)), strings.ToUpper(r.word(l.row, holdExchange))
	if before, after, both := strings.Cut(ticker, ":"); both {
		before, after = strings.TrimSpace(before), strings.TrimSpace(after)
		switch {
		case looksLikeMIC(before) && (exchange == "" || exchange == before):
			ticker, exchange = after, before
		case looksLikeMIC(after) && (exchange == "" || exchange == after):
			ticker, exchange = before, after
		}
	}
	if exchange != "" && !vigil.ValidMIC(exchange) {
		r.count("exchange", l.row.Line)
		exchange = ""
	}
	if len(ticker) > 20 {
		l.wrong.Say(r.place(l.row, holdTicker), vigil.Say("the ticker %q%s is longer than 20 characters", short(ticker), ofName(r.guess(l.row))), vigil.Say("give the short symbol of the exchange"))
		ticker = ""
	}
	l.h.Ticker, l.h.Exchange = ticker, exchange
}

// looksLikeMIC reports a code of an exchange: nearly all begin with an X.
func looksLikeMIC(s string) bool { return vigil.ValidMIC(s) && s[0] == 'X' }

// describe reads country, sector and kind.
func (r *holdingsReader) describe(l *holdingLine) {
	if text := r.word(l.row, holdCountry); text != "" {
		code, ok := check.Country(text)
		if !ok {
			r.count("country", l.row.Line)
		}
		l.h.Country = code
	}
	if sector := []rune(r.word(l.row, holdSector)); len(sector) > 0 {
		l.h.Sector = string(sector[:min(100, len(sector))])
	}
	text := r.word(l.row, holdKind)
	kind, known := words().kind(text)
	switch {
	case text != "" && known:
		l.h.Kind = kind
	case text != "":
		r.count("kind", l.row.Line)
		l.h.Kind = vigil.HoldingOther
	default:
		if kind, known = words().kindOfName(l.h.Name, l.h.ISIN != "" || l.h.LEI != "" || l.h.Ticker != ""); known {
			l.h.Kind = kind
			r.count("guessed", l.row.Line)
		} else {
			l.h.Kind = vigil.HoldingEquity
			r.count("equity", l.row.Line)
		}
	}
}

// figures reads weight, value and currency as they are written; what they mean is settled when all are known.
func (r *holdingsReader) figures(l *holdingLine) {
	of := ofName(r.guess(l.row))
	for column, into := range map[string]**amount{holdWeight: &l.weight, holdValue: &l.value} {
		c := r.cell(l.row, column)
		if r.word(l.row, column) == "" {
			continue
		}
		a, ok := readAmount(c)
		if !ok {
			l.wrong.Say(r.place(l.row, column), vigil.Say("the %s %q%s is no number", column, short(c.Text), of), vigil.Say("write digits, such as 12.5"))
			continue
		}
		*into = a
	}
	code := strings.ToUpper(r.word(l.row, holdCurrency))
	if code == "" {
		code = r.titles[holdValue].currency
	}
	switch {
	case code == "GBX" || code == "GBP" && r.word(l.row, holdCurrency) == "GBp":
		l.wrong.Say(r.place(l.row, holdCurrency), vigil.Say("the value%s is in pence", of), vigil.Say("write it in pounds, with the currency GBP"))
	case code != "" && !check.Currency(code):
		l.wrong.Say(r.place(l.row, holdCurrency), vigil.Say("%q%s is no currency", short(code), of), vigil.Say("give the three capital letters of ISO 4217, like EUR"))
	default:
		l.h.Currency = code
	}
	_, weights := r.columns[holdWeight]
	switch {
	case len(l.wrong) > 0:
	case weights && l.weight == nil:
		l.wrong.Say(r.place(l.row, holdWeight), vigil.Say("the weight%s is missing", of), vigil.Say("write it; 0 where the holding weighs nothing"))
	case !weights && l.value == nil:
		l.wrong.Say(r.place(l.row, holdValue), vigil.Say("the market value%s is missing", of), vigil.Say("write it; 0 where the holding is worth nothing"))
	}
}

// currencies are those of the lines that have a value, sorted; no currency is the empty one.
func currencies(list []*holdingLine) []string {
	var all []string
	for _, l := range list {
		if l.value != nil && !slices.Contains(all, l.h.Currency) {
			all = append(all, l.h.Currency)
		}
	}
	slices.Sort(all)
	return all
}
