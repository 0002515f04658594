package internal_test

import (
	"strings"
	"testing"
)

// Each case plants files in a house of its own. want is part of the one problem that must be found; empty means none.
func TestRules(t *testing.T) {
	const scoring = "// Package scoring scores.\npackage scoring\n"
	cases := []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"down is fine", file("internal/scoring/a.go", scoring+`import ("fmt"; "vigil/internal/vigil"; "vigil/internal/catalogue")`), ""},
		{"up", file("internal/scoring/a.go", scoring+`import "vigil/internal/app"`),
			"internal/scoring/a.go imports vigil/internal/app: it stands on floor 6, above internal/scoring on floor 3, and an import may only go down; take"},
		{"up from a test", file("internal/scoring/a_test.go", "// Package scoring_test tests.\npackage scoring_test\n"+`import "vigil/internal/store"`), "may only go down"},
		{"sideways", file("internal/store/a.go", "// Package store stores.\npackage store\n"+`import "vigil/internal/report"`),
			"both stand on floor 5 and do not know each other"},
		{"command line to pages", file("internal/cli/a.go", "// Package cli talks.\npackage cli\n"+`import "vigil/internal/web"`), "both stand on floor 7"},
		{"own folder below", file("internal/store/a.go", "// Package store stores.\npackage store\n"+`import "vigil/internal/store/migrations"`), ""},
		{"folder below stands on the same floor", file("internal/store/migrations/a.go", "// Package migrations migrates.\npackage migrations\n"+`import "vigil/internal/app"`),
			"above internal/store on floor 5"},

		{"no floor", file("internal/utils/a.go", "// Package utils helps.\npackage utils\n"), "package internal/utils has no floor; put it into floors"},
		{"no floor below cmd", file("cmd/tool/a.go", "// Command tool helps.\npackage main\n"), "package cmd/tool has no floor"},
		{"outside the house", file("pkg/a.go", "// Package pkg is public.\npackage pkg\n"), "pkg/a.go: Go code belongs below cmd or internal"},
		{"at the top", file("main.go", "// Command vigil runs.\npackage main\n"), "main.go: Go code belongs below cmd or internal"},

		{"gorm outside store", file("internal/app/a.go", "// Package app tells.\npackage app\n"+`import "gorm.io/gorm/clause"`),
			"internal/app/a.go imports gorm.io/gorm/clause: only internal/store may; ask it"},
		{"gorm in store", file("internal/store/a.go", "// Package store stores.\npackage store\n"+`import ("gorm.io/gorm"; "gorm.io/driver/sqlite"; "github.com/pressly/goose/v3"; "github.com/jackc/pgx/v5/stdlib"; "database/sql")`), ""},
		{"cells in a report", file("internal/report/a.go", "// Package report reports.\npackage report\n"+`import "github.com/xuri/excelize/v2"`), "only internal/spreadsheet may"},
		{"validator in scoring", file("internal/scoring/a.go", scoring+`import "github.com/go-playground/validator/v10"`), "only internal/check may"},
		{"expressions in scoring", file("internal/scoring/a.go", scoring+`import "github.com/expr-lang/expr/vm"`), "only internal/catalogue may"},
		{"YAML in question", file("internal/question/a.go", "// Package question asks.\npackage question\n"+`import "github.com/goccy/go-yaml"`), "only internal/catalogue may"},
		{"cobra in main", file("cmd/vigil/a.go", "// Command vigil runs.\npackage main\n"+`import "github.com/spf13/cobra"`), "only internal/cli may"},
		{"a path that only looks like an owned one", file("internal/store/a.go", "// Package store stores.\npackage store\n"+`import "gorm.io.example.com/x"`), "has no owner"},
		{"library without owner", file("internal/app/a.go", "// Package app tells.\npackage app\n"+`import "github.com/sirupsen/logrus"`), "the library has no owner; do without it"},
		{"database outside store", file("internal/app/a.go", "// Package app tells.\npackage app\n"+`import "database/sql"`), "only internal/store may"},
		{"stored types of the nouns", file("internal/vigil/a.go", "// Package vigil names.\npackage vigil\n"+`import "database/sql/driver"`), ""},
		{"unsafe", file("internal/scoring/a.go", scoring+`import "unsafe"`), "imports unsafe: nobody may"},
		{"cgo", file("internal/store/a.go", "// Package store stores.\npackage store\n"+`import "C"`), "imports C: nobody may"},

		{"nouns with a library", file("internal/vigil/a.go", "// Package vigil names.\npackage vigil\n"+`import "github.com/google/uuid"`), "uses the standard library only"},
		{"world in scoring", file("internal/scoring/a.go", scoring+`import "os"`), "internal/scoring is pure"},
		{"chance in benchmark", file("internal/benchmark/a.go", "// Package benchmark ranks.\npackage benchmark\n"+`import "math/rand"`), "internal/benchmark is pure"},
		{"a test of scoring reads files", file("internal/scoring/a.go", scoring, "internal/scoring/a_test.go", "package scoring_test\n"+`import ("os"; "testing")`), ""},

		{"data in the program", file("internal/catalogue/a.go", "// Package catalogue loads.\npackage catalogue\n"+`import "vigil/questionnaires"`),
			"questionnaires is data that its users may replace, seen by cmd and tests only; take an fs.FS"},
		{"reports in the command line", file("internal/cli/a.go", "// Package cli talks.\npackage cli\n"+`import "vigil/reports"`), "reports is data"},
		{"data in main and tests", file("cmd/vigil/a.go", "// Command vigil runs.\npackage main\n"+`import ("vigil/questionnaires"; "vigil/reports")`,
			"internal/catalogue/a_test.go", "// Package catalogue_test tests.\npackage catalogue_test\n"+`import "vigil/questionnaires"`), ""},
		{"data that knows the program", file("questionnaires/a.go", "// Package questionnaires holds.\npackage questionnaires\n"+`import "vigil/internal/catalogue"`), "questionnaires is plain data"},
		{"a test of data", file("questionnaires/embed.go", "// Package questionnaires holds.\npackage questionnaires\n"+`import "embed"`,
			"questionnaires/a_test.go", "package questionnaires_test\n"+`import ("vigil/internal/catalogue"; "vigil/internal/golden")`), ""},

		{"tools in tests", file("internal/scoring/a.go", scoring, "internal/scoring/a_test.go", "package scoring\n"+
			`import ("github.com/google/go-cmp/cmp"; "pgregory.net/rapid"; "github.com/rogpeppe/go-internal/testscript"; "github.com/santhosh-tekuri/jsonschema/v6"; "vigil/internal/golden")`), ""},
		{"rapid in the program", file("internal/scoring/a.go", scoring+`import "pgregory.net/rapid"`), "imports pgregory.net/rapid: it is for tests"},
		{"testing in the program", file("internal/app/a.go", "// Package app tells.\npackage app\n"+`import "testing"`), "imports testing: it is for tests"},
		{"golden in the program", file("internal/app/a.go", "// Package app tells.\npackage app\n"+`import "vigil/internal/golden"`), "it is a helper for tests"},
		{"golden itself", file("internal/golden/a.go", "// Package golden compares.\npackage golden\n"+`import ("testing"; "github.com/google/go-cmp/cmp")`), ""},
		{"golden that knows the house", file("internal/golden/a.go", "// Package golden compares.\npackage golden\n"+`import "vigil/internal/vigil"`), "stands below the house"},
		{"a helper of one package", file("internal/store/storetest/a.go", "// Package storetest starts servers.\npackage storetest\n"+`import ("testing"; "os/exec"; "vigil/internal/store")`,
			"internal/app/a_test.go", "// Package app_test tests.\npackage app_test\n"+`import "vigil/internal/store/storetest"`), ""},
		{"a helper of one package in the program", file("internal/app/a.go", "// Package app tells.\npackage app\n"+`import "vigil/internal/store/storetest"`), "it is a helper for tests"},
		{"a helper keeps to its floor", file("internal/scoring/a_test.go", "// Package scoring tests.\npackage scoring\n"+`import "vigil/internal/store/storetest"`), "may only go down"},

		{"no package comment", file("internal/app/a.go", "package app\n"), "internal/app/a.go: package internal/app has no package comment"},
		{"comment that does not name the package", file("internal/app/a.go", "// Stuff.\npackage app\n"), "starting with \"Package app\""},
		{"main without comment", file("cmd/vigil/a.go", "package main\n"), "package cmd/vigil has no package comment"},
		{"comment in another file", file("internal/app/a.go", "package app\n", "internal/app/doc.go", "// Package app tells.\npackage app\n"), ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := problems(parsed(t, c.files))
			switch {
			case c.want == "" && len(got) > 0:
				t.Errorf("found a problem where there is none: %s", strings.Join(got, "\n"))
			case c.want != "" && (len(got) != 1 || !strings.Contains(got[0], c.want)):
				t.Errorf("want one problem with %q, got %d:\n%s", c.want, len(got), strings.Join(got, "\n"))
			}
		})
	}
}

// file pairs paths with texts.
func file(pairs ...string) map[string]string {
	m := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return m
}

func parsed(t *testing.T, files map[string]string) []source {
	t.Helper()
	var out []source
	for name, text := range files {
		s, err := parse(name, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	return out
}
