package check

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// A position in a text is sometimes certain by its form (degrees and minutes, hemispheres, the words latitude and
// longitude, codes of maps) and sometimes only two figures side by side. Two such figures that could be a latitude and
// a longitude, one of them with three decimals or more, are refused, although scores like 54.1176 and 52.2145 look
// exactly the same: no form tells them apart, and a position that slips through can get somebody killed, while a
// figure can be written with two decimals. So the message says how to write figures. What can be no place passes:
// both below 1 (open sea; factors and shares live there), both above 90, percentages, sums with thousands.
var (
	certain = regexp.MustCompile(`\b\d{1,3}\s*[°º]\s*\d{1,2}(?:\.\d+)?\s*['′’]` + // 12°02'
		`|\b\d{1,3}\.\d{3,}\s*[°º]` + // 12.0463°
		`|\b\d{1,2}\.\d+\s*[°º]?\s*[NSns]\b[,;/ ]+(?:and |y |et )?\d{1,3}\.\d+\s*[°º]?\s*[EWOewo]\b` + // 12.05 N, 77.04 E
		`|\b[NS]\s?\d{1,2}\.\d{2,}[°º]?[,;/ ]+[EWO]\s?\d{1,3}\.\d{2,}` + // S12.0463 W77.0427
		`|(?i:\b(?:lat|lon|lng|latitude?|longitude?|lat\.|lon\.))[\s:=]{1,3}[-+]?\d{1,3}\.\d{2,}` +
		`|(?i:\b(?:geo:|plus code|what3words))|///\pL+\.\pL+\.\pL+` +
		`|\b\d{1,2}[C-X]\s?[A-HJ-NP-Z]{2}\s?\d{3,5}\s?\d{3,5}\b`) // a military grid

	plusCode = regexp.MustCompile(`\b[2-9CFGHJMPQRVWX]{4,8}\+[2-9CFGHJMPQRVWX]{2,3}\b`)

	decimal = regexp.MustCompile(`(-?)(\d+)([.,])(\d{2,})`)
	between = regexp.MustCompile(`^(?:\s*[,;/|]\s*\+?|\s+\+?)$`)
	pins    = regexp.MustCompile(`(?i)\b(?:maps\.app\.goo\.gl|goo\.gl/maps)/`)
	doi     = regexp.MustCompile(`(?i)\bdoi\.org/`)
)

// position reports whether a text could hold the position of a place.
func position(text string) bool {
	if certain.MatchString(strings.ReplaceAll(text, ",", ".")) || certain.MatchString(text) {
		return true
	}
	for _, code := range plusCode.FindAllString(text, -1) {
		if strings.ContainsAny(code, "CFGHJMPQRVWX") { // digits alone are a sum
			return true
		}
	}
	found := decimal.FindAllStringSubmatchIndex(text, -1)
	for i := 1; i < len(found); i++ {
		a, b := found[i-1], found[i]
		inside := strings.HasSuffix(text[:a[0]], ".") && digitAt(text, a[0]-2) || strings.HasPrefix(text[b[1]:], ".") && digitAt(text, b[1]+1) // as in 1.12.3
		percent := strings.HasPrefix(strings.TrimSpace(text[b[1]:]), "%")
		if !inside && !percent && between.MatchString(text[a[1]:b[0]]) && couldBePlace(figure(text, a), figure(text, b)) {
			return true
		}
	}
	return false
}

// positionInLink looks for what maps write into addresses: @12.04637,77.04279 and q=, #map=15/12.04637/77.04279,
// mlat= and mlon=, !3d and !4d, and short links to a pin.
func positionInLink(link string) bool {
	if doi.MatchString(link) {
		return false
	}
	plain := strings.NewReplacer("%2C", ",", "%2c", ",", "%20", " ", "+", " ", "=", " ", "@", " ", "&mlon", "", "!3d", " ", "!4d", ",").Replace(link)
	return pins.MatchString(link) || position(plain)
}

// decimalFigure is one figure with decimals as it was written.
type decimalFigure struct {
	value    float64 // without its sign
	minus    bool
	comma    bool
	decimals string
}

func figure(text string, at []int) decimalFigure {
	d := decimalFigure{minus: at[2] < at[3], comma: text[at[6]:at[7]] == ",", decimals: text[at[8]:at[9]]}
	d.value, _ = strconv.ParseFloat(text[at[4]:at[5]]+"."+d.decimals, 64) // digits alone: it cannot fail but by size
	return d
}

func couldBePlace(a, b decimalFigure) bool {
	small, large := math.Min(a.value, b.value), math.Max(a.value, b.value)
	fine := len(a.decimals) >= 3 || len(b.decimals) >= 3
	return fine && small <= 90 && large <= 180 && large >= 1 && (!thousands(a) || !thousands(b))
}

// thousands reports whether a figure reads as a whole number with a mark for the thousands: 1,200 or 12.500.
func thousands(d decimalFigure) bool {
	return len(d.decimals) == 3 && !d.minus && d.value >= 1 && (d.comma || strings.HasSuffix(d.decimals, "00"))
}

func digitAt(text string, i int) bool {
	return i >= 0 && i < len(text) && text[i] >= '0' && text[i] <= '9'
}

// plainDigits writes the digits of every script, and the marks beside them, as ASCII has them, so that a number in
// Arabic or Bengali digits is found like any other.
func plainDigits(text string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '−', '‐', '‑', '‒':
			return '-'
		case '٫', '．':
			return '.'
		case '،', '，', '؛', '、':
			return ','
		case '＋':
			return '+'
		}
		if r > unicode.MaxASCII && unicode.IsDigit(r) {
			return '0' + digit(r)
		}
		return r
	}, text)
}

// digit gives the value of a decimal digit: Unicode keeps each script's ten together, from zero up.
func digit(r rune) rune {
	for _, t := range unicode.Nd.R16 {
		if lo := rune(t.Lo); lo <= r && r <= rune(t.Hi) {
			return (r - lo) % 10
		}
	}
	for _, t := range unicode.Nd.R32 {
		if lo := rune(t.Lo); lo <= r && r <= rune(t.Hi) {
			return (r - lo) % 10
		}
	}
	return 0
}
