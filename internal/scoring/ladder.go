package scoring

import (
	"strings"

	"vigil/internal/vigil"
)

// ladder lists the single steps of an item, the next one first (methodology 4.12). Where the item's own answer puts a
// cap in force, the first step is the least that lifts the cap too: a step that leaves it standing would be no way out.
func (s *scorer) ladder(it *item, scale vigil.Scale) []rung {
	var list []rung
	at := stands(it, scale)
	if lift, ok := s.lifts(it, scale, at); ok {
		list, at = append(list, lift), lift
	}
	for next, ok := s.nextRung(it, scale, at); ok && len(list) < maxSteps; next, ok = s.nextRung(it, scale, next) {
		list = append(list, next)
	}
	return list
}

// maxSteps ends a ladder that has no end.
const maxSteps = 100

// lifts finds the rung with the least level and, for that, the least grade on which the item no longer puts its cap
// in force; ok is false where no cap hangs on its present answer, or no rung lifts it.
func (s *scorer) lifts(it *item, scale vigil.Scale, from rung) (best rung, ok bool) {
	if !s.admitted(it) {
		return best, false
	}
	rule, _ := s.m.Cap(it.in.Critical)
	for _, r := range s.rungs(it, scale, from) {
		if r.s < from.s || r.order < from.order || r.grade.Rank() < from.grade.Rank() {
			continue
		}
		if _, fires := admits(rule.Admission, s.moved(it, r)); fires {
			continue
		}
		if !ok || r.order < best.order || r.order == best.order && r.grade.Rank() < best.grade.Rank() {
			best, ok = r, true
		}
	}
	return best, ok
}

// admitted reports whether the item's own answer puts a cap in force.
func (s *scorer) admitted(it *item) bool {
	for _, c := range s.card.Caps {
		if c.Source == "answer" && c.Question == it.in.ID {
			rule, _ := s.m.Cap(c.Rule)
			_, fires := admits(rule.Admission, it)
			return fires
		}
	}
	return false
}

// moved is the item as it would be read on a rung, as far as caps look at it.
func (s *scorer) moved(it *item, r rung) *item {
	on := &item{in: it.in, unit: it.unit}
	on.State, on.Answer, on.GradeRead = vigil.Answered, r.option, r.grade
	if s.m.Evidence != nil {
		on.GradeRead = readGrade(s.m.Evidence, s.in.Mode, r.grade)
	}
	return on
}

// answerOn is the answer that puts an item on a rung: elements are met in declared order.
func answerOn(it *item, r rung) vigil.Answer {
	a := it.answer
	a.Unit, a.Question, a.State, a.Grade = it.unit, it.in.ID, vigil.Answered, r.grade
	if len(it.in.Elements) == 0 {
		a.Value = r.option
		return a
	}
	met := map[string]bool{}
	for _, id := range it.answer.Elements() {
		met[id] = true
	}
	for _, e := range it.in.Elements {
		if len(met) < r.elements {
			met[e.ID] = true
		}
	}
	var ids []string
	for _, e := range it.in.Elements {
		if met[e.ID] {
			ids = append(ids, e.ID)
		}
	}
	a.Value = strings.Join(ids, ";")
	return a
}
