package publish

import (
	"regexp"
	"strconv"
	"strings"

	"vigil/internal/check"
	"vigil/internal/vigil"
)

var (
	// what looks like a long number and is none: fingerprints, keys and signatures
	digests = regexp.MustCompile(`\b[0-9a-f]{32,}\b|\b\d*[a-f][0-9a-f]{11,}\b|\b\d{1,11}[a-f][0-9a-f]*\b|\b(?:[0-9a-f]{4} ){3}[0-9a-f]{4}\b|[A-Za-z0-9+/]{40,}={0,2}`)
	codes   = regexp.MustCompile(`\b[A-Z0-9]{12}\b|\b[A-Z0-9]{20}\b`)
	seed    = regexp.MustCompile(`(?i)\bseed(?: of the draws)?:? \d{1,20}\b`)
)

// words checks one piece of text that people read for what must never be collected. at says where in the file it stands.
func (f *file) words(at, text string) {
	text = strings.TrimSpace(text)
	if text == "" {
		return
	}
	f.texts = append(f.texts, text)
	found, before := f.known[text]
	if !before {
		found = harm(f.masked(text))
		f.known[text] = found
	}
	for _, p := range found {
		f.add(at, p.What.String(), p.Do.String())
	}
}

// masked takes out what the publisher decided to make public.
func (f *file) masked(text string) string {
	for _, a := range f.allowed {
		text = strings.ReplaceAll(text, a, " x ")
	}
	return text
}

// harm is the never-collect check, without figures and codes that only look like a person's number.
func harm(text string) vigil.Problems {
	if _, err := strconv.ParseFloat(text, 64); err == nil && (strings.ContainsAny(text, ".eE") || len(text) < 7) {
		return nil // one number, as a table of figures has it
	}
	text = digests.ReplaceAllString(text, " x ")
	text = seed.ReplaceAllString(text, " x ")
	text = codes.ReplaceAllStringFunc(text, func(c string) string {
		if vigil.ValidISIN(c) || vigil.ValidLEI(c) {
			return " x "
		}
		return c
	})
	return check.Harm(vigil.Place{}, text)
}

// number checks a cell that holds a number: a figure may have any digits behind the point, but a whole number as long as a
// telephone's is told.
func (f *file) number(at, text string) {
	digits := strings.TrimLeft(strings.TrimLeft(text, "-"), "0")
	if !strings.ContainsAny(text, ".eE") && len(digits) > 9 {
		f.add(at, "holds a long number, such as of an identity card, account or telephone", "take the number out")
	}
}
