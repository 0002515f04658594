package web_test

import (
	"slices"
	"strings"
	"testing"

	rules "vigil/internal/check"
	"vigil/internal/vigil"
	"vigil/internal/web"
)

// TestNothingIsCalledLikeAPage: where people choose a code or a login that stands in an address, no word of another address at the
// same place may be chosen; the page of what is called so could not be reached.
func TestNothingIsCalledLikeAPage(t *testing.T) {
	chosen := map[string]func(name string) any{
		"organisation": func(n string) any { return vigil.Organisation{Code: n} },
		"assessment":   func(n string) any { return vigil.Assessment{Code: n} },
		"person":       func(n string) any { return vigil.Person{Login: n} },
	}
	found := map[string]bool{}
	for _, r := range web.Routes() {
		path := strings.Split(r.Path, "/")
		for i, part := range path {
			kind := strings.TrimPrefix(part, ":")
			if part == kind || chosen[kind] == nil {
				continue
			}
			for _, other := range web.Routes() {
				if word, ok := wordAt(other.Path, path, i); ok {
					found[word] = true
					if ps := rules.Struct(chosen[kind](word)); !slices.ContainsFunc(ps, func(p vigil.Problem) bool { return strings.Contains(p.What.String(), "part of the addresses") }) {
						t.Errorf("%s: %s could be called %q, which hides it behind %s; add the word to vigil.Reserved", r.Path, kind, word, other.Path)
					}
				}
			}
		}
	}
	for _, word := range vigil.Reserved {
		if !found[word] {
			t.Errorf("%q stands in no address where a name could; take it out of vigil.Reserved", word)
		}
	}
}

// wordAt gives the word that an address has where another one has its name, if both are alike before.
func wordAt(other string, path []string, i int) (string, bool) {
	parts := strings.Split(other, "/")
	if len(parts) <= i || parts[i] == "" || strings.HasPrefix(parts[i], ":") || parts[i] == "*" {
		return "", false
	}
	for j := range i {
		if parts[j] != path[j] && !strings.HasPrefix(parts[j], ":") && !strings.HasPrefix(path[j], ":") {
			return "", false
		}
	}
	return parts[i], true
}
