package words

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/number"

	"vigil/internal/vigil"
)

// hardSpace keeps a figure and its unit on one line.
const hardSpace = "\u00a0"

// Number writes a number with so many decimals. Round it before: figures are rounded once, by their method.
func Number(ctx context.Context, v float64, decimals int) string {
	return speakers[In(ctx)].number(v, decimals)
}

func (s *speaker) number(v float64, decimals int) string {
	return s.printer.Sprint(number.Decimal(v, number.MinFractionDigits(decimals), number.MaxFractionDigits(decimals)))
}

// Count writes a whole number.
func Count(ctx context.Context, n int) string { return Number(ctx, float64(n), 0) }

// Figure writes a figure as it was published; "–" where there is none.
func Figure(ctx context.Context, f *vigil.Figure) string {
	if f == nil {
		return "–"
	}
	return Number(ctx, f.Published, f.Decimals)
}

// Percent writes a share of 100, such as 91 for 91 %, rounded to whole points.
func Percent(ctx context.Context, points float64) string {
	return Number(ctx, vigil.RoundingRule{}.Round(points), 0) + hardSpace + "%"
}

// byteUnits are the decimal units of a size; French counts in octets.
var byteUnits = map[string][]string{
	"en": {"B", "kB", "MB", "GB", "TB"}, "es": {"B", "kB", "MB", "GB", "TB"}, "fr": {"o", "ko", "Mo", "Go", "To"},
}

// Bytes writes the size of a file in decimal units: 25 MB are 25,000,000 bytes. From a megabyte on it has a decimal where that
// says something.
func Bytes(ctx context.Context, n int64) string { return speakers[In(ctx)].bytes(n) }

func (s *speaker) bytes(n int64) string {
	const kilo = 1000.0
	v, i := float64(n), 0
	for v >= kilo && i < len(byteUnits["en"])-1 {
		v, i = v/kilo, i+1
	}
	decimals := 0
	if tenths := math.Round(v * 10); i > 1 && v < 100 && math.Mod(tenths, 10) != 0 {
		decimals = 1
	}
	return s.number(v, decimals) + hardSpace + byteUnits[s.code][i]
}

var months = map[string][12]string{
	"en": {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	"es": {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
	"fr": {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
}

// Date writes a day in words: 31 October 2026, 31 de octubre de 2026, 1er octobre 2026.
func Date(ctx context.Context, t time.Time) string { return speakers[In(ctx)].date(t) }

func (s *speaker) date(t time.Time) string {
	day, month := strconv.Itoa(t.Day()), months[s.code][t.Month()-1]
	switch {
	case s.code == "es":
		return fmt.Sprintf("%s de %s de %d", day, month, t.Year())
	case s.code == "fr" && t.Day() == 1:
		return fmt.Sprintf("1er %s %d", month, t.Year())
	default:
		return fmt.Sprintf("%s %s %d", day, month, t.Year())
	}
}

// Day writes a day that is kept as 2026-10-31 in words; anything else stays as it is.
func Day(ctx context.Context, day string) string { return speakers[In(ctx)].day(day) }

func (s *speaker) day(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return s.date(t)
}

// Clock writes the hour and minute.
func Clock(_ context.Context, t time.Time) string { return t.Format("15:04") }

// Moment writes a day and the time of day, in UTC and saying so: people in several countries read the same page.
func Moment(ctx context.Context, t time.Time) string {
	t = t.UTC()
	return Date(ctx, t) + ", " + t.Format("15:04") + hardSpace + "UTC"
}

// The words before the last of several.
var (
	and = map[string]string{"en": "and", "es": "y", "fr": "et"}
	or  = map[string]string{"en": "or", "es": "o", "fr": "ou"}
)

// List joins words with commas and a last "and".
func List(ctx context.Context, all []string) string { return join(all, and[In(ctx)]) }

// join joins words with commas and a last word, which in Spanish changes before its own sound.
func join(all []string, last string) string {
	out := ""
	for i, w := range all {
		switch {
		case i == 0:
		case i == len(all)-1 && last == "y" && startsWithI(w):
			out += " e "
		case i == len(all)-1 && last == "o" && startsWithO(w):
			out += " u "
		case i == len(all)-1:
			out += " " + last + " "
		default:
			out += ", "
		}
		out += w
	}
	return out
}

// startsWithO tells whether a Spanish "o" before the word becomes "u".
func startsWithO(word string) bool {
	word = strings.TrimPrefix(strings.ToLower(word), "h")
	return strings.HasPrefix(word, "o") || strings.HasPrefix(word, "ó")
}

// startsWithI tells whether a Spanish "y" before the word becomes "e".
func startsWithI(word string) bool {
	runes := []rune(word)
	if len(runes) == 0 {
		return false
	}
	switch runes[0] {
	case 'i', 'I', 'í', 'Í':
		return true
	case 'h', 'H':
		return len(runes) > 1 && (runes[1] == 'i' || runes[1] == 'í') && (len(runes) < 3 || runes[2] != 'e')
	default:
		return false
	}
}
