package benchmark

import (
	"sync"

	"vigil/internal/scoring"
)

// draws is the ranks of every company in every draw: one row for each draw, companies in the order of the field.
type draws struct {
	ranks     []int32
	companies int
}

// of collects the ranks of one company.
func (d draws) of(company int, into []int32) []int32 {
	into = into[:0]
	for i := company; i < len(d.ranks); i += d.companies {
		into = append(into, d.ranks[i])
	}
	return into
}

// simulate draws the ranking so many times (methodology 4.9). The numbers of one draw stand in the stream in this order: a
// factor for the weight of each pillar, the mean, then one for each company and item. Weights and mean are common to all
// companies. An item without a difference between coders uses no number, and the place of the others does not move.
// Every draw knows where its numbers begin, so that the result does not depend on who computes it.
func (f *field) simulate(seed uint64, times int) draws {
	out := draws{ranks: make([]int32, times*len(f.list)), companies: len(f.list)}
	space := sync.Pool{New: func() any { return f.drawer(dice(seed)) }}
	each(times, func(n int) {
		w := space.Get().(*drawer)
		w.draw(uint64(n), out.ranks[n*len(f.list):(n+1)*len(f.list)])
		space.Put(w)
	})
	return out
}

// drawer is one worker with the space that it needs.
type drawer struct {
	*field
	dice    dice
	weights []float64
	figures []float64
	scratch *scratch
}

func (f *field) drawer(d dice) *drawer {
	return &drawer{field: f, dice: d, weights: make([]float64, len(f.weights)), figures: make([]float64, len(f.list)), scratch: f.scale.scratch(len(f.list))}
}

// draw ranks the companies once.
func (w *drawer) draw(n uint64, ranks []int32) {
	at := n * uint64(len(w.weights)+1+len(w.list)*len(w.items))
	var sum float64
	for i, base := range w.field.weights {
		w.weights[i] = float64(base * (1 - WeightSwing + float64(2*WeightSwing*w.dice.roll(at+uint64(i)))))
		sum += w.weights[i]
	}
	for i := range w.weights {
		w.weights[i] /= sum
	}
	at += uint64(len(w.weights))
	geometric := w.dice.roll(at) >= 0.5
	at++
	for c := range w.list {
		w.figures[c] = w.figure(&w.list[c], at, geometric)
		at += uint64(len(w.items))
	}
	w.scale.ranks(w.figures, w.scratch, ranks)
}

// figure is the figure of a company in a draw; at is where its numbers begin.
func (w *drawer) figure(c *company, at uint64, geometric bool) float64 {
	var sum, all float64
	for i := range c.pillars {
		p := &c.pillars[i]
		if !p.has {
			continue
		}
		x := p.value
		switch {
		case p.drawn:
			drawn := p.coded(w.dice, at, geometric, w.floor)
			if x = drawn.value; geometric {
				x = drawn.ln
			}
		case geometric:
			x = p.ln
		}
		sum += float64(w.weights[i] * x)
		all += w.weights[i]
	}
	if all == 0 {
		return none
	}
	x := sum / all
	if geometric {
		x = scoring.Exp(x)
	}
	return min(max(0, min(100, x)-c.deduction), c.limit)
}

// coded is the pillar with one code drawn for every item on which coders differ.
func (p *pillar) coded(d dice, at uint64, geometric bool, floor float64) worth {
	if p.rest != nil {
		return p.rest.coded(d, at, geometric, floor)
	}
	choice := 0
	for _, o := range p.open {
		if o.codes == 2 { // the roll is below a half exactly when the first bit is 0
			choice = choice<<1 | int(d.number(at+o.item)>>63)
			continue
		}
		choice = choice*o.codes + int(d.roll(at+o.item)*float64(o.codes))
	}
	return p.table[choice]
}

// coded adds the pillar up anew.
func (r *rest) coded(d dice, at uint64, geometric bool, floor float64) worth {
	sum := r.sure
	for i := len(r.items) - 1; i >= 0; i-- {
		o := &r.items[i]
		sum += float64(o.weight * o.codes[int(d.roll(at+uint64(o.item))*float64(len(o.codes)))])
	}
	value := min(100, sum/r.weight)
	if !geometric {
		return worth{value: value}
	}
	return newWorth(value, floor)
}
