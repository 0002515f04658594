package question

import (
	"strings"

	"vigil/internal/vigil"
)

// Reading is one answer that was understood, with the evidence given for it. ApprovedBy of the answer is what
// the sender wrote; whoever stores answers decides whether to believe it.
type Reading struct {
	Subject  string
	Answer   vigil.Answer
	Evidence []vigil.Evidence
}

// ReadAll reads a submission against a questionnaire and gathers every problem with its place. Entries with
// problems are left out of the readings; blank entries are skipped and never become answers. Readings keep the
// order of the submission.
func ReadAll(q *vigil.Questionnaire, m *vigil.Methodology, sub vigil.Submission) ([]Reading, vigil.Problems) {
	var out []Reading
	var ps vigil.Problems
	if sub.Questionnaire != "" && sub.Questionnaire != q.Ref() && sub.Questionnaire != q.ID {
		ps.Say(vigil.Place{File: sub.Source}, vigil.Say("the answers were written for %s, and this is %s", sub.Questionnaire, q.Ref()),
			vigil.Say("take the workbook of this assessment, or import into an assessment with that edition"))
		return nil, ps
	}
	questions := index(q)
	first := map[[3]string]vigil.Entry{}
	for _, e := range sub.Entries {
		if e.Blank() {
			continue
		}
		in, ok := questions[e.Question]
		if !ok {
			ps.Say(e.At("question"), vigil.Say("the questionnaire %s has no question %q", q.Ref(), e.Question), vigil.Say("correct the id, or take the row out"))
			continue
		}
		key := [3]string{e.Subject, e.Unit, e.Question}
		if before, twice := first[key]; twice {
			ps.Say(e.At("question"), vigil.Say("%s is answered twice, first at %s", e.Question, before.Place), vigil.Say("keep one of the two"))
			continue
		}
		first[key] = e
		if r, wrong := readEntry(in, m, e); len(wrong) > 0 {
			ps = append(ps, wrong...)
		} else {
			out = append(out, r)
		}
	}
	return out, ps
}

func index(q *vigil.Questionnaire) map[string]*vigil.Indicator {
	questions := map[string]*vigil.Indicator{}
	for _, in := range q.Questions() {
		questions[in.ID] = in
	}
	for i := range q.Screening {
		questions[q.Screening[i].ID] = &q.Screening[i]
	}
	return questions
}

func readEntry(in *vigil.Indicator, m *vigil.Methodology, e vigil.Entry) (Reading, vigil.Problems) {
	var ps vigil.Problems
	at := func(field string, p *vigil.Problem) {
		if p != nil {
			ps.Say(e.At(field), vigil.Say("%s: %s", e.Question, p.What), p.Do)
		}
	}
	a := vigil.Answer{Unit: e.Unit, Question: e.Question, Note: e.Note, Search: e.Search, ApprovedBy: e.Approved}
	var p *vigil.Problem
	a.State, p = readState(e, m)
	at("state", p)
	if p == nil && a.State == vigil.Answered {
		scale, ok := m.ScaleOf(in)
		if !ok {
			at("question", problem(vigil.Say("its scale %q is not in %s", in.Scale, m.Ref()), vigil.Say("correct the questionnaire")))
		} else {
			a.Value, p = Read(scale, in, e.Value)
			at("value", p)
		}
	}
	a.Grade, p = readGrade(e.Grade)
	at("grade", p)
	if e.Date != "" {
		a.Date, p = Day(strings.TrimSpace(e.Date))
		at("date", p)
	}
	if e.Search.Date != "" {
		a.Search.Date, p = Day(strings.TrimSpace(e.Search.Date))
		at("search", p)
	}
	evidence := make([]vigil.Evidence, len(e.Evidence))
	for i, ev := range e.Evidence {
		ev.Unit, ev.Question = e.Unit, e.Question
		if field, p := readEvidence(&ev); p != nil {
			ps.Say(e.EvidenceAt(i, field), vigil.Say("%s: %s", e.Question, p.What), p.Do)
		}
		evidence[i] = ev
	}
	if len(evidence) == 0 {
		evidence = nil
	}
	return Reading{Subject: e.Subject, Answer: a, Evidence: evidence}, ps
}

// readEvidence reads a reference; a problem comes with its field.
func readEvidence(ev *vigil.Evidence) (field string, p *vigil.Problem) {
	if strings.TrimSpace(ev.Title) == "" {
		return "title", problem(vigil.Say("a piece of evidence has no title"), vigil.Say("name the document or page"))
	}
	if ev.Grade == "" {
		return "grade", problem(vigil.Say("the evidence %q has no grade", short(ev.Title)), vigil.Say("give E0, E1, E2, E3 or E4"))
	}
	if ev.Grade, p = readGrade(string(ev.Grade)); p != nil {
		return "grade", p
	}
	if ev.Date != "" {
		ev.Date, p = Day(strings.TrimSpace(ev.Date))
	}
	return "date", p
}

// readState reads the state as its id or in plain words; empty means answered where there is a value.
func readState(e vigil.Entry, m *vigil.Methodology) (vigil.State, *vigil.Problem) {
	word := strings.ToLower(strings.TrimSpace(e.State))
	word = strings.NewReplacer(" ", "_", "-", "_").Replace(word)
	state := vigil.State(word)
	value := strings.TrimSpace(e.Value) != ""
	if word == "" {
		if !value {
			return "", problem(vigil.Say("there is neither an answer nor a state"), vigil.Say("answer the question, or choose the state, such as not disclosed"))
		}
		return vigil.Answered, nil
	}
	if !known(state) {
		return "", problem(vigil.Say("%q is no state", short(e.State)), vigil.Say("choose answered, not_applicable, not_disclosed, refused, not_assessed or withheld_for_safety"))
	}
	switch {
	case state == vigil.Answered && !value:
		return "", problem(vigil.Say("the state is answered and there is no answer"), vigil.Say("answer the question, or choose another state"))
	case state != vigil.Answered && value:
		return "", problem(vigil.Say("there is an answer and the state is %s", state), vigil.Say("take the answer out, or set the state to answered"))
	case state == vigil.NotApplicable && m.NotApplicableBy != "answer":
		return "", problem(vigil.Say("nobody can answer \"not applicable\" under this method; the screening questions decide it"), vigil.Say("answer the screening questions, and choose another state here"))
	}
	return state, nil
}

func known(s vigil.State) bool {
	for _, x := range vigil.States {
		if x == s {
			return true
		}
	}
	return false
}

// readGrade reads E0 to E4 in any case, also with its title behind it; empty stays empty.
func readGrade(raw string) (vigil.Grade, *vigil.Problem) {
	raw = strings.TrimSpace(raw)
	if raw == "" {
		return "", nil
	}
	for _, g := range vigil.Grades {
		if matches(Option{ID: string(g)}, raw) {
			return g, nil
		}
	}
	return "", problem(vigil.Say("%q is no grade of evidence", short(raw)), vigil.Say("give E0, E1, E2, E3 or E4"))
}
