package web_test

import (
	"regexp"
	"testing"

	"vigil/internal/web"
)

// TestTableOfRoutes: each route has a name of its own, in words with hyphens. Keys of texts have points, so neither is taken
// for the other. No page takes files from everybody.
func TestTableOfRoutes(t *testing.T) {
	form := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	seen := map[string]string{}
	for _, r := range web.Routes() {
		if !form.MatchString(r.Name) {
			t.Errorf("%s %s is named %q; write it like answer-save", r.Method, r.Path, r.Name)
		}
		if other := seen[r.Name]; other != "" {
			t.Errorf("%s and %s are both named %q", other, r.Path, r.Name)
		}
		seen[r.Name] = r.Path
		if r.Files && r.Everybody {
			t.Errorf("%s takes files from everybody; only whoever is signed in may keep the server busy for minutes", r.Name)
		}
	}
}
