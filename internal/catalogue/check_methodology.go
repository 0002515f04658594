package catalogue

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"

	"vigil/internal/vigil"
)

// checkMethodology looks at what a methodology means. Fields that are missing or of the wrong type have their
// own problems already.
func checkMethodology(s *source, m *vigil.Methodology, c *Catalogue) {
	s.among("status", "status", m.Status, []string{"draft", "reviewed", "reference"})
	s.checkTexts(m.Languages, true)
	s.among("not_applicable_by", "rule", m.NotApplicableBy, []string{"rule", "answer"})
	s.checkScales(m)
	s.checkStates(m)
	for path, word := range map[string]string{"aggregation.indicator": m.Aggregation.Indicator, "aggregation.pillar": m.Aggregation.Pillar, "aggregation.total": m.Aggregation.Total} {
		s.among(path, "aggregation", word, aggregations)
	}
	s.among("total.of", "storey", m.Total.Of, []string{"pillars", "indicators"})
	if m.Units != nil {
		s.among("units.combine", "storey", m.Units.Combine, []string{"question", "indicator", "total"})
		s.among("units.aggregate", "aggregation", m.Units.Aggregate, aggregations)
	}
	if m.Evidence != nil {
		s.checkEvidence(m)
	}
	s.checkPillars(m)
	if c := m.Coverage; c != nil && (c.NotRatedBelow > c.ProvisionalBelow || c.NotRatedBelow < 0 || c.ProvisionalBelow > 100) {
		s.add("coverage", "the thresholds of coverage do not go together", "give per cent from 0 to 100, not_rated_below at most provisional_below")
	}
	if m.Allegations != nil {
		s.checkAllegations(m.Allegations)
	}
	s.checkCaps(m)
	s.checkBands(m)
	if m.Confidence != nil {
		s.checkConfidence(m.Confidence)
	}
	if m.Gaps != nil {
		s.checkGaps(m, c)
	}
	if m.Rounding.Decimals < 0 || m.Rounding.Decimals > 6 {
		s.add("rounding.decimals", fmt.Sprintf("%d decimals cannot be printed", m.Rounding.Decimals), "give 0 to 6")
	}
	if r := m.Ranking; r != nil {
		s.among("ranking.on", "figure", r.On, []string{"published", "value"})
		for i, of := range r.Of {
			s.among(fmt.Sprintf("ranking.of[%d]", i), "storey", of, []string{"total", "pillars", "indicators"})
		}
	}
}

func (s *source) checkStates(m *vigil.Methodology) {
	given := map[string]bool{}
	for i, r := range m.States {
		path := fmt.Sprintf("states[%d]", i)
		s.among(path, "state", string(r.State), states)
		given[string(r.State)] = true
		if n, err := strconv.ParseFloat(r.Value, 64); r.Value != "leave_out" && r.Value != "worst" && (err != nil || !share(n)) {
			s.add(path+".value", fmt.Sprintf("a state cannot count %q", r.Value), "give a number from 0 to 1, leave_out or worst")
		}
	}
	for _, state := range vigil.States {
		if state != vigil.Answered && !given[string(state)] && len(m.States) > 0 {
			s.add("states", fmt.Sprintf("nothing says what the state %q counts", state), "add it")
		}
	}
}

