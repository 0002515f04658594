package scoring_test

import (
	"testing"

	"vigil/internal/golden"
	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// caseInput is the input of a case, by the name of its folder.
func caseInput(t *testing.T, name string) scoring.Input {
	t.Helper()
	return readCase(t, "testdata/"+name+"/case.yaml").input(t)
}

func TestTheArithmeticIsPrintedInFull(t *testing.T) {
	in := caseInput(t, "golden-capped")
	golden.Equal(t, "testdata/golden-capped/explain.golden", []byte(scoring.Explain(scoring.Score(in), in.Methodology)))
}

// A step leads to the next rung with the least level and grade that allow it (methodology 4.12).
func TestTheNextStepIsTheLeastThatRaisesTheItem(t *testing.T) {
	cases := []struct {
		name     string
		answer   vigil.Answer
		option   string
		elements int
		grade    vigil.Grade
		s        float64
		priority string
	}{
		{"nothing disclosed", vigil.Answer{Question: "A2", State: vigil.NotDisclosed}, "1", 0, "", 0.25, "low"},
		{"a bare statement needs a level and a document", vigil.Answer{Question: "A2", Value: "1", Grade: vigil.E0}, "2", 0, vigil.E1, 0.5, "low"},
		{"better evidence alone is a step", vigil.Answer{Question: "A2", Value: "3", Grade: vigil.E1}, "", 0, vigil.E2, 1, "low"},
		{"a higher level alone is a step", vigil.Answer{Question: "A2", Value: "1", Grade: vigil.E2}, "2", 0, "", 0.5, "low"},
		{"performance needs an independent record for the top", vigil.Answer{Question: "R1", Value: "2", Grade: vigil.E2}, "3", 0, vigil.E3, 1, "low"},
		{"an open flag that bears a cap is critical", vigil.Answer{Question: "T1", Value: "open", Grade: vigil.E2}, "settled", 0, "", 0.5, "critical"},
		{"a settled flag waits for time", vigil.Answer{Question: "F1", Value: "settled", Grade: vigil.E3}, "", 0, "", 0, "low"},
		{"one element more", vigil.Answer{Question: "M1", Value: "a", Grade: vigil.E2}, "", 1, "", 0.5, "medium"},
		{"an element more needs a document more", vigil.Answer{Question: "M1", Value: "a;b", Grade: vigil.E1}, "", 1, vigil.E2, 0.75, "low"},
		{"core policy below half is medium", vigil.Answer{Question: "C1", Value: "1", Grade: vigil.E2}, "2", 0, "", 0.5, "medium"},
		{"a stricter item asks its own grade", vigil.Answer{Question: "R2", Value: "3", Grade: vigil.E3}, "", 0, vigil.E4, 1, "low"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in := caseInput(t, "all-best")
			for i := range in.Answers {
				if in.Answers[i].Question == c.answer.Question {
					if c.answer.State == "" {
						c.answer.State = vigil.Answered
					}
					in.Answers[i] = c.answer
				}
			}
			list := scoring.Gaps(in, "2026-07-01")
			if len(list.Gaps) != 1 || list.Gaps[0].Question != c.answer.Question {
				t.Fatalf("gaps: %+v", list.Gaps)
			}
			g := list.Gaps[0]
			if g.Next.Option != c.option || g.Next.Elements != c.elements || g.Next.Grade != c.grade || g.Next.S != c.s || g.Priority != c.priority {
				t.Errorf("next: option %q, %d elements, grade %q, s %v, priority %s; want %q, %d, %q, %v, %s", g.Next.Option, g.Next.Elements,
					g.Next.Grade, g.Next.S, g.Priority, c.option, c.elements, c.grade, c.s, c.priority)
			}
			if c.s > 0 && (g.Next.Action.In("en") == "" || g.Next.Asks.In("en") == "") {
				t.Error("the step does not say what to do")
			}
			if g.Due == "" || g.Owner.In("en") == "" {
				t.Error("nobody is asked by any day")
			}
		})
	}
}

func TestGapsAreOrderedByPriorityThenByPointsForTheEffort(t *testing.T) {
	in := caseInput(t, "state-not-disclosed")
	for i, a := range in.Answers {
		switch a.Question {
		case "T1":
			in.Answers[i] = vigil.Answer{Question: "T1", State: vigil.Answered, Value: "open", Grade: vigil.E2}
		case "A2":
			in.Answers[i] = vigil.Answer{Question: "A2", State: vigil.Answered, Value: "2", Grade: vigil.E2}
		case "Y1":
			in.Answers[i] = vigil.Answer{Question: "Y1", State: vigil.NotAssessed}
		}
	}
	list := scoring.Gaps(in, "2026-07-01")
	var order []string
	for _, g := range list.Gaps {
		order = append(order, g.Question+" "+g.Priority+" "+g.Interim+" "+g.Due)
	}
	want := []string{"T1 critical 2026-07-31 2026-09-29", "C1 medium  2027-07-01", "A2 low  2027-12-31"}
	for i := range want {
		if len(order) != len(want) || order[i] != want[i] {
			t.Fatalf("order %q, want %q", order, want)
		}
	}
	if len(list.Open) != 1 || list.Open[0].Question != "Y1" || list.Open[0].Points <= 0 {
		t.Errorf("open: %+v", list.Open)
	}
}
