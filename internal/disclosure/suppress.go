package disclosure

import (
	"cmp"
	"container/heap"
	"slices"

	"vigil/internal/vigil"
)

// Suppress decides which counts of a table may be shown, beside the exports of the same table that were published before. least
// is the least count that may be shown, 0 for the default. The problems say what is wrong with the table itself.
//
// Small counts and small differences are hidden first. While one of them could still be narrowed down, the cheapest cells are
// hidden that let it move: a cell costs less than a total, and a small count less than a large one. Then each of these is shown
// again if all stays safe without it.
func Suppress(t Table, least int, earlier ...*Published) (*Published, vigil.Problems) {
	if least == 0 {
		least = DefaultLeast
	}
	if ps := check(t, least, earlier); len(ps) > 0 {
		return nil, ps
	}
	l := newLayers(t, least, earlier)
	p := &Published{Table: t, Least: least, g: l.g, hidden: l.hidden[l.last()], small: make([]bool, len(l.g.value))}
	for _, e := range earlier {
		if !e.Withheld && slices.Equal(e.g.value, l.g.value) && e.Least >= least {
			copy(p.hidden, e.hidden) // it was published as it is, and saying it again tells nothing
			copy(p.small, e.small)
			return p, nil
		}
	}
	p.first(l)
	if !p.repair(l) {
		p.Withheld = true
		return p, nil
	}
	p.showAgain(l)
	return p, nil
}

// first hides what is small, and what shows a small difference beside an export in which the same cell is shown.
func (p *Published) first(l *layers) {
	last := l.last()
	for _, s := range l.secrets() {
		if s.layer != last || s.other >= 0 && l.hidden[s.other][s.arc] || l.value[last][s.arc] == 0 {
			continue
		}
		p.hidden[s.arc], p.small[s.arc] = true, true
	}
}

// repair hides more until everything is safe; false where hiding all that is not zero would not do.
func (p *Published) repair(l *layers) bool {
	for {
		s, found := l.unsafe()
		if !found {
			return true
		}
		if !p.widen(l, s) && !p.follow(l, s) && !p.all(l) {
			return false
		}
	}
}

func (l *layers) unsafe() (secret, bool) {
	for _, s := range l.secrets() {
		if !l.safe(s) {
			return s, true
		}
	}
	return secret{}, false
}

// widen lets a secret of the new export rise, and where that is not enough fall, by hiding the cheapest cells on the way. It
// reports whether more is hidden than before.
func (p *Published) widen(l *layers, s secret) bool {
	last := l.last()
	if s.layer != last {
		return false
	}
	changed := false
	if !p.hidden[s.arc] {
		if l.value[last][s.arc] == 0 {
			return false
		}
		p.hidden[s.arc], changed = true, true
	}
	rise, fall := l.span([]int{last}, s.arc, 2*l.least)
	v := l.value[last][s.arc]
	need := max(l.least-1-fall, 0)
	if s.other < 0 {
		need = max(need, l.least-v)
	}
	if need > rise {
		more, got := p.open(l, s.arc, l.g.head[s.arc], l.g.tail[s.arc], need)
		changed = changed || more
		rise = max(rise, got)
	}
	if rise+fall < l.least-1 {
		more, _ := p.open(l, s.arc, l.g.tail[s.arc], l.g.head[s.arc], l.least-1-rise)
		changed = changed || more
	}
	return changed
}

// open hides the cheapest cells that let so much flow between two nodes.
func (p *Published) open(l *layers, arc, from, to, need int) (changed bool, got int) {
	last := l.last()
	f := &flow{l: l, set: []int{last}, skip: arc, moved: map[int]int{}, open: func(a int) bool { return l.value[last][a] > 0 }}
	up, down := l.room(f.set, arc)
	limit := up
	if from == l.g.tail[arc] {
		limit = down
	}
	for need = min(need, limit); got < need; {
		way, narrow := f.cheapest(from, to)
		if way == nil {
			return changed, got
		}
		n := min(narrow, need-got)
		f.push(way, n)
		got += n
		for _, s := range way {
			if !p.hidden[s.arc] {
				p.hidden[s.arc], changed = true, true
			}
		}
	}
	return changed, got
}

// follow hides in the new export what is hidden in an earlier one, so that the two can move together.
func (p *Published) follow(l *layers, s secret) bool {
	changed := false
	for _, m := range []int{s.layer, s.other} {
		if m < 0 || m == l.last() {
			continue
		}
		for a, h := range l.hidden[m] {
			if h && !p.hidden[a] && l.g.value[a] > 0 {
				p.hidden[a], changed = true, true
			}
		}
	}
	return changed
}

// all hides every count that is not zero.
func (p *Published) all(l *layers) bool {
	changed := false
	for a, v := range l.g.value {
		if v > 0 && !p.hidden[a] {
			p.hidden[a], changed = true, true
		}
	}
	return changed
}

// showAgain shows what need not be hidden, the dearest first.
func (p *Published) showAgain(l *layers) {
	order := []int{}
	for a, h := range p.hidden {
		if h && !p.small[a] {
			order = append(order, a)
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(l.worth(b), l.worth(a)), cmp.Compare(a, b)) })
	for _, a := range order {
		p.hidden[a] = false
		if _, found := l.unsafe(); found {
			p.hidden[a] = true
		}
	}
}

// cost is what it takes to hide a cell of the new export; one that is hidden already costs nothing more.
func (l *layers) cost(a int) int {
	if l.hidden[l.last()][a] {
		return 0
	}
	return l.worth(a)
}

// worth is what a cell tells readers: a total as much as three cells, and of two cells the larger count more.
func (l *layers) worth(a int) int {
	worth := 1000
	if l.g.margin[a] {
		worth = 3000
	}
	return worth + min(l.g.value[a], 999)
}

// cheapest is the way with room that hides least.
func (f *flow) cheapest(from, to int) ([]step, int) {
	g := f.l.g
	far := make([]int, g.nodes)
	came := make([]step, g.nodes)
	for i := range far {
		far[i], came[i].from = unbounded, -1
	}
	far[from], came[from].from = 0, from
	queue := &nodes{{from, 0}}
	for queue.Len() > 0 {
		n := heap.Pop(queue).(reached)
		if n.far > far[n.node] {
			continue
		}
		for _, a := range g.touching[n.node] {
			forward := g.tail[a] == n.node
			next := g.head[a]
			if !forward {
				next = g.tail[a]
			}
			if d := n.far + f.l.cost(a) + 1; d < far[next] && f.left(a, forward) > 0 {
				far[next], came[next] = d, step{a, forward, n.node}
				heap.Push(queue, reached{next, d})
			}
		}
	}
	return f.way(came, from, to)
}

type reached struct{ node, far int }

// nodes is a heap of nodes, the nearest first.
type nodes []reached

func (q nodes) Len() int { return len(q) }
func (q nodes) Less(i, j int) bool {
	return q[i].far < q[j].far || q[i].far == q[j].far && q[i].node < q[j].node
}
func (q nodes) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

// Push is for package heap.
func (q *nodes) Push(x any) { *q = append(*q, x.(reached)) }

// Pop is for package heap.
func (q *nodes) Pop() any {
	old := *q
	x := old[len(old)-1]
	*q = old[:len(old)-1]
	return x
}
