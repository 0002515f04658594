package scoring

import (
	"cmp"
	"vigil/internal/vigil"
)

// node is a place in the tree of a questionnaire: the total, a pillar, an indicator with parts, a question.
type node struct {
	id, parent string
	storey     string
	in         *vigil.Indicator // nil for total and pillars
	rule       string           // how its parts add up
	weight     float64          // among its siblings
	children   []*node
	applies    vigil.Truth // with all above it
	combines   bool        // units are combined here
	scores     map[string]*vigil.Score
}

// build makes the tree of the questionnaire under the methodology.
func (s *scorer) build() *node {
	total := &node{id: vigil.Total, storey: vigil.StoreyTotal, rule: s.m.Aggregation.Total, weight: 1,
		applies: vigil.True, combines: s.combinesAt("total"), scores: map[string]*vigil.Score{}}
	for i := range s.q.Pillars {
		p := &s.q.Pillars[i]
		n := &node{id: p.ID, parent: total.id, storey: vigil.StoreyPillar, rule: cmp.Or(p.Aggregate, s.m.Aggregation.Pillar),
			weight: s.pillarWeight(p, "default"), applies: vigil.True, scores: map[string]*vigil.Score{}}
		for j := range p.Indicators {
			n.children = append(n.children, s.indicator(&p.Indicators[j], n.id, vigil.True))
		}
		total.children = append(total.children, n)
	}
	return total
}

func (s *scorer) indicator(in *vigil.Indicator, parent string, above vigil.Truth) *node {
	n := &node{id: in.ID, parent: parent, storey: vigil.StoreyQuestion, in: in, weight: weightOf(s.m, in),
		applies: min(above, applicable(in, s.facts)), scores: map[string]*vigil.Score{}}
	if in.IsQuestion() {
		s.nodeOf[in.ID] = n
		n.combines = s.combinesAt("question") || s.combinesAt("indicator") && !s.partOfGroup[in.ID]
		return n
	}
	n.storey, n.rule = vigil.StoreyIndicator, cmp.Or(in.Aggregate, s.m.Aggregation.Indicator)
	direct := false
	for i := range in.Parts {
		if in.Parts[i].IsQuestion() {
			direct = true
			s.partOfGroup[in.Parts[i].ID] = true
		}
	}
	for i := range in.Parts {
		n.children = append(n.children, s.indicator(&in.Parts[i], in.ID, n.applies))
	}
	n.combines = direct && s.combinesAt("indicator")
	return n
}

func (s *scorer) combinesAt(storey string) bool {
	return s.m.Units != nil && s.m.Units.Combine == storey
}

// pillarWeight is the methodology's weight in a column where it names the pillar, else the questionnaire's, else 1.
func (s *scorer) pillarWeight(p *vigil.Pillar, column string) float64 {
	if rule, ok := s.m.Pillar(p.ID); ok {
		return rule.Weight(column).Float()
	}
	if p.Weight.Set() {
		return p.Weight.Float()
	}
	return 1
}

// eval scores a node for a unit and keeps the result. Where units are combined, the value for a unit with
// units below it is made of its own answers, if it has any, and of theirs.
func (s *scorer) eval(n *node, unit string) ingredient {
	if !n.combines || n.storey == vigil.StoreyTotal && len(s.in.Units) == 0 {
		return s.own(n, unit)
	}
	scope := []string(nil)
	if n.in != nil {
		scope = n.in.Scope
	}
	return s.rollUp(n, unit, scope)
}

