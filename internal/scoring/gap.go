package scoring

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"vigil/internal/vigil"
)

// Gaps lists what is already good, what is missing (most urgent first) and what is not assessed. Points are
// points of raw in the default column with the weights in force: closures and what is open add up to
// 100 − raw where every group is a mean (methodology 4.12). today is the day of the report, 2006-01-02; due
// dates are counted from it.
func Gaps(in Input, today string) *vigil.GapList {
	s := score(in)
	shares := s.shares()
	list := &vigil.GapList{Strengths: []vigil.Strength{}, Gaps: []vigil.Gap{}, Open: []vigil.Open{}}
	for _, it := range s.items {
		if !it.counts {
			continue
		}
		pillar := ""
		if p := s.q.PillarOf(it.in.ID); p != nil {
			pillar = p.ID
		}
		share := shares[key{it.unit, it.in.ID}]
		switch {
		case it.LeftOut:
			if it.State == vigil.Withheld {
				list.Withheld = append(list.Withheld, it.in.ID)
			}
		case !it.Assessed:
			list.Open = append(list.Open, vigil.Open{Question: it.in.ID, Unit: it.unit, Title: title(it.in), Provisions: it.in.Provisions,
				Pillar: pillar, Points: 100 * share, Why: it.Why})
		case *it.S >= 1:
			list.Strengths = append(list.Strengths, vigil.Strength{Question: it.in.ID, Unit: it.unit, Title: title(it.in),
				Provisions: it.in.Provisions, Pillar: pillar, FoundText: s.found(it), Grade: it.GradeRead})
		default:
			list.Gaps = append(list.Gaps, s.gap(it, pillar, share, today))
		}
	}
	s.rankGaps(list.Gaps)
	return list
}

// gap describes the distance to full credit on one item.
func (s *scorer) gap(it *item, pillar string, share float64, today string) vigil.Gap {
	g := vigil.Gap{Question: it.in.ID, Unit: it.unit, Title: title(it.in), Provisions: it.in.Provisions, Pillar: pillar,
		Kind: it.in.Kind, Tier: it.in.Tier, Cap: it.in.Critical, State: it.State, Found: it.Answer, FoundText: s.found(it),
		Grade: it.GradeRead, S: *it.S, Closure: float64(100 * share * (1 - *it.S)), Effort: it.in.Effort, Status: "open"}
	if p, ok := s.m.Pillar(pillar); ok {
		g.Owner = p.Owner
	}
	if len(s.q.Owner) > 0 {
		g.Owner = s.q.Owner
	}
	scale, _ := s.m.ScaleOf(it.in)
	if steps := s.ladder(it, scale); len(steps) > 0 {
		g.Next, g.Steps = s.step(it, stands(it, scale), steps[0], share), len(steps)
	}
	if rule := s.m.Gaps; rule != nil {
		g.Cost = value(rule.Effort, it.in.Effort)
		for _, p := range rule.Priorities {
			if priorityHolds(p, it) {
				g.Priority, g.Due, g.Interim = p.ID, daysLater(today, p.DueDays), daysLater(today, p.InterimDays)
				break
			}
		}
	}
	return g
}

// step describes the way from one rung to the next.
func (s *scorer) step(it *item, from, to rung, share float64) vigil.Step {
	st := vigil.Step{S: to.s, Points: float64(100 * share * (to.s - from.s)), Evidence: it.in.Evidence.Accepts}
	if to.grade.Rank() > from.grade.Rank() {
		st.Grade = to.grade
	}
	switch {
	case to.elements > from.elements:
		st.Elements = to.elements - from.elements
		st.Asks = vigil.Text{"en": "One more of these: " + strings.Join(s.missing(it), "; ") + "."}
		if st.Elements > 1 {
			st.Asks["en"] = fmt.Sprintf("%d more of these: %s.", st.Elements, strings.Join(s.missing(it), "; "))
		}
		st.Action = it.in.Action("element")
	case to.option != "" && to.option != from.option:
		st.Option = to.option
		st.Asks, st.Action = it.in.Level(to.option), it.in.Action(to.option)
	default:
		name := s.gradeTitle(to.grade)
		st.Asks = vigil.Text{"en": fmt.Sprintf("The same level, with evidence of grade %s (%s).", to.grade, name)}
		st.Todo = vigil.Say("Support what is claimed with evidence of grade %s (%s); nothing else has to change for this step.", to.grade, name)
		st.Action = vigil.Text{"en": st.Todo.String()}
		return st
	}
	st.Todo = vigil.Say("%s", st.Action)
	return st
}

// gradeTitle names a grade of evidence, as it stands within a sentence.
func (s *scorer) gradeTitle(g vigil.Grade) vigil.Text {
	if s.m.Evidence != nil {
		for _, r := range s.m.Evidence.Grades {
			if r.Grade == g {
				return mapped(r.Title, strings.ToLower)
			}
		}
	}
	return vigil.Text{"en": strings.ToLower(string(g))}
}

