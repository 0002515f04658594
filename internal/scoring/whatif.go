package scoring

import (
	"vigil/internal/vigil"
)

// WhatIf scores the assessment as if some gaps were closed by so many single steps each. A closing that names no gap,
// names it twice, or takes more steps than there are is a problem; all of them come at once, and then no scorecard.
// Nothing is stored, and nothing but the answers named changes.
func WhatIf(in Input, closings []vigil.Closing) (*vigil.Scorecard, vigil.Problems) {
	s := score(in)
	open, steps, ps := s.take(closings)
	if len(ps) > 0 {
		return nil, ps
	}
	return Score(s.closed(open, steps)), nil
}

// Walk tells the single steps of some closings in the order named, each with the score after it and those before it. What
// WhatIf refuses it refuses too.
func Walk(in Input, closings []vigil.Closing) ([]vigil.PathStep, vigil.Problems) {
	s := score(in)
	open, steps, ps := s.take(closings)
	if len(ps) > 0 {
		return nil, ps
	}
	var order []climber
	var taken []int
	for _, c := range closings {
		k := key{c.Unit, c.Question}
		order, taken = append(order, open[k]), append(taken, steps[k])
	}
	walked, _ := s.walk(order, taken)
	return walked, nil
}

// take reads closings: the gaps there are, and how many steps are taken on each.
func (s *scorer) take(closings []vigil.Closing) (open map[key]climber, steps map[key]int, ps vigil.Problems) {
	open, steps = map[key]climber{}, map[key]int{}
	for _, c := range s.climbers() {
		open[key{c.it.unit, c.it.in.ID}] = c
	}
	for _, c := range closings {
		at, k := vigil.Place{Field: c.Question}, key{c.Unit, c.Question}
		gap, known := open[k]
		switch {
		case !known:
			ps.Add(at, "there is no gap on this item", "name items that the gap report lists as gaps; what is not assessed has to be answered, not closed")
		case steps[k] > 0:
			ps.Add(at, "the item is named twice", "name it once, with the number of its steps")
		case len(gap.ladder) == 0:
			ps.Add(at, "no single step closes this gap", "leave it out; what it needs is time, as when an event becomes old")
		case c.Steps < 0 || c.Steps > len(gap.ladder):
			ps.Say(at, vigil.Say("%d steps are asked for and the gap has %d", c.Steps, len(gap.ladder)), vigil.Say("ask for 1 to %d, or leave the number out for all", len(gap.ladder)))
		case c.Steps == 0:
			steps[k] = len(gap.ladder)
		default:
			steps[k] = c.Steps
		}
	}
	return open, steps, ps
}

// walk takes so many steps on each gap in their order, and scores the assessment after each.
func (s *scorer) walk(order []climber, taken []int) (walked []vigil.PathStep, after *vigil.Scorecard) {
	open, steps := map[key]climber{}, map[key]int{}
	after = s.card
	for i, o := range order {
		k := key{o.it.unit, o.it.in.ID}
		open[k] = o
		for n, st := range s.singleSteps(o)[:taken[i]] {
			steps[k] = n + 1
			after = Score(s.closed(open, steps))
			if after.Final != nil {
				st.Final = after.Final.Published
			}
			walked = append(walked, st)
		}
	}
	return walked, after
}

// singleSteps tells the steps of a gap, without the score that they lead to.
func (s *scorer) singleSteps(o climber) []vigil.PathStep {
	scale, _ := s.m.ScaleOf(o.it.in)
	from := stands(o.it, scale)
	list := make([]vigil.PathStep, len(o.ladder))
	for i, to := range o.ladder {
		list[i] = vigil.PathStep{Question: o.it.in.ID, Unit: o.it.unit, Title: title(o.it.in), Number: i + 1, Step: s.step(o.it, from, to, o.share)}
		if s.m.Gaps != nil {
			list[i].Cost = value(s.m.Gaps.Effort, o.it.in.Effort)
		}
		from = to
	}
	return list
}

// SingleStep is one step of a gap with all that a spreadsheet needs to count it.
type SingleStep struct {
	vigil.PathStep      // without the score after it, which depends on what else is done
	Of             int  // the steps of the gap
	Fires          bool // the item's cap is still in force after it
	Rank           int  // of the grade of evidence as read after it, 0..4
}

// SingleSteps lists every step of every gap, in declared order; those of one gap stand together in their order.
func SingleSteps(in Input) []SingleStep {
	s := score(in)
	var list []SingleStep
	for _, o := range s.climbers() {
		rule, bears := s.m.Cap(o.it.in.Critical)
		for i, st := range s.singleSteps(o) {
			on := s.moved(o.it, o.ladder[i])
			x := SingleStep{PathStep: st, Of: len(o.ladder), Rank: on.GradeRead.Rank()}
			if bears && s.admitted(o.it) {
				_, x.Fires = admits(rule.Admission, on)
			}
			list = append(list, x)
		}
	}
	return list
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
