package webtest

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// Browser asks a site as one person. It keeps cookies, follows no redirect, and sends the token of the forms.
type Browser struct {
	t       testing.TB
	url     string
	cookies map[string]string
	hx      bool
	client  *http.Client
}

// Anonymous is a browser of somebody who is not signed in.
func (s *Site) Anonymous() *Browser {
	transport := &http.Transport{DisableCompression: true}
	s.t.Cleanup(transport.CloseIdleConnections)
	return &Browser{t: s.t, url: s.URL, cookies: map[string]string{}, client: &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// As is a browser in which the person of a login is signed in.
func (s *Site) As(login string) *Browser {
	s.Actor(login) // must be somebody
	b := s.Anonymous()
	b.cookies[sessionCookie] = s.tokens[login]
	return b
}

const (
	sessionCookie = "__Host-vigil"
	visitorCookie = "__Host-visitor"
)

// HX is the same browser, as htmx asks for a part of a page.
func (b *Browser) HX() *Browser {
	x := *b
	x.hx = true
	return &x
}

// Cookie gives a cookie that the browser keeps, or nothing.
func (b *Browser) Cookie(name string) string { return b.cookies[name] }

// SetCookie puts one in; an empty value takes it away.
func (b *Browser) SetCookie(name, value string) {
	if value == "" {
		delete(b.cookies, name)
	} else {
		b.cookies[name] = value
	}
}

// Keep gives the cookies as they are now, for Restore.
func (b *Browser) Keep() map[string]string { return maps.Clone(b.cookies) }

// Restore puts cookies back that Keep gave: as if what came between had not been.
func (b *Browser) Restore(cookies map[string]string) {
	clear(b.cookies)
	maps.Copy(b.cookies, cookies)
}

// Token is that of the forms this browser sees. Somebody who has no cookie yet sees none: Get the form first.
func (b *Browser) Token() string {
	secret := b.cookies[sessionCookie]
	if secret == "" {
		secret = b.cookies[visitorCookie]
	}
	if secret == "" {
		return ""
	}
	sum := sha256.Sum256([]byte("vigil form token\x00" + secret))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// Get asks for a page.
func (b *Browser) Get(path string) *Page { return b.Do(b.Request(http.MethodGet, path, nil)) }

// Post sends a form, with its token unless the form has one.
func (b *Browser) Post(path string, form url.Values) *Page {
	all := url.Values{}
	for k, v := range form {
		all[k] = v
	}
	if !all.Has("csrf") {
		all.Set("csrf", b.Token())
	}
	r := b.Request(http.MethodPost, path, strings.NewReader(all.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.Do(r)
}

// File is a file of an upload.
type File struct {
	Field, Name string
	Body        []byte
}

// Upload sends a form with files, the token first, as a page does.
func (b *Browser) Upload(path string, form url.Values, files ...File) *Page {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	write := func(field, value string) {
		if err := w.WriteField(field, value); err != nil {
			b.t.Fatal(err)
		}
	}
	write("csrf", b.Token())
	for k, list := range form {
		for _, v := range list {
			write(k, v)
		}
	}
	for _, f := range files {
		part, err := w.CreateFormFile(f.Field, f.Name)
		if err != nil {
			b.t.Fatal(err)
		}
		if _, err := part.Write(f.Body); err != nil {
			b.t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		b.t.Fatal(err)
	}
	r := b.Request(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return b.Do(r)
}

// Follow goes where a page redirects to.
func (b *Browser) Follow(p *Page) *Page {
	b.t.Helper()
	to := p.Header.Get("Location")
	if to == "" {
		to = p.Header.Get("HX-Redirect")
	}
	if to == "" {
		b.t.Fatalf("%s redirects nowhere: %d\n%s", p.Path, p.Status, p.Text())
	}
	return b.Get(to)
}

// Request makes a request to the site, to be changed and handed to Do.
func (b *Browser) Request(method, path string, body io.Reader) *http.Request {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.url+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	if b.hx {
		r.Header.Set("HX-Request", "true")
	}
	return r
}

// Try sends a request with the cookies, keeps those that come, and gives the answer, or what became of the connection.
func (b *Browser) Try(r *http.Request) (*Page, error) {
	for name, value := range b.cookies {
		r.Header.Add("Cookie", name+"="+value)
	}
	resp, err := b.client.Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	for _, c := range resp.Cookies() {
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		} else {
			b.cookies[c.Name] = c.Value
		}
	}
	return &Page{Path: r.URL.RequestURI(), Status: resp.StatusCode, Header: resp.Header, Body: body, Cookies: resp.Cookies()}, nil
}

// Do is Try for requests that must be answered.
func (b *Browser) Do(r *http.Request) *Page {
	b.t.Helper()
	p, err := b.Try(r)
	if err != nil {
		b.t.Fatalf("%s %s: %v", r.Method, r.URL.Path, err)
	}
	return p
}
