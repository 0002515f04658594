package catalogue

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"vigil/internal/golden"
	"vigil/questionnaires"
)

var block = regexp.MustCompile(`(?s)<!-- generated: (\w+) -->\n.*?<!-- end generated -->`)

// TestMethodologyTables keeps the tables of the documentation equal to the files; `make golden` rewrites them.
func TestMethodologyTables(t *testing.T) {
	const file = "../../questionnaires/METHODOLOGY.md"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	c, ps := Load(questionnaires.Files)
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	tables, used := Tables(c), map[string]bool{}
	made := block.ReplaceAllStringFunc(string(text), func(found string) string {
		name := block.FindStringSubmatch(found)[1]
		if tables[name] == "" {
			t.Errorf("METHODOLOGY.md asks for the table %q, and there is none", name)
		}
		used[name] = true
		return "<!-- generated: " + name + " -->\n" + tables[name] + "<!-- end generated -->"
	})
	for name := range tables {
		if !used[name] {
			t.Errorf("the table %q is nowhere in METHODOLOGY.md; add the marks where it belongs", name)
		}
	}
	golden.Equal(t, file, []byte(made))
}

func TestTables(t *testing.T) {
	c, ps := Load(questionnaires.Files)
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	tables := Tables(c)
	for name, want := range map[string]string{
		"items":    "| BE.e.3 | Live action with hallmarks of a SLAPP | BE.e | performance | core | flag | CAP-1 |",
		"scales":   "| graded | graded | 0: 0; 1: 0.25; 2: 0.5; 3: 1 |",
		"ceilings": "| remedy | 0.25 | 0.5 | 0.5 | 1 | 1 |",
		"states":   "| refused | 0 |",
		"bands":    "| A Leading | 80 |",
		"caps":     `else 39.9 | The use has stopped`,
		"fields":   "| `scale` | text |  |",
	} {
		if !strings.Contains(tables[name], want) {
			t.Errorf("the table %s has no %q:\n%s", name, want, tables[name])
		}
	}
	if !strings.Contains(tables["caps"], `"ICT" in sectors \|\| "SEC" in sectors`) {
		t.Errorf("a bar inside a cell must be escaped:\n%s", tables["caps"])
	}
	if empty := Tables(&Catalogue{}); empty["pillars"] != "" || empty["items"] != "" || empty["fields"] == "" {
		t.Error("without a methodology there are only the tables of fields")
	}
}