// rollUp combines a node over the tree of units.
func (s *scorer) rollUp(n *node, unit string, scope []string) ingredient {
	var list []ingredient
	var parts, ownParts []vigil.Part
	var below []vigil.Unit
	for _, u := range s.below[unit] {
		if unit != "" || inScope(u, scope) {
			below = append(below, u)
		}
	}
	if len(below) == 0 && unit != "" {
		return s.own(n, unit)
	}
	if len(below) == 0 || s.hasAnswers(n, unit) {
		own := s.own(n, unit)
		if len(below) == 0 {
			return own
		}
		own.weight = 1
		ownParts = n.scores[unit].Parts
		list, parts = append(list, own), append(parts, part(n.id, unit, own))
	}
	for _, u := range below {
		i := s.rollUp(n, u.Code, scope)
		i.weight = 1
		if u.Weight.Set() {
			i.weight = u.Weight.Float()
		}
		list, parts = append(list, i), append(parts, part(n.id, u.Code, i))
	}
	rule := cmp.Or(s.m.Units.Aggregate, "mean")
	out := combine(rule, list)
	s.keep(n, unit, out, rule+" of units", parts).Own = ownParts
	return out
}

// own scores a node from the answers given for exactly one unit.
func (s *scorer) own(n *node, unit string) ingredient {
	if n.storey == vigil.StoreyQuestion {
		return s.question(n, unit)
	}
	children := n.children
	if n.storey == vigil.StoreyTotal && s.m.Total.Of == "indicators" {
		for _, p := range n.children {
			s.eval(p, unit)
		}
		children = nil
		for _, p := range n.children {
			children = append(children, p.children...)
		}
	}
	list := make([]ingredient, 0, len(children))
	parts := make([]vigil.Part, 0, len(children))
	for _, c := range children {
		i, done := s.results[key{unit, c.id}]
		if !done {
			i = s.eval(c, unit)
		}
		i.weight = c.weight
		list, parts = append(list, i), append(parts, part(c.id, unit, i))
	}
	rule := cmp.Or(n.rule, "mean")
	out := combine(rule, list)
	s.keep(n, unit, out, rule, parts)
	return out
}

// question scores one question for one unit.
func (s *scorer) question(n *node, unit string) ingredient {
	it := s.item(n.in, unit, n.applies)
	s.items = append(s.items, it)
	out := ingredient{weight: it.weight, applies: it.counts}
	if it.S != nil {
		out.value, out.high = ptr(float64(100**it.S)), ptr(float64(100**it.High))
	}
	if it.Assessed {
		out.coverage, out.assessed = 1, out.value
	}
	score := s.keep(n, unit, out, it.Why.String(), nil)
	score.Item = &it.ItemScore
	return out
}

// keep records a result for the scorecard.
func (s *scorer) keep(n *node, unit string, i ingredient, rule string, parts []vigil.Part) *vigil.Score {
	s.results[key{unit, n.id}] = i
	score := &vigil.Score{Node: n.id, Unit: unit, Parent: n.parent, Storey: n.storey, Value: i.value, High: i.high,
		Assessed: i.assessed, Weight: n.weight, Coverage: i.coverage, Applies: i.applies, Rule: rule, Parts: parts}
	if i.value != nil {
		score.Published = ptr(s.m.Rounding.Round(*i.value))
	}
	n.scores[unit] = score
	return score
}

// collect lists the results, each node before its parts, the organisation as a whole before its units.
func (s *scorer) collect(n *node, out []vigil.Score) []vigil.Score {
	units := append([]string{""}, s.order...)
	for _, u := range units {
		if score, ok := n.scores[u]; ok {
			out = append(out, *score)
		}
	}
	for _, c := range n.children {
		out = s.collect(c, out)
	}
	return out
}

// hasAnswers reports whether a unit itself answered anything below a node.
func (s *scorer) hasAnswers(n *node, unit string) bool {
	if n.storey == vigil.StoreyQuestion {
		_, ok := s.answers[key{unit, n.id}]
		return ok
	}
	for _, c := range n.children {
		if s.hasAnswers(c, unit) {
			return true
		}
	}
	return false
}

// inScope reports whether a top-level unit counts: by its kind, or by its code where it has no kind.
func inScope(u vigil.Unit, scope []string) bool {
	if len(scope) == 0 {
		return true
	}
	for _, k := range scope {
		if k == cmp.Or(u.Kind, u.Code) {
			return true
		}
	}
	return false
}

func part(id, unit string, i ingredient) vigil.Part {
	return vigil.Part{Node: id, Unit: unit, Value: i.value, High: i.high, Weight: i.weight}
}
