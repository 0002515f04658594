package web_test

import (
	"strings"
	"testing"

	"vigil/internal/browsertest"
	"vigil/internal/vigil"
	"vigil/internal/web/webtest"
)

const (
	commentField  = `document.querySelector(".comments form textarea")`
	commentButton = `document.querySelector(".comments form button").click()`
)

// atQuestion opens the page of a question in a browser.
func atQuestion(t *testing.T, s *webtest.Site) *browsertest.Page {
	t.Helper()
	return browsertest.Start(t).Open(t, s.URL+question, browsertest.Look{Cookies: map[string]string{session: s.As("analyst").Cookie(session)}})
}

// stays reports whether the browser would ask before it leaves the page.
func stays(p *browsertest.Page) bool {
	var asks bool
	p.Eval(`(() => { const e = new Event("beforeunload", { cancelable: true }); window.dispatchEvent(e); return e.defaultPrevented; })()`, &asks)
	return asks
}

// TestWhatWasTypedIsNotLeftInSilence: whoever leaves a page with a comment or evidence that was typed and not sent is asked
// first, and nobody else is.
func TestWhatWasTypedIsNotLeftInSilence(t *testing.T) {
	s := webtest.Start(t)
	p := atQuestion(t, s)
	if stays(p) {
		t.Error("a page on which nothing was typed asks")
	}
	for what, field := range map[string]string{"a comment": commentField, "the title of evidence": `document.getElementById("ev-title")`} {
		p.Eval(field+`.value = "typed"`, nil)
		if !stays(p) {
			t.Errorf("%s is lost without a question", what)
		}
		p.Eval(field+`.value = ""`, nil)
	}
	p.Eval(commentField+`.value = "Where does it say so?"; `+commentButton, nil)
	p.Until(`document.querySelector(".comments .thread") !== null`)
	if stays(p) {
		t.Error("a comment that was sent asks")
	}
}

// TestAButtonPressedTwiceSendsOnce: the second press goes nowhere while the first is on its way.
func TestAButtonPressedTwiceSendsOnce(t *testing.T) {
	s := webtest.Start(t)
	p := atQuestion(t, s)
	var sends int
	p.Eval(`(() => {
		let n = 0;
		window.addEventListener("submit", (e) => { n++; e.preventDefault(); });
		const form = document.querySelector("form.evidence-form");
		form.noValidate = true;
		form.requestSubmit();
		form.requestSubmit();
		return n;
	})()`, &sends)
	if sends != 1 {
		t.Errorf("it was sent %d times", sends)
	}
}

// TestAFormSaysWhatBecameOfIt: where a form that is sent in the background is refused, or nothing comes back, it says so and
// keeps what was typed; after signing in anew the same page can send it.
func TestAFormSaysWhatBecameOfIt(t *testing.T) {
	s := webtest.Start(t)
	p := atQuestion(t, s)
	says := func(words string) {
		t.Helper()
		p.Until(`document.querySelector(".comments [role=alert]")?.innerText.includes("` + words + `")`)
	}
	p.Eval(commentField+`.value = "Where does it say so?"`, nil)

	back := gone(t, s)
	p.Eval(commentButton, nil)
	says("Busy at the moment")
	back()

	p.Offline(true)
	p.Eval(commentButton, nil)
	says("Nothing came back from the server")
	p.Offline(false)

	try(t, s.App.EndSessions(t.Context(), s.Actor("administrator"), "analyst"))
	p.SetCookie(s.URL, session, newSession(t, s, "analyst")) // in another window
	p.Eval(commentButton, nil)
	says("signed in anew")
	if n := len(comments(t, s)); n != 0 {
		t.Errorf("%d comments are stored already", n)
	}
	p.Eval(commentButton, nil)
	p.Until(`document.querySelector(".comments .thread") !== null && document.querySelector(".comments [role=alert]") === null`)
	if c := comments(t, s); len(c) != 1 || c[0].Text != "Where does it say so?" {
		t.Errorf("stored: %+v", c)
	}
}

func comments(t *testing.T, s *webtest.Site) []vigil.Thread {
	t.Helper()
	said, err := s.App.CommentsOn(t.Context(), s.Actor("administrator"), "acme-1", "", key)
	try(t, err)
	return said.Threads
}

// TestAFileIsDropped: on its field or beside it, one at a time, and the session may end before it is sent.
func TestAFileIsDropped(t *testing.T) {
	s := webtest.Start(t)
	p := atQuestion(t, s)
	const said = `document.querySelector("[data-drop-said]").textContent`
	drop := func(on string, names ...string) {
		t.Helper()
		p.Eval(`(() => {
			const files = new DataTransfer();
			for (const name of "`+strings.Join(names, " ")+`".split(" ")) files.items.add(new File(["We respect defenders."], name));
			const e = new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true });
			document.querySelector("`+on+`").dispatchEvent(e);
			if (!e.defaultPrevented) throw new Error("the browser opens the file in place of the page");
		})()`, nil)
	}
	drop("h1", "beside.txt")
	p.Until(said + ` === "beside.txt (1\u00a0kB)" && document.querySelector("form.evidence-form").offsetHeight > 0`)
	drop("[data-drop]", "first.txt", "second.txt")
	p.Until(said + `.startsWith("first.txt (1\u00a0kB)") && ` + said + `.includes("One file at a time")`)

	send := func() {
		t.Helper()
		p.Eval(`document.querySelector("form.evidence-form [type=submit]").click()`, nil)
	}
	p.Eval(`document.querySelector("form.evidence-form [name=grade][value=E1]").click()`, nil)
	try(t, s.App.EndSessions(t.Context(), s.Actor("administrator"), "analyst"))
	send()
	p.Until(said + `.includes("you have been signed out") && document.querySelector("[data-drop-said] a[target=_blank]") !== null`)
	p.SetCookie(s.URL, session, newSession(t, s, "analyst"))
	send()
	p.Until(`document.querySelector("[role=alert]")?.innerText.includes("signed in anew")`)
	send()
	p.Until(`document.querySelector(".q-evidence .file")?.innerText.includes("first.txt")`)
}
