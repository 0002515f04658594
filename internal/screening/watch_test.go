package screening_test

import (
	"strings"
	"testing"

	"vigil/internal/screening"
	"vigil/internal/vigil"
)

// grave is a case of seriousness 0.85 × 0.8 × 0.8 = 0.544.
func grave(id int64, code string) vigil.Allegation {
	return vigil.Allegation{ID: id, Code: code, Country: "PE", Quarter: "2026-Q3", Harm: "threats", Scale: 4, Scope: 2, Irremediability: 5,
		Credibility: "K3", Link: "contributed", Opened: "2026-10-20"}
}

// screenCase runs a screening of one company with a case, after a run in which the case was on the list or was not.
func screenCase(al vigil.Allegation, listed bool) *vigil.Screening {
	c := rated("a", 60)
	c.Allegations = []vigil.Allegation{al}
	in := input([]vigil.Holding{equity(1, "a", 1)}, c)
	if listed {
		in.Previous = &vigil.Screening{Number: 1, Watchlist: []vigil.WatchedCase{{Organisation: "a", Name: "Company a", Case: al.Code, State: "stays"}}}
	}
	return screening.Screen(in)
}

// TestTheWatchlist: a case enters at 0.15, and leaves below 0.05, after 12 quiet months, or when it is closed.
func TestTheWatchlist(t *testing.T) {
	weak := func(credibility, link string, scale int) vigil.Allegation {
		x := grave(1, "c1")
		x.Credibility, x.Link, x.Scale, x.Scope, x.Irremediability = credibility, link, scale, 1, scale
		return x
	}
	change := func(f func(*vigil.Allegation)) vigil.Allegation { x := grave(1, "c1"); f(&x); return x }
	for _, c := range []struct {
		name   string
		al     vigil.Allegation
		listed bool
		want   string // state; empty: not on the list
	}{
		{"grave and new", grave(1, "c1"), false, "entered"},
		{"grave and listed", grave(1, "c1"), true, "stays"},
		{"0.16 × 0.8 × 1 = 0.128 does not enter", weak("K3", "caused", 1), false, ""},
		{"0.128 stays once it is listed", weak("K3", "caused", 1), true, "stays"},
		{"0.48 × 0.5 × 0.8 = 0.192 enters", weak("K2", "contributed", 3), false, "entered"},
		{"0.16 × 0.25 × 0.5 = 0.02 leaves", weak("K1", "linked", 1), true, "left"},
		{"quiet for 12 months leaves", change(func(x *vigil.Allegation) { x.Quarter, x.Opened = "2025-Q2", "2025-08-01" }), true, "left"},
		{"quiet for 12 months does not enter", change(func(x *vigil.Allegation) { x.Quarter, x.Opened = "2025-Q2", "2025-08-01" }), false, ""},
		{"old but continuing stays", change(func(x *vigil.Allegation) { x.Quarter, x.Opened, x.Continuing = "2025-Q2", "2025-08-01", true }), true, "stays"},
		{"a reply is an event", change(func(x *vigil.Allegation) {
			x.Quarter, x.Opened, x.Reply, x.ReplyDate = "2025-Q2", "2025-08-01", "We answer.", "2026-05-01"
		}), true, "stays"},
		{"withdrawn leaves", change(func(x *vigil.Allegation) { x.Withdrawn = "2026-11-01" }), true, "left"},
		{"withdrawn does not enter", change(func(x *vigil.Allegation) { x.Withdrawn = "2026-11-01" }), false, ""},
		{"remedied leaves", change(func(x *vigil.Allegation) { x.Marks.Remedy = 1 }), true, "left"},
		{"remedied, and it goes on", change(func(x *vigil.Allegation) { x.Marks.Remedy, x.Continuing = 1, true }), true, "stays"},
		{"not opened yet", change(func(x *vigil.Allegation) { x.Opened = "2026-12-01" }), false, ""},
		{"unsupported", weak("K0", "caused", 5), false, ""},
	} {
		s := screenCase(c.al, c.listed)
		got := ""
		if len(s.Watchlist) == 1 {
			got = s.Watchlist[0].State
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q (%+v)", c.name, got, c.want, s.Watchlist)
		}
		if watch := s.Positions[0].Watch; watch != (c.want == "entered" || c.want == "stays") {
			t.Errorf("%s: the position says watch %v", c.name, watch)
		}
	}
}

