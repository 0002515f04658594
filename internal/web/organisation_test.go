package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"vigil/internal/web/webtest"
)

// TestOrganisationOfOthersIsAbsent: reading and writing, in the words of what is not there, for every role held elsewhere.
func TestOrganisationOfOthersIsAbsent(t *testing.T) {
	site := webtest.Start(t)
	forms := map[string]url.Values{"/edit": {"name": {"Taken"}, "version": {"1"}}, "/units": {"code": {"x"}}, "/units/remove": {"code": {"x"}}, "/members": {"person": {"x"}, "role": {"viewer"}}, "/members/remove": {"person": {"x"}}}
	for _, p := range webtest.People {
		if p.In == "" {
			continue
		}
		b := site.As(p.Login)
		same := func(theirs, none *webtest.Page) {
			t.Helper()
			if got, want := sameWords(theirs, "other"), sameWords(none, "ghost"); got != want || theirs.Status != none.Status || theirs.Status < 400 {
				t.Errorf("%s as %s: %d %s\nand an absent one %d %s", theirs.Path, p.Login, theirs.Status, got, none.Status, want)
			}
		}
		for _, path := range []string{"", "/edit", "/units", "/members", "/units?as=csv"} {
			same(b.Get("/organisations/other"+path), b.Get("/organisations/ghost"+path))
		}
		for path, form := range forms {
			same(b.Post("/organisations/other"+path, form), b.Post("/organisations/ghost"+path, form))
		}
	}
	o, err := site.App.Organisation(t.Context(), site.Actor("administrator"), "other")
	if err != nil || o.Organisation.Name != "Other Foods" || len(o.Units)+len(o.Members) > 0 {
		t.Errorf("%+v %v", o, err)
	}
}

// TestOrganisationPages: added, changed, with units and members, by those who may; what is wrong is said beside the field.
func TestOrganisationPages(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("analyst")
	b.Get("/organisations").Is(t, http.StatusOK).Says(t, "Acme Mining", "Other Foods", "Add an organisation")
	b.Get("/organisations?words=foods").Is(t, http.StatusOK).Says(t, "Other Foods").Hides(t, "Acme Mining")
	site.As("acme-viewer").Get("/organisations").Is(t, http.StatusOK).Says(t, "Acme Mining").Hides(t, "Other Foods", "organisations/new")
	site.As("acme-analyst").Get("/organisations/new").Is(t, http.StatusForbidden)
	site.As("acme-analyst").Post("/organisations/new", url.Values{"name": {"Mine"}}).Is(t, http.StatusForbidden)

	p := b.Post("/organisations/new", url.Values{"name": {""}, "code": {"Bad Code"}, "lei": {"123"}, "sectors": {"MARS"}, "country": {"Peru"}}).Is(t, http.StatusUnprocessableEntity)
	for _, field := range []string{"name", "code", "lei", "country"} {
		if p.Find("#problems a[href=#"+field+"]") == nil || p.Find("#"+field+"[aria-invalid=true]") == nil {
			t.Errorf("what is wrong with %s does not stand beside it", field)
		}
	}
	if p.Value("code") != "Bad Code" || p.Find("#country option[value=PERU][selected]") == nil {
		t.Error("what was typed is gone")
	}
	p = b.Post("/organisations/new", url.Values{"name": {"شركة 🌱 Example"}, "code": {"example"}, "type": {"supplier"}, "sector": {"APP"}, "country": {"pe"}, "isins": {""}}).To(t, "/organisations/example")
	b.Follow(p).Is(t, http.StatusOK).Says(t, "شركة 🌱 Example", "Supplier", "Clothing", "Peru", "was added", "There is no assessment yet")
	b.Post("/organisations/new", url.Values{"name": {"Again"}, "code": {"example"}}).Is(t, http.StatusConflict).Says(t, "exists already")

	edit := b.Get("/organisations/example/edit").Is(t, http.StatusOK)
	version := edit.Value("version")
	b.Post("/organisations/example/edit", url.Values{"name": {"Example one"}, "version": {version}, "type": {"supplier"}}).To(t, "/organisations/example")
	late := b.Post("/organisations/example/edit", url.Values{"name": {"Example two"}, "version": {version}}).Is(t, http.StatusConflict)
	if late.Value("name") != "Example two" {
		t.Error("what the second editor typed is gone")
	}

	b.Post("/organisations/example/units", url.Values{"code": {"north"}, "name": {"North"}}).To(t, "/organisations/example")
	b.Post("/organisations/example/units", url.Values{"code": {"pit"}, "parent": {"north"}}).To(t, "/organisations/example")
	b.Post("/organisations/example/units", url.Values{"code": {"well"}, "parent": {"nowhere"}}).Is(t, http.StatusUnprocessableEntity).Says(t, "There is no unit")
	b.Post("/organisations/example/units/remove", url.Values{"code": {"north"}}).Is(t, http.StatusConflict).Says(t, "stand below")
	file := b.Get("/organisations/example/units?as=csv").Is(t, http.StatusOK)
	if !strings.Contains(string(file.Body), "example,pit,north,") {
		t.Errorf("%s", file.Body)
	}
	b.Post("/organisations/example/members", url.Values{"person": {"acme-viewer"}, "role": {"viewer"}}).Is(t, http.StatusForbidden)
	site.As("acme-viewer").Get("/organisations/example").Is(t, http.StatusNotFound)
	admin := site.As("administrator")
	admin.Post("/organisations/example/members", url.Values{"person": {"acme-viewer"}, "role": {"king"}}).Is(t, http.StatusUnprocessableEntity).Says(t, "There is no role")
	admin.Post("/organisations/example/members", url.Values{"person": {"acme-viewer"}, "role": {"viewer"}}).To(t, "/organisations/example")
	site.As("acme-viewer").Get("/organisations/example").Is(t, http.StatusOK).Hides(t, "members-table", "/organisations/example/edit")
	site.As("acme-viewer").Get("/organisations/example/members?as=csv").Is(t, http.StatusForbidden)
	admin.Post("/organisations/example/members/remove", url.Values{"person": {"acme-viewer"}}).To(t, "/organisations/example")
	site.As("acme-viewer").Get("/organisations/example").Is(t, http.StatusNotFound)
}
