package benchmark_test

import (
	"fmt"
	"sync"
	"testing"

	"vigil/internal/benchmark"
	"vigil/internal/catalogue"
	"vigil/internal/question"
	"vigil/internal/scoring"
	"vigil/internal/vigil"
	"vigil/questionnaires"
)

var shipped = sync.OnceValues(func() (*catalogue.Catalogue, error) {
	c, ps := catalogue.Load(questionnaires.Files)
	return c, ps.Err()
})

func form(t testing.TB, ref string) (*vigil.Questionnaire, *vigil.Methodology) {
	t.Helper()
	c, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	q, m, err := c.Questionnaire(ref)
	if err != nil {
		t.Fatal(err)
	}
	return q, m
}

// random is SplitMix64, written once more so that the tests do not lean on what they test.
type random uint64

func (r *random) float() float64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return float64((z^z>>31)>>11) / (1 << 53)
}

// level draws a level of a ladder near good, or away from it.
func (r *random) level(good float64, top int) int {
	return max(0, min(top, int(good*float64(top)+(r.float()-0.5)*2+0.5)))
}

// answer draws an answer to a question of the form.
func answer(in *vigil.Indicator, m *vigil.Methodology, r *random, good float64) vigil.Answer {
	s, _ := m.ScaleOf(in)
	options := question.Options(s, in)
	a := vigil.Answer{Question: in.ID, State: vigil.Answered, Grade: vigil.Grades[1+r.level(good, 3)], Date: "2026-03-01"}
	switch {
	case s.Type == "flag":
		a.Value, a.Search = "clear", vigil.SearchLog{Date: "2026-05-01", Sources: "s", Languages: "en", Terms: "t"}
	case s.Type == "number":
		a.Value = "3"
	case s.Type == "multi":
		a.Value = options[0].ID
	case r.float() < 0.08:
		a = vigil.Answer{Question: in.ID, State: vigil.NotDisclosed}
	default:
		a.Value = options[r.level(good, len(options)-1)].ID
	}
	return a
}

// company draws one company; coders adds so many codings, of which each item differs from the settled answer by chance.
func company(t testing.TB, q *vigil.Questionnaire, m *vigil.Methodology, code string, seed uint64, good float64, coders int) benchmark.Entry {
	t.Helper()
	r := random(seed)
	e := benchmark.Entry{Assessment: code + "-2026", Input: scoring.Input{Methodology: m, Questionnaire: q, Mode: vigil.BENCH, Cutoff: "2026-06-30",
		Subject: vigil.Subject{Code: code, Name: "Company " + code, Sector: "EXT", Sectors: []string{"EXT"}}}}
	for i := range q.Screening {
		e.Input.Answers = append(e.Input.Answers, vigil.Answer{Question: q.Screening[i].ID, State: vigil.Answered, Value: "yes", Grade: "E2"})
	}
	e.Codings = make([][]vigil.Answer, coders)
	for _, in := range q.Questions() {
		a := answer(in, m, &r, good)
		e.Input.Answers = append(e.Input.Answers, a)
		for k := range e.Codings {
			c := a
			if k > 0 && r.float() < 0.2 {
				c = answer(in, m, &r, good)
			}
			e.Codings[k] = append(e.Codings[k], c)
		}
	}
	e.Card = scoring.Score(e.Input)
	return e
}

// sector draws so many companies of different quality.
func sector(t testing.TB, ref string, companies, coders int) []benchmark.Entry {
	t.Helper()
	q, m := form(t, ref)
	list := make([]benchmark.Entry, companies)
	r := random(99)
	for i := range list {
		list[i] = company(t, q, m, fmt.Sprintf("c%04d", i), uint64(i)*77+5, 0.1+0.85*r.float(), coders)
	}
	return list
}

func run(t testing.TB, entries []benchmark.Entry, o benchmark.Options) *benchmark.Result {
	t.Helper()
	r, ps := benchmark.Run(entries, o)
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	return r
}
