package benchmark_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"vigil/internal/benchmark"
	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// TestDrawsAreThoseOfTheMethod computes the intervals once more, as the method tells them and with nothing clever: one
// stream of numbers used from first to last, every item of every company drawn, the whole pillar added up, everybody
// compared with everybody.
func TestDrawsAreThoseOfTheMethod(t *testing.T) {
	const draws, seed = 150, 42
	for _, coders := range []int{0, 2, 3} {
		list := sector(t, "company-core", 10, coders)
		list[4].Input.Allegations = []vigil.Allegation{{ID: 1, Code: "x", Opened: "2026-03-31", Scale: 4, Scope: 2, Irremediability: 5, Credibility: "K3", Link: "contributed", Quarter: "2026-Q1"}}
		list[4].Card = scoring.Score(list[4].Input)
		r := run(t, list, benchmark.Options{Sector: "EXT", Seed: seed, Draws: draws})
		want := slowly(list, seed, draws)
		for _, p := range r.Places {
			w := want[p.Input.Subject.Code]
			if p.Low != w[0] || p.Median != w[1] || p.High != w[2] {
				t.Errorf("%d coders: %s lies at %d, %d, %d; by hand at %v", coders, p.Input.Subject.Code, p.Low, p.Median, p.High, w)
			}
		}
	}
}

func slowly(list []benchmark.Entry, seed uint64, draws int) map[string][3]int {
	stream := random(seed)
	q, m := list[0].Input.Questionnaire, list[0].Input.Methodology
	codes := make([][]*vigil.Scorecard, len(list)) // of each company, one for each coder
	for i, e := range list {
		for _, coding := range e.Codings {
			in := e.Input
			in.Answers = append(slices.Clone(e.Input.Answers[:len(q.Screening)]), coding...)
			codes[i] = append(codes[i], scoring.Score(in))
		}
	}
	ranks := make([][]int, len(list))
	for range draws {
		factors := make([]float64, len(q.Pillars))
		for i := range factors {
			factors[i] = 0.75 + 0.5*stream.float()
		}
		arithmetic := stream.float() < 0.5
		figures := make([]float64, len(list))
		for i, e := range list {
			var sum, all float64
			for p := range q.Pillars {
				var s, w float64
				for _, in := range q.Pillars[p].Indicators {
					u := stream.float()
					settled := e.Card.Node(in.ID, "")
					if settled.Item.S == nil {
						continue
					}
					x := *settled.Item.S
					var given []float64
					for _, c := range codes[i] {
						if n := c.Node(in.ID, ""); n.Item.Assessed {
							given = append(given, *n.Item.S)
						}
					}
					if len(given) > 1 && slices.Min(given) <= x && x <= slices.Max(given) {
						x = given[int(u*float64(len(given)))]
					}
					s, w = s+settled.Weight*x, w+settled.Weight
				}
				if w == 0 {
					continue
				}
				rule, _ := m.Pillar(q.Pillars[p].ID)
				weight := rule.Weight("EXT").Float() * factors[p]
				value := 100 * s / w
				if !arithmetic {
					value = math.Log(max(1, value))
				}
				sum, all = sum+weight*value, all+weight
			}
			x := sum / all
			if !arithmetic {
				x = math.Exp(x)
			}
			x = max(0, x-e.Card.Deduction.Points.Value)
			for _, c := range e.Card.Caps {
				x = min(x, *c.AtMost)
			}
			figures[i] = m.Rounding.Round(x)
		}
		for i := range list {
			rank := 1
			for j := range list {
				if figures[j] > figures[i] {
					rank++
				}
			}
			ranks[i] = append(ranks[i], rank)
		}
	}
	out := map[string][3]int{}
	for i, e := range list {
		slices.Sort(ranks[i])
		at := func(per float64) int { return ranks[i][int(math.Ceil(per*float64(draws)))-1] }
		out[e.Input.Subject.Code] = [3]int{at(0.05), at(0.5), at(0.95)}
	}
	return out
}

