package scoring

import (
	"math"
	"strconv"

	"vigil/internal/question"
	"vigil/internal/vigil"
)

// item is one question at one unit, scored.
type item struct {
	vigil.ItemScore
	in     *vigil.Indicator
	unit   string
	answer vigil.Answer
	counts bool    // part of the coverage: applicable, and the scale has points
	weight float64 // item weight in its group
}

// weightOf is the item's own weight, else the weight of critical items, else that of its tier, else 1.
func weightOf(m *vigil.Methodology, in *vigil.Indicator) float64 {
	if in.Weight.Set() {
		return in.Weight.Float()
	}
	if in.Critical != "" && m.CriticalWeight.Set() {
		return m.CriticalWeight.Float()
	}
	for _, t := range m.Tiers {
		if t.ID == in.Tier {
			return t.Weight.Float()
		}
	}
	return 1
}

// item scores one question for one unit (methodology 4.3 and 4.7).
func (s *scorer) item(in *vigil.Indicator, unit string, applies vigil.Truth) *item {
	a, touched := s.answers[key{unit, in.ID}]
	it := &item{in: in, unit: unit, answer: a, weight: weightOf(s.m, in)}
	it.Answer, it.Grade, it.Applicable = a.Value, a.Grade, applies.String()
	scale, ok := s.m.ScaleOf(in)
	if !ok || !scale.Scored() {
		it.leaveOut(a.State, vigil.Say("shown, not scored"))
		return it
	}
	if applies == vigil.False {
		it.Grade, it.Answer = "", ""
		it.leaveOut(vigil.NotApplicable, vigil.Say("not applicable by screening, sector or condition"))
		return it
	}
	it.counts = true
	switch {
	case !touched || a.State == "":
		it.byState(s.m, vigil.NotAssessed, vigil.Say("not assessed: no answer"))
	case a.State == vigil.Answered:
		s.answered(it, scale)
	case a.State == vigil.NotApplicable && s.m.NotApplicableBy != "answer":
		s.problem(it, vigil.Say("this item was answered \"not applicable\", which only screening, sector or a condition can say"),
			vigil.Say("answer it, or answer the screening question it depends on; until then it is not assessed"))
		it.byState(s.m, vigil.NotAssessed, vigil.Say("not assessed: a respondent cannot make an item not applicable"))
	case a.State == vigil.NotApplicable:
		it.byState(s.m, a.State, stateName(a.State))
		it.counts = false
	case a.State == vigil.Withheld && !a.Approved():
		it.byState(s.m, vigil.NotAssessed, vigil.Say("not assessed: withheld for safety, not yet approved by a reviewer"))
	default:
		it.byState(s.m, a.State, stateName(a.State))
	}
	return it
}

// byState scores an item that has no answer in substance, by the rule for its state.
func (it *item) byState(m *vigil.Methodology, state vigil.State, why vigil.Message) {
	switch rule := m.State(state).Value; rule {
	case "leave_out":
		it.leaveOut(state, vigil.Say("%s: left out", why))
	case "worst":
		it.State, it.S, it.High = state, ptr(0), ptr(1)
		it.Why = vigil.Say("%s: 0 in the value, 1 in high", why)
	default:
		v, err := strconv.ParseFloat(rule, 64)
		if err != nil {
			v = 0
		}
		it.State, it.S, it.High, it.Assessed = state, ptr(v), ptr(v), true
		it.Why = vigil.Say("%s: counts %s", why, vigil.Quantity(v))
	}
}

func (it *item) leaveOut(state vigil.State, why vigil.Message) {
	it.State, it.LeftOut, it.Why = state, true, why
}

