package web_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"vigil/internal/app"
	"vigil/internal/store"
	"vigil/internal/web/webtest"
)

// token gives the code behind the # of an address that a page shows.
func linkToken(t *testing.T, p *webtest.Page) string {
	t.Helper()
	n := p.Find("#address-0")
	if n == nil {
		t.Fatalf("no address on the page:\n%s", p.Text())
	}
	_, code, ok := strings.Cut(webtest.Attribute(n, "value"), "/link#")
	if !ok || len(code) < 40 {
		t.Fatalf("the address is no link: %q", webtest.Attribute(n, "value"))
	}
	return code
}

// enter opens a link in a browser of its own.
func openLink(t *testing.T, site *webtest.Site, code string) (*webtest.Browser, *webtest.Page) {
	t.Helper()
	b := site.Anonymous()
	b.Get("/link").Is(t, 200)
	return b, b.Post("/link", url.Values{"code": {code}})
}

// TestShareAndHandIn walks the whole way of a section link: made, opened, answered, handed in, and dead from then on.
func TestShareAndHandIn(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("analyst")
	b.Get("/assessments/acme-1/links").Is(t, 200).Says(t, "Share the work", "Hand out sections")
	b.Post("/assessments/acme-1/links", url.Values{"days": {"21"}, "language": {"en"}}).Is(t, 422).Says(t, "No section is chosen", "Nobody is chosen")
	made := b.Post("/assessments/acme-1/links", url.Values{"sections": {"P2"}, "people": {"acme-respondent"}, "due": {"2099-01-01"}, "links": {"safety office, north"}, "language": {"fr"}, "days": {"21"}}).Is(t, 200).
		Says(t, "The link is ready", "safety office, north", "not opened yet")
	code := linkToken(t, made)
	b.Get("/assessments/acme-1/links").Is(t, 200).Hides(t, code)

	r, page := openLink(t, site, code)
	page.To(t, "/assessments/acme-1/questions")
	p := r.Follow(page).Is(t, 200)
	if p.Find("html[lang=fr]") == nil {
		t.Error("the page is not in the language of the link")
	}
	for path, status := range map[string]int{
		"/assessments/acme-1/questions": 200, "/assessments/acme-1/comments": 200, "/assessments/acme-1/hand-in": 200, "/assessments/acme-1/workbook": 200,
		"/assessments/acme-1/links": 404, "/assessments/other-1/questions": 404, "/assessments/acme-1/scorecard": 404, "/assessments/acme-1/questions/BE.a.1": 404, "/assessments/acme-1/questions?pillar=P1": 404,
	} {
		if got := r.Get(path); got.Status != status {
			t.Errorf("%s gave %d, want %d", path, got.Status, status)
		}
	}
	r.Post("/assessments/acme-1/hand-in", url.Values{"name": {"call +44 20 7946 0958"}}).Is(t, 422)
	r.Post("/assessments/acme-1/hand-in", url.Values{"name": {""}}).To(t, "/assessments/acme-1/hand-in")
	r.Post("/assessments/acme-1/hand-in", url.Values{}).To(t, "/assessments/acme-1/hand-in") // twice is no error
	r.Get("/assessments/acme-1/questions").Is(t, 200)
	r.Post("/assessments/acme-1/comments", url.Values{"question": {"BE.e.1"}, "text": {"one more thing"}}).Is(t, 409)
	_, used := openLink(t, site, code)
	_, wrong := openLink(t, site, strings.Repeat("x", len(code)))
	if used.Status != wrong.Status || used.Text() != wrong.Text() {
		t.Errorf("a used link and a wrong one differ:\n%d %s\n%d %s", used.Status, used.Text(), wrong.Status, wrong.Text())
	}
	if strings.Contains(site.Log.String(), code) {
		t.Error("the log holds the code of a link")
	}
}

func zipOf(t *testing.T, parts map[string]io.Reader) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, from := range parts {
		part, err := w.Create(name)
		check(t, err)
		_, err = io.Copy(part, from)
		check(t, err)
	}
	check(t, w.Close())
	return out.Bytes()
}

