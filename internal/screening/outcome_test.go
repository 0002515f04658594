package screening_test

import (
	"math"
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

// TestWhatIsNotKnownIsUndecided: without an outcome of the rule set there is none, a rule that rests on what is known still
// holds, and all shares add up.
func TestWhatIsNotKnownIsUndecided(t *testing.T) {
	holdings := []vigil.Holding{equity(1, "a", 0.2), equity(2, "b", 0.1), unmatched(3, vigil.HoldingFund, 0.2), unmatched(4, vigil.HoldingEquity, 0.05), unmatched(5, vigil.HoldingBond, 0.45)}
	in := input(holdings, rated("a", 70), blank("b"))
	in.Rules.Rules = []vigil.ScreeningRule{
		{ID: "heavy", Title: vigil.Text{"en": "Heavy"}, Outcome: vigil.Escalate, When: "weight > 40", Reason: vigil.Text{"en": "{weight} per cent."}},
		{ID: "fine", Title: vigil.Text{"en": "Fine"}, Outcome: vigil.Pass, When: "weight < 6", Reason: vigil.Text{"en": "Light."}},
		{ID: "absent", Title: vigil.Text{"en": "Band E"}, Outcome: vigil.Exclude, When: `band == "E"`, Reason: vigil.Text{"en": "E."}},
	}
	if ps := catalogue.CompileRules(in.Rules, in.Method); len(ps) > 0 {
		t.Fatal(ps)
	}
	s := screening.Screen(in)
	for key, want := range map[string]vigil.Outcome{"a": vigil.Pass, "b": vigil.RateFirst, "line:3": vigil.LookThrough, "line:4": vigil.MatchFirst, "line:5": vigil.Escalate} {
		if p := position(t, s, key); p.Outcome != want || p.Reason == "" || !want.Decided() && p.Rule != "" {
			t.Errorf("%s: %s by %q: %s, want %s", key, p.Outcome, p.Rule, p.Reason, want)
		}
	}
	var sum float64
	var order []vigil.Outcome
	for _, o := range s.Outcomes {
		sum += o.Share.Value
		order = append(order, o.Outcome)
	}
	if want := []vigil.Outcome{vigil.Exclude, vigil.Escalate, vigil.Engage, vigil.Pass, vigil.MatchFirst, vigil.RateFirst, vigil.LookThrough}; !slices.Equal(order, want) || math.Abs(sum-100) > 1e-9 {
		t.Errorf("outcomes %v add up to %v", order, sum)
	}
	in.Rules.NotMatched.Outcome, in.Rules.Funds.Outcome = vigil.Engage, vigil.Engage
	s = screening.Screen(in)
	if p, f := position(t, s, "line:4"), position(t, s, "line:3"); p.Outcome != vigil.Engage || f.Outcome != vigil.Engage {
		t.Errorf("a rule set that names outcomes: %s, %s", p.Outcome, f.Outcome)
	}
}

// TestACompanyWithoutARatingIsAsked: about what its assessment leaves open, unless only graver matters are written about.
func TestACompanyWithoutARatingIsAsked(t *testing.T) {
	in := input([]vigil.Holding{equity(1, "b", 1)}, blank("b"))
	in.Gaps = gapsOf
	if s := screening.Screen(in); len(s.Asks) != 1 || s.Asks[0].Outcome != vigil.RateFirst || s.Asks[0].Step != "letter" {
		t.Errorf("%+v", s.Asks)
	}
	in.Rules.Engagement.From = vigil.Escalate
	if s := screening.Screen(in); len(s.Asks) != 0 {
		t.Errorf("%+v", s.Asks)
	}
}

// TestBlanksOfAnUnratedCompanyDecideNothing: a pillar is low because nobody looked, and so is the confidence.
func TestBlanksOfAnUnratedCompanyDecideNothing(t *testing.T) {
	c := blank("b")
	c.Card.Confidence.Class = "low"
	for i := range c.Card.Nodes {
		c.Card.Nodes[i].Value = share(0)
	}
	if p := position(t, screening.Screen(input([]vigil.Holding{equity(1, "b", 1)}, c)), "b"); p.Outcome != vigil.RateFirst || len(p.Reasons) != 0 {
		t.Errorf("%s by %q: %s", p.Outcome, p.Rule, p.Reason)
	}
}
