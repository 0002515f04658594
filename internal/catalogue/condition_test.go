package catalogue

import (
	"slices"
	"strings"
	"testing"

	"vigil/internal/vigil"
)

// choicesForTest are the questions of the tests: two that can be listed, one that cannot.
func choicesForTest(id string) ([]string, bool) {
	switch id {
	case "A", "B":
		return []string{"yes", "no"}, true
	case "M":
		return setsOf([]string{"a", "b"}), true
	case "N":
		return nil, true
	}
	if strings.HasPrefix(id, "L") {
		return []string{"0", "1", "2", "3"}, true
	}
	return nil, false
}

func TestConditionsAreThreeValued(t *testing.T) {
	yes, no := map[string]string{"A": "yes"}, map[string]string{"A": "no"}
	for _, c := range []struct {
		text  string
		facts vigil.Facts
		want  vigil.Truth
	}{
		{`answers["A"] == "yes"`, vigil.Facts{}, vigil.Unknown},
		{`answers["A"] == "yes"`, vigil.Facts{Answers: yes}, vigil.True},
		{`answers["A"] == "yes"`, vigil.Facts{Answers: no}, vigil.False},
		{`answers.A == "yes"`, vigil.Facts{Answers: yes}, vigil.True},
		{`answers["A"] != "perhaps"`, vigil.Facts{}, vigil.True},
		{`answers["A"] == "perhaps"`, vigil.Facts{}, vigil.False},
		{`answers["A"] == "yes" || answers["B"] == "yes"`, vigil.Facts{Answers: yes}, vigil.True},
		{`answers["A"] == "yes" || answers["B"] == "yes"`, vigil.Facts{Answers: no}, vigil.Unknown},
		{`answers["A"] == "yes" && answers["B"] == "yes"`, vigil.Facts{Answers: no}, vigil.False},
		{`answers["A"] == "yes" || answers["A"] == "no"`, vigil.Facts{}, vigil.True},
		{`answers["N"] == "3"`, vigil.Facts{}, vigil.Unknown},
		{`answers["N"] == "3"`, vigil.Facts{Answers: map[string]string{"N": "3"}}, vigil.True},
		{`"ICT" in sectors`, vigil.Facts{}, vigil.Unknown},
		{`"ICT" in sectors`, vigil.Facts{Sectors: []string{}}, vigil.False},
		{`"ICT" in sectors`, vigil.Facts{Sectors: []string{"EXT", "ICT"}}, vigil.True},
		{`"ICT" in sectors`, vigil.Facts{Sectors: []string{"EXT"}, SectorsOpen: true}, vigil.Unknown},
		{`"ICT" in sectors`, vigil.Facts{Sectors: []string{"ICT"}, SectorsOpen: true}, vigil.True},
		{`!("EXT" in sectors) || "ICT" in sectors`, vigil.Facts{Sectors: []string{"EXT"}, SectorsOpen: true}, vigil.Unknown},
		{`"SEC" in sectors || answers["A"] == "yes"`, vigil.Facts{SectorsOpen: true, Sectors: []string{"EXT"}, Answers: yes}, vigil.True},
		{`len(sectors) > 2`, vigil.Facts{Sectors: []string{"EXT"}, SectorsOpen: true}, vigil.Unknown},
		{`answers["A"] == "yes" && answers["M"] contains "b"`, vigil.Facts{Answers: no}, vigil.False},
		{`answers["M"] contains "b"`, vigil.Facts{}, vigil.Unknown},
		{`answers["M"] contains "b"`, vigil.Facts{Answers: map[string]string{"M": "a;b"}}, vigil.True},
		{`answers["M"] contains "b"`, vigil.Facts{Answers: map[string]string{"M": "-"}}, vigil.False},
		{`type == "bank"`, vigil.Facts{}, vigil.Unknown},
		{`type == "bank"`, vigil.Facts{Type: "bank"}, vigil.True},
		{`attributes["size"] == "small"`, vigil.Facts{}, vigil.Unknown},
		{`attributes["size"] == "small"`, vigil.Facts{Attributes: map[string]string{"size": "large"}}, vigil.False},
		// five open questions of four options are 1024 ways; seven are more than are tried
		{`answers["L1"] + answers["L2"] + answers["L3"] + answers["L4"] + answers["L5"] != "none"`, vigil.Facts{}, vigil.True},
		{`answers["L1"] + answers["L2"] + answers["L3"] + answers["L4"] + answers["L5"] + answers["L6"] + answers["L7"] != "none"`, vigil.Facts{}, vigil.Unknown},
	} {
		s := newSource("a.yaml")
		got := s.condition("x", c.text, choicesForTest).Holds(c.facts)
		if got != c.want || len(s.problems) > 0 {
			t.Errorf("%s over %v is %v, want %v (%v)", c.text, c.facts, got, c.want, s.problems)
		}
	}
}

func TestConditionNamesWhatItUses(t *testing.T) {
	s := newSource("a.yaml")
	c := s.condition("x", `answers["B"] == "yes" || answers["A"] == "no" && answers["B"] == "no"`, choicesForTest)
	if !slices.Equal(c.Uses, []string{"B", "A"}) {
		t.Errorf("uses %v", c.Uses)
	}
	if c := s.condition("x", "", choicesForTest); c.Holds(vigil.Facts{}) != vigil.True {
		t.Error("no condition must hold always")
	}
}

func TestConditionsThatAreRefused(t *testing.T) {
	for text, want := range map[string]string{
		`answers["A"]`:                           "expected bool",
		`answers["A"] == 3`:                      "mismatched types",
		`answers["Z"] == "yes"`:                  `"Z"`,
		`answers[type] == "yes"`:                 "without a fixed name",
		`len(answers) > 0`:                       "without a fixed name",
		`any(keys(attributes), # == "x")`:        "without a fixed name",
		`company == "x"`:                         "does not compile",
		`now().Year() > 2020`:                    "does not compile",
		`sectors[0] == "ICT"`:                    "fails when it is evaluated",
		strings.Repeat("true || ", 400) + "true": "more than 2000 characters",
	} {
		s := newSource("a.yaml")
		c := s.condition("x", text, choicesForTest)
		if len(s.problems) != 1 || !strings.Contains(s.problems.Error(), want) || c.Eval != nil {
			t.Errorf("%.60s: problems %v, want one that says %q", text, s.problems, want)
		}
	}
}

func TestCapConditions(t *testing.T) {
	s := newSource("a.yaml")
	for text, want := range map[string]bool{
		`!case.answered && case.days >= 90`:                  true,
		`case.q < 0.5`:                                       true,
		`case.scale == 5 && case.credibility >= 2`:           false,
		`case.remedied || case.interim`:                      false,
		`"CAP-2" in project_caps || "CAP-3" in project_caps`: true,
		`"ICT" in sectors`:                                   false,
		`mode == "SELF"`:                                     true,
		``:                                                   true,
	} {
		c := s.capCondition("x", text)
		if got := c.Holds(vigil.CapFacts{Case: vigil.CaseFacts{Scale: 5, Credibility: 1, Days: 90}, ProjectCaps: []string{"CAP-3"}, Mode: "SELF"}); got != want {
			t.Errorf("%s is %v, want %v", text, got, want)
		}
	}
	if len(s.problems) > 0 {
		t.Error(s.problems)
	}
}
