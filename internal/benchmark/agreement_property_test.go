package benchmark_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"vigil/internal/benchmark"
	"vigil/internal/scoring"
	"vigil/internal/scoring/scoringtest"
	"vigil/internal/vigil"
)

// drawCoders draws what two to four coders answered about some companies, with gaps, in every state.
func drawCoders(t *rapid.T, q *vigil.Questionnaire, m *vigil.Methodology) []benchmark.Coder {
	var coders []benchmark.Coder
	for _, name := range []string{"a", "b", "c", "d"}[:rapid.IntRange(2, 4).Draw(t, "coders")] {
		c := benchmark.Coder{Name: name}
		for _, subject := range []string{"p", "q", "r"}[:rapid.IntRange(1, 3).Draw(t, "companies")] {
			in := scoringtest.Assessment(t, q, m)
			in.Subject = vigil.Subject{Code: subject, Sector: "ICT"}
			c.Inputs = append(c.Inputs, in)
		}
		coders = append(coders, c)
	}
	return coders
}

// The figures of the parts are those of the whole: every pair of codes is in one pillar, one item, one company and one
// pair of coders.
func TestAgreementAddsUp(t *testing.T) {
	q, m := mini(t)
	rapid.Check(t, func(t *rapid.T) {
		a := benchmark.Agree(drawCoders(t, q, m))
		var items []benchmark.Figures
		for _, i := range a.Items {
			if i.Scored {
				items = append(items, i.Figures)
			}
		}
		var pillars, subjects, pairs []benchmark.Figures
		for _, p := range a.Pillars {
			pillars = append(pillars, p.Figures)
		}
		for _, s := range a.Subjects {
			subjects = append(subjects, s.Figures)
		}
		for _, p := range a.Pairs {
			pairs = append(pairs, p.Figures)
		}
		for name, parts := range map[string][]benchmark.Figures{"items": items, "pillars": pillars, "companies": subjects, "pairs": pairs} {
			compared, equal := 0, 0
			for _, f := range parts {
				compared, equal = compared+f.Compared, equal+f.Equal
			}
			if compared != a.Total.Compared || equal != a.Total.Equal {
				t.Fatalf("the %s have %d of %d equal, the whole %d of %d", name, equal, compared, a.Total.Equal, a.Total.Compared)
			}
		}
		met := 0
		for _, c := range a.Confusions {
			met += c.Count
		}
		if met != a.Total.Compared {
			t.Fatalf("%d codes met in %d pairs", met, a.Total.Compared)
		}
		for _, f := range slices.Concat(items, pillars, subjects, pairs, []benchmark.Figures{a.Total}) {
			for _, v := range []*float64{f.Kappa, f.Linear, f.Quadratic, f.Nominal, f.Ordinal, f.Interval} {
				if v != nil && (math.IsNaN(*v) || *v > 1) {
					t.Fatalf("a figure is %v in %+v", *v, f)
				}
			}
		}
	})
}

// Whoever settles everything as one coder had it gets the answers of that coder wherever that coder looked, and those of
// the others elsewhere; whoever settles nothing is told of every disagreement and of nothing else.
func TestSettlingAsOneCoder(t *testing.T) {
	q, m := mini(t)
	rapid.Check(t, func(t *rapid.T) {
		coders := drawCoders(t, q, m)
		open := benchmark.Agree(coders).Disagreements
		if _, left := benchmark.Settle(coders, nil); len(left) != len(open) {
			t.Fatalf("%d disagreements are left of %d", len(left), len(open))
		}
		var settlements []benchmark.Settlement
		for _, d := range open {
			for _, a := range d.Answers {
				if a != nil {
					settlements = append(settlements, benchmark.Settlement{Slot: d.Slot, Answer: *a, Reason: "r", By: "z"})
					break
				}
			}
		}
		settled, left := benchmark.Settle(coders, settlements)
		if len(left) > 0 {
			t.Fatalf("%d are left", len(left))
		}
		at := map[benchmark.Slot]vigil.Answer{}
		bySubject := map[string]*scoring.Input{}
		final := benchmark.Coder{Name: "settled"}
		for _, x := range settled {
			at[x.Slot] = x.Answer
			if bySubject[x.Subject] == nil {
				bySubject[x.Subject] = &scoring.Input{Questionnaire: q, Methodology: m, Subject: vigil.Subject{Code: x.Subject, Sector: "ICT"}}
			}
			bySubject[x.Subject].Answers = append(bySubject[x.Subject].Answers, x.Answer)
		}
		for _, in := range bySubject {
			final.Inputs = append(final.Inputs, *in)
		}
		for _, in := range coders[0].Inputs {
			for _, a := range in.Answers {
				got := at[benchmark.Slot{Subject: in.Subject.Code, Question: a.Question}]
				if looked := a.State != vigil.NotAssessed; looked && (got.Value != a.Value || got.State != a.State) {
					t.Fatalf("%s of %s is %s %q and the coder had %s %q", a.Question, in.Subject.Code, got.State, got.Value, a.State, a.Value)
				}
			}
		}
		if again := benchmark.Agree([]benchmark.Coder{coders[0], final}); again.Total.Compared != again.Total.Equal {
			t.Fatalf("only %d of %d codes are the coder's", again.Total.Equal, again.Total.Compared)
		}
	})
}
