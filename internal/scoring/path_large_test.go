package scoring_test

import (
	"fmt"
	"slices"
	"testing"

	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// large is an assessment of a form with 205 items: those of the quick scan, many times over, most of them with a gap, and
// with efforts of all sizes. Level gives how good the answers are, 0 to 3; at 3 the next band asks for evidence too.
func large(t testing.TB, level int) scoring.Input {
	t.Helper()
	shared, m, err := instruments(t).Questionnaire("company-quick")
	if err != nil {
		t.Fatal(err)
	}
	q := *shared
	q.Pillars = slices.Clone(shared.Pillars)
	in := scoring.Input{Methodology: m, Questionnaire: &q, Mode: vigil.SCREEN, Cutoff: "2026-06-30", Subject: vigil.Subject{Code: "x", Sector: "EXT"}}
	items := 0
	for i := range q.Pillars {
		q.Pillars[i].Indicators = nil
	}
	for copied := 0; items < 205; copied++ {
		for i := range q.Pillars {
			for _, own := range shared.Pillars[i].Indicators {
				if items == 205 {
					continue
				}
				own.ID, own.Effort = fmt.Sprintf("%s.%d", own.ID, copied), []string{"S", "M", "L"}[items%3]
				q.Pillars[i].Indicators = append(q.Pillars[i].Indicators, own)
				items++
			}
		}
	}
	for i, item := range q.Questions() {
		scale, _ := m.ScaleOf(item)
		options := scale.Points
		a := vigil.Answer{Question: item.ID, State: vigil.Answered, Date: "2026-01-01", Grade: vigil.Grades[(i+2)%5],
			Search: vigil.SearchLog{Date: "2026-05-01", Sources: "registers", Languages: "en", Terms: "name"}}
		switch scale.Type {
		case "multi":
			a.Value = item.Elements[0].ID
			if level == 0 {
				a.Value = vigil.NoElements
			}
		case "flag":
			a.Value = options[min(level, 1)].ID
			a.Grade = vigil.E3
			if level == 3 {
				a.Value, a.Grade = "clear", []vigil.Grade{vigil.E2, vigil.E3}[i/3%2]
			}
		default:
			a.Value = options[min(len(options)-1, level+i%2)].ID
			if level == 3 {
				a.Value, a.Grade = options[len(options)-1-i%6/5].ID, vigil.E2
			}
		}
		in.Answers = append(in.Answers, a)
	}
	return in
}

// On a form five times as large as the quick scan a path is found all the same, whatever the answers are worth.
func TestThePathOnALargeForm(t *testing.T) {
	for level := range 4 {
		path := scoring.CheapestPath(large(t, level))
		if len(path.Steps) == 0 || len(path.Blocked) > 0 {
			t.Errorf("level %d: no path from %v to %s: %v", level, path.From, path.Band, path.Blocked)
		}
	}
}

// A person waits for it: 205 items, at the level that takes longest.
func BenchmarkCheapestPath(b *testing.B) {
	for level := range 4 {
		in := large(b, level)
		b.Run(fmt.Sprintf("level %d", level), func(b *testing.B) {
			for b.Loop() {
				scoring.CheapestPath(in)
			}
		})
	}
}
