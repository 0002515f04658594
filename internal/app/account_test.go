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
	_, err := s.ChangeProfile(ctx, token, app.Profile{Name: "", Language: "de", Theme: "pink"})
	refused(t, err, vigil.Invalid, "name: it is empty")
	p, err := s.ChangeProfile(ctx, token, app.Profile{Name: " Ben B. ", Language: "fr", Theme: "dark"})
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

// A second factor that was begun, and never confirmed, ends with the password with which it was begun: whoever knew that password
// may have seen the secret.
func TestABegunFactorEndsWithThePassword(t *testing.T) {
	for name, change := range map[string]func(s *staffed, token string) string{
		"own": func(s *staffed, token string) string {
			in, err := s.ChangePassword(ctx, token, phrase, another, home)
			must(s.t, err)
			return in.Token
		},
		"reset": func(s *staffed, _ string) string {
			handed, err := s.ResetPassword(ctx, admin, "ben")
			must(s.t, err)
			return s.choose(handed.Token, another).Token
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := staff(t, store.Config{Dir: t.TempDir()})
			token := s.in("ben")
			e, err := s.EnrolTOTP(ctx, token, phrase, home)
			must(t, err)
			token = change(s, token)
			_, err = s.PendingTOTP(ctx, token)
			refused(t, err, vigil.NotFound, "no second factor waits")
			_, _, err = s.ConfirmTOTP(ctx, token, s.code(e.Secret))
			refused(t, err, vigil.NotFound, "no second factor waits")
		})
	}
}
