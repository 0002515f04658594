package web_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigil/internal/store"
	"vigil/internal/web"
	"vigil/internal/web/webtest"
)

// gone takes the database of a site away, and gives what brings it back.
func gone(t *testing.T, site *webtest.Site) (back func()) {
	t.Helper()
	file, away := filepath.Join(site.App.Folder, store.File), filepath.Join(t.TempDir(), "away.db")
	check(t, os.Rename(file, away))
	return func() { t.Helper(); check(t, os.Rename(away, file)) }
}

// TestWhatWasTypedOutlivesOurFault: the database is away when a form is sent. The page that says so holds all that was typed, and
// sends it with one button once the database is back.
func TestWhatWasTypedOutlivesOurFault(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("analyst")
	typed := answerForm(0, "value:2", "typed for an hour 🌱 وقت \"<b>\"\r\n\r\nand more")
	back := gone(t, site)
	p := b.Post(question, typed).Is(t, http.StatusServiceUnavailable).Says(t, "What you typed is kept here", "typed for an hour 🌱 وقت").Hides(t, `"<b>"`)
	again := p.Form(t, question)
	for name, want := range typed {
		if got := again[name]; strings.Join(got, "") != strings.ReplaceAll(strings.Join(want, ""), "\r\n", "\n") {
			t.Errorf("%s comes back as %q", name, got)
		}
	}
	p = b.Post(question, again).Is(t, http.StatusServiceUnavailable) // still away
	back()
	b.Post(question, p.Form(t, question)).To(t, question)
	if x := stored(t, site); x.Value != "2" || x.Note != strings.ReplaceAll(typed.Get("note"), "\r\n", "\n") || x.Author != "analyst" {
		t.Errorf("stored: %+v", x)
	}
}

// TestBusyGivesBackWhatWasTyped: the same for whoever is asked to come back before it was even known who that is.
func TestBusyGivesBackWhatWasTyped(t *testing.T) {
	site := webtest.Start(t, func(c *web.Config) { c.Limits.Running, c.Limits.Patience = 1, time.Millisecond })
	b, visitor, writer, first := site.As("analyst"), site.Anonymous(), site.As("acme-analyst"), make(chan *webtest.Page, 1)
	check(t, site.App.Store.Tx(t.Context(), func(*store.Tx) error { // nobody else writes meanwhile
		go func() {
			p := writer.Post(oneQuestion, noteForm("the first"))
			for p.Status == http.StatusServiceUnavailable { // it came while the visitor had the only turn
				p = writer.Post(oneQuestion, noteForm("the first"))
			}
			first <- p
		}()
		for visitor.Get("/styleguide").Status != http.StatusServiceUnavailable { // until the first one runs
		}
		p := b.Post(question, answerForm(0, "value:2", "typed while all were there")).Is(t, http.StatusServiceUnavailable)
		if form := p.Form(t, question); form.Get("note") != "typed while all were there" || form.Get("csrf") != b.Token() {
			t.Errorf("the form comes back as %v", form)
		}
		return nil
	}))
	(<-first).Is(t, http.StatusSeeOther)
}

// TestNothingIsGivenBackToAnotherSite: a forged form that meets a failure gets no token of ours.
func TestNothingIsGivenBackToAnotherSite(t *testing.T) {
	site := webtest.Start(t, func(c *web.Config) { c.Limits.Running, c.Limits.Patience = 1, time.Millisecond })
	b := site.As("analyst")
	forged := func(form url.Values, origin string) {
		t.Helper()
		q := b.Request(http.MethodPost, question, strings.NewReader(form.Encode()))
		q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		q.Header.Set("Origin", origin)
		if p := b.Do(q); p.Find("form[action="+question+"]") != nil || strings.Contains(p.Text(), "planted") {
			t.Errorf("from %s: %d\n%s", origin, p.Status, p.Text())
		}
	}
	defer gone(t, site)()
	forged(url.Values{"note": {"planted words"}}, site.URL)
	forged(url.Values{"note": {"planted words"}, "csrf": {b.Token()}}, "https://evil.example")
}

// TestSecretsAreNeverGivenBack: every form with a password or a code goes to a route that says so, and what was typed there is on
// no page: neither when the database is away nor when the session has ended.
func TestSecretsAreNeverGivenBack(t *testing.T) {
	site := webtest.Start(t)
	routes := web.Routes()
	hidden := func(path string) bool {
		for _, r := range routes {
			if r.Method == http.MethodPost && r.Path == path {
				return r.Secret
			}
		}
		return false
	}
	b, forms := site.As("viewer"), 0
	pages := []*webtest.Page{site.Anonymous().Get("/login"), site.Anonymous().Get("/login/code"), site.Anonymous().Get("/link"), b.Get("/profile")}
	b.Post("/profile/factor", form("present", webtest.Password)).To(t, "/profile/factor")
	for _, p := range append(pages, b.Get("/profile/factor")) {
		for _, f := range p.FindAll("form") {
			for n := range f.Descendants() {
				if webtest.Attribute(n, "type") != "password" && webtest.Attribute(n, "autocomplete") != "one-time-code" && webtest.Attribute(n, "data-token-field") == "" && webtest.Attribute(n, "name") != "code" {
					continue
				}
				forms++
				if to := webtest.Attribute(f, "action"); !hidden(to) {
					t.Errorf("%s sends a secret to %s, whose line in routes.go has no .secret()", p.Path, to)
				}
			}
		}
	}
	if forms < 6 {
		t.Errorf("only %d secrets were seen", forms)
	}
	const planted = "planted phrase of mine"
	secret := form("present", planted, "password", planted, "code", planted, "login", "viewer")
	send := func() {
		for _, r := range routes {
			if r.Secret {
				if p := b.Post(r.Path, secret).Hides(t, planted, url.QueryEscape(planted)); p.Value("kept") != "" {
					t.Errorf("%s keeps what was typed", r.Path)
				}
			}
		}
	}
	back := gone(t, site)
	send()
	back()
	check(t, site.App.EndSessions(t.Context(), site.Actor("administrator"), "viewer"))
	send()
}

// TestSigningInFailsWhileAFormWaits: what waits for the sign-in is not lost when that fails by our fault.
func TestSigningInFailsWhileAFormWaits(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("analyst")
	check(t, site.App.EndSessions(t.Context(), site.Actor("administrator"), "analyst"))
	p := b.Post(question, answerForm(0, "value:2", "typed for an hour")).Is(t, http.StatusUnprocessableEntity)
	back := gone(t, site)
	p = b.Post("/login", form("login", "analyst", "password", webtest.Password, "next", p.Value("next"), "kept", p.Value("kept"))).
		Is(t, http.StatusServiceUnavailable).Says(t, "Busy at the moment").Hides(t, webtest.Password)
	back()
	p = b.Post("/login", form("login", p.Value("login"), "password", webtest.Password, "next", p.Value("next"), "kept", p.Value("kept"))).Is(t, http.StatusOK)
	b.Post(question, p.Form(t, question)).To(t, question)
	if x := stored(t, site); x.Note != "typed for an hour" {
		t.Errorf("stored: %+v", x)
	}
}
