package vigil_test

import (
	"testing"
	"time"

	"vigil/internal/vigil"
)

func TestThreads(t *testing.T) {
	got := vigil.Threads([]vigil.Comment{{ID: 1}, {ID: 2, ReplyTo: 1}, {ID: 3}, {ID: 4, ReplyTo: 1}, {ID: 5, ReplyTo: 9}})
	if len(got) != 2 || len(got[0].Replies) != 2 || got[0].Replies[1].ID != 4 || got[1].ID != 3 || got[1].Replies == nil {
		t.Errorf("%+v", got)
	}
}

func TestAssignmentLate(t *testing.T) {
	at := time.Now()
	for _, c := range []struct {
		a    vigil.Assignment
		want bool
	}{
		{vigil.Assignment{}, false}, {vigil.Assignment{Due: "2026-03-01"}, true}, {vigil.Assignment{Due: "2026-03-02"}, false},
		{vigil.Assignment{Due: "2026-03-01", DoneAt: &at}, false},
	} {
		if c.a.Late("2026-03-02") != c.want {
			t.Errorf("%+v late: %v", c.a, !c.want)
		}
	}
}
