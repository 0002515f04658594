package store_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// BenchmarkAnswers sets the packed answers, which bulk scoring reads, beside the rows that they were packed from:
// 200 assessments of 120 answers in SQLite, both read in turn in every round. The ratio is the median over the rounds.
func BenchmarkAnswers(b *testing.B) {
	const assessments, each = 200, 120
	s, err := store.Open(context.Background(), store.Config{Dir: b.TempDir(), Now: clock, Sealer: keys()})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	ids := fillAssessments(b, s, assessments, each)
	read := func(answers func(*store.Tx, int64) ([]vigil.Answer, error)) time.Duration {
		start := time.Now()
		see(b, s, func(tx *store.Tx) error {
			for _, id := range ids {
				list, err := answers(tx, id)
				if err != nil || len(list) != each {
					return fmt.Errorf("%d of %d answers: %w", len(list), each, err)
				}
			}
			return nil
		})
		return time.Since(start)
	}
	var ratios []float64
	var packed time.Duration
	for b.Loop() {
		took := read((*store.Tx).PackedAnswers)
		packed += took
		ratios = append(ratios, float64(took)/float64(read((*store.Tx).Answers)))
	}
	slices.Sort(ratios)
	b.ReportMetric(ratios[len(ratios)/2], "of-reading-rows")
	b.ReportMetric(float64(packed.Nanoseconds())/float64(b.N*assessments*each), "ns/answer")
}

// fillAssessments stores answered assessments of one organisation and gives their ids.
func fillAssessments(b *testing.B, s *store.Store, assessments, answers int) []int64 {
	b.Helper()
	o := organisation("acme")
	ids := make([]int64, assessments)
	do(b, s, func(tx *store.Tx) error {
		if err := tx.CreateOrganisation(&o); err != nil {
			return err
		}
		for i := range ids {
			a := assessment(fmt.Sprintf("acme-%d", i), o.ID)
			if err := tx.CreateAssessment(&a); err != nil {
				return err
			}
			list := make([]vigil.Answer, answers)
			for j := range list {
				list[j] = vigil.Answer{AssessmentID: a.ID, Question: fmt.Sprintf("BE.%d", j), State: vigil.Answered, Value: "2", Grade: vigil.E2,
					Note: "What the company says about this, in a sentence or two.", Author: "analyst"}
			}
			if err := tx.PutAnswers(&a, list); err != nil {
				return err
			}
			ids[i] = a.ID
		}
		return nil
	})
	return ids
}
