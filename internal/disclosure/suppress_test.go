package disclosure

import (
	"encoding/json"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// fits lists every table in whole numbers that agrees with all that an export shows, with no count above most. It is the
// attacker by brute force, on tables so small that this ends.
func fits(p *Published, most int) [][]int {
	g := p.g
	inner := len(p.Table.Rows) * max(1, len(p.Table.Columns))
	counts := make([][]int, len(p.Table.Rows))
	for i := range counts {
		counts[i] = make([]int, max(1, len(p.Table.Columns)))
	}
	var found [][]int
	var fill func(n int)
	fill = func(n int) {
		if n == inner {
			t := p.Table
			t.Counts = counts
			h := newGraph(t)
			for a := range g.value {
				if !p.hidden[a] && h.value[a] != g.value[a] || p.hidden[a] && h.value[a] < 1 {
					return
				}
			}
			found = append(found, append([]int(nil), h.value...))
			return
		}
		i, j := n/len(counts[0]), n%len(counts[0])
		a := g.cell(i, j)
		if len(p.Table.Columns) == 0 {
			a = g.cell(i, Total)
		}
		if !p.hidden[a] {
			counts[i][j] = g.value[a]
			fill(n + 1)
			return
		}
		for v := 1; v <= most; v++ {
			counts[i][j] = v
			fill(n + 1)
		}
	}
	fill(0)
	return found
}

// free counts the hidden cells that are no totals.
func free(p *Published) (n int) {
	for a, h := range p.hidden {
		if h && !p.g.margin[a] {
			n++
		}
	}
	return n
}

func largest(t Table) (n int) {
	for _, row := range t.Counts {
		n = max(n, slices.Max(row))
	}
	return n
}

// values are those of a cell, or of a difference, over all that fit.
func values(fitting [][]int, of func([]int) int) map[int]bool {
	m := map[int]bool{}
	for _, f := range fitting {
		m[of(f)] = true
	}
	return m
}

// Small tables, every one of their possible originals: what the flows say is what there is, and pairs of exports leave as many
// values of each secret as promised.
func TestBruteForceFindsNoMoreThanTheFlows(t *testing.T) {
	d := rand.New(rand.NewPCG(7, 7))
	single, pairs := 0, 0
	for range 300 {
		table := Table{ID: "t", Rows: []string{"a", "b"}}
		columns := []int{0, 2, 3}[d.IntN(3)]
		if columns == 0 {
			table.Rows = []string{"a", "b", "c"}
		}
		for j := range columns {
			table.Columns = append(table.Columns, fmt.Sprint(j))
		}
		for range table.Rows {
			row := make([]int, max(1, columns))
			for j := range row {
				row[j] = d.IntN(5)
			}
			table.Counts = append(table.Counts, row)
		}
		p, ps := Suppress(table, 3)
		if len(ps) > 0 {
			t.Fatal(ps)
		}
		if free(p) > 4 {
			continue // too many originals to list
		}
		most := largest(table) + 4
		all := fits(p, most)
		l := newLayers(table, 3, nil)
		copy(l.hidden[0], p.hidden)
		for a, v := range p.g.value {
			if !p.hidden[a] {
				continue
			}
			single++
			rise, fall := l.span([]int{0}, a, most)
			got := values(all, func(f []int) int { return f[a] })
			for n := v - fall; n <= v+min(rise, 3); n++ { // a rise may need more elsewhere than was tried
				if !got[n] {
					t.Fatalf("%v: the flows say that cell %d could be %d, and no table fits", table, a, n)
				}
			}
			for n := range got {
				if n < v-fall || n > v+rise && rise < most {
					t.Fatalf("%v: cell %d could be %d, and the flows say from %d to %d", table, a, n, v-fall, v+rise)
				}
			}
		}
		if columns == 3 {
			continue
		}
		u := later(d, table, d.IntN(2))
		q, ps := Suppress(u, 3, p)
		if len(ps) > 0 {
			t.Fatal(ps)
		}
		if q.Withheld || free(q) > 4 {
			continue
		}
		if others := fits(q, largest(u)+4); len(all)*len(others) < 400_000 {
			pairs += bruteForcePair(t, p, q, all, others)
		}
	}
	t.Logf("brute force: %d hidden cells of single tables, %d secrets of pairs", single, pairs)
	if single < 500 || pairs < 100 {
		t.Error("too little was tried")
	}
}

// bruteForcePair takes every two originals of which one contains the other, as the true ones do.
func bruteForcePair(t *testing.T, p, q *Published, first, second [][]int) (tried int) {
	t.Helper()
	within := func(a, b []int) bool {
		for i := range a {
			if a[i] > b[i] {
				return false
			}
		}
		return true
	}
	up, down := within(p.g.value, q.g.value), within(q.g.value, p.g.value)
	left := make([]map[int]bool, 3*len(p.g.value))
	for i := range left {
		left[i] = map[int]bool{}
	}
	for _, a := range first {
		for _, b := range second {
			if up && !within(a, b) || down && !within(b, a) {
				continue
			}
			for i := range a {
				left[3*i][a[i]], left[3*i+1][b[i]], left[3*i+2][b[i]-a[i]] = true, true, true
			}
		}
	}
	tiny := func(n int) bool { return n > 0 && n < p.Least }
	for i := range p.g.value {
		for k, n := range []int{p.g.value[i], q.g.value[i], q.g.value[i] - p.g.value[i]} {
			if !tiny(n) && (k < 2 || !tiny(-n)) {
				continue
			}
			tried++
			if len(left[3*i+k]) < p.Least {
				t.Errorf("%v then %v: cell %d (%d) could only be %v", p.Table.Counts, q.Table.Counts, i, k, left[3*i+k])
			}
		}
	}
	return tried
}

// No cell that is hidden for the sake of others could be shown: each, alone, would break the promise.
func TestNoMoreIsHiddenThanNeeded(t *testing.T) {
	d := rand.New(rand.NewPCG(9, 9))
	tried := 0
	for n := range 400 {
		table := draw(d)
		var earlier []*Published
		p := must(t, table)
		if n%2 == 1 {
			earlier = []*Published{p}
			p = must(t, later(d, table, n/2%3), p)
		}
		if p.Withheld {
			continue
		}
		l := newLayers(p.Table, p.Least, earlier)
		copy(l.hidden[l.last()], p.hidden)
		if s, found := l.unsafe(); found {
			t.Fatalf("%v is not safe: %+v", p.Table, s)
		}
		for a := range p.hidden {
			if !p.hidden[a] || p.small[a] {
				continue
			}
			tried++
			l.hidden[l.last()][a] = false
			if _, found := l.unsafe(); !found {
				t.Errorf("table %d: cell %d need not be hidden", n, a)
			}
			l.hidden[l.last()][a] = true
		}
	}
	t.Logf("%d cells hidden for the sake of others: each is needed", tried)
}

// How far from the fewest: on tables so small that every choice of cells can be tried.
func TestHowManyCellsMoreThanTheFewest(t *testing.T) {
	d := rand.New(rand.NewPCG(3, 3))
	ours, fewest, tables := 0, 0, 0
	for tables < 60 {
		table := Table{ID: "t", Rows: []string{"a", "b", "c"}, Columns: []string{"x", "y", "z"}}
		for range table.Rows {
			table.Counts = append(table.Counts, []int{drawn(d), drawn(d), drawn(d)})
		}
		p := must(t, table)
		small, others := p.Hidden()
		if others == 0 || others > 6 {
			continue
		}
		tables++
		l := newLayers(table, DefaultLeast, nil)
		var could []int
		for a, v := range l.g.value {
			l.hidden[0][a] = p.small[a]
			if v > 0 && !p.small[a] {
				could = append(could, a)
			}
		}
		best := others
		for set := range 1 << len(could) {
			n := bits.OnesCount(uint(set))
			if n >= best {
				continue
			}
			for i, a := range could {
				l.hidden[0][a] = set>>i&1 == 1
			}
			if _, found := l.unsafe(); !found {
				best = n
			}
		}
		ours, fewest = ours+small+others, fewest+small+best
	}
	t.Logf("%d tables of 3 by 3: %d cells hidden, %d at the fewest: %.1f per cent more", tables, ours, fewest, 100*float64(ours-fewest)/float64(fewest))
	if float64(ours) > 1.15*float64(fewest) {
		t.Error("far more is hidden than needed")
	}
}

func one(counts ...int) Table {
	t := Table{ID: "cases"}
	for i, n := range counts {
		t.Rows, t.Counts = append(t.Rows, fmt.Sprintf("r%d", i)), append(t.Counts, []int{n})
	}
	return t
}

// Cases that can be followed by hand. A dash is hidden; the last is the total.
func TestTablesInOneWay(t *testing.T) {
	for _, c := range []struct {
		what   string
		counts []int
		want   string
	}{
		{"nothing small", []int{10, 20, 30}, "10 20 30 60"},
		{"zeros are shown", []int{0, 20, 0}, "0 20 0 20"},
		{"one small count takes the next smallest with it", []int{3, 20, 30, 40}, "- - 30 40 93"},
		{"two that together are small take a third", []int{1, 2, 30, 40}, "- - - 40 73"},
		{"two that together leave five values each", []int{4, 3, 30}, "- - 30 37"},
		{"alone among zeros: the total goes too", []int{0, 3, 0}, "0 - 0 -"},
		{"all small: the total goes where it says too much", []int{1, 1, 1}, "- - - -"},
	} {
		p := must(t, one(c.counts...))
		var got []string
		for i := range c.counts {
			got = append(got, shownAs(p.Count(i, Total)))
		}
		got = append(got, shownAs(p.Count(Total, Total)))
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %v gives %s, want %s", c.what, c.counts, s, c.want)
		}
	}
}

