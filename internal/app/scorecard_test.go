package app_test

import (
	"testing"

	"vigil/internal/app"
	"vigil/internal/vigil"
)

// The page of a score shows the figures of scoring, what closing gaps would change, and how it moved since the last one.
func TestScorecard(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	_, err := a.Scorecard(ctx, admin, "none", nil)
	refused(t, err, vigil.NotFound, "none")
	_, err = a.Scorecard(ctx, admin, "acme-1", []vigil.Closing{{Question: "none"}})
	refused(t, err, vigil.Invalid, "there is no gap")

	_, err = a.Import(ctx, admin, "acme-1", answersTo(a), app.ImportOptions{})
	must(t, err)
	must(t, a.Submit(ctx, admin, "acme-1"))
	must(t, a.Review(ctx, other, "acme-1"))
	finalise(t, a, other, "acme-1")
	first, err := a.Scorecard(ctx, admin, "acme-1", nil)
	must(t, err)
	if first.Movement != nil || first.After != nil || first.Card.Final == nil || len(first.Answers) == 0 {
		t.Fatalf("the first score has movement %v, a what-if %v, final %v, %d answers", first.Movement, first.After, first.Card.Final, len(first.Answers))
	}

	_, err = a.NewAssessment(ctx, admin, app.NewAssessment{Code: "acme-2", Organisation: "acme", Questionnaire: "company-quick", Mode: vigil.SELF, Cutoff: "2026-09-01"})
	must(t, err)
	better := answersTo(a)
	for _, gap := range first.Gaps.Gaps {
		if gap.Next.Option != "" {
			entry(t, &better, gap.Question).Value = gap.Next.Option
			break
		}
	}
	_, err = a.Import(ctx, admin, "acme-2", better, app.ImportOptions{})
	must(t, err)
	now, err := a.Scorecard(ctx, admin, "acme-2", []vigil.Closing{{Question: first.Gaps.Gaps[1].Question}})
	must(t, err)
	m := now.Movement
	if m == nil || m.From.Code != "acme-1" || m.Was.Published != first.Card.Final.Published || m.Ruler != nil || m.Company == nil || *m.Company != m.Points {
		t.Fatalf("the movement is %+v", m)
	}
	if want := now.Methodology.Rounding.Round(now.Card.Final.Published - first.Card.Final.Published); m.Points != want {
		t.Errorf("moved by %v, the published scores differ by %v", m.Points, want)
	}
	if now.After == nil || now.After.Raw.Value <= now.Card.Raw.Value {
		t.Errorf("closing a gap gives %v after %v", now.After, now.Card.Raw)
	}
	viewer := vigil.Actor{Person: "vic", Role: vigil.Viewer}
	seen, err := a.Scorecard(ctx, viewer, "acme-2", nil)
	must(t, err)
	if len(seen.Answers)+len(seen.Evidence) != 0 {
		t.Error("a viewer is handed answers")
	}
}
