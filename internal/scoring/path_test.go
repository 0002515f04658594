package scoring_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
	"vigil/internal/scoring"
	"vigil/internal/scoring/scoringtest"
	"vigil/internal/vigil"
)

// mini is the small invented questionnaire with efforts of all sizes.
func mini(t *testing.T) (*vigil.Questionnaire, *vigil.Methodology) {
	t.Helper()
	shared, m, err := instruments(t).Questionnaire("mini")
	if err != nil {
		t.Fatal(err)
	}
	q := *shared
	q.Pillars = slices.Clone(shared.Pillars)
	efforts := []string{"S", "M", "L"}
	n := 0
	for i := range q.Pillars {
		q.Pillars[i].Indicators = slices.Clone(q.Pillars[i].Indicators)
		for j := range q.Pillars[i].Indicators {
			q.Pillars[i].Indicators[j].Effort = efforts[n%3]
			n++
		}
	}
	return &q, m
}

// fewGaps is a random assessment of which most items are at their best, so that every set of closings can be tried.
func fewGaps(t *rapid.T, q *vigil.Questionnaire, m *vigil.Methodology) scoring.Input {
	in := scoringtest.Assessment(t, q, m)
	in.Answers = slices.DeleteFunc(in.Answers, func(a vigil.Answer) bool { return q.PillarOf(a.Question) != nil })
	worse := rapid.IntRange(1, 5).Draw(t, "gaps")
	for i, item := range rapid.Permutation(q.Questions()).Draw(t, "order") {
		if i < worse {
			if a, ok := scoringtest.Answer(t, m, item); ok {
				in.Answers = append(in.Answers, a)
			}
			continue
		}
		all := scoringtest.Options(m, item)
		in.Answers = append(in.Answers, vigil.Answer{Question: item.ID, State: vigil.Answered, Value: all[len(all)-1], Grade: vigil.E4, Date: "2026-01-01",
			Search: vigil.SearchLog{Date: "2026-05-01", Sources: "registers", Languages: "en", Terms: "name"}})
	}
	return in
}

// closings lists every set of single steps on the gaps of an assessment, with its cost.
func closings(in scoring.Input) (sets [][]vigil.Closing, costs []float64) {
	sets, costs = [][]vigil.Closing{nil}, []float64{0}
	for _, g := range scoring.Gaps(in, "2026-07-01").Gaps {
		for i, n := 0, len(sets); i < n; i++ {
			for k := 1; k <= g.Steps; k++ {
				sets = append(sets, append(slices.Clone(sets[i]), vigil.Closing{Question: g.Question, Steps: k}))
				costs = append(costs, costs[i]+float64(k)*g.Cost)
			}
		}
	}
	return sets, costs
}

// Whatever the assessment, no cheaper set of closings reaches the band than the path, and a path that is blocked is one
// that no set opens: every set is tried with the engine itself.
func TestNoSetOfGapsIsCheaperThanThePath(t *testing.T) {
	q, m := mini(t)
	found, blocked := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		in := fewGaps(rt, q, m)
		path := scoring.CheapestPath(in)
		if path.Band == "" {
			return
		}
		before := scoring.Score(in)
		if !before.Rated {
			if len(path.Blocked) == 0 {
				rt.Fatalf("a path without a rating: %+v", path)
			}
			return
		}
		confidence := scoring.StrictConfidence(in).Class
		sets, costs := closings(in)
		best, cheapest := []vigil.Closing(nil), -1.0
		for i, set := range sets {
			card, ps := scoring.WhatIf(in, set)
			if len(ps) > 0 {
				rt.Fatalf("%v: %v", set, ps)
			}
			if reaches(m, card, confidence, path.Band) && (cheapest < 0 || costs[i] < cheapest) {
				best, cheapest = set, costs[i]
			}
		}
		switch {
		case cheapest < 0 && len(path.Blocked) == 0:
			rt.Fatalf("a path that no set of gaps is: %+v", path)
		case cheapest >= 0 && len(path.Blocked) > 0:
			rt.Fatalf("blocked (%v) although %v reaches %s", path.Blocked, best, path.Band)
		case cheapest >= 0 && path.Cost != cheapest:
			rt.Fatalf("the path costs %v, and %v costs %v", path.Cost, best, cheapest)
		}
		if len(path.Blocked) > 0 {
			blocked++
			return
		}
		found++
		if last := path.Steps[len(path.Steps)-1]; last.Final != path.Reaches.Published {
			rt.Fatalf("the last step leads to %v, the path to %v", last.Final, path.Reaches.Published)
		}
	})
	if found == 0 || blocked == 0 {
		t.Errorf("only %d paths and %d obstacles were met; the random assessments are too much alike", found, blocked)
	}
}

