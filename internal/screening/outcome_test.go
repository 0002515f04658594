package screening_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vigil/internal/catalogue"
	"vigil/internal/screening"
	"vigil/internal/vigil"
)

// outcomeCase is one file of testdata.
type outcomeCase struct {
	About      string                `yaml:"about,required"`
	Match      string                `yaml:"match,required"`
	Default    vigil.Outcome         `yaml:"default"`
	Rules      []vigil.ScreeningRule `yaml:"rules,required"`
	Exceptions []vigil.Exception     `yaml:"exceptions"`
	Positions  []casePosition        `yaml:"positions,required"`
	Notes      []string              `yaml:"notes"`
}

type casePosition struct {
	Company string        `yaml:"company,required"`
	Weight  float64       `yaml:"weight,required"` // per cent
	Score   float64       `yaml:"score"`
	Rated   *bool         `yaml:"rated"`
	Caps    []string      `yaml:"caps"`
	Unknown []string      `yaml:"unknown"` // confidence alone, so far
	Outcome vigil.Outcome `yaml:"outcome,required"`
	Rule    string        `yaml:"rule,required"`
	Reason  string        `yaml:"reason,required"`
}

func TestOutcomes(t *testing.T) {
	files, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(files) < 5 {
		t.Fatalf("%d cases, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var c outcomeCase
			if ps := catalogue.Decode(file, text, &c); len(ps) > 0 {
				t.Fatal(ps)
			}
			s := screening.Screen(c.input(t))
			for _, want := range c.Positions {
				got := position(t, s, want.Company)
				if got.Outcome != want.Outcome || got.Rule != want.Rule || got.Reason != want.Reason {
					t.Errorf("%s: %s by %q: %s\nwant %s by %q: %s", want.Company, got.Outcome, got.Rule, got.Reason, want.Outcome, want.Rule, want.Reason)
				}
			}
			if diff := cmp.Diff(c.Notes, slices.DeleteFunc(s.Notes, func(n string) bool { return !strings.Contains(n, "exception") })); diff != "" && len(c.Notes) > 0 {
				t.Error(diff)
			}
		})
	}
}

func (c outcomeCase) input(t *testing.T) screening.Input {
	t.Helper()
	var holdings []vigil.Holding
	var companies []*screening.Company
	for i, p := range c.Positions {
		holdings = append(holdings, equity(i+1, p.Company, p.Weight/100))
		company := rated(p.Company, p.Score)
		if p.Rated != nil && !*p.Rated {
			company = blank(p.Company)
		}
		for _, rule := range p.Caps {
			capped(company, rule, 39.9)
		}
		if slices.Contains(p.Unknown, "confidence") {
			company.Card.Confidence.Figure = nil
		}
		companies = append(companies, company)
	}
	in := input(holdings, companies...)
	in.Rules.Match, in.Rules.Rules, in.Rules.Exceptions = c.Match, c.Rules, c.Exceptions
	if c.Default != "" {
		in.Rules.Default = c.Default
	}
	if ps := catalogue.CompileRules(in.Rules, in.Method); len(ps) > 0 {
		t.Fatal(ps)
	}
	return in
}
