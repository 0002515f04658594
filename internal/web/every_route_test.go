package web_test

import (
	"net/http"
	"strings"
	"testing"

	"vigil/internal/web"
	"vigil/internal/web/webtest"
)

// TestNoForgedForm sends every unsafe route forms that are not from our pages: none is accepted.
func TestNoForgedForm(t *testing.T) {
	site := webtest.Start(t)
	things := tenants(t, site)
	b, old := site.As("administrator"), site.Anonymous()
	old.Get("/login")
	stale := old.Token() // of the visitor's cookie, before signing in
	tried := 0
	for _, r := range web.Routes() {
		if r.Method == http.MethodGet {
			continue
		}
		path := address(r, things, things[r.Kind].own, nil)
		form := "application/x-www-form-urlencoded"
		if r.Files {
			form = "multipart/form-data; boundary=b"
		}
		body := func(token string) string {
			if r.Files {
				return "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n" + token + "\r\n--b--\r\n"
			}
			return "csrf=" + token
		}
		for what, change := range map[string]func(*http.Request) string{
			"no token":           func(*http.Request) string { return "" },
			"somebody else's":    func(*http.Request) string { return site.As("viewer").Token() },
			"one of before":      func(*http.Request) string { return stale },
			"from another site":  func(q *http.Request) string { q.Header.Set("Origin", "https://evil.example"); return b.Token() },
			"from nowhere":       func(q *http.Request) string { q.Header.Set("Origin", "null"); return b.Token() },
			"across sites":       func(q *http.Request) string { q.Header.Set("Sec-Fetch-Site", "cross-site"); return b.Token() },
			"from a sister site": func(q *http.Request) string { q.Header.Set("Sec-Fetch-Site", "same-site"); return b.Token() },
			"as text":            func(q *http.Request) string { q.Header.Set("Content-Type", "text/plain"); return b.Token() },
			"as JSON":            func(q *http.Request) string { q.Header.Set("Content-Type", "application/json"); return b.Token() },
			"without a type":     func(q *http.Request) string { q.Header.Del("Content-Type"); return b.Token() },
		} {
			q := b.Request(r.Method, path, nil)
			q.Header.Set("Content-Type", form)
			text := body(change(q))
			full := b.Request(r.Method, path, strings.NewReader(text))
			full.Header = q.Header
			tried++
			if p := b.Do(full); p.Status != http.StatusForbidden && p.Status != http.StatusUnsupportedMediaType {
				t.Errorf("%s %s: %s was accepted: %d", r.Method, path, what, p.Status)
			}
		}
	}
	t.Logf("%d forged forms, none accepted", tried)
}

// TestHeadersEverywhere visits every route, and what goes wrong before and in one: each answer carries what keeps it safe, and
// the cookies of the server are bound to the host.
func TestHeadersEverywhere(t *testing.T) {
	site := webtest.Start(t, func(c *web.Config) { c.Public = "https://vigil.example" })
	things := tenants(t, site)
	var pages []*webtest.Page
	for _, b := range []*webtest.Browser{site.Anonymous(), site.As("administrator"), site.As("acme-viewer"), site.ByLink("acme-1"), site.As("administrator").HX()} {
		for _, r := range web.Routes() {
			q := b.Request(r.Method, address(r, things, things[r.Kind].own, nil), nil)
			kept := b.Keep()
			pages = append(pages, b.Do(q))
			b.Restore(kept)
		}
		for _, q := range []struct{ method, path string }{
			{"GET", "/nothing"}, {"PUT", "/"}, {"DELETE", "/assessments/acme-1"}, {"TRACE", "/"}, {"OPTIONS", "/"}, {"GET", "/static/nothing"}, {"POST", "/nothing"},
			{"GET", "/assessments/%00"}, {"GET", "/%zz"}, {"GET", "/" + strings.Repeat("a", 8000)}, {"GET", "/assessments/nowhere-1/scorecard"},
		} {
			r := b.Request(q.method, "/", nil)
			r.URL.Opaque = q.path
			pages = append(pages, b.Do(r))
		}
	}
	for _, p := range pages {
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "X-Frame-Options": "DENY",
			"Referrer-Policy": "same-origin", "Strict-Transport-Security": "max-age=31536000",
		} {
			if got := p.Header.Get(name); got != want {
				t.Errorf("%s (%d): %s is %q", p.Path, p.Status, name, got)
			}
		}
		csp := p.Header.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") || strings.Contains(csp, "http") || strings.Contains(csp, "*") {
			t.Errorf("%s (%d): the policy is %q", p.Path, p.Status, csp)
		}
		if kept := p.Header.Get("Cache-Control"); kept != "no-store" && !strings.HasPrefix(p.Path, "/static/") {
			t.Errorf("%s (%d) may be kept: %q", p.Path, p.Status, kept)
		}
		if s := p.Header.Get("Server"); s != "" {
			t.Errorf("%s tells what serves it: %q", p.Path, s)
		}
		for _, c := range p.Cookies {
			if !strings.HasPrefix(c.Name, "__Host-") || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
				t.Errorf("%s: the cookie %s is %v", p.Path, c.Name, c)
			}
		}
	}
	t.Logf("%d answers", len(pages))
}

// TestPaths tries to leave by the path, on every route that names something.
func TestPaths(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("administrator")
	tried := 0
	for _, r := range web.Routes() {
		if r.Method != http.MethodGet || !strings.ContainsAny(r.Path, ":*") {
			continue
		}
		for _, attack := range attacks {
			parts := strings.Split(r.Path, "/")
			for i, p := range parts {
				if strings.HasPrefix(p, ":") || p == "*" {
					parts[i] = attack
				}
			}
			q := b.Request(r.Method, "/", nil)
			q.URL.Opaque = strings.Join(parts, "/")
			tried++
			p, err := b.Try(q)
			if err != nil {
				continue // the client itself refuses to send it
			}
			text := string(p.Body)
			if p.Status < 300 || p.Status >= 500 || strings.Contains(text, "root:x:") || strings.Contains(text, "package web") || strings.Contains(text, "SQLite format") {
				t.Errorf("%s gave %d: %.200s", q.URL.Opaque, p.Status, text)
			}
		}
	}
	t.Logf("%d paths tried", tried)
}

// attacks are names of files elsewhere, in every coding we know of.
var attacks = func() []string {
	var all []string
	for _, up := range []string{"..", "%2e%2e", "%252e%252e", ".%2e", "%c0%ae%c0%ae", "%uff0e%uff0e", "．．"} {
		for _, slash := range []string{"/", "%2f", "%252f", "%5c", "\\", "%255c", "%c0%af", "∕"} {
			all = append(all, strings.Repeat(up+slash, 3)+"etc"+slash+"passwd", up+slash+"vigil.db")
		}
	}
	return append(all, "%00", "vigil.db%00.pdf", "%2fetc%2fpasswd", "file:%2f%2f%2fetc%2fpasswd", "a%23b", "a%3fb", "%7e", "~root", "C:%5cboot.ini", "%ff%fe", "\u202e", "con")
}()