// reaches reports whether a scorecard has a band or a better one, with the class of confidence that it had before any step.
func reaches(m *vigil.Methodology, after *vigil.Scorecard, confidence, band string) bool {
	if !confident(m, confidence, band) {
		return false
	}
	if bandRank(m, after.Band) <= bandRank(m, band) {
		return true
	}
	withheld := len(after.BandReason) > 0
	for _, why := range after.BandReason {
		withheld = withheld && strings.HasPrefix(why.String(), band+" withheld because confidence")
	}
	return withheld
}

// confident reports whether a class of confidence is what a band asks for.
func confident(m *vigil.Methodology, class, band string) bool {
	for _, b := range m.Bands {
		if b.ID == band && b.Needs != nil && b.Needs.Confidence != "" {
			return class == "high" || class == b.Needs.Confidence
		}
	}
	return true
}

// What a path says to do, done, is what it promises.
func TestAPathCanBeWalked(t *testing.T) {
	q, m, err := instruments(t).Questionnaire("company-quick")
	if err != nil {
		t.Fatal(err)
	}
	walked := 0
	rapid.Check(t, func(rt *rapid.T) {
		in := scoringtest.Assessment(rt, q, m)
		path := scoring.CheapestPath(in)
		if len(path.Blocked) > 0 || path.Band == "" {
			return
		}
		count := map[string]int{}
		for _, s := range path.Steps {
			count[s.Question]++
		}
		var list []vigil.Closing
		for id, n := range count {
			list = append(list, vigil.Closing{Question: id, Steps: n})
		}
		card, ps := scoring.WhatIf(in, list)
		if len(ps) > 0 {
			rt.Fatal(ps)
		}
		if card.Final.Published != path.Reaches.Published || card.Final.Published < bandFrom(m, path.Band) {
			rt.Fatalf("the path leads to %s (%s), its steps to %s (%s)", path.Reaches, path.Band, card.Final, card.Band)
		}
		walked++
	})
	if walked < 5 {
		t.Errorf("only %d paths were walked", walked)
	}
}

func bandFrom(m *vigil.Methodology, id string) float64 {
	return m.Bands[bandRank(m, id)].From
}

func TestWhatIfRefuses(t *testing.T) {
	in := caseInput(t, "all-best")
	for i := range in.Answers {
		if in.Answers[i].Question == "A2" {
			in.Answers[i].Value = "1"
		}
	}
	cases := []struct {
		name    string
		closing []vigil.Closing
		want    string
	}{
		{"an item without a gap", []vigil.Closing{{Question: "C1"}}, "C1: there is no gap on this item"},
		{"an item that does not exist", []vigil.Closing{{Question: "Z9", Steps: 1}}, "Z9: there is no gap on this item"},
		{"too many steps", []vigil.Closing{{Question: "A2", Steps: 3}}, "A2: 3 steps are asked for and the gap has 2"},
		{"fewer than none", []vigil.Closing{{Question: "A2", Steps: -1}}, "A2: -1 steps are asked for and the gap has 2"},
		{"an item twice", []vigil.Closing{{Question: "A2", Steps: 1}, {Question: "A2", Steps: 1}}, "A2: the item is named twice"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			card, ps := scoring.WhatIf(in, c.closing)
			if card != nil || len(ps) != 1 || !strings.HasPrefix(fmt.Sprint(ps), c.want) {
				t.Errorf("%v, want %q", ps, c.want)
			}
		})
	}
	if card, ps := scoring.WhatIf(in, []vigil.Closing{{Question: "A2"}}); len(ps) > 0 || card.Raw.Published != 100 {
		t.Errorf("all steps of the only gap: %v %v", card, ps)
	}
}
