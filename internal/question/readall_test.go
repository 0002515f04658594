package question

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vigil/internal/vigil"
)

func instrument() (*vigil.Questionnaire, *vigil.Methodology) {
	m := &vigil.Methodology{ID: "m", Edition: "1.0.0", Scales: []vigil.Scale{
		{ID: "graded", Type: "graded", Points: []vigil.Valued{{ID: "0", Value: 0}, {ID: "1", Value: 1}}},
		{ID: "yes_no", Type: "yes_partial_no", Points: []vigil.Valued{{ID: "no"}, {ID: "yes", Value: 1}}},
	}}
	q := &vigil.Questionnaire{ID: "q", Edition: "1.0.0", Method: "m@1.0.0",
		Screening: []vigil.Indicator{{ID: "S.1", Scale: "yes_no"}},
		Pillars: []vigil.Pillar{{ID: "P", Indicators: []vigil.Indicator{
			{ID: "I.1", Scale: "graded"}, {ID: "I.2", Parts: []vigil.Indicator{{ID: "I.2.a", Scale: "graded"}}},
		}}},
	}
	return q, m
}

func TestReadAllRefuses(t *testing.T) {
	place := vigil.Place{File: "a.csv", Line: 2, Column: 4}
	for name, c := range map[string]struct {
		entry vigil.Entry
		what  string
	}{
		"unknown question":     {vigil.Entry{Question: "I.9", Value: "1"}, `no question "I.9"`},
		"group of parts":       {vigil.Entry{Question: "I.2", Value: "1"}, `no question "I.2"`},
		"outside the scale":    {vigil.Entry{Question: "I.1", Value: "5"}, `"5" is no answer`},
		"unknown state":        {vigil.Entry{Question: "I.1", State: "n/a"}, "is no state"},
		"applicable by rule":   {vigil.Entry{Question: "I.1", State: "not_applicable"}, "nobody can answer"},
		"state and value":      {vigil.Entry{Question: "I.1", Value: "1", State: "refused"}, "there is an answer and the state is refused"},
		"answered, no value":   {vigil.Entry{Question: "I.1", State: "answered"}, "there is no answer"},
		"a note alone":         {vigil.Entry{Question: "I.1", Note: "to do"}, "neither an answer nor a state"},
		"unknown grade":        {vigil.Entry{Question: "I.1", Value: "1", Grade: "E5"}, "is no grade"},
		"local date":           {vigil.Entry{Question: "I.1", Value: "1", Date: "31.3.2026"}, "reads alike"},
		"local date of search": {vigil.Entry{Question: "I.1", Value: "1", Search: vigil.SearchLog{Date: "3/4/26"}}, "reads alike"},
		"untitled evidence":    {vigil.Entry{Question: "I.1", Value: "1", Evidence: []vigil.Evidence{{Grade: "E2"}}}, "no title"},
		"ungraded evidence":    {vigil.Entry{Question: "I.1", Value: "1", Evidence: []vigil.Evidence{{Title: "Policy"}}}, "has no grade"},
		"evidence, wrong date": {vigil.Entry{Question: "I.1", Value: "1", Evidence: []vigil.Evidence{{Title: "Policy", Grade: "E2", Date: "2026"}}}, "reads alike"},
	} {
		t.Run(name, func(t *testing.T) {
			c.entry.Place = place
			q, m := instrument()
			out, ps := ReadAll(q, m, vigil.Submission{Entries: []vigil.Entry{c.entry}})
			if len(out) != 0 || len(ps) != 1 {
				t.Fatalf("read %v with problems %v; want one problem", out, ps)
			}
			if !strings.Contains(ps[0].What.String(), c.what) || ps[0].Do.Empty() || ps[0].Place != place {
				t.Errorf("problem %q; want it at %s, to say %q and what to do", ps[0], place, c.what)
			}
		})
	}
}

func TestReadAllRefusesAnotherQuestionnaire(t *testing.T) {
	q, m := instrument()
	out, ps := ReadAll(q, m, vigil.Submission{Source: "a.xlsx", Questionnaire: "q@2.0.0", Entries: []vigil.Entry{{Question: "I.1", Value: "1"}}})
	if len(out) != 0 || len(ps) != 1 || !strings.Contains(ps[0].String(), "a.xlsx: the answers were written for q@2.0.0") {
		t.Errorf("read %v, problems %v", out, ps)
	}
}

func TestReadAllGathersEveryProblem(t *testing.T) {
	q, m := instrument()
	_, ps := ReadAll(q, m, vigil.Submission{Entries: []vigil.Entry{
		{Question: "I.1", Value: "1"},
		{Question: "I.1", Value: "0", Place: vigil.Place{Line: 3}},
		{Question: "I.2.a", Value: "7", Grade: "X", Date: "soon"},
	}})
	if len(ps) != 4 || !strings.Contains(ps[0].What.String(), "answered twice") {
		t.Errorf("problems:\n%v\nwant four, the first about the second answer to I.1", ps)
	}
}

func TestReadAll(t *testing.T) {
	q, m := instrument()
	m.NotApplicableBy = "answer"
	out, ps := ReadAll(q, m, vigil.Submission{Questionnaire: "q@1.0.0", Entries: []vigil.Entry{
		{Question: "S.1", Value: "No", Approved: "reviewer"},
		{Question: "I.1"},
		{Question: "I.1", Unit: "site", Value: "1.0", Grade: "e2 – Public document", Date: "2026-01-31", Note: "page 3",
			Evidence: []vigil.Evidence{{Title: "Policy", Grade: "E2"}}},
		{Question: "I.2.a", State: "Not applicable"},
	}})
	if len(ps) != 0 {
		t.Fatal(ps)
	}
	want := []Reading{
		{Answer: vigil.Answer{Question: "S.1", Value: "no", State: vigil.Answered, ApprovedBy: "reviewer"}},
		{Answer: vigil.Answer{Question: "I.1", Unit: "site", Value: "1", State: vigil.Answered, Grade: vigil.E2, Date: "2026-01-31", Note: "page 3"},
			Evidence: []vigil.Evidence{{Title: "Policy", Grade: vigil.E2, Unit: "site", Question: "I.1"}}},
		{Answer: vigil.Answer{Question: "I.2.a", State: vigil.NotApplicable}},
	}
	if d := cmp.Diff(want, out); d != "" {
		t.Error(d)
	}
}
