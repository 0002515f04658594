package app_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"vigil/internal/app"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// typed is a good answer to a graded question of the quick scan.
func typed(version int64) app.SaveAnswer {
	return app.SaveAnswer{Question: "BE.e.1", Value: "2", Grade: "E2", Date: "2026-01-15", Note: "section 4 of the policy", Version: version}
}

func save(t testing.TB, a *app.App, by vigil.Actor, in app.SaveAnswer) vigil.Answer {
	t.Helper()
	x, err := a.SaveAnswer(ctx, by, "acme-1", in)
	must(t, err)
	return x
}

// eachStore runs a test on SQLite and on PostgreSQL.
func eachStore(t *testing.T, f func(t *testing.T, a *app.App)) {
	t.Run("sqlite", func(t *testing.T) { f(t, onSQLite(t)) })
	t.Run("postgres", func(t *testing.T) {
		a := open(t, store.Config{URL: server.Database(t)})
		f(t, a)
	})
}

func TestSaveAnswer(t *testing.T) {
	eachStore(t, func(t *testing.T, a *app.App) {
		begin(t, a, "acme", vigil.SELF)
		x := save(t, a, guest, typed(0))
		if x.Version != 1 || x.Value != "2" || x.State != vigil.Answered || x.Grade != vigil.E2 || x.Author != guest.Person || x.Note == "" {
			t.Errorf("saved: %+v", x)
		}
		entries := audits(t, a)
		for _, seen := range []int64{0, 1, 7} { // a request that comes again, whatever it has seen
			if again := save(t, a, guest, typed(seen)); again.Version != 1 {
				t.Errorf("sent again with version %d: %+v", seen, again)
			}
		}
		if n := audits(t, a); n != entries {
			t.Errorf("%d audit entries for nothing", n-entries)
		}
		list, err := a.AuditEntries(ctx, admin)
		must(t, err)
		if e := list[len(list)-1]; e.Action != "answer.save" || e.Subject != "assessment:acme-1" || e.Detail != "BE.e.1" {
			t.Errorf("audit entry: %+v", e)
		}
		changed := typed(1)
		changed.Value, changed.Note = "3", ""
		if x = save(t, a, admin, changed); x.Version != 2 || x.Value != "3" || x.Note != "" || x.Author != admin.Person {
			t.Errorf("changed: %+v", x)
		}
		if x = save(t, a, admin, app.SaveAnswer{Question: "BE.e.1", Version: 2}); x.State != "" || stored(t, a, "acme-1") != 0 {
			t.Errorf("cleared: %+v", x)
		}
		if x = save(t, a, admin, typed(0)); x.Version != 4 {
			t.Errorf("given again: %+v", x)
		}
		history, err := a.AnswerHistory(ctx, guest, "acme-1", "", "BE.e.1")
		must(t, err)
		var got []string
		for _, h := range history {
			got = append(got, fmt.Sprintf("%d %q %v %v %s", h.Version, h.Value, h.TakenOut, h.Restorable, h.Author))
		}
		want := []string{`4 "2" false false ana`, `3 "" true true ana`, `2 "3" false true ana`, `1 "2" false false guest`}
		if !slices.Equal(got, want) {
			t.Errorf("history: %q", got)
		}
	})
}

