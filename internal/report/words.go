package report

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"vigil/internal/vigil"
)

const none = "–" // printed where there is no figure

// pointRule is how points of gaps are printed: finer than scores, so that short columns can be added up by hand.
var pointRule = vigil.RoundingRule{Decimals: 2}

// modeText says whose evidence an assessment rests on.
var modeText = map[vigil.Mode]string{
	vigil.SELF:   "an organisation about itself; internal documents count; not for publication",
	vigil.SCREEN: "an investor or buyer about an organisation; public and private evidence",
	vigil.BENCH:  "a campaigner or researcher about an organisation; public evidence only",
}

// modeName is the short name of a mode.
var modeName = map[vigil.Mode]string{vigil.SELF: "self-assessment", vigil.SCREEN: "screening", vigil.BENCH: "benchmark"}

// stateText names an answer state in a sentence.
var stateText = map[vigil.State]string{
	vigil.Answered:      "answered",
	vigil.NotApplicable: "not applicable",
	vigil.NotDisclosed:  "not disclosed",
	vigil.Refused:       "refused to answer",
	vigil.NotAssessed:   "not assessed",
	vigil.Withheld:      "withheld for safety",
}

// days counts the days from one day to another; false when either is no date.
func days(from, to string) (int, bool) {
	a, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return 0, false
	}
	b, err := time.Parse(time.DateOnly, to)
	if err != nil {
		return 0, false
	}
	return int(math.Round(b.Sub(a).Hours() / 24)), true
}

// rounded rounds a number by a rule and prints it.
func rounded(r vigil.RoundingRule, v float64) string { return r.Format(r.Round(v)) }

// published prints a figure as it was published.
func published(r vigil.RoundingRule, f *vigil.Figure) string {
	if f == nil {
		return none
	}
	return r.Format(f.Published)
}

// plain prints a threshold with no more decimals than it has.
func plain(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func textCell(s string) vigil.Cell { return vigil.Cell{Text: s} }

func numberCell(r vigil.RoundingRule, v float64) vigil.Cell {
	return vigil.Cell{Text: rounded(r, v), Number: &v, Decimals: r.Decimals}
}

// valueCell prints a number that may be missing.
func valueCell(r vigil.RoundingRule, v *float64) vigil.Cell {
	if v == nil {
		return textCell(none)
	}
	return numberCell(r, *v)
}

func figureCell(r vigil.RoundingRule, f *vigil.Figure) vigil.Cell {
	if f == nil {
		return textCell(none)
	}
	v := f.Value
	return vigil.Cell{Text: published(r, f), Number: &v, Decimals: r.Decimals}
}

func countCell(n int) vigil.Cell { return numberCell(vigil.RoundingRule{}, float64(n)) }

func count(n int, one, many string) string { return strconv.Itoa(n) + " " + plural(n, one, many) }

// plural chooses the word for so many.
func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// upperFirst makes a word start a line.
func upperFirst(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(first)) + s[size:]
}

// lowerFirst makes a title part of a sentence; an abbreviation keeps its capitals.
func lowerFirst(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if next, _ := utf8.DecodeRuneInString(s[size:]); size == 0 || unicode.IsUpper(next) {
		return s
	}
	return string(unicode.ToLower(first)) + s[size:]
}

// sentence ends a text with a full stop.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".!?") {
		return s
	}
	return s + "."
}

// tidy takes away the marks that a list of questions does not need.
func tidy(s string) string { return strings.NewReplacer("?; ", "? ", "?.", "?").Replace(s) }

// firstSentence is the text up to its first full stop.
func firstSentence(s string) string {
	if i := strings.Index(s, ". "); i > 0 {
		return s[:i+1]
	}
	return s
}

// list joins words with commas and a last "and".
func list(words []string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// short is the beginning of a digest, enough to compare by eye.
func short(digest string) string {
	if len(digest) > 12 {
		return digest[:12]
	}
	return digest
}

// slug makes an id for a page from an id of the field.
func slug(parts ...string) string {
	var b strings.Builder
	for _, r := range join("-", parts...) {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_', r == '.':
			b.WriteRune(r)
		default:
			b.WriteByte('_')
		}
	}
	return b.String()
}
