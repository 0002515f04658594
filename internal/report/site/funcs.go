package site

import (
	"html/template"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"vigil/internal/report"
	"vigil/internal/vigil"
)

// none is printed where there is no figure.
const none = "–"

// funcs is what the templates may call beside the fields of what they are given.
var funcs = template.FuncMap{
	"dir":    report.Direction,
	"date":   vigil.LongDate,
	"score":  score,
	"plain":  plain,
	"two":    two,
	"count":  report.Count,
	"page":   companyFile,
	"card":   scorecardFile,
	"lower":  report.LowerFirst,
	"bare":   func(s string) string { return strings.TrimRight(s, ". ") },
	"upper":  report.UpperFirst,
	"public": publicLink,
	"bar":    bar,
	"mode":   func(m vigil.Mode) string { return modeText[m] },
	"join":   report.List,
	"after":  func(decimals int, v float64) string { return score(decimals, &v) },
	"points": func(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) },
	"base":   path.Base,
	"blank":  func(s string) bool { return strings.TrimSpace(s) == "" },
}

// modeText says whose evidence the figures rest on.
var modeText = map[vigil.Mode]string{
	vigil.BENCH:  "public evidence only",
	vigil.SCREEN: "public and private evidence",
	vigil.SELF:   "what the companies say of themselves",
}

// score prints a published figure with the decimals of the method.
func score(decimals int, v *float64) string {
	if v == nil {
		return none
	}
	return strconv.FormatFloat(*v, 'f', decimals, 64)
}

// plain prints a number with no more decimals than it has.
func plain(v any) string {
	switch x := v.(type) {
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	case *float64:
		if x != nil {
			return strconv.FormatFloat(*x, 'f', -1, 64)
		}
	case int:
		return strconv.Itoa(x)
	}
	return none
}

// two prints a coefficient of agreement; one that is undefined is n/a.
func two(v *float64) string {
	if v == nil {
		return "n/a"
	}
	return strconv.FormatFloat(*v, 'f', 2, 64)
}

var hostName = regexp.MustCompile(`^[\p{L}\p{N}._-]+(:[0-9]+)?$`)

// publicLink is an address that a reader may follow, or empty: only pages of the web are.
func publicLink(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || !hostName.MatchString(u.Host) || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return u.String()
}

// bar is the length of a figure on 0..100 in a drawing.
func bar(v *float64) float64 {
	if v == nil {
		return 0
	}
	return max(0, min(100, *v))
}

// days is a span of days in words.
func days(p vigil.PublicPeriod) string {
	if p.From == p.Until || p.From == "" {
		return vigil.LongDate(p.Until)
	}
	return vigil.LongDate(p.From) + " to " + vigil.LongDate(p.Until)
}

// year is the year of a day, or empty.
func year(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return strconv.Itoa(t.Year())
}
