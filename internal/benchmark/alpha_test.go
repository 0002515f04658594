package benchmark_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"vigil/internal/benchmark"
)

var none = benchmark.Missing

// byUnit turns a list for each coder into a list for each unit.
func byUnit(coders ...[]float64) [][]float64 {
	units := make([][]float64, len(coders[0]))
	for _, c := range coders {
		for i, v := range c {
			units[i] = append(units[i], v)
		}
	}
	return units
}

// The vectors of methodology 4.8.
var (
	coderA = []float64{0, 1, 2, 3, 3, 2, 1, 0, 2, 3, 1, 0}
	coderB = []float64{0, 1, 2, 3, 2, 2, 0, 0, 3, 3, 1, 1}
)

// The reliability data matrix that Krippendorff (2011) computes by hand: four coders, twelve units, seven values missing.
var textbook = byUnit(
	[]float64{1, 2, 3, 3, 2, 1, 4, 1, 2, none, none, none},
	[]float64{1, 2, 3, 3, 2, 2, 4, 1, 2, 5, none, 3},
	[]float64{none, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, none},
	[]float64{1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, none},
)

func TestAlphaGolden(t *testing.T) {
	withMissing := [2][]float64{slices.Clone(coderA), slices.Clone(coderB)}
	withMissing[1][3], withMissing[0][8] = none, none
	for _, c := range []struct {
		name                       string
		units                      [][]float64
		nominal, ordinal, interval float64
		within                     float64
	}{
		{"the vectors of the method", byUnit(coderA, coderB), 0.574074, 0.872222, 0.872222, 5e-7},
		{"with two values missing", byUnit(withMissing[0], withMissing[1]), 0.612245, 0.864725, 0.868966, 5e-7},
		{"the example of the textbook", textbook, 0.743, 0.815, 0.849, 5e-4},
		{"no better than chance", [][]float64{{0, 1}, {1, 0}}, -0.5, -0.5, -0.5, 1e-12},
		{"one unit that differs", [][]float64{{0, 3}}, 0, 0, 0, 1e-12},
		{"all alike", [][]float64{{0, 0}, {1, 1}, {2, 2}}, 1, 1, 1, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			for metric, want := range map[benchmark.Metric]float64{benchmark.Nominal: c.nominal, benchmark.Ordinal: c.ordinal, benchmark.Interval: c.interval} {
				if got, ok := benchmark.Alpha(c.units, metric); !ok || math.Abs(got-want) > c.within {
					t.Errorf("%s alpha is %.9f (%t), not %.6f", metric, got, ok, want)
				}
			}
		})
	}
}

func TestAlphaAndKappaAreUndefined(t *testing.T) {
	for name, units := range map[string][][]float64{
		"nothing coded":            {},
		"one coder":                {{1}, {2}, {3}},
		"nothing coded twice":      {{1, none}, {none, 2}, {none, none}},
		"one value throughout":     {{3, 3}, {3, 3}},
		"one value in what is two": {{3, 3}, {1, none}},
	} {
		for _, metric := range []benchmark.Metric{benchmark.Nominal, benchmark.Ordinal, benchmark.Interval} {
			if got, ok := benchmark.Alpha(units, metric); ok {
				t.Errorf("%s: %s alpha is %g; it is not defined", name, metric, got)
			}
		}
		var a, b []float64
		for _, u := range units {
			if len(u) > 1 {
				a, b = append(a, u[0]), append(b, u[1])
			}
		}
		for _, w := range []benchmark.Weighting{benchmark.Plain, benchmark.Linear, benchmark.Quadratic} {
			if got, ok := benchmark.Kappa(a, b, w); ok {
				t.Errorf("%s: %s kappa is %g; it is not defined", name, w, got)
			}
		}
	}
}

