package words_test

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"vigil/internal/web/words"
)

// entry is a line of a glossary: where an English text has the term, the text of the other language has what is said for it and
// not what is never said for it.
type entry struct {
	term        string
	here        *regexp.Regexp // in English texts
	said, never *regexp.Regexp // in the other language; nil: any
}

// glossary reads a file of lines "English | said | never | texts". The first three are regular expressions for beginnings of words, in small
// letters; "texts" are the keys, or the beginnings of English messages, in which the English word means something else.
func glossary(t *testing.T, code string) (entries []entry, besides map[string][]string) {
	t.Helper()
	text, err := os.ReadFile("testdata/glossary." + code + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	besides = map[string][]string{}
	begins := func(s string) *regexp.Regexp {
		if s == "" {
			return nil
		}
		return regexp.MustCompile(`(^|[^\p{L}])(` + s + `)`)
	}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, " | ")
		if len(f) < 2 || len(f) > 4 {
			t.Fatalf("glossary.%s.txt: %q has %d parts; write English | said | never | texts", code, line, len(f))
		}
		for i := range f {
			f[i] = strings.TrimSpace(strings.TrimSuffix(f[i], " |"))
		}
		f = append(f, "", "")
		entries = append(entries, entry{f[0], regexp.MustCompile(`(^|[^\p{L}])(` + f[0] + `)([^\p{L}]|$)`), begins(f[1]), begins(f[2])})
		for b := range strings.SplitSeq(f[3], ";") {
			if b = strings.TrimSpace(b); b != "" {
				besides[f[0]] = append(besides[f[0]], b)
			}
		}
	}
	return entries, besides
}

// pair is a text in two languages.
type pair struct{ key, english, other string }

// pairs are all texts of pages and of messages.
func pairs(t *testing.T, code string) (all []pair) {
	t.Helper()
	english, other := keys(t, "en"), keys(t, code)
	for _, key := range slices.Sorted(maps.Keys(english)) {
		e, o := english[key], other[key]
		if o == nil {
			continue // another test tells
		}
		all = append(all, pair{key, e.Other, o.Other})
		if e.One != "" {
			all = append(all, pair{key, e.One, o.One})
		}
	}
	said := composed(t, code)
	for _, format := range slices.Sorted(maps.Keys(said)) {
		all = append(all, pair{format, format, said[format]})
	}
	return all
}

// shown takes what is put in out of a text, which is in no language.
func shown(text string) string {
	return strings.ToLower(verb.ReplaceAllString(placeholder.ReplaceAllString(text, "…"), "…"))
}

// TestOneWordForAThing: what the field has one name for has one name in every language, on pages and in messages alike.
func TestOneWordForAThing(t *testing.T) {
	for _, l := range words.Languages[1:] {
		t.Run(l.Code, func(t *testing.T) {
			entries, besides := glossary(t, l.Code)
			if len(entries) < 30 {
				t.Fatalf("the glossary has %d terms only", len(entries))
			}
			all := pairs(t, l.Code)
			for _, e := range entries {
				met, excused := 0, map[string]bool{}
				for _, p := range all {
					if !e.here.MatchString(shown(p.english)) {
						continue
					}
					met++
					if i := slices.IndexFunc(besides[e.term], func(b string) bool { return strings.HasPrefix(p.key, b) }); i >= 0 {
						excused[besides[e.term][i]] = true
						continue
					}
					if other := shown(p.other); e.said != nil && !e.said.MatchString(other) {
						t.Errorf("%s: %q has %q, and %q none of %v", p.key, p.english, e.term, p.other, e.said)
					} else if e.never != nil && e.never.MatchString(other) {
						t.Errorf("%s: %q says %q in %q", p.key, p.english, e.never.FindString(other), p.other)
					}
				}
				if met == 0 {
					t.Errorf("no English text has %q; take it out of the glossary", e.term)
				}
				for _, b := range besides[e.term] {
					if !excused[b] {
						t.Errorf("%q: no text begins with %q any more; take it out", e.term, b)
					}
				}
			}
		})
	}
}
