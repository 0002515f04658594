package store_test

import (
	"slices"
	"strings"
	"testing"

	"vigil/internal/store"
)

// TestClasses finds a column of text of which nobody said whether it may lie in the open, and one in the open without a
// reason. What is classed as sealed must be stored through the seal, and nothing else may be.
func TestClasses(t *testing.T) {
	texts, err := store.Texts()
	if err != nil {
		t.Fatal(err)
	}
	left, count := store.Classes(), map[string]int{}
	for _, x := range texts {
		what := x.Table + "." + x.Column
		count[x.Class]++
		if i := slices.Index(left[x.Table], x.Column); i >= 0 {
			left[x.Table] = slices.Delete(left[x.Table], i, i+1)
		}
		switch {
		case !x.Classed:
			t.Errorf("%s has no class; say in class.go whether it is sealed, and if not, why", what)
		case x.Class != "sealed" && len(strings.Fields(x.Why)) < 3:
			t.Errorf("%s is no sealed column, and nothing says why", what)
		case (x.Class == "sealed") != x.Sealed:
			t.Errorf(`%s is classed %q; its noun must have the tag gorm:"serializer:sealed" exactly where the class is sealed`, what, x.Class)
		}
	}
	for table, columns := range left {
		for _, c := range columns {
			t.Errorf("%s.%s has a class and is no column of text", table, c)
		}
	}
	if len(texts) < 150 || count["sealed"] < 40 || count["elsewhere"] != 3 {
		t.Errorf("%d columns of text were seen, by class %v: the walk missed some", len(texts), count)
	}
	t.Logf("%d columns of text, by class %v", len(texts), count)
}
