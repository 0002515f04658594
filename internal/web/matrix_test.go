package web_test

import (
	"fmt"
	"maps"
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
	with   map[string]string // values of parameters of the path that name no thing
	form   url.Values        // what is sent; a form that is refused as wrong is fine, but whoever may not must be told so first
	within string            // what decides further, besides the role: whoever may come to the door may still be sent away
	note   string            // why a route is left to a test of its own, with that test's name
}

// cells are the routes that need more than their line. A route that names something in its path which is neither here nor
// made by tenants fails the test.
var cells = map[string]cell{
	"static":            {note: "TestStatic"},
	"metrics":           {note: "TestHealth"},
	"question":          {with: map[string]string{"question": "BE.a.1"}},
	"answer-save":       {with: map[string]string{"question": "BE.a.1"}},
	"answer-undo":       {with: map[string]string{"question": "BE.a.1"}},
	"answer-confirm":    {with: map[string]string{"question": "BE.a.1"}},
	"answer-merge":      {with: map[string]string{"question": "BE.a.1"}},
	"scorecard-node":    {with: map[string]string{"node": "P1"}},
	"report":            {with: map[string]string{"report": "gap.html"}},
	"carry-over":        {within: "an assessment that was begun afresh has nothing carried over"},
	"review-item":       {form: url.Values{"question": {"BE.a.1"}, "version": {"1"}, "verdict": {"accepted"}}},
	"review-approve":    {form: url.Values{"question": {"SCR.2"}}},
	"review-accept":     {form: url.Values{"pillar": {"P1"}, "looked": {"yes"}}},
	"person-role":       {form: url.Values{"role": {"viewer"}, "version": {"1"}}},
	"assignment-done":   {within: "whose section it is"},
	"member-remove":     {form: url.Values{"person": {"acme-viewer"}}, within: "it is gone once it was removed"},
	"comment-add":       {form: url.Values{"question": {"BE.a.1"}, "text": {""}}},
	"assignment-remove": {within: "it is gone once it was removed"},
	"link-revoke":       {within: "it is over once it was revoked"},
	"comment-edit":      {within: "whose words they are"},
	"comment-delete":    {within: "whose words they are"},
	"hand-in":           {within: "a link hands in, an account submits"},
	"hand-in-save":      {within: "a link hands in, an account submits"},
	"import-plan":       {within: "who read the file in"},
	"import-apply":      {within: "who read the file in"},
	"import-drop":       {within: "who read the file in"},
	"evidence-new":      {with: map[string]string{"question": "BE.a.1"}},
	"evidence-pick":     {with: map[string]string{"question": "BE.a.1"}},
	"evidence-add":      {with: map[string]string{"question": "BE.a.1"}},
	"evidence-remove":   {within: "it is gone once it was removed"},
	"file-remove":       {within: "it is gone once it was deleted, and stays while an answer rests on it"},
	"allegation-edit":   {within: "a company does not correct what is said of it"},
}

// parameters are the names under which paths have a thing of a kind, where it is not the name of the kind.
var parameters = map[string]string{"evidence": "file"}

func parameter(kind string) string {
	if p := parameters[kind]; p != "" {
		return p
	}
	return kind
}

// thing is one of a kind, by the code of its path: of one's own organisation, of another, of nobody, and one's own that was
// withdrawn, removed, erased or let go.
type thing struct{ own, other, absent, deleted string }

// tenants makes two organisations that have the same things, each once to be kept and once to be deleted.
func tenants(t *testing.T, site *webtest.Site) map[string]thing {
	t.Helper()
	all := map[string]thing{"organisation": {absent: "nowhere"}, "person": {own: "viewer", absent: "nobody"}, "allegation": {absent: "nowhere-case"}, "cap": {absent: "987654"}}
	for i, org := range webtest.Organisations {
		kept, gone := things(t, site, org), map[string]string{}
		if i == 0 {
			gone = deleted(t, site, org)
		}
		for kind, code := range kept {
			x := all[kind]
			if i == 0 {
				x.own, x.deleted = code, gone[kind]
			} else {
				x.other = code
			}
			if x.absent == "" {
				x.absent = map[bool]string{true: "987654", false: strings.Repeat("a", len(code))}[isNumber(code)]
			}
			all[kind] = x
		}
	}
	return all
}

