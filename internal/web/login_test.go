package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"vigil/internal/vigil"
	"vigil/internal/web/webtest"
)

func form(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

const session = "__Host-vigil"

// signIn sends login and password from the page, as a browser does.
func signIn(b *webtest.Browser, login, password, next string) *webtest.Page {
	b.Get("/login")
	return b.Post("/login", form("login", login, "password", password, "next", next))
}

func TestSigningInRefuses(t *testing.T) {
	site := webtest.Start(t)
	for name, c := range map[string]struct{ login, password string }{
		"wrong":   {"analyst", "another phrase altogether"},
		"unknown": {"nobody", webtest.Password},
		"empty":   {"", ""},
	} {
		b := site.Anonymous()
		p := signIn(b, c.login, c.password, "").Is(t, http.StatusUnprocessableEntity).Says(t, "The login name or the password is wrong")
		if c.password != "" {
			p.Hides(t, c.password)
		}
		if b.Cookie(session) != "" {
			t.Errorf("%s: a session", name)
		}
	}
	b := site.Anonymous()
	b.Get("/login")
	b.Post("/login", form("csrf", "none", "login", "analyst", "password", webtest.Password)).Is(t, http.StatusForbidden)
	if log := site.Log.String(); strings.Contains(log, "another phrase") || strings.Contains(log, "nobody") {
		t.Errorf("the log holds what was typed:\n%s", log)
	}
}

func TestSigningInAndOut(t *testing.T) {
	site := webtest.Start(t)
	b := site.Anonymous()
	b.Get("/profile?x=1").To(t, "/login?next=%2Fprofile%3Fx%3D1")
	visitor := b.Get("/login").Value("csrf")
	p := b.Post("/login", form("login", " Analyst ", "password", webtest.Password, "next", "/styleguide?x=1")).To(t, "/styleguide?x=1")
	for _, c := range p.Cookies {
		if c.Name == session && (!c.Secure || !c.HttpOnly || c.Path != "/" || c.SameSite != http.SameSiteLaxMode || c.Domain != "" || c.MaxAge != 0) {
			t.Errorf("cookie %v", c)
		}
	}
	token := b.Cookie(session)
	if len(token) != 43 || b.Token() == visitor {
		t.Errorf("session %q", token)
	}
	b.Get("/login?next=/styleguide").To(t, "/styleguide")
	b.Post("/logout", nil).To(t, "/login")
	if b.Cookie(session) != "" {
		t.Error("the cookie stays")
	}
	b.SetCookie(session, token)
	b.Get("/").To(t, "/login")
}

// Nobody is sent to another site after signing in.
func TestNextStaysHere(t *testing.T) {
	site := webtest.Start(t)
	for _, next := range []string{"https://evil.example", "//evil.example/x", `/\evil.example`, "javascript:alert(1)", "/\r\nX: y"} {
		signIn(site.Anonymous(), "viewer", webtest.Password, next).To(t, "/")
	}
}

// The session that a browser had ends when somebody signs in there, and the new one has another token.
func TestTheSessionIsANewOne(t *testing.T) {
	site := webtest.Start(t)
	b := site.Anonymous()
	b.SetCookie(session, strings.Repeat("A", 43)) // chosen by somebody else
	signIn(b, "viewer", webtest.Password, "").To(t, "/")
	first := b.Cookie(session)
	if first == strings.Repeat("A", 43) {
		t.Error("the token is the one that was chosen before")
	}
	b.SetCookie(session, first)
	b.Post("/login", form("login", "viewer", "password", webtest.Password)).To(t, "/")
	b.SetCookie(session, first)
	b.Get("/").To(t, "/login")
}

func TestLockoutOverHTTP(t *testing.T) {
	site := webtest.Start(t)
	b := site.Anonymous()
	for range 5 {
		signIn(b, "analyst", "another phrase altogether", "").Is(t, http.StatusUnprocessableEntity)
	}
	p := signIn(b, "analyst", webtest.Password, "").Is(t, http.StatusTooManyRequests).Says(t, "Wait a minute")
	if p.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	signIn(b, "viewer", webtest.Password, "").To(t, "/") // others are not held up
}

// What was typed while the session ended comes back after signing in, is sent with one button, and nothing of it was lost
// or done before.
func TestTheSessionEndsWhileSomebodyTypes(t *testing.T) {
	typed := "Žluťoučký kůň 🐎 said \"<b>no</b>\"\r\nالعربية & ünïcode " + strings.Repeat("word ", 10_000)
	site := webtest.Start(t)
	b := site.As("analyst")
	b.Get("/profile").Is(t, http.StatusOK)
	if err := site.App.EndSessions(t.Context(), site.Actor("administrator"), "analyst"); err != nil {
		t.Fatal(err)
	}
	p := b.Post("/profile", form("name", typed, "language", "fr", "theme", "dark")).Is(t, http.StatusUnprocessableEntity).
		Says(t, "Your session has ended", "What you typed is kept").Hides(t, "<b>no</b>")
	kept, next := p.Value("kept"), p.Value("next")
	if next != "/profile" || kept == "" {
		t.Fatalf("next %q, kept %d bytes", next, len(kept))
	}
	p = b.Post("/login", form("login", "analyst", "password", "wrong one altogether", "next", next, "kept", kept)).Is(t, http.StatusUnprocessableEntity)
	if p.Value("kept") != kept || p.Value("next") != "/profile" {
		t.Error("a wrong password loses what was typed")
	}
	p = b.Post("/login", form("login", "analyst", "password", webtest.Password, "next", next, "kept", kept)).Is(t, http.StatusOK).Says(t, "You are signed in again")
	if got := p.Find("form[action=/profile] textarea"); got == nil || webtest.Attribute(got, "name") != "name" {
		t.Fatal("the form does not come back")
	}
	same := strings.TrimPrefix(p.Find("form[action=/profile] textarea").FirstChild.Data, "\n")
	if same != strings.ReplaceAll(typed, "\r\n", "\n") && same != typed {
		t.Errorf("the text comes back as %.80q", same)
	}
	if n := p.Find("form[action=/profile] [name=language]"); n == nil || webtest.Attribute(n, "value") != "fr" {
		t.Error("a field is lost")
	}
	person, err := site.App.Person(t.Context(), site.Actor("administrator"), "analyst")
	if err != nil || person.Language != "en" {
		t.Errorf("something was done without the button: %+v, %v", person.Person, err)
	}
	again := p.Find("form[action=/profile] [name=csrf]")
	b.Post("/profile", form("csrf", webtest.Attribute(again, "value"), "name", "Ann", "language", "fr", "theme", "dark", "email", "")).To(t, "/profile")
}

// A form that waits goes only where forms are taken, and only with the token of the page.
func TestWhatWaitsCannotBeSentElsewhere(t *testing.T) {
	site := webtest.Start(t)
	for _, next := range []string{"/login", "/link", "https://evil.example/", "/nowhere", "/appearance"} {
		b := site.Anonymous()
		b.Get("/login")
		p := b.Post("/login", form("login", "viewer", "password", webtest.Password, "next", next, "kept", "YT1i")) // a=b
		if p.Status == http.StatusOK {
			t.Errorf("a form for %s is given back", next)
		}
	}
}

// htmx gets the same, in place of the whole content.
func TestTheSessionEndsUnderHTMX(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("analyst")
	b.Get("/profile")
	if err := site.App.EndSessions(t.Context(), site.Actor("administrator"), "analyst"); err != nil {
		t.Fatal(err)
	}
	p := b.HX().Post("/profile", form("name", "Some long text", "language", "fr")).Is(t, http.StatusUnprocessableEntity)
	if p.Header.Get("HX-Retarget") != "#main" || p.Value("kept") == "" || p.Find("title") != nil {
		t.Errorf("%v\n%s", p.Header, p.Body)
	}
	b.HX().Get("/profile")
}

// An ended session of each kind leads to the page where one signs in at the next request.
func TestSessionsEndWithTheNextRequest(t *testing.T) {
	for name, end := range map[string]func(site *webtest.Site) error{
		"disabled": func(s *webtest.Site) error {
			return s.App.DisablePerson(t.Context(), s.Actor("administrator"), "viewer")
		},
		"role": func(s *webtest.Site) error {
			return s.App.ChangeRole(t.Context(), s.Actor("administrator"), "viewer", vigil.Auditor, 1)
		},
		"ended": func(s *webtest.Site) error { return s.App.EndSessions(t.Context(), s.Actor("administrator"), "viewer") },
	} {
		site := webtest.Start(t)
		b := site.As("viewer")
		b.Get("/profile").Is(t, http.StatusOK)
		if err := end(site); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		b.Get("/profile").To(t, "/login?next=%2Fprofile")
	}
}

// Whoever has a second factor types the code in between, and what was typed before comes back all the same.
func TestWhatWaitsOutlivesTheCode(t *testing.T) {
	site := webtest.Start(t)
	secret := withFactor(t, site, "viewer")
	b := site.Anonymous()
	b.Get("/login")
	p := b.Post("/login", form("login", "viewer", "password", webtest.Password, "next", "/profile", "kept", "bmFtZT1WZXJh")).Is(t, http.StatusOK) // name=Vera
	code := form("csrf", p.Value("csrf"), "code", totp(t, secret, 1), "next", p.Value("next"), "kept", p.Value("kept"))
	p = b.Post("/login/code", code).Is(t, http.StatusOK).Says(t, "You are signed in again")
	if p.Find("form[action=/profile] [name=name]") == nil {
		t.Error("the form does not come back")
	}
}

// A password does not come back in a page, where others could read it.
func TestNoPasswordWaits(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("viewer")
	b.Get("/profile").Is(t, http.StatusOK)
	check(t, site.App.EndSessions(t.Context(), site.Actor("administrator"), "viewer"))
	for path, fields := range map[string]url.Values{
		"/profile/password": form("present", webtest.Password, "password", chosen),
		"/profile/factor":   form("present", webtest.Password),
		"/profile/codes":    form("present", webtest.Password),
	} {
		p := b.Post(path, fields).Is(t, http.StatusUnprocessableEntity).Says(t, "Your session has ended")
		if kept := p.Value("kept"); kept != "" {
			t.Errorf("%s: the page holds what was typed: %s", path, kept)
		}
		if next := p.Value("next"); next == path {
			t.Errorf("%s: somebody is led to a form that cannot be asked for", path)
		}
	}
}

// Somebody knows the password and guesses codes: the owner reads how else to get in, and afterwards that it happened.
func TestGuessedCodesAreTold(t *testing.T) {
	site := webtest.Start(t)
	secret := withFactor(t, site, "viewer")
	b := site.Anonymous()
	signIn(b, "viewer", webtest.Password, "").To(t, "/login/code?next=%2F")
	for range 4 {
		b.Post("/login/code", form("code", "000000")).Is(t, http.StatusUnprocessableEntity)
	}
	p := b.Follow(b.Post("/login/code", form("code", totp(t, secret, 1))).To(t, "/"))
	p.Is(t, http.StatusOK).Says(t, "4 wrong codes were typed", "change your password now")
	b = site.Anonymous()
	signIn(b, "viewer", webtest.Password, "").To(t, "/login/code?next=%2F")
	for range 5 {
		b.Post("/login/code", form("code", "000000")).Is(t, http.StatusUnprocessableEntity)
	}
	b.Post("/login/code", form("code", totp(t, secret, 1))).Is(t, http.StatusTooManyRequests).Says(t, "A recovery code still works")
}