func TestKappaGolden(t *testing.T) {
	rareA, rareB := make([]float64, 100), make([]float64, 100)
	rareA[0], rareA[1], rareB[1], rareB[2] = 1, 1, 1, 1 // two flags each, one of them common: 98 of 100 alike
	for _, c := range []struct {
		name                     string
		a, b                     []float64
		plain, linear, quadratic float64
	}{
		{"the vectors of the method", coderA, coderB, 0.555556, 0.733333, 0.866667},
		{"a rare flag", rareA, rareB, 0.489796, 0.489796, 0.489796},
		{"a rare flag that nobody shares", []float64{1, 0, 0, 0, 0, 0, 0, 0, 0, 0}, []float64{0, 1, 0, 0, 0, 0, 0, 0, 0, 0}, -0.111111, -0.111111, -0.111111},
		{"each always says the same, and not what the other says", []float64{1, 1, 1}, []float64{0, 0, 0}, 0, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			for weighting, want := range map[benchmark.Weighting]float64{benchmark.Plain: c.plain, benchmark.Linear: c.linear, benchmark.Quadratic: c.quadratic} {
				if got, ok := benchmark.Kappa(c.a, c.b, weighting); !ok || math.Abs(got-want) > 5e-7 {
					t.Errorf("%s kappa is %.9f (%t), not %.6f", weighting, got, ok, want)
				}
			}
		})
	}
}

// drawn draws what some coders gave some units, with gaps.
func drawn(t *rapid.T, coders int) [][]float64 {
	value := rapid.SampledFrom([]float64{none, 0, 0.25, 0.5, 0.5, 1})
	return rapid.SliceOfN(rapid.SliceOfN(value, coders, coders), 1, 30).Draw(t, "units")
}

func TestAlphaProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		coders := rapid.IntRange(2, 5).Draw(t, "coders")
		units := drawn(t, coders)
		order := rapid.Permutation([]int{0, 1, 2, 3, 4}[:coders]).Draw(t, "order of the coders")
		swapped := make([][]float64, len(units))
		for i, u := range units {
			for _, c := range order {
				swapped[i] = append(swapped[i], u[c])
			}
		}
		shuffled := rapid.Permutation(swapped).Draw(t, "order of the units")
		renamed, stretched := mapped(units, func(v float64) float64 { return map[float64]float64{0: 7, 0.25: -3, 0.5: 100, 1: 0}[v] }),
			mapped(units, func(v float64) float64 { return v * v * v })
		scaled := mapped(units, func(v float64) float64 { return 4*v - 1 })
		for _, metric := range []benchmark.Metric{benchmark.Nominal, benchmark.Ordinal, benchmark.Interval} {
			want, ok := benchmark.Alpha(units, metric)
			same := func(what string, other [][]float64, within float64) {
				if got, defined := benchmark.Alpha(other, metric); defined != ok || math.Abs(got-want) > within {
					t.Fatalf("%s alpha is %v (%t) after %s and was %v (%t)", metric, got, defined, what, want, ok)
				}
			}
			same("another order of coders and units", shuffled, 0)
			same("moving and widening the scale", scaled, 1e-12)
			switch metric {
			case benchmark.Nominal:
				same("giving the codes other names", renamed, 1e-12)
			case benchmark.Ordinal:
				same("a change of values that keeps their order", stretched, 0)
			}
			if ok && want > 1 {
				t.Fatalf("%s alpha is %v", metric, want)
			}
			perfect := mapped(units, func(v float64) float64 { return v })
			for _, u := range perfect {
				for i := range u {
					u[i] = u[0]
				}
			}
			if got, defined := benchmark.Alpha(perfect, metric); defined && got != 1 {
				t.Fatalf("%s alpha of coders who always agree is %v", metric, got)
			}
		}
	})
}

func mapped(units [][]float64, by func(float64) float64) [][]float64 {
	out := make([][]float64, len(units))
	for i, u := range units {
		for _, v := range u {
			if !math.IsNaN(v) {
				v = by(v)
			}
			out[i] = append(out[i], v)
		}
	}
	return out
}

func TestKappaProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := drawn(t, 2)
		shuffled := rapid.Permutation(units).Draw(t, "order of the units")
		column := func(units [][]float64, c int) (out []float64) {
			for _, u := range units {
				out = append(out, u[c])
			}
			return out
		}
		for _, w := range []benchmark.Weighting{benchmark.Plain, benchmark.Linear, benchmark.Quadratic} {
			want, ok := benchmark.Kappa(column(units, 0), column(units, 1), w)
			if got, defined := benchmark.Kappa(column(shuffled, 1), column(shuffled, 0), w); got != want || defined != ok {
				t.Fatalf("%s kappa is %v in another order and was %v", w, got, want)
			}
			scaled := mapped(units, func(v float64) float64 { return 8*v - 3 })
			if got, _ := benchmark.Kappa(column(scaled, 0), column(scaled, 1), w); math.Abs(got-want) > 1e-12 {
				t.Fatalf("%s kappa is %v on a wider scale and was %v", w, got, want)
			}
			if got, defined := benchmark.Kappa(column(units, 0), column(units, 0), w); defined && got != 1 {
				t.Fatalf("%s kappa of somebody with themselves is %v", w, got)
			}
		}
	})
}

// Alpha and kappa are what their definitions say, written out pair by pair: the mean distance within units over the mean
// distance of any two codes that could have met.
func TestAlphaAndKappaByDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := drawn(t, rapid.IntRange(2, 4).Draw(t, "coders"))
		for _, metric := range []benchmark.Metric{benchmark.Nominal, benchmark.Ordinal, benchmark.Interval} {
			want, defined := alphaByPairs(units, metric)
			if got, ok := benchmark.Alpha(units, metric); ok != defined || math.Abs(got-want) > 1e-12 {
				t.Fatalf("%s alpha is %v (%t), and by definition %v (%t)", metric, got, ok, want, defined)
			}
		}
		for _, w := range []benchmark.Weighting{benchmark.Plain, benchmark.Linear, benchmark.Quadratic} {
			var a, b []float64
			for _, u := range units {
				a, b = append(a, u[0]), append(b, u[1])
			}
			want, defined := kappaByPairs(a, b, w)
			if got, ok := benchmark.Kappa(a, b, w); ok != defined || math.Abs(got-want) > 1e-12 {
				t.Fatalf("%s kappa is %v (%t), and by definition %v (%t)", w, got, ok, want, defined)
			}
		}
	})
}

func alphaByPairs(units [][]float64, metric benchmark.Metric) (float64, bool) {
	var all []float64
	var coded [][]float64
	for _, u := range units {
		if u = slices.DeleteFunc(slices.Clone(u), math.IsNaN); len(u) > 1 {
			coded, all = append(coded, u), append(all, u...)
		}
	}
	distance := func(x, y float64) float64 {
		switch {
		case x == y:
			return 0
		case metric == benchmark.Interval:
			return (x - y) * (x - y)
		case metric == benchmark.Ordinal:
			between := 0.0
			for _, v := range all {
				switch {
				case v == x || v == y:
					between += 0.5
				case v > min(x, y) && v < max(x, y):
					between++
				}
			}
			return between * between
		}
		return 1
	}
	mean := func(list []float64) (sum float64) {
		for i, x := range list {
			for j, y := range list {
				if i != j {
					sum += distance(x, y)
				}
			}
		}
		return sum / float64(len(list)-1)
	}
	observed := 0.0
	for _, u := range coded {
		observed += mean(u)
	}
	expected := mean(all)
	if !(expected > 0) {
		return 0, false
	}
	return 1 - observed/expected, true
}

func kappaByPairs(a, b []float64, w benchmark.Weighting) (float64, bool) {
	distance := func(x, y float64) float64 {
		switch d := math.Abs(x - y); {
		case d == 0 || w == benchmark.Linear:
			return d
		case w == benchmark.Quadratic:
			return d * d
		}
		return 1
	}
	var observed, expected, n float64
	for i := range a {
		for j := range b {
			if math.IsNaN(a[i]) || math.IsNaN(b[i]) || math.IsNaN(a[j]) || math.IsNaN(b[j]) {
				continue
			}
			expected += distance(a[i], b[j])
			if i == j {
				n++
				observed += distance(a[i], b[i])
			}
		}
	}
	if expected == 0 {
		return 0, false
	}
	return 1 - n*observed/expected, true
}
