package benchmark

import (
	"cmp"
	"slices"

	"vigil/internal/vigil"
)

// spread is the quartiles of published figures; without values where there are too few.
func spread(node string, figures []*vigil.Figure) Spread {
	s := Spread{Node: node, Companies: len(figures)}
	if len(figures) < LeastSpread {
		return s
	}
	slices.SortFunc(figures, func(a, b *vigil.Figure) int {
		return cmp.Or(cmp.Compare(a.Published, b.Published), cmp.Compare(a.Value, b.Value))
	})
	s.Least, s.Greatest = figures[0], figures[len(figures)-1]
	s.First, s.Middle, s.Third = percentile(figures, 25), percentile(figures, 50), percentile(figures, 75)
	return s
}