// TestSaveAnswerRefuses lists every problem with the name of its field, and stores nothing.
func TestSaveAnswerRefuses(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	bad := app.SaveAnswer{Question: "BE.e.1", Value: "9", Grade: "E7", Date: "soon", Note: "call 555-0123-456 or write to someone@example.org",
		Search: vigil.SearchLog{Terms: "lat -12.04637, -77.04279"}}
	_, err := a.SaveAnswer(ctx, guest, "acme-1", bad)
	var ps vigil.Problems
	if !errors.As(err, &ps) {
		t.Fatalf("got %v", err)
	}
	fields := map[string]int{}
	for _, p := range ps {
		fields[p.Place.Field]++
		if p.What.Empty() || p.Do.Empty() {
			t.Errorf("not in words: %+v", p)
		}
	}
	for _, f := range []string{"value", "grade", "date", "note", "search terms"} {
		if fields[f] == 0 {
			t.Errorf("nothing about %s: %v", f, ps)
		}
	}
	if fields["note"] != 2 || stored(t, a, "acme-1") != 0 {
		t.Errorf("%v, %d stored", ps, stored(t, a, "acme-1"))
	}
	for name, c := range map[string]struct {
		in   app.SaveAnswer
		kind vigil.ErrorKind
		says string
	}{
		"a note alone":        {app.SaveAnswer{Question: "BE.e.1", Note: "to be asked"}, vigil.Invalid, "neither an answer nor a state"},
		"both":                {app.SaveAnswer{Question: "BE.e.1", Value: "1", State: "refused"}, vigil.Invalid, "take the answer out"},
		"not applicable":      {app.SaveAnswer{Question: "BE.e.1", State: "not_applicable"}, vigil.Invalid, "screening questions decide"},
		"no question":         {app.SaveAnswer{Question: "BE.zz", Value: "1"}, vigil.NotFound, "no question"},
		"no unit":             {app.SaveAnswer{Question: "BE.e.1", Unit: "moon", Value: "1"}, vigil.Invalid, "no unit"},
		"ten thousand words":  {app.SaveAnswer{Question: "BE.e.1", Value: "1", Note: strings.Repeat("word ", 10_000)}, vigil.Invalid, "more than 20000 characters"},
		"a text with a zero":  {app.SaveAnswer{Question: "BE.e.1", Value: "1", Note: "a\x00b"}, vigil.Invalid, "zero byte"},
		"a text of bad bytes": {app.SaveAnswer{Question: "BE.e.1", Value: "1", Note: "a\xff"}, vigil.Invalid, "UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := a.SaveAnswer(ctx, guest, "acme-1", c.in)
			refused(t, err, c.kind, c.says)
		})
	}
	if stored(t, a, "acme-1") != 0 {
		t.Error("something was stored")
	}
	must(t, a.Store.Tx(ctx, func(tx *store.Tx) error {
		as, err := tx.Assessment("acme-1")
		as.Status = vigil.Submitted
		return errors.Join(err, tx.SaveAssessment(&as))
	}))
	_, err = a.SaveAnswer(ctx, guest, "acme-1", typed(0))
	refused(t, err, vigil.Conflict, "takes no answers")
}

// TestSaveAnswerAnyScript keeps emoji, right-to-left text and long notes to the letter.
func TestSaveAnswerAnyScript(t *testing.T) {
	eachStore(t, func(t *testing.T, a *app.App) {
		begin(t, a, "acme", vigil.SELF)
		in := typed(0)
		for _, note := range []string{"🌱👩🏽‍⚖️ مدافعون عن حقوق الإنسان\nשורה שנייה", "=cmd()|' <script>alert(1)</script> \u202e ﷽", strings.Repeat("слово ", 3300)} {
			in.Note = note
			x := save(t, a, guest, in)
			if in.Version = x.Version; x.Note != note {
				t.Errorf("%.40q became %.40q", note, x.Note)
			}
		}
	})
}

