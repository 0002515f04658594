package scoring_test

import (
	"testing"

	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// Whatever in an answer can move a figure moves its fingerprint; what cannot, such as a note that is erased, does not.
func TestTheFingerprintCoversWhatMovesAScore(t *testing.T) {
	undated := func() scoring.Input {
		in := caseInput(t, "all-best")
		in.Answers[len(in.Answers)-1].Date = ""
		return in
	}
	plain := scoring.Score(undated())
	for name, c := range map[string]struct {
		change func(*vigil.Answer)
		moves  bool
	}{
		"value":             {func(a *vigil.Answer) { a.Value = "1" }, true},
		"state":             {func(a *vigil.Answer) { a.State = vigil.Refused }, true},
		"grade":             {func(a *vigil.Answer) { a.Grade = vigil.E1 }, true},
		"date of evidence":  {func(a *vigil.Answer) { a.Date = "2020-01-01" }, true},
		"date of a search":  {func(a *vigil.Answer) { a.Search.Date = "2020-01-01" }, true},
		"a search log":      {func(a *vigil.Answer) { a.Search.Terms = "" }, true},
		"an approval":       {func(a *vigil.Answer) { a.ApprovedBy = "reviewer" }, true},
		"unit":              {func(a *vigil.Answer) { a.Unit = "site" }, true},
		"note":              {func(a *vigil.Answer) { a.Note = "page 3" }, false},
		"words of a search": {func(a *vigil.Answer) { a.Search.Terms = "other words" }, false},
		"author":            {func(a *vigil.Answer) { a.Author = "somebody" }, false},
	} {
		in := undated()
		c.change(&in.Answers[len(in.Answers)-1])
		if moved := scoring.Score(in).Digests.Answers != plain.Digests.Answers; moved != c.moves {
			t.Errorf("%s: the fingerprint moved: %v, want %v", name, moved, c.moves)
		}
	}
}
