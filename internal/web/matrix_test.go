package web_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web"
	"vigil/internal/web/webtest"
)

// cell says what a route needs beyond its line in the table, so that the matrix can visit it.
type cell struct {
	with map[string]string // values of parameters of the path that name no thing of a kind
	form url.Values        // what is sent; a form that is refused as wrong is fine, because whoever may not must be told so first
	note string            // why a route is left to a test of its own, with that test's name
}

// cells are the routes that need more than their line. A route that names something in its path which is neither here nor
// a kind fails the test.
var cells = map[string]cell{
	"static":         {note: "TestStatic"},
	"metrics":        {note: "TestHealth"},
	"question":       {with: map[string]string{"question": "BE.a.1"}},
	"answer-save":    {with: map[string]string{"question": "BE.a.1"}},
	"answer-undo":    {with: map[string]string{"question": "BE.a.1"}},
	"answer-confirm": {with: map[string]string{"question": "BE.a.1"}},
	"answer-merge":   {with: map[string]string{"question": "BE.a.1"}},
	"scorecard-node": {with: map[string]string{"node": "P1"}},
	"report":         {with: map[string]string{"report": "gap.html"}},
}

// parameters are the names under which paths have a thing of a kind.
var parameters = map[string]string{"organisation": "organisation", "assessment": "assessment", "evidence": "file", "allegation": "case", "cap": "cap", "person": "login", "link": "link"}

// thing is one of a kind, by the code of its path: of one's own organisation, of another, of nobody, and withdrawn.
type thing struct{ own, other, absent, deleted string }

// tenants makes two organisations that have the same things.
func tenants(t *testing.T, site *webtest.Site) map[string]thing {
	t.Helper()
	ctx, by := t.Context(), site.Actor("administrator")
	codes := map[string][]string{}
	for _, org := range webtest.Organisations {
		gone, err := site.App.NewAssessment(ctx, by, app.NewAssessment{Code: org + "-9", Organisation: org, Questionnaire: "company-quick", Mode: vigil.SELF, Period: "2026"})
		check(t, err)
		check(t, site.App.Withdraw(ctx, by, gone.Code, "made by mistake"))
		_, err = site.App.SaveAnswer(ctx, by, org+"-1", app.SaveAnswer{Question: "BE.a.1", Value: "0"})
		check(t, err)
		al, err := site.App.AddAllegation(ctx, by, org, vigil.Allegation{Quarter: "2025-Q4", Country: "PE", Harm: "lawsuit", Sector: "EXT", Summary: "A lawsuit against critics was reported.",
			Source: "https://example.org/report", Scale: 2, Scope: 1, Irremediability: 1, Credibility: "K2", Link: "contributed"})
		check(t, err)
		c, err := site.App.ProposeCap(ctx, by, org, "", vigil.Cap{Rule: "CAP-2", Grade: "E2", Reason: "a register shows it"})
		check(t, err)
		codes[org] = []string{al.Code, strconv.FormatInt(c.ID, 10)}
	}
	own, other := codes["acme"], codes["other"]
	return map[string]thing{
		"organisation": {own: "acme", other: "other", absent: "nowhere"},
		"assessment":   {own: "acme-1", other: "other-1", absent: "nowhere-1", deleted: "acme-9"},
		"allegation":   {own: own[0], other: other[0], absent: "nowhere-case"},
		"cap":          {own: own[1], other: other[1], absent: "987654"},
		"person":       {own: "viewer", absent: "nobody"},
	}
}

// who is one who asks: a person of the site, somebody by link, or nobody.
type who struct {
	name      string
	workspace vigil.Role // in everything
	in        vigil.Role // in acme alone
	link      bool
	browser   *webtest.Browser
}

func everybody(site *webtest.Site) []who {
	all := []who{{name: "nobody", browser: site.Anonymous()}, {name: "somebody by link", in: vigil.Respondent, link: true, browser: site.ByLink("acme-1")}}
	for _, p := range webtest.People {
		all = append(all, who{name: p.Login, workspace: p.Role, in: p.In, browser: site.As(p.Login)})
	}
	return all
}

// TestMatrix visits every route of the table as everybody, with a thing of one's own, one of another organisation, one that is
// absent and one that was withdrawn. Who may is decided by the table of app; what is another's, absent or withdrawn answers
// alike, to the byte; nothing ends in an internal error.
func TestMatrix(t *testing.T) {
	m := &matrix{t: t}
	m.fresh()
	for _, r := range web.Routes() {
		c := cells[r.Name]
		if c.note != "" {
			continue
		}
		if r.Method != http.MethodGet {
			m.fresh() // what the last route changed is no matter of this one
		}
		m.visit(r, c)
	}
	t.Logf("%d cells tried, %d leaks", m.tried, m.leaks)
}

// matrix walks through the table.
type matrix struct {
	t            *testing.T
	site         *webtest.Site
	things       map[string]thing
	people       []who
	tried, leaks int
}

func (m *matrix) fresh() {
	m.site = webtest.Start(m.t)
	m.things = tenants(m.t, m.site)
	m.people = everybody(m.site)
}

