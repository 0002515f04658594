package web_test

import (
	"net/url"
	"strings"
	"testing"

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
	b.Get("/assessments/acme-1/links").Is(t, 200).Says(t, "Share the work", "Hand out parts")
	b.Post("/assessments/acme-1/links", url.Values{"days": {"21"}, "language": {"en"}}).Is(t, 422).Says(t, "no section is chosen", "nobody is chosen")
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
