package report

import (
	"strings"

	"vigil/internal/vigil"
)

// matrixID begins the id of a table that counts things in two directions. Pages and documents draw a square for each
// thing beside the count.
const matrixID = "matrix"

func isMatrix(t vigil.Table) bool { return strings.HasPrefix(t.ID, matrixID) }

// matrix counts the gaps by priority and effort, so that a reader sees at once how much is urgent and how much is cheap.
// It is nil when the method knows no efforts.
func (g *gapReport) matrix() *vigil.Table {
	if g.m.Gaps == nil || len(g.m.Gaps.Effort) == 0 {
		return nil
	}
	t := &vigil.Table{ID: matrixID + "-gaps", Title: "Gaps by priority and effort", Note: "A square is a gap. Effort is that of the next step.",
		Columns: []vigil.Column{{ID: "priority", Title: "Priority", Kind: "priority", Width: 12}}}
	for _, e := range g.m.Gaps.Effort {
		t.Columns = append(t.Columns, vigil.Column{ID: "effort-" + e.ID, Title: join(", ", "Effort "+e.ID, g.effort(e.ID)), Kind: "number", Width: 22})
	}
	t.Columns = append(t.Columns, vigil.Column{ID: "all", Title: "All", Kind: "number", Width: 8})
	for _, p := range g.priorities() {
		row := []vigil.Cell{textCell(p.ID)}
		all := 0
		for _, e := range g.m.Gaps.Effort {
			n := 0
			for _, x := range g.list.Gaps {
				if x.Priority == p.ID && x.Effort == e.ID {
					n++
				}
			}
			all += n
			row = append(row, countCell(n))
		}
		if all > 0 {
			t.Rows = append(t.Rows, append(row, countCell(all)))
		}
	}
	return t
}

// squaresView is what is drawn beside a count: a square for each thing, at most ten in a line.
type squaresView struct {
	Priority, Spoken string
	Width, Height    int
	At               []squareAt
}

type squareAt struct{ X, Y int }

// squares is what to draw in a cell of a matrix; nil where there is nothing to count, and in the column of sums.
func squares(t vigil.Table, row []vigil.Cell, i int) *squaresView {
	n := squareCount(t, row, i)
	if n == 0 {
		return nil
	}
	const side, line = 12, 10
	v := &squaresView{Priority: strings.ToLower(row[0].Text), Spoken: row[0].Text + ", " + columnOf(t, i).Title + ": " + row[i].Text, Width: side * min(n, line), Height: side * ((n + line - 1) / line)}
	for k := range n {
		v.At = append(v.At, squareAt{side * (k % line), side * (k / line)})
	}
	return v
}

func squareCount(t vigil.Table, row []vigil.Cell, i int) int {
	if !isMatrix(t) || i == 0 || i >= len(row) || columnOf(t, i).ID == "all" || row[i].Number == nil {
		return 0
	}
	return max(0, min(int(*row[i].Number), 200)) // more would not be looked at
}