// answered scores an answer: its points, under the ceiling of its evidence.
func (s *scorer) answered(it *item, scale vigil.Scale) {
	points, why, ok := s.points(it, scale)
	if !ok {
		it.byState(s.m, vigil.NotAssessed, vigil.Say("not assessed: %s", why))
		return
	}
	e := s.m.Evidence
	if e == nil {
		it.score(points, why)
		return
	}
	read := readGrade(e, s.in.Mode, it.Grade)
	if rule, needs := searchRule(e, scale.Type, it.Answer); needs {
		s.searched(it, rule, points, read)
		return
	}
	it.GradeRead = read
	v := points
	if c, limited := ceiling(e, it.in.Kind, it.in.Scale, read); limited {
		it.Ceiling = ptr(c)
		if c < v {
			v = c
		}
		why = allows(why, it.Grade, read, c)
	}
	if lim, limited := supported(it.in, scale, it.Answer, read); limited && lim < v {
		v = lim
		why = vigil.Say("%s; this item asks better evidence for that level: %s", why, vigil.Quantity(lim))
	}
	it.Points = ptr(points)
	it.score(v, why)
}

// score sets an assessed item's figures.
func (it *item) score(v float64, why vigil.Message) {
	if it.Points == nil {
		it.Points = ptr(v)
	}
	it.State, it.S, it.High, it.Assessed = vigil.Answered, ptr(v), ptr(v), true
	it.Why = vigil.Say("%s = %s", why, vigil.Quantity(v))
}

// searched scores an option that only a dated search log can support ("clear").
func (s *scorer) searched(it *item, rule vigil.SearchRule, points float64, read vigil.Grade) {
	if !it.answer.Search.Complete() {
		it.byState(s.m, vigil.NotAssessed,
			vigil.Say("not assessed: %q needs a dated search log with sources, languages and terms", rule.Option))
		return
	}
	it.GradeRead = read
	if rule.Grade.Rank() > read.Rank() {
		it.GradeRead = rule.Grade
	}
	v, why := points, vigil.Say("%s with a search log: %s", rule.Option, vigil.Quantity(points))
	if rule.UnlessGrade == "" || read.Rank() < rule.UnlessGrade.Rank() {
		for _, lim := range rule.AtMost {
			if lim.ID == string(s.in.Mode) && lim.Value < v {
				v = lim.Value
				why = vigil.Say("%s; by the own log, in mode %s at most %s", why, lim.ID, vigil.Quantity(lim.Value))
			}
		}
	}
	it.Points = ptr(points)
	it.score(v, why)
}

// points reads the answer on its scale, on 0..1.
func (s *scorer) points(it *item, scale vigil.Scale) (v float64, why vigil.Message, ok bool) {
	in := it.in
	if scale.Type == "number" && scale.Normalise == "min_max" {
		x, err := strconv.ParseFloat(it.Answer, 64)
		r, known := s.in.Ranges[in.ID]
		if err != nil || !finite(x) || !known || !finite(r.Max-r.Min) || r.Max <= r.Min {
			return 0, vigil.Say("the population gives no range for this number"), false
		}
		v, why = (x-r.Min)/float64(r.Max-r.Min), vigil.Say("(%s − %s) / (%s − %s)", it.Answer, vigil.Quantity(r.Min), vigil.Quantity(r.Max), vigil.Quantity(r.Min))
	} else {
		if v, ok = question.Points(scale, in, it.Answer); !ok {
			s.problem(it, vigil.Say("%q is no answer on the scale %q", it.Answer, in.Scale), vigil.Say("choose one of its options"))
			return 0, vigil.Say("the answer is not on the scale"), false
		}
		why = vigil.Say("answer %s: %s", it.Answer, vigil.Quantity(v))
		if scale.Type == "multi" {
			why = vigil.Say("%d of %d elements: %s", len(it.answer.Elements()), len(in.Elements), vigil.Quantity(v))
		}
	}
	if scale.Type == "number" && in.Direction < 0 {
		v = 1 - v
		why = vigil.Say("1 − %s", why)
	}
	return clamp(v), why, true
}