// things gives an organisation one of each kind, by the codes of their paths.
func things(t *testing.T, site *webtest.Site, org string) map[string]string {
	t.Helper()
	ctx, by, code := t.Context(), site.Actor("administrator"), org+"-1"
	for question, value := range map[string]string{"BE.a.1": "0", "SCR.2": "no"} {
		_, err := site.App.SaveAnswer(ctx, by, code, app.SaveAnswer{Question: question, Value: value})
		check(t, err)
	}
	al, err := site.App.AddAllegation(ctx, by, org, vigil.Allegation{Quarter: "2025-Q4", Country: "PE", Harm: "lawsuit", Sector: "EXT", Summary: "A lawsuit against critics was reported.",
		Source: "https://example.org/report", Scale: 2, Scope: 1, Irremediability: 1, Credibility: "K2", Link: "contributed"})
	check(t, err)
	c, err := site.App.ProposeCap(ctx, by, org, "", vigil.Cap{Rule: "CAP-2", Grade: "E2", Reason: "a register shows it"})
	check(t, err)
	_, err = site.App.ConfirmCap(ctx, site.Actor("reviewer"), c.ID) // the company sees no proposal
	check(t, err)
	all := within(t, site, code, "")
	all["organisation"], all["assessment"], all["allegation"], all["cap"] = org, code, al.Code, id(c.ID)
	return all
}

// within makes what stands within an assessment. mark tells the things of one call from those of another.
func within(t *testing.T, site *webtest.Site, code, mark string) map[string]string {
	t.Helper()
	ctx, by := t.Context(), site.Actor("administrator")
	said, err := site.App.AddComment(ctx, by, code, app.CommentOn{Question: "BE.a.1", Text: "Where does it say so?" + mark})
	check(t, err)
	shared, err := site.App.Share(ctx, by, code, app.Sharing{Sections: []string{"P1"}, People: []string{"researcher"}, Links: []string{"the office in Lima" + mark}, Language: "en"})
	check(t, err)
	held, err := site.App.HoldImport(ctx, by, code, vigil.Submission{Source: "answers.csv", Rows: 1, Entries: []vigil.Entry{{Place: vigil.Place{File: "answers.csv", Line: 2}, Question: "BE.a.1", Value: "0"}}})
	check(t, err)
	before, err := site.App.FileCodes(ctx, by, code)
	check(t, err)
	e, err := site.App.AddEvidence(ctx, by, code, app.NewEvidence{Question: "BE.a.1", Evidence: vigil.Evidence{Grade: vigil.E1},
		Upload: &app.Upload{Name: "policy.txt", From: strings.NewReader("We respect. " + code + mark)}})
	check(t, err)
	files, err := site.App.FileCodes(ctx, by, code)
	check(t, err)
	maps.DeleteFunc(files, func(hash, _ string) bool { return before[hash] != "" })
	return map[string]string{"comment": id(said.ID), "link": id(shared.Links[0].ID), "assignment": id(shared.Assigned[0].ID), "held": held.Code, "reference": id(e.ID),
		"evidence": slices.Collect(maps.Values(files))[0]}
}

// deleted makes and deletes one of each kind that can be.
func deleted(t *testing.T, site *webtest.Site, org string) map[string]string {
	t.Helper()
	ctx, by, code := t.Context(), site.Actor("administrator"), org+"-1"
	gone, err := site.App.NewAssessment(ctx, by, app.NewAssessment{Code: org + "-9", Organisation: org, Questionnaire: "company-quick", Mode: vigil.SELF, Period: "2026"})
	check(t, err)
	check(t, site.App.Withdraw(ctx, by, gone.Code, "made by mistake"))
	all := within(t, site, code, " (once)")
	all["assessment"] = gone.Code
	number := func(kind string) int64 {
		n, err := strconv.ParseInt(all[kind], 10, 64)
		check(t, err)
		return n
	}
	check(t, site.App.DeleteComment(ctx, by, code, number("comment")))
	check(t, site.App.Unassign(ctx, by, code, number("assignment")))
	check(t, site.App.DropImport(ctx, by, code, all["held"]))
	check(t, site.App.RemoveEvidence(ctx, by, code, number("reference")))
	check(t, site.App.RemoveFile(ctx, by, all["evidence"]))
	delete(all, "link") // one that was revoked stays on file and can be renewed; what it opens is for TestDeadLinksLookAlike
	return all
}

func isNumber(code string) bool {
	_, err := strconv.ParseInt(code, 10, 64)
	return err == nil
}

