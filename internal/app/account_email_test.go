package app_test

import (
	"errors"
	"strings"
	"testing"

	"vigil/internal/app"
	"vigil/internal/post"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// Whoever sits down at an open screen cannot take the account over by its e-mail address: it takes the password, the other
// sessions end, the address before is told, and links that went there end too.
func TestTheEmailAddressTakesThePassword(t *testing.T) {
	s := staff(t, store.Config{Dir: t.TempDir()})
	address, messages := mailbox(t)
	var err error
	s.Post, err = post.Open(address, "vigil@example.org")
	must(t, err)
	email := func() string {
		t.Helper()
		p, err := s.Person(ctx, admin, "ben")
		must(t, err)
		return p.Email
	}

	token, other := s.in("ben"), s.in("ben")
	_, err = s.ChangeEmail(ctx, token, "thief@example.net", another, home)
	refused(t, err, vigil.Invalid, "present: it is not your password")
	_, err = s.ChangeEmail(ctx, token, "thief", phrase, home)
	refused(t, err, vigil.Invalid, "email: ")
	if _, err = s.ChangeEmail(ctx, "none", "thief@example.net", phrase, home); !errors.Is(err, app.ErrNoSession) {
		t.Error(err)
	}
	if _, err := s.ChangeProfile(ctx, token, app.Profile{Name: "Ben", Language: "en"}); err != nil || email() != "" {
		t.Fatalf("the address is %q, %v", email(), err)
	}
	s.stands(other, true)

	first, err := s.ChangeEmail(ctx, token, " ben@example.org ", phrase, home)
	must(t, err)
	if email() != "ben@example.org" || first.Cause != nil || len(messages) > 0 {
		t.Errorf("%q, %v, %d messages: there was nobody to tell", email(), first.Cause, len(messages))
	}
	s.stands(token, false)
	s.stands(other, false)
	s.stands(first.Token, true)

	_, err = s.ResetPassword(ctx, admin, "ben") // its link is on the way to the old address
	must(t, err)
	_, link, _ := strings.Cut(<-messages, "/link#")
	second, err := s.ChangeEmail(ctx, first.Token, "ben@example.net", phrase, home)
	must(t, err)
	if told := <-messages; !strings.Contains(told, "<ben@example.org>") || !strings.Contains(told, "was changed") {
		t.Errorf("the address before is told: %s", told)
	}
	if _, err := s.ExchangeLink(ctx, strings.ReplaceAll(link, "=\n", "")[:43], home, ""); !errors.Is(err, app.ErrLink) {
		t.Errorf("a link that went to the old address still works: %v", err)
	}

	s.Post, err = post.Open("smtp://127.0.0.1:1", "vigil@example.org")
	must(t, err)
	third, err := s.ChangeEmail(ctx, second.Token, "", phrase, home)
	must(t, err)
	if email() != "" || third.Cause == nil || strings.Contains(third.Cause.Error(), "ben@") {
		t.Errorf("%q, %v", email(), third.Cause)
	}
}

// Guessing the password there is as slow as anywhere.
func TestGuessingThePasswordForTheAddressIsSlow(t *testing.T) {
	s := staff(t, store.Config{Dir: t.TempDir()})
	token := s.in("ben")
	for range 5 {
		_, err := s.ChangeEmail(ctx, token, "thief@example.net", another, away)
		refused(t, err, vigil.Invalid, "present")
	}
	_, err := s.ChangeEmail(ctx, token, "thief@example.net", phrase, away)
	limited(t, err)
}
