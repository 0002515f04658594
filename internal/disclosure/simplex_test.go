package disclosure

import (
	"math"
	"testing"
)

// simplex is a tableau in a basic feasible form.
type simplex struct {
	a     [][]float64 // last column: right side
	basis []int
	n     int
}

const eps = 1e-7

// start finds a basic feasible solution; the true table is one, so there is one.
func (s *system) start(t *testing.T) *simplex {
	t.Helper()
	n, m := len(s.index), len(s.rows)
	x := &simplex{n: n}
	for i, r := range s.rows {
		row := make([]float64, n+m+1)
		sign := 1.0
		if s.right[i] < 0 {
			sign = -1
		}
		for j, c := range r {
			row[j] = sign * c
		}
		row[n+i], row[n+m] = 1, sign*s.right[i]
		x.a, x.basis = append(x.a, row), append(x.basis, n+i)
	}
	c := make([]float64, n+m)
	for i := range m {
		c[n+i] = 1
	}
	if v, bounded := x.minimise(c, n+m); !bounded || v > 1e-6 {
		t.Fatalf("what was published does not add up (%v)", v)
	}
	for i := 0; i < len(x.a); i++ { // take the helpers out of the basis, and lines that say nothing new
		if x.basis[i] < n {
			continue
		}
		at := -1
		for j := range n {
			if math.Abs(x.a[i][j]) > eps {
				at = j
				break
			}
		}
		if at >= 0 {
			x.pivot(i, at)
			continue
		}
		x.a, x.basis = append(x.a[:i], x.a[i+1:]...), append(x.basis[:i], x.basis[i+1:]...)
		i--
	}
	for i := range x.a {
		x.a[i] = append(x.a[i][:n:n], x.a[i][n+m])
	}
	return x
}

func (x *simplex) pivot(row, column int) {
	p := x.a[row][column]
	for j := range x.a[row] {
		x.a[row][j] /= p
	}
	for i := range x.a {
		if f := x.a[i][column]; i != row && f != 0 {
			for j := range x.a[i] {
				x.a[i][j] -= f * x.a[row][j]
			}
		}
	}
	x.basis[row] = column
}

// minimise goes on until no step lowers the cost (Bland's rule); false: without end.
func (x *simplex) minimise(c []float64, n int) (float64, bool) {
	last := func(i int) float64 { return x.a[i][len(x.a[i])-1] }
	for range 20000 {
		enter := -1
		for j := range n {
			cost := c[j]
			for i := range x.a {
				cost -= c[x.basis[i]] * x.a[i][j]
			}
			if cost < -eps {
				enter = j
				break
			}
		}
		if enter < 0 {
			v := 0.0
			for i := range x.a {
				v += c[x.basis[i]] * last(i)
			}
			return v, true
		}
		leave := -1
		for i := range x.a {
			if x.a[i][enter] <= eps {
				continue
			}
			if leave < 0 || last(i)/x.a[i][enter] < last(leave)/x.a[leave][enter]-eps ||
				math.Abs(last(i)/x.a[i][enter]-last(leave)/x.a[leave][enter]) <= eps && x.basis[i] < x.basis[leave] {
				leave = i
			}
		}
		if leave < 0 {
			return math.Inf(-1), false
		}
		x.pivot(leave, enter)
	}
	return math.NaN(), true
}

// bounds gives the least and greatest value of a weighted sum of unknowns, in whole numbers.
func (x *simplex) bounds(weights map[int]float64, shift float64) (least, greatest float64) {
	c := make([]float64, x.n)
	for v, w := range weights {
		c[v] = w
	}
	low, ok := x.minimise(c, x.n)
	least = math.Inf(-1)
	if ok {
		least = math.Ceil(low + shift - 1e-5)
	}
	for i := range c {
		c[i] = -c[i]
	}
	high, ok := x.minimise(c, x.n)
	greatest = math.Inf(1)
	if ok {
		greatest = math.Floor(-high + shift + 1e-5)
	}
	return least, greatest
}
