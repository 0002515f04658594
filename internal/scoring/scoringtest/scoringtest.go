// Package scoringtest draws random assessments for the tests of everything that shows a score.
package scoringtest

import (
	"pgregory.net/rapid"
	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// Assessment draws an assessment: all modes, states and grades, screening with and without what a "no" needs,
// allegations, caps and a second coder.
func Assessment(t *rapid.T, q *vigil.Questionnaire, m *vigil.Methodology) scoring.Input {
	in := scoring.Input{Methodology: m, Questionnaire: q, Cutoff: rapid.SampledFrom([]string{"2026-06-30", "2028-02-29"}).Draw(t, "cut-off"),
		Mode:    rapid.SampledFrom(vigil.Modes).Draw(t, "mode"),
		Subject: vigil.Subject{Code: "x", Sector: rapid.SampledFrom(vigil.Sectors).Draw(t, "sector")}}
	if rapid.Bool().Draw(t, "second coder") {
		a := rapid.Float64Range(-0.5, 1).Draw(t, "alpha")
		in.Agreement = &a
	}
	for i := range q.Screening {
		if q.Screening[i].Scale == "yes_no" && rapid.Bool().Draw(t, "screened") {
			a := vigil.Answer{Question: q.Screening[i].ID, State: vigil.Answered, Grade: vigil.E2,
				Value: rapid.SampledFrom([]string{"yes", "no"}).Draw(t, "screening")}
			fill(t, &a)
			in.Answers = append(in.Answers, a)
		}
	}
	for _, item := range q.Questions() {
		if a, ok := Answer(t, m, item); ok {
			in.Answers = append(in.Answers, a)
		}
	}
	for range rapid.IntRange(0, 2).Draw(t, "allegations") {
		in.Allegations = append(in.Allegations, Allegation(t, int64(len(in.Allegations)+1)))
	}
	for range rapid.IntRange(0, 2).Draw(t, "caps") {
		in.Caps = append(in.Caps, Cap(t, m))
	}
	return in
}

func fill(t *rapid.T, a *vigil.Answer) {
	if rapid.Bool().Draw(t, "searched") {
		a.Search = vigil.SearchLog{Date: "2026-05-01", Sources: "registers", Languages: "en", Terms: "name"}
	}
	if rapid.Bool().Draw(t, "approved") {
		a.ApprovedBy = "reviewer"
	}
	if rapid.Bool().Draw(t, "dated") {
		a.Date = rapid.SampledFrom([]string{"2020-01-01", "2025-09-09", "2026-02-28", "2026-03-01", "2027-01-01"}).Draw(t, "date")
	}
}

// Answer draws an answer to an item; false leaves it blank.
func Answer(t *rapid.T, m *vigil.Methodology, item *vigil.Indicator) (vigil.Answer, bool) {
	a := vigil.Answer{Question: item.ID}
	a.State = rapid.SampledFrom(append([]vigil.State{"", vigil.Answered, vigil.Answered, vigil.Answered}, vigil.States...)).Draw(t, "state")
	if a.State == "" {
		return a, false
	}
	fill(t, &a)
	if a.State == vigil.Answered {
		a.Grade = rapid.SampledFrom(vigil.Grades).Draw(t, "grade")
		a.Value = "7" // a count, where there is nothing to choose from
		if options := Options(m, item); len(options) > 0 {
			a.Value = rapid.SampledFrom(options).Draw(t, "value")
		}
	}
	return a, true
}

// Options lists values of a question from the worst to the best.
func Options(m *vigil.Methodology, item *vigil.Indicator) []string {
	scale, _ := m.ScaleOf(item)
	list := []string{}
	if scale.Type == "multi" {
		list = append(list, vigil.NoElements)
		joined := ""
		for _, e := range item.Elements {
			if joined != "" {
				joined += ";"
			}
			joined += e.ID
			list = append(list, joined)
		}
		return list
	}
	for _, p := range scale.Points {
		list = append(list, p.ID)
	}
	return list
}

// Allegation draws an allegation.
func Allegation(t *rapid.T, id int64) vigil.Allegation {
	five := rapid.IntRange(1, 5)
	mark := rapid.SampledFrom([]float64{0, 0.5, 1})
	return vigil.Allegation{ID: id, Code: "case", Opened: "2026-01-01", Scale: five.Draw(t, "scale"), Scope: five.Draw(t, "scope"),
		Irremediability: five.Draw(t, "irremediability"), Continuing: rapid.Bool().Draw(t, "continuing"), Interim: rapid.Bool().Draw(t, "interim"),
		Quarter:     rapid.SampledFrom([]string{"2022-Q1", "2024-Q3", "2025-Q4", "2026-Q3"}).Draw(t, "quarter"),
		Credibility: rapid.SampledFrom([]string{"K0", "K1", "K2", "K3", "K4"}).Draw(t, "credibility"),
		Link:        rapid.SampledFrom([]string{"linked", "contributed", "caused"}).Draw(t, "link"),
		Marks: vigil.Marks{Answered: mark.Draw(t, "answered"), Inquiry: mark.Draw(t, "inquiry"), Heard: mark.Draw(t, "heard"),
			Remedy: mark.Draw(t, "remedy"), Reported: mark.Draw(t, "reported"), Prevention: mark.Draw(t, "prevention")}}
}

// Cap draws a confirmed record of a cap.
func Cap(t *rapid.T, m *vigil.Methodology) vigil.Cap {
	rules := []string{}
	for _, c := range m.Caps {
		rules = append(rules, c.ID)
	}
	return vigil.Cap{ID: rapid.Int64Range(1, 99).Draw(t, "cap"), Rule: rapid.SampledFrom(rules).Draw(t, "rule"), Opened: "2026-01-01",
		Confirmed: "2026-02-01", AllegationID: rapid.Int64Range(0, 2).Draw(t, "about")}
}
