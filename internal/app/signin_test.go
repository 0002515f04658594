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