func id(n int64) string { return strconv.FormatInt(n, 10) }

// who is one who asks: a person of the site, somebody by link, or nobody.
type who struct {
	name      string
	workspace vigil.Role // in everything
	in        vigil.Role // in acme alone
	link      bool
	browser   *webtest.Browser
}

func everybody(site *webtest.Site) []who {
	nobody := site.Anonymous()
	nobody.Get("/login") // has a cookie from then on, as every browser that saw a form
	all := []who{{name: "nobody", browser: nobody}, {name: "somebody by link", in: vigil.Respondent, link: true, browser: site.ByLink("acme-1")}}
	for _, p := range webtest.People {
		all = append(all, who{name: p.Login, workspace: p.Role, in: p.In, browser: site.As(p.Login)})
	}
	return all
}

// TestMatrix visits every route of the table as everybody, with a thing of one's own, one of another organisation, one that is
// absent and one that was withdrawn. Who may is decided by the table of app; what is another's, absent or withdrawn answers
// alike, to the byte; nothing ends in an internal error.
func TestMatrix(t *testing.T) {
	onBoth(t, func(t *testing.T, start starter) { (&matrix{t: t, start: start}).visitAll() })
}

func (m *matrix) visitAll() {
	m.fresh()
	for _, r := range web.Routes() {
		c := cells[r.Name]
		if c.note != "" {
			continue
		}
		if m.changed { // what another route changed is no matter of this one
			m.fresh()
		}
		m.visit(r, c)
	}
	m.t.Logf("%d cells tried, %d leaks", m.tried, m.leaks)
}

// ofEachReach are people who see nothing, one section, one organisation, or all of them.
var ofEachReach = []string{"nobody", "somebody by link", "acme-analyst", "acme-viewer", "acme-respondent", "analyst", "auditor", "administrator"}

// matrix walks through the table.
type matrix struct {
	t            *testing.T
	start        starter
	site         *webtest.Site
	things       map[string]thing
	people       []who
	changed      bool // something was stored since it is fresh
	tried, leaks int
}

func (m *matrix) fresh() {
	m.changed = false
	m.site = m.start(m.t)
	m.things = tenants(m.t, m.site)
	m.people = everybody(m.site)
	if m.site.Database != "" { // roles are decided before the database is asked: one of each reach is enough there
		m.people = slices.DeleteFunc(m.people, func(w who) bool { return !slices.Contains(ofEachReach, w.name) })
	}
}

func (m *matrix) visit(r web.Route, c cell) {
	things, known := m.things[r.Kind]
	if r.Kind != "" && !known {
		m.t.Errorf("%s names a thing of the kind %q, which tenants does not make; add it there", r.Name, r.Kind)
		return
	}
	inner, ok := m.inner(r, c)
	if !ok {
		m.t.Errorf("%s: %s has a parameter that the matrix does not know; add the route to cells, or the thing to tenants", r.Name, r.Path)
		return
	}
	// whoever may not comes first, because whoever may could change the thing
	slices.SortStableFunc(m.people, func(x, y who) int { return b2i(may(r, x)) - b2i(may(r, y)) })
	for _, w := range m.people {
		absent := m.ask(r, c, w, things.absent, nil)
		if things.other != "" && w.workspace == "" { // a role in the workspace has those as well
			m.alike(r, w, "another's", m.ask(r, c, w, things.other, nil), things.other, absent, things.absent)
		}
		seesWithdrawn := r.Kind == "assessment" && (w.workspace == vigil.Administrator || w.workspace == vigil.Auditor)
		if things.deleted != "" && !seesWithdrawn {
			m.alike(r, w, "a deleted one", m.ask(r, c, w, things.deleted, nil), things.deleted, absent, things.absent)
		}
		for name, kind := range inner { // a thing of another's within one's own
			x := m.things[kind]
			m.alike(r, w, "one with the "+kind+" of another's", m.ask(r, c, w, things.own, map[string]string{name: x.other}), x.other,
				m.ask(r, c, w, things.own, map[string]string{name: x.absent}), x.absent)
			if x.deleted != "" {
				m.alike(r, w, "one with a deleted "+kind, m.ask(r, c, w, things.own, map[string]string{name: x.deleted}), x.deleted,
					m.ask(r, c, w, things.own, map[string]string{name: x.absent}), x.absent)
			}
		}
		m.judgeOwn(r, c, w, m.ask(r, c, w, things.own, nil))
	}
}

