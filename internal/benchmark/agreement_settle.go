package benchmark

import (
	"cmp"
	"math"
	"slices"

	"vigil/internal/vigil"
)

// Disagreement is a slot on which coders who looked at it differ, and which a third person settles.
type Disagreement struct {
	Slot
	Kind    string          `json:"kind"`             // AnswerDiffers, GradeDiffers
	Apart   float64         `json:"apart"`            // how far the codes lie apart in s, 0..1
	Codes   []string        `json:"codes"`            // by coder: value or state; empty: this one did not look
	Grades  []string        `json:"grades"`           // by coder
	Answers []*vigil.Answer `json:"-"`                // by coder; nil: this one did not look
	Pillar  string          `json:"pillar,omitempty"` // empty for a screening question
}

// The kinds of disagreement: on the answer or its state, or on the grade of the evidence alone.
const (
	AnswerDiffers = "answer"
	GradeDiffers  = "grade"
)

// disagreements lists what is to be settled: two coders who looked differ in answer, state or grade. The wording of a text
// needs no settling. Whether the item applies is not asked: the screening question may be in dispute itself.
func (s *sheet) disagreements() []Disagreement {
	var out []Disagreement
	for _, r := range s.rows {
		if kind := r.differs(); kind != "" {
			out = append(out, r.disagreement(kind))
		}
	}
	return out
}

// differs says how the coders of a row differ; empty where they do not.
func (r *row) differs() string {
	var first *vigil.Answer
	kind := ""
	for _, a := range r.answers {
		switch {
		case !present(a):
		case first == nil:
			first = a
		case a.State != first.State || r.q.codes && a.Value != first.Value:
			kind = AnswerDiffers
		case kind == "" && a.State == vigil.Answered && (r.q.scored || r.q.pillar == "") && grade(a) != grade(first):
			kind = GradeDiffers
		}
	}
	return kind
}

// grade is that of an answer; none is E0.
func grade(a *vigil.Answer) vigil.Grade { return cmp.Or(a.Grade, vigil.E0) }

func (r *row) disagreement(kind string) Disagreement {
	d := Disagreement{Slot: r.slot, Kind: kind, Pillar: r.q.pillar, Answers: make([]*vigil.Answer, len(r.answers))}
	low, high, ordered := 1.0, 0.0, 0
	for i, a := range r.answers {
		code, grade := "", ""
		if present(a) {
			d.Answers[i], grade = a, string(a.Grade)
			if code = a.Value; a.State != vigil.Answered {
				code = string(a.State)
			}
		}
		d.Codes, d.Grades = append(d.Codes, code), append(d.Grades, grade)
		if s := r.codes[i].s; !math.IsNaN(s) {
			low, high, ordered = min(low, s), max(high, s), ordered+1
		}
	}
	if ordered > 1 {
		d.Apart = high - low
	}
	return d
}

// Settlement is what a third person decided about a disagreement. Of the answer its value, state and grade count, and
// its date where it has one.
type Settlement struct {
	Slot
	Answer     vigil.Answer
	Reason, By string
}

// Settled is one answer of the reconciled coding. Coder says whose record (evidence, date, search, note) it rests on.
type Settled struct {
	Slot
	Answer     vigil.Answer
	Evidence   []vigil.Evidence
	Coder      string // empty: nobody's, the third person found something else
	Reason, By string // of a settlement; empty where the coders agreed, or only one looked
}

// Settle makes one coding of several: what the coders agree on or only one of them coded stays, and what they differ
// on is as settled. Of coders who agree the record is taken whose search log is complete, then one with a date, then
// that of the coder named first; a settled answer takes that of a coder who gave it with the settled grade, else who
// gave it, else of one who found that grade, else none. The disagreements that no settlement covers are given back as open; what is
// settled is then not all.
func Settle(coders []Coder, settlements []Settlement) (settled []Settled, open []Disagreement) {
	by := map[Slot]Settlement{}
	for _, x := range settlements {
		by[x.Slot] = x
	}
	s := newSheet(coders)
	for _, r := range s.rows {
		kind := r.differs()
		x, decided := by[r.slot]
		if kind != "" && !decided {
			open = append(open, r.disagreement(kind))
			continue
		}
		out := Settled{Slot: r.slot}
		if kind == "" {
			from := r.record(func(*vigil.Answer) int { return 0 })
			out.Answer, out.Coder, out.Evidence = *r.answers[from], s.coders[from], coders[from].Evidence[r.slot]
		} else {
			out = r.settled(x, coders)
		}
		settled = append(settled, out)
	}
	return settled, open
}

// record picks the coder whose record of a row is kept: the one who fits best, among equals as Settle says.
func (r *row) record(fit func(*vigil.Answer) int) int {
	rank := func(a *vigil.Answer) []int {
		if a == nil {
			return []int{-1}
		}
		return []int{one(present(a)), fit(a), one(a.Search.Complete()), one(a.Date != "")}
	}
	best := 0
	for i, a := range r.answers {
		if slices.Compare(rank(a), rank(r.answers[best])) > 0 {
			best = i
		}
	}
	return best
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// settled puts a decision into the record that it rests on. A complete search of another coder was a search all the same.
func (r *row) settled(x Settlement, coders []Coder) Settled {
	same := func(a *vigil.Answer) bool { return a.State == x.Answer.State && a.Value == x.Answer.Value }
	fit := func(a *vigil.Answer) int { return 2*one(same(a)) + one(grade(a) == grade(&x.Answer)) }
	out := Settled{Slot: r.slot, Answer: vigil.Answer{Unit: r.slot.Unit, Question: r.slot.Question}, Reason: x.Reason, By: x.By}
	if from := r.record(fit); fit(r.answers[from]) > 0 {
		out.Answer, out.Coder, out.Evidence = *r.answers[from], coders[from].Name, coders[from].Evidence[r.slot]
		if !same(&out.Answer) {
			out.Answer.ApprovedBy = ""
		}
	}
	a := &out.Answer
	a.State, a.Value, a.Grade, a.Date = x.Answer.State, x.Answer.Value, x.Answer.Grade, cmp.Or(x.Answer.Date, a.Date)
	for _, other := range r.answers {
		if !a.Search.Complete() && present(other) && other.Search.Complete() {
			a.Search = other.Search
		}
	}
	return out
}
