package web

import (
	"testing"
	"time"

	"vigil/internal/vigil"
)

// TestInOneGo: saves of one person, each soon after the one before, are told as one; what was taken out or erased stands alone.
func TestInOneGo(t *testing.T) {
	noon := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	at := func(author string, before time.Duration) vigil.AnswerChange {
		return vigil.AnswerChange{Answer: vigil.Answer{Author: author, UpdatedAt: noon.Add(-before)}}
	}
	taken, erased := at("ana", 2*time.Minute), at("ana", 2*time.Minute)
	taken.TakenOut, erased.Erased = true, true
	for what, c := range map[string]struct {
		list []vigil.AnswerChange
		want int
	}{
		"alone":             {[]vigil.AnswerChange{at("ana", 0)}, 1},
		"one after another": {[]vigil.AnswerChange{at("ana", 0), at("ana", 9*time.Minute), at("ana", 18*time.Minute), at("ana", 40*time.Minute)}, 3},
		"somebody between":  {[]vigil.AnswerChange{at("ana", 0), at("rui", time.Minute), at("ana", 2*time.Minute)}, 1},
		"much later":        {[]vigil.AnswerChange{at("ana", 0), at("ana", 11*time.Minute)}, 1},
		"taken out before":  {[]vigil.AnswerChange{at("ana", 0), taken, at("ana", 3*time.Minute)}, 1},
		"taken out":         {[]vigil.AnswerChange{taken, at("ana", 3*time.Minute)}, 1},
		"erased before":     {[]vigil.AnswerChange{at("ana", 0), at("ana", time.Minute), erased}, 2},
	} {
		if got := inOneGo(c.list); got != c.want {
			t.Errorf("%s: %d saves in one go, want %d", what, got, c.want)
		}
	}
}
