package scoring

import (
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// Readings is all that a spreadsheet needs to compute a score from its cells: what every possible answer to every item
// counts, as the engine itself reads it, and what no cell can change. The rest is sums, means and limits.
type Readings struct {
	Items       []ItemReadings
	Deduction   float64  // points for open allegations
	RecordLimit *float64 // lowest limit of caps by record; nil: none
	Withdrawn   bool     // a record withdraws the rating
	Agreement   float64  // 0..1; 0 without a second coder
	RecentAfter string   // evidence dated after this day, and up to the cut-off, is recent; empty: the method does not ask
	Sums        Sums
	Strict      vigil.Confidence // with what is open or refused read as a bare statement, as a band that asks for confidence reads it
}

// Sums are the unrounded figures behind the published ones, also where nothing is rated and so nothing is published.
type Sums struct {
	Raw, RawHigh, Net, NetHigh, Final *float64
	Limit, SureLimit                  *float64 // the lowest cap in force; and the lowest that does not rest on something open
}

// ItemReadings is one item with all its possible answers.
type ItemReadings struct {
	Indicator *vigil.Indicator
	Pillar    string
	Weight    float64
	Counts    bool     // applies by screening, sector and condition, and is scored
	Searched  string   // the option that counts only with a complete search log; empty: none
	Cap       string   // the cap that an answer can put in force; empty: none here
	CapLimit  *float64 // what that cap allows at most
	Answers   []Reading
	Elements  []ElementReading // of a multi question; its Answers then stand for all elements met
	Recent    bool             // its evidence is dated, and recent
}

// Reading is what an item counts by one answer and grade, or by one state.
type Reading struct {
	Option   string // an option, or AllElements; empty: read by state
	State    vigil.State
	Grade    vigil.Grade
	S, High  float64 // 0..1
	Assessed bool
	LeftOut  bool
	Fires    bool    // puts the item's cap in force
	Worth    float64 // of the grade in the mean grade, 0..4
	Logged   float64 // the same where a search is logged
	Rank     int     // of the grade as read, 0..4; 0 where there was no answer
	Dated    bool    // its evidence has a date that can be recent
}

// AllElements is the option of a multi question whose elements are all met; with fewer it counts at most as much.
const AllElements = "#"

// ElementReading is what one element adds to s before its ceiling.
type ElementReading struct {
	ID    string
	Share float64
}

// ReadingsOf lists the readings of an assessment; ok is false where cells could not follow the method: groups that are no
// means, units, or numbers that depend on a population.
func ReadingsOf(in Input) (r *Readings, ok bool) {
	s := score(in)
	if !(&pathfinder{scorer: s}).linear() || s.m.Units != nil || s.m.Coverage == nil || s.m.Total.Of == "indicators" {
		return nil, false
	}
	r = &Readings{Deduction: s.card.Deduction.Points.Value, Withdrawn: s.card.Withdrawn != ""}
	if in.Agreement != nil {
		r.Agreement = clamp(*in.Agreement)
	}
	for _, c := range s.card.Caps {
		if c.Source == "record" && c.AtMost != nil && (r.RecordLimit == nil || *c.AtMost < *r.RecordLimit) {
			r.RecordLimit = c.AtMost
		}
	}
	r.Sums = s.sums()
	if s.m.Confidence != nil {
		r.Strict = s.confidenceWith(true)
		r.RecentAfter = recentAfter(in.Cutoff, s.m.Confidence.RecentMonths)
	}
	for _, it := range slices.Clone(s.items) {
		scale, known := s.m.ScaleOf(it.in)
		if !known || !scale.Scored() {
			continue
		}
		if scale.Type == "number" || s.nodeOf[it.in.ID].parent != s.pillarOf(it) {
			return nil, false
		}
		r.Items = append(r.Items, s.readings(it, scale))
	}
	return r, true
}

// sums are the figures of the total, as they are before anything is published.
func (s *scorer) sums() Sums {
	total, d := s.results[key{"", vigil.Total}], s.card.Deduction.Points.Value
	out := Sums{Raw: total.value, RawHigh: total.high}
	for _, c := range s.card.Caps {
		if c.AtMost == nil {
			continue
		}
		out.Limit = lesser(out.Limit, *c.AtMost)
		if !s.restsOnOpen(c) {
			out.SureLimit = lesser(out.SureLimit, *c.AtMost)
		}
	}
	if total.value != nil {
		out.Net = ptr(max(0, *total.value-d))
		out.Final = ptr(*out.Net)
		if out.Limit != nil {
			out.Final = lesser(out.Final, *out.Limit)
		}
	}
	if total.high != nil {
		out.NetHigh = ptr(max(0, *total.high-d))
	}
	return out
}

func lesser(a *float64, b float64) *float64 {
	if a != nil && *a < b {
		return a
	}
	return &b
}

// restsOnOpen reports whether a cap follows from an item that nobody has answered.
func (s *scorer) restsOnOpen(c vigil.CapInForce) bool {
	return c.Source == "answer" && slices.ContainsFunc(s.items, func(it *item) bool { return it.in.ID == c.Question && it.State == vigil.NotAssessed })
}

func (s *scorer) pillarOf(it *item) string {
	if p := s.q.PillarOf(it.in.ID); p != nil {
		return p.ID
	}
	return ""
}

// readings tries every answer on an item.
func (s *scorer) readings(it *item, scale vigil.Scale) ItemReadings {
	out := ItemReadings{Indicator: it.in, Pillar: s.pillarOf(it), Weight: it.weight, Counts: it.counts}
	if d, dated := evidenceDate(it); dated && it.counts && s.m.Confidence != nil {
		out.Recent = isRecent(d, s.in.Cutoff, s.m.Confidence.RecentMonths)
	}
	if rule, ok := s.m.Cap(it.in.Critical); ok && rule.Admission != nil && slices.Contains(rule.Admission.Modes, s.in.Mode) {
		if at, _, _ := s.admittedLimit(rule); at != nil {
			out.Cap, out.CapLimit = rule.ID, at
		}
	}
	for _, state := range vigil.States {
		if state != vigil.Answered {
			out.Answers = append(out.Answers, s.reading(it, vigil.Answer{State: state}, out.CapLimit != nil))
		}
	}
	options := make([]string, 0, len(scale.Points))
	if scale.Type == "multi" {
		options = append(options, AllElements)
		var all float64
		for _, p := range scale.Points {
			all += p.Value
		}
		if scale.Maximum > 0 {
			all = scale.Maximum
		}
		for _, p := range scale.Points {
			out.Elements = append(out.Elements, ElementReading{ID: p.ID, Share: p.Value / all})
		}
	} else {
		for _, p := range scale.Points {
			options = append(options, p.ID)
		}
	}
	for _, option := range options {
		if s.m.Evidence != nil {
			if _, needs := searchRule(s.m.Evidence, scale.Type, option); needs {
				out.Searched = option
			}
		}
		for _, g := range vigil.Grades {
			r := s.reading(it, vigil.Answer{State: vigil.Answered, Value: valueOf(option, it.in), Grade: g}, out.CapLimit != nil)
			r.Option = option
			out.Answers = append(out.Answers, r)
		}
	}
	return out
}

// reading scores the item as if it had been answered so, with a search log where the option asks for one.
func (s *scorer) reading(it *item, a vigil.Answer, bearsCap bool) Reading {
	k := key{it.unit, it.in.ID}
	a.Unit, a.Question = it.unit, it.in.ID
	a.Search = vigil.SearchLog{Date: s.in.Cutoff, Sources: "-", Languages: "-", Terms: "-"}
	if a.State == vigil.Withheld {
		a.ApprovedBy = it.answer.ApprovedBy
	}
	was, had := s.answers[k]
	s.answers[k] = a
	n := s.item(it.in, it.unit, s.nodeOf[it.in.ID].applies)
	if s.answers[k] = was; !had {
		delete(s.answers, k)
	}
	r := Reading{State: a.State, Grade: a.Grade, Assessed: n.Assessed, LeftOut: n.LeftOut}
	if n.S != nil {
		r.S, r.High = *n.S, *n.High
	}
	if n.Assessed && s.m.Confidence != nil {
		r.Logged = s.worth(n)
		n.answer.Search = vigil.SearchLog{}
		r.Worth = s.worth(n)
		if n.State == vigil.Answered {
			r.Rank = n.GradeRead.Rank()
			_, r.Dated = evidenceDate(n)
		}
	}
	if rule, ok := s.m.Cap(it.in.Critical); ok && bearsCap && n.counts {
		_, r.Fires = admits(rule.Admission, n)
	}
	return r
}

// valueOf is the value of an option, all elements for AllElements.
func valueOf(option string, in *vigil.Indicator) string {
	if option != AllElements {
		return option
	}
	ids := make([]string, len(in.Elements))
	for i, e := range in.Elements {
		ids[i] = e.ID
	}
	return strings.Join(ids, ";")
}
