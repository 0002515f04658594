// Package benchmark compares many scorecards. It is pure: normalisation over a population comes before
// scoring, ranking after it.
package benchmark

import (
	"math"
	"strconv"

	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// Ranges finds the least and greatest value of every number that the method normalises by min-max, over
// the whole population. A question that nobody answered with a number has no range.
func Ranges(population []scoring.Input) map[string]scoring.Range {
	ranges := map[string]scoring.Range{}
	for _, in := range population {
		normalised := map[string]bool{}
		for _, q := range in.Questionnaire.Questions() {
			if s, ok := in.Methodology.ScaleOf(q); ok && s.Type == "number" && s.Normalise == "min_max" {
				normalised[q.ID] = true
			}
		}
		for _, a := range in.Answers {
			x, err := strconv.ParseFloat(a.Value, 64)
			if err != nil || math.IsNaN(x) || math.IsInf(x, 0) || a.State != vigil.Answered || !normalised[a.Question] {
				continue
			}
			r, ok := ranges[a.Question]
			if !ok {
				r = scoring.Range{Min: x, Max: x}
			}
			ranges[a.Question] = scoring.Range{Min: min(r.Min, x), Max: max(r.Max, x)}
		}
	}
	return ranges
}