// TestTwoEditors lets two people change one answer at the same time, 500 times: nothing is overwritten by somebody who
// had not seen it, and everybody who is refused gets both sides.
func TestTwoEditors(t *testing.T) {
	eachStore(t, func(t *testing.T, a *app.App) {
		begin(t, a, "acme", vigil.SELF)
		const rounds = 500
		var at sync.Mutex
		seenBy := map[int64]string{} // note by the version that it became
		from := map[int64]int64{}    // the version that it was made from
		conflicts := 0
		var group sync.WaitGroup
		for _, by := range []vigil.Actor{admin, guest} {
			group.Go(func() {
				version := int64(0)
				for i := range rounds / 2 {
					in := typed(version)
					in.Note = fmt.Sprintf("round %d by %s", i, strings.ToUpper(by.Person))
					x, err := a.SaveAnswer(ctx, by, "acme-1", in)
					var both *vigil.AnswerConflict
					at.Lock()
					switch {
					case err == nil:
						seenBy[x.Version], from[x.Version] = in.Note, version
						version = x.Version
					case errors.As(err, &both):
						conflicts++
						if both.Mine.Note != in.Note || both.Theirs.Author == "" || both.Theirs.Version <= version || both.Theirs.UpdatedAt.IsZero() || both.Theirs.Note == "" {
							t.Errorf("conflict: %+v", both)
						}
						if version > 0 && (both.Base == nil || both.Base.Note != seenBy[version]) {
							t.Errorf("started from %+v, want %q", both.Base, seenBy[version])
						}
						version = both.Theirs.Version
					default:
						t.Errorf("%s, round %d: %v", by.Person, i, err)
					}
					at.Unlock()
				}
			})
		}
		group.Wait()
		history, err := a.AnswerHistory(ctx, admin, "acme-1", "", "BE.e.1")
		must(t, err)
		overwritten := 0
		for _, h := range history {
			if seenBy[h.Version] != h.Note || from[h.Version] != h.Version-1 {
				overwritten++
			}
		}
		t.Logf("%d rounds, %d saved, %d told of a conflict, %d overwritten silently", rounds, len(history), conflicts, overwritten)
		if overwritten > 0 || len(history)+conflicts != rounds {
			t.Errorf("%d overwritten, %d + %d of %d", overwritten, len(history), conflicts, rounds)
		}
	})
}

// TestDifferentAnswersNeverCollide lets people answer different questions of one assessment at once.
func TestDifferentAnswersNeverCollide(t *testing.T) {
	eachStore(t, func(t *testing.T, a *app.App) {
		begin(t, a, "acme", vigil.SELF)
		var group sync.WaitGroup
		for i, id := range []string{"BE.e.1", "BE.e.2", "BE.a.1", "BE.b.1"} {
			group.Go(func() {
				for n := range 10 {
					if _, err := a.SaveAnswer(ctx, admin, "acme-1", app.SaveAnswer{Question: id, State: "not_disclosed", Note: fmt.Sprint(i, " ", n), Version: int64(n)}); err != nil {
						t.Errorf("%s: %v", id, err)
					}
				}
			})
		}
		group.Wait()
		if n := stored(t, a, "acme-1"); n != 4 {
			t.Errorf("%d answers", n)
		}
	})
}

func TestConflictOverAnAnswerTakenOut(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	x := save(t, a, guest, typed(0))
	save(t, a, admin, app.SaveAnswer{Question: "BE.e.1", Version: x.Version})
	mine := typed(x.Version)
	mine.Note = "still here"
	_, err := a.SaveAnswer(ctx, guest, "acme-1", mine)
	var both *vigil.AnswerConflict
	if !errors.As(err, &both) || both.Theirs.State != "" || both.Theirs.Author != admin.Person || both.Theirs.Version != 0 || both.Base == nil || both.Base.Note != x.Note {
		t.Fatalf("%v %+v", err, both)
	}
	refused(t, err, vigil.Conflict, "nothing was overwritten", "ana")
	if strings.Contains(err.Error(), "still here") {
		t.Errorf("the message repeats what was written: %v", err)
	}
	mine.Version = both.Theirs.Version
	save(t, a, guest, mine) // having seen that it was taken out, the person gives it again
}

