package spreadsheet

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Decimal marks, and what is known about one.
const (
	decimalPoint = "point"
	decimalComma = "comma"
	eitherMark   = "either" // 1,234 may be both
)

// figure is a number as it is written, taken apart; its digits are kept, so that nothing is lost on the way.
type figureText struct {
	negative, percent bool
	body              string // digits and marks
	mark              string // which decimal mark it shows: point, comma, either, or empty where it has none
}

// thousands by blanks and apostrophes, which are no decimal mark anywhere.
var grouped = regexp.MustCompile(`^[0-9]{1,3}([ '][0-9]{3})+([.,][0-9]*)?$`)

var oneBlank = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ", "\u2007", " ", "’", "'", "ʼ", "'", "−", "-", "–", "-", "\u2212", "-")

// readFigure takes a written number apart: signs before and behind, brackets for negative ones, a per cent sign, blanks
// and apostrophes between thousands. False for what is no number.
func readFigure(s string) (figureText, bool) {
	var f figureText
	s = strings.TrimSpace(oneBlank.Replace(s))
	if strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") {
		f.negative, s = true, strings.TrimSpace(s[1:len(s)-1])
	}
	if t, ok := strings.CutSuffix(s, "%"); ok {
		f.percent, s = true, strings.TrimSpace(t)
	}
	for _, sign := range []string{"-", "+"} {
		t, before := strings.CutPrefix(s, sign)
		if !before {
			t, before = strings.CutSuffix(s, sign)
		}
		if before {
			if f.negative {
				return f, false
			}
			f.negative, s = sign == "-", strings.TrimSpace(t)
			break
		}
	}
	spaced := grouped.MatchString(s)
	if spaced {
		s = strings.NewReplacer(" ", "", "'", "").Replace(s)
	}
	f.body = s
	f.mark = markOf(s, spaced)
	return f, f.mark != "none"
}

// markOf finds the decimal mark in digits with points and commas; "none" where they are no number.
func markOf(s string, spaced bool) string {
	points, commas := strings.Count(s, "."), strings.Count(s, ",")
	if s == "" || strings.Trim(s, "0123456789.,") != "" || points+commas == len(s) {
		return "none"
	}
	switch {
	case points+commas == 0:
		return ""
	case points > 0 && commas > 0:
		if last := strings.LastIndexAny(s, ".,"); s[last] == '.' {
			return groupsOr("none", s[:last], ",", points == 1, decimalPoint)
		}
		return groupsOr("none", s[:strings.LastIndex(s, ",")], ".", commas == 1, decimalComma)
	case points > 1:
		return groupsOr("none", s, ".", true, decimalComma)
	case commas > 1:
		return groupsOr("none", s, ",", true, decimalPoint)
	}
	at := strings.IndexAny(s, ".,")
	mark := map[byte]string{'.': decimalPoint, ',': decimalComma}[s[at]]
	if before, after := s[:at], s[at+1:]; !spaced && len(after) == 3 && len(before) >= 1 && len(before) <= 3 && before[0] != '0' {
		return eitherMark
	}
	return mark
}

// groupsOr gives mark where a number is grouped by thousands as it should be, else no.
func groupsOr(no, s, separator string, holds bool, mark string) string {
	groups := strings.Split(s, separator)
	for i, g := range groups {
		if i == 0 && (len(g) < 1 || len(g) > 3) || i > 0 && len(g) != 3 || strings.ContainsAny(g, ".,") {
			holds = false
		}
	}
	if !holds {
		return no
	}
	return mark
}

// value is the number under a decimal mark; false where it is not written under that one. shift moves the point to the
// left: 2 for per cent. It is the double nearest to what is written.
func (f figureText) value(mark string, shift int) (float64, bool) {
	if f.mark != "" && f.mark != eitherMark && f.mark != mark {
		return 0, false
	}
	digits := f.body
	if mark == decimalComma {
		digits = strings.ReplaceAll(strings.ReplaceAll(digits, ".", ""), ",", ".")
	} else {
		digits = strings.ReplaceAll(digits, ",", "")
	}
	v, err := strconv.ParseFloat(digits+"e"+strconv.Itoa(-shift), 64)
	if f.negative {
		v = -v
	}
	return v, err == nil
}

// marks counts how the numbers of a column show their decimal mark.
type marks struct{ point, comma, either []int }

func (m *marks) add(line int, mark string) {
	switch mark {
	case decimalPoint:
		m.point = append(m.point, line)
	case decimalComma:
		m.comma = append(m.comma, line)
	case eitherMark:
		m.either = append(m.either, line)
	}
}

// settled is the mark that the column shows more often; empty where it shows none, or both as often.
func (m *marks) settled() string {
	switch {
	case len(m.point) > len(m.comma):
		return decimalPoint
	case len(m.comma) > len(m.point):
		return decimalComma
	}
	return ""
}

// lines lists some lines for a message.
func lines(list []int) string {
	const most = 10
	list = slices.Sorted(slices.Values(list))
	var words []string
	for _, n := range list[:min(most, len(list))] {
		words = append(words, strconv.Itoa(n))
	}
	s := strings.Join(words, ", ")
	if len(list) > most {
		s += " and " + strconv.Itoa(len(list)-most) + " more"
	}
	if len(list) == 1 {
		return "line " + s
	}
	return "lines " + s
}
