package disclosure

import "slices"

// graph is a table as a circulation: each cell is an arc, each line that adds up is a node at which as much comes in as goes
// out. So what an attacker can conclude is a question of flows, and its answer is exact in whole numbers.
//
// A cell of row i and column j leads from the line of its row to the column within its group; the column leads on from the
// group to the whole, and from the whole to the ground; totals of rows lead back the other way.
type graph struct {
	t          Table
	two        bool // has columns
	groups     []string
	tail, head []int
	value      []int
	margin     []bool
	nodes      int
	touching   [][]int // arcs of each node
}

func newGraph(t Table) *graph {
	g := &graph{t: t, two: len(t.Columns) > 0, nodes: 1} // node 0 is the ground
	for _, name := range t.Groups {
		if !slices.Contains(g.groups, name) {
			g.groups = append(g.groups, name)
		}
	}
	columns := max(1, len(t.Columns))
	rows := make([]int, len(t.Rows))
	if g.two {
		for i := range rows {
			rows[i] = g.node()
		}
	}
	whole := g.line(columns)
	within := [][]int{whole}
	if len(g.groups) > 0 {
		within = nil
		for range g.groups {
			within = append(within, g.line(columns))
		}
	}
	sums := make([][]int, len(within))
	for k := range sums {
		sums[k] = make([]int, columns+1)
	}
	for i, counts := range t.Counts {
		k := 0
		if len(g.groups) > 0 {
			k = slices.Index(g.groups, t.Groups[i])
		}
		for j, n := range counts {
			g.arc(rows[i], within[k][j], n, false)
			sums[k][j] += n
			sums[k][columns] += n
		}
		if g.two {
			sum := 0
			for _, n := range counts {
				sum += n
			}
			g.arc(within[k][columns], rows[i], sum, true)
		}
	}
	if len(g.groups) > 0 {
		for k := range g.groups {
			for j := range columns {
				g.arc(within[k][j], whole[j], sums[k][j], true)
			}
			if g.two {
				g.arc(whole[columns], within[k][columns], sums[k][columns], true)
			}
		}
	}
	for j := range columns + 1 {
		sum := 0
		for k := range sums {
			sum += sums[k][j]
		}
		switch {
		case j < columns:
			g.arc(whole[j], 0, sum, true)
		case g.two:
			g.arc(0, whole[j], sum, true)
		}
	}
	g.touching = make([][]int, g.nodes)
	for a := range g.tail {
		g.touching[g.tail[a]] = append(g.touching[g.tail[a]], a)
		g.touching[g.head[a]] = append(g.touching[g.head[a]], a)
	}
	return g
}

func (g *graph) node() int { g.nodes++; return g.nodes - 1 }

// line makes a node for each column, and one for the total of them where there are two ways.
func (g *graph) line(columns int) []int {
	list := make([]int, columns+1)
	for j := range list {
		if j < columns || g.two {
			list[j] = g.node()
		}
	}
	return list
}

func (g *graph) arc(tail, head, value int, margin bool) {
	g.tail, g.head = append(g.tail, tail), append(g.head, head)
	g.value, g.margin = append(g.value, value), append(g.margin, margin)
}

// perRow is how many arcs each row has.
func (g *graph) perRow() int {
	if g.two {
		return len(g.t.Columns) + 1
	}
	return 1
}

// cell is the arc of a row and column. Of a table in one way the column is Total.
func (g *graph) cell(row, column int) int {
	if row == Total {
		base := (len(g.t.Rows) + len(g.groups)) * g.perRow()
		if !g.two {
			return base
		}
		if column == Total {
			column = len(g.t.Columns)
		}
		return base + column
	}
	if !g.two {
		return row
	}
	if column == Total {
		column = len(g.t.Columns)
	}
	return row*g.perRow() + column
}

// subtotal is the arc of a group and column.
func (g *graph) subtotal(group string, column int) int {
	if !g.two {
		column = 0
	} else if column == Total {
		column = len(g.t.Columns)
	}
	return len(g.t.Rows)*g.perRow() + slices.Index(g.groups, group)*g.perRow() + column
}
