package benchmark

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
)

// measure computes every figure over some units, each with one code for each coder.
func measure(units [][]code, coders int) Figures {
	nominal, ordered := numbered(units)
	f := counted(units)
	f.Nominal, f.Ordinal, f.Interval = alphaOf(nominal, Nominal), alphaOf(ordered, Ordinal), alphaOf(ordered, Interval)
	f.Kappa, f.Linear, f.Quadratic = meanKappa(nominal, coders, Plain), meanKappa(ordered, coders, Linear), meanKappa(ordered, coders, Quadratic)
	return f
}

// numbered turns codes into numbers: their names in order, and their s.
func numbered(units [][]code) (nominal, ordered [][]float64) {
	names := map[string]float64{"": Missing}
	for _, u := range units {
		for _, c := range u {
			if c.name != "" {
				names[c.name] = 0
			}
		}
	}
	for i, name := range slices.Sorted(maps.Keys(names)) {
		if name != "" {
			names[name] = float64(i)
		}
	}
	for _, u := range units {
		n, o := make([]float64, len(u)), make([]float64, len(u))
		for i, c := range u {
			n[i], o[i] = names[c.name], c.s
		}
		nominal, ordered = append(nominal, n), append(ordered, o)
	}
	return nominal, ordered
}

// counted holds how many units and pairs can be compared, and how many pairs are equal.
func counted(units [][]code) (f Figures) {
	for _, u := range units {
		before := f.Compared
		for i, x := range u {
			for _, y := range u[:i] {
				if x.name == "" || y.name == "" {
					continue
				}
				f.Compared++
				if x.name == y.name {
					f.Equal++
				}
			}
		}
		if f.Compared > before {
			f.Units++
		}
	}
	if f.Compared > 0 {
		percent := 100 * float64(f.Equal) / float64(f.Compared)
		f.Percent = &percent
	}
	return f
}

func alphaOf(units [][]float64, by Metric) *float64 {
	if v, ok := Alpha(units, by); ok {
		return &v
	}
	return nil
}

// meanKappa is that of two coders, or the mean over the pairs for which it is defined. The pairs are added in the order of
// their values, so that the sum does not hang on the order of the coders.
func meanKappa(units [][]float64, coders int, by Weighting) *float64 {
	column := func(coder int) []float64 {
		out := make([]float64, len(units))
		for i, u := range units {
			out[i] = u[coder]
		}
		return out
	}
	var all []float64
	for i := range coders {
		for j := range i {
			if v, ok := Kappa(column(j), column(i), by); ok {
				all = append(all, v)
			}
		}
	}
	if len(all) == 0 {
		return nil
	}
	slices.Sort(all)
	mean := 0.0
	for _, v := range all {
		mean += v
	}
	mean /= float64(len(all))
	return &mean
}

// confusions counts which codes met in a pair, on any scale.
func confusions(rows []*row) []Confusion {
	type met struct{ low, high string }
	counts := map[met]int{}
	for _, r := range rows {
		for i, x := range r.codes {
			for _, y := range r.codes[:i] {
				if x.name == "" || y.name == "" {
					continue
				}
				m := met{x.name, y.name}
				if compareCodes(m.low, m.high) > 0 {
					m.low, m.high = m.high, m.low
				}
				counts[m]++
			}
		}
	}
	var out []Confusion
	for _, m := range slices.SortedFunc(maps.Keys(counts), func(a, b met) int {
		return cmp.Or(compareCodes(a.low, b.low), compareCodes(a.high, b.high))
	}) {
		out = append(out, Confusion{m.low, m.high, counts[m]})
	}
	return out
}

// compareCodes orders codes: numbers by their value, then words.
func compareCodes(a, b string) int {
	x, e1 := strconv.ParseFloat(a, 64)
	y, e2 := strconv.ParseFloat(b, 64)
	switch {
	case e1 == nil && e2 == nil:
		return cmp.Or(cmp.Compare(x, y), cmp.Compare(a, b))
	case e1 == nil:
		return -1
	case e2 == nil:
		return 1
	}
	return cmp.Compare(a, b)
}
