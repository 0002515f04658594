package web_test

import (
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"vigil/internal/web"
	"vigil/internal/web/webtest"
)

// claims are the headers by which a client says where it comes from.
var claims = []string{"X-Forwarded-For", "X-Real-Ip", "True-Client-Ip", "CF-Connecting-IP", "Forwarded", "Client-Ip"}

// tries sends a form n times, each time from somewhere else by its own word, and counts the answers. hop is what a proxy adds.
func tries(site *webtest.Site, n int, path string, form url.Values, hop string) map[int]int {
	b := site.Anonymous()
	b.Get(path)
	form.Set("csrf", b.Token())
	statuses := map[int]int{}
	for i := range n {
		r := b.Request(http.MethodPost, path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		for _, name := range claims {
			r.Header.Set(name, fmt.Sprintf("198.51.100.%d", i))
		}
		if hop != "" {
			r.Header.Set("X-Forwarded-For", fmt.Sprintf("198.51.100.%d, %s", i, hop))
		}
		statuses[b.Do(r).Status]++
	}
	return statuses
}

// TestSpoofedAddresses: whoever claims another address with each try is held up as if he claimed none; where a proxy is trusted
// it is the address that the proxy saw that counts, and others are not held up.
func TestSpoofedAddresses(t *testing.T) {
	guess := func() url.Values { return form("login", "analyst", "password", "another phrase altogether") }
	right := func() url.Values { return form("login", "analyst", "password", webtest.Password) }
	wrong := func() url.Values { return form("code", strings.Repeat("A", 43)) }
	now := time.Now()
	still := func(c *web.Config) { c.App.Now = func() time.Time { return now } } // however slow the machine is
	behind := func(c *web.Config) { c.Proxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} }

	t.Run("nobody vouches", func(t *testing.T) {
		site := webtest.Start(t, still)
		if got := tries(site, 50, "/login", guess(), ""); got[http.StatusUnprocessableEntity] != 5 || got[http.StatusTooManyRequests] != 45 {
			t.Errorf("50 passwords by 50 claims: %v", got)
		}
		if got := tries(site, 60, "/link", wrong(), ""); got[http.StatusNotFound] != 50 || got[http.StatusTooManyRequests] != 10 {
			t.Errorf("60 links by 60 claims: %v", got)
		}
	})
	t.Run("behind a proxy", func(t *testing.T) {
		site := webtest.Start(t, still, behind)
		if got := tries(site, 50, "/login", guess(), "203.0.113.9"); got[http.StatusUnprocessableEntity] != 5 || got[http.StatusTooManyRequests] != 45 {
			t.Errorf("50 passwords from one address behind 50 claims: %v", got)
		}
		if got := tries(site, 60, "/link", wrong(), "203.0.113.9"); got[http.StatusNotFound] != 50 || got[http.StatusTooManyRequests] != 10 {
			t.Errorf("60 links from one address behind 60 claims: %v", got)
		}
		if got := tries(site, 1, "/login", right(), "203.0.113.10"); got[http.StatusSeeOther] != 1 {
			t.Errorf("the owner, who comes from elsewhere: %v", got)
		}
	})
}
