package benchmark

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"vigil/internal/question"
	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// sheet is all that was coded, a row for each question about each unit of a subject, side by side.
type sheet struct {
	coders     []string
	form       *vigil.Questionnaire
	method     *vigil.Methodology
	subjects   []string
	questions  []asked
	rows       []*row // by subject, then unit, then question, each in its order
	byQuestion map[string][]*row
	ranges     map[string]scoring.Range
}

// asked is a question of the form.
type asked struct {
	in     *vigil.Indicator
	pillar string
	scale  vigil.Scale
	scored bool
	codes  bool // can be compared: a text is never the same twice
}

// row is what each coder said about one slot; nil where one said nothing.
type row struct {
	slot    Slot
	q       *asked
	answers []*vigil.Answer
	codes   []code
}

// code is an answer as it is compared. The zero code is none.
type code struct {
	name string  // equal names are equal codes
	s    float64 // Missing where the code has no place on the order
}

func newSheet(coders []Coder) *sheet {
	s := &sheet{byQuestion: map[string][]*row{}}
	var all []scoring.Input
	for _, c := range coders {
		s.coders = append(s.coders, c.Name)
		all = append(all, c.Inputs...)
	}
	if len(all) == 0 {
		return s
	}
	s.form, s.method, s.ranges = all[0].Questionnaire, all[0].Methodology, Ranges(all)
	s.ask()
	s.place(coders)
	return s
}

// ask lists the questions of the form, screening first.
func (s *sheet) ask() {
	add := func(in *vigil.Indicator, pillar string) {
		scale, _ := s.method.ScaleOf(in)
		s.questions = append(s.questions, asked{in: in, pillar: pillar, scale: scale, scored: pillar != "" && scale.Scored(), codes: scale.Type != "text"})
	}
	for i := range s.form.Screening {
		add(&s.form.Screening[i], "")
	}
	s.form.Walk(func(p *vigil.Pillar, in *vigil.Indicator) {
		if in.IsQuestion() {
			add(in, p.ID)
		}
	})
}

// place puts every answer into its row.
func (s *sheet) place(coders []Coder) {
	order, unitOrder := map[string]int{}, map[[2]string]int{}
	at := map[string]*asked{}
	index := map[string]int{}
	for i := range s.questions {
		at[s.questions[i].in.ID], index[s.questions[i].in.ID] = &s.questions[i], i
	}
	bySlot := map[Slot]*row{}
	for coder, c := range coders {
		for _, in := range c.Inputs {
			if _, known := order[in.Subject.Code]; !known {
				order[in.Subject.Code] = len(order)
				s.subjects = append(s.subjects, in.Subject.Code)
			}
			for _, u := range in.Units {
				if key := [2]string{in.Subject.Code, u.Code}; unitOrder[key] == 0 {
					unitOrder[key] = len(unitOrder) + 1
				}
			}
			out := takenOut(in)
			for i := range in.Answers {
				answer := &in.Answers[i]
				q := at[answer.Question]
				if q == nil {
					continue
				}
				slot := Slot{in.Subject.Code, answer.Unit, answer.Question}
				r := bySlot[slot]
				if r == nil {
					r = &row{slot: slot, q: q, answers: make([]*vigil.Answer, len(coders)), codes: make([]code, len(coders))}
					for i := range r.codes {
						r.codes[i].s = Missing
					}
					bySlot[slot] = r
					s.rows = append(s.rows, r)
				}
				r.answers[coder] = answer
				r.codes[coder] = s.code(q, answer, out[answer.Question])
			}
		}
	}
	slices.SortStableFunc(s.rows, func(x, y *row) int {
		a, b := x.slot, y.slot
		return cmp.Or(cmp.Compare(order[a.Subject], order[b.Subject]), cmp.Compare(unitOrder[[2]string{a.Subject, a.Unit}], unitOrder[[2]string{b.Subject, b.Unit}]),
			cmp.Compare(a.Unit, b.Unit), cmp.Compare(index[a.Question], index[b.Question]))
	})
	for _, r := range s.rows {
		s.byQuestion[r.slot.Question] = append(s.byQuestion[r.slot.Question], r)
	}
}

// takenOut lists the questions that a coder's own screening answers and the sectors of the subject take out.
func takenOut(in scoring.Input) map[string]bool {
	out := map[string]bool{}
	for _, n := range scoring.Score(in).Nodes {
		if n.Item != nil && n.Item.Applicable == vigil.False.String() {
			out[n.Node] = true
		}
	}
	return out
}

