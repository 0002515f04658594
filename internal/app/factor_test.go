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
	"vigil/internal/vigil"
)

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
