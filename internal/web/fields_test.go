package web_test

import (
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"vigil/internal/seal"
	"vigil/internal/store"
	"vigil/internal/vigil"
	"vigil/internal/web"
	"vigil/internal/web/webtest"
)

// TestFieldsThatNoFormHas sends every form of the table with every field of every other form and of every noun besides, and looks
// at the whole database: nothing is in it that would not be there without those fields. What differs between two runs that are the
// same, such as times and random codes, is not looked at.
func TestFieldsThatNoFormHas(t *testing.T) {
	check(t, startPostgres())
	first, second, more := sendForms(t, false), sendForms(t, false), sendForms(t, true)
	looked := 0
	for _, column := range slices.Sorted(maps.Keys(first)) {
		if !slices.Equal(first[column], second[column]) {
			continue
		}
		looked++
		if !slices.Equal(first[column], more[column]) {
			t.Errorf("%s changed by a field that the form does not have:\n%.600s\n%.600s", column, first[column], more[column])
		}
	}
	for column := range more {
		if first[column] == nil {
			t.Errorf("%s has rows that only fields which no form has can have made: %.300s", column, more[column])
		}
	}
	t.Logf("%d columns looked at", looked)
	if looked < 150 {
		t.Error("too few to say anything")
	}
}

// also are fields that a route takes beside those on the pages that the test sees: they are there when there is something to choose.
var also = map[string][]string{
	"allegation-correct": {"project", "opened", "interim"},
	"evidence-save":      {"link"},
	"profile-sessions":   {"id"},
	"unit-remove":        {"code"},
}

// typedIn is what somebody fills into fields that are empty.
var typedIn = map[string]string{"text": "Where does it say so?", "reason": "A date was wrong.", "reply": "We disagree.", "name": "Example", "login": "nina", "person": "viewer", "sector": "EXT",
	"country": "PE", "type": "company", "role": "viewer", "due": "2027-01-01"}

// sendForms sends the form of each unsafe route, in their order, as somebody who may do all, and gives what is stored afterwards.
func sendForms(t *testing.T, more bool) map[string][]string {
	t.Helper()
	site := postgres.Start(t)
	things := tenants(t, site)
	st, err := store.Open(t.Context(), store.Config{URL: site.Database, Sealer: plainly{seal.KeysIn(site.App.Folder)}})
	check(t, err)
	t.Cleanup(func() { _ = st.Close() })
	site.App.Store = st
	b := site.As("administrator")
	own, at := formsSeen(site, b, things)
	others := otherFields(own)
	done := map[bool]int{}
	for _, r := range web.Routes() {
		if r.Method != http.MethodPost || r.Everybody || r.Secret || r.Files { // of an upload nothing is read but fields by their name, and few of them
			continue
		}
		path := address(r, things, things[r.Kind].own, nil)
		form := maps.Clone(cells[r.Name].form)
		if p := at[path]; p != "" {
			if seen := b.Get(p); seen.Find("form[action="+path+"]") != nil {
				form = seen.Form(t, path)
			}
		}
		if form == nil {
			form = url.Values{}
		}
		for name, value := range typedIn {
			if own[r.Name][name] && form.Get(name) == "" {
				form.Set(name, value)
			}
		}
		if more {
			for name, value := range others {
				if !own[r.Name][name] && !slices.Contains(also[r.Name], name) && form[name] == nil {
					form.Set(name, value)
				}
			}
		}
		p := b.Post(path, form)
		if p.Status >= 500 {
			t.Errorf("%s: %d", path, p.Status)
		}
		done[p.Status < 400]++
	}
	t.Logf("%d forms were taken, %d refused; %d fields besides: %v", done[true], done[false], len(others), more)
	if done[true] < 35 {
		t.Error("too few forms were taken")
	}
	return postgres.Server.Columns(t, site.Database)
}

// plainly opens what is sealed and seals nothing more: what is sealed differs each time, and could not be compared.
type plainly struct{ *seal.Keys }

// Seal leaves the text as it is.
func (plainly) Seal(_ string, plain []byte) (string, error) { return string(plain), nil }

// formsSeen gives the fields that each route has on the pages, and where its form is.
func formsSeen(site *webtest.Site, b *webtest.Browser, things map[string]thing) (own map[string]map[string]bool, at map[string]string) {
	own, at = map[string]map[string]bool{}, map[string]string{}
	var pages []string
	for _, r := range web.Routes() {
		if r.Method == http.MethodGet && !r.Everybody {
			pages = append(pages, address(r, things, things[r.Kind].own, nil))
		}
	}
	for _, pillar := range []string{"screening", "P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8"} {
		pages = append(pages, "/assessments/acme-1/questions?pillar="+pillar, "/assessments/acme-1/review?pillar="+pillar)
	}
	for _, page := range pages {
		for _, f := range b.Get(page).FindAll("form") {
			action := webtest.Attribute(f, "action")
			if at[action] == "" {
				at[action] = page
			}
			for _, r := range web.Routes() {
				if r.Method != http.MethodPost || !goesTo(r.Path, action) {
					continue
				}
				if own[r.Name] == nil {
					own[r.Name] = map[string]bool{}
				}
				for n := range f.Descendants() {
					if name := webtest.Attribute(n, "name"); name != "" {
						own[r.Name][name] = true
					}
				}
			}
		}
	}
	return own, at
}

// goesTo reports whether an address is one of a route.
func goesTo(route, action string) bool {
	want, have := strings.Split(route, "/"), strings.Split(action, "/")
	if len(want) != len(have) {
		return false
	}
	for i := range want {
		if want[i] != have[i] && !strings.HasPrefix(want[i], ":") {
			return false
		}
	}
	return true
}

// otherFields are the fields of all forms and the columns of all nouns, each with a value that would be seen.
func otherFields(own map[string]map[string]bool) map[string]string {
	all := map[string]string{}
	for _, fields := range own {
		for name := range fields {
			all[name] = worth(name)
		}
	}
	for _, noun := range []any{vigil.Person{}, vigil.Organisation{}, vigil.Unit{}, vigil.Assessment{}, vigil.Answer{}, vigil.Evidence{}, vigil.File{}, vigil.Allegation{}, vigil.Cap{},
		vigil.Comment{}, vigil.Assignment{}, vigil.Link{}, vigil.Session{}, vigil.ItemReview{}, vigil.Membership{}, vigil.StatusChange{}} {
		v := reflect.TypeOf(noun)
		for i := range v.NumField() {
			f := v.Field(i)
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			all[f.Name] = worth(strings.ToLower(f.Name))
			if name != "" && name != "-" {
				all[name] = worth(name)
			}
		}
	}
	for _, name := range []string{"csrf", "file", "do", "unit", "question"} { // the token, the file, buttons, and what is named by the path
		delete(all, name)
	}
	return all
}

// worth is a value that a field of this name would take.
func worth(name string) string {
	switch {
	case strings.Contains(name, "role"):
		return "administrator"
	case strings.Contains(name, "status"):
		return "final"
	case strings.Contains(name, "organisation"):
		return "other"
	case strings.HasSuffix(name, "id") || strings.Contains(name, "version"):
		return "2"
	case strings.HasSuffix(name, "_at") || strings.Contains(name, "date") || strings.Contains(name, "cutoff"):
		return "2000-01-01"
	case strings.Contains(name, "by") || strings.Contains(name, "author") || strings.Contains(name, "person") || strings.Contains(name, "login"):
		return "viewer"
	case strings.Contains(name, "public") || strings.Contains(name, "fictional") || strings.Contains(name, "confirmed"):
		return "true"
	}
	return "planted"
}
