package scoring

import (
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
		in := openCap{CapInForce: vigil.CapInForce{Rule: c.Rule, Source: "record", Record: c.ID, Opened: c.Opened,
			Project: c.Project, Reply: c.Reply, Why: vigil.Say("%s", c.Reason)}}
		if rule.WithdrawsMonths > 0 {
			if s.withdrawnUntil(in.CapInForce) > s.in.Cutoff {
				found = append(found, in)
			}
			continue
		}
		f := s.recordFacts(c)
		f.ProjectCaps = s.onProject(c)
		if at, rung := climb(rule, f); at != nil {
			in.AtMost, in.Why = at, onRung(in.Why, rung)
			found = append(found, in)
			s.checkSupport(rule, c)
		}
	}
	return found
}

// recordFacts are what the ladder of a record may ask, the caps on the same project aside.
func (s *scorer) recordFacts(c vigil.Cap) vigil.CapFacts {
	f := vigil.CapFacts{Sectors: s.facts.Sectors, Mode: string(s.in.Mode), Case: vigil.CaseFacts{Days: vigil.DaysBetween(c.Opened, s.in.Cutoff)}}
	if a := s.behind(c); a != nil {
		f.Case = s.caseFacts(*a)
	}
	return f
}

// behind is the allegation that a record rests on; nil where it names none.
func (s *scorer) behind(c vigil.Cap) *vigil.Allegation {
	for i := range s.in.Allegations {
		if c.AllegationID != 0 && s.in.Allegations[i].ID == c.AllegationID {
			return &s.in.Allegations[i]
		}
	}
	return nil
}

// checkSupport lists a cap in force whose allegation no longer carries it. It stays in force: two persons put it there,
// and only lifting it takes it away.
func (s *scorer) checkSupport(rule vigil.CapRule, c vigil.Cap) {
	a := s.behind(c)
	if a == nil {
		return
	}
	var what vigil.Message
	switch {
	case a.Withdrawn != "" && a.Withdrawn <= s.in.Cutoff:
		what = vigil.Say("the case %s behind %s was withdrawn", a.Code, c.Rule)
	case a.Credibility < rule.Credibility: // K0 to K4 sort as text
		what = vigil.Say("the case %s behind %s has credibility %s, and the cap needs %s", a.Code, c.Rule, a.Credibility, rule.Credibility)
	default:
		return
	}
	s.card.Problems = append(s.card.Problems, vigil.Problem{Place: vigil.Place{Field: c.Rule}, What: what, Do: vigil.Say("review the cap, and lift it if nothing else supports it")})
}

// onProject lists the other caps that limit the score by a record on the same named project.
func (s *scorer) onProject(c vigil.Cap) []string {
	var rules []string
	for _, o := range s.in.Caps {
		if c.Project == "" || o.Project != c.Project || o.Rule == c.Rule || !o.InForce(s.in.Cutoff) {
			continue
		}
		if rule, ok := s.m.Cap(o.Rule); ok {
			if at, _ := climb(rule, s.recordFacts(o)); at != nil {
				rules = append(rules, o.Rule)
			}
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
				return monthsOn(day, rule.WithdrawsMonths).Format(isoDate)
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
		at, rung, of := s.admittedLimit(rule)
		if at == nil {
			continue
		}
		if why = onRung(why, rung); of != "" {
			why = vigil.Say("%s (case %s)", why, of)
		}
		found = append(found, openCap{open: it.State == vigil.NotAssessed, CapInForce: vigil.CapInForce{Rule: rule.ID, AtMost: at,
			Source: "answer", Question: it.in.ID, Why: why}})
	}
	return found
}

// admits reports whether an item's answer puts the cap in force.
func admits(rule *vigil.AdmissionRule, it *item) (why vigil.Message, fires bool) {
	if it.State != vigil.Answered {
		if slices.Contains(rule.States, it.State) && !it.LeftOut {
			return vigil.Say("%s is %s", it.in.ID, capStates[it.State]), true
		}
		return why, false
	}
	for _, o := range rule.Options {
		if o.Option != it.Answer {
			continue
		}
		if o.Until == "any" {
			return vigil.Say("%s was answered %q", it.in.ID, it.Answer), true
		}
		if it.GradeRead.Rank() < vigil.Grade(o.Until).Rank() {
			return vigil.Say("%s was answered %q without evidence of grade %s or better", it.in.ID, it.Answer, o.Until), true
		}
	}
	return why, false
}

// capStates are the states without an answer that can put a cap in force, in words.
var capStates = map[vigil.State]vigil.Message{
	vigil.NotDisclosed: vigil.Say("not disclosed"), vigil.Refused: vigil.Say("refused"), vigil.NotAssessed: vigil.Say("not answered"),
}

// onRung adds to the ground of a cap on which rung of its ladder it stands, where the method says so.
func onRung(why vigil.Message, rung string) vigil.Message {
	if rung == "" {
		return why
	}
	return vigil.Say("%s; rung: %s", why, vigil.Text{"en": rung})
}

// admittedLimit is the limit of a cap by admission: the lowest over the allegations on file that it asks
// for, or its ladder without a case where it asks for none. Nil: it does not apply. It also gives the rung, and the code of
// the allegation.
func (s *scorer) admittedLimit(rule vigil.CapRule) (lowest *float64, rung, of string) {
	f := vigil.CapFacts{Sectors: s.facts.Sectors, Mode: string(s.in.Mode)}
	if rule.Admission.Case == "" {
		lowest, rung = climb(rule, f)
		return lowest, rung, ""
	}
	for _, a := range s.in.Allegations {
		f.Case = s.caseFacts(a)
		if s.m.Allegations == nil || !s.live(a) || !rule.Admission.CaseIf.Holds(f) {
			continue
		}
		if at, on := climb(rule, f); at != nil && lower(at, lowestOr(lowest)) {
			lowest, rung, of = at, on, a.Code
		}
	}
	return lowest, rung, of
}

func lowestOr(v *float64) *float64 {
	if v == nil {
		return ptr(noLimit)
	}
	return v
}

// climb takes the first rung of the ladder that holds, with its name; nil where it sets no limit.
func climb(rule vigil.CapRule, f vigil.CapFacts) (at *float64, rung string) {
	for _, step := range rule.Ladder {
		if !step.If.Holds(f) {
			continue
		}
		if step.AtMost == nil {
			return nil, ""
		}
		return ptr(*step.AtMost), step.When
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
