package app_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"vigil/internal/app"
	"vigil/internal/catalogue"
	"vigil/internal/store"
	"vigil/internal/store/pgtest"
	"vigil/internal/vault"
	"vigil/internal/vigil"
	"vigil/questionnaires"
)

var (
	server *pgtest.Server
	ctx    = context.Background()
	noon   = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) // a Monday

	admin = vigil.Actor{Person: "ana", Role: vigil.Administrator}
	other = vigil.Actor{Person: "rui", Role: vigil.Reviewer}
	third = vigil.Actor{Person: "eva", Role: vigil.Reviewer}
	guest = vigil.Actor{Person: "guest", Role: vigil.Respondent}
)

func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == vault.ChildCommand {
		os.Exit(vault.Child(os.Args[2], os.Stdin, os.Stdout))
	}
	var err error
	if server, err = pgtest.Start(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	server.Stop()
	os.Exit(code)
}

var instruments = sync.OnceValues(func() (*catalogue.Catalogue, vigil.Problems) {
	return catalogue.Load(questionnaires.Files, "provisions.yaml", "crosswalk.yaml", "company-quick.yaml", "bank", "methodologies", "screening")
})

func onSQLite(t testing.TB) *app.App { return open(t, store.Config{Dir: t.TempDir()}) }

func open(t testing.TB, c store.Config) *app.App {
	t.Helper()
	cat, ps := instruments()
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	folder := c.Dir
	if folder == "" {
		folder = t.TempDir()
	}
	a, err := app.Open(ctx, c, cat, folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Store.Close() })
	n := 0
	a.Now, a.NewCode = func() time.Time { return noon }, func() string { n++; return fmt.Sprintf("code%d", n) }
	return a
}

// inTheOpen takes the seal from the database of an app.
func inTheOpen(t *testing.T, a *app.App, c store.Config) {
	t.Helper()
	c.Sealer = store.InTheOpen{}
	st, err := store.Open(ctx, c)
	must(t, err)
	t.Cleanup(func() { st.Close() })
	must(t, a.Store.Close())
	a.Store = st
}

// begin opens an organisation with a respondent and a draft assessment of a mode.
func begin(t testing.TB, a *app.App, code string, mode vigil.Mode) {
	t.Helper()
	if _, err := a.NewOrganisation(ctx, admin, vigil.Organisation{Code: code, Name: "Example " + code, Sector: "EXT", Country: "PE", Fictional: true}); err != nil {
		t.Fatal(err)
	}
	must(t, a.AddMember(ctx, admin, code, guest.Person, vigil.Respondent))
	if _, err := a.NewAssessment(ctx, admin, app.NewAssessment{Code: code + "-1", Organisation: code, Questionnaire: "company-quick", Mode: mode}); err != nil {
		t.Fatal(err)
	}
}

// answersTo gives one good answer for every question of the quick scan, with a reference behind each item.
func answersTo(a *app.App) vigil.Submission {
	q, m, err := a.Catalogue.Questionnaire("company-quick")
	if err != nil {
		panic(err)
	}
	sub := vigil.Submission{Source: "answers.csv", Questionnaire: q.Ref()}
	log := vigil.SearchLog{Date: "2026-02-01", Sources: "court registers", Languages: "es, en", Terms: "company name"}
	add := func(in *vigil.Indicator, screening bool) {
		e := vigil.Entry{Question: in.ID, Grade: "E2", Date: "2026-01-15", Search: log, Note: "seen on the website"}
		s, _ := m.ScaleOf(in)
		switch s.Type {
		case "multi":
			e.Value = in.Elements[0].ID
		case "graded":
			e.Value = "2"
		case "flag":
			e.Value = "clear"
		default:
			e.Value = "yes"
		}
		if !screening {
			e.Evidence = []vigil.Evidence{{Title: "Policy", Link: "https://example.org/policy", Grade: vigil.E2, Date: "2026-01-15", Public: true}}
		}
		e.Place = vigil.Place{File: sub.Source, Line: len(sub.Entries) + 2}
		sub.Entries = append(sub.Entries, e)
	}
	for i := range q.Screening {
		add(&q.Screening[i], true)
	}
	for _, in := range q.Questions() {
		add(in, false)
	}
	sub.Rows = len(sub.Entries)
	return sub
}

// entry finds the entry of a question, to be changed.
func entry(t testing.TB, sub *vigil.Submission, id string) *vigil.Entry {
	t.Helper()
	for i := range sub.Entries {
		if sub.Entries[i].Question == id {
			return &sub.Entries[i]
		}
	}
	t.Fatalf("no entry %s", id)
	return nil
}

// finalise accepts every answer in review and closes it.
func finalise(t testing.TB, a *app.App, by vigil.Actor, code string) {
	t.Helper()
	_, left, err := a.AcceptItems(ctx, by, code, nil)
	must(t, err)
	if left > 0 {
		t.Fatalf("%d answers of %s need a look of their own", left, code)
	}
	must(t, a.Finalise(ctx, by, code))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// refused checks the kind of an error and that it says certain words.
func refused(t testing.TB, err error, kind vigil.ErrorKind, words ...string) {
	t.Helper()
	if vigil.KindOf(err) != kind {
		t.Errorf("got %q (%v), want %q", vigil.KindOf(err), err, kind)
		return
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%q does not say %q", err, w)
		}
	}
}

func audits(t testing.TB, a *app.App) int {
	t.Helper()
	list, err := a.AuditEntries(ctx, admin)
	must(t, err)
	return len(list)
}

func stored(t testing.TB, a *app.App, code string) int {
	t.Helper()
	list, _, err := a.Answers(ctx, admin, code)
	must(t, err)
	return len(list)
}
