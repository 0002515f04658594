package webtest

import (
	"context"
	"sync"
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

var hashed = sync.OnceValues(func() (string, error) { return credential.Hash(context.Background(), Password) })

// people makes everybody's account, with a session.
func (s *Site) people() {
	s.t.Helper()
	hash, err := hashed()
	if err != nil {
		s.t.Fatal(err)
	}
	err = s.App.Store.Tx(s.t.Context(), func(tx *store.Tx) error {
		for _, p := range People {
			row := vigil.Person{Login: p.Login, Name: p.Login, Role: p.Role, Language: "en", Status: vigil.Active, Password: hash}
			if err := tx.CreatePerson(&row); err != nil {
				return err
			}
			token, hash := credential.NewToken()
			s.tokens[p.Login] = token
			if err := tx.CreateSession(&vigil.Session{Hash: hash, PersonID: row.ID, ExpiresAt: time.Now().Add(time.Hour)}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// things makes the organisations and their assessments.
func (s *Site) things() {
	s.t.Helper()
	ctx, by := s.t.Context(), vigil.Actor{Person: "administrator", Role: vigil.Administrator}
	for i, code := range Organisations {
		name := []string{"Acme Mining", "Other Foods"}[i]
		if _, err := s.App.NewOrganisation(ctx, by, vigil.Organisation{Code: code, Name: name, Sector: "EXT", Country: "GB", Fictional: true}); err != nil {
			s.t.Fatal(err)
		}
		if _, err := s.App.NewAssessment(ctx, by, app.NewAssessment{Code: code + "-1", Organisation: code, Questionnaire: "company-quick", Mode: vigil.SELF, Period: "2026"}); err != nil {
			s.t.Fatal(err)
		}
	}
	for _, p := range People {
		if p.In == "" {
			continue
		}
		if err := s.App.AddMember(ctx, by, Organisations[0], p.Login, p.In); err != nil {
			s.t.Fatal(err)
		}
	}
}
