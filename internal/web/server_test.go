package web_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"vigil/internal/web"
	"vigil/internal/web/static"
	"vigil/internal/web/webtest"
)

func TestHealth(t *testing.T) {
	site := webtest.Start(t)
	b := site.Anonymous()
	b.Get("/healthz").Is(t, 200).Says(t, "ok")
	b.Get("/readyz").Is(t, 200).Says(t, "ready")
	b.Get("/nothing").Is(t, 404).Says(t, "There is no such page")
	b.Get("/metrics").Is(t, 200).Says(t, `vigil_requests_total{method="GET",route="none",status="404"} 1`, `vigil_requests_total{method="GET",route="carry-over",status="200"} 0`)
	r := b.Request("GET", "/metrics", nil)
	r.Header.Set("X-Forwarded-For", "127.0.0.1")
	b.Do(r).Is(t, 404)
}

// TestSignInFirst: whoever is not signed in is sent to the page where one signs in, and back.
func TestSignInFirst(t *testing.T) {
	site := webtest.Start(t)
	site.Anonymous().Get("/").To(t, "/login")
	site.As("analyst").Get("/").Is(t, 200)
	b := site.Anonymous()
	b.SetCookie("__Host-vigil", "of-nobody")
	b.Get("/").To(t, "/login")
}

// TestForms: an unsafe request needs the token of the cookie, our own origin, and the type of a form.
func TestForms(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("analyst")
	const path = "/nothing" // the check comes before the route: 404 is past it
	b.Post(path, nil).Is(t, 404)
	b.Post(path, map[string][]string{"csrf": {""}}).Is(t, 403)
	b.Post(path, map[string][]string{"csrf": {site.As("viewer").Token()}}).Is(t, 403)
	for _, c := range []struct{ header, value, kind string }{
		{"Origin", "https://evil.example", "application/x-www-form-urlencoded"},
		{"Origin", "null", "application/x-www-form-urlencoded"},
		{"Sec-Fetch-Site", "cross-site", "application/x-www-form-urlencoded"},
		{"Sec-Fetch-Site", "same-site", "application/x-www-form-urlencoded"},
		{"X-Other", "", "text/plain"},
		{"X-Other", "", "application/json"},
		{"X-Other", "", "multipart/form-data; boundary=x"},
	} {
		r := b.Request("POST", path, strings.NewReader("csrf="+b.Token()))
		r.Header.Set("Content-Type", c.kind)
		r.Header.Set(c.header, c.value)
		if got := b.Do(r).Status; got != http.StatusForbidden && got != http.StatusUnsupportedMediaType {
			t.Errorf("%s: %s as %s gave %d", c.header, c.value, c.kind, got)
		}
	}
	r := b.Request("POST", path, strings.NewReader(""))
	r.Header.Set("X-CSRF-Token", b.Token())
	r.Header.Set("Origin", site.URL)
	b.Do(r).Is(t, 404)
}

// TestOrigins: where the server has a public address, forms come from that alone, in its scheme; else from the host that was asked.
func TestOrigins(t *testing.T) {
	public := webtest.Start(t, func(c *web.Config) { c.Public = "https://vigil.example" })
	open := webtest.Start(t)
	for _, c := range []struct {
		site   *webtest.Site
		origin string
		want   int
	}{
		{public, "https://vigil.example", 404},
		{public, "http://vigil.example", 403},
		{public, "https://vigil.example:8443", 403},
		{public, "https://vigil.example.evil", 403},
		{public, public.URL, 403},
		{open, open.URL, 404},
		{open, "http://127.0.0.1:1", 403},
	} {
		b := c.site.As("analyst")
		r := b.Request("POST", "/nothing", nil)
		r.Header.Set("X-CSRF-Token", b.Token())
		r.Header.Set("Origin", c.origin)
		if got := b.Do(r).Status; got != c.want {
			t.Errorf("a form from %s: %d, want %d", c.origin, got, c.want)
		}
	}
}

// TestTokensOfProblemPages: a page that tells of a problem has the token of the cookie that the browser keeps, also where the
// problem came before anybody looked who asks. Another cookie would spoil the forms that are open in other windows.
func TestTokensOfProblemPages(t *testing.T) {
	site := webtest.Start(t, func(c *web.Config) { c.Limits.Form = 1000 })
	visitor := site.Anonymous()
	visitor.Get("/login")
	for name, b := range map[string]*webtest.Browser{"signed in": site.As("analyst"), "a visitor": visitor} {
		large := b.Request("POST", "/login", strings.NewReader(strings.Repeat("x", 2000)))
		for what, r := range map[string]*http.Request{
			"a file that is not there":  b.Request("GET", "/static/nothing", nil),
			"a form for such a file":    b.Request("POST", "/static/nothing", nil),
			"a form that is too large":  large,
			"a page that is not there":  b.Request("GET", "/nothing", nil),
			"a form without its token":  b.Request("POST", "/login", nil),
			"figures that are not open": proxied(b.Request("GET", "/metrics", nil)),
		} {
			p := b.Do(r)
			if got, _, _ := strings.Cut(p.Value("csrf"), "."); p.Status < 400 || got != b.Token() {
				t.Errorf("%s, %s: %d with the token %q, want %q", name, what, p.Status, got, b.Token())
			}
			for _, c := range p.Cookies {
				t.Errorf("%s, %s: the cookie %s is set", name, what, c.Name)
			}
		}
	}
}