func (m *matrix) visit(r web.Route, c cell) {
	things, known := m.things[r.Kind]
	if r.Kind != "" && !known {
		m.t.Errorf("%s names a thing of the kind %q, which tenants does not make; add it there", r.Name, r.Kind)
		return
	}
	path := func(code string) (string, bool) { return fillIn(r, c, code) }
	if _, ok := path("x"); !ok {
		m.t.Errorf("%s: %s has a parameter that the matrix does not know; add the route to cells", r.Name, r.Path)
		return
	}
	// whoever may not comes first, because whoever may could change the thing
	slices.SortStableFunc(m.people, func(x, y who) int { return b2i(m.may(r, x)) - b2i(m.may(r, y)) })
	for _, w := range m.people {
		absent := m.ask(r, c, w, path, things.absent)
		if things.other != "" {
			m.judgeOther(r, w, things, m.ask(r, c, w, path, things.other), absent)
		}
		if things.deleted != "" && w.workspace != vigil.Administrator && w.workspace != vigil.Auditor {
			m.alike(r, w, "withdrawn", m.ask(r, c, w, path, things.deleted), things.deleted, absent, things.absent)
		}
		m.judgeOwn(r, w, m.ask(r, c, w, path, things.own))
	}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// may says what the tables promise somebody on a thing of acme.
func (m *matrix) may(r web.Route, w who) bool {
	switch {
	case r.Everybody:
		return true
	case w.name == "nobody" || w.link && !r.Links:
		return false
	case r.Action == "":
		return true
	case w.workspace != "":
		return app.May(w.workspace, app.Action(r.Action))
	}
	return app.May(w.in, app.Action(r.Action)) && !app.Workspace(app.Action(r.Action))
}

func (m *matrix) judgeOwn(r web.Route, w who, p *webtest.Page) {
	refused := p.Status == http.StatusForbidden || p.Status == http.StatusNotFound || toLogin(p)
	switch may := m.may(r, w); {
	case may && refused && !r.Everybody:
		m.t.Errorf("%s %s as %s: %d, though the table lets them in\n%.300s", r.Method, p.Path, w.name, p.Status, p.Text())
	case !may && !refused:
		m.leaks++
		m.t.Errorf("%s %s as %s: %d, though the table keeps them out\n%.300s", r.Method, p.Path, w.name, p.Status, p.Text())
	}
}

// judgeOther looks at what is shown of another organisation.
func (m *matrix) judgeOther(r web.Route, w who, things thing, other, absent *webtest.Page) {
	if r.Everybody || w.workspace != "" {
		return // theirs as well: the role in the workspace decides, as on one's own
	}
	m.alike(r, w, "another's", other, things.other, absent, things.absent)
}

// alike checks that a thing answers as if it were not there.
func (m *matrix) alike(r web.Route, w who, what string, p *webtest.Page, code string, absent *webtest.Page, none string) {
	if r.Everybody {
		return
	}
	if p.Status != absent.Status || !bytes.Equal(plain(p, code), plain(absent, none)) || p.Status < 300 {
		m.leaks++
		m.t.Errorf("%s %s as %s: %s gives %d, an absent one %d\n%s\n%s", r.Method, p.Path, w.name, what, p.Status, absent.Status, plain(p, code), plain(absent, none))
	}
}

// ask sends the request of a cell.
func (m *matrix) ask(r web.Route, c cell, w who, path func(string) (string, bool), code string) *webtest.Page {
	m.t.Helper()
	m.tried++
	to, _ := path(code)
	b := *w.browser // what this request brings does not stay
	cookies := w.browser.Keep()
	defer w.browser.Restore(cookies)
	var p *webtest.Page
	switch {
	case r.Method == http.MethodGet:
		p = b.Get(to)
	case r.Files:
		if b.Token() == "" {
			b.Get("/login")
		}
		p = b.Upload(to, c.form, webtest.File{Field: "file", Name: "a.txt", Body: []byte("text")})
	default:
		if b.Token() == "" {
			b.Get("/login")
		}
		p = b.Post(to, c.form)
	}
	if p.Status >= 500 {
		m.t.Errorf("%s %s as %s: %d\n%s\n%s", r.Method, to, w.name, p.Status, p.Text(), last(m.site.Log.String(), 2000))
	}
	return p
}

func last(s string, n int) string { return s[max(0, len(s)-n):] }

// toLogin reports whether somebody is asked to sign in: sent to that page, or shown it with the form that was typed.
func toLogin(p *webtest.Page) bool {
	if p.Find("form[action=/login]") != nil {
		return true
	}
	return p.Status == http.StatusSeeOther && strings.HasPrefix(p.Header.Get("Location"), "/login")
}

// fillIn puts the code of a thing, and what else a path needs, in their places; false if a parameter is unknown.
func fillIn(r web.Route, c cell, code string) (string, bool) {
	parts, ok := strings.Split(r.Path, "/"), true
	for i, p := range parts {
		name, isParameter := strings.CutPrefix(p, ":")
		switch {
		case !isParameter:
			ok = ok && !strings.Contains(p, "*")
		case c.with[name] != "":
			parts[i] = c.with[name]
		case r.Kind != "" && parameters[r.Kind] == name:
			parts[i] = code
		default:
			ok = false
		}
	}
	return strings.Join(parts, "/"), ok
}

var number = regexp.MustCompile(`Number of this request: \S+`)

// plain is a page, or where it redirects to, without what differs from request to request.
func plain(p *webtest.Page, code string) []byte {
	text := p.Header.Get("Location") + "\n" + number.ReplaceAllString(string(p.Body), "Number of this request: N<")
	return []byte(strings.ReplaceAll(text, code, "CODE"))
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(fmt.Errorf("the test itself: %w", err))
	}
}