func (s *source) checkEvidence(m *vigil.Methodology) {
	e := m.Evidence
	for i, g := range e.Grades {
		s.among(fmt.Sprintf("evidence.grades[%d]", i), "grade", string(g.Grade), grades)
	}
	var have []string
	for i, c := range e.Ceilings {
		path := fmt.Sprintf("evidence.ceilings[%d]", i)
		s.among(path, "kind", c.Kind, kinds)
		have = append(have, c.Kind)
		highest := 0.0
		for j, g := range c.Grades {
			at := fmt.Sprintf("%s.fields[%d]", path, j)
			s.among(at, "grade", g.ID, grades)
			if !share(g.Value) {
				s.add(at+".value", fmt.Sprintf("%v is no ceiling", g.Value), "give a number from 0 to 1")
			}
			highest = max(highest, g.Value)
		}
		if highest < 1 {
			s.add(path, fmt.Sprintf("no grade of evidence lets an item on %s reach full credit", c.Kind), "give the strongest grade the ceiling 1")
		}
	}
	for _, k := range kinds {
		if len(have) > 0 && !slices.Contains(have, k) {
			s.add("evidence.ceilings", fmt.Sprintf("there are no ceilings for the kind %q", k), "add them")
		}
	}
	var scales []string
	for _, sc := range m.Scales {
		scales = append(scales, sc.ID)
	}
	for i, r := range e.CeilingsReadAs {
		s.among(fmt.Sprintf("evidence.ceilings_read_as[%d]", i), "scale", r.Scale, scales)
	}
	for i, r := range e.ReadAs {
		path := fmt.Sprintf("evidence.read_as[%d]", i)
		s.among(path, "mode", string(r.Mode), modes)
		for j, g := range r.Grades {
			at := fmt.Sprintf("%s.fields[%d]", path, j)
			s.among(at, "grade", string(g.Grade), grades)
			s.among(at+".value", "grade", string(g.As), grades)
		}
	}
	for i, r := range e.NeedsSearchLog {
		path := fmt.Sprintf("evidence.needs_search_log[%d]", i)
		if s.among(path, "scale", r.Scale, scales) {
			if sc, _ := m.Scale(r.Scale); !hasOption(sc, r.Option) {
				s.add(path+".option", fmt.Sprintf("the scale %q has no option %q", r.Scale, r.Option), "choose one of its options")
			}
		}
		s.among(path+".grade", "grade", string(r.Grade), grades)
		s.among(path+".unless_grade", "grade", string(r.UnlessGrade), grades)
		for j, a := range r.AtMost {
			s.among(fmt.Sprintf("%s.at_most_by_mode[%d]", path, j), "mode", a.ID, modes)
		}
	}
	s.among("evidence.searched_grade", "grade", string(e.SearchedGrade), grades)
}

func hasOption(s vigil.Scale, id string) bool {
	_, ok := s.Option(id)
	return ok
}

func share(n float64) bool { return n >= 0 && n <= 1 }

// checkPillars adds up the weights of each column; a pillar without the column counts its default.
func (s *source) checkPillars(m *vigil.Methodology) {
	var columns []string
	seen := map[string]bool{}
	for i, p := range m.Pillars {
		path := fmt.Sprintf("pillars[%d]", i)
		if seen[p.ID] || p.ID == vigil.Total {
			s.add(path+".id", fmt.Sprintf("the id %q is taken", p.ID), "give the pillar another id")
		}
		seen[p.ID] = true
		for j, w := range p.Weights {
			s.among(fmt.Sprintf("%s.weights[%d]", path, j), "sector", w.ID, append([]string{"default"}, vigil.Sectors...))
			if !slices.Contains(columns, w.ID) {
				columns = append(columns, w.ID)
			}
		}
		if !p.Weight("default").Set() {
			s.add(path+".weights", fmt.Sprintf("the pillar %s has no default weight", p.ID), "add it")
		}
	}
	for _, column := range columns {
		sum := new(big.Rat)
		for _, p := range m.Pillars {
			sum.Add(sum, p.Weight(column).Rat())
		}
		if sum.Cmp(big.NewRat(100, 1)) != 0 {
			s.add("pillars", fmt.Sprintf("the weights of the column %s add up to %s", column, sum.RatString()), "make them add up to 100")
		}
	}
}

func (s *source) checkAllegations(a *vigil.AllegationRule) {
	for i, c := range a.Credibility {
		s.among(fmt.Sprintf("allegations.credibility[%d]", i), "credibility", c.ID, credibility)
	}
	for i, l := range a.Link {
		s.among(fmt.Sprintf("allegations.link[%d]", i), "link", l.ID, []string{"linked", "contributed", "caused"})
	}
	for i := 1; i < len(a.Recency); i++ {
		if a.Recency[i].Months <= a.Recency[i-1].Months {
			s.add(fmt.Sprintf("allegations.recency[%d]", i), "the months do not rise", "order them from the most recent on")
		}
	}
	for i, r := range a.Response {
		s.among(fmt.Sprintf("allegations.response[%d]", i), "mark", r.ID, []string{"answered", "inquiry", "heard", "remedy", "reported", "prevention"})
	}
	if a.Severity.Divisor <= 0 {
		s.add("allegations.severity.divisor", "the divisor is not above 0", "give the highest point of the scale, 5")
	}
}

