package scoring_test

import (
	"encoding/json"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
	"vigil/internal/scoring"
	"vigil/internal/scoring/scoringtest"
	"vigil/internal/vigil"
)

// property runs a check on random assessments of the quick scan.
func property(t *testing.T, check func(*rapid.T, scoring.Input)) {
	t.Helper()
	q, m, err := instruments(t).Questionnaire("company-quick")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) { check(rt, scoringtest.Assessment(rt, q, m)) })
}

// someAnswered picks an answered item, screening aside; ok is false where there is none.
func someAnswered(t *rapid.T, in scoring.Input) (int, bool) {
	var at []int
	for i, a := range in.Answers {
		if a.State == vigil.Answered && in.Questionnaire.PillarOf(a.Question) != nil {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return 0, false
	}
	return rapid.SampledFrom(at).Draw(t, "which"), true
}

// with gives the input with one answer changed.
func with(in scoring.Input, i int, a vigil.Answer) scoring.Input {
	in.Answers = slices.Clone(in.Answers)
	in.Answers[i] = a
	return in
}

// noHigher fails when a figure that both cards have rose.
func noHigher(t *rapid.T, what string, before, after *vigil.Figure) {
	if before != nil && after != nil && after.Value > before.Value+1e-9 {
		t.Fatalf("%s rose from %v to %v", what, before.Value, after.Value)
	}
}

func bandRank(m *vigil.Methodology, id string) int {
	for i, b := range m.Bands {
		if b.ID == id {
			return i
		}
	}
	return len(m.Bands)
}

func TestRaisingALevelNeverLowersAScore(t *testing.T) {
	property(t, func(rt *rapid.T, in scoring.Input) {
		i, ok := someAnswered(rt, in)
		if !ok {
			return
		}
		list := scoringtest.Options(in.Methodology, in.Questionnaire.Question(in.Answers[i].Question))
		at := slices.Index(list, in.Answers[i].Value)
		if at+1 == len(list) || list[at+1] == "clear" && !in.Answers[i].Search.Complete() {
			return // there is no higher level, or the higher one would not be accepted without a search log
		}
		a := in.Answers[i]
		a.Value = list[at+1]
		before, after := scoring.Score(in), scoring.Score(with(in, i, a))
		for _, f := range [][2]*vigil.Figure{{before.Raw, after.Raw}, {before.Net, after.Net}, {before.Final, after.Final}, {before.High, after.High}} {
			if f[0] != nil && f[1] != nil && f[1].Value < f[0].Value-1e-9 {
				rt.Fatalf("raising %s from %s to %s lowered %v to %v", a.Question, list[at], a.Value, f[0].Value, f[1].Value)
			}
		}
	})
}

func TestAnAllegationOrCapNeverRaisesAScore(t *testing.T) {
	property(t, func(rt *rapid.T, in scoring.Input) {
		before := scoring.Score(in)
		more := in
		more.Allegations = append(slices.Clone(in.Allegations), scoringtest.Allegation(rt, 50))
		withCase := scoring.Score(more)
		noHigher(rt, "final by an allegation", before.Final, withCase.Final)
		noHigher(rt, "high by an allegation", before.High, withCase.High)
		more = in
		more.Caps = append(slices.Clone(in.Caps), scoringtest.Cap(rt, in.Methodology))
		withCap := scoring.Score(more)
		noHigher(rt, "final by a cap", before.Final, withCap.Final)
		if before.Final == nil && withCap.Final != nil {
			rt.Fatal("a cap brought back a rating")
		}
	})
}

// Leaving an item blank, refusing it or calling it not applicable gains nothing. One reading is fixed by the
// method (4.6): a blank FLAG fires no cap of its own in mode SELF, where an assessment with blanks cannot be
// submitted; so the final and the band are compared where no cap by admission fell away.
func TestSilenceNeverRaisesAScore(t *testing.T) {
	property(t, func(rt *rapid.T, in scoring.Input) {
		i, ok := someAnswered(rt, in)
		if !ok {
			return
		}
		a := vigil.Answer{Question: in.Answers[i].Question, Search: in.Answers[i].Search}
		a.State = rapid.SampledFrom([]vigil.State{vigil.NotAssessed, vigil.Refused, vigil.NotApplicable}).Draw(rt, "silence")
		before, after := scoring.Score(in), scoring.Score(with(in, i, a))
		if it := before.Node(a.Question, "").Item; !it.Assessed && !it.LeftOut {
			return // "clear" without a search log was no answer; a refusal then tells more than was known
		}
		noHigher(rt, "raw", before.Raw, after.Raw)
		noHigher(rt, "net", before.Net, after.Net)
		if len(after.Caps) < len(before.Caps) {
			return
		}
		noHigher(rt, "final", before.Final, after.Final)
		if before.Rated && bandRank(in.Methodology, after.Band) < bandRank(in.Methodology, before.Band) {
			rt.Fatalf("silence on %s lifted the band from %s to %s", a.Question, before.Band, after.Band)
		}
		if before.Provisional && !after.Provisional {
			rt.Fatal("silence brought an assessment into the ranking")
		}
	})
}

func TestANotApplicableItemNeverChangesTheRest(t *testing.T) {
	property(t, func(rt *rapid.T, in scoring.Input) {
		in.Answers = append(slices.DeleteFunc(slices.Clone(in.Answers), func(a vigil.Answer) bool { return a.Question == "SCR.2" }),
			vigil.Answer{Question: "SCR.2", State: vigil.Answered, Value: "no", Grade: vigil.E2, ApprovedBy: "reviewer"})
		without := in
		without.Answers = slices.DeleteFunc(slices.Clone(in.Answers), func(a vigil.Answer) bool {
			p := in.Questionnaire.PillarOf(a.Question)
			return p != nil && p.ID == "P3"
		})
		a, b := scoring.Score(in), scoring.Score(without)
		a.Digests, b.Digests = vigil.Digests{}, vigil.Digests{}
		if x, y := marshal(rt, a), marshal(rt, b); x != y {
			rt.Fatalf("answers to items that do not apply changed the score:\n%s\n%s", x, y)
		}
	})
}

func TestOrderIsIrrelevantAndBytesAreEqual(t *testing.T) {
	property(t, func(rt *rapid.T, in scoring.Input) {
		in.Answers = append(slices.Clone(in.Answers), // and what belongs nowhere, or is said twice
			vigil.Answer{Question: "gone.2", State: vigil.Refused}, vigil.Answer{Question: "gone.1", State: vigil.Refused},
			vigil.Answer{Question: "BE.a.2", State: vigil.Answered, Value: "3", Grade: vigil.E2}, vigil.Answer{Question: "BE.a.2", State: vigil.Refused})
		shuffled := in
		shuffled.Answers = rapid.Permutation(in.Answers).Draw(rt, "order")
		first := marshal(rt, scoring.Score(in))
		if again := marshal(rt, scoring.Score(in)); again != first {
			rt.Fatal("scoring twice gave different bytes")
		}
		if other := marshal(rt, scoring.Score(shuffled)); other != first {
			rt.Fatal("the order of answers changed the bytes")
		}
	})
}

func TestFiguresStayInRange(t *testing.T) {
	property(t, func(rt *rapid.T, in scoring.Input) {
		c := scoring.Score(in)
		for _, f := range []*vigil.Figure{c.Raw, c.Net, c.Final, c.High, c.RawHigh, c.Coverage, c.Geometric, c.AssessedRaw, c.Confidence.Figure, c.Deduction.Points} {
			if f != nil && (math.IsNaN(f.Value) || f.Value < 0 || f.Value > 100+1e-9) {
				rt.Fatalf("a figure of %v", f.Value)
			}
		}
		if c.Final != nil && c.High.Value < c.Final.Value-1e-9 {
			rt.Fatalf("final %v is above high %v", c.Final.Value, c.High.Value)
		}
		for _, n := range c.Nodes {
			if n.Value != nil && (*n.Value < 0 || *n.Value > 100+1e-9 || *n.Value > *n.High+1e-9) {
				rt.Fatalf("%s: value %v, high %v", n.Node, *n.Value, *n.High)
			}
			if it := n.Item; it != nil && it.S != nil {
				if it.Ceiling != nil && *it.S > *it.Ceiling {
					rt.Fatalf("%s scores %v above its ceiling %v", n.Node, *it.S, *it.Ceiling)
				}
				if it.State == vigil.NotAssessed && (it.Assessed || *it.High != 1) {
					rt.Fatalf("%s was not answered and is scored like the lowest level", n.Node)
				}
			}
		}
	})
}

func TestGapsAddUpToWhatIsMissing(t *testing.T) {
	property(t, func(rt *rapid.T, in scoring.Input) {
		card := scoring.Score(in)
		if card.Raw == nil {
			return
		}
		sum := card.Raw.Value
		list := scoring.Gaps(in, "2026-07-01")
		for _, g := range list.Gaps {
			sum += g.Closure
			if g.Next.Points < 0 || g.Next.Points > g.Closure+1e-9 {
				rt.Fatalf("%s: a step of %v points in a gap of %v", g.Question, g.Next.Points, g.Closure)
			}
		}
		for _, o := range list.Open {
			sum += o.Points
		}
		if math.Abs(sum-100) > 1e-6 {
			rt.Fatalf("raw, gaps and open items add up to %v", sum)
		}
	})
}

func marshal(t *rapid.T, c *vigil.Scorecard) string {
	data, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// The parts of the confidence make its figure again, by hand.
func TestPartsOfTheConfidenceMakeItsFigure(t *testing.T) {
	property(t, func(t *rapid.T, in scoring.Input) {
		c, rule := scoring.Score(in).Confidence, in.Methodology.Confidence
		var worth, weights, recent, dated float64
		for _, p := range scoring.ConfidenceParts(in) {
			worth, weights = worth+p.Weight*p.Worth, weights+p.Weight
			if p.Dated {
				dated++
			}
			if p.Recent {
				recent++
			}
		}
		mean, recency := worth/max(weights, 1e-9), recent/max(dated, 1e-9)
		figure := 100 * (rule.Coverage*c.Coverage + rule.Evidence*mean/4 + rule.Agreement*c.Agreement + rule.Recency*recency)
		if math.Abs(mean-c.MeanGrade) > 1e-9 || math.Abs(recency-c.Recency) > 1e-9 || math.Abs(figure-c.Figure.Value) > 1e-6 {
			t.Fatalf("mean grade %v, recency %v and figure %v of the parts, %+v on the card", mean, recency, figure, c)
		}
	})
}
