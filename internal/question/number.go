package question

import (
	"math"
	"strconv"
	"strings"

	"vigil/internal/vigil"
)

// number is any decimal number. It is scored only where the scale has a range: from and to here, or the range
// of the population, which package benchmark knows.
type number struct{}

// largest keeps numbers where float64 is exact to the unit.
const largest = 1e15

func (number) read(_ vigil.Scale, _ *vigil.Indicator, raw string) (string, *vigil.Problem) {
	if ambiguous(raw) {
		return "", problem(vigil.Say("%q can be read in two ways", short(raw)), vigil.Say("write the number without marks between thousands, with a point before decimals, like 1250 or 1.25"))
	}
	n, ok := plain(raw)
	if !ok {
		return "", problem(vigil.Say("%q is no number", short(raw)), vigil.Say("write digits alone, with a point before decimals, like 1250.5"))
	}
	if math.Abs(n) > largest {
		return "", problem(vigil.Say("%q is too large", short(raw)), vigil.Say("give the number in a larger unit, below 1 000 000 000 000 000"))
	}
	if n == 0 {
		n = 0 // no minus zero
	}
	return strconv.FormatFloat(n, 'f', -1, 64), nil
}

// ambiguous tells a comma with three digits behind it, and no other mark, that says thousands to one reader
// and decimals to another.
func ambiguous(raw string) bool {
	whole, rest, cut := strings.Cut(strings.TrimLeft(raw, "+-"), ",")
	return cut && len(rest) == 3 && digits(rest) && digits(whole) && whole != "" && len(whole) <= 3 && whole != "0"
}

// plain reads a number written with a point or a comma before decimals, and with spaces, apostrophes, or the
// other mark between groups of three digits.
func plain(raw string) (float64, bool) {
	s := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "'", "", "’", "", "−", "-").Replace(raw)
	point, comma := strings.LastIndex(s, "."), strings.LastIndex(s, ",")
	switch {
	case comma >= 0 && point > comma:
		s = grouped(s[:point], ",") + s[point:]
	case comma >= 0 && point >= 0:
		s = grouped(s[:comma], ".") + "." + s[comma+1:]
	case strings.Count(s, ",") > 1:
		s = grouped(s, ",")
	case comma >= 0:
		s = s[:comma] + "." + s[comma+1:]
	case strings.Count(s, ".") > 1:
		s = grouped(s, ".")
	}
	if s == "" || strings.Trim(s, "0123456789.eE+-") != "" {
		return 0, false
	}
	n, err := strconv.ParseFloat(s, 64)
	return n, err == nil && !math.IsInf(n, 0) && !math.IsNaN(n)
}

// grouped takes the marks out of "1,250,000"; it gives something that is no number where a group is not of three.
func grouped(s, mark string) string {
	groups := strings.Split(s, mark)
	for i, g := range groups {
		if i > 0 && (len(g) != 3 || !digits(g)) || i == 0 && len(strings.TrimLeft(g, "+-")) > 3 && len(groups) > 1 {
			return "?"
		}
	}
	return strings.Join(groups, "")
}

func digits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// points runs linearly from 0 at from to 1 at to; from may be the higher of the two.
func (number) points(s vigil.Scale, _ *vigil.Indicator, value string) (float64, bool) {
	if s.From == nil || s.To == nil || *s.From == *s.To {
		return 0, false
	}
	n, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return 0, false
	}
	return limit((n - *s.From) / (*s.To - *s.From)), true
}

func (number) options(vigil.Scale, *vigil.Indicator) []Option { return nil }
