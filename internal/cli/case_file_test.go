package cli

import (
	"reflect"
	"strings"
	"testing"

	"vigil/internal/vigil"
	"vigil/questionnaires"
)

// Every field of a case file stands in the example of METHODOLOGY.md, which a script runs, and in its table.
func TestCaseFieldsAreDocumented(t *testing.T) {
	text, err := questionnaires.Files.ReadFile("METHODOLOGY.md")
	if err != nil {
		t.Fatal(err)
	}
	_, part, _ := strings.Cut(string(text), "\nA **case** is")
	part, _, _ = strings.Cut(part, "\n## ")
	example, table, found := strings.Cut(part, "\n```\n")
	if !found {
		t.Fatal("METHODOLOGY.md has no example of a case")
	}
	for _, of := range []reflect.Type{reflect.TypeFor[caseFile](), reflect.TypeFor[vigil.Marks]()} {
		for i := range of.NumField() {
			name := of.Field(i).Tag.Get("yaml")
			if !strings.Contains(example, name+": ") {
				t.Errorf("the example lacks %s", name)
			}
			if of == reflect.TypeFor[caseFile]() && !strings.Contains(table, "`"+name+"`") {
				t.Errorf("the table lacks %s", name)
			}
		}
	}
}
