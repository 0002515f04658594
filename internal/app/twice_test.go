package app_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"vigil/internal/app"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// press does the same several times at once, as somebody does who presses a button again and again.
func press(t *testing.T, send func() error) {
	t.Helper()
	var group sync.WaitGroup
	for range 5 {
		group.Go(func() {
			if err := send(); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

// atOnce opens an app on both databases that several people may use at the same time, with a clock to be set forward.
func atOnce(t *testing.T, test func(t *testing.T, a *app.App, wait func(time.Duration))) {
	t.Helper()
	for name, c := range map[string]store.Config{"sqlite": {Dir: t.TempDir()}, "postgres": {URL: server.Database(t)}} {
		t.Run(name, func(t *testing.T) {
			var passed atomic.Int64
			now := func() time.Time { return noon.Add(time.Duration(passed.Load())) }
			c.Now = now
			a := open(t, c)
			a.Now, a.NewCode = now, nil
			begin(t, a, "acme", vigil.SELF)
			test(t, a, func(d time.Duration) { passed.Add(int64(d)) })
		})
	}
}

// A case that is sent twice stands on the file once, and takes off once.
func TestTheSameCaseTwice(t *testing.T) {
	atOnce(t, func(t *testing.T, a *app.App, _ func(time.Duration)) {
		count := func() int {
			list, err := a.Allegations(ctx, admin, "acme")
			must(t, err)
			return len(list)
		}
		for i := range 4 { // so often that on PostgreSQL some meet
			al := grave()
			al.Quarter = fmt.Sprintf("2024-Q%d", i+1)
			press(t, func() error { return second(a.AddAllegation(ctx, admin, "acme", al)) })
		}
		if n := count(); n != 4 {
			t.Fatalf("%d cases of four", n)
		}
		first := addCase(t, a, grave())
		must(t, a.ReplyAllegation(ctx, guest, first.Code, "We deny it.", ""))
		if again := addCase(t, a, grave()); again.Code != first.Code || again.Reply == "" || count() != 5 {
			t.Errorf("sent again after the reply: %s for %s, %d cases", again.Code, first.Code, count())
		}
		another := grave()
		another.Harm = "lawsuit"
		if addCase(t, a, another); count() != 6 {
			t.Errorf("%d cases after one that differs in its harm", count())
		}
		must(t, a.WithdrawAllegation(ctx, other, first.Code, "filed for the wrong company"))
		if back := addCase(t, a, grave()); back.Code == first.Code || count() != 7 {
			t.Error("what was withdrawn cannot be put on file anew")
		}
	})
}

// Links that are asked for twice are made once, and what the second press shows opens them. Later, or where two lines of one form
// say the same, they are as many as were asked for.
func TestTheSameLinksTwice(t *testing.T) {
	atOnce(t, func(t *testing.T, a *app.App, wait func(time.Duration)) {
		const code = "acme-1"
		share := func() ([]app.NewLink, error) {
			made, err := a.Share(ctx, admin, code, app.Sharing{Sections: []string{"P1", "P2"}, Links: []string{"site office", "site office", "legal"}, Language: "en"})
			return made.Links, err
		}
		count := func(want int, when string) {
			t.Helper()
			list, err := a.SectionLinks(ctx, admin, code)
			must(t, err)
			if len(list) != want {
				t.Errorf("%s: %d links, want %d", when, len(list), want)
			}
		}
		press(t, func() error { return second(share()) })
		count(3, "pressed five times at once")
		shown, err := share()
		must(t, err)
		count(3, "pressed again")
		opens := func(l app.NewLink) error { return second(a.ExchangeLink(ctx, token(l), home, "")) }
		must(t, opens(shown[0]))
		must(t, opens(shown[2]))
		shown, err = share()
		must(t, err)
		count(5, "two of them were opened meanwhile")
		must(t, a.RevokeSectionLink(ctx, admin, code, shown[0].ID))
		_, err = share()
		must(t, err)
		count(6, "one was revoked")
		wait(2 * time.Minute)
		_, err = share()
		must(t, err)
		count(9, "two minutes later")
	})
}

// A comment and an assessment that are sent several times at once are there once.
func TestTheSameCommentAndStartAtOnce(t *testing.T) {
	atOnce(t, func(t *testing.T, a *app.App, _ func(time.Duration)) {
		press(t, func() error {
			return second(a.AddComment(ctx, admin, "acme-1", app.CommentOn{Question: "BE.a.1", Text: "Whose policy is this?"}))
		})
		said, err := a.Comments(ctx, admin, "acme-1")
		must(t, err)
		if len(said.Threads) != 1 {
			t.Errorf("%d threads of one comment", len(said.Threads))
		}
		press(t, func() error {
			return second(a.StartAssessment(ctx, admin, app.Start{Organisation: "acme", Mode: vigil.SELF, Period: "2026", Questionnaire: "company-quick"}))
		})
		list, err := a.Assessments(ctx, admin, "acme")
		must(t, err)
		if len(list) != 2 {
			t.Errorf("%d assessments, of which one was started", len(list)-1)
		}
	})
}

// A reference that is sent several times at once stands behind its answer once, with its file or without one.
func TestTheSameReferenceTwice(t *testing.T) {
	eachDatabase(t, func(t *testing.T, a *app.App) {
		add := func(title, file string) {
			t.Helper()
			press(t, func() error {
				in := app.NewEvidence{Question: "BE.a.1", Evidence: vigil.Evidence{Title: title, Grade: vigil.E1}}
				if file != "" {
					in.Upload = textFile(file, "We respect.")
				}
				return second(a.AddEvidence(ctx, guest, "acme-1", in))
			})
		}
		add("Board minutes", "")
		add("", "policy.txt")
		add("The same file under another title", "policy.txt")
		_, list, err := a.Answers(ctx, admin, "acme-1")
		must(t, err)
		if len(list) != 3 {
			t.Errorf("%d references of three: %+v", len(list), list)
		}
	})
}

func token(l app.NewLink) string {
	_, t, _ := strings.Cut(l.Address, "#")
	return t
}
