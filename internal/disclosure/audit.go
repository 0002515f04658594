package disclosure

const unbounded = 1 << 40

// layers are all exports of one table, the new one last. They share one graph; each has its own values and hidden cells.
type layers struct {
	g      *graph
	least  int
	value  [][]int
	hidden [][]bool
	below  [][]bool // below[l][m]: no count of l is above that of m, and whoever sees both knows
}

func newLayers(t Table, least int, earlier []*Published) *layers {
	l := &layers{g: newGraph(t), least: least}
	for _, e := range earlier {
		if !e.Withheld {
			l.value, l.hidden = append(l.value, e.g.value), append(l.hidden, e.hidden)
		}
	}
	l.value, l.hidden = append(l.value, l.g.value), append(l.hidden, make([]bool, len(l.g.value)))
	l.below = make([][]bool, len(l.value))
	for i := range l.value {
		l.below[i] = make([]bool, len(l.value))
		for j := range l.value {
			l.below[i][j] = i != j
			for a := range l.value[i] {
				l.below[i][j] = l.below[i][j] && l.value[i][a] <= l.value[j][a]
			}
		}
	}
	return l
}

func (l *layers) last() int { return len(l.value) - 1 }

// room is how far a cell can rise and fall when the layers of a set move together, by the same amount in each, and all others
// stay at their true values. Then every layer still adds up, and whatever contains another still does.
func (l *layers) room(set []int, a int) (rise, fall int) {
	rise, fall = unbounded, unbounded
	for _, m := range set {
		v := l.value[m][a]
		fall = min(fall, v-1) // a zero would be shown
		for o := range l.value {
			if contains(set, o) {
				continue
			}
			if l.below[m][o] {
				rise = min(rise, l.value[o][a]-v)
			}
			if l.below[o][m] {
				fall = min(fall, v-l.value[o][a])
			}
		}
	}
	return max(0, rise), max(0, fall)
}

func contains(set []int, m int) bool {
	for _, x := range set {
		if x == m {
			return true
		}
	}
	return false
}

// free reports whether a cell is hidden in every layer of a set.
func (l *layers) free(set []int, a int) bool {
	for _, m := range set {
		if !l.hidden[m][a] {
			return false
		}
	}
	return true
}

// span is how far a hidden cell can rise and fall while all that is published stays as it is: the most that can flow from one
// of its ends to the other through the other hidden cells. Nothing beyond enough is looked for.
func (l *layers) span(set []int, a, enough int) (rise, fall int) {
	if !l.free(set, a) {
		return 0, 0
	}
	up, down := l.room(set, a)
	f := flow{l: l, set: set, skip: a, moved: map[int]int{}}
	rise = f.most(l.g.head[a], l.g.tail[a], min(up, enough))
	f.moved = map[int]int{}
	fall = f.most(l.g.tail[a], l.g.head[a], min(down, enough))
	return rise, fall
}

// flow is what has been moved along cells so far, above or below their true values.
type flow struct {
	l     *layers
	set   []int
	skip  int
	moved map[int]int
	open  func(a int) bool // cells that may be used although they are shown; nil: none
}

// left is how much more an arc can take in a direction.
func (f *flow) left(a int, forward bool) int {
	if a == f.skip || !f.l.free(f.set, a) && (f.open == nil || !f.open(a)) {
		return 0
	}
	up, down := f.l.room(f.set, a)
	if forward {
		return up - f.moved[a]
	}
	return down + f.moved[a]
}

// step is how a search came to a node.
type step struct {
	arc     int
	forward bool
	from    int
}

// most pushes as much as it can from one node to another, up to enough.
func (f *flow) most(from, to, enough int) int {
	total := 0
	for total < enough {
		way, narrow := f.path(from, to)
		if way == nil {
			return total
		}
		n := min(narrow, enough-total)
		f.push(way, n)
		total += n
	}
	return total
}

func (f *flow) push(way []step, n int) {
	for _, s := range way {
		if s.forward {
			f.moved[s.arc] += n
		} else {
			f.moved[s.arc] -= n
		}
	}
}

// path is the shortest way with room, and the room on it; nil: there is none.
func (f *flow) path(from, to int) ([]step, int) {
	g := f.l.g
	came := make([]step, g.nodes)
	for i := range came {
		came[i].from = -1
	}
	came[from].from = from
	queue := []int{from}
	for len(queue) > 0 && came[to].from < 0 {
		n := queue[0]
		queue = queue[1:]
		for _, a := range g.touching[n] {
			forward := g.tail[a] == n
			next := g.head[a]
			if !forward {
				next = g.tail[a]
			}
			if came[next].from < 0 && f.left(a, forward) > 0 {
				came[next] = step{a, forward, n}
				queue = append(queue, next)
			}
		}
	}
	return f.way(came, from, to)
}

func (f *flow) way(came []step, from, to int) ([]step, int) {
	if came[to].from < 0 {
		return nil, 0
	}
	var way []step
	narrow := unbounded
	for n := to; n != from; n = came[n].from {
		way = append(way, came[n])
		narrow = min(narrow, f.left(came[n].arc, came[n].forward))
	}
	return way, narrow
}

// secret is what must not be found out: a small count of a layer, or a small difference between two.
type secret struct {
	arc   int
	layer int
	other int // -1: a count
}

// secrets lists all there are.
func (l *layers) secrets() []secret {
	var list []secret
	for m := range l.value {
		for a, v := range l.value[m] {
			if l.tiny(v) {
				list = append(list, secret{a, m, -1})
			}
			for o := range m {
				if l.tiny(v-l.value[o][a]) || l.tiny(l.value[o][a]-v) {
					list = append(list, secret{a, m, o})
				}
			}
		}
	}
	return list
}

func (l *layers) tiny(n int) bool { return n > 0 && n < l.least }

// safe reports whether enough values of a secret remain possible.
func (l *layers) safe(s secret) bool {
	everything := make([]int, len(l.value))
	for m := range everything {
		everything[m] = m
	}
	if s.other < 0 {
		return l.wide(s, []int{s.layer}, true) || len(everything) > 1 && l.wide(s, everything, true)
	}
	return l.wide(s, []int{s.layer}, false) || l.wide(s, []int{s.other}, false)
}

// wide: at least so many values, and for a count one that is no longer small.
func (l *layers) wide(s secret, set []int, reach bool) bool {
	rise, fall := l.span(set, s.arc, 2*l.least)
	return rise+fall >= l.least-1 && (!reach || l.value[s.layer][s.arc]+rise >= l.least)
}
