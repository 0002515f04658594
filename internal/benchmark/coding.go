package benchmark

import (
	"math"
	"slices"

	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// code finds the items of each company on which its coders differ, and gives them the codes to draw from. What counts is
// compared, s under the ceiling of its evidence: two levels that count the same are no difference.
func (f *field) code(entries []Entry) Coding {
	found := make([]Coding, len(entries))
	each(len(entries), func(i int) {
		if len(entries[i].Codings) > 1 {
			found[i] = f.list[i].code(f.codes(entries[i]), f.floor)
		}
	})
	var sum Coding
	for i, c := range found {
		sum.Coders = max(sum.Coders, len(entries[i].Codings))
		sum.Companies += min(1, c.Items)
		sum.Items += c.Items
		sum.Differing += c.Differing
		sum.Settled += c.Settled
	}
	return sum
}

// code gives the items of a company their codes, and counts them.
func (c *company) code(coded [][]float64, floor float64) Coding {
	var sum Coding
	for i := range c.pillars {
		p := &c.pillars[i]
		for j := range p.items {
			item := &p.items[j]
			values := coded[item.item]
			if len(values) < 2 {
				continue
			}
			sum.Items++
			lowest, highest := slices.Min(values), slices.Max(values)
			if lowest != highest {
				sum.Differing++
			}
			if item.value < lowest || item.value > highest {
				sum.Settled++
			} else if lowest != highest {
				item.codes = values
			}
		}
		p.prepare(floor)
	}
	return sum
}

// codes are what each coder's answer to each item counts, 100 × s, in the order of the coders. An item that a coder left
// open has no code of that coder's; the screening answers are the settled ones.
func (f *field) codes(e Entry) [][]float64 {
	var settled []vigil.Answer
	asked := map[string]int{}
	for i, in := range f.items {
		asked[in.ID] = i
	}
	for _, a := range e.Input.Answers {
		if _, scored := asked[a.Question]; !scored {
			settled = append(settled, a)
		}
	}
	out := make([][]float64, len(f.items))
	for _, coding := range e.Codings {
		in := e.Input
		in.Answers = slices.Clone(settled)
		for _, a := range coding {
			if _, scored := asked[a.Question]; scored {
				in.Answers = append(in.Answers, a)
			}
		}
		for _, n := range scoring.Score(in).Nodes {
			i, scored := asked[n.Node]
			if scored && n.Unit == "" && n.Item != nil && n.Item.Assessed && n.Item.S != nil && !math.IsNaN(*n.Item.S) {
				out[i] = append(out[i], 100**n.Item.S)
			}
		}
	}
	return out
}

// mostChoices is how many choices of codes a pillar has at most a table for.
const mostChoices = 64

// prepare makes a pillar ready to be drawn: where few items are open every value that it can have is computed once.
func (p *pillar) prepare(floor float64) {
	r := rest{}
	choices := 1
	for _, item := range p.items {
		r.weight += item.weight
		if item.codes == nil {
			r.sure += float64(item.weight * item.value)
			continue
		}
		r.items = append(r.items, item)
		p.open = append(p.open, open{item: uint64(item.item), codes: len(item.codes)})
		choices = min(mostChoices+1, choices*len(item.codes))
	}
	p.drawn = len(p.open) > 0
	switch {
	case !p.drawn:
	case choices > mostChoices:
		p.rest = &r
	default:
		p.table = make([]worth, choices)
		for n := range p.table {
			p.table[n] = newWorth(r.value(n), floor)
		}
	}
}

func newWorth(value, floor float64) worth {
	return worth{value: value, ln: scoring.Ln(max(value, floor))}
}

// value is the mean of the pillar for a choice, a number with a digit for each open item.
func (r *rest) value(choice int) float64 {
	sum := r.sure
	for i := len(r.items) - 1; i >= 0; i-- {
		o := &r.items[i]
		sum += float64(o.weight * o.codes[choice%len(o.codes)])
		choice /= len(o.codes)
	}
	return min(100, sum/r.weight)
}

// Code gives every entry the codings of its company, in the order of the coders. A coder who answered nothing about a company
// has none there, so that a company may have fewer coders than another.
func Code(entries []Entry, coders []Coder) {
	for i := range entries {
		for _, c := range coders {
			for _, in := range c.Inputs {
				if in.Subject.Code == entries[i].code() && len(in.Answers) > 0 {
					entries[i].Codings = append(entries[i].Codings, in.Answers)
				}
			}
		}
	}
}