// proxied is a request that a proxy handed on.
func proxied(r *http.Request) *http.Request {
	r.Header.Set("X-Forwarded-For", "203.0.113.9")
	return r
}

// TestBodies: a body that is coded, endless or too large goes no further, and its rest is not the next request.
func TestBodies(t *testing.T) {
	site := webtest.Start(t, func(c *web.Config) { c.Limits.Form, c.Limits.Fields = 1000, 10 })
	b := site.As("analyst")
	form := func(body string, change func(*http.Request)) int {
		r := b.Request("POST", "/nothing", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if change != nil {
			change(r)
		}
		return b.Do(r).Status
	}
	for _, c := range []struct {
		what, body string
		change     func(*http.Request)
		want       int
	}{
		{"a form", "csrf=" + b.Token(), nil, 404},
		{"too large", "csrf=" + b.Token() + "&a=" + strings.Repeat("x", 1000), nil, 413},
		{"too many fields", "csrf=" + b.Token() + strings.Repeat("&a=", 20), nil, 413},
		{"coded", "csrf=" + b.Token(), func(r *http.Request) { r.Header.Set("Content-Encoding", "gzip") }, 415},
		{"of unknown length", "csrf=" + b.Token(), func(r *http.Request) { r.ContentLength = -1 }, 411},
	} {
		if got := form(c.body, c.change); got != c.want {
			t.Errorf("%s: %d, want %d", c.what, got, c.want)
		}
	}

	conn, err := net.Dial("tcp", strings.TrimPrefix(site.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	inner := "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
	if _, err := conn.Write([]byte("POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: 34\r\n\r\n" + inner)); err != nil {
		t.Fatal(err)
	}
	all := make([]byte, 0, 4096)
	buf := make([]byte, 4096)
	_ = conn.SetReadDeadline(time.Now().Add(time.Minute))
	for {
		n, err := conn.Read(buf)
		all = append(all, buf[:n]...)
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("the connection was not closed: %v", err)
		}
	}
	if got := strings.Count(string(all), "HTTP/1.1 "); got != 1 {
		t.Errorf("%d answers to one request:\n%s", got, all)
	}
}

// TestShutdown: a connection that sends nothing, or half a request, does not hold up the end.
func TestShutdown(t *testing.T) {
	site := webtest.Start(t)
	site.Anonymous().Get("/healthz").Is(t, 200) // leaves a connection open
	for range 20 {
		conn, err := net.Dial("tcp", strings.TrimPrefix(site.URL, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if _, err := conn.Write([]byte("GET / HTTP/1.1\r\nHo")); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 12*time.Second) // below the 15 s of a request
	defer cancel()
	if err := site.Server.Shutdown(ctx); err != nil {
		t.Error(err)
	}
}

// TestLanguages: a page speaks the language of whoever asks, errors too.
func TestLanguages(t *testing.T) {
	site := webtest.Start(t)
	for accepts, says := range map[string]string{"": "There is no such page", "es-MX": "Esta página no existe", "fr": "Cette page n’existe pas"} {
		b := site.Anonymous()
		r := b.Request("GET", "/nothing", nil)
		r.Header.Set("Accept-Language", accepts)
		b.Do(r).Is(t, 404).Says(t, says)
	}
	part := site.As("analyst").HX().Get("/nothing").Is(t, 404).Says(t, "There is no such page")
	if strings.Contains(string(part.Body), "<html") {
		t.Error("htmx was given a whole page")
	}
}

// TestStatic: what the program carries is kept by the browser, and nothing else is there.
func TestStatic(t *testing.T) {
	site := webtest.Start(t)
	b := site.Anonymous()
	for _, name := range static.Names() {
		p := b.Get(static.URL(name)).Is(t, 200)
		if p.Header.Get("Cache-Control") != "public, max-age=31536000, immutable" || p.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s has the headers %v", name, p.Header)
		}
	}
	for _, path := range []string{"/static/", "/static/app.css", "/static/..%2fstatic.go", "/static/x/%2e%2e/static.go", "/static/x/..%252f..%252fgo.mod"} {
		if p := b.Get(path); p.Status != 404 {
			t.Errorf("%s gave %d", path, p.Status)
		}
	}
	packed := b.Request("GET", static.URL("app.css"), nil)
	packed.Header.Set("Accept-Encoding", "gzip")
	if p := b.Do(packed); p.Header.Get("Content-Encoding") != "gzip" {
		t.Error("a large file is not packed for a browser that can unpack")
	}
}
