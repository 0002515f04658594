package scoring_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
	"vigil/internal/scoring"
	"vigil/internal/scoring/scoringtest"
	"vigil/internal/vigil"
)

// BenchmarkScore sets the explained score of the quick scan beside the least that anybody could compute from the same
// answers: a weighted mean read from a map, without states, evidence, caps or a word of explanation. Both run in turn
// in every round, and the ratio is the median over the rounds.
func BenchmarkScore(b *testing.B) {
	q, m, err := instruments(b).Questionnaire("company-quick")
	if err != nil {
		b.Fatal(err)
	}
	random := rapid.Custom(func(t *rapid.T) scoring.Input { return scoringtest.Assessment(t, q, m) })
	inputs := make([]scoring.Input, 200)
	answers := 0
	for i := range inputs {
		inputs[i] = random.Example(i)
		answers += len(inputs[i].Answers)
	}
	weights := map[string]float64{}
	for _, in := range q.Questions() {
		weights[in.ID] = 1
	}
	var ratios []float64
	var ours time.Duration
	b.ReportAllocs()
	for b.Loop() {
		start := time.Now()
		for _, in := range inputs {
			if card := scoring.Score(in); len(card.Nodes) == 0 {
				b.Fatal("a scorecard without nodes")
			}
		}
		explained := time.Since(start)
		start = time.Now()
		for _, in := range inputs {
			if v := bareMean(weights, in.Answers); v < 0 || v > 100 {
				b.Fatal("a mean out of range")
			}
		}
		ours += explained
		ratios = append(ratios, float64(explained)/float64(time.Since(start)))
	}
	slices.Sort(ratios)
	b.ReportMetric(ratios[len(ratios)/2], "times-a-bare-mean")
	b.ReportMetric(float64(ours.Nanoseconds())/float64(b.N*answers), "ns/answer")
}

func bareMean(weights map[string]float64, answers []vigil.Answer) float64 {
	points := map[string]float64{"1": 25, "2": 50, "3": 100, "partial": 50, "settled": 50, "yes": 100, "clear": 100}
	var sum, all float64
	for _, a := range answers {
		if w, ok := weights[a.Question]; ok && a.State == vigil.Answered {
			sum += w * points[a.Value]
			all += w
		}
	}
	if all == 0 {
		return 0
	}
	return sum / all
}
