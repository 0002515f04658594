package screening

import (
	"math/big"
	"strconv"
	"strings"
)

// sum adds decimals up exactly, in any order: 0.1 and 0.2 make 0.3. A number counts as the shortest decimal that reads
// back as itself, which is the number as somebody wrote it. The zero sum is 0.
type sum struct {
	digits big.Int // the sum is digits × 10^−scale
	scale  int
}

// decimal is digits × 10^exponent.
type decimal struct {
	digits   int64
	exponent int
}

// exactly reads a finite number as a decimal.
func exactly(v float64) decimal {
	var buffer [32]byte
	text := string(strconv.AppendFloat(buffer[:0], v, 'e', -1, 64))
	mantissa, power, _ := strings.Cut(text, "e")
	exponent, _ := strconv.Atoi(power)
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits, _ := strconv.ParseInt(whole+fraction, 10, 64) // at most 17 digits
	return decimal{digits, exponent - len(fraction)}
}

// add adds a number.
func (s *sum) add(v float64) { s.plus(exactly(v), decimal{1, 0}) }

// addProduct adds the product of two numbers.
func (s *sum) addProduct(a, b float64) { s.plus(exactly(a), exactly(b)) }

func (s *sum) plus(a, b decimal) {
	if a.digits == 0 || b.digits == 0 {
		return
	}
	exponent := a.exponent + b.exponent
	if -exponent > s.scale {
		s.digits.Mul(&s.digits, ten(-exponent-s.scale))
		s.scale = -exponent
	}
	var n, m big.Int
	n.SetInt64(a.digits)
	if b.digits != 1 {
		n.Mul(&n, m.SetInt64(b.digits))
	}
	s.digits.Add(&s.digits, n.Mul(&n, ten(exponent+s.scale)))
}

// rat is the sum as a fraction.
func (s *sum) rat() *big.Rat { return new(big.Rat).SetFrac(&s.digits, ten(s.scale)) }

// float is the number nearest to the sum.
func (s *sum) float() float64 {
	f, _ := s.rat().Float64()
	return f
}

// sign is -1, 0 or 1.
func (s *sum) sign() int { return s.digits.Sign() }

// over divides one sum by another, which must not be 0, and rounds once, to the nearest number.
func (s *sum) over(by *sum) float64 {
	f, _ := new(big.Rat).Quo(s.rat(), by.rat()).Float64()
	return f
}

var powers = func() []*big.Int {
	list := make([]*big.Int, 64)
	list[0] = big.NewInt(1)
	for i := 1; i < len(list); i++ {
		list[i] = new(big.Int).Mul(list[i-1], big.NewInt(10))
	}
	return list
}()

// ten is 10^n; callers only read it.
func ten(n int) *big.Int {
	if n < len(powers) {
		return powers[n]
	}
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
}

// addSum adds another sum.
func addSum(s, other *sum) {
	if other.scale > s.scale {
		s.digits.Mul(&s.digits, ten(other.scale-s.scale))
		s.scale = other.scale
	}
	var n big.Int
	s.digits.Add(&s.digits, n.Mul(&other.digits, ten(s.scale-other.scale)))
}

// addTimes adds the product of a sum and a number.
func addTimes(s, weight *sum, v float64) {
	d := exactly(v)
	product := sum{scale: weight.scale}
	product.digits.Mul(&weight.digits, big.NewInt(d.digits))
	if d.exponent > 0 {
		product.digits.Mul(&product.digits, ten(d.exponent))
	} else {
		product.scale -= d.exponent
	}
	addSum(s, &product)
}
