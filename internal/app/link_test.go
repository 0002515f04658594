package app_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"vigil/internal/app"
	"vigil/internal/store"
)

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
