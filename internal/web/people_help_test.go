package web_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"vigil/internal/app"
	"vigil/internal/store"
	"vigil/internal/vigil"
	"vigil/internal/web/webtest"
)

// totp is what an authenticator shows, so many steps from now (RFC 6238).
func totp(t *testing.T, secret string, steps int64) string {
	t.Helper()
	key, err := base32.StdEncoding.DecodeString(secret)
	if err != nil {
		t.Fatal(err)
	}
	h := hmac.New(sha1.New, key)
	if err := binary.Write(h, binary.BigEndian, time.Now().Unix()/30+steps); err != nil {
		t.Fatal(err)
	}
	sum := h.Sum(nil)
	at := sum[len(sum)-1] & 15
	return fmt.Sprintf("%06d", (binary.BigEndian.Uint32(sum[at:])&0x7fffffff)%1_000_000)
}

// withFactor gives a person a second factor, and tells its secret.
func withFactor(t *testing.T, site *webtest.Site, login string) (secret string) {
	t.Helper()
	b := site.As(login)
	b.Post("/profile/factor", form("present", webtest.Password)).To(t, "/profile/factor")
	secret = strings.ReplaceAll(webtest.Text(b.Get("/profile/factor").Find("code.secret")), " ", "")
	b.Post("/profile/factor/confirm", form("code", totp(t, secret, 0))).Is(t, http.StatusOK)
	return secret
}

// emptied gives the app a database in which nobody has an account yet.
func emptied(t *testing.T, a *app.App) error {
	empty, err := app.Open(t.Context(), store.Config{Dir: t.TempDir()}, a.Catalogue, a.Folder)
	if err != nil {
		return err
	}
	t.Cleanup(func() { _ = empty.Store.Close() })
	a.Store = empty.Store
	return a.Store.View(t.Context(), func(tx *store.Tx) error {
		people, err := tx.People()
		if err == nil && len(people) > 0 {
			err = vigil.Errorf(vigil.Conflict, "%d people in an empty database", len(people))
		}
		return err
	})
}