// inner gives the parameters that name a thing within the thing of the route; false if one is unknown.
func (m *matrix) inner(r web.Route, c cell) (map[string]string, bool) {
	all := map[string]string{}
	for _, p := range strings.Split(r.Path, "/") {
		name, isParameter := strings.CutPrefix(p, ":")
		if !isParameter || c.with[name] != "" || r.Kind != "" && parameter(r.Kind) == name {
			continue
		}
		found := false
		for kind := range m.things {
			if parameter(kind) == name {
				all[name], found = kind, true
			}
		}
		if !found {
			return nil, false
		}
	}
	return all, true
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// may says what the tables promise somebody on a thing of acme. TestWhoComesIn holds them to what a person has read.
func may(r web.Route, w who) bool {
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
	return app.MayOn(vigil.Actor{}, w.in, app.Action(r.Action)) && !app.Workspace(app.Action(r.Action))
}

func (m *matrix) judgeOwn(r web.Route, c cell, w who, p *webtest.Page) {
	refused := p.Status == http.StatusForbidden || p.Status == http.StatusNotFound || toLogin(p)
	switch may := may(r, w); {
	case may && refused && !r.Everybody && c.within == "":
		m.t.Errorf("%s %s as %s: %d, though the table lets them in\n%.300s", r.Method, p.Path, w.name, p.Status, p.Text())
	case !may && !refused:
		m.leaks++
		m.t.Errorf("%s %s as %s: %d, though the table keeps them out\n%.300s", r.Method, p.Path, w.name, p.Status, p.Text())
	}
}

// alike checks that a thing answers as if it were not there.
func (m *matrix) alike(r web.Route, w who, what string, p *webtest.Page, code string, absent *webtest.Page, none string) {
	if r.Everybody {
		return
	}
	if p.Status != absent.Status || plain(p, code, none) != plain(absent, code, none) || p.Status < 300 {
		m.leaks++
		m.t.Errorf("%s %s as %s: %s gives %d, an absent one %d\n%s\n%s", r.Method, p.Path, w.name, what, p.Status, absent.Status, p.Text(), absent.Text())
	}
}

// ask sends the request of a cell.
func (m *matrix) ask(r web.Route, c cell, w who, code string, within map[string]string) *webtest.Page {
	m.t.Helper()
	m.tried++
	to := address(r, m.things, code, within)
	b := *w.browser // what this request brings does not stay
	cookies := w.browser.Keep()
	defer w.browser.Restore(cookies)
	var p *webtest.Page
	switch {
	case r.Method == http.MethodGet:
		p = b.Get(to)
	case r.Files:
		p = b.Upload(to, c.form, webtest.File{Field: "file", Name: "a.txt", Body: []byte("text")})
	default:
		p = b.Post(to, c.form)
	}
	m.changed = m.changed || r.Method != http.MethodGet && p.Status < 400 && !toLogin(p)
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

// address is the path of a route for a thing with a code. What it names within is that of acme, but for what within says.
func address(r web.Route, things map[string]thing, code string, within map[string]string) string {
	parts := strings.Split(r.Path, "/")
	for i, p := range parts {
		name, isParameter := strings.CutPrefix(p, ":")
		if !isParameter {
			continue
		}
		parts[i] = code
		for kind, x := range things {
			if parameter(kind) == name && kind != r.Kind {
				parts[i] = x.own
			}
		}
		if v := cells[r.Name].with[name]; v != "" {
			parts[i] = v
		}
		if v := within[name]; v != "" {
			parts[i] = v
		}
	}
	return strings.ReplaceAll(strings.Join(parts, "/"), "*", "nothing")
}

var number = regexp.MustCompile(`Number of this request: \S+`)

// plain is a page, or where it redirects to, without what differs from request to request and without the names of things.
func plain(p *webtest.Page, names ...string) string {
	to, err := url.QueryUnescape(p.Header.Get("Location"))
	if err != nil {
		to = p.Header.Get("Location")
	}
	text := to + "\n" + number.ReplaceAllString(string(p.Body), "Number of this request: N<")
	for i, n := range names {
		names[i] = regexp.QuoteMeta(n)
	}
	return regexp.MustCompile(`\b(`+strings.Join(names, "|")+`)\b`).ReplaceAllString(text, "NAME")
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(fmt.Errorf("the test itself: %w", err))
	}
}