// TestCommentsOnTheirPage: the life of a thread, with and without a script; who may not is told so.
func TestCommentsOnTheirPage(t *testing.T) {
	site := webtest.Start(t)
	const at, on = "/assessments/acme-1/comments", "/assessments/acme-1/questions/BE.a.1"
	b, other := site.As("analyst"), site.As("acme-researcher")
	say := func(text string) url.Values {
		return url.Values{"question": {"BE.a.1"}, "text": {text}, "back": {on}}
	}
	b.Get(on).Is(t, 200).Says(t, "Comments: 0 open", "New comment")
	p := b.Post(at, say("Ask ana@example.org")).Is(t, 422).Says(t, "mail address")
	if p.Value("text") == "" {
		t.Error("what was typed is lost")
	}
	b.Post(at, say("")).Is(t, 422)
	b.Post(at, say("Which policy? 🌱 أهلا")).To(t, on+"#comment-1")
	b.Get(on).Is(t, 200).Says(t, "Comments: 1 open", "Which policy? 🌱 أهلا")
	reply := say("The one of 2025.")
	reply.Set("reply_to", "1")
	part := other.HX().Post(at, reply).Is(t, 200).Says(t, "The one of 2025.")
	if part.Find("header") != nil || part.Find(".comments") == nil {
		t.Error("htmx gets more than the part")
	}
	edit := say("Which one?")
	edit.Set("version", "1")
	other.Post(at+"/1/edit", edit).Is(t, 403)
	other.Post(at+"/1/delete", say("")).Is(t, 403)
	b.Post(at+"/1/edit", edit).Is(t, 303)
	b.Post(at+"/1/edit", say("Stale.")).Is(t, 409)
	b.Get(on).Says(t, "Which one?", "edited")
	other.Post(at+"/1/resolve", say("")).Is(t, 303)
	other.Post(at+"/1/resolve", say("")).Is(t, 303)
	b.Get(at).Is(t, 200).Says(t, "No comment is open")
	b.Get(at+"?show=all").Is(t, 200).Says(t, "Which one?", "resolved")
	b.Post(at+"/1/reopen", say("")).Is(t, 303)
	b.Get(at).Is(t, 200).Says(t, "Which one?")
	b.Post(at+"/1/delete", say("")).Is(t, 303)
	b.Get(on).Is(t, 200).Says(t, "What was written here was taken out", "The one of 2025.").Hides(t, "Which one?")
	site.As("reviewer").Post(at+"/2/delete", say("")).Is(t, 303)
	b.Get(on).Hides(t, "The one of 2025.")
	for _, id := range []string{"0", "-1", "x", "987654", "99999999999999999999"} {
		b.Post(at+"/"+id+"/delete", say("")).Is(t, 404)
	}
	site.As("viewer").Get(at).Is(t, 403)
	site.As("auditor").Post(at, say("May I?")).Is(t, 403)
	site.As("acme-analyst").Post("/assessments/other-1/comments", say("x")).Is(t, 404)
}

// TestAssignmentsAreMarkedByTheirOwn: a part is marked as done by whoever has it, or by whoever may share; nobody else.
func TestAssignmentsAreMarkedByTheirOwn(t *testing.T) {
	site := webtest.Start(t)
	_, err := site.App.Share(t.Context(), site.Actor("analyst"), "acme-1", app.Sharing{Sections: []string{"P1"}, People: []string{"acme-researcher"}})
	check(t, err)
	const at = "/assessments/acme-1/assignments/1"
	done := url.Values{"done": {"yes"}, "back": {"/assessments/acme-1/questions"}}
	for login, status := range map[string]int{"viewer": 403, "acme-respondent": 404, "researcher": 404, "reviewer": 403} {
		site.As(login).Post(at+"/done", done).Is(t, status)
	}
	site.As("acme-analyst").Post("/assessments/other-1/assignments/1/done", done).Is(t, 404)
	site.As("acme-researcher").Post(at+"/done", done).To(t, "/assessments/acme-1/questions")
	b := site.As("analyst")
	b.Get("/assessments/acme-1/links").Is(t, 200).Says(t, "done on")
	b.Post(at+"/done", url.Values{"done": {"no"}, "back": {"https://elsewhere.example"}}).To(t, "/")
	site.As("acme-researcher").Post(at+"/remove", nil).Is(t, 403)
	b.Post(at+"/remove", nil).To(t, "/assessments/acme-1/links")
	b.Post(at+"/remove", nil).Is(t, 404)
}

