package app_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
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

// code is what an authenticator shows now (RFC 6238).
func (s *staffed) code(secret string) string {
	s.t.Helper()
	key, err := base32.StdEncoding.DecodeString(secret)
	must(s.t, err)
	h := hmac.New(sha1.New, key)
	must(s.t, binary.Write(h, binary.BigEndian, s.now.Unix()/30))
	sum := h.Sum(nil)
	at := sum[len(sum)-1] & 15
	return fmt.Sprintf("%06d", (binary.BigEndian.Uint32(sum[at:])&0x7fffffff)%1_000_000)
}

// withFactor gives a person a second factor, and says its secret, the recovery codes and the session.
func (s *staffed) withFactor(login string) (secret string, codes []string, token string) {
	s.t.Helper()
	token = s.in(login)
	e, err := s.EnrolTOTP(ctx, token, phrase, home)
	must(s.t, err)
	in, codes, err := s.ConfirmTOTP(ctx, token, s.code(e.Secret))
	must(s.t, err)
	return e.Secret, codes, in.Token
}

func bothDatabases(t *testing.T, test func(t *testing.T, s *staffed)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, staff(t, store.Config{Dir: t.TempDir()})) })
	t.Run("postgres", func(t *testing.T) { test(t, staff(t, store.Config{URL: server.Database(t)})) })
}

func limited(t testing.TB, err error) time.Duration {
	t.Helper()
	var e *app.LimitedError
	if !errors.As(err, &e) || vigil.KindOf(err) != vigil.Limited {
		t.Fatalf("not limited: %v", err)
	}
	return e.Wait
}

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

// A session ends after it was idle, and altogether; an administrator's sooner.
func TestSessionsHaveAnEnd(t *testing.T) {
	s := staff(t, store.Config{Dir: t.TempDir()})
	ada, ben := s.in("ada"), s.in("ben")
	s.wait(59 * time.Minute)
	s.stands(ada, true)
	s.wait(59 * time.Minute)
	s.stands(ada, true)
	s.wait(time.Hour)
	s.stands(ada, false)
	s.wait(8 * time.Hour)
	s.stands(ben, true)
	for range 20 {
		s.wait(11 * time.Hour)
		if s.now.Before(noon.Add(7 * 24 * time.Hour)) {
			s.stands(ben, true)
		}
	}
	s.stands(ben, false)
	must(t, s.Tidy(ctx))
	must(t, s.Store.View(ctx, func(tx *store.Tx) error {
		for _, login := range []string{"ada", "ben", "rita"} {
			p, err := tx.Person(login)
			must(t, err)
			if list, err := tx.Sessions(p.ID); err != nil || len(list) != 0 {
				t.Errorf("%d sessions of %s are left, %v", len(list), login, err)
			}
		}
		return nil
	}))
}

// The sessions of a person end with the next request after each of these.
func TestSessionsEndAtOnce(t *testing.T) {
	for name, end := range map[string]func(s *staffed, token string) (keeps string){
		"another role": func(s *staffed, _ string) string {
			p, err := s.Person(ctx, admin, "ben")
			must(s.t, err)
			must(s.t, s.ChangeRole(ctx, admin, "ben", vigil.Viewer, p.Version))
			return ""
		},
		"disabled":  func(s *staffed, _ string) string { must(s.t, s.DisablePerson(ctx, admin, "ben")); return "" },
		"signs out": func(s *staffed, token string) string { must(s.t, s.EndSessions(ctx, admin, "ben")); return "" },
		"own password": func(s *staffed, token string) string {
			in, err := s.ChangePassword(ctx, token, phrase, another, home)
			must(s.t, err)
			return in.Token
		},
		"reset": func(s *staffed, _ string) string {
			handed, err := s.ResetPassword(ctx, admin, "ben")
			must(s.t, err)
			return s.choose(handed.Token, another).Token
		},
		"second factor": func(s *staffed, token string) string {
			e, err := s.EnrolTOTP(ctx, token, phrase, home)
			must(s.t, err)
			in, _, err := s.ConfirmTOTP(ctx, token, s.code(e.Secret))
			must(s.t, err)
			return in.Token
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := staff(t, store.Config{Dir: t.TempDir()})
			here, there, ada := s.in("ben"), s.in("ben"), s.in("ada")
			s.stands(there, true)
			if keeps := end(s, here); keeps != "" {
				s.stands(keeps, true)
			}
			s.stands(here, false)
			s.stands(there, false)
			s.stands(ada, true)
		})
	}
}