func TestTheClocksOfAnAnswer(t *testing.T) {
	states := func(w vigil.WatchedCase) string {
		var list []string
		for _, c := range w.Clocks {
			list = append(list, c.State)
		}
		return strings.Join(list, " ")
	}
	for _, c := range []struct {
		name, want, next string
		change           func(*vigil.Allegation)
	}{
		{"told 34 days ago, silent", "missed missed running", "2026-12-23", func(*vigil.Allegation) {}},
		{"told yesterday", "running running running", "2026-11-27", func(x *vigil.Allegation) { x.Opened = "2026-11-22" }},
		{"the last day still runs", "running running running", "2026-11-23", func(x *vigil.Allegation) { x.Opened = "2026-11-18" }},
		{"answered on day 20", "missed met met", "2027-11-09", func(x *vigil.Allegation) { x.Reply, x.ReplyDate = "We answer.", "2026-11-09" }},
		{"answered after the day of the run", "missed missed running", "2026-12-23", func(x *vigil.Allegation) { x.Reply, x.ReplyDate = "We answer.", "2026-11-24" }},
		{"held for safety", "missed held held", "2026-11-30", func(x *vigil.Allegation) { x.HoldFrom, x.HoldReview = "2026-11-01", "2026-11-30" }},
		{"held at once", "held held held", "2026-11-30", func(x *vigil.Allegation) { x.HoldFrom, x.HoldReview = "2026-10-20", "2026-11-30" }},
	} {
		al := grave(1, "c1")
		c.change(&al)
		s := screenCase(al, true)
		if got := states(s.Watchlist[0]); got != c.want || s.Watchlist[0].NextCheck != c.next {
			t.Errorf("%s: %s, next check %s; want %s, %s", c.name, got, s.Watchlist[0].NextCheck, c.want, c.next)
		}
	}
}

// TestACapAfterTheScore is a red flag that says so, and one that was lifted is none.
func TestACapAfterTheScore(t *testing.T) {
	c := capped(rated("a", 39.9), "CAP-1", 39.9)
	al := grave(7, "c7")
	al.Reply, al.ReplyDate = "We deny it.", "2026-11-01"
	c.Allegations = []vigil.Allegation{al}
	c.Caps = append(c.Caps, vigil.Cap{ID: 9, Rule: "CAP-8", AllegationID: 7, Opened: "2026-11-02", Confirmed: "2026-11-03", ReplyDue: "2026-11-17"})
	in := input([]vigil.Holding{equity(1, "a", 1)}, c)
	s := screening.Screen(in)
	if len(s.RedFlags) != 2 {
		t.Fatalf("%+v", s.RedFlags)
	}
	first, second := s.RedFlags[0], s.RedFlags[1]
	if first.Cap != "CAP-1" || !first.InScore || *first.AtMost != 39.9 || first.ReplyState != vigil.NoReply || first.LiftTest == "" {
		t.Errorf("%+v", first)
	}
	if second.Cap != "CAP-8" || second.InScore || *second.AtMost != 59.9 || second.Severity == nil || second.Reply != "We deny it." || second.ReplyState != "" {
		t.Errorf("%+v", second)
	}
	c.Caps[0].Lifted = "2026-11-20"
	if s = screening.Screen(in); len(s.RedFlags) != 1 || s.RedFlags[0].Cap != "CAP-8" {
		t.Errorf("a lifted limit: %+v", s.RedFlags)
	}
}