// TestDeadLinksLookAlike: wrong, over, revoked and handed in answer with the same bytes.
func TestDeadLinksLookAlike(t *testing.T) {
	site := webtest.Start(t)
	by := site.Actor("analyst")
	made, err := site.App.Share(t.Context(), by, "acme-1", app.Sharing{Sections: []string{"P1"}, Links: []string{"over", "revoked", "used", "renewed"}})
	check(t, err)
	codes := map[string]string{"wrong": strings.Repeat("x", 43), "short": "notacode"}
	for _, l := range made.Links {
		_, codes[l.Name], _ = strings.Cut(l.Address, "#")
	}
	check(t, site.App.RevokeSectionLink(t.Context(), by, "acme-1", made.Links[1].ID))
	b, _ := openLink(t, site, codes["used"])
	b.Post("/assessments/acme-1/hand-in", nil).Is(t, 303)
	_, err = site.App.RenewSectionLink(t.Context(), by, "acme-1", made.Links[3].ID, 0)
	check(t, err)
	check(t, site.App.Store.Tx(t.Context(), func(tx *store.Tx) error {
		l, err := tx.Link(made.Links[0].ID)
		if err != nil {
			return err
		}
		l.ExpiresAt = time.Now().Add(-time.Hour)
		return tx.RenewLink(&l)
	}))
	number := regexp.MustCompile(`name="csrf" value="[^"]*"|X-CSRF-Token[^}]*`)
	want := ""
	for _, name := range []string{"wrong", "over", "revoked", "used", "renewed", "short"} {
		_, p := openLink(t, site, codes[name])
		got := fmt.Sprint(p.Status, number.ReplaceAllString(string(p.Body), ""))
		got = strings.ReplaceAll(got, codes[name], "CODE")
		if want == "" {
			want = got
		}
		if got != want || p.Status < 400 {
			t.Errorf("%s answers otherwise than wrong:\n%s\n%s", name, got, want)
		}
	}
}

// Whoever was given a part, and may not hand out others, says on the overview that it is done, and open again.
func TestWhoeverWorksOnAPartSaysThatItIsDone(t *testing.T) {
	site := webtest.Start(t)
	site.As("analyst").Post("/assessments/acme-1/links", url.Values{"sections": {"P2"}, "people": {"acme-respondent"}, "language": {"en"}, "days": {"21"}}).Is(t, 303)
	b := site.As("acme-respondent")
	b.Get("/assessments/acme-1/links").Is(t, 403)
	done := regexp.MustCompile(`/assessments/acme-1/assignments/\d+/done`).Find(b.Get("/assessments/acme-1").Is(t, 200).Says(t, "Mark as done").Body)
	b.Post(string(done), url.Values{"done": {"yes"}, "back": {"/assessments/acme-1"}}).To(t, "/assessments/acme-1")
	b.Get("/assessments/acme-1").Is(t, 200).Says(t, "Open again")
	if text := site.As("acme-analyst").Get("/assessments/acme-1").Is(t, 200).Text(); strings.Contains(text, "Open again") {
		t.Error("somebody else's part can be opened again on the overview")
	}
}

// TestShareOfWhatTakesNoAnswers: where nothing can be handed out any more the page says why and leads back.
func TestShareOfWhatTakesNoAnswers(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("administrator")
	b.Get("/assessments/other-1/links").Is(t, 200).Says(t, "Hand out sections").Hides(t, "Back to the assessment")
	b.Post("/assessments/other-1/withdraw", url.Values{"reason": {"Begun by mistake."}}).Is(t, 303)
	b.Get("/assessments/other-1/links").Is(t, 200).Says(t, "This one is not", "Back to the assessment").Hides(t, "Hand out sections")
}