// mapped changes a text in each of its languages.
func mapped(t vigil.Text, change func(string) string) vigil.Text {
	out := make(vigil.Text, len(t))
	for language, text := range t {
		out[language] = change(text)
	}
	return out
}

// missing lists the texts of the elements not met.
func (s *scorer) missing(it *item) []string {
	var out []string
	met := it.answer.Elements()
	for _, e := range it.in.Elements {
		if !slices.Contains(met, e.ID) {
			out = append(out, strings.TrimRight(e.Text.In("en"), "."))
		}
	}
	return out
}

// found says what was found, as people read it.
func (s *scorer) found(it *item) vigil.Text {
	if it.State != vigil.Answered {
		words := map[vigil.State]string{vigil.NotDisclosed: "Nothing was found or disclosed.", vigil.Refused: "The organisation refused to answer."}
		return vigil.Text{"en": words[it.State]}
	}
	if scale, _ := s.m.ScaleOf(it.in); scale.Type == "multi" {
		var met []string
		for _, e := range it.in.Elements {
			if slices.Contains(it.answer.Elements(), e.ID) {
				met = append(met, strings.TrimRight(e.Text.In("en"), "."))
			}
		}
		if len(met) == 0 {
			return vigil.Text{"en": fmt.Sprintf("None of %d elements.", len(it.in.Elements))}
		}
		return vigil.Text{"en": fmt.Sprintf("%d of %d elements: %s.", len(met), len(it.in.Elements), strings.Join(met, "; "))}
	}
	return it.in.Level(it.Answer)
}

// title is the short name of an item, or its question where it has none.
func title(in *vigil.Indicator) vigil.Text {
	if len(in.Title) > 0 {
		return in.Title
	}
	return in.Question
}

// priorityHolds reports whether a priority picks an item; one without conditions picks the rest.
func priorityHolds(p vigil.PriorityRule, it *item) bool {
	if len(p.When) == 0 {
		return true
	}
	for _, w := range p.When {
		sel := vigil.ItemSelector{Tier: w.Tier, Kinds: w.Kinds}
		if sel.Picks(it.in) && (!w.BearsCap || it.in.Critical != "") && (!w.Zero || *it.S == 0) &&
			(w.Below == 0 || *it.S < w.Below) && (len(w.Provisions) == 0 || intersects(w.Provisions, it.in.Provisions)) {
			return true
		}
	}
	return false
}

func intersects(a, b []string) bool {
	for _, x := range a {
		if slices.Contains(b, x) {
			return true
		}
	}
	return false
}

// rankGaps orders gaps by priority, then points of the next step divided by effort, then declared order.
func (s *scorer) rankGaps(gaps []vigil.Gap) {
	if s.m.Gaps == nil {
		return
	}
	rank := map[string]int{}
	for i, p := range s.m.Gaps.Priorities {
		rank[p.ID] = i
	}
	worth := func(g vigil.Gap) float64 {
		if g.Cost == 0 {
			return g.Next.Points
		}
		return g.Next.Points / g.Cost
	}
	sort.SliceStable(gaps, func(i, j int) bool {
		if rank[gaps[i].Priority] != rank[gaps[j].Priority] {
			return rank[gaps[i].Priority] < rank[gaps[j].Priority]
		}
		return worth(gaps[i]) > worth(gaps[j])
	})
}

// shares computes, for every question at every unit, the share of the total that full credit on it is worth.
func (s *scorer) shares() map[key]float64 {
	shares := map[key]float64{{"", vigil.Total}: 1}
	nodes := s.collect(s.tree, nil)
	for _, n := range nodes {
		own := shares[key{n.Unit, n.Node}]
		share(n.Parts, own, func(p vigil.Part, v float64) {
			if p.Node == n.Node && p.Unit == n.Unit {
				share(n.Own, v, func(p vigil.Part, v float64) { shares[key{p.Unit, p.Node}] += v })
				return
			}
			shares[key{p.Unit, p.Node}] += v
		})
	}
	return shares
}

// share divides a share over the parts that count, by weight.
func share(parts []vigil.Part, of float64, give func(vigil.Part, float64)) {
	var weights float64
	for _, p := range parts {
		if p.Value != nil {
			weights += p.Weight
		}
	}
	for _, p := range parts {
		if p.Value != nil && weights > 0 {
			give(p, float64(of*(p.Weight/weights)))
		}
	}
}

// daysLater is a day so many days after another; empty for none.
func daysLater(day string, n int) string {
	d, err := time.Parse(isoDate, day)
	if err != nil || n == 0 {
		return ""
	}
	return d.AddDate(0, 0, n).Format(isoDate)
}
