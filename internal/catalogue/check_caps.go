package catalogue

import (
	"fmt"

	"vigil/internal/vigil"
)

// checkCaps looks at every cap and compiles its conditions into it.
func (s *source) checkCaps(m *vigil.Methodology) {
	seen := map[string]bool{}
	for i := range m.Caps {
		c := &m.Caps[i]
		path := fmt.Sprintf("caps[%d]", i)
		if seen[c.ID] {
			s.add(path+".id", fmt.Sprintf("the cap %q occurs twice", c.ID), "give each its own id")
		}
		seen[c.ID] = true
		if len(c.Ladder) == 0 && c.WithdrawsMonths <= 0 {
			s.add(path, fmt.Sprintf("the cap %s limits nothing", c.ID), "give at_most with at least one step, or withdraws_months")
		}
		if _, written := s.places[path+".trigger"]; written && len(c.Trigger) == 0 {
			s.add(path+".trigger", fmt.Sprintf("nothing says what triggers the cap %s", c.ID), "describe the fact that puts it in force")
		}
		s.among(path+".credibility", "credibility", c.Credibility, credibility)
		if c.Pillar != nil {
			if _, ok := m.Pillar(c.Pillar.ID); !ok {
				s.add(path+".pillar.id", fmt.Sprintf("there is no pillar %q", c.Pillar.ID), "correct the id")
			}
			s.percent(path+".pillar.at_most", c.Pillar.AtMost)
		}
		s.checkLadder(path, c)
		if c.Admission != nil {
			s.checkAdmission(path+".admission", c.Admission)
		}
	}
}

func (s *source) checkLadder(path string, c *vigil.CapRule) {
	for j := range c.Ladder {
		step := &c.Ladder[j]
		at := fmt.Sprintf("%s.at_most[%d]", path, j)
		if j > 0 && c.Ladder[j-1].When == "" {
			s.add(at, "this step can never be reached, since the step before it always holds", "put the step without a condition last")
		}
		if step.AtMost != nil {
			s.percent(at+".final", *step.AtMost)
		}
		step.If = s.capCondition(at+".when", step.When)
	}
}

func (s *source) checkAdmission(path string, a *vigil.AdmissionRule) {
	for i, m := range a.Modes {
		s.among(fmt.Sprintf("%s.modes[%d]", path, i), "mode", string(m), modes)
	}
	for i, o := range a.Options {
		s.among(fmt.Sprintf("%s.options[%d].value", path, i), "grade", o.Until, append([]string{"any"}, grades...))
	}
	for i, st := range a.States {
		s.among(fmt.Sprintf("%s.states[%d]", path, i), "state", string(st), states)
	}
	a.CaseIf = s.capCondition(path+".case", a.Case)
}

func (s *source) percent(path string, n float64) {
	if n < 0 || n > 100 {
		s.add(path, fmt.Sprintf("%v is no limit on a score", n), "give a number from 0 to 100")
	}
}
