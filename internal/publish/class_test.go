package publish_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"vigil/internal/disclosure"
	"vigil/internal/publish"
	"vigil/internal/receipt"
	"vigil/internal/vigil"
)

type inner struct {
	Score float64 `public:"figure"`
	Notes string
}

// A field that is unclassified, misclassified or hidden is found wherever it stands, and none that is well.
func TestTypesFindsEveryFieldWithoutAFittingClass(t *testing.T) {
	type good struct {
		Code    string            `public:"id"`
		Name    vigil.Text        `public:"name"`
		Weights []vigil.Rational  `public:"figure"`
		Final   *float64          `public:"figure"`
		ByCode  map[string]string `public:"term"`
		Rated   bool              `public:"flag"`
		Private string            `json:"-" public:"-"`
		Same    []*good
	}
	type people struct {
		Cases []disclosure.Cell `public:"people"`
	}
	if ps := publish.Types(publish.Site, people{}); len(ps) > 0 {
		t.Errorf("counts that went through disclosure are refused: %v", ps)
	}
	if ps := publish.Types(publish.Receipt, people{}); len(ps) != 1 {
		t.Errorf("counts of people in a receipt: %v", ps)
	}
	if ps := publish.Types(publish.Site, good{}, []good{}, &good{}); len(ps) > 0 {
		t.Errorf("a public type that is well is refused:\n%v", ps)
	}
	for name, c := range map[string]struct {
		v    any
		says string
	}{
		"no class": {struct{ Author string }{}, "Author: has no class"},
		"unknown class": {struct {
			A string `public:"person"`
		}{}, `A: has the class "person", which does not exist`},
		"below a list":    {struct{ List []inner }{}, "Notes: has no class"},
		"below a pointer": {struct{ P *inner }{}, "Notes: has no class"},
		"below a map":     {struct{ M map[string][]inner }{}, "Notes: has no class"},
		"map of words":    {struct{ M map[string]string }{}, "M: has no class"},
		"anything":        {struct{ A any }{}, "A: has no class"},
		"anything with a tag": {struct {
			A any `public:"text"`
		}{}, "cannot be"},
		"bytes": {struct {
			A []byte `public:"digest"`
		}{}, "cannot be"},
		"a time": {struct {
			T time.Time `public:"date"`
		}{}, ""},
		"text as a flag": {struct {
			A string `public:"flag"`
		}{}, "cannot be"},
		"hidden field": {struct{ a string }{}, "is hidden from this check"},
		"left out by json only": {struct {
			A string `json:"-"`
		}{}, "A: has no class"},
		"people as a number": {struct {
			Killed int `public:"people"`
		}{}, `Killed: is a int, which the class "people" cannot be`},
		"people as a count": {struct {
			Killed disclosure.Cell `public:"count"`
		}{}, `Killed: is a disclosure.Cell, which the class "count" cannot be`},
		"map by number": {struct {
			M map[int]string `public:"text"`
		}{}, "by something else than words"},
		"nothing": {nil, "without a name"},
	} {
		got := publish.Types(publish.Site, c.v)
		if c.says == "" {
			if len(got) > 0 {
				t.Errorf("%s is refused: %v", name, got)
			}
		} else if !strings.Contains(got.Error(), c.says) {
			t.Errorf("%s: got %q, want %q in it", name, got.Error(), c.says)
		}
	}
	type words struct {
		Why string `public:"text"`
	}
	if ps := publish.Types(publish.Receipt, words{}); len(ps) != 1 || !strings.Contains(ps.Error(), "must not leave in a receipt") {
		t.Errorf("words in a receipt: %v", ps)
	}
	if ps := publish.Types(publish.Site, words{}); len(ps) > 0 {
		t.Error(ps)
	}
}

// Every field of what a benchmark publishes has a class.
func TestEveryFieldOfAPublicBenchmarkHasAClass(t *testing.T) {
	if ps := publish.Types(publish.Site, vigil.PublicBenchmark{}); len(ps) > 0 {
		t.Error(ps)
	}
}

// Nor is there one in a receipt, which holds no words that anybody wrote.
func TestEveryFieldOfAReceiptHasAClass(t *testing.T) {
	if ps := publish.Types(publish.Receipt, receipt.Signed{}); len(ps) > 0 {
		t.Error(ps)
	}
	if ps := publish.Types(publish.Site, receipt.Signed{}); len(ps) == 0 {
		t.Error("the ruler of a receipt may stand in a page")
	}
}

// A value that is not what its class promises is found, with its path.
func TestValuesHoldEachFieldToItsClass(t *testing.T) {
	type sub struct {
		Link string `public:"link"`
	}
	type all struct {
		ID     string            `public:"id"`
		Name   string            `public:"name"`
		Term   string            `public:"term"`
		Score  *float64          `public:"figure"`
		Weight vigil.Rational    `public:"figure"`
		Count  int               `public:"count"`
		Date   string            `public:"date"`
		Text   vigil.Text        `public:"text"`
		Digest string            `public:"digest"`
		Subs   []sub             `public:""`
		More   map[string]string `public:"term"`
	}
	half := 0.5
	good := all{"acme@1.0", "Acme Mining plc", "not disclosed", &half, vigil.NewRational(1, 3), 3, "2026-03-31", vigil.Text{"en": "Found on page 3 of the report of 2025."},
		strings.Repeat("0f", 32), []sub{{"https://example.org/report-2025.pdf"}, {}}, map[string]string{"country": "PE", "elements": "legitimate;accessible;predictable;equitable;transparent;rights_compatible;source_of_learning"}}
	if ps := publish.Values(good); len(ps) > 0 {
		t.Errorf("what is right is refused: %v", ps)
	}
	nan := math.NaN()
	for _, c := range []struct {
		says   string
		change func(a *all)
	}{
		{"all.ID: is no code", func(a *all) { a.ID = "a sentence" }},
		{"all.Name: is no name", func(a *all) { a.Name = "two\nlines" }},
		{"all.Name: the text seems to hold a telephone", func(a *all) { a.Name = "Acme, +51 984 123 456" }},
		{"all.Term: is no word of a closed list", func(a *all) { a.Term = strings.Repeat("word ", 20) }},
		{"all.Term: is no word of a closed list", func(a *all) { a.Term = strings.Repeat("some words;", 10) }},
		{"all.Score: is no number", func(a *all) { a.Score = &nan }},
		{"all.Count: is a count below 0", func(a *all) { a.Count = -1 }},
		{"all.Date: is no date", func(a *all) { a.Date = "in May" }},
		{"all.Text.en: the text seems to hold a mail", func(a *all) { a.Text = vigil.Text{"en": "ask ana@village.example.org"} }},
		{"all.Digest: is no fingerprint", func(a *all) { a.Digest = "Ana was here" }},
		{"all.Subs[0].Link: is no public link", func(a *all) { a.Subs = []sub{{"file:///home/ana"}} }},
		{"all.Subs[0].Link: holds a name or a password", func(a *all) { a.Subs = []sub{{"https://ana:pw@example.org/"}} }},
		{"all.Subs[1].Link: leads to a machine", func(a *all) { a.Subs = []sub{{}, {"https://intranet/x"}} }},
		{"all.Subs[0].Link: leads to a machine", func(a *all) { a.Subs = []sub{{"https://192.0.2.7/x"}} }},
		{"all.More.country: is no word", func(a *all) { a.More = map[string]string{"country": "two\nlines"} }},
	} {
		a := good
		c.change(&a)
		if ps := publish.Values(&a); !strings.Contains(ps.Error(), c.says) {
			t.Errorf("got %q, want %q in it", ps.Error(), c.says)
		}
	}
}
