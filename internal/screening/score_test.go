package screening_test

import (
	"math"
	"strings"
	"testing"

	"vigil/internal/screening"
	"vigil/internal/vigil"
)

// TestTheWorkedExample is the example of the report rules (5.2): what is not rated lowers the coverage and is never
// filled with an average.
func TestTheWorkedExample(t *testing.T) {
	s := screening.Screen(goldenInput())
	w, score := s.Whole, only(t, s.Whole)
	for _, c := range []struct {
		name        string
		f           *vigil.Figure
		value, show float64
	}{
		{"score", score.Score, 44.9625, 45.0}, {"high", score.High, (0.5*58 + 0.3*49.9) / 0.8, 55.0}, {"coverage", w.Coverage, 80, 80},
		{"capped", w.Capped, 30, 30}, {"D and E", w.LowBands, 30, 30}, {"not rated", w.NotRated, 20, 20}, {"not matched", w.NotMatched, 0, 0},
		{"floor", score.Floor, 35.97, 36.0}, {"ceiling", score.Ceiling, 0.5*58 + 0.3*49.9 + 0.2*100, 64.0},
	} {
		if c.f == nil || math.Abs(c.f.Value-c.value) > 1e-12 || c.f.Published != c.show {
			t.Errorf("%s is %+v, want %v shown %v", c.name, c.f, c.value, c.show)
		}
	}
	if len(s.Notes) != 0 {
		t.Errorf("nothing is odd about it, and yet: %q", s.Notes)
	}
	if got := position(t, s, "c"); got.Outcome != vigil.RateFirst || got.Score != nil || got.Status != vigil.PositionNotRated {
		t.Errorf("not rated: %+v", got)
	}
}

func TestSecuritiesOfOneIssuerAreAddedUp(t *testing.T) {
	bond := equity(2, "a", 0.2)
	bond.Kind, bond.ISIN = vigil.HoldingBond, "XS0000000009"
	s := screening.Screen(input([]vigil.Holding{equity(1, "a", 0.1), bond, equity(3, "b", 0.7)}, rated("a", 20), rated("b", 60)))
	p := position(t, s, "a")
	if p.Weight != 0.3 || p.Share != 0.3 || len(p.Lines) != 2 || strings.Join(p.Kinds, " ") != "equity bond" {
		t.Errorf("%+v", p)
	}
	if got := only(t, s.Whole).Score.Value; got != 48 {
		t.Errorf("score %v", got)
	}
	if len(s.Positions) != 2 || s.Positions[0].Key != "b" {
		t.Errorf("positions %+v", s.Positions)
	}
}

// TestWhatStandsApart: cash and shorts are in no figure, a short is never set off, and a fund lowers the coverage.
func TestWhatStandsApart(t *testing.T) {
	short := equity(4, "b", -0.2)
	short.Kind = vigil.HoldingShort
	holdings := []vigil.Holding{equity(1, "a", 0.5), unmatched(2, vigil.HoldingCash, 0.3), unmatched(3, vigil.HoldingFund, 0.25), short,
		unmatched(5, vigil.HoldingDerivative, -0.1), equity(6, "b", 0.25)}
	s := screening.Screen(input(holdings, rated("a", 80), rated("b", 20)))
	if s.Base != 1 || s.Total != 1 || s.Whole.Coverage.Value != 75 || s.Whole.Funds.Value != 25 {
		t.Errorf("base %v, total %v, coverage %v, funds %v", s.Base, s.Total, s.Whole.Coverage, s.Whole.Funds)
	}
	if got := only(t, s.Whole).Score.Value; got != 60 {
		t.Errorf("score %v, want 60: the short must not count", got)
	}
	var kinds []string
	for _, a := range s.Apart {
		kinds = append(kinds, a.Kind)
	}
	if strings.Join(kinds, " ") != "short cash derivative" {
		t.Errorf("apart: %v", kinds)
	}
	if p := position(t, s, "short:b"); p.Outcome != "" || p.Share != 0 || p.Status != vigil.PositionShort || p.Weight != -0.2 {
		t.Errorf("short: %+v", p)
	}
	if p := position(t, s, "b"); p.Weight != 0.25 {
		t.Errorf("the long side of the same company: %+v", p)
	}
	told := strings.Join(s.Notes, "\n")
	for _, want := range []string{"1 line held short", "1 line of the kind cash", "Funds hold 25.0 per cent"} {
		if !strings.Contains(told, want) {
			t.Errorf("the notes do not say %q:\n%s", want, told)
		}
	}
}

