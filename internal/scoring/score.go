package scoring

import (
	"math"
	"slices"

	"vigil/internal/vigil"
)

type key struct{ unit, question string }

// scorer holds what one scoring needs. It lives for one call of Score.
type scorer struct {
	in          Input
	m           *vigil.Methodology
	q           *vigil.Questionnaire
	card        *vigil.Scorecard
	facts       vigil.Facts
	answers     map[key]vigil.Answer
	below       map[string][]vigil.Unit // units by parent code
	order       []string                // unit codes, a parent before those below it
	nodeOf      map[string]*node
	partOfGroup map[string]bool
	results     map[key]ingredient
	items       []*item
	tree        *node
}

// Score computes the scorecard of one subject. It never fails: what is wrong with an answer (an unknown
// question, an option the scale does not have, a respondent's own "not applicable") is listed in Problems,
// and the item is not assessed.
func Score(in Input) *vigil.Scorecard {
	s := score(in)
	return s.card
}

func score(in Input) *scorer {
	s := newScorer(in)
	s.tree = s.build()
	total := s.eval(s.tree, "")
	s.chain(total)
	s.card.Nodes = s.collect(s.tree, nil)
	if !s.card.Rated {
		s.card.Nodes[0].Value, s.card.Nodes[0].Published, s.card.Nodes[0].Assessed = nil, nil, nil
	}
	return s
}

// newScorer takes in the units and the answers, and finds the facts that conditions ask about.
func newScorer(in Input) *scorer {
	s := &scorer{in: in, m: in.Methodology, q: in.Questionnaire, answers: map[key]vigil.Answer{},
		below: map[string][]vigil.Unit{}, nodeOf: map[string]*node{}, partOfGroup: map[string]bool{}, results: map[key]ingredient{}}
	s.card = &vigil.Scorecard{Subject: in.Subject, Questionnaire: s.q.Ref(), Methodology: s.m.Ref(), Draft: s.m.Draft(),
		Digests: vigil.Digests{Methodology: s.m.Digest, Questionnaire: s.q.Digest, Answers: digestAnswers(in.Answers)},
		Mode:    in.Mode, Cutoff: in.Cutoff, Column: "default", Caps: []vigil.CapInForce{}}
	s.placeUnits()
	s.takeAnswers()
	s.facts, s.card.Unknowns = facts(in, s.answers)
	return s
}

// placeUnits orders the tree of units. A unit whose parent is unknown, or that is its own ancestor, is
// listed as a problem and left out.
func (s *scorer) placeUnits() {
	children := map[string][]vigil.Unit{}
	for _, u := range s.in.Units {
		children[u.Parent] = append(children[u.Parent], u)
	}
	placed := map[string]bool{}
	var down func(parent string)
	down = func(parent string) {
		for _, u := range children[parent] {
			if u.Code == "" || placed[u.Code] {
				continue
			}
			placed[u.Code] = true
			s.below[parent] = append(s.below[parent], u)
			s.order = append(s.order, u.Code)
			down(u.Code)
		}
	}
	down("")
	for _, u := range s.in.Units {
		if !placed[u.Code] {
			s.card.Problems = append(s.card.Problems, vigil.Problem{Place: vigil.Place{Field: "unit " + u.Code},
				What: vigil.Say("the unit hangs below no known unit"), Do: vigil.Say("name an existing unit as its parent, or none")})
		}
	}
}

