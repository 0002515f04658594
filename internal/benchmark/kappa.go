package benchmark

import (
	"math"
	"slices"
)

// Weighting is how much a disagreement counts in Cohen's kappa.
type Weighting string

// The weightings (Cohen 1960, 1968). Plain: every disagreement counts the same. Linear and quadratic: by the distance of
// the two values, or by its square.
const (
	Plain     Weighting = "plain"
	Linear    Weighting = "linear"
	Quadratic Weighting = "quadratic"
)

// Kappa is Cohen's kappa of two coders: 1 less the disagreement observed over that expected if each had spread the same
// codes over the units by chance. The lists hold one value for each unit; units that either coder left Missing are
// passed over. ok is false where it is undefined: no unit was coded by both, or both gave one and the same value
// throughout.
func Kappa(a, b []float64, by Weighting) (kappa float64, ok bool) {
	var values []float64
	for i := range min(len(a), len(b)) {
		if !math.IsNaN(a[i]) && !math.IsNaN(b[i]) {
			values = append(values, a[i], b[i])
		}
	}
	n := float64(len(values) / 2)
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	sorted = slices.Compact(sorted)
	table, rows, columns := make([][]float64, len(sorted)), make([]float64, len(sorted)), make([]float64, len(sorted))
	for i := range table {
		table[i] = make([]float64, len(sorted))
	}
	for i := 0; i < len(values); i += 2 {
		x, _ := slices.BinarySearch(sorted, values[i])
		y, _ := slices.BinarySearch(sorted, values[i+1])
		table[x][y]++
		rows[x]++
		columns[y]++
	}
	var observed, expected float64
	for i, x := range sorted {
		for j, y := range sorted {
			w := weight(by, x, y)
			observed += float64(table[i][j] * w)
			expected += float64(rows[i] * columns[j] * w)
		}
	}
	if expected == 0 {
		return 0, false
	}
	return 1 - float64(n*observed)/expected, true
}

func weight(by Weighting, x, y float64) float64 {
	switch d := math.Abs(x - y); {
	case d == 0:
		return 0
	case by == Linear:
		return d
	case by == Quadratic:
		return d * d
	}
	return 1
}