func shownAs(n int, shown bool) string {
	if !shown {
		return "-"
	}
	return fmt.Sprint(n)
}

// The classical hole: two exports of which neither tells, and both together do.
func TestTwoExportsTogether(t *testing.T) {
	first := must(t, one(10, 20, 30))
	second := must(t, one(12, 20, 30), first)
	if _, shown := second.Count(0, Total); shown {
		t.Error("two new incidents can be read off as a difference")
	}
	if n, shown := second.Count(2, Total); shown && n != 30 {
		t.Error("a count was changed")
	}
	// a difference of five or more may be seen
	if p := must(t, one(16, 20, 30), first); func() bool { _, s := p.Count(0, Total); return !s }() {
		t.Error("a difference of six is hidden")
	}
	// the same again tells nothing new
	a, b := must(t, one(3, 20, 30)), (*Published)(nil)
	if b = must(t, one(3, 20, 30), a); b.Withheld || show([]*Published{a}) != show([]*Published{b}) {
		t.Errorf("the same export again differs:\n%s%s", show([]*Published{a}), show([]*Published{b}))
	}
	// a chain of exports, each held against all before
	exports := []*Published{must(t, one(8, 9, 30, 40))}
	for k := range 5 {
		exports = append(exports, must(t, one(8+2*(k+1), 9+k, 30+7*k, 40), exports...))
		if got := attack(t, exports, false); got.recovered > 0 {
			t.Errorf("after export %d: %+v", k+2, got)
		}
	}
}

