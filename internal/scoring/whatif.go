package scoring

import (
	"fmt"

	"vigil/internal/vigil"
)

// WhatIf scores the assessment as if some gaps were closed by so many single steps each. A closing that names no gap,
// names it twice, or takes more steps than there are is a problem; all of them come at once, and then no scorecard.
// Nothing is stored, and nothing but the answers named changes.
func WhatIf(in Input, closings []vigil.Closing) (*vigil.Scorecard, vigil.Problems) {
	s := score(in)
	open := map[key]climber{}
	for _, c := range s.climbers() {
		open[key{c.it.unit, c.it.in.ID}] = c
	}
	var ps vigil.Problems
	steps := map[key]int{}
	for _, c := range closings {
		at, k := vigil.Place{Field: c.Question}, key{c.Unit, c.Question}
		gap, known := open[k]
		switch {
		case !known:
			ps.Add(at, "there is no gap on this item", "name items that the gap report lists as gaps; what is not assessed has to be answered, not closed")
		case steps[k] > 0:
			ps.Add(at, "the item is named twice", "name it once, with the number of its steps")
		case c.Steps < 0 || c.Steps > len(gap.ladder):
			ps.Add(at, fmt.Sprintf("%d steps are asked for and the gap has %d", c.Steps, len(gap.ladder)), fmt.Sprintf("ask for 1 to %d, or leave the number out for all", len(gap.ladder)))
		case len(gap.ladder) == 0:
			ps.Add(at, "no single step closes this gap", "leave it out; what it needs is time, as when an event becomes old")
		case c.Steps == 0:
			steps[k] = len(gap.ladder)
		default:
			steps[k] = c.Steps
		}
	}
	if len(ps) > 0 {
		return nil, ps
	}
	return Score(s.closed(open, steps)), nil
}

// climber is a gap with the steps that close it.
type climber struct {
	it     *item
	ladder []rung
	share  float64 // of the total that full credit on the item is worth, 0..1
}

// climbers lists the gaps in declared order.
func (s *scorer) climbers() []climber {
	shares := s.shares()
	var list []climber
	for _, it := range s.items {
		if it.counts && !it.LeftOut && it.Assessed && *it.S < 1 {
			scale, _ := s.m.ScaleOf(it.in)
			list = append(list, climber{it: it, ladder: s.ladder(it, scale), share: shares[key{it.unit, it.in.ID}]})
		}
	}
	return list
}

// gain is what so many steps add to raw.
func (c climber) gain(steps int) float64 {
	if steps == 0 {
		return 0
	}
	return float64(100 * c.share * (c.ladder[steps-1].s - *c.it.S))
}

// closed is the input with the answers as they stand after so many steps on each item.
func (s *scorer) closed(open map[key]climber, steps map[key]int) Input {
	in := s.in
	in.Answers = append([]vigil.Answer(nil), in.Answers...)
	for i, a := range in.Answers {
		if k := (key{a.Unit, a.Question}); steps[k] > 0 {
			in.Answers[i] = answerOn(open[k].it, open[k].ladder[steps[k]-1])
		}
	}
	return in
}