// Whoever is at least as good on every pillar, with no more deduction and no lower cap, is never behind: not in the
// published ranking, at no percentile, and without no pillar.
func TestWhoDominatesIsNeverBehind(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		q, m := form(t, "company-quick")
		var list []benchmark.Entry
		for i := range rapid.IntRange(8, 10).Draw(rt, "companies") {
			list = append(list, company(t, q, m, fmt.Sprintf("c%02d", i), rapid.Uint64().Draw(rt, "seed"), rapid.Float64Range(0, 1).Draw(rt, "good"), 0))
		}
		r := run(t, list, benchmark.Options{Sector: "EXT", Seed: rapid.Uint64().Draw(rt, "draws"), Draws: 200})
		for i := range r.Places {
			for j := range r.Places {
				a, b := &r.Places[i], &r.Places[j]
				if !dominates(a, b) {
					continue
				}
				if a.Rank > b.Rank || a.Low > b.Low || a.Median > b.Median || a.High > b.High {
					rt.Fatalf("%s is as good as %s everywhere and stands at %d (%d..%d), the other at %d (%d..%d)", a.Input.Subject.Code, b.Input.Subject.Code, a.Rank, a.Low, a.High, b.Rank, b.Low, b.High)
				}
				for _, x := range r.PillarTests {
					if x.Ranks[i] > x.Ranks[j] {
						rt.Fatalf("without %s %s falls behind %s", x.Left, a.Input.Subject.Code, b.Input.Subject.Code)
					}
				}
			}
		}
	})
}

func dominates(a, b *benchmark.Place) bool {
	limit := func(p *benchmark.Place) float64 {
		if len(p.Card.Caps) == 0 {
			return 100
		}
		return *p.Card.Caps[0].AtMost
	}
	if a.Card.Deduction.Points.Value > b.Card.Deduction.Points.Value || limit(a) < limit(b) {
		return false
	}
	for i := range a.Pillars {
		x, y := a.Pillars[i].Value, b.Pillars[i].Value
		if (x == nil) != (y == nil) || x != nil && x.Value < y.Value {
			return false
		}
	}
	return true
}

// What any set of companies must fulfil: intervals around their medians, ranks that add up, groups that do not touch.
func TestRankingsHangTogether(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		q, m := form(t, "company-quick")
		var list []benchmark.Entry
		n := rapid.IntRange(8, 10).Draw(rt, "companies")
		for i := range n {
			list = append(list, company(t, q, m, fmt.Sprintf("c%02d", i), rapid.Uint64().Draw(rt, "seed"), rapid.Float64Range(0, 1).Draw(rt, "good"), rapid.IntRange(0, 3).Draw(rt, "coders")))
		}
		r := run(t, list, benchmark.Options{Sector: "EXT", Seed: rapid.Uint64().Draw(rt, "draws"), Draws: 100})
		for i, p := range r.Places {
			ahead := 0
			for _, o := range r.Places {
				if o.Figure.Published > p.Figure.Published {
					ahead++
				}
			}
			if p.Rank != ahead+1 || p.Low < 1 || p.Low > p.Median || p.Median > p.High || p.High > n {
				rt.Fatalf("%+v", p)
			}
			if i > 0 && (r.Places[i-1].Rank > p.Rank || r.Places[i-1].Rank == p.Rank && r.Places[i-1].Input.Subject.Code > p.Input.Subject.Code) {
				rt.Fatal("the places are out of order")
			}
		}
		members := 0
		for i, g := range r.Groups {
			members += len(g.Companies)
			if g.Number != i+1 || i > 0 && g.Low <= r.Groups[i-1].High {
				rt.Fatalf("groups touch: %+v", r.Groups)
			}
		}
		if members != n {
			rt.Fatalf("%d of %d companies are in a group", members, n)
		}
		for _, pr := range r.Provisions {
			sum := 0
			for _, c := range pr.Counts {
				sum += c
			}
			if sum != pr.Companies || pr.Companies+pr.NotApplied != n {
				rt.Fatalf("provision %+v does not add up to %d", pr, n)
			}
		}
	})
}

// A step that is said to better the rank does so when the whole is scored again with it.
func TestStepsBetterTheRank(t *testing.T) {
	r := run(t, sector(t, "company-core", 20, 0), benchmark.Options{Sector: "EXT"})
	found := 0
	for _, p := range r.Places {
		s := p.Change.Step
		if s == nil {
			continue
		}
		found++
		after, ps := scoring.WhatIf(p.Input, []vigil.Closing{{Question: s.Question, Steps: 1}})
		if len(ps) > 0 {
			t.Fatal(ps)
		}
		if got := after.Sector.Final.Published; got != s.Figure.Published {
			t.Errorf("%s: after %s the figure is %v, said was %s", p.Input.Subject.Code, s.Question, got, s.Figure)
		}
		rank := 1
		for _, o := range r.Places {
			if o.Input.Subject.Code != p.Input.Subject.Code && o.Figure.Published > after.Sector.Final.Published {
				rank++
			}
		}
		if rank >= p.Rank || rank != s.Rank {
			t.Errorf("%s: after %s the rank is %d, said was %d, before it was %d", p.Input.Subject.Code, s.Question, rank, s.Rank, p.Rank)
		}
	}
	if found < 3 {
		t.Errorf("only %d steps were found", found)
	}
}
