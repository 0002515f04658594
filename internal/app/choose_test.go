package app_test

import (
	"errors"
	"testing"
	"time"

	"vigil/internal/app"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// A link that was opened is used up by the password alone, once, and not after it was taken back.
func TestALinkIsUsedByThePassword(t *testing.T) {
	s := staff(t, store.Config{Dir: t.TempDir()})
	handed, err := s.ResetPassword(ctx, admin, "ben")
	must(t, err)
	one, err := s.ExchangeLink(ctx, handed.Token, home, "")
	must(t, err)
	two, err := s.ExchangeLink(ctx, handed.Token, away, "")
	must(t, err)
	s.stands(one.Token, false) // it opens nothing but the choice of a password
	_, err = s.ChoosePassword(ctx, one.Token, app.Choice{Password: "short"})
	refused(t, err, vigil.Invalid, "password: it has fewer than 12 characters")
	in, err := s.ChoosePassword(ctx, one.Token, app.Choice{Password: another, Login: "root", Name: "Somebody Else", Language: "xx"})
	must(t, err)
	if p, actor, err := s.Session(ctx, in.Token); err != nil || p.Name != "Ben Example" || actor.Role != vigil.Analyst || actor.Person != "ben" {
		t.Errorf("%+v %+v %v", p, actor, err)
	}
	for _, token := range []string{one.Token, two.Token} {
		if _, err := s.ChoosePassword(ctx, token, app.Choice{Password: phrase}); !errors.Is(err, app.ErrNoSession) {
			t.Errorf("used again: %v", err)
		}
	}
	if _, err := s.signIn("ben", phrase, home); !errors.Is(err, app.ErrSignIn) {
		t.Errorf("the old password: %v", err)
	}
}

// The first start: a link for whoever runs the program, until there is somebody.
func TestFirstStart(t *testing.T) {
	a := open(t, store.Config{Dir: t.TempDir(), Now: func() time.Time { return noon }})
	old, err := a.FirstLink(ctx)
	must(t, err)
	token, err := a.FirstLink(ctx)
	must(t, err)
	if _, err := a.ExchangeLink(ctx, old, home, ""); !errors.Is(err, app.ErrLink) {
		t.Errorf("the link of the start before: %v", err)
	}
	step, err := a.ExchangeLink(ctx, token, home, "")
	must(t, err)
	for says, c := range map[string]app.Choice{
		"login: it is empty":                   {Name: "Eva", Language: "en", Password: phrase},
		"name: it is empty":                    {Login: "eva", Language: "en", Password: phrase},
		"language: it is empty":                {Login: "eva", Name: "Eva", Password: phrase},
		"password: it has fewer than 12":       {Login: "eva", Name: "Eva", Language: "en"},
		"password: it is little more than the": {Login: "eva.example", Name: "Eva", Language: "en", Password: "eva.example12"},
		"password: it is among those":          {Login: "eva", Name: "Eva", Language: "en", Password: "Password2026!"},
		`email: "eva" is no e-mail address`:    {Login: "eva", Name: "Eva", Email: "eva", Language: "en", Password: phrase},
		`"../eva" is no login name; use at`:    {Login: "../eva", Name: "Eva", Language: "en", Password: phrase},
	} {
		_, err := a.ChoosePassword(ctx, step.Token, c)
		refused(t, err, vigil.Invalid, says)
	}
	in, err := a.ChoosePassword(ctx, step.Token, app.Choice{Login: "Eva", Name: "Eva Example", Language: "fr", Password: phrase})
	must(t, err)
	p, actor, err := a.Session(ctx, in.Token)
	must(t, err)
	if p.Login != "eva" || p.Language != "fr" || actor.Role != vigil.Administrator {
		t.Errorf("%+v %+v", p, actor)
	}
	if token, err := a.FirstLink(ctx); token != "" || err != nil {
		t.Errorf("another link although there is somebody: %q, %v", token, err)
	}
	if _, err := a.ExchangeLink(ctx, token, home, ""); !errors.Is(err, app.ErrLink) {
		t.Errorf("the link again: %v", err)
	}
}

// The link of the first start opens nothing once there is somebody, also where nobody has opened it before.
func TestTheFirstLinkEndsWithTheFirstPerson(t *testing.T) {
	a := open(t, store.Config{Dir: t.TempDir(), Now: func() time.Time { return noon }})
	token, err := a.FirstLink(ctx)
	must(t, err)
	step, err := a.ExchangeLink(ctx, token, home, "")
	must(t, err)
	_, err = a.InvitePerson(ctx, admin, app.Invitation{Login: "ada", Name: "Ada Example", Language: "en", Role: vigil.Administrator})
	must(t, err)
	if _, err := a.ExchangeLink(ctx, token, home, ""); !errors.Is(err, app.ErrLink) {
		t.Errorf("the link: %v", err)
	}
	if _, err := a.ChoosePassword(ctx, step.Token, app.Choice{Login: "eva", Name: "Eva", Language: "en", Password: phrase}); !errors.Is(err, app.ErrLink) {
		t.Errorf("what it had opened: %v", err)
	}
}
