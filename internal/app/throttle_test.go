package app_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"vigil/internal/app"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

func limited(t testing.TB, err error) time.Duration {
	t.Helper()
	var e *app.LimitedError
	if !errors.As(err, &e) || vigil.KindOf(err) != vigil.Limited {
		t.Fatalf("not limited: %v", err)
	}
	return e.Wait
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

// 2500 guesses, four seconds apart, by one address and by many: nearly all are refused before a password is even looked at.
func TestThousandsOfGuesses(t *testing.T) {
	for name, address := range map[string]func(i int) string{
		"one address":        func(int) string { return away },
		"one IPv6 network":   func(i int) string { return "2001:db8::" + strings.ToLower(string("0123456789abcdef"[i%16])) },
		"a thousand of them": func(i int) string { return fmt.Sprintf("10.0.%d.%d", i/100%10, i%100) },
	} {
		t.Run(name, func(t *testing.T) {
			s := staff(t, store.Config{Dir: t.TempDir()})
			seen := 0
			for i := range 2500 {
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

// Who has a network of IPv6 has as many addresses as they like: they count as one.
func TestAddressesOfOneNetworkCountAsOne(t *testing.T) {
	s := staff(t, store.Config{Dir: t.TempDir()})
	for i := range 5 {
		if _, err := s.signIn("ada", another, fmt.Sprintf("2001:db8:0:7::%x", i)); !errors.Is(err, app.ErrSignIn) {
			t.Fatal(err)
		}
	}
	_, err := s.signIn("ada", phrase, "2001:db8:0:7:ffff::1")
	limited(t, err)
	if _, err := s.signIn("ada", phrase, "2001:db8:0:8::1"); err != nil {
		t.Errorf("from the network beside it: %v", err)
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

// Somebody knows the password, comes from another address each time, and guesses codes for two months. Few are looked at; the owner,
// who has a recovery code, comes in meanwhile, is told, and ends it with a new password.
func TestGuessingCodesForMonths(t *testing.T) {
	s := staff(t, store.Config{Dir: t.TempDir()})
	secret, codes, _ := s.withFactor("ben")
	looked, days := 0, 60
	guess := func(i int) {
		t.Helper()
		address := fmt.Sprintf("10.%d.%d.7", i/200, i%200)
		_, err := s.SignIn(ctx, app.SignIn{Login: "ben", Password: phrase, Code: "000000", Address: address})
		switch {
		case errors.Is(err, app.ErrCode):
			looked++
		default:
			limited(t, err)
		}
	}
	for i := range days * 24 {
		s.wait(time.Hour)
		guess(i)
	}
	if most := 20 + 4*days; looked > most || looked < 20 {
		t.Errorf("in %d days %d codes were looked at, want at most %d", days, looked, most)
	}
	t.Logf("in %d days %d codes were looked at", days, looked)

	try := func(code string) (app.SignedIn, error) {
		return s.SignIn(ctx, app.SignIn{Login: "ben", Password: phrase, Code: code, Address: home})
	}
	_, err := try(s.code(secret))
	limited(t, err)
	in, err := try(codes[0])
	must(t, err)
	if in.WrongCodes != looked {
		t.Errorf("ben is told of %d wrong codes, want %d", in.WrongCodes, looked)
	}
	_, err = s.ChangePassword(ctx, in.Token, phrase, another, home)
	must(t, err)
	in, err = s.SignIn(ctx, app.SignIn{Login: "ben", Password: another, Code: s.code(secret), Address: home})
	must(t, err)
	if in.WrongCodes != 0 {
		t.Errorf("with the new password ben is told of %d wrong codes", in.WrongCodes)
	}
}

// A right code is the end of what was counted, and so is a password that was chosen anew by a link.
func TestWhatEndsTheCountOfCodes(t *testing.T) {
	for name, end := range map[string]func(s *staffed, secret string){
		"a right code": func(s *staffed, secret string) {
			s.wait(time.Hour)
			in, err := s.SignIn(ctx, app.SignIn{Login: "ben", Password: phrase, Code: s.code(secret), Address: home})
			must(s.t, err)
			if in.WrongCodes != 12 {
				s.t.Errorf("told of %d wrong codes", in.WrongCodes)
			}
			s.wait(time.Minute)
		},
		"a reset": func(s *staffed, _ string) {
			handed, err := s.ResetPassword(ctx, admin, "ben")
			must(s.t, err)
			s.choose(handed.Token, phrase)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := staff(t, store.Config{Dir: t.TempDir()})
			secret, _, _ := s.withFactor("ben")
			for i := range 12 {
				s.wait(3 * time.Minute)
				if _, err := s.SignIn(ctx, app.SignIn{Login: "ben", Password: phrase, Code: "000000", Address: fmt.Sprintf("10.0.0.%d", i)}); !errors.Is(err, app.ErrCode) {
					t.Fatal(err)
				}
			}
			end(s, secret)
			in, err := s.SignIn(ctx, app.SignIn{Login: "ben", Password: phrase, Code: s.code(secret), Address: home})
			must(t, err)
			if in.WrongCodes != 0 {
				t.Errorf("told of %d wrong codes", in.WrongCodes)
			}
		})
	}
}
