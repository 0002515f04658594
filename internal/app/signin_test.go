package app_test

import (
	"errors"
	"strings"
	"testing"

	"vigil/internal/app"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

func TestSignInRefuses(t *testing.T) {
	s := staff(t, store.Config{Dir: t.TempDir()})
	if _, err := s.InvitePerson(ctx, admin, app.Invitation{Login: "ivo", Name: "Ivo Example", Language: "en", Role: vigil.Viewer}); err != nil {
		t.Fatal(err)
	}
	must(t, s.DisablePerson(ctx, admin, "ben"))
	for name, c := range map[string]struct{ login, password string }{
		"wrong password": {"ada", another},
		"no password":    {"ada", ""},
		"unknown":        {"nobody", phrase},
		"no login":       {"", phrase},
		"disabled":       {"ben", phrase},
		"invited":        {"ivo", phrase},
		"invited, empty": {"ivo", ""},
		"endless":        {strings.Repeat("a", 1<<16), strings.Repeat("a", 1<<16)},
	} {
		in, err := s.signIn(c.login, c.password, "2001:db8::"+name[:1])
		if !errors.Is(err, app.ErrSignIn) || in.Token != "" {
			t.Errorf("%s: %v, %+v", name, err, in)
		}
	}
	for _, token := range []string{"", "x", strings.Repeat("A", 43)} {
		s.stands(token, false)
		if _, err := s.SignInCode(ctx, token, "123456", home); !errors.Is(err, app.ErrNoSession) {
			t.Errorf("a code for the session %q: %v", token, err)
		}
	}
}

func TestSignIn(t *testing.T) {
	bothDatabases(t, func(t *testing.T, s *staffed) {
		for _, login := range []string{"rita", " RITA "} {
			in, err := s.signIn(login, phrase, home)
			must(t, err)
			p, actor, err := s.Session(ctx, in.Token)
			must(t, err)
			if p.Login != "rita" || actor.Person != "rita" || actor.Role != "" || actor.In["acme"] != vigil.Reviewer || len(actor.In) != 1 || actor.Grant != nil {
				t.Errorf("%+v %+v", p, actor)
			}
		}
		first, second := s.in("ada"), s.in("ada")
		if first == second {
			t.Error("two sessions have one token")
		}
		must(t, s.SignOut(ctx, first))
		must(t, s.SignOut(ctx, first))
		s.stands(first, false)
		s.stands(second, true)
	})
}

// A hash that was made when less was asked of hashes is made anew at the next sign-in, which nobody notices, also not who has
// a second factor.
func TestAnOldHashIsMadeAnew(t *testing.T) {
	bothDatabases(t, func(t *testing.T, s *staffed) {
		_, codes, _ := s.withFactor("rita")
		for _, login := range []string{"ben", "rita"} {
			weak := s.hashed(login, weakHash)
			x, err := s.SignIn(ctx, app.SignIn{Login: login, Password: phrase, Code: codes[0], Address: home})
			must(t, err)
			s.stands(x.Token, true)
			if strong := s.hashed(login, ""); strong == weak || !strings.HasPrefix(strong, "$argon2id$v=19$m=32768,t=2,") {
				t.Errorf("the hash of %s is %.40s", login, strong)
			}
		}
		s.in("ben")
	})
}

// weakHash is the phrase, with 19 MiB in place of 32.
const weakHash = "$argon2id$v=19$m=19456,t=2,p=1$hWbI5YjRDG+4XN0w8hgNfg$z2PxUR/ieoUisTE1zeRIAJOrwfh7p7OUaszOYs2RfNg"

// hashed gives the hash of a person's password, after it put another in its place.
func (s *staffed) hashed(login, replace string) (hash string) {
	s.t.Helper()
	must(s.t, s.Store.Tx(ctx, func(tx *store.Tx) error {
		p, err := tx.Person(login)
		if err != nil || replace == "" {
			hash = p.Password
			return err
		}
		p.Password, hash = replace, replace
		return tx.SavePerson(&p)
	}))
	return hash
}
