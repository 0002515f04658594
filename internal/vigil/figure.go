package vigil

import (
	"math"
	"strconv"
)

// Figure is a number with the form in which it is published. Value is unrounded; Published is rounded half
// up once, from Value, by the method's rounding. Both are on 0..100 unless said otherwise.
type Figure struct {
	Value     float64 `json:"value"`
	Published float64 `json:"published"`
	Decimals  int     `json:"-"`
}

// NewFigure makes a figure under a rounding rule.
func NewFigure(v float64, r RoundingRule) *Figure {
	return &Figure{Value: v, Published: r.Round(v), Decimals: r.Decimals}
}

// RoundingGuard lets a value that misses an exact half by binary error still round up (methodology 4.3).
const RoundingGuard = 1e-9

// Round rounds half up: floor((x + 1e-9) × 10^d + 0.5) / 10^d.
func (r RoundingRule) Round(x float64) float64 {
	scale := math.Pow(10, float64(r.Decimals))
	return math.Floor(float64((x+RoundingGuard)*scale)+0.5) / scale
}

// Format prints a number already rounded by the rule, with all its decimals.
func (r RoundingRule) Format(x float64) string { return strconv.FormatFloat(x, 'f', r.Decimals, 64) }

// String prints the published figure; "–" for nil.
func (f *Figure) String() string {
	if f == nil {
		return "–"
	}
	return strconv.FormatFloat(f.Published, 'f', f.Decimals, 64)
}