func TestWhatIsWrongWithATableIsSaid(t *testing.T) {
	good := Table{ID: "t", Rows: []string{"a", "b"}, Columns: []string{"x", "y"}, Counts: [][]int{{1, 2}, {3, 4}}}
	for says, c := range map[string]struct {
		least  int
		change func(t *Table)
	}{
		"the least count is set to 2; set it to 3 or more": {2, func(*Table) {}},
		"the least count is set to -1":                     {-1, func(*Table) {}},
		"has 1 rows of counts for 2 rows":                  {5, func(t *Table) { t.Counts = t.Counts[:1] }},
		"row 2 has 1 counts; give 2":                       {5, func(t *Table) { t.Counts = [][]int{{1, 2}, {3}} }},
		"row 1 holds a count below 0":                      {5, func(t *Table) { t.Counts = [][]int{{-1, 2}, {3, 4}} }},
		"has 1 groups for 2 rows":                          {5, func(t *Table) { t.Groups = []string{"g"} }},
		"has 0 rows of counts for 0 rows":                  {5, func(t *Table) { t.Rows, t.Counts = nil, nil }},
	} {
		table := good
		c.change(&table)
		if _, ps := Suppress(table, c.least); !strings.Contains(ps.Error(), says) {
			t.Errorf("got %q, want %q", ps.Error(), says)
		}
	}
	other := good
	other.Rows = []string{"a", "c"}
	if _, ps := Suppress(other, 0, must(t, good)); !strings.Contains(ps.Error(), "an earlier export has other rows") {
		t.Errorf("got %v", ps)
	}
}

// Whoever is known to be in a row in which everybody has one property is known to have it, however many they are.
func TestRowsOfOneKindAreListed(t *testing.T) {
	table := Table{ID: "t", Rows: []string{"a", "b", "c"}, Columns: []string{"x", "y"}, Counts: [][]int{{12, 0}, {6, 6}, {0, 3}}}
	if got := table.Alike(5); len(got) != 1 || got[0] != "a" {
		t.Errorf("got %v", got)
	}
}

func TestALargeTableIsHiddenInPart(t *testing.T) {
	d := rand.New(rand.NewPCG(1, 1))
	table := Table{ID: "t"}
	for i := range 40 {
		table.Rows = append(table.Rows, fmt.Sprint("r", i))
		row := make([]int, 15)
		for j := range row {
			row[j] = drawn(d)
		}
		table.Counts = append(table.Counts, row)
		table.Groups = append(table.Groups, fmt.Sprint("g", i/8))
	}
	for j := range 15 {
		table.Columns = append(table.Columns, fmt.Sprint("c", j))
	}
	p := must(t, table)
	small, others := p.Hidden()
	if small == 0 || others == 0 || small+others == len(p.hidden) {
		t.Errorf("of %d cells %d are small and %d hidden for their sake", len(p.hidden), small, others)
	}
}

// In a public type a count stands as a cell, and a hidden one says nothing.
func TestACellSaysNoMoreThanItMay(t *testing.T) {
	p := must(t, one(3, 20, 30, 0))
	var got []string
	for i := range 4 {
		text, err := json.Marshal(map[string]Cell{"n": p.Cell(i, Total)})
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(text), p.Cell(i, Total).String(), fmt.Sprintf("%v", p.Cell(i, Total)))
	}
	want := []string{`{"n":null}`, "–", "–", `{"n":null}`, "–", "–", `{"n":30}`, "30", "30", `{"n":0}`, "0", "0"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if strings.Contains(fmt.Sprintf("%#v %+v", p.Cell(0, Total), p.Cell(0, Total)), "3") {
		t.Error("a hidden cell keeps its count")
	}
}
