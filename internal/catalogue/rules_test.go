package catalogue

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vigil/internal/vigil"
	"vigil/questionnaires"
)

// shipped loads the rule set that the program carries.
func shipped(t *testing.T) *vigil.RuleSet {
	t.Helper()
	c, ps := Load(questionnaires.Files)
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	r, m, err := c.RuleSet("default")
	if err != nil || m.ID != r.Methodology {
		t.Fatalf("%v, method %v", err, m)
	}
	return r
}

func TestTheShippedRuleSet(t *testing.T) {
	r := shipped(t)
	for _, rule := range r.Rules {
		if rule.If == nil {
			t.Errorf("the rule %s has no condition", rule.ID)
		}
	}
	if _, _, err := (&Catalogue{RuleSets: []*vigil.RuleSet{r}}).RuleSet("default@9.9.9"); vigil.KindOf(err) != vigil.NotFound {
		t.Errorf("an edition that there is not gives %v", err)
	}
}

// TestWhatIsUnknownStaysUnknown goes through the three values: what one part settles, another that is unknown does not
// unsettle, and nothing unknown is taken for false.
func TestWhatIsUnknownStaysUnknown(t *testing.T) {
	known := vigil.ScreeningFacts{Band: "E", Score: 12, Capped: true, Caps: []string{"CAP-1"}, Pillars: map[string]float64{"P2": 20},
		Cases: []vigil.ScreeningCase{{Severity: 0.9, Days: 100}, {Severity: 0.2, Answered: true}}, Sector: "EXT"}
	without := func(names ...string) vigil.ScreeningFacts {
		f := known
		f.Missing = map[string]bool{}
		for _, n := range names {
			f.Missing[n] = true
		}
		return f
	}
	for _, c := range []struct {
		when    string
		facts   vigil.ScreeningFacts
		want    vigil.Truth
		missing []string
	}{
		{`band == "E"`, known, vigil.True, nil},
		{`band == "E"`, without("band"), vigil.Unknown, []string{"band"}},
		{`band != "E"`, without("band"), vigil.Unknown, []string{"band"}},
		{`not (band == "E")`, without("band"), vigil.Unknown, []string{"band"}},
		{`not (band == "E")`, known, vigil.False, nil},
		{`band == "E" || capped`, without("band"), vigil.True, nil},
		{`capped or band == "E"`, without("band"), vigil.True, nil},
		{`band == "E" && !capped`, without("band"), vigil.False, nil},
		{`!capped and band == "E"`, without("band"), vigil.False, nil},
		{`capped && band == "E"`, without("band"), vigil.Unknown, []string{"band"}},
		{`score < 40 and coverage > 3`, without("score", "coverage"), vigil.Unknown, []string{"coverage", "score"}},
		{`pillars["P2"] < 25`, known, vigil.True, nil},
		{`pillars["P6"] < 25`, known, vigil.Unknown, []string{"score of pillar P6"}},
		{`pillars["P2"] < 25 or pillars["P6"] < 25`, known, vigil.True, nil},
		{`any(cases, .severity >= 0.8 and not .answered)`, known, vigil.True, nil},
		{`any(cases, .severity >= 0.8 and .answered)`, known, vigil.False, nil},
		{`any(cases, .severity >= 0.8)`, without("cases"), vigil.Unknown, []string{"cases"}},
		{`any(caps, # in ["CAP-1", "CAP-2"])`, known, vigil.True, nil},
		{`"CAP-2" in caps`, known, vigil.False, nil},
		{`sector in ["EXT", "AGR"] ? score < 50 : score < 40`, without("sector"), vigil.Unknown, []string{"sector"}},
		{`len(cases) > 1 and sum(cases, .severity) > 1`, known, vigil.True, nil},
	} {
		s := newSource("rules.yaml")
		condition := s.screeningCondition("when", c.when, nil)
		if len(s.problems) > 0 {
			t.Errorf("%s: %v", c.when, s.problems)
			continue
		}
		truth, missing := condition(c.facts)
		if truth != c.want || !cmp.Equal(missing, c.missing) {
			t.Errorf("%s: %s %v, want %s %v", c.when, truth, missing, c.want, c.missing)
		}
	}
}
