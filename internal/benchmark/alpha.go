package benchmark

import (
	"math"
	"slices"
)

// Metric is how far apart two codes count in Krippendorff's alpha.
type Metric string

// The metrics. Nominal: any two different codes are equally far apart. Ordinal: the codes are an order, and the distance
// is how many codings lie between them. Interval: the distance is the difference of the values, squared.
const (
	Nominal  Metric = "nominal"
	Ordinal  Metric = "ordinal"
	Interval Metric = "interval"
)

// Missing is the value of a unit that a coder did not code.
var Missing = math.NaN()

// Alpha is Krippendorff's alpha: 1 less the disagreement observed over that expected by chance (Krippendorff 2004,
// 2011). Each unit has one value for each coder, Missing where there is none; units with fewer than two values are
// passed over. Every coder is the equal of every other, so that neither the order of the coders nor that of the units
// matters. ok is false where it is undefined: nothing was coded twice, or all that was has one and the same value.
func Alpha(units [][]float64, by Metric) (alpha float64, ok bool) {
	c := coincidences(units)
	distance := c.distance(by)
	var observed, expected float64
	for i := range c.values {
		for j := range c.values[:i] {
			d := distance(j, i)
			observed += float64(c.pairs[i][j] * d)
			expected += float64(c.totals[i] * c.totals[j] * d)
		}
	}
	if expected == 0 {
		return 0, false
	}
	return 1 - float64((c.total-1)*observed)/expected, true
}

// coincidence counts how often two values stand beside one another in a unit.
type coincidence struct {
	values []float64   // in order
	pairs  [][]float64 // symmetric; each unit counts as many times as it has values
	totals []float64   // by value
	total  float64
}

func coincidences(units [][]float64) coincidence {
	var c coincidence
	var coded [][]float64
	for _, u := range units {
		u = slices.DeleteFunc(slices.Clone(u), math.IsNaN)
		if len(u) >= 2 {
			coded, c.values = append(coded, u), append(c.values, u...)
		}
	}
	slices.Sort(c.values)
	c.values = slices.Compact(c.values)
	c.pairs, c.totals = make([][]float64, len(c.values)), make([]float64, len(c.values))
	for i := range c.pairs {
		c.pairs[i] = make([]float64, len(c.values))
	}
	c.count(coded)
	for i, row := range c.pairs {
		for _, n := range row {
			c.totals[i] += n
		}
		c.total += c.totals[i]
	}
	return c
}

// count fills the pairs. Units with as many values are counted together in whole numbers and divided once, so that the
// sums do not hang on the order of the units.
func (c *coincidence) count(units [][]float64) {
	bySize := map[int][][]int{}
	largest := 0
	for _, u := range units {
		counts := bySize[len(u)]
		if counts == nil {
			counts = make([][]int, len(c.values))
			for i := range counts {
				counts[i] = make([]int, len(c.values))
			}
			bySize[len(u)], largest = counts, max(largest, len(u))
		}
		at := make([]int, len(u))
		for i, v := range u {
			at[i], _ = slices.BinarySearch(c.values, v)
		}
		for i, x := range at {
			for j, y := range at {
				if i != j {
					counts[x][y]++
				}
			}
		}
	}
	for size := 2; size <= largest; size++ {
		for i, row := range bySize[size] {
			for j, n := range row {
				c.pairs[i][j] += float64(n) / float64(size-1)
			}
		}
	}
}

// distance gives the squared distance of two values, by their places among the values, the lower first.
func (c coincidence) distance(by Metric) func(low, high int) float64 {
	switch by {
	case Ordinal:
		upTo := make([]float64, len(c.values)+1)
		for i, n := range c.totals {
			upTo[i+1] = upTo[i] + n
		}
		return func(low, high int) float64 {
			d := upTo[high+1] - upTo[low] - (c.totals[low]+c.totals[high])/2
			return d * d
		}
	case Interval:
		return func(low, high int) float64 {
			d := c.values[high] - c.values[low]
			return d * d
		}
	}
	return func(int, int) float64 { return 1 }
}