// readGrade is the grade as the mode reads it; no grade is E0.
func readGrade(e *vigil.EvidenceRule, mode vigil.Mode, g vigil.Grade) vigil.Grade {
	if g == "" {
		g = vigil.E0
	}
	for _, r := range e.ReadAs {
		if r.Mode != mode {
			continue
		}
		for _, alias := range r.Grades {
			if alias.Grade == g {
				return alias.As
			}
		}
	}
	return g
}

// ceiling is the highest s by kind and grade, as the scale reads it; limited is false where the method sets none.
func ceiling(e *vigil.EvidenceRule, kind, scale string, g vigil.Grade) (c float64, limited bool) {
	for _, rule := range e.Ceilings {
		if rule.Kind != kind {
			continue
		}
		for _, v := range rule.Grades {
			if v.ID == string(g) {
				c, limited = v.Value, true
			}
		}
	}
	for _, as := range e.CeilingsReadAs {
		if !limited || as.Scale != scale {
			continue
		}
		for _, v := range as.Ceilings {
			if from, err := strconv.ParseFloat(v.ID, 64); err == nil && from == c {
				return v.Value, true
			}
		}
	}
	return c, limited
}

// searchRule finds the rule for an option that needs a search log.
func searchRule(e *vigil.EvidenceRule, scaleType, option string) (vigil.SearchRule, bool) {
	for _, r := range e.NeedsSearchLog {
		if r.Scale == scaleType && r.Option == option {
			return r, true
		}
	}
	return vigil.SearchRule{}, false
}

// supported is the best level not above the answer that the evidence supports where the item is stricter
// than the method; limited is false where it is not.
func supported(in *vigil.Indicator, scale vigil.Scale, option string, g vigil.Grade) (best float64, limited bool) {
	if len(in.Evidence.Grades) == 0 {
		return 0, false
	}
	own, _ := scale.Option(option)
	for _, p := range scale.Points {
		if p.Value <= own && leastGrade(in, p.ID).Rank() <= g.Rank() {
			best = max(best, p.Value/maximum(scale))
		}
	}
	return best, true
}

// leastGrade is the least grade an item asks for an option.
func leastGrade(in *vigil.Indicator, option string) vigil.Grade {
	for _, l := range in.Evidence.Grades {
		if l.Level == option {
			return l.Grade
		}
	}
	return vigil.E0
}

func (s *scorer) problem(it *item, what, do vigil.Message) {
	s.card.Problems = append(s.card.Problems, vigil.Problem{Place: vigil.Place{Field: it.in.ID}, What: what, Do: do})
}

// allows adds the ceiling that evidence sets, with the grade that was given where the mode reads it as another.
func allows(why vigil.Message, given, read vigil.Grade, ceiling float64) vigil.Message {
	if given != "" && given != read {
		return vigil.Say("%s; evidence %s (given as %s) allows %s at most", why, read, given, vigil.Quantity(ceiling))
	}
	return vigil.Say("%s; evidence %s allows %s at most", why, read, vigil.Quantity(ceiling))
}

// stateName is a state without an answer in substance, in words.
func stateName(state vigil.State) vigil.Message {
	switch state {
	case vigil.NotDisclosed:
		return vigil.Say("not disclosed")
	case vigil.Refused:
		return vigil.Say("refused")
	case vigil.NotAssessed:
		return vigil.Say("not assessed")
	case vigil.NotApplicable:
		return vigil.Say("not applicable")
	case vigil.Withheld:
		return vigil.Say("withheld for safety")
	}
	return vigil.Say("%s", state)
}

// num prints a number of the arithmetic without trailing zeros.
func num(v float64) string { return vigil.Quantity(v).String() }

func ptr(v float64) *float64 { return &v }

// clamp limits to 0..1; what is no number is 0.
func clamp(v float64) float64 {
	if math.IsNaN(v) {
		return 0
	}
	return min(1, max(0, v))
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
