package catalogue

import (
	"fmt"
	"strings"
	"testing"

	"vigil/questionnaires"
)

// METHODOLOGY.md tells what changed with every edition that is shipped, and how many items the bank holds.
func TestTheHistoryNamesEveryEdition(t *testing.T) {
	c, b, m := ours(t)
	text, err := questionnaires.Files.ReadFile("METHODOLOGY.md")
	if err != nil {
		t.Fatal(err)
	}
	_, history, found := strings.Cut(string(text), "\n## A6. Edition history\n")
	if !found {
		t.Fatal("METHODOLOGY.md has no edition history")
	}
	history, _, _ = strings.Cut(history, "\n# ")
	told := func(id, edition string) bool {
		for row := range strings.Lines(history) {
			cells := strings.Split(row, "|")
			if len(cells) < 4 || strings.TrimSpace(cells[2]) != edition {
				continue
			}
			for name := range strings.SplitSeq(cells[1], ",") {
				if strings.TrimSpace(name) == id {
					return true
				}
			}
		}
		return false
	}
	for _, q := range c.Questionnaires {
		if q.Bank == b.Ref() && !told(q.ID, q.Edition) {
			t.Errorf("the edition history does not tell what %s %s changed", q.ID, q.Edition)
		}
	}
	if name := "Method `" + m.ID + "`"; !told(name, m.Edition) {
		t.Errorf("the edition history does not tell what %s %s changed", name, m.Edition)
	}
	if name := "Bank `" + b.ID + "`"; !told(name, b.Edition) {
		t.Errorf("the edition history does not tell what %s %s changed", name, b.Edition)
	}
	if n := fmt.Sprintf("%d items", len(b.Indicators)); !strings.Contains(history, n) {
		t.Errorf("the edition history does not say that the bank holds %s", n)
	}
}
