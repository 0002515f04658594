package web_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"vigil/internal/app"
	"vigil/internal/browsertest"
	"vigil/internal/credential"
	"vigil/internal/store"
	"vigil/internal/vigil"
	"vigil/internal/web/webtest"
)

// TestAnswerInABrowser answers a question in a real browser as a person at a keyboard does: what is typed is stored by
// itself, stays through a lost connection, an ended session and a second editor, and the focus stays where it was.
func TestAnswerInABrowser(t *testing.T) {
	s := webtest.Start(t)
	b := browsertest.Start(t)
	p := b.Open(t, s.URL+question, browsertest.Look{Cookies: map[string]string{session: s.As("analyst").Cookie(session)}})
	saved := func() { t.Helper(); p.Until(`document.getElementById("BE.e.1-state").classList.contains("yes")`) }

	p.Press("2", browsertest.Alt)
	saved()
	p.Press("t", browsertest.Alt)
	p.Type("section 4 🌱 الحقوق")
	p.Until(`document.activeElement.id === "BE.e.1-note"`)
	saved()
	p.Until(`document.activeElement.id === "BE.e.1-note" && document.querySelector(".q-nav .sum").textContent.startsWith("1 of")`)
	if x := stored(t, s); x.Value != "2" || x.Note != "section 4 🌱 الحقوق" {
		t.Errorf("stored: %+v", x)
	}

	p.Type(" call 555-0123-456")
	p.Until(`document.getElementById("BE.e.1-problems").innerText.includes("telephone")`)
	p.Until(`document.activeElement.id === "BE.e.1-note"`) // nobody is torn away while typing
	if x := stored(t, s); x.Note != "section 4 🌱 الحقوق" {
		t.Errorf("a telephone number was stored: %+v", x)
	}
	p.Eval(`document.activeElement.value = ""`, nil)
	p.Type("of the policy")
	saved()

	p.Offline(true)
	p.Type(", while offline")
	p.Until(`document.getElementById("BE.e.1-state").textContent.includes("no connection")`)
	p.Type(" and on")
	p.Offline(false)
	saved()
	if x := stored(t, s); x.Note != "of the policy, while offline and on" {
		t.Errorf("after the connection came back: %+v", x)
	}

	if err := s.App.EndSessions(t.Context(), s.Actor("administrator"), "analyst"); err != nil {
		t.Fatal(err)
	}
	p.Type(", signed out")
	p.Until(`document.getElementById("BE.e.1-problems").innerText.includes("signed out")`)
	p.SetCookie(s.URL, session, newSession(t, s, "analyst")) // in another window
	p.Eval(`window.dispatchEvent(new Event("focus"))`, nil)
	saved()
	if x := stored(t, s); x.Note != "of the policy, while offline and on, signed out" {
		t.Errorf("after signing in again: %+v", x)
	}

	x := stored(t, s)
	if _, err := s.App.SaveAnswer(t.Context(), s.Actor("administrator"), "acme-1", app.SaveAnswer{Question: key, Value: "3", Note: "by somebody else", Version: x.Version}); err != nil {
		t.Fatal(err)
	}
	p.Type(" mine")
	p.Until(`document.querySelector("[id='BE.e.1-conflict'] fieldset.sides") && document.activeElement.closest("[id='BE.e.1-conflict']")`)
	picture(t, p, "question-conflict.png")
	p.Eval(`[...document.querySelectorAll("[id='BE.e.1-conflict'] input[value=mine]")].forEach((i) => i.checked = true)`, nil)
	p.Eval(`document.querySelector("[id='BE.e.1-conflict'] button").click()`, nil)
	p.Until(`document.querySelector("[id='BE.e.1-conflict']")?.childElementCount === 0`)
	if x := stored(t, s); x.Note != "of the policy, while offline and on, signed out mine" || x.Value != "2" {
		t.Errorf("after choosing: %+v", x)
	}
	picture(t, p, "question.png")
	p.Press("n", browsertest.Alt)
	p.Until(`location.pathname.endsWith("BE.e.2") && document.readyState === "complete"`)
	for _, said := range p.Complaints() {
		t.Logf("the browser says %s", said)
	}
}