// Guessing becomes slow for whoever guesses, and stays as it was for everybody else: for other accounts, and for the
// owner of the account, who comes from elsewhere.
func TestGuessingIsSlow(t *testing.T) {
	bothDatabases(t, func(t *testing.T, s *staffed) {
		open := s.in("ada")
		for range 5 {
			if _, err := s.signIn("ada", another, away); !errors.Is(err, app.ErrSignIn) {
				t.Fatal(err)
			}
		}
		_, err := s.signIn("ada", phrase, away) // even the right one
		if w := limited(t, err); w != 30*time.Second {
			t.Errorf("wait %v", w)
		}
		s.stands(open, true)
		for login, address := range map[string]string{"ben": away, "ada": home} {
			if _, err := s.signIn(login, phrase, address); err != nil {
				t.Errorf("%s from %s is locked out: %v", login, address, err)
			}
		}
		waits := []time.Duration{}
		for range 7 {
			s.wait(waitOf(t, s))
			if _, err := s.signIn("ada", another, away); !errors.Is(err, app.ErrSignIn) {
				t.Fatal(err)
			}
			waits = append(waits, waitOf(t, s))
		}
		for i, want := range []time.Duration{time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 15 * time.Minute, 15 * time.Minute, 15 * time.Minute} {
			if waits[i] != want {
				t.Errorf("wait %d is %v, want %v", i, waits[i], want)
			}
		}
		s.wait(15 * time.Minute)
		if _, err := s.signIn("ada", phrase, away); err != nil {
			t.Errorf("after the wait: %v", err)
		}
		if _, err := s.signIn("ada", another, away); !errors.Is(err, app.ErrSignIn) {
			t.Errorf("a success forgets what failed before: %v", err)
		}
		s.wait(2 * time.Hour)
		must(t, s.Tidy(ctx))
	})
}

func waitOf(t *testing.T, s *staffed) time.Duration {
	t.Helper()
	_, err := s.signIn("ada", phrase, away)
	return limited(t, err)
}

// Ten thousand guesses, a second apart, by one and by many addresses: nearly all are refused before a password is even
// looked at.
func TestTenThousandGuesses(t *testing.T) {
	for name, address := range map[string]func(i int) string{
		"one address":        func(int) string { return away },
		"one IPv6 network":   func(i int) string { return "2001:db8::" + strings.ToLower(string("0123456789abcdef"[i%16])) },
		"a thousand of them": func(i int) string { return "10.0." + string(rune('0'+i/100%10)) + "." + string(rune('0'+i%10)) },
	} {
		t.Run(name, func(t *testing.T) {
			s := staff(t, store.Config{Dir: t.TempDir()})
			seen := 0
			for i := range 2500 { // four seconds apart
				s.wait(4 * time.Second)
				_, err := s.signIn("ada", another, address(i))
				switch {
				case errors.Is(err, app.ErrSignIn):
					seen++
				default:
					limited(t, err)
				}
			}
			if seen > 40 {
				t.Errorf("%d passwords were looked at", seen)
			}
			t.Logf("of 2500 guesses within three hours %d passwords were looked at", seen)
		})
	}
}

func TestGuessingALinkIsSlow(t *testing.T) {
	s := staff(t, store.Config{Dir: t.TempDir()})
	seen := 0
	for range 10_000 {
		_, err := s.ExchangeLink(ctx, strings.Repeat("A", 43), away, "")
		switch {
		case errors.Is(err, app.ErrLink):
			seen++
		default:
			limited(t, err)
		}
	}
	if seen > 60 {
		t.Errorf("%d of 10000 guesses were looked at", seen)
	}
	handed, err := s.ResetPassword(ctx, admin, "ben")
	must(t, err)
	s.choose(handed.Token, another) // from home nobody is held up
}

