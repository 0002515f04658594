package disclosure

import (
	"fmt"
	"math/rand/v2"
)

// draw makes a table as tables about incidents are: many zeros, many small counts, a few large ones.
func draw(d *rand.Rand) Table {
	rows, columns := 2+d.IntN(5), d.IntN(6)
	if columns == 1 {
		columns = 0
	}
	t := Table{ID: "incidents"}
	for j := range columns {
		t.Columns = append(t.Columns, fmt.Sprintf("c%d", j))
	}
	for i := range rows {
		t.Rows = append(t.Rows, fmt.Sprintf("r%d", i))
		counts := make([]int, max(1, columns))
		for j := range counts {
			counts[j] = drawn(d)
		}
		t.Counts = append(t.Counts, counts)
	}
	if rows > 3 && d.IntN(3) == 0 {
		for i := range rows {
			t.Groups = append(t.Groups, fmt.Sprintf("g%d", i%2))
		}
	}
	return t
}

func drawn(d *rand.Rand) int {
	switch d.IntN(10) {
	case 0, 1, 2:
		return 0
	case 3, 4, 5, 6:
		return 1 + d.IntN(4)
	case 7, 8:
		return 5 + d.IntN(15)
	}
	return 20 + d.IntN(200)
}

// later is the same table at another time, or by another filter: more, less, or both.
func later(d *rand.Rand, t Table, way int) Table {
	u := t
	u.Counts = nil
	for _, row := range t.Counts {
		counts := make([]int, len(row))
		for j, n := range row {
			counts[j] = n
			if d.IntN(3) == 0 {
				continue
			}
			switch way {
			case 0:
				counts[j] += d.IntN(7)
			case 1:
				counts[j] -= d.IntN(n + 1)
			default:
				counts[j] = max(0, n+d.IntN(13)-6)
			}
		}
		u.Counts = append(u.Counts, counts)
	}
	return u
}
