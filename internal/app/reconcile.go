package app

import (
	"slices"
	"strings"

	"vigil/internal/benchmark"
	"vigil/internal/check"
	"vigil/internal/question"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

// Reconcile makes the settled answers from a workbook for reconciliation: what coders agree on, what one alone coded, and
// what a third person decided. It refuses a workbook in which anything is left to settle, or not settled properly, and
// lists every row with what it lacks.
func Reconcile(q *vigil.Questionnaire, m *vigil.Methodology, in spreadsheet.Reconciled) ([]benchmark.Settled, error) {
	coders, ps := codersIn(q, m, in)
	if len(ps) > 0 {
		return nil, ps
	}
	r := &reconciler{q: q, m: m, coders: coders, open: map[benchmark.Slot]benchmark.Disagreement{}}
	for _, d := range benchmark.Agree(coders).Disagreements {
		r.open[d.Slot] = d
	}
	for _, e := range in.Settlements.Entries {
		r.take(e)
	}
	settlements := r.settlements(in.Settlements.Source)
	settled, left := benchmark.Settle(coders, settlements)
	if len(r.ps) == 0 {
		for _, d := range left {
			r.ps.Say(vigil.Place{File: in.Source, Sheet: "Disagreements"}, vigil.Say("the row of %s is not there", slotName(d.Slot)), vigil.Say("put it back, and settle it"))
		}
	}
	for i := range settled {
		x := &settled[i]
		if x.By != "" {
			x.Answer.Note = strings.TrimSpace(x.Answer.Note + "\nSettled by " + x.By + ": " + strings.TrimSpace(x.Reason))
			r.ps = append(r.ps, placed(check.Struct(x.Answer), func(string) vigil.Place { return vigil.Place{File: in.Source, Field: slotName(x.Slot)} })...)
		}
	}
	return settled, r.ps.Err()
}

// codersIn reads what coders answered from the workbook.
func codersIn(q *vigil.Questionnaire, m *vigil.Methodology, in spreadsheet.Reconciled) (coders []benchmark.Coder, ps vigil.Problems) {
	if in.Questionnaire != q.Ref() {
		ps.Say(vigil.Place{File: in.Source}, vigil.Say("the workbook is of %s, and this is %s", in.Questionnaire, q.Ref()), vigil.Say("name that questionnaire with --questionnaire"))
		return nil, ps
	}
	for _, c := range in.Coders {
		readings, wrong := question.ReadAll(q, m, c.Submission)
		ps = append(append(ps, wrong...), VetFile(c.Submission, readings, q, m)...)
		coders = append(coders, CoderOf(c.Coder, q, m, readings))
	}
	return coders, ps
}

// reconciler gathers decisions and all that is wrong with them.
type reconciler struct {
	q       *vigil.Questionnaire
	m       *vigil.Methodology
	coders  []benchmark.Coder
	open    map[benchmark.Slot]benchmark.Disagreement
	entries []vigil.Entry
	seen    map[benchmark.Slot]vigil.Entry
	ps      vigil.Problems
}

// take looks at one row of the sheet of disagreements.
func (r *reconciler) take(e vigil.Entry) {
	at := benchmark.Slot{Subject: e.Subject, Unit: e.Unit, Question: e.Question}
	d, known := r.open[at]
	before, twice := r.seen[at]
	switch {
	case !known:
		r.ps.Say(e.At("question"), vigil.Say("there is nothing to settle about %s", slotName(at)), vigil.Say("restore the company, unit and item of the row as they were, or take the row out"))
		return
	case twice:
		r.ps.Say(e.At("question"), vigil.Say("%s stands here and in %s", slotName(at), before.At("question").Cell), vigil.Say("keep one of the two rows"))
		return
	}
	if r.seen == nil {
		r.seen = map[benchmark.Slot]vigil.Entry{}
	}
	r.seen[at] = e
	if e.Blank() && e.Approved == "" {
		r.ps.Say(e.Place, vigil.Say("%s is not settled: %s", slotName(at), r.codes(d)), vigil.Say("choose the answer, and say why and who decides"))
		return
	}
	r.complete(&e, d)
	r.entries = append(r.entries, e)
}

// complete fills in what the row leaves to the coders, and says what it lacks.
func (r *reconciler) complete(e *vigil.Entry, d benchmark.Disagreement) {
	if e.Value == "" && e.State == "" {
		if d.Kind != benchmark.GradeDiffers {
			r.ps.Say(e.Place, vigil.Say("%s has no settled answer: %s", slotName(d.Slot), r.codes(d)), vigil.Say("choose the answer that holds"))
		} else {
			e.Value = shared(d)
		}
	}
	if strings.TrimSpace(e.Note) == "" {
		r.ps.Say(e.At("note"), vigil.Say("%s is settled without a reason", slotName(d.Slot)), vigil.Say("say why this answer holds and not the other"))
	}
	switch {
	case e.Approved == "":
		r.ps.Say(e.At("approved"), vigil.Say("%s does not say who settled it", slotName(d.Slot)), vigil.Say("give the short code of the person who decided"))
	case !CoderName(e.Approved):
		r.ps.Say(e.At("approved"), vigil.Say("%q is no short code", e.Approved), vigil.Say("give one word of at most 30 letters and digits, not a person's name"))
	case slices.ContainsFunc(r.coders, func(c benchmark.Coder) bool { return strings.EqualFold(c.Name, e.Approved) }):
		r.ps.Say(e.At("approved"), vigil.Say("%s is one of the coders", e.Approved), vigil.Say("have it settled by a third person"))
	}
	r.ps = append(r.ps, harm(e.At("note"), text{"reason", e.Note})...)
}

// shared is the answer that coders share who differ in the grade alone.
func shared(d benchmark.Disagreement) string {
	for _, a := range d.Answers {
		if a != nil {
			return a.Value
		}
	}
	return ""
}

// settlements reads the decisions as answers. An answer without a grade takes that of the coders who gave it.
func (r *reconciler) settlements(source string) []benchmark.Settlement {
	sub := vigil.Submission{Source: source}
	for _, e := range r.entries {
		if e.Value != "" || e.State != "" {
			e.Approved = "" // of who settled it, not of who approved a "no"
			sub.Entries = append(sub.Entries, e)
		}
	}
	readings, wrong := question.ReadAll(r.q, r.m, sub)
	r.ps = append(r.ps, wrong...)
	var out []benchmark.Settlement
	for _, rd := range readings {
		at := benchmark.Slot{Subject: rd.Subject, Unit: rd.Answer.Unit, Question: rd.Answer.Question}
		e := r.seen[at]
		if rd.Answer.State == vigil.Answered && rd.Answer.Grade == "" {
			grade, one := gradeOf(r.open[at], rd.Answer.Value)
			if !one {
				r.ps.Say(e.At("grade"), vigil.Say("%s has no settled grade, and the coders do not share one for that answer: %s", slotName(at), r.codes(r.open[at])), vigil.Say("choose the grade of its evidence"))
			}
			rd.Answer.Grade = grade
		}
		out = append(out, benchmark.Settlement{Slot: at, Answer: rd.Answer, Reason: e.Note, By: e.Approved})
	}
	return out
}

// gradeOf is the grade that the coders share who gave an answer; one is false where they share none, or nobody gave it.
func gradeOf(d benchmark.Disagreement, value string) (grade vigil.Grade, one bool) {
	var grades []vigil.Grade
	for _, a := range d.Answers {
		if a != nil && a.State == vigil.Answered && a.Value == value && !slices.Contains(grades, a.Grade) {
			grades = append(grades, a.Grade)
		}
	}
	if len(grades) != 1 {
		return "", false
	}
	return grades[0], true
}

// codes says what each coder gave, as "A 2 (E3), B not disclosed".
func (r *reconciler) codes(d benchmark.Disagreement) string {
	var list []string
	for i, c := range r.coders {
		if a := d.Answers[i]; a != nil {
			text := c.Name + " " + strings.ReplaceAll(d.Codes[i], "_", " ")
			if d.Grades[i] != "" {
				text += " (" + d.Grades[i] + ")"
			}
			list = append(list, text)
		}
	}
	return strings.Join(list, ", ")
}

// slotName is a slot for people: the item, and whose it is.
func slotName(s benchmark.Slot) string {
	text := s.Question
	if s.Unit != "" {
		text += " of the unit " + s.Unit
	}
	if s.Subject != "" {
		text += " of " + s.Subject
	}
	return text
}
