package benchmark_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"vigil/internal/benchmark"
	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

func card(code, kind string, value float64, provisional bool) *vigil.Scorecard {
	r := vigil.RoundingRule{Decimals: 0}
	f := vigil.NewFigure(value, r)
	return &vigil.Scorecard{Subject: vigil.Subject{Code: code, Type: kind}, Final: f, Provisional: provisional,
		Nodes: []vigil.Score{{Node: vigil.Total, Storey: vigil.StoreyTotal, Value: &f.Value, Published: &f.Published},
			{Node: "P", Storey: vigil.StoreyPillar, Value: &f.Value, Published: &f.Published},
			{Node: "P", Unit: "site", Storey: vigil.StoreyPillar, Value: &f.Value, Published: &f.Published}}}
}

func inMode(c *vigil.Scorecard, m vigil.Mode) *vigil.Scorecard { c.Mode = m; return c }

func ofForm(c *vigil.Scorecard, ref string) *vigil.Scorecard { c.Questionnaire = ref; return c }

func TestRanks(t *testing.T) {
	all := []*vigil.Scorecard{card("a", "x", 90, false), card("b", "x", 80.4, false), card("c", "x", 79.5, false), card("d", "x", 10, false)}
	unrated := card("u", "x", 0, false)
	unrated.Final = nil
	cases := []struct {
		name  string
		rule  *vigil.RankingRule
		cards []*vigil.Scorecard
		want  []benchmark.Rank
	}{
		{"a method without ranking ranks nobody", nil, all, nil},
		{"not rated and provisional have no rank", &vigil.RankingRule{Of: []string{"total"}},
			[]*vigil.Scorecard{unrated, card("p", "x", 99, true), card("a", "x", 1, false)}, []benchmark.Rank{{Subject: "a", Node: "total", Rank: 1}}},
		{"nor have they one at a pillar", &vigil.RankingRule{Of: []string{"pillars"}},
			[]*vigil.Scorecard{unrated, card("p", "x", 99, true), card("a", "x", 1, false)}, []benchmark.Rank{{Subject: "a", Node: "P", Rank: 1}}},
		{"modes and forms are never ranked together", &vigil.RankingRule{Of: []string{"total"}},
			[]*vigil.Scorecard{card("a", "x", 9, false), inMode(card("b", "x", 8, false), vigil.SELF), card("c", "x", 7, false), ofForm(card("d", "x", 6, false), "full@1.0.0")},
			[]benchmark.Rank{{Subject: "a", Node: "total", Rank: 1}, {Subject: "c", Node: "total", Rank: 2}, {Subject: "b", Node: "total", Rank: 1}, {Subject: "d", Node: "total", Rank: 1}}},
		{"ties on the published figure share a rank", &vigil.RankingRule{Of: []string{"total"}, On: "published"}, all,
			[]benchmark.Rank{{Subject: "a", Node: "total", Rank: 1}, {Subject: "b", Node: "total", Rank: 2}, {Subject: "c", Node: "total", Rank: 2}, {Subject: "d", Node: "total", Rank: 4}}},
		{"unrounded values part them", &vigil.RankingRule{Of: []string{"total"}, On: "value"}, all,
			[]benchmark.Rank{{Subject: "a", Node: "total", Rank: 1}, {Subject: "b", Node: "total", Rank: 2}, {Subject: "c", Node: "total", Rank: 3}, {Subject: "d", Node: "total", Rank: 4}}},
		{"peers are ranked among themselves, at every node asked for", &vigil.RankingRule{Within: "type", Of: []string{"total", "pillars"}},
			[]*vigil.Scorecard{card("a", "x", 5, false), card("b", "y", 9, false), card("c", "x", 7, false)},
			[]benchmark.Rank{{Subject: "c", Node: "total", Rank: 1}, {Subject: "a", Node: "total", Rank: 2}, {Subject: "b", Node: "total", Rank: 1},
				{Subject: "c", Node: "P", Rank: 1}, {Subject: "a", Node: "P", Rank: 2}, {Subject: "b", Node: "P", Rank: 1}}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := benchmark.Ranks(&vigil.Methodology{Ranking: c.rule}, c.cards)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRangesSpanTheNumbersThatAreNormalised(t *testing.T) {
	m := &vigil.Methodology{Scales: []vigil.Scale{{ID: "n", Type: "number", Normalise: "min_max"}, {ID: "plain", Type: "number"}}}
	q := &vigil.Questionnaire{Pillars: []vigil.Pillar{{ID: "P", Indicators: []vigil.Indicator{{ID: "a", Scale: "n"}, {ID: "b", Scale: "n"}, {ID: "c", Scale: "plain"}}}}}
	var population []scoring.Input
	for _, v := range []string{"3", "-1.5", "NaN", "much", "7"} {
		population = append(population, scoring.Input{Methodology: m, Questionnaire: q, Answers: []vigil.Answer{
			{Question: "a", Value: v, State: vigil.Answered}, {Question: "b", Value: v, State: vigil.NotDisclosed}, {Question: "c", Value: v, State: vigil.Answered}}})
	}
	want := map[string]scoring.Range{"a": {Min: -1.5, Max: 7}}
	if diff := cmp.Diff(want, benchmark.Ranges(population)); diff != "" {
		t.Error(diff)
	}
}
