package app

import (
	"regexp"

	"vigil/internal/benchmark"
	"vigil/internal/check"
	"vigil/internal/question"
	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// VetFile checks answers that are compared as files and stored nowhere, as an import checks those that it takes in: no
// field too long or malformed, and no free text that could identify a person. All problems, with their places.
func VetFile(sub vigil.Submission, readings []question.Reading, q *vigil.Questionnaire, m *vigil.Methodology) vigil.Problems {
	var ps vigil.Problems
	type at struct{ subject, unit, question string }
	entries := map[at]vigil.Entry{}
	for _, e := range sub.Entries {
		entries[at{e.Subject, e.Unit, e.Question}] = e
		in := q.Question(e.Question)
		ps = append(ps, harmInEntry(e, in != nil && isText(m, in))...)
	}
	for _, r := range readings {
		e := entries[at{r.Subject, r.Answer.Unit, r.Answer.Question}]
		ps = append(ps, placed(check.Struct(r.Answer), e.At)...)
	}
	return ps
}

// coderName keeps names of coders, and of those who settle, short, and the names of people out of what is printed.
var coderName = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}._-]{0,29}$`)

// CoderName reports whether a name may stand for a coder or for somebody who settles: one word of at most 30 letters and
// digits, such as a code, which a person's whole name is not.
func CoderName(name string) bool { return coderName.MatchString(name) }

// CoderOf makes what a coder answered ready to be compared, subjects in the order of their answers.
func CoderOf(name string, q *vigil.Questionnaire, m *vigil.Methodology, readings []question.Reading) benchmark.Coder {
	c := benchmark.Coder{Name: name, Evidence: map[benchmark.Slot][]vigil.Evidence{}}
	at := map[string]int{}
	for _, r := range readings {
		i, known := at[r.Subject]
		if !known {
			i = len(c.Inputs)
			at[r.Subject] = i
			c.Inputs = append(c.Inputs, scoring.Input{Questionnaire: q, Methodology: m, Mode: vigil.BENCH, Subject: vigil.Subject{Code: r.Subject}})
		}
		c.Inputs[i].Answers = append(c.Inputs[i].Answers, r.Answer)
		if len(r.Evidence) > 0 {
			c.Evidence[benchmark.Slot{Subject: r.Subject, Unit: r.Answer.Unit, Question: r.Answer.Question}] = r.Evidence
		}
	}
	return c
}
