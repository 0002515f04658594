package web_test

import (
	"maps"
	"net/url"
	"strings"
	"testing"

	"vigil/internal/web/webtest"
)

// everyScript is what people may type anywhere: emoji of several parts, scripts of both directions, and what looks like markup.
const everyScript = `سياسة 🙂👩🏽‍⚖️ «политика» 方針 <b>not bold</b> &amp; 'quotes'`

// TestEveryScriptEverywhere types it into each kind of text, and reads it on the pages as it was typed, as text and not as markup.
func TestEveryScriptEverywhere(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("administrator")
	with := func(form url.Values, field string) url.Values {
		form = maps.Clone(form)
		if form == nil {
			form = url.Values{}
		}
		form.Set(field, everyScript)
		return form
	}
	const on = "/assessments/acme-1"
	reads := func(path string) {
		t.Helper()
		p := b.Get(path).Is(t, 200)
		if !strings.Contains(p.Text(), everyScript) {
			t.Errorf("%s does not show what was typed", path)
		}
		for _, bold := range p.FindAll("b") {
			if webtest.Text(bold) == "not bold" {
				t.Errorf("%s takes what was typed for markup", path)
			}
		}
	}

	b.Post(on+"/comments", with(url.Values{"question": {key}, "back": {question}}, "text")).Is(t, 303)
	reads(on + "/comments")
	b.Post(on+"/links", with(url.Values{"sections": {"P1"}, "language": {"en"}, "days": {"7"}}, "links")).Is(t, 200)
	reads(on + "/links")
	b.Post("/organisations/acme/units", with(url.Values{"code": {"site"}, "kind": {"site"}}, "name")).Is(t, 303)
	reads("/organisations/acme")
	for _, field := range []string{"title", "page", "quote"} {
		b.Upload(question+"/evidence", with(url.Values{"grade": {"E1"}, "title": {"Policy, " + field}}, field)).Is(t, 303)
		reads(question)
		_, list, err := site.App.Answers(t.Context(), site.Actor("administrator"), "acme-1")
		check(t, err)
		for _, e := range list {
			check(t, site.App.RemoveEvidence(t.Context(), site.Actor("administrator"), "acme-1", e.ID))
		}
	}
	b.Upload(question+"/evidence", url.Values{"grade": {"E1"}}, webtest.File{Field: "file", Name: "سياسة 🙂 方針.txt", Body: []byte(everyScript)}).Is(t, 303)
	b.Get(question).Is(t, 200).Says(t, "سياسة 🙂 方針.txt")

	code := putCase(t, b)
	b.Post("/allegations/"+code+"/reply", with(nil, "reply")).Is(t, 303)
	reads("/allegations/" + code)
	b.Post("/profile", with(url.Values{"language": {"en"}}, "name")).Is(t, 303)
	reads("/people/administrator")
	b.Post(on+"/withdraw", with(nil, "reason")).Is(t, 303)
	reads(on + "/history")
}
