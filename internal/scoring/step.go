package scoring

import (
	"vigil/internal/vigil"
)

// rung is a place an item can stand on: an option (or a number of elements) with evidence of a grade.
type rung struct {
	option   string
	elements int
	grade    vigil.Grade
	s        float64
	order    float64 // points of the option or count of elements: the least is asked first
}

// nextRung finds the smallest s above the one given that can be reached from an option and grade, with the
// least level and, for that, the least grade (methodology 4.12). Better evidence alone can be a step.
func (s *scorer) nextRung(it *item, scale vigil.Scale, from rung) (rung, bool) {
	var best rung
	found := false
	for _, r := range s.rungs(it, scale, from) {
		if r.s <= from.s || r.order < from.order || r.grade.Rank() < from.grade.Rank() {
			continue
		}
		if !found || r.s < best.s || r.s == best.s && (r.order < best.order ||
			r.order == best.order && r.grade.Rank() < best.grade.Rank()) {
			best, found = r, true
		}
	}
	return best, found
}

// rungs lists every rung of an item.
func (s *scorer) rungs(it *item, scale vigil.Scale, from rung) []rung {
	var out []rung
	for _, g := range vigil.Grades {
		switch scale.Type {
		case "multi":
			for k := from.elements; k <= len(it.in.Elements); k++ {
				out = append(out, rung{elements: k, grade: g, order: float64(k), s: s.limited(it, scale, "", elementPoints(it, scale, k), g)})
			}
		case "number", "date", "text":
		default:
			for _, p := range scale.Points {
				if scale.Type == "flag" && p.ID == "clear" && from.option != "clear" {
					continue // clear comes with time, not with a step
				}
				out = append(out, rung{option: p.ID, grade: g, order: p.Value, s: s.limited(it, scale, p.ID, p.Value/maximum(scale), g)})
			}
		}
	}
	return out
}

// limited is the s of an option with evidence of a grade, in the mode of this assessment.
func (s *scorer) limited(it *item, scale vigil.Scale, option string, points float64, g vigil.Grade) float64 {
	e := s.m.Evidence
	if e == nil {
		return points
	}
	read := readGrade(e, s.in.Mode, g)
	if rule, needs := searchRule(e, scale.Type, option); needs {
		if rule.UnlessGrade == "" || read.Rank() < rule.UnlessGrade.Rank() {
			for _, lim := range rule.AtMost {
				if lim.ID == string(s.in.Mode) {
					points = min(points, lim.Value)
				}
			}
		}
		return points
	}
	if c, ok := ceiling(e, it.in.Kind, it.in.Scale, read); ok {
		points = min(points, c)
	}
	if option != "" {
		if best, ok := supported(it.in, scale, option, read); ok {
			points = min(points, best)
		}
	}
	return points
}

// elementPoints is s when k elements are met: those met now, then the others in declared order.
func elementPoints(it *item, scale vigil.Scale, k int) float64 {
	met := map[string]bool{}
	for _, id := range it.answer.Elements() {
		met[id] = true
	}
	var sum, all float64
	left := k
	for _, wantMet := range []bool{true, false} {
		for _, p := range scale.Points {
			if met[p.ID] == wantMet && left > 0 {
				sum += p.Value
				left--
			}
		}
	}
	for _, p := range scale.Points {
		all += p.Value
	}
	if scale.Maximum > 0 {
		all = scale.Maximum
	}
	if all == 0 {
		return 0
	}
	return clamp(sum / all)
}

func maximum(scale vigil.Scale) float64 {
	if scale.Maximum > 0 {
		return scale.Maximum
	}
	return 1
}

// stands is the rung an item stands on now.
func stands(it *item, scale vigil.Scale) rung {
	r := rung{grade: it.Grade, s: *it.S}
	if r.grade == "" {
		r.grade = vigil.E0
	}
	if it.State != vigil.Answered {
		r.grade = vigil.E0
		return r
	}
	if scale.Type == "multi" {
		r.elements = len(it.answer.Elements())
		r.order = float64(r.elements)
		return r
	}
	r.option = it.Answer
	r.order, _ = scale.Option(it.Answer)
	return r
}
