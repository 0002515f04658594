package web_test

import (
	"net/url"
	"strings"
	"testing"

	"vigil/internal/web/webtest"
)

// TestSafetyPage: whoever needs help finds it without an account and in their language, by plain links that tell nobody where
// they come from. Every page leads there.
func TestSafetyPage(t *testing.T) {
	site := webtest.Start(t)
	for name, b := range map[string]*webtest.Browser{"nobody": site.Anonymous(), "somebody by link": site.ByLink("acme-1"), "a viewer": site.As("viewer")} {
		p := b.Get("/safety").Is(t, 200).Says(t, "It protects nobody", "no confidentiality beyond this server", "Front Line Defenders")
		if p.Find("footer a[href=/safety]") == nil {
			t.Errorf("%s finds no way there at the foot of a page", name)
		}
		out := 0
		for _, a := range p.FindAll("main a") {
			to, err := url.Parse(webtest.Attribute(a, "href"))
			if err != nil || to.Host == "" {
				continue
			}
			out++
			if !strings.Contains(webtest.Attribute(a, "rel"), "noreferrer") || webtest.Attribute(a, "ping") != "" || to.Scheme != "https" || to.RawQuery != "" {
				t.Errorf("%s: the link to %s says more than it must", name, to)
			}
		}
		if out != 3 {
			t.Errorf("%s finds %d helpers", name, out)
		}
	}
	b := site.Anonymous()
	r := b.Request("GET", "/safety", nil)
	r.Header.Set("Accept-Language", "es")
	if p := b.Do(r).Is(t, 200).Says(t, "No protege ni rescata a nadie"); p.Find("a[href=https://www.frontlinedefenders.org/es/emergency-contact]") == nil {
		t.Error("the page of help is not in the reader's language")
	}
}
