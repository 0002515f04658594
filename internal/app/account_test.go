package app_test

import (
	"errors"
	"testing"

	"vigil/internal/app"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

func TestProfile(t *testing.T) {
	s := staff(t, store.Config{Dir: t.TempDir()})
	token := s.in("ben")
	_, err := s.ChangeProfile(ctx, token, app.Profile{Name: "", Email: "x", Language: "de", Theme: "pink"})
	refused(t, err, vigil.Invalid, "name: it is empty")
	p, err := s.ChangeProfile(ctx, token, app.Profile{Name: " Ben B. ", Email: "ben@example.org", Language: "fr", Theme: "dark"})
	must(t, err)
	if p.Name != "Ben B." || p.Role != vigil.Analyst || p.Login != "ben" {
		t.Errorf("%+v", p)
	}
	s.stands(token, true)
	_, err = s.ChangePassword(ctx, token, another, "three otters beside a mill", home)
	refused(t, err, vigil.Invalid, "present: it is not your password")
	_, err = s.ChangePassword(ctx, token, phrase, "benbenbenben", home)
	refused(t, err, vigil.Invalid, "password: it is")
	_, err = s.ChangePassword(ctx, "none", phrase, another, home)
	if !errors.Is(err, app.ErrNoSession) {
		t.Error(err)
	}
}