func TestUndoAnswer(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	undo := func(version, to int64) (vigil.Answer, error) {
		return a.UndoAnswer(ctx, guest, "acme-1", app.UndoAnswer{Question: "BE.e.1", Version: version, To: to})
	}
	_, err := undo(0, 0)
	refused(t, err, vigil.Conflict, "never answered")
	save(t, a, guest, typed(0))
	second := typed(1)
	second.Value, second.Note = "3", "second"
	save(t, a, guest, second)
	for range 2 { // a double click undoes once
		x, err := undo(2, 0)
		must(t, err)
		if x.Version != 3 || x.Value != "2" || x.Note != typed(0).Note {
			t.Errorf("undone: %+v", x)
		}
	}
	x, err := undo(3, 0) // the undo can be undone
	must(t, err)
	if x.Version != 4 || x.Note != "second" {
		t.Errorf("undone again: %+v", x)
	}
	x, err = undo(1, 0) // by somebody who saw the first alone: before it there was none
	var both *vigil.AnswerConflict
	if !errors.As(err, &both) || both.Mine.State != "" {
		t.Errorf("%+v %v", x, err)
	}
	x, err = undo(4, 1)
	must(t, err)
	if x.Version != 5 || x.Note != typed(0).Note {
		t.Errorf("restored: %+v", x)
	}
	_, err = undo(5, 99)
	refused(t, err, vigil.NotFound, "never had the version 99")
	must(t, second2(a.SaveAnswer(ctx, guest, "acme-1", app.SaveAnswer{Question: "BE.e.1", Version: 5})))
	x, err = undo(0, 0) // an answer that was taken out comes back
	must(t, err)
	if x.Version != 7 || x.Note != typed(0).Note {
		t.Errorf("back: %+v", x)
	}
	must(t, a.EraseAnswer(ctx, other, "acme-1", "", "BE.e.1"))
	_, err = undo(8, 0)
	refused(t, err, vigil.Conflict, "erased")
	_, err = undo(8, 1)
	refused(t, err, vigil.Conflict, "erased")
	history, err := a.AnswerHistory(ctx, guest, "acme-1", "", "BE.e.1")
	must(t, err)
	for _, h := range history {
		if !h.Erased || h.Restorable || h.Note != "" {
			t.Errorf("after erasure: %+v", h)
		}
	}
}

func second2[T any](_ T, err error) error { return err }

// TestConfirmAnswer: what was copied from an earlier assessment counts, is listed, and is confirmed as it is or by a
// change.
func TestConfirmAnswer(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	must(t, a.Store.Tx(ctx, func(tx *store.Tx) error {
		as, err := tx.Assessment("acme-1")
		return errors.Join(err, tx.PutAnswers(&as, []vigil.Answer{
			{Question: "BE.e.1", State: vigil.Answered, Value: "2", Unconfirmed: true, Author: "ana"},
			{Question: "BE.e.4", State: vigil.Answered, Value: "2", Unconfirmed: true, Author: "ana"}}))
	}))
	list := func() int {
		p, err := a.Progress(ctx, guest, "acme-1")
		must(t, err)
		return len(p.List(vigil.JumpUnconfirmed))
	}
	if n := list(); n != 2 {
		t.Errorf("%d unconfirmed", n)
	}
	_, err := a.ConfirmAnswer(ctx, guest, "acme-1", "", "BE.e.1", 7)
	var both *vigil.AnswerConflict
	if !errors.As(err, &both) {
		t.Errorf("a version never seen: %v", err)
	}
	for range 2 {
		x, err := a.ConfirmAnswer(ctx, guest, "acme-1", "", "BE.e.1", 1)
		must(t, err)
		if x.Unconfirmed || x.Version != 2 || x.Author != guest.Person || x.Value != "2" {
			t.Errorf("confirmed: %+v", x)
		}
	}
	if x := save(t, a, guest, app.SaveAnswer{Question: "BE.e.4", Value: "1", Version: 1}); x.Unconfirmed || list() != 0 {
		t.Errorf("changed: %+v, %d unconfirmed", x, list())
	}
	_, err = a.ConfirmAnswer(ctx, guest, "acme-1", "", "BE.a.1", 0)
	refused(t, err, vigil.NotFound, "nothing to confirm")
}
