package words_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/nicksnyder/go-i18n/v2/i18n"

	"vigil/internal/web/words"
)

func keys(t *testing.T, code string) map[string]*i18n.Message {
	t.Helper()
	all, err := words.Keys(code)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

var placeholder = regexp.MustCompile(`\{\{[^}]*\}\}`)

// placeholders are the names that a text shows, each once. A text may leave Count out in its form for one.
func placeholders(m *i18n.Message) []string {
	names := placeholder.FindAllString(m.Other, -1)
	sort.Strings(names)
	return slices.Compact(names)
}

func TestEveryLanguageHasTheSameTextsWithTheSamePlaceholders(t *testing.T) {
	english := keys(t, "en")
	if len(english) < 100 {
		t.Fatalf("only %d English texts were found", len(english))
	}
	for _, l := range words.Languages[1:] {
		other := keys(t, l.Code)
		for key, m := range english {
			o, ok := other[key]
			if !ok {
				t.Errorf("%s is not said in %s", key, l.Name)
				continue
			}
			if got, want := placeholders(o), placeholders(m); !slices.Equal(got, want) {
				t.Errorf("%s shows %v in %s and %v in English", key, got, l.Name, want)
			}
			if (o.One == "") != (m.One == "") {
				t.Errorf("%s has forms for numbers in one of English and %s only", key, l.Name)
			}
			for _, name := range placeholder.FindAllString(o.One+m.One, -1) {
				if !slices.Contains(placeholders(m), name) {
					t.Errorf("%s shows %s for one only", key, name)
				}
			}
		}
		for key := range other {
			if english[key] == nil {
				t.Errorf("%s is said in %s and not in English", key, l.Name)
			}
		}
	}
}

// French sets a space that does not break before ; : ? ! and inside « », or a line begins with the mark.
func TestMarksStandAsReadersExpect(t *testing.T) {
	loose := regexp.MustCompile(`[^\s\x{00a0}\x{202f}?!:;{"'(.][;?!»](\s|$)| [;?!»]|« |\p{L}:\s| :( |$)`)
	for key, m := range keys(t, "fr") {
		for _, text := range []string{m.One, m.Other} {
			if at := loose.FindString(strings.ReplaceAll(text, "://", "")); at != "" {
				t.Errorf("%s: in French a hard space belongs before %q: %s", key, at, text)
			}
		}
	}
	for key, m := range keys(t, "es") {
		for _, text := range []string{m.One, m.Other} {
			if strings.Count(text, "?") != strings.Count(text, "¿") || strings.Count(text, "!") != strings.Count(text, "¡") {
				t.Errorf("%s: in Spanish a question opens with ¿: %s", key, text)
			}
		}
	}
	for _, l := range words.Languages {
		for key, m := range keys(t, l.Code) {
			for _, text := range []string{m.One, m.Other} {
				if text != strings.TrimSpace(text) || strings.Contains(text, "  ") {
					t.Errorf("%s begins or ends with a space, or has two, in %s: %q", key, l.Name, text)
				}
			}
		}
	}
}

// A key is used where it stands in quotes, whole, or as the beginning that words.T joins with what follows:
// words.T(ctx, "ui.theme_"+theme).
func TestEveryTextIsUsedAndEveryTextInUseIsThere(t *testing.T) {
	whole, begun := map[string]string{}, map[string]string{}
	quoted := regexp.MustCompile(`"([a-z][a-z0-9_]*\.[a-z0-9_.]*)"(\s*\+)?`)
	call := regexp.MustCompile(`words\.T(?:Parts)?\(\s*[^,"]+,\s*"([^"]+)"(\s*\+)?`)
	called := map[string]string{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "e2e" || d.Name() == "testdata") {
			return fs.SkipDir
		}
		if ext := filepath.Ext(path); ext != ".templ" && (ext != ".go" || strings.HasSuffix(path, "_templ.go") || strings.HasSuffix(path, "_test.go")) {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range quoted.FindAllStringSubmatch(string(text), -1) {
			if m[2] != "" {
				begun[m[1]] = path
			} else {
				whole[m[1]] = path
			}
		}
		for _, m := range call.FindAllStringSubmatch(string(text), -1) {
			if m[2] == "" {
				called[m[1]] = path
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	english := keys(t, "en")
	for key, path := range called {
		if english[key] == nil && !strings.HasPrefix(path, "../words/") {
			t.Errorf("%s says %q, which is in no file of texts", path, key)
		}
	}
	if len(called) < 50 {
		t.Errorf("only %d calls of words.T were found", len(called))
	}
	for prefix, path := range begun {
		known := false
		for key := range english {
			known = known || strings.HasPrefix(key, prefix)
		}
		if !known && strings.Contains(prefix, "_") && strings.HasSuffix(path, ".templ") {
			t.Errorf("%s says texts that begin with %q, and there is none", path, prefix)
		}
	}
	for key := range english {
		used := whole[key] != ""
		for prefix := range begun {
			used = used || strings.HasPrefix(key, prefix)
		}
		if !used {
			t.Errorf("nobody says %s", key)
		}
	}
}