func (s *source) checkConfidence(c *vigil.ConfidenceRule) {
	sum := new(big.Rat)
	for _, w := range []float64{c.Coverage, c.Evidence, c.Agreement, c.Recency} {
		r, _ := new(big.Rat).SetString(strconv.FormatFloat(w, 'f', -1, 64))
		if w < 0 {
			s.add("confidence", "a weight of confidence is below 0", "give 0 or more")
		}
		sum.Add(sum, r)
	}
	if sum.Cmp(big.NewRat(1, 1)) != 0 {
		s.add("confidence", "the four weights of confidence add up to "+sum.FloatString(3), "make them add up to 1")
	}
	lowest := 100.0
	for i, class := range c.Classes {
		s.among(fmt.Sprintf("confidence.classes[%d].id", i), "class", class.ID, []string{"high", "medium", "low"})
		lowest = min(lowest, class.From)
	}
	if len(c.Classes) > 0 && lowest > 0 {
		s.add("confidence.classes", fmt.Sprintf("no class holds figures below %v", lowest), "let the lowest start from 0")
	}
}

func (s *source) checkBands(m *vigil.Methodology) {
	if len(m.Bands) == 0 {
		return
	}
	var ids, classes []string
	for _, b := range m.Bands {
		ids = append(ids, b.ID)
	}
	if m.Confidence != nil {
		for _, c := range m.Confidence.Classes {
			classes = append(classes, c.ID)
		}
	}
	lowest := 100.0
	for i, b := range m.Bands {
		path := fmt.Sprintf("bands[%d]", i)
		if slices.Index(ids, b.ID) < i {
			s.add(path+".id", fmt.Sprintf("the band %q occurs twice", b.ID), "give each its own id")
		}
		if i > 0 && b.From >= m.Bands[i-1].From {
			s.add(path, fmt.Sprintf("the band %s starts from %v and cannot be reached below %s", b.ID, b.From, m.Bands[i-1].ID), "order the bands from the highest down")
		}
		lowest = min(lowest, b.From)
		if b.Needs == nil {
			continue
		}
		s.among(path+".needs.otherwise", "band", b.Needs.Otherwise, ids)
		s.among(path+".needs.confidence", "class of confidence", b.Needs.Confidence, classes)
		if z := b.Needs.NoZero; z != nil {
			s.checkSelector(path+".needs.no_zero", m, z.Tier, z.Kinds)
		}
		if e := b.Needs.Evidence; e != nil {
			s.checkSelector(path+".needs.evidence", m, e.Tier, e.Kinds)
			s.among(path+".needs.evidence.grade", "grade", string(e.Grade), grades)
		}
	}
	if lowest > 0 {
		s.add("bands", fmt.Sprintf("no band holds figures below %v", lowest), "let the lowest start from 0")
	}
}

func (s *source) checkSelector(path string, m *vigil.Methodology, tier string, kindsPicked []string) {
	s.among(path+".tier", "tier", tier, tiers(m))
	for i, k := range kindsPicked {
		s.among(fmt.Sprintf("%s.kinds[%d]", path, i), "kind", k, kinds)
	}
}

func tiers(m *vigil.Methodology) []string {
	var out []string
	for _, t := range m.Tiers {
		out = append(out, t.ID)
	}
	return out
}

func (s *source) checkGaps(m *vigil.Methodology, c *Catalogue) {
	for i, e := range m.Gaps.Effort {
		s.among(fmt.Sprintf("gaps.effort[%d]", i), "effort", e.ID, efforts)
	}
	for i, p := range m.Gaps.Priorities {
		path := fmt.Sprintf("gaps.priorities[%d]", i)
		s.among(path+".id", "priority", p.ID, priorities)
		if len(p.When) == 0 && i < len(m.Gaps.Priorities)-1 {
			s.add(path, fmt.Sprintf("the priority %s takes every gap, so those after it are never reached", p.ID), "give it when, or put it last")
		}
		for j, w := range p.When {
			at := fmt.Sprintf("%s.when[%d]", path, j)
			s.checkSelector(at, m, w.Tier, w.Kinds)
			if !share(w.Below) {
				s.add(at+".below", fmt.Sprintf("%v is no s", w.Below), "give a number from 0 to 1")
			}
			for k, id := range w.Provisions {
				s.checkProvision(fmt.Sprintf("%s.provisions[%d]", at, k), id, c)
			}
		}
	}
}

// checkProvision notes a provision that no file holds.
func (s *source) checkProvision(path, id string, c *Catalogue) {
	if _, ok := c.Provision(id); !ok && id != "" {
		s.add(path, fmt.Sprintf("there is no provision %q", id), "correct the id, or load the file of provisions too")
	}
}
