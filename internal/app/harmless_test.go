package app_test

import (
	"slices"
	"testing"

	"vigil/internal/app"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// TestHarmIsSeenAgain: what was found in a text on file is remembered by the text alone, so that an answer which changes, goes and
// comes back is flagged for what it says now.
func TestHarmIsSeenAgain(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	put := func(note string) {
		must(t, a.Store.Tx(ctx, func(tx *store.Tx) error { // past the check, as it may have come from an earlier edition of it
			as, err := tx.Assessment("acme-1")
			if err != nil {
				return err
			}
			return tx.PutAnswers(&as, []vigil.Answer{{Question: "BE.a.1", State: vigil.Answered, Value: "2", Note: note, Author: "ana"}})
		}))
	}
	flagged := func() bool {
		p, err := a.Progress(ctx, admin, "acme-1")
		must(t, err)
		i := slices.IndexFunc(p.Items, func(x vigil.ItemProgress) bool { return x.Question == "BE.a.1" })
		return slices.Contains(p.Items[i].Flags, vigil.FlagHarm)
	}
	for i, c := range []struct {
		note string
		want bool
	}{{"seen on the website", false}, {"ask jane@example.org", true}, {"seen on the website", false}, {"ask jane@example.org", true}} {
		put(c.note)
		for range 2 {
			if flagged() != c.want {
				t.Errorf("%d: %q is flagged: %v", i, c.note, !c.want)
			}
		}
	}
}

// BenchmarkProgress counts the progress of an assessment that is answered in full, as the first page does for each in work.
func BenchmarkProgress(b *testing.B) {
	a := onSQLite(b)
	begin(b, a, "acme", vigil.SELF)
	if _, err := a.Import(ctx, admin, "acme-1", answersTo(a), app.ImportOptions{}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := a.Progress(ctx, admin, "acme-1"); err != nil {
			b.Fatal(err)
		}
	}
}