// TestQuestionsLookRight runs axe over the pages, and keeps pictures of them where VIGIL_PICTURES names a folder.
func TestQuestionsLookRight(t *testing.T) {
	s := webtest.Start(t)
	as := s.As("analyst")
	as.Post(question, answerForm(0, "value:1", "A general statement in the code of conduct.")).Is(t, 303)
	as.Post(question, answerForm(1, "value:2", "Section 4 of the human rights policy; criminal complaints are not covered.")).Is(t, 303)
	b := browsertest.Start(t)
	cookies := map[string]string{session: as.Cookie(session)}
	for name, path := range map[string]string{"question": question, "multi": "/assessments/acme-1/questions/BE.e.2", "flag": "/assessments/acme-1/questions/BE.e.3", "screening": "/assessments/acme-1/questions/SCR.1", "pillar": "/assessments/acme-1/questions?pillar=P2"} {
		for suffix, look := range map[string]browsertest.Look{"": {}, "-dark": {Dark: true}, "-390": {Width: 390, Height: 844}, "-1600": {Width: 1600, Height: 900}} {
			look.Cookies = cookies
			p := b.Open(t, s.URL+path, look)
			picture(t, p, name+suffix+".png")
			if r := p.Axe(); len(r.Violations) > 0 {
				t.Errorf("%s%s: %v", name, suffix, r.Violations)
			}
			var wide bool
			p.Eval(`document.documentElement.scrollWidth > document.documentElement.clientWidth`, &wide)
			if wide {
				t.Errorf("%s%s scrolls sideways", name, suffix)
			}
			if c := p.Complaints(); len(c) > 0 {
				t.Errorf("%s%s: the browser complains: %v", name, suffix, c)
			}
			p.Close()
		}
	}
}

// picture keeps a picture of a page.
func picture(t *testing.T, p *browsertest.Page, name string) {
	t.Helper()
	if dir := os.Getenv("VIGIL_PICTURES"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name), p.Screenshot(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// newSession signs somebody in, past the page for it.
func newSession(t *testing.T, s *webtest.Site, login string) string {
	t.Helper()
	token, hash := credential.NewToken()
	err := s.App.Store.Tx(t.Context(), func(tx *store.Tx) error {
		p, err := tx.Person(login)
		if err != nil {
			return err
		}
		return tx.CreateSession(&vigil.Session{Hash: hash, PersonID: p.ID, ExpiresAt: time.Now().Add(time.Hour)})
	})
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// TestNothingWaitingIsStoredAsAnothers: text waits in a tab while somebody else signs in in the same browser. It is stored in
// nobody's name but that of the person who typed it, who is told, and it is still there when that person comes back.
func TestNothingWaitingIsStoredAsAnothers(t *testing.T) {
	s := webtest.Start(t)
	b := browsertest.Start(t)
	p := b.Open(t, s.URL+question, browsertest.Look{Cookies: map[string]string{session: s.As("analyst").Cookie(session)}})
	saved := func() { t.Helper(); p.Until(`document.getElementById("BE.e.1-state").classList.contains("yes")`) }
	p.Press("2", browsertest.Alt)
	saved()
	p.Press("t", browsertest.Alt)
	p.Offline(true)
	p.Type("typed by the analyst")
	p.Until(`document.getElementById("BE.e.1-state").textContent.includes("no connection")`)
	p.SetCookie(s.URL, session, newSession(t, s, "acme-analyst")) // in another tab
	p.Offline(false)
	told := `document.getElementById("BE.e.1-problems").innerText.includes("somebody else has signed in")`
	p.Until(told)
	p.Type(", and on")
	p.Eval(`window.dispatchEvent(new Event("focus"))`, nil)
	p.Until(told + ` && document.getElementById("BE.e.1-state").classList.contains("no")`)
	if x := stored(t, s); x.Note != "" || x.Author != "analyst" {
		t.Errorf("stored while somebody else was signed in: %+v", x)
	}
	picture(t, p, "question-other-person.png")

	p.SetCookie(s.URL, session, newSession(t, s, "analyst"))
	p.Eval(`window.dispatchEvent(new Event("focus"))`, nil)
	saved()
	p.Until(`document.getElementById("BE.e.1-problems").innerText.trim() === ""`)
	if x := stored(t, s); x.Note != "typed by the analyst, and on" || x.Author != "analyst" {
		t.Errorf("after the analyst came back: %+v", x)
	}
}

// TestLostCookiesAreAHintToSignIn: a browser that lost its cookies is told to sign in, and what was typed is stored then.
func TestLostCookiesAreAHintToSignIn(t *testing.T) {
	s := webtest.Start(t)
	p := browsertest.Start(t).Open(t, s.URL+question, browsertest.Look{Cookies: map[string]string{session: s.As("analyst").Cookie(session)}})
	p.Press("2", browsertest.Alt)
	p.Until(`document.getElementById("BE.e.1-state").classList.contains("yes")`)
	p.SetCookie(s.URL, session, "")
	p.Press("t", browsertest.Alt)
	p.Type("typed without cookies")
	p.Until(`document.querySelector("[id='BE.e.1-problems'] a[href^='/login?next=']") && document.getElementById("BE.e.1-problems").innerText.includes("signed out")`)
	p.SetCookie(s.URL, session, newSession(t, s, "analyst"))
	p.Eval(`window.dispatchEvent(new Event("focus"))`, nil)
	p.Until(`document.getElementById("BE.e.1-state").classList.contains("yes")`)
	if x := stored(t, s); x.Note != "typed without cookies" {
		t.Errorf("stored: %+v", x)
	}
}
