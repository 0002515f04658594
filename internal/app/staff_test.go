package app_test

import (
	"errors"
	"testing"
	"time"

	"vigil/internal/app"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

const (
	phrase  = "four kettles under lilac"
	another = "seven bridges over amber"
	home    = "192.0.2.7"
	away    = "198.51.100.9"
)

// staffed is an app with people whose password is the phrase: an administrator, an analyst, and rita, who has a role in
// acme alone. Its clock can be moved.
type staffed struct {
	*app.App
	t   testing.TB
	now time.Time
}

func (s *staffed) wait(d time.Duration) { s.now = s.now.Add(d) }

func staff(t testing.TB, c store.Config) *staffed {
	t.Helper()
	s := &staffed{t: t, now: noon}
	c.Now = func() time.Time { return s.now }
	s.App = open(t, c)
	s.Now, s.Folder, s.Address = c.Now, t.TempDir(), "https://vigil.example.org"
	begin(t, s.App, "acme", vigil.SELF)
	begin(t, s.App, "other", vigil.SELF)
	for _, in := range []app.Invitation{
		{Login: "ada", Name: "Ada Example", Language: "en", Role: vigil.Administrator},
		{Login: "ben", Name: "Ben Example", Language: "es", Role: vigil.Analyst},
		{Login: "rita", Name: "Rita Example", Language: "fr", In: map[string]vigil.Role{"acme": vigil.Reviewer}},
	} {
		s.join(in)
	}
	return s
}

// join invites somebody who then chooses the phrase.
func (s *staffed) join(in app.Invitation) app.SignedIn {
	s.t.Helper()
	handed, err := s.InvitePerson(ctx, admin, in)
	must(s.t, err)
	return s.choose(handed.Token, phrase)
}

func (s *staffed) choose(token, password string) app.SignedIn {
	s.t.Helper()
	step, err := s.ExchangeLink(ctx, token, home, "")
	must(s.t, err)
	in, err := s.ChoosePassword(ctx, step.Token, app.Choice{Password: password})
	must(s.t, err)
	return in
}

func (s *staffed) signIn(login, password, address string) (app.SignedIn, error) {
	return s.SignIn(ctx, app.SignIn{Login: login, Password: password, Address: address, Browser: "Firefox, Linux"})
}

func (s *staffed) in(login string) string {
	s.t.Helper()
	x, err := s.signIn(login, phrase, home)
	must(s.t, err)
	if x.Step != vigil.Through {
		s.t.Fatalf("%s has to do %q first", login, x.Step)
	}
	return x.Token
}

// stands checks whether a session still opens something.
func (s *staffed) stands(token string, want bool) {
	s.t.Helper()
	_, actor, err := s.Session(ctx, token)
	if want && (err != nil || actor.Person == "") {
		s.t.Errorf("the session ended: %v", err)
	}
	if !want && (!errors.Is(err, app.ErrNoSession) || actor.Person != "") {
		s.t.Errorf("the session opens something for %+v: %v", actor, err)
	}
}

func bothDatabases(t *testing.T, test func(t *testing.T, s *staffed)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, staff(t, store.Config{Dir: t.TempDir()})) })
	t.Run("postgres", func(t *testing.T) { test(t, staff(t, store.Config{URL: server.Database(t)})) })
}
