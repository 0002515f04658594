package webtest

import (
	"context"
	"errors"
	"io/fs"
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
	files  files             // the database, and the keys with which it is sealed
	tokens map[string]string // of sessions, by login
}

var fill = sync.OnceValues(func() (f filled, err error) {
	folder, err := os.MkdirTemp("", "vigil-webtest-")
	if err != nil {
		return f, err
	}
	defer os.RemoveAll(folder) //nolint:errcheck // a leftover in the temporary folder harms nobody
	if f.tokens, err = fillInto(store.Config{Dir: folder}, folder); err != nil {
		return f, err
	}
	f.files, err = filesIn(folder)
	return f, err
})

// files are the files of a folder, by name.
type files map[string][]byte

func filesIn(folder string) (files, error) {
	list := files{}
	return list, fs.WalkDir(os.DirFS(folder), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			list[name], err = os.ReadFile(filepath.Join(folder, name))
		}
		return err
	})
}

// put writes the files into a folder, readable by their owner only.
func (f files) put(folder string) error {
	for name, text := range f {
		if err := os.MkdirAll(filepath.Join(folder, filepath.Dir(name)), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// fillInto fills an empty database, whose keys are in a folder, and gives the tokens of sessions by login.
func fillInto(c store.Config, folder string) (tokens map[string]string, err error) {
	a, err := open(c, folder)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, a.Store.Close()) }()
	if err := things(context.Background(), a); err != nil {
		return nil, err
	}
	return people(context.Background(), a)
}

// open opens the app on a database, with its keys in a folder.
func open(c store.Config, folder string) (*app.App, error) {
	cat, err := instruments()
	if err != nil {
		return nil, err
	}
	return app.Open(context.Background(), c, cat, folder)
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
		err = f.files.put(folder)
	}
	if err != nil {
		t.Fatal(err)
	}
	return f.tokens
}

// FillDatabase does the same for an empty PostgreSQL database at an address.
func FillDatabase(t testing.TB, address, folder string) map[string]string {
	t.Helper()
	tokens, err := fillInto(store.Config{URL: address}, folder)
	if err != nil {
		t.Fatal(err)
	}
	return tokens
}

// At is a browser for a server at an address, with the token of a session; empty: nobody.
func At(t testing.TB, url, token string) *Browser {
	b := (&Site{URL: url, t: t}).Anonymous()
	b.SetCookie(sessionCookie, token)
	return b
}
