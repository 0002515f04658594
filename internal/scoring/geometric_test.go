package scoring

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// The digits are written out, so that another kind of machine that gives others fails here.
func TestLogarithmsAreTheSameOnEveryMachine(t *testing.T) {
	for x, want := range map[float64]float64{1: 0, 2: 0.6931471805599453, 10: 2.3025850929940455, 54.1176: 3.9911594564212742, 100: 4.605170185988091} {
		if got := Ln(x); got != want {
			t.Errorf("ln %v is %v, want %v", x, got, want)
		}
	}
	for y, want := range map[float64]float64{0: 1, 1: 2.7182818284590455, 4.605170185988092: 100.00000000000007, -3: 0.04978706836786394} {
		if got := Exp(y); got != want {
			t.Errorf("exp %v is %v, want %v", y, got, want)
		}
	}
}

func TestLogarithmsAreExact(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		x := rapid.Float64Range(1e-6, 100).Draw(rt, "x")
		if d := math.Abs(Ln(x) - math.Log(x)); d > 4e-15 {
			rt.Fatalf("ln %v is off by %v", x, d)
		}
		if d := math.Abs(Exp(Ln(x))/x - 1); d > 4e-15 {
			rt.Fatalf("exp of ln %v is off by %v of it", x, d)
		}
	})
}
