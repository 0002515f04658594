package scoring_test

import (
	"encoding/json"
	"math"
	"testing"

	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// What no form lets through may still come from another caller: it must neither panic nor leave the range.
func TestNumbersThatAreNoneStayOutOfTheScore(t *testing.T) {
	nan := math.NaN()
	for name, change := range map[string]func(*scoring.Input){
		"agreement that is not defined": func(in *scoring.Input) { in.Agreement = &nan },
		"marks and scales out of range": func(in *scoring.Input) {
			in.Allegations = []vigil.Allegation{
				{Code: "x", Quarter: "2026-Q1", Scale: 500, Scope: -9, Irremediability: 7, Credibility: "K4", Link: "caused", Marks: vigil.Marks{Remedy: -40}},
				{Code: "y", Quarter: "2026-Q1", Scale: 5, Scope: 5, Irremediability: 5, Credibility: "K4", Link: "caused", Marks: vigil.Marks{Remedy: 60, Heard: nan}},
				{Code: "z", Quarter: "soon", Scale: 5, Scope: 5, Irremediability: 5, Credibility: "K9", Link: "near"},
			}
		},
		"units in a circle, and below nothing": func(in *scoring.Input) {
			in.Units = []vigil.Unit{{Code: "a", Parent: "b"}, {Code: "b", Parent: "a"}, {Code: "c", Parent: "gone"}, {Code: "d", Parent: "d"}}
			in.Answers = append(in.Answers, vigil.Answer{Unit: "a", Question: "A1", State: vigil.Answered, Value: "3"})
		},
		"dates that are none":         func(in *scoring.Input) { in.Cutoff = "yesterday" },
		"no cut-off":                  func(in *scoring.Input) { in.Cutoff = "" },
		"a value that is no option":   func(in *scoring.Input) { in.Answers[3].Value = "NaN" },
		"a state that is none":        func(in *scoring.Input) { in.Answers[3].State = "lost" },
		"a grade that is none":        func(in *scoring.Input) { in.Answers[3].Grade = "E9" },
		"a cap that the method lacks": func(in *scoring.Input) { in.Caps = []vigil.Cap{{Rule: "CAP-99", Confirmed: "2026-01-01"}} },
	} {
		t.Run(name, func(t *testing.T) {
			in := caseInput(t, "all-best")
			change(&in)
			inRange(t, scoring.Score(in))
			scoring.Gaps(in, "2026-07-01")
		})
	}
	for _, value := range []string{"NaN", "Inf", "-Inf", "1e999", ""} {
		in := caseInput(t, "other-flat-total")
		in.Answers[0].Value = value
		card := scoring.Score(in)
		inRange(t, card)
		if got := card.Node("A", "").Item.State; got != vigil.NotAssessed {
			t.Errorf("the number %q is %s, not left unassessed", value, got)
		}
	}
}

// inRange fails where a figure is no number of 0 to 100, or the scorecard cannot be written down.
func inRange(t *testing.T, card *vigil.Scorecard) {
	t.Helper()
	for _, f := range []*vigil.Figure{card.Raw, card.Net, card.Final, card.High, card.Coverage, card.Confidence.Figure, card.Deduction.Points} {
		if f != nil && !(f.Value >= 0 && f.Value <= 100) {
			t.Errorf("a figure of %v", f.Value)
		}
	}
	if _, err := json.Marshal(card); err != nil {
		t.Error(err)
	}
}
