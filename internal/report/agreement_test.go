package report_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"vigil/internal/benchmark"
	"vigil/internal/report"
	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// compared is the report's input for some coders.
func compared(coders []benchmark.Coder) report.AgreementInput {
	in := report.AgreementInput{Questionnaire: form(), Methodology: codedMethod(), Agreement: benchmark.Agree(coders)}
	in.Questionnaire.Pillars[1].Indicators[1].Scale = "flag"
	return in
}

// codedMethod is the method with the scales that codes need.
func codedMethod() *vigil.Methodology {
	m := method()
	m.Scales = []vigil.Scale{{ID: "graded", Type: "graded", Points: []vigil.Valued{{ID: "0"}, {ID: "1", Value: 0.25}, {ID: "2", Value: 0.5}, {ID: "3", Value: 1}}},
		{ID: "flag", Type: "flag", Points: []vigil.Valued{{ID: "open"}, {ID: "settled", Value: 0.5}, {ID: "clear", Value: 1}}}}
	m.States = []vigil.StateRule{{State: vigil.NotDisclosed, Value: "0"}, {State: vigil.Refused, Value: "0"}, {State: vigil.NotAssessed, Value: "worst"}}
	return m
}

// coder makes a coder of so many companies; code gives the answer to an item, "" for none.
func coder(name string, companies int, code func(company int, item string) string) benchmark.Coder {
	c := benchmark.Coder{Name: name}
	q := compared(nil).Questionnaire
	for n := range companies {
		in := scoring.Input{Questionnaire: q, Methodology: codedMethod(), Mode: vigil.BENCH, Subject: vigil.Subject{Code: fmt.Sprintf("company-%02d", n+1)}}
		for _, item := range q.Questions() {
			a := vigil.Answer{Question: item.ID, State: vigil.Answered, Value: code(n, item.ID), Grade: vigil.E2, Note: "what " + name + " wrote down"}
			if a.Value == "" {
				continue
			}
			if strings.Contains(a.Value, "_") {
				a.State, a.Value, a.Grade = vigil.State(a.Value), "", ""
			}
			in.Answers = append(in.Answers, a)
		}
		c.Inputs = append(c.Inputs, in)
	}
	return c
}

// threeCoders agree on most: on one item badly, and on a flag that each raises once at another company.
func threeCoders() []benchmark.Coder {
	var all []benchmark.Coder
	for who, name := range []string{"A", "B", "C"} {
		all = append(all, coder(name, 12-who, func(n int, item string) string {
			level := func(n int) string { return fmt.Sprint(n % 4) }
			switch {
			case item == "BE.e.3" && n == who:
				return "open"
			case item == "BE.e.3":
				return "clear"
			case item == "BE.c.1" && who == 1:
				return level(n + 1 + n%2)
			case item == "BE.b.4" && who == 2 && n > 2:
				return ""
			case item == "BE.a.1" && level(n) == "0" && who == 1:
				return "not_disclosed"
			}
			return level(n)
		}))
	}
	all[0].Inputs[4].Answers[1].Grade = vigil.E4
	return all
}

func TestAgreementSaysWhatFollows(t *testing.T) {
	r := report.CoderAgreement(compared(threeCoders()))
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"2 items are weak", "much agreement, low kappa", "Not coded by C, and coded by another", "BE.b.4 (7 companies)", "company-12"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	if strings.Contains(string(text), "wrote down") {
		t.Error("the report tells what coders wrote")
	}
	if rows := rowsOf(r, "weak-items"); len(rows) != 2 || !strings.HasPrefix(rows[0], "BE.e.3|No SLAPP|") || !strings.Contains(rows[0], "the code is rare") || !strings.HasPrefix(rows[1], "BE.c.1|Consent|") || !strings.Contains(rows[1], "Rewrite its levels") {
		t.Errorf("weak items:\n%s", strings.Join(rows, "\n"))
	}
	if rows := rowsOf(r, "pairs"); len(rows) != 3 || !strings.HasPrefix(rows[0], "A and B|") {
		t.Errorf("pairs:\n%s", strings.Join(rows, "\n"))
	}
	if rows := rowsOf(r, "disagreements"); len(rows) == 0 || rows[0] != "company-01|BE.a.1|Public commitment|answer|0.00|0 (E2)|not disclosed|0 (E2)" {
		t.Errorf("disagreements:\n%s", strings.Join(rows, "\n"))
	}
}

// What cannot be measured is n/a, in every table and in the sentence.
func TestAgreementThatIsUndefined(t *testing.T) {
	same := func(int, string) string { return "3" }
	flags := func(_ int, item string) string {
		if item == "BE.e.3" {
			return "clear"
		}
		return "3"
	}
	for name, coders := range map[string][]benchmark.Coder{
		"one coder":            {coder("A", 3, same)},
		"one code throughout":  {coder("A", 3, flags), coder("B", 3, flags)},
		"one company each way": {coder("A", 1, flags), coder("B", 1, flags)},
		"nothing coded at all": {coder("A", 2, func(int, string) string { return "not_assessed" }), coder("B", 2, func(int, string) string { return "not_assessed" })},
	} {
		r := report.CoderAgreement(compared(coders))
		if n := r.Sections[0].Blocks[0].Notice; n.Tone != "plain" || n.Title != "Agreement cannot be measured: alpha is n/a" {
			t.Errorf("%s: %+v", name, n)
		}
		for table, measures := range map[string]int{"pillars": 8, "companies": 8, "items": 7} {
			for _, row := range rowsOf(r, table) {
				if !strings.HasSuffix(row, strings.Repeat("|n/a", measures)) {
					t.Errorf("%s: %s", name, row)
				}
			}
		}
	}
}

// A good figure from hardly anything is called that.
func TestAgreementFromFewComparisons(t *testing.T) {
	level := func(_ int, item string) string {
		return map[string]string{"BE.a.1": "1", "BE.e.1": "2", "BE.e.3": "clear"}[item]
	}
	r := report.CoderAgreement(compared([]benchmark.Coder{coder("A", 1, level), coder("B", 1, level)}))
	if n := r.Sections[0].Blocks[0].Notice; n.Tone != "warn" || n.Title != "Alpha is 1.000, from 3 comparisons only: too few to rest on" {
		t.Errorf("%+v", n)
	}
	if rows := rowsOf(r, "companies"); len(rows) != 1 || !strings.HasSuffix(rows[0], "|too few") {
		t.Errorf("%v", rows)
	}
}
