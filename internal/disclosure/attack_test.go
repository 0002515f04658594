package disclosure

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// loot is what an attack brought.
type loot struct {
	secrets, recovered int // small counts and differences; those found exactly
	small              int // hidden counts that are known to be under the least
	narrowest          float64
}

// attack goes after every small count and every small difference.
func attack(t *testing.T, exports []*Published, contained bool) loot {
	t.Helper()
	s := know(exports, contained)
	x := s.start(t)
	out := loot{narrowest: math.Inf(1)}
	least := exports[0].Least
	tiny := func(n int) bool { return n > 0 && n < least }
	note := func(low, high float64, count bool) {
		out.secrets++
		out.narrowest = min(out.narrowest, high-low+1)
		if low >= high {
			out.recovered++
		}
		if count && high < float64(least) {
			out.small++
		}
	}
	span := func(layer int, u unknown) (map[int]float64, float64, bool) {
		if exports[layer].Withheld {
			return nil, 0, false
		}
		if n, shown := see(exports[layer], u.row, u.column); shown {
			return map[int]float64{}, float64(n), true
		}
		v, named := s.index[unknown{layer, u.row, u.column}]
		if !named {
			return nil, 0, false
		}
		return map[int]float64{v: 1}, 1, true
	}
	for layer, p := range exports {
		for _, u := range allPlaces(p) {
			if !tiny(trueCount(p, u)) {
				continue
			}
			w, shift, ok := span(layer, u)
			if !ok {
				out.secrets++
				continue
			}
			low, high := x.bounds(w, shift)
			note(low, high, true)
		}
	}
	if len(exports) < 2 {
		return out
	}
	for _, u := range allPlaces(exports[0]) {
		d := trueCount(exports[1], u) - trueCount(exports[0], u)
		if !tiny(d) && !tiny(-d) {
			continue
		}
		a, shiftA, okA := span(0, u)
		b, shiftB, okB := span(1, u)
		if !okA || !okB {
			out.secrets++
			continue
		}
		w := map[int]float64{}
		for v := range a {
			w[v]--
		}
		for v := range b {
			w[v]++
		}
		low, high := x.bounds(w, shiftB-shiftA)
		note(low, high, false)
	}
	return out
}

// A thousand seeded tables, single ones and pairs of exports at two times or by two filters, attacked with all that was published:
// nothing is found. The same tables with the small counts alone hidden show that the attack finds what there is to find.
func TestAnAttackOnAThousandTablesFindsNothing(t *testing.T) {
	d := rand.New(rand.NewPCG(4, 2012))
	var total, naive loot
	total.narrowest = math.Inf(1)
	withheld, hidden, others, cells := 0, 0, 0, 0
	for n := range 1000 {
		first := draw(d)
		p := must(t, first)
		exports := []*Published{p}
		if n%2 == 1 {
			exports = append(exports, must(t, later(d, first, n/2%3), p))
		}
		got := attack(t, exports, true)
		total.secrets += got.secrets
		total.recovered += got.recovered
		total.small += got.small
		total.narrowest = min(total.narrowest, got.narrowest)
		if got.recovered > 0 || got.small > 0 || got.narrowest < float64(DefaultLeast) {
			t.Errorf("table %d: %d recovered, %d known to be small, narrowest %v:\n%v\n%v", n, got.recovered, got.small, got.narrowest, first, show(exports))
		}
		bare := make([]*Published, len(exports))
		for i, e := range exports {
			b := *e
			b.Withheld, b.hidden = false, e.small
			if e.Withheld {
				b.hidden = make([]bool, len(e.small))
				for a, v := range b.g.value {
					b.hidden[a] = v > 0 && v < DefaultLeast
				}
			}
			bare[i] = &b
			s, o := e.Hidden()
			hidden, others, cells = hidden+s, others+o, cells+len(e.hidden)
			if e.Withheld {
				withheld++
			}
		}
		was := attack(t, bare, true)
		naive.secrets += was.secrets
		naive.recovered += was.recovered
	}
	t.Logf("1000 tables, %d secrets: recovered %d, known to be small %d, narrowest interval %v values", total.secrets, total.recovered, total.small, total.narrowest)
	t.Logf("with the small counts alone hidden the same attack recovers %d of %d", naive.recovered, naive.secrets)
	t.Logf("of %d cells %d are small and %d hidden for their sake; %d second exports withheld whole", cells, hidden, others, withheld)
	if naive.recovered < naive.secrets/20 {
		t.Error("the attack has no teeth")
	}
}

func must(t testing.TB, table Table, earlier ...*Published) *Published {
	t.Helper()
	p, ps := Suppress(table, 0, earlier...)
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	return p
}

// show writes exports as they were published.
func show(exports []*Published) string {
	out := ""
	for _, p := range exports {
		for _, u := range allPlaces(p) {
			n, shown := see(p, u.row, u.column)
			out += fmt.Sprintf("(%d,%d)=%d%v ", u.row, u.column, n, shown)
		}
		out += "\n"
	}
	return out
}
