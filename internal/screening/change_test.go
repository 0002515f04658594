package screening_test

import (
	"math"
	"strings"
	"testing"

	"vigil/internal/screening"
	"vigil/internal/vigil"
)

// TestTheRulerIsToldFromTheCompany: the old answers under the new ruler say which of the two moved; without them nobody
// can say.
func TestTheRulerIsToldFromTheCompany(t *testing.T) {
	edition := core
	edition.Questionnaire = "company-core@0.2.0"
	f := func(v float64) *vigil.Figure { return vigil.NewFigure(v, method().Rounding) }
	for _, c := range []struct {
		name                   string
		rescored               *screening.Rescored
		company, ruler, untold float64
		why                    string
	}{
		{"not known", nil, 0, 0, 10, "whether the company moved too cannot be told"},
		{"one way: 50 to 44 by the ruler, to 60 by the company", &screening.Rescored{OldAnswers: f(44)}, 16, -6, 0, "the old answers give 44.0 under the new ruler, so that the ruler moved it by -6.0 and the company by +16.0"},
		{"both ways, at the mean: ruler ½(−6−4)", &screening.Rescored{OldAnswers: f(44), NewAnswers: f(64)}, 15, -5, 0, "the old answers give 44.0"},
	} {
		first := screening.Screen(input([]vigil.Holding{equity(1, "a", 1)}, rated("a", 50)))
		moved := measured("a", 60, edition)
		moved.Rescored = c.rescored
		in := input([]vigil.Holding{equity(1, "a", 1)}, moved)
		in.Previous = first
		s := screening.Screen(in)
		x := s.Changes.Scores
		if len(x) != 1 || math.Abs(x[0].Change-10) > 1e-9 || math.Abs(x[0].Effects.Company-c.company) > 1e-9 || math.Abs(x[0].Effects.Ruler-c.ruler) > 1e-9 || math.Abs(x[0].Effects.Untold-c.untold) > 1e-9 {
			t.Errorf("%s: %+v", c.name, x)
		}
		if why := strings.Join(s.Positions[0].Change.Why, " "); !strings.Contains(why, c.why) {
			t.Errorf("%s: %q does not say %q", c.name, why, c.why)
		}
	}
}

// TestAnotherModeIsNoMove: a company that is measured otherwise leaves one figure and enters another.
func TestAnotherModeIsNoMove(t *testing.T) {
	self := core
	self.Mode = vigil.SELF
	first := screening.Screen(input([]vigil.Holding{equity(1, "a", 0.5), equity(2, "b", 0.5)}, rated("a", 50), rated("b", 70)))
	in := input([]vigil.Holding{equity(1, "a", 0.5), equity(2, "b", 0.5)}, measured("a", 90, self), rated("b", 70))
	in.Previous = first
	c := screening.Screen(in).Changes
	if len(c.Scores) != 2 {
		t.Fatalf("%+v", c.Scores)
	}
	screen, own := c.Scores[0], c.Scores[1]
	if screen.Mode != vigil.SCREEN || screen.Change != 10 || screen.Effects.Company != 0 || math.Abs(screen.Effects.Left+screen.Effects.Weight-10) > 1e-9 {
		t.Errorf("%+v", screen)
	}
	if own.Mode != vigil.SELF || own.From != nil || own.To == nil || own.Change != 0 {
		t.Errorf("%+v", own)
	}
	if why := strings.Join(c.Positions[0].Why, " "); !strings.Contains(why, "the two scores do not compare") {
		t.Errorf("%q", why)
	}
}