// takeAnswers indexes the answers and lists those that belong to no question or unit. Of two answers to one question
// for one unit neither counts, since nothing says which is meant.
func (s *scorer) takeAnswers() {
	known := map[string]bool{}
	for i := range s.q.Screening {
		known[s.q.Screening[i].ID] = true
	}
	for _, in := range s.q.Questions() {
		known[in.ID] = true
	}
	units := map[string]bool{"": true}
	if s.m.Units != nil {
		for _, u := range s.order {
			units[u] = true
		}
	}
	sorted := slices.Clone(s.in.Answers)
	vigil.SortAnswers(sorted)
	for i, a := range sorted {
		place := vigil.Place{Field: a.Question}
		same := func(b vigil.Answer) bool { return a.Unit == b.Unit && a.Question == b.Question }
		switch {
		case i > 0 && same(sorted[i-1]):
			s.card.Problems = append(s.card.Problems, vigil.Problem{Place: place,
				What: vigil.Say("the question is answered more than once"), Do: vigil.Say("keep one answer; until then it is not assessed")})
		case i+1 < len(sorted) && same(sorted[i+1]):
		case !known[a.Question]:
			s.card.Problems = append(s.card.Problems, vigil.Problem{Place: place,
				What: vigil.Say("the questionnaire %s has no such question", s.q.Ref()), Do: vigil.Say("check the id and the edition")})
		case !units[a.Unit]:
			s.card.Problems = append(s.card.Problems, vigil.Problem{Place: place,
				What: vigil.Say("the answer is for the unit %s, which is not known here", a.Unit), Do: vigil.Say("add the unit, or answer for the whole organisation")})
		default:
			s.answers[key{a.Unit, a.Question}] = a
		}
	}
}

// chain takes the total to the published result: coverage, deduction, caps, band, confidence, annex.
func (s *scorer) chain(total ingredient) {
	c, r := s.card, s.m.Rounding
	c.Coverage = vigil.NewFigure(100*total.coverage, r)
	c.Rated = total.value != nil
	if rule := s.m.Coverage; rule != nil {
		c.Rated = c.Rated && c.Coverage.Published >= rule.NotRatedBelow
		c.Provisional = c.Coverage.Published < rule.ProvisionalBelow
	}
	c.Deduction = s.deduct()
	open := s.caps()
	until, limit, openLimit := s.limits(open)
	c.Withdrawn = until
	if until != "" {
		c.Rated = false
	}
	s.confidence()
	d := c.Deduction.Points.Value
	if total.high != nil {
		c.RawHigh = vigil.NewFigure(*total.high, r)
		c.High = vigil.NewFigure(min(max(0, *total.high-d), openLimit), r)
	}
	if c.Rated {
		c.Raw = vigil.NewFigure(*total.value, r)
		net := max(0, *total.value-d)
		c.Net = vigil.NewFigure(net, r)
		c.Final = vigil.NewFigure(min(net, limit), r)
		c.AssessedRaw = figure(total.assessed, r)
		s.annex()
		s.sector(d, limit)
	}
	s.band()
}

// annex is the weighted geometric mean of the pillars, each floored, beside the arithmetic mean.
func (s *scorer) annex() {
	if s.m.Annex == nil {
		return
	}
	var list []ingredient
	for _, p := range s.tree.children {
		if v := s.results[key{"", p.id}].value; v != nil {
			list = append(list, ingredient{value: ptr(max(*v, s.m.Annex.GeometricFloor)), weight: p.weight})
		}
	}
	s.card.Geometric = figure(aggregate("geometric", list, func(i ingredient) *float64 { return i.value }), s.m.Rounding)
}

// sector is the second figure, by the column of the one primary sector.
func (s *scorer) sector(deduction, limit float64) {
	if !s.q.SectorFigure || s.in.Subject.Sector == "" {
		return
	}
	var list []ingredient
	for i := range s.q.Pillars {
		v := s.results[key{"", s.q.Pillars[i].ID}]
		v.weight = s.pillarWeight(&s.q.Pillars[i], s.in.Subject.Sector)
		list = append(list, v)
	}
	raw := combine(s.m.Aggregation.Total, list).value
	if raw == nil {
		return
	}
	r, net := s.m.Rounding, max(0, *raw-deduction)
	s.card.Sector = &vigil.SectorFigure{Column: s.in.Subject.Sector, Raw: vigil.NewFigure(*raw, r),
		Net: vigil.NewFigure(net, r), Final: vigil.NewFigure(min(net, limit), r)}
}

func figure(v *float64, r vigil.RoundingRule) *vigil.Figure {
	if v == nil {
		return nil
	}
	return vigil.NewFigure(*v, r)
}

// noLimit is the limit where no cap is in force.
var noLimit = math.Inf(1)
