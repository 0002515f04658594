package check

import (
	"slices"
	"strings"

	"github.com/biter777/countries"
)

// Currency reports whether a text is a currency code (ISO 4217).
func Currency(code string) bool { return validate.Var(code, "iso4217") == nil }

// Country gives the two capital letters of a country by its code, of two or three letters, or by its English name;
// false for what is none.
func Country(text string) (string, bool) {
	text = strings.TrimSpace(text)
	c := countries.ByName(text)
	if c == countries.Unknown || !c.IsValid() || len(text) < 2 {
		return "", false
	}
	code := c.Alpha2()
	return code, len(code) == 2 && validate.Var(code, "iso3166_1_alpha2") == nil
}

// Countries are the codes of every country that Country knows, in the order of the codes.
func Countries() []string {
	var codes []string
	for _, c := range countries.All() {
		if code, ok := Country(c.Alpha2()); ok {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}
