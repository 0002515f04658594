package scoring

import "math"

// Ln is the natural logarithm of a number above 0, and Exp its inverse. They stand here because those of the standard
// library differ in the last digit between kinds of machine, and a score must not. Both are exact to some 1e-15.
func Ln(x float64) float64 {
	part, twos := math.Frexp(x)
	if part < math.Sqrt2/2 {
		part, twos = 2*part, twos-1
	}
	t := (part - 1) / (part + 1) // ln part = 2 (t + t³/3 + t⁵/5 + …)
	square, sum := float64(t*t), 0.0
	for k := 27; k > 0; k -= 2 {
		sum = float64(sum*square) + 1/float64(k)
	}
	return float64(float64(twos)*math.Ln2) + float64(2*float64(t*sum))
}

// Exp is e to the power of y; see Ln.
func Exp(y float64) float64 {
	twos := math.Floor(y/math.Ln2 + 0.5)
	rest, sum := y-float64(twos*math.Ln2), 1.0
	for k := 18; k > 0; k-- {
		sum = 1 + float64(sum*rest)/float64(k)
	}
	return math.Ldexp(sum, int(twos))
}