// code is an answer as it is compared; none where there is nothing to compare.
func (s *sheet) code(q *asked, a *vigil.Answer, outside bool) code {
	none := code{s: Missing}
	switch {
	case outside || !q.codes || a.State == "" || a.State == vigil.NotAssessed || a.State == vigil.Withheld:
		return none
	case a.State != vigil.Answered:
		c := code{name: strings.ReplaceAll(string(a.State), "_", " "), s: Missing}
		if v, err := strconv.ParseFloat(s.method.State(a.State).Value, 64); err == nil && q.scored {
			c.s = v
		}
		return c
	case !q.scored:
		return code{name: a.Value, s: Missing}
	}
	c := code{name: a.Value, s: s.points(q, a)}
	if q.scale.Type != "multi" && !sharesPoints(q.scale) && !math.IsNaN(c.s) {
		c.name = strconv.FormatFloat(c.s, 'g', 6, 64) // one ruler for all scales: "yes" and level 3 are the same code
	}
	return c
}

// points is s before ceilings. Whether a higher number is worse does not matter here.
func (s *sheet) points(q *asked, a *vigil.Answer) float64 {
	if v, ok := question.Points(q.scale, q.in, a.Value); ok {
		return v
	}
	x, err := strconv.ParseFloat(a.Value, 64)
	r, known := s.ranges[a.Question]
	if err != nil || !known || !(r.Max > r.Min) {
		return Missing
	}
	return (x - r.Min) / float64(r.Max-r.Min)
}

// sharesPoints reports whether two options of a scale count the same, so that s does not tell them apart.
func sharesPoints(s vigil.Scale) bool {
	seen := map[float64]bool{}
	for _, p := range s.Points {
		if seen[p.Value] {
			return true
		}
		seen[p.Value] = true
	}
	return s.Type == "number" || s.Maximum != 0 && s.Maximum < highest(s)
}

// highest is the most that an option counts; above the maximum options are cut to it.
func highest(s vigil.Scale) (most float64) {
	for _, p := range s.Points {
		most = max(most, p.Value)
	}
	return most
}

// scored gives the rows of items that are scored: all, by pillar, and by subject.
func (s *sheet) scored() (all []*row, byPillar, bySubject map[string][]*row) {
	byPillar, bySubject = map[string][]*row{}, map[string][]*row{}
	for _, r := range s.rows {
		if r.q.scored {
			all = append(all, r)
			byPillar[r.q.pillar] = append(byPillar[r.q.pillar], r)
			bySubject[r.slot.Subject] = append(bySubject[r.slot.Subject], r)
		}
	}
	return all, byPillar, bySubject
}

func (s *sheet) everybody() []int {
	all := make([]int, len(s.coders))
	for i := range all {
		all[i] = i
	}
	return all
}

// figures computes every measure over some rows and coders.
func (s *sheet) figures(rows []*row, coders []int) Figures {
	units := make([][]code, len(rows))
	for n, r := range rows {
		units[n] = make([]code, len(coders))
		for i, c := range coders {
			units[n][i] = r.codes[c]
		}
	}
	return measure(units, len(coders))
}

// gradeFigures is the agreement on the grade of evidence, where coders gave the same kind of answer: one with a grade.
func (s *sheet) gradeFigures(rows []*row) Figures {
	var units [][]code
	for _, r := range rows {
		codes := make([]code, len(s.coders))
		for i, a := range r.answers {
			codes[i].s = Missing
			if a != nil && r.codes[i].name != "" && a.State == vigil.Answered && a.Grade != "" {
				codes[i] = code{string(a.Grade), float64(a.Grade.Rank())}
			}
		}
		units = append(units, codes)
	}
	return measure(units, len(s.coders))
}

// coded says what a coder coded and what others coded that this one did not.
func (s *sheet) coded(coder int) Coded {
	c, here := Coded{Coder: s.coders[coder]}, map[string]bool{}
	for _, r := range s.rows {
		if present(r.answers[coder]) {
			c.Answers++
			here[r.slot.Subject] = true
		}
	}
	for _, r := range s.rows {
		switch {
		case present(r.answers[coder]) || !slices.ContainsFunc(r.answers, present):
		case here[r.slot.Subject]:
			c.Missing = append(c.Missing, r.slot)
		case !slices.Contains(c.Absent, r.slot.Subject):
			c.Absent = append(c.Absent, r.slot.Subject)
		}
	}
	return c
}

// present reports whether a coder looked at a question at all.
func present(a *vigil.Answer) bool {
	return a != nil && a.State != "" && a.State != vigil.NotAssessed
}