func TestLinksThatOpenNothing(t *testing.T) {
	s := staff(t, store.Config{Dir: t.TempDir()})
	hand := func(login string) string {
		h, err := s.ResetPassword(ctx, admin, login)
		must(t, err)
		return h.Token
	}
	used := hand("ben")
	s.choose(used, another)
	replaced := hand("ben")
	revoked := hand("ben")
	must(t, s.RevokeLink(ctx, admin, "ben"))
	disabled := hand("rita")
	must(t, s.DisablePerson(ctx, admin, "rita"))
	over := hand("ada")
	s.wait(24 * time.Hour)
	for name, token := range map[string]string{"wrong": strings.Repeat("A", 43), "empty": "", "used": used, "replaced": replaced, "revoked": revoked, "disabled": disabled, "over": over} {
		in, err := s.ExchangeLink(ctx, token, home, "")
		if !errors.Is(err, app.ErrLink) || err.Error() != app.ErrLink.Error() || in.Token != "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

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

func TestSecondFactor(t *testing.T) {
	bothDatabases(t, func(t *testing.T, s *staffed) {
		token := s.in("ben")
		_, err := s.EnrolTOTP(ctx, token, another, home)
		refused(t, err, vigil.Invalid, "present: it is not your password")
		_, _, err = s.ConfirmTOTP(ctx, token, "123456")
		refused(t, err, vigil.NotFound, "no second factor waits")
		e, err := s.EnrolTOTP(ctx, token, phrase, home)
		must(t, err)
		if _, _, err = s.ConfirmTOTP(ctx, token, "000000"); s.code(e.Secret) != "000000" {
			refused(t, err, vigil.Invalid, "code: it is not the code")
		}
		s.in("ben") // not confirmed: signing in is as before
		in, codes, err := s.ConfirmTOTP(ctx, token, s.code(e.Secret))
		must(t, err)
		if len(codes) != 10 {
			t.Fatalf("%d recovery codes", len(codes))
		}
		wait, err := s.signIn("ben", phrase, home)
		must(t, err)
		if wait.Step != vigil.AskCode {
			t.Fatalf("step %q", wait.Step)
		}
		s.stands(wait.Token, false)
		if _, err := s.SignInCode(ctx, wait.Token, s.code(e.Secret), home); !errors.Is(err, app.ErrCode) {
			t.Errorf("the code that switched it on works again: %v", err)
		}
		s.wait(30 * time.Second)
		code := s.code(e.Secret)
		through, err := s.SignInCode(ctx, wait.Token, code, home)
		must(t, err)
		s.stands(through.Token, true)
		if _, err := s.SignInCode(ctx, wait.Token, code, home); !errors.Is(err, app.ErrNoSession) {
			t.Errorf("the waiting session goes on: %v", err)
		}
		if _, err := s.SignIn(ctx, app.SignIn{Login: "ben", Password: phrase, Code: code, Address: home}); !errors.Is(err, app.ErrCode) {
			t.Errorf("a code works twice: %v", err)
		}
		if _, err := s.SignIn(ctx, app.SignIn{Login: "ben", Password: another, Code: codes[0], Address: home}); !errors.Is(err, app.ErrSignIn) {
			t.Errorf("a code without the password: %v", err)
		}
		typed := strings.ToUpper(strings.ReplaceAll(codes[0], "-", " "))
		once, err := s.SignIn(ctx, app.SignIn{Login: "ben", Password: phrase, Code: typed, Address: home})
		must(t, err)
		s.stands(once.Token, true)
		if _, err := s.SignIn(ctx, app.SignIn{Login: "ben", Password: phrase, Code: codes[0], Address: home}); !errors.Is(err, app.ErrCode) {
			t.Errorf("a recovery code works twice: %v", err)
		}
		if n, err := s.RecoveryCodesLeft(ctx, in.Token); n != 9 || err != nil {
			t.Errorf("%d left, %v", n, err)
		}
		fresh, err := s.NewRecoveryCodes(ctx, in.Token, phrase, home)
		must(t, err)
		if _, err := s.SignIn(ctx, app.SignIn{Login: "ben", Password: phrase, Code: codes[1], Address: home}); !errors.Is(err, app.ErrCode) {
			t.Errorf("an old recovery code: %v", err)
		}
		if _, err = s.SignIn(ctx, app.SignIn{Login: "ben", Password: phrase, Code: fresh[3], Address: home}); err != nil {
			t.Errorf("a new recovery code: %v", err)
		}
		// a reset of the password does not open a door beside the second factor
		handed, err := s.ResetPassword(ctx, admin, "ben")
		must(t, err)
		after := s.choose(handed.Token, another)
		if after.Step != vigil.AskCode {
			t.Errorf("after a reset: %q", after.Step)
		}
		must(t, s.DropSecondFactor(ctx, admin, "ben"))
		if x, err := s.signIn("ben", another, home); err != nil || x.Step != vigil.Through {
			t.Errorf("after it was dropped: %+v, %v", x, err)
		}
	})
}

func TestGuessingCodesIsSlow(t *testing.T) {
	s := staff(t, store.Config{Dir: t.TempDir()})
	secret, _, _ := s.withFactor("ben")
	wait, err := s.signIn("ben", phrase, away)
	must(t, err)
	for range 5 {
		if _, err := s.SignInCode(ctx, wait.Token, "000000", away); !errors.Is(err, app.ErrCode) {
			t.Fatal(err)
		}
	}
	_, err = s.SignInCode(ctx, wait.Token, s.code(secret), away)
	limited(t, err)
	_, err = s.SignIn(ctx, app.SignIn{Login: "ben", Password: phrase, Code: s.code(secret), Address: away})
	limited(t, err)
	s.wait(time.Minute)
	if _, err := s.SignIn(ctx, app.SignIn{Login: "ben", Password: phrase, Code: s.code(secret), Address: home}); err != nil {
		t.Errorf("ben himself, from home: %v", err)
	}
}

func TestPeopleAreInvitedWithCare(t *testing.T) {
	s := staff(t, store.Config{Dir: t.TempDir()})
	good := app.Invitation{Login: "new", Name: "New Example", Language: "en", Role: vigil.Viewer}
	for says, c := range map[string]struct {
		kind  vigil.ErrorKind
		spoil func(in *app.Invitation)
	}{
		`person "ada" exists already`:            {vigil.Conflict, func(in *app.Invitation) { in.Login = "ADA" }},
		"is no login name":                       {vigil.Invalid, func(in *app.Invitation) { in.Login = "link:1" }},
		"name: it is empty":                      {vigil.Invalid, func(in *app.Invitation) { in.Name = " " }},
		"the person would see nothing":           {vigil.Invalid, func(in *app.Invitation) { in.Role = "" }},
		"a respondent answers for one":           {vigil.Invalid, func(in *app.Invitation) { in.Role = vigil.Respondent }},
		`role: "king" is no role`:                {vigil.Invalid, func(in *app.Invitation) { in.Role = "king" }},
		`there is no role "king"`:                {vigil.Invalid, func(in *app.Invitation) { in.In = map[string]vigil.Role{"acme": "king"} }},
		`there is no organisation "nowhere"`:     {vigil.NotFound, func(in *app.Invitation) { in.In = map[string]vigil.Role{"nowhere": vigil.Viewer} }},
		`"nowhere" is no e-mail address`:         {vigil.Invalid, func(in *app.Invitation) { in.Email = "nowhere" }},
		`"a@example.org\nBcc: b@example.org" is`: {vigil.Invalid, func(in *app.Invitation) { in.Email = "a@example.org\nBcc: b@example.org" }},
	} {
		in := good
		c.spoil(&in)
		before := audits(t, s.App)
		_, err := s.InvitePerson(ctx, admin, in)
		refused(t, err, c.kind, says)
		if audits(t, s.App) != before {
			t.Errorf("%s: refused and in the audit log", says)
		}
	}
	if _, err := s.Person(ctx, admin, "new"); vigil.KindOf(err) != vigil.NotFound {
		t.Errorf("a refused invitation left an account: %v", err)
	}
	handed, err := s.InvitePerson(ctx, admin, good)
	must(t, err)
	if want := "https://vigil.example.org/link#" + handed.Token; s.LinkAddress(handed.Token) != want || len(handed.Token) != 43 || handed.Unsent == "" {
		t.Errorf("%+v, %s", handed, s.LinkAddress(handed.Token))
	}
}

func TestTheLastAdministratorStays(t *testing.T) {
	s := staff(t, store.Config{Dir: t.TempDir()})
	ada, err := s.Person(ctx, admin, "ada")
	must(t, err)
	refused(t, s.ChangeRole(ctx, admin, "ada", vigil.Viewer, ada.Version), vigil.Conflict, "the last administrator")
	refused(t, s.DisablePerson(ctx, admin, "ada"), vigil.Conflict, "the last administrator")
	refused(t, s.ChangeRole(ctx, admin, "ben", vigil.Administrator, 99), vigil.Conflict, "changed by somebody else")
	refused(t, s.ChangeRole(ctx, admin, "ben", vigil.Respondent, 1), vigil.Invalid, "is no role in the whole workspace")
	refused(t, s.EnablePerson(ctx, admin, "ben"), vigil.Conflict, "is not disabled")
	_, err = s.InvitePerson(ctx, admin, app.Invitation{Login: "zoe", Name: "Zoe", Language: "en", Role: vigil.Administrator})
	must(t, err)
	refused(t, s.DisablePerson(ctx, admin, "ada"), vigil.Conflict, "the last administrator") // zoe cannot sign in yet
	ben, err := s.Person(ctx, admin, "ben")
	must(t, err)
	must(t, s.ChangeRole(ctx, admin, "ben", vigil.Administrator, ben.Version))
	must(t, s.DisablePerson(ctx, admin, "ada"))
	must(t, s.EnablePerson(ctx, admin, "ada"))
	must(t, s.DisablePerson(ctx, admin, "zoe"))
	refused(t, second(s.ResetPassword(ctx, admin, "zoe")), vigil.Conflict, "enable the account first")
	must(t, s.EnablePerson(ctx, admin, "zoe"))
	if zoe, err := s.Person(ctx, admin, "zoe"); err != nil || zoe.Status != vigil.Invited {
		t.Errorf("%+v, %v", zoe, err)
	}
}

func TestOwnSessions(t *testing.T) {
	s := staff(t, store.Config{Dir: t.TempDir()})
	must(t, s.EndSessions(ctx, admin, "ben"))
	here, there, third, ada := s.in("ben"), s.in("ben"), s.in("ben"), s.in("ada")
	list, err := s.Sessions(ctx, here)
	must(t, err)
	if len(list) != 3 || !list[2].Present || list[0].Present {
		t.Fatalf("%+v", list)
	}
	adas, err := s.Sessions(ctx, ada)
	must(t, err)
	for _, x := range adas {
		must(t, s.EndOwnSession(ctx, here, x.ID)) // another person's
	}
	s.stands(ada, true)
	must(t, s.EndOwnSession(ctx, here, list[0].ID))
	s.stands(third, false)
	s.stands(there, true)
	must(t, s.EndOwnSession(ctx, here, 0))
	s.stands(there, false)
	s.stands(here, true)
}

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

// No token, password, code or address stands in the database in a form that could be used.
func TestTheDatabaseHoldsNoSecret(t *testing.T) {
	dir := t.TempDir()
	s := staff(t, store.Config{Dir: dir})
	secret, codes, token := s.withFactor("ben")
	handed, err := s.ResetPassword(ctx, admin, "rita")
	must(t, err)
	_, _ = s.signIn("ada", "never typed before", "203.0.113.77")
	wait, err := s.signIn("ben", phrase, home)
	must(t, err)
	secrets := append([]string{secret, token, handed.Token, wait.Token, phrase, "never typed before", "203.0.113.77", home}, codes...)
	for _, c := range codes {
		secrets = append(secrets, strings.ReplaceAll(c, "-", ""))
	}
	searched := searchFolder(t, dir, secrets)
	t.Logf("%d secrets, none in %d bytes of database and log", len(secrets), searched)
}
