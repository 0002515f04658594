package app_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"vigil/internal/app"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// BenchmarkSeal sets a database that is sealed beside one that is not: an assessment of 205 answers is saved whole and read
// whole in both, in turn in every round, and read packed as bulk scoring does. The ratios are medians over the rounds.
func BenchmarkSeal(b *testing.B) {
	const answers = 205
	sealed, open := benchSide(b, true), benchSide(b, false)
	ratios := map[string][]float64{}
	spent := map[string]time.Duration{}
	for b.Loop() {
		for _, step := range []struct {
			name  string
			times int
			do    func(tx *store.Tx, s *side) error
		}{
			{"saving", 1, func(tx *store.Tx, s *side) error { return tx.PutAnswers(&s.assessment, s.list(answers)) }},
			{"reading", 5, func(tx *store.Tx, s *side) error { return all(answers)(tx.Answers(s.assessment.ID)) }},
			{"packed", 100, func(tx *store.Tx, s *side) error { return all(answers)(tx.PackedAnswers(s.assessment.ID)) }},
		} {
			took, beside := sealed.time(b, step.times, step.do), open.time(b, step.times, step.do)
			ratios[step.name] = append(ratios[step.name], float64(took)/float64(beside))
			spent[step.name] += took / time.Duration(step.times)
		}
	}
	for name, list := range ratios {
		slices.Sort(list)
		b.ReportMetric(list[len(list)/2], name+"-sealed/open")
		b.ReportMetric(float64(spent[name].Microseconds())/float64(b.N), name+"-µs")
	}
}

// side is one of the two databases.
type side struct {
	store      *store.Store
	assessment vigil.Assessment
	round      int
}

func benchSide(b *testing.B, sealed bool) *side {
	b.Helper()
	folder := b.TempDir()
	a, err := app.Open(context.Background(), store.Config{Dir: folder}, nil, folder)
	if err != nil {
		b.Fatal(err)
	}
	s := &side{store: a.Store}
	if !sealed {
		if err := a.Store.Close(); err != nil {
			b.Fatal(err)
		}
		if s.store, err = store.Open(context.Background(), store.Config{Dir: folder, Sealer: store.InTheOpen{}}); err != nil {
			b.Fatal(err)
		}
	}
	b.Cleanup(func() { _ = s.store.Close() })
	s.time(b, 1, func(tx *store.Tx, s *side) error {
		o := vigil.Organisation{Code: "acme", Name: "Example"}
		if err := tx.CreateOrganisation(&o); err != nil {
			return err
		}
		s.assessment = vigil.Assessment{Code: "acme-1", OrganisationID: o.ID, Questionnaire: "q@1", Methodology: "m@1", Mode: vigil.SELF}
		return tx.CreateAssessment(&s.assessment)
	})
	return s
}

// list gives answers that differ from those of the round before.
func (s *side) list(n int) []vigil.Answer {
	s.round++
	out := make([]vigil.Answer, n)
	for i := range out {
		out[i] = vigil.Answer{Question: fmt.Sprintf("BE.%d", i), State: vigil.Answered, Value: "2", Grade: vigil.E2, Author: "analyst",
			Note:   fmt.Sprintf("What the company says about this in round %d, in a sentence or two.", s.round),
			Search: vigil.SearchLog{Date: "2026-02-01", Sources: "court registers", Languages: "es, en", Terms: "company name"}}
	}
	return out
}

// time gives how long it takes to do something a number of times in one transaction.
func (s *side) time(b *testing.B, times int, do func(*store.Tx, *side) error) time.Duration {
	b.Helper()
	start := time.Now()
	err := s.store.Tx(context.Background(), func(tx *store.Tx) error {
		for range times {
			if err := do(tx, s); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}

func all(n int) func([]vigil.Answer, error) error {
	return func(list []vigil.Answer, err error) error {
		if err == nil && len(list) != n {
			err = fmt.Errorf("%d of %d answers", len(list), n)
		}
		return err
	}
}
