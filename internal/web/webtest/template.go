package webtest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"vigil/internal/app"
	"vigil/internal/catalogue"
	"vigil/internal/store"
	"vigil/internal/vigil"
	"vigil/questionnaires"
)

// instruments are loaded once for all tests of a package.
var instruments = sync.OnceValues(func() (*catalogue.Catalogue, error) {
	c, ps := catalogue.Load(questionnaires.Files)
	return c, ps.Err()
})

// filled is a database with people and things; it is made once, and every site begins with a copy.
type filled struct {
	database []byte
	tokens   map[string]string // of sessions, by login
}

var fill = sync.OnceValues(func() (f filled, err error) {
	f.tokens = map[string]string{}
	folder, err := os.MkdirTemp("", "vigil-webtest-")
	if err != nil {
		return f, err
	}
	defer os.RemoveAll(folder) //nolint:errcheck // a leftover in the temporary folder harms nobody
	a, err := open(folder)
	if err != nil {
		return f, err
	}
	for _, step := range []func(context.Context, *app.App) error{things, f.people} {
		if err := step(context.Background(), a); err != nil {
			_ = a.Store.Close() // the first error is the one to tell
			return f, err
		}
	}
	if err := a.Store.Close(); err != nil {
		return f, err
	}
	f.database, err = os.ReadFile(filepath.Join(folder, store.File))
	return f, err
})

// open opens the app on a folder.
func open(folder string) (*app.App, error) {
	c, err := instruments()
	if err != nil {
		return nil, err
	}
	st, err := store.Open(context.Background(), store.Config{Dir: folder})
	if err != nil {
		return nil, err
	}
	return &app.App{Store: st, Catalogue: c, Folder: folder}, nil
}

// things makes the organisations and their assessments.
func things(ctx context.Context, a *app.App) error {
	by := vigil.Actor{Person: "administrator", Role: vigil.Administrator}
	for i, code := range Organisations {
		name := []string{"Acme Mining", "Other Foods"}[i]
		if _, err := a.NewOrganisation(ctx, by, vigil.Organisation{Code: code, Name: name, Sector: "EXT", Country: "GB", Fictional: true}); err != nil {
			return err
		}
		if _, err := a.NewAssessment(ctx, by, app.NewAssessment{Code: code + "-1", Organisation: code, Questionnaire: "company-quick", Mode: vigil.SELF, Period: "2026"}); err != nil {
			return err
		}
	}
	for _, p := range People {
		if p.In == "" {
			continue
		}
		if err := a.AddMember(ctx, by, Organisations[0], p.Login, p.In); err != nil {
			return err
		}
	}
	return nil
}

// Fill puts the database of a site into a folder, for tests that start the program itself, and gives the token of a session
// for each login.
func Fill(t testing.TB, folder string) map[string]string {
	t.Helper()
	f, err := fill()
	if err == nil {
		err = os.MkdirAll(folder, 0o700)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, store.File), f.database, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return f.tokens
}

// At is a browser for a server at an address, with the token of a session; empty: nobody.
func At(t testing.TB, url, token string) *Browser {
	b := (&Site{URL: url, t: t}).Anonymous()
	b.SetCookie(sessionCookie, token)
	return b
}
