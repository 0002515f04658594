// Package disclosure hides small counts in tables about people and incidents before they are published, so that nobody can
// be found by them. Tables about companies need none of it.
//
// The method is cell suppression of statistical disclosure control (Hundepool and others, Statistical Disclosure Control,
// Wiley 2012, chapter 4), against the attacker of Fischetti and Salazar (on cell suppression in tabular data with linear
// constraints, Journal of the American Statistical Association 95, 2000): they know every published figure and total, that counts are whole numbers, and
// the rule itself; here they also know that a zero is always shown, so that no hidden count is zero, and that of two exports
// one is contained in the other wherever it is.
//
// What a caller may rely on, with k the least count that may be shown:
//   - No count from 1 to k-1 is shown: not in a cell, not in a total, not as the difference between two exports of the table.
//   - For each hidden count from 1 to k-1 at least k values remain possible, of which one is k or more; for each hidden
//     difference from 1 to k-1 at least k values remain possible. This is proven case by case, by another table that fits all
//     that is published and could have been the true one.
//   - No less would do: of the cells that are hidden for the sake of others, none can be shown again alone without breaking
//     the promise above. The fewest cells would be a harder problem (NP-hard); how far from it we are is measured in the tests.
//   - Zeros are shown. "Nothing is known" of a row is no zero: leave such a row out.
//
// What it does not do: it does not know what else somebody knows, such as their own case. It does not hide that all of a group
// share one property; Alike lists such groups, so that the caller merges rows or says nothing about them.
package disclosure

import (
	"strconv"

	"vigil/internal/vigil"
)

// DefaultLeast and LowestLeast are the least count that is shown where nothing is said, and the lowest that may be set.
const (
	DefaultLeast = 5
	LowestLeast  = 3
)

// Total stands for the sum over all rows or all columns.
const Total = -1

// Table is counts of people or incidents, in one or two ways, with all its totals. The same table at another time or by
// another filter has the same ID, rows, columns and groups; a row in which there was nothing counts 0.
type Table struct {
	ID      string
	Rows    []string
	Columns []string // none: a table in one way
	Groups  []string // of each row, where a subtotal of every group is published too; none: no subtotals
	Counts  [][]int  // by row, then by column
}

// Published is a table as it may be shown. It keeps the true counts too, since the next export must be held against them: it is
// no public type.
type Published struct {
	Table    Table
	Least    int
	Withheld bool   // nothing of it may be shown beside what was published before
	hidden   []bool // by arc
	small    []bool // of them: too small themselves, or by their difference from an earlier export
	g        *graph
}

// Count gives the count of a row and column (Total: all of them); shown is false where it is hidden. Of a table in one way the
// column is Total.
func (p *Published) Count(row, column int) (n int, shown bool) {
	return p.at(p.g.cell(row, column))
}

// Subtotal gives the count of a group of rows in a column.
func (p *Published) Subtotal(group string, column int) (n int, shown bool) {
	return p.at(p.g.subtotal(group, column))
}

// Cell is a count of people or incidents that went through this package: nobody else can make one that is not hidden. It is the
// only type on which a public field may hold such a count.
type Cell struct {
	count int
	shown bool
}

// Cell gives the count of a row and column as it may stand in a public type.
func (p *Published) Cell(row, column int) Cell {
	n, shown := p.Count(row, column)
	return Cell{n, shown}
}

// String writes the count, or a dash where it is hidden.
func (c Cell) String() string {
	if !c.shown {
		return "–"
	}
	return strconv.Itoa(c.count)
}

// MarshalText writes the cell as String does.
func (c Cell) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// MarshalJSON writes the count as a number, or null where it is hidden.
func (c Cell) MarshalJSON() ([]byte, error) {
	if !c.shown {
		return []byte("null"), nil
	}
	return []byte(strconv.Itoa(c.count)), nil
}

func (p *Published) at(arc int) (int, bool) {
	if p.Withheld || p.hidden[arc] {
		return 0, false
	}
	return p.g.value[arc], true
}

// Hidden counts the cells that are hidden because they are small themselves, and those that are hidden so that these cannot be
// found. Totals are cells too.
func (p *Published) Hidden() (small, others int) {
	for i := range p.hidden {
		switch {
		case p.small[i]:
			small++
		case p.hidden[i]:
			others++
		}
	}
	return small, others
}

// Alike lists the rows with at least so many counted that all fall into one column: whoever is known to be in the row is known
// to be in that column, however large the count. Merge such rows or columns before publishing a table about people.
func (t Table) Alike(least int) []string {
	var list []string
	for i, row := range t.Counts {
		filled, sum := 0, 0
		for _, n := range row {
			if n > 0 {
				filled++
			}
			sum += n
		}
		if len(t.Columns) > 1 && filled == 1 && sum >= least {
			list = append(list, t.Rows[i])
		}
	}
	return list
}

// check lists what is wrong with a table, and with what it is to be held against.
func check(t Table, least int, earlier []*Published) vigil.Problems {
	var ps vigil.Problems
	at := vigil.Place{Field: t.ID}
	if least < LowestLeast {
		ps.Say(at, vigil.Say("the least count is set to %d", least), vigil.Say("set it to %d or more", LowestLeast))
	}
	if len(t.Counts) != len(t.Rows) || len(t.Rows) == 0 {
		ps.Say(at, vigil.Say("has %d rows of counts for %d rows", len(t.Counts), len(t.Rows)), vigil.Say("give one for each"))
	}
	if len(t.Groups) > 0 && len(t.Groups) != len(t.Rows) {
		ps.Say(at, vigil.Say("has %d groups for %d rows", len(t.Groups), len(t.Rows)), vigil.Say("name the group of each row"))
	}
	for i, row := range t.Counts {
		if len(row) != max(1, len(t.Columns)) {
			ps.Say(at, vigil.Say("row %d has %d counts", i+1, len(row)), vigil.Say("give %d", max(1, len(t.Columns))))
		}
		for _, n := range row {
			if n < 0 {
				ps.Say(at, vigil.Say("row %d holds a count below 0", i+1), vigil.Say("correct it"))
			}
		}
	}
	for _, e := range earlier {
		if e.Table.ID != t.ID || !equal(e.Table.Rows, t.Rows) || !equal(e.Table.Columns, t.Columns) || !equal(e.Table.Groups, t.Groups) {
			ps.Add(at, "an earlier export has other rows, columns or groups", "give both all rows and columns; what had nothing counts 0")
		}
	}
	return ps
}

func equal(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
