package disclosure

// The attacker knows what was published and how a table adds up, and nothing of how it was suppressed: they read Count and
// Subtotal alone, write down every line of every export as an equation, and let a simplex method of their own find the least and
// the greatest value of each cell.

// unknown is a cell of an export by its place; row is the number of a group behind the rows.
type unknown struct{ layer, row, column int }

// system is what the attacker knows: equations over unknowns that are 1 or more.
type system struct {
	index map[unknown]int
	rows  [][]float64 // coefficients
	right []float64
}

func (s *system) variable(u unknown) int {
	if i, ok := s.index[u]; ok {
		return i
	}
	s.index[u] = len(s.index)
	return len(s.index) - 1
}

// line is a sum over cells: the parts, minus what they add up to.
type line struct {
	cells []unknown
	signs []float64
}

func (s *system) add(exports []*Published, l line) {
	coefficients := map[int]float64{}
	right := 0.0
	for i, u := range l.cells {
		if n, shown := see(exports[u.layer], u.row, u.column); shown {
			right -= l.signs[i] * float64(n)
		} else {
			coefficients[s.variable(u)] += l.signs[i]
		}
	}
	if len(coefficients) == 0 {
		return
	}
	row := []float64{}
	for v, c := range coefficients {
		for len(row) <= v {
			row = append(row, 0)
		}
		row[v] += c
		right -= c // shift by one: the unknowns are 1 or more
	}
	s.rows, s.right = append(s.rows, row), append(s.right, right)
}

func see(p *Published, row, column int) (int, bool) {
	if row >= len(p.Table.Rows) {
		return p.Subtotal(p.g.groups[row-len(p.Table.Rows)], column)
	}
	return p.Count(row, column)
}

// know writes down all lines of all exports, and which export is contained in which.
func know(exports []*Published, contained bool) *system {
	s := &system{index: map[unknown]int{}}
	for l, p := range exports {
		if p.Withheld {
			continue
		}
		for _, x := range linesOf(p, l) {
			s.add(exports, x)
		}
	}
	if contained && len(exports) == 2 && !exports[0].Withheld && !exports[1].Withheld {
		s.contain(exports)
	}
	return s
}

func linesOf(p *Published, l int) []line {
	t := p.Table
	columns := []int{Total}
	var list []line
	places := []int{Total}
	for i := range len(t.Rows) + len(p.g.groups) {
		places = append(places, i)
	}
	if len(t.Columns) > 0 {
		for j := range t.Columns {
			columns = append(columns, j)
		}
		for _, i := range places { // along each row, group and the whole
			x := line{[]unknown{{l, i, Total}}, []float64{-1}}
			for j := range t.Columns {
				x.cells, x.signs = append(x.cells, unknown{l, i, j}), append(x.signs, 1)
			}
			list = append(list, x)
		}
	}
	for _, j := range columns { // down each column
		x := line{[]unknown{{l, Total, j}}, []float64{-1}}
		for i := range t.Rows {
			x.cells, x.signs = append(x.cells, unknown{l, i, j}), append(x.signs, 1)
		}
		list = append(list, x)
		for k, group := range p.g.groups {
			x := line{[]unknown{{l, len(t.Rows) + k, j}}, []float64{-1}}
			for i := range t.Rows {
				if t.Groups[i] == group {
					x.cells, x.signs = append(x.cells, unknown{l, i, j}), append(x.signs, 1)
				}
			}
			list = append(list, x)
		}
	}
	return list
}

// contain adds that no cell of the smaller export is above that of the larger one, with a slack for each.
func (s *system) contain(exports []*Published) {
	low, high := 0, 1
	for _, u := range allPlaces(exports[0]) {
		if trueCount(exports[0], u) > trueCount(exports[1], u) {
			low, high = 1, 0
		}
	}
	for _, u := range allPlaces(exports[0]) {
		if trueCount(exports[low], u) > trueCount(exports[high], u) {
			return // neither contains the other
		}
	}
	for i, u := range allPlaces(exports[0]) {
		a, shownA := see(exports[low], u.row, u.column)
		b, shownB := see(exports[high], u.row, u.column)
		if shownA && shownB {
			continue
		}
		row := make([]float64, len(s.index)+3)
		right := 0.0
		put := func(layer int, sign float64) {
			v := s.variable(unknown{layer, u.row, u.column})
			for len(row) <= v {
				row = append(row, 0)
			}
			row[v] += sign
			right -= sign
		}
		if shownB {
			right -= float64(b)
		} else {
			put(high, 1)
		}
		if shownA {
			right += float64(a)
		} else {
			put(low, -1)
		}
		if shownB {
			// −x_low − slack = −b  ->  x_low + slack = b
			for k := range row {
				row[k] = -row[k]
			}
			right = -right
		}
		slack := s.variable(unknown{-1, i, 0})
		for len(row) <= slack {
			row = append(row, 0)
		}
		if shownB {
			row[slack] = 1
		} else {
			row[slack] = -1
		}
		s.rows, s.right = append(s.rows, row), append(s.right, right)
	}
}

func allPlaces(p *Published) []unknown {
	var list []unknown
	columns := []int{Total}
	for j := range p.Table.Columns {
		columns = append(columns, j)
	}
	for _, j := range columns {
		list = append(list, unknown{0, Total, j})
		for i := range len(p.Table.Rows) + len(p.g.groups) {
			list = append(list, unknown{0, i, j})
		}
	}
	return list
}

// trueCount adds up the table itself.
func trueCount(p *Published, u unknown) int {
	sum := 0
	for i, row := range p.Table.Counts {
		if u.row >= 0 && u.row < len(p.Table.Rows) && u.row != i || u.row >= len(p.Table.Rows) && p.Table.Groups[i] != p.g.groups[u.row-len(p.Table.Rows)] {
			continue
		}
		for j, n := range row {
			if u.column == Total || u.column == j || len(p.Table.Columns) == 0 {
				sum += n
			}
		}
	}
	return sum
}
