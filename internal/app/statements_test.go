package app_test

import (
	"context"
	"testing"

	"vigil/internal/app"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// TestStatementsOfPages: how often a page asks the database does not depend on how many answers there are.
func TestStatementsOfPages(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	pages := map[string]func(context.Context) error{
		"home":        func(c context.Context) error { return second(a.Home(c, admin)) },
		"overview":    func(c context.Context) error { return second(a.Overview(c, admin, "acme-1")) },
		"assessments": func(c context.Context) error { return second(a.FindAssessments(c, admin, app.Filter{})) },
		"questions":   func(c context.Context) error { return second(a.Questions(c, admin, "acme-1", "", "P2")) },
		"question":    func(c context.Context) error { return second(a.Question(c, admin, "acme-1", "", "BE.a.1")) },
		"review":      func(c context.Context) error { return second(a.ReviewQueue(c, admin, "acme-1")) },
		"closing":     func(c context.Context) error { return second(a.Closing(c, admin, "acme-1")) },
		"scorecard":   func(c context.Context) error { return second(a.Scorecard(c, admin, "acme-1", nil)) },
		"library":     func(c context.Context) error { return second(a.Library(c, admin, app.LibraryFilter{})) },
		"comments":    func(c context.Context) error { return second(a.Comments(c, admin, "acme-1")) },
	}
	count := func() map[string]int64 {
		all := map[string]int64{}
		for name, load := range pages {
			c, n := store.Counting(ctx)
			if err := load(c); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if all[name] = n.Load(); all[name] == 0 {
				t.Fatalf("%s: nothing was counted", name)
			}
		}
		return all
	}
	sub := answersTo(a)
	few := sub
	few.Entries = sub.Entries[:len(sub.Entries)-8] // enough for a score: without one there is nothing to compare
	_, err := a.Import(ctx, guest, "acme-1", few, app.ImportOptions{})
	must(t, err)
	_, err = a.AddComment(ctx, guest, "acme-1", app.CommentOn{Question: "BE.a.1", Text: "one"})
	must(t, err)
	before := count()
	_, err = a.Import(ctx, guest, "acme-1", sub, app.ImportOptions{})
	must(t, err)
	for _, id := range []string{"BE.a.2", "BE.a.4", "BE.b.1"} {
		_, err = a.AddComment(ctx, guest, "acme-1", app.CommentOn{Question: id, Text: "more"})
		must(t, err)
	}
	for name, n := range count() {
		t.Logf("%s: %d statements", name, n)
		if n != before[name] {
			t.Errorf("%s takes %d statements with %d answers fewer, and %d with all", name, before[name], 8, n)
		}
		if n > most[name] {
			t.Errorf("%s takes %d statements, more than %d", name, n, most[name])
		}
	}
}

// most is what each page takes with one assessment in work; raise it only for a reason.
var most = map[string]int64{"home": 18, "overview": 14, "assessments": 17, "questions": 11, "question": 11, "review": 12, "closing": 12, "scorecard": 12, "library": 7, "comments": 7}
