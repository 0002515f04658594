package screening_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"vigil/internal/screening"
	"vigil/internal/vigil"
)

// drawn is a portfolio of rated companies, with some that are not rated, not matched, short or cash.
func drawn(t *rapid.T) screening.Input {
	var holdings []vigil.Holding
	var companies []*screening.Company
	for i := range rapid.IntRange(1, 12).Draw(t, "lines") {
		code := fmt.Sprintf("c%d", rapid.IntRange(1, 8).Draw(t, "company"))
		weight := float64(rapid.IntRange(0, 4000).Draw(t, "weight")) / 10000
		switch rapid.IntRange(0, 6).Draw(t, "kind") {
		case 0:
			holdings = append(holdings, unmatched(i+1, vigil.HoldingEquity, weight))
		case 1:
			holdings = append(holdings, unmatched(i+1, vigil.HoldingCash, weight))
		case 2:
			h := equity(i+1, code, -weight)
			h.Kind = vigil.HoldingShort
			holdings = append(holdings, h)
		default:
			holdings = append(holdings, equity(i+1, code, weight))
		}
	}
	for i := range 8 {
		code := fmt.Sprintf("c%d", i+1)
		score := float64(rapid.IntRange(0, 1000).Draw(t, "score")) / 10
		with := core
		if rapid.Bool().Draw(t, "self") {
			with.Mode = vigil.SELF
		}
		c := measured(code, score, with)
		switch rapid.IntRange(0, 4).Draw(t, "state") {
		case 0:
			c = blank(code)
		case 1:
			capped(c, "CAP-8", 59.9)
		}
		companies = append(companies, c)
	}
	return input(holdings, companies...)
}

// scoresOf are the scores by ruler.
func scoresOf(e vigil.Exposure) map[vigil.Ruler]float64 {
	m := map[vigil.Ruler]float64{}
	for _, s := range e.Scores {
		m[s.Ruler] = s.Score.Value
	}
	return m
}

func TestAnUnratedHoldingNeverChangesTheScore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawn(t)
		before := screening.Screen(in)
		in.Companies["new"] = blank("new")
		extra := float64(rapid.IntRange(1, 5000).Draw(t, "extra")) / 10000
		in.Holdings = append(slices.Clone(in.Holdings), equity(100, "new", extra), unmatched(101, vigil.HoldingFund, extra), unmatched(102, vigil.HoldingEquity, extra))
		after := screening.Screen(in)
		if diff := cmp.Diff(scoresOf(before.Whole), scoresOf(after.Whole)); diff != "" {
			t.Error(diff)
		}
		if a, b := before.Whole.Coverage, after.Whole.Coverage; a != nil && a.Value > 0 && b.Value >= a.Value {
			t.Errorf("the coverage went from %v to %v", a, b)
		}
	})
}

func TestTheUnitOfWeightsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawn(t)
		before := screening.Screen(in)
		by := rapid.SampledFrom([]float64{100, 1000, 0.5, 4}).Draw(t, "by")
		in.Holdings = slices.Clone(in.Holdings)
		for i := range in.Holdings {
			w := *in.Holdings[i].Weight * by
			in.Holdings[i].Weight = share(math.Round(w*1e9) / 1e9)
		}
		after := screening.Screen(in)
		if diff := cmp.Diff([]any{before.Whole, before.Sectors, before.Bands, before.Outcomes}, []any{after.Whole, after.Sectors, after.Bands, after.Outcomes}); diff != "" {
			t.Error(diff)
		}
	})
}

func TestTheOrderOfLinesDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawn(t)
		before := screening.Screen(in)
		in.Holdings = rapid.Permutation(in.Holdings).Draw(t, "order")
		after := screening.Screen(in)
		if diff := cmp.Diff([]any{before.Whole, before.Base, before.Outcomes}, []any{after.Whole, after.Base, after.Outcomes}); diff != "" {
			t.Error(diff)
		}
	})
}

func TestThePartsAddUpToTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := screening.Screen(drawn(t))
		for name, groups := range map[string][]vigil.Exposure{"sectors": s.Sectors, "countries": s.Countries, "bands": s.Bands} {
			weight, count := 0.0, 0
			rated := map[vigil.Ruler][2]float64{}
			for _, g := range groups {
				weight += g.Weight
				count += g.Positions
				for _, x := range g.Scores {
					was := rated[x.Ruler]
					rated[x.Ruler] = [2]float64{was[0] + x.Weight, was[1] + x.Weight*x.Score.Value}
				}
			}
			if count != s.Whole.Positions || s.Base > 0 && math.Abs(weight-1) > 1e-9 {
				t.Errorf("%s: weight %v, %d of %d positions", name, weight, count, s.Whole.Positions)
			}
			for _, x := range s.Whole.Scores {
				if r := rated[x.Ruler]; math.Abs(r[1]/r[0]-x.Score.Value) > 1e-9 {
					t.Errorf("%s: the groups make %v of %v", name, r[1]/r[0], x.Score.Value)
				}
			}
		}
		if w := s.Whole; w.Coverage != nil {
			if sum := w.Coverage.Value + w.NotRated.Value + w.NotMatched.Value + w.Funds.Value; math.Abs(sum-100) > 1e-9 {
				t.Errorf("coverage and what is missing make %v", sum)
			}
			for _, x := range w.Scores {
				if x.Floor.Value > x.Score.Value+1e-9 || x.High.Value < x.Score.Value || x.Ceiling.Value < x.Floor.Value {
					t.Errorf("%+v is out of order", x)
				}
			}
		}
	})
}

func TestTheSameInputGivesTheSameBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawn(t)
		a, err1 := json.Marshal(screening.Screen(in))
		b, err2 := json.Marshal(screening.Screen(in))
		if err1 != nil || err2 != nil || string(a) != string(b) {
			t.Errorf("%v %v, or the bytes differ", err1, err2)
		}
	})
}

// TestChangesAddUp: whatever is bought, sold, rescored or re-rated, the points by cause add up to the whole change, and
// told backwards every point has the other sign.
func TestChangesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first, second := drawn(t), drawn(t)
		for _, c := range second.Companies { // some move to a new edition, some of these with their old answers
			if c.Card.Final != nil && rapid.Bool().Draw(t, "edition") {
				c.Card.Questionnaire = "company-core@0.2.0"
				if rapid.Bool().Draw(t, "rescored") {
					c.Rescored = &screening.Rescored{OldAnswers: vigil.NewFigure(float64(rapid.IntRange(0, 1000).Draw(t, "old"))/10, method().Rounding)}
					if rapid.Bool().Draw(t, "both ways") {
						c.Rescored.NewAnswers = vigil.NewFigure(float64(rapid.IntRange(0, 1000).Draw(t, "new"))/10, method().Rounding)
					}
				}
			}
		}
		a := screening.Screen(first)
		second.Previous = a
		b := screening.Screen(second)
		for _, x := range b.Changes.Scores {
			if x.From == nil || x.To == nil {
				if x.Change != 0 || x.Effects != (vigil.Effects{}) {
					t.Errorf("a change from or to nothing: %+v", x)
				}
				continue
			}
			if math.Abs(x.Effects.Sum()-(x.To.Value-x.From.Value)) > 1e-9 || math.Abs(x.Change-(x.To.Value-x.From.Value)) > 1e-9 {
				t.Errorf("the causes make %v of %v: %+v", x.Effects.Sum(), x.Change, x)
			}
		}
		var companies, scores float64
		for _, p := range b.Changes.Positions {
			companies += p.Effects.Sum()
		}
		for _, x := range b.Changes.Scores {
			scores += x.Effects.Sum()
		}
		if math.Abs(companies-scores) > 1e-9 {
			t.Errorf("the companies make %v of %v", companies, scores)
		}
		first.Previous = b // and back
		for _, c := range first.Companies {
			c.Rescored = nil
		}
		back := screening.Screen(first)
		for i, x := range b.Changes.Scores {
			y := back.Changes.Scores[i]
			forward, backward := x.Effects, y.Effects
			if math.Abs(forward.Weight+backward.Weight) > 1e-9 || math.Abs(forward.Entered+backward.Left) > 1e-9 || math.Abs(forward.Left+backward.Entered) > 1e-9 {
				t.Errorf("told backwards it is another story: %+v, %+v", x, y)
			}
		}
	})
}