// TestRulersAreNotMixed: each mode, form and edition has its own figure; one over all is made only where it is asked
// for, and it is said.
func TestRulersAreNotMixed(t *testing.T) {
	self := core
	self.Mode = vigil.SELF
	edition := core
	edition.Questionnaire = "company-core@0.2.0"
	in := input([]vigil.Holding{equity(1, "a", 0.5), equity(2, "b", 0.3), equity(3, "c", 0.2)}, rated("a", 40), measured("b", 90, self), measured("c", 60, edition))
	s := screening.Screen(in)
	if len(s.Whole.Scores) != 3 || s.Whole.Combined != nil {
		t.Fatalf("%+v", s.Whole)
	}
	for i, want := range []float64{40, 90, 60} {
		if got := s.Whole.Scores[i]; got.Score.Value != want || got.Positions != 1 {
			t.Errorf("score %d is %+v", i, got)
		}
	}
	if s.Whole.Coverage.Value != 100 || s.Whole.Scores[1].Coverage.Value != 30 {
		t.Errorf("coverage %v and %v", s.Whole.Coverage, s.Whole.Scores[1].Coverage)
	}
	if len(s.Notes) != 1 || !strings.Contains(s.Notes[0], "3 rulers") || !strings.Contains(s.Notes[0], "none is made of them together") {
		t.Errorf("notes %q", s.Notes)
	}
	in.Combine = true
	s = screening.Screen(in)
	if c := s.Whole.Combined; c == nil || c.Score.Value != 59 || c.Ruler != (vigil.Ruler{}) {
		t.Errorf("combined %+v", c)
	}
	if !strings.Contains(s.Notes[0], "rough guide") {
		t.Errorf("notes %q", s.Notes)
	}
}

func TestNothingToAddUp(t *testing.T) {
	noWeight := equity(1, "a", 0)
	noWeight.Weight = nil
	for name, in := range map[string]screening.Input{
		"no lines":            input(nil),
		"cash alone":          input([]vigil.Holding{unmatched(1, vigil.HoldingCash, 1)}),
		"all not rated":       input([]vigil.Holding{equity(1, "a", 1)}, blank("a")),
		"all not matched":     input([]vigil.Holding{unmatched(1, vigil.HoldingEquity, 1)}),
		"no weights at all":   input([]vigil.Holding{noWeight}, rated("a", 10)),
		"weights of 0":        input([]vigil.Holding{equity(1, "a", 0)}, rated("a", 10)),
		"a company not given": input([]vigil.Holding{equity(1, "gone", 1)}),
	} {
		s := screening.Screen(in)
		if len(s.Whole.Scores) != 0 {
			t.Errorf("%s: a score of %v", name, s.Whole.Scores[0].Score)
		}
		for _, p := range s.Positions {
			if p.Outcome == vigil.Pass && p.Score == nil {
				t.Errorf("%s: %s passes without a rating", name, p.Key)
			}
		}
	}
	s := screening.Screen(input([]vigil.Holding{noWeight, equity(2, "b", 0.5)}, rated("a", 10), rated("b", 70)))
	if got := only(t, s.Whole).Score.Value; got != 70 {
		t.Errorf("score %v", got)
	}
	told := strings.Join(s.Notes, "\n")
	if !strings.Contains(told, "1 line has no weight") || !strings.Contains(told, "add up to 50.0 per cent") {
		t.Errorf("notes %q", told)
	}
}

func TestAWithdrawnRatingIsNone(t *testing.T) {
	c := rated("a", 70)
	c.Card.Withdrawn = "2027-01-01"
	if p := position(t, screening.Screen(input([]vigil.Holding{equity(1, "a", 1)}, c)), "a"); p.Score != nil || p.Status != vigil.PositionNotRated || !strings.Contains(p.Why, "withdrawn") {
		t.Errorf("%+v", p)
	}
	c.Card.Withdrawn = "2026-11-01"
	if p := position(t, screening.Screen(input([]vigil.Holding{equity(1, "a", 1)}, c)), "a"); p.Score == nil {
		t.Errorf("the withdrawal has ended: %+v", p)
	}
}

func TestWhoMovesTheScore(t *testing.T) {
	s := screening.Screen(goldenInput())
	score := only(t, s.Whole)
	if len(score.Up) != 1 || score.Up[0].Organisation != "a" || len(score.Down) != 1 || score.Down[0].Organisation != "b" {
		t.Fatalf("up %+v, down %+v", score.Up, score.Down)
	}
	if sum := score.Up[0].Points + score.Down[0].Points; math.Abs(sum) > 1e-12 {
		t.Errorf("the pulls add up to %v", sum)
	}
}
