package scoring

import "math"

// option is one way to treat an item: so many steps, at a cost and with a gain. Costs and strong weights are whole
// hundredths, so that sums are exact.
type option struct {
	steps, cost int
	gain        float64
	strong      int
}

// knapsack asks for one option of each item so that the gains reach gain, the strong weights reach strong, and the cost
// is the least. The items are in the order by which ties are broken.
type knapsack struct {
	items  [][]option
	gain   float64
	strong int
}

// cheapest solves it exactly by dynamic programming over cost and strong weight: the steps of each item, or false where
// no choice suffices. Of equally cheap choices it takes more steps on earlier items.
func (k knapsack) cheapest() (steps []int, ok bool) {
	k = k.scaled()
	least, ok := k.leastCost()
	if !ok {
		return nil, false
	}
	return k.choose(least), true
}

// scaled divides costs and strong weights by what they have in common, which keeps the tables small.
func (k knapsack) scaled() knapsack {
	cost, strong := 0, k.strong
	for _, options := range k.items {
		for _, o := range options {
			cost, strong = common(cost, o.cost), common(strong, o.strong)
		}
	}
	out := knapsack{gain: k.gain}
	if strong > 0 {
		out.strong = k.strong / strong
	}
	for _, options := range k.items {
		var list []option
		for _, o := range options {
			if cost > 0 {
				o.cost /= cost
			}
			if strong > 0 {
				o.strong /= strong
			}
			list = append(list, o)
		}
		out.items = append(out.items, list)
	}
	return out
}

func common(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// table holds the best gain for each exact cost and each strong weight still wanted; −∞ where there is no choice.
type table struct {
	width int
	gains []float64
}

func newTable(cost, strong int) table {
	t := table{width: strong + 1, gains: make([]float64, (cost+1)*(strong+1))}
	for i := range t.gains {
		t.gains[i] = math.Inf(-1)
	}
	return t
}

func (t table) at(cost, strong int) float64 { return t.gains[cost*t.width+max(0, strong)] }

// before gives the table with one item more in front of those that t covers.
func (t table) before(options []option, limit, strong int) table {
	out := newTable(limit, strong)
	for cost := range limit + 1 {
		for want := range strong + 1 {
			best := math.Inf(-1)
			for _, o := range options {
				if o.cost <= cost {
					best = max(best, o.gain+t.at(cost-o.cost, want-o.strong))
				}
			}
			out.gains[cost*out.width+want] = best
		}
	}
	return out
}

// empty is the table of no items: nothing is gained at no cost, and no strong weight is had.
func (k knapsack) empty(limit int) table {
	t := newTable(limit, k.strong)
	t.gains[0] = 0
	return t
}

// leastCost looks among small costs first, because the tables grow with the cost.
func (k knapsack) leastCost() (int, bool) {
	most, ok := k.most()
	if !ok {
		return 0, false
	}
	for limit := 32; ; limit *= 2 {
		limit = min(limit, most)
		t := k.empty(limit)
		for i := len(k.items) - 1; i >= 0; i-- {
			t = t.before(k.items[i], limit, k.strong)
		}
		for cost := range limit + 1 {
			if t.at(cost, k.strong) >= k.gain {
				return cost, true
			}
		}
		if limit == most {
			return 0, false
		}
	}
}

// most is the cost of taking every step, and whether that suffices: no other choice gains more. It adds up from the last
// item on, as the tables do.
func (k knapsack) most() (cost int, ok bool) {
	gain, strong := 0.0, 0
	for i := len(k.items) - 1; i >= 0; i-- {
		all := k.items[i][len(k.items[i])-1]
		cost, gain, strong = cost+all.cost, all.gain+gain, strong+all.strong
	}
	return cost, gain >= k.gain && strong >= k.strong
}

// choose walks from the first item and takes the most steps that still leave a way at this cost. It adds up in another
// order than the tables, and forgives what that changes in the last digits.
func (k knapsack) choose(cost int) []int {
	tables := make([]table, len(k.items)+1)
	tables[len(k.items)] = k.empty(cost)
	for i := len(k.items) - 1; i >= 0; i-- {
		tables[i] = tables[i+1].before(k.items[i], cost, k.strong)
	}
	steps := make([]int, len(k.items))
	gained, strong := 0.0, k.strong
	for i, options := range k.items {
		for j := len(options) - 1; j >= 0; j-- {
			o := options[j]
			if o.cost > cost {
				continue
			}
			if rest := tables[i+1].at(cost-o.cost, strong-o.strong); gained+float64(o.gain+rest) >= k.gain-1e-10 {
				steps[i], cost, gained, strong = o.steps, cost-o.cost, gained+o.gain, max(0, strong-o.strong)
				break
			}
		}
	}
	return steps
}
