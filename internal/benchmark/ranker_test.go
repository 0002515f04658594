package benchmark

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"vigil/internal/vigil"
)

// The first numbers of SplitMix64 under the seed 1234567, as its authors give them.
func TestDiceAreSplitMix64(t *testing.T) {
	for k, want := range []uint64{6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821} {
		if got := dice(1234567).number(uint64(k)); got != want {
			t.Errorf("number %d is %d, want %d", k, got, want)
		}
	}
	for k := range uint64(100_000) {
		if x := dice(7).roll(k); x < 0 || x >= 1 {
			t.Fatalf("roll %d is %v", k, x)
		}
	}
}

// Ranks by counting, by sorting and by comparing everybody with everybody are the same.
func TestRanksAreExact(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		decimals := rapid.IntRange(0, 5).Draw(rt, "decimals")
		on := rapid.SampledFrom([]string{"published", "value"}).Draw(rt, "on")
		m := &vigil.Methodology{Rounding: vigil.RoundingRule{Decimals: decimals}, Ranking: &vigil.RankingRule{On: on}}
		near := rapid.SampledFrom([]float64{0, 0.05, 39.9, 49.95, 99.95, 100})
		figure := rapid.OneOf(rapid.Float64Range(0, 100), near, rapid.Just(float64(none)),
			rapid.Map(near, func(x float64) float64 { return min(100, x+1e-10) }))
		figures := rapid.SliceOfN(figure, 1, 60).Draw(rt, "figures")
		r := newRanker(m)
		got := make([]int32, len(figures))
		r.ranks(slices.Clone(figures), r.scratch(len(figures)), got)
		for i, v := range figures {
			want := int32(0)
			if v != none {
				want = 1
				for _, w := range figures {
					if w != none && shown(m, w) > shown(m, v) {
						want++
					}
				}
			}
			if got[i] != want {
				rt.Fatalf("%v among %v has rank %d, want %d", v, figures, got[i], want)
			}
		}
	})
}

func shown(m *vigil.Methodology, v float64) float64 {
	if m.Ranking.On == "value" {
		return v
	}
	return m.Rounding.Round(v)
}

func TestPercentilesAreNearestRanks(t *testing.T) {
	thousand := make([]int, 1000)
	for i := range thousand {
		thousand[i] = i + 1
	}
	for _, c := range []struct{ of, per, want int }{
		{1000, 5, 50}, {1000, 50, 500}, {1000, 95, 950}, {8, 5, 1}, {8, 50, 4}, {8, 95, 8}, {5, 25, 2}, {5, 50, 3}, {5, 75, 4}, {1, 5, 1}, {1, 95, 1}, {101, 5, 6},
	} {
		if got := percentile(thousand[:c.of], c.per); got != c.want {
			t.Errorf("percentile %d of 1..%d is %d, want %d", c.per, c.of, got, c.want)
		}
		if want := int(math.Ceil(float64(c.per) * float64(c.of) / 100)); c.want != max(1, want) {
			t.Errorf("the case %v is wrong", c)
		}
	}
}

func TestGroupsAreChained(t *testing.T) {
	place := func(code string, low, high int) Place {
		p := Place{Low: low, High: high, Rank: low}
		p.Input.Subject.Code = code
		return p
	}
	outside := place("f", 9, 9)
	outside.Rank = 8 // shared with e, although the draws put it behind
	places := []Place{place("a", 1, 2), place("b", 1, 4), place("c", 4, 6), place("d", 7, 7), place("e", 8, 8), outside}
	groups := chain(places)
	var got [][]string
	for _, g := range groups {
		got = append(got, g.Companies)
	}
	want := [][]string{{"a", "b", "c"}, {"d"}, {"e", "f"}}
	if !slices.EqualFunc(got, want, slices.Equal) || places[2].Group != 1 || places[3].Group != 2 || groups[0].Low != 1 || groups[0].High != 6 {
		t.Errorf("groups are %v, want %v (a and c are chained by b); %+v", got, want, groups)
	}
}
