package webtest

import (
	"context"
	"errors"
	"time"

	"vigil/internal/app"
	"vigil/internal/credential"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// Organisations are those of a site: people with a role in one organisation have it in the first.
var Organisations = []string{"acme", "other"}

// Somebody is a person of a site.
type Somebody struct {
	Login string
	Role  vigil.Role // in the whole workspace
	In    vigil.Role // in the organisation acme
}

// People are those of a site.
var People = func() []Somebody {
	var all []Somebody
	for _, r := range vigil.Roles {
		if r != vigil.Respondent { // respondents answer for one organisation
			all = append(all, Somebody{Login: string(r), Role: r})
		}
		all = append(all, Somebody{Login: "acme-" + string(r), In: r})
	}
	return all
}()

// Actor is the person of a login as app knows it.
func (s *Site) Actor(login string) vigil.Actor {
	for _, p := range People {
		if p.Login == login {
			a := vigil.Actor{Person: login, Role: p.Role}
			if p.In != "" {
				a.In = map[string]vigil.Role{Organisations[0]: p.In}
			}
			return a
		}
	}
	s.t.Fatalf("nobody here is called %s", login)
	return vigil.Actor{}
}

// Password is that of everybody.
const Password = "four kettles under lilac"

// people makes everybody's account, with a session, and gives the tokens of those by login.
func people(ctx context.Context, a *app.App) (map[string]string, error) {
	hash, err := credential.Hash(ctx, Password)
	if err != nil {
		return nil, err
	}
	tokens := map[string]string{}
	return tokens, a.Store.Tx(ctx, func(tx *store.Tx) error {
		for _, p := range People {
			row := vigil.Person{Login: p.Login, Name: p.Login, Role: p.Role, Language: "en", Status: vigil.Active, Password: hash}
			if err := tx.CreatePerson(&row); err != nil {
				return err
			}
			token, hash := credential.NewToken()
			tokens[p.Login] = token
			if err := tx.CreateSession(&vigil.Session{Hash: hash, PersonID: row.ID, ExpiresAt: time.Now().Add(time.Hour)}); err != nil {
				return err
			}
		}
		return nil
	})
}

// ByLink is a browser that came by a new section link to an assessment, without an account. No section is all of them.
func (s *Site) ByLink(assessment string, sections ...string) *Browser {
	s.t.Helper()
	token, hash := credential.NewToken()
	err := s.App.Store.Tx(s.t.Context(), func(tx *store.Tx) error {
		as, err := tx.Assessment(assessment)
		if err != nil {
			return err
		}
		_, unused := credential.NewToken()
		l := vigil.Link{Hash: unused, Purpose: vigil.SectionLink, AssessmentID: as.ID, Sections: sections, Name: "Colleague", Language: "en",
			CreatedBy: "administrator", ExpiresAt: time.Now().Add(24 * time.Hour)}
		if err := tx.CreateLink(&l); err != nil {
			return err
		}
		if ok, err := tx.UseLink(l); err != nil || !ok {
			return errors.Join(err, errors.New("the link opens nothing"))
		}
		return tx.CreateSession(&vigil.Session{Hash: hash, LinkID: l.ID, ExpiresAt: time.Now().Add(time.Hour)})
	})
	if err != nil {
		s.t.Fatal(err)
	}
	b := s.Anonymous()
	b.cookies[sessionCookie] = token
	return b
}
