package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"vigil/internal/web/webtest"
)

// fromPage sends a form as a browser does that vouches for where it comes from.
func fromPage(b *webtest.Browser, path, site string, form url.Values) *webtest.Page {
	r := b.Request(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if site != "" {
		r.Header.Set("Sec-Fetch-Site", site)
	}
	return b.Do(r)
}

// openedBy is a form that somebody has filled in, with the token of the page as it was opened.
func openedBy(t *testing.T, b *webtest.Browser, note string) url.Values {
	t.Helper()
	form := answerForm(0, "value:2", note)
	form.Set("csrf", b.Get(question).Value("csrf"))
	return form
}

// TestAFormOutlivesItsSession: the form of somebody who lost the cookies, signed out or signed in anew meanwhile comes back with what
// was typed. Where somebody else has signed in, it is stored in nobody's name.
func TestAFormOutlivesItsSession(t *testing.T) {
	const typed = "typed for an hour"
	s := webtest.Start(t)
	b := s.As("analyst")
	form := openedBy(t, b, typed)

	lost := s.Anonymous()
	p := fromPage(lost, question, "same-origin", form).Is(t, http.StatusUnprocessableEntity).Says(t, "Your session has ended", "What you typed is kept")
	kept := p.Value("kept")
	lost.Get("/login") // has a cookie of its own now
	fromPage(lost, question, "same-origin", form).Is(t, http.StatusUnprocessableEntity).Says(t, "What you typed is kept")

	// the same person again: a button, and nothing before it
	lost.Post("/login", url.Values{"login": {"analyst"}, "password": {webtest.Password}, "next": {question}, "kept": {kept}}).Is(t, http.StatusOK).Says(t, "You are signed in again")
	p = fromPage(lost, question, "same-origin", form).Is(t, http.StatusForbidden).Says(t, "You have signed in anew")
	if x := stored(t, s); x.Note != "" {
		t.Errorf("stored without the button: %+v", x)
	}
	lost.Post(question, p.Form(t, question)).To(t, question)
	if x := stored(t, s); x.Note != typed || x.Author != "analyst" {
		t.Errorf("stored: %+v", x)
	}
}

// TestNoFormIsSentAsAnothers: neither a form that was open when somebody else signed in, nor one that waited for the sign-in.
func TestNoFormIsSentAsAnothers(t *testing.T) {
	const typed = "typed for an hour"
	s := webtest.Start(t)
	form := openedBy(t, s.As("analyst"), typed)

	p := fromPage(s.As("acme-analyst"), question, "same-origin", form).Is(t, http.StatusForbidden).Says(t, "Somebody else has signed in meanwhile", typed)
	if p.Find("form[action="+question+"]") != nil {
		t.Error("the form can be sent in the name of somebody else")
	}

	b := s.Anonymous()
	waits := fromPage(b, question, "same-origin", form).Is(t, http.StatusUnprocessableEntity)
	in := url.Values{"login": {"acme-analyst"}, "password": {webtest.Password}, "next": {question}, "kept": {waits.Value("kept")}}
	p = b.Post("/login", in).Is(t, http.StatusOK).Says(t, "What somebody else typed waits here").Hides(t, typed)
	p = b.Post("/logout", url.Values{"next": {p.Value("next")}, "kept": {p.Value("kept")}}).Is(t, http.StatusOK).Hides(t, typed)
	b.Get("/profile").To(t, "/login?next=%2Fprofile") // nobody is signed in
	in.Set("login", "analyst")
	in.Set("next", p.Value("next"))
	in.Set("kept", p.Value("kept"))
	p = b.Post("/login", in).Is(t, http.StatusOK).Says(t, "You are signed in again", typed)
	b.Post(question, p.Form(t, question)).To(t, question)
	if x := stored(t, s); x.Note != typed || x.Author != "analyst" {
		t.Errorf("stored: %+v", x)
	}
}

// TestOnlyTheBrowserVouches: a form with no token of the session is given back to nobody, unless the browser says itself that it
// comes from one of our pages. The mark of a person alone opens nothing.
func TestOnlyTheBrowserVouches(t *testing.T) {
	s := webtest.Start(t)
	form := openedBy(t, s.As("analyst"), "planted words")
	_, mark, _ := strings.Cut(form.Get("csrf"), ".")
	for _, from := range []string{"", "none", "same-site", "cross-site"} {
		for who, b := range map[string]*webtest.Browser{"nobody": s.Anonymous(), "a person": s.As("analyst"), "another": s.As("acme-analyst")} {
			for _, token := range []string{"", mark, "." + mark, "x." + mark} {
				form.Set("csrf", token)
				if p := fromPage(b, question, from, form).Is(t, http.StatusForbidden); strings.Contains(p.Text(), "planted") || p.Value("kept") != "" {
					t.Errorf("%s from %q with %q gets what another site may have written: %s", who, from, token, p.Text())
				}
			}
		}
	}
	if x := stored(t, s); x.Note != "" {
		t.Errorf("stored: %+v", x)
	}
}
