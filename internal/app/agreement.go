package app

import (
	"vigil/internal/check"
	"vigil/internal/question"
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
