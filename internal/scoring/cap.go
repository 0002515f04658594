package scoring

import (
	"fmt"
	"slices"
	"sort"
	"time"

	"vigil/internal/vigil"
)

// openCap is a cap in force, with whether it rests on an item that is open (then high does not know it).
type openCap struct {
	vigil.CapInForce
	open bool
}

// caps finds every cap in force: by confirmed record, and by the company's own answers (methodology 4.6).
func (s *scorer) caps() []openCap {
	found := append(s.recordedCaps(), s.admittedCaps()...)
	sort.SliceStable(found, func(i, j int) bool { return lower(found[i].AtMost, found[j].AtMost) })
	for i := range found {
		found[i].Governs = i == 0
		if i == 0 {
			s.card.Governing = found[i].Rule
		}
		s.card.Capped = true
		s.card.Caps = append(s.card.Caps, found[i].CapInForce)
		s.showOnPillar(found[i].Rule)
	}
	return found
}

// lower orders limits; a cap that withdraws the rating comes first.
func lower(a, b *float64) bool {
	if a == nil || b == nil {
		return a == nil && b != nil
	}
	return *a < *b
}

// limits gives the lowest limit on the final, the same without caps that rest on open items, and until when
// the rating is withdrawn.
func (s *scorer) limits(caps []openCap) (until string, limit, openLimit float64) {
	limit, openLimit = noLimit, noLimit
	for _, c := range caps {
		if c.AtMost == nil {
			until = max(until, s.withdrawnUntil(c.CapInForce))
			continue
		}
		limit = min(limit, *c.AtMost)
		if !c.open {
			openLimit = min(openLimit, *c.AtMost)
		}
	}
	return until, limit, openLimit
}

// recordedCaps are the confirmed records that apply at the cut-off.
func (s *scorer) recordedCaps() []openCap {
	var found []openCap
	for _, c := range s.in.Caps {
		rule, ok := s.m.Cap(c.Rule)
		if !ok || !c.InForce(s.in.Cutoff) {
			continue
		}
		f := vigil.CapFacts{Sectors: s.facts.Sectors, Mode: string(s.in.Mode), ProjectCaps: s.onProject(c),
			Case: vigil.CaseFacts{Days: days(c.Opened, s.in.Cutoff)}}
		for _, a := range s.in.Allegations {
			if c.AllegationID != 0 && a.ID == c.AllegationID {
				f.Case = s.caseFacts(a)
			}
		}
		in := openCap{CapInForce: vigil.CapInForce{Rule: c.Rule, Source: "record", Record: c.ID, Opened: c.Opened,
			Project: c.Project, Reply: c.Reply, Why: c.Reason}}
		if rule.WithdrawsMonths > 0 {
			if s.withdrawnUntil(in.CapInForce) > s.in.Cutoff {
				found = append(found, in)
			}
			continue
		}
		if at, why := climb(rule, f); at != nil {
			in.AtMost = at
			in.Why += why
			found = append(found, in)
		}
	}
	return found
}

// onProject lists the other caps with a record in force on the same named project.
func (s *scorer) onProject(c vigil.Cap) []string {
	var rules []string
	for _, o := range s.in.Caps {
		if c.Project != "" && o.Project == c.Project && o.Rule != c.Rule && o.InForce(s.in.Cutoff) {
			rules = append(rules, o.Rule)
		}
	}
	return rules
}

// withdrawnUntil is the day until which a record withdraws the rating, counted from its confirmation.
func (s *scorer) withdrawnUntil(in vigil.CapInForce) string {
	rule, _ := s.m.Cap(in.Rule)
	for _, c := range s.in.Caps {
		if c.ID == in.Record {
			if day, err := time.Parse(isoDate, c.Confirmed); err == nil {
				return day.AddDate(0, rule.WithdrawsMonths, 0).Format(isoDate)
			}
		}
	}
	return ""
}

// admittedCaps are those that follow from an answer.
func (s *scorer) admittedCaps() []openCap {
	var found []openCap
	for _, it := range s.items {
		rule, ok := s.m.Cap(it.in.Critical)
		if !ok || rule.Admission == nil || !it.counts || !slices.Contains(rule.Admission.Modes, s.in.Mode) {
			continue
		}
		why, fires := admits(rule.Admission, it)
		if !fires {
			continue
		}
		at, also := s.admittedLimit(rule)
		if at == nil {
			continue
		}
		found = append(found, openCap{open: it.State == vigil.NotAssessed, CapInForce: vigil.CapInForce{Rule: rule.ID, AtMost: at,
			Source: "answer", Question: it.in.ID, Why: why + also}})
	}
	return found
}

// admits reports whether an item's answer puts the cap in force.
func admits(rule *vigil.AdmissionRule, it *item) (why string, fires bool) {
	if it.State != vigil.Answered {
		if slices.Contains(rule.States, it.State) && !it.LeftOut {
			return fmt.Sprintf("%s is %s", it.in.ID, stateWords[it.State]), true
		}
		return "", false
	}
	for _, o := range rule.Options {
		if o.Option != it.Answer {
			continue
		}
		if o.Until == "any" {
			return fmt.Sprintf("%s was answered %q", it.in.ID, it.Answer), true
		}
		if it.GradeRead.Rank() < vigil.Grade(o.Until).Rank() {
			return fmt.Sprintf("%s was answered %q without evidence of grade %s or better", it.in.ID, it.Answer, o.Until), true
		}
	}
	return "", false
}

var stateWords = map[vigil.State]string{vigil.NotDisclosed: "not disclosed", vigil.Refused: "refused", vigil.NotAssessed: "not answered"}

// admittedLimit is the limit of a cap by admission: the lowest over the allegations on file that it asks
// for, or its ladder without a case where it asks for none. Nil: it does not apply.
func (s *scorer) admittedLimit(rule vigil.CapRule) (lowest *float64, why string) {
	f := vigil.CapFacts{Sectors: s.facts.Sectors, Mode: string(s.in.Mode)}
	if rule.Admission.Case == "" {
		return climb(rule, f)
	}
	for _, a := range s.in.Allegations {
		f.Case = s.caseFacts(a)
		if s.m.Allegations == nil || !s.live(a) || !rule.Admission.CaseIf.Holds(f) {
			continue
		}
		if at, w := climb(rule, f); at != nil && lower(at, lowestOr(lowest)) {
			lowest, why = at, w+fmt.Sprintf(" (case %s)", a.Code)
		}
	}
	return lowest, why
}

func lowestOr(v *float64) *float64 {
	if v == nil {
		return ptr(noLimit)
	}
	return v
}

// climb takes the first rung of the ladder that holds; nil where it sets no limit.
func climb(rule vigil.CapRule, f vigil.CapFacts) (at *float64, why string) {
	for _, step := range rule.Ladder {
		if !step.If.Holds(f) {
			continue
		}
		if step.AtMost == nil {
			return nil, ""
		}
		if step.When != "" {
			why = "; rung: " + step.When
		}
		return ptr(*step.AtMost), why
	}
	return nil, ""
}

// showOnPillar marks how a cap shows its pillar; raw never changes.
func (s *scorer) showOnPillar(rule string) {
	r, ok := s.m.Cap(rule)
	if !ok || r.Pillar == nil {
		return
	}
	for _, p := range s.tree.children {
		if score := p.scores[""]; p.id == r.Pillar.ID && score != nil {
			if score.CappedAt == nil || r.Pillar.AtMost < *score.CappedAt {
				score.CappedAt = ptr(r.Pillar.AtMost)
			}
		}
	}
}
