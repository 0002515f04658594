package publish_test

import (
	"strings"
	"testing"
	"time"

	"vigil/internal/publish"
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
