package app_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"vigil/internal/app"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// kinds lists what somebody's first page asks for.
func kinds(h app.Home) []app.NeedKind {
	var list []app.NeedKind
	for _, n := range h.Needs {
		list = append(list, n.Kind)
	}
	return list
}

// TestHome: everybody sees what waits for them, and nothing of organisations without a role.
func TestHome(t *testing.T) { each(t, testHome) }

func testHome(t *testing.T, a *app.App) {
	member := func(login string, r vigil.Role) vigil.Actor {
		return vigil.Actor{Person: login, In: map[string]vigil.Role{"acme": r}}
	}
	analyst, reviewer, respondent, viewer := member("ada", vigil.Analyst), member("rui", vigil.Reviewer), member("guest", vigil.Respondent), member("vic", vigil.Viewer)
	begin(t, a, "acme", vigil.SELF)
	begin(t, a, "rival", vigil.SELF)
	for _, code := range []string{"acme", "rival"} {
		sub := answersTo(a)
		entry(t, &sub, "BE.c.1").Evidence[0].Expires = "2026-03-10"
		entry(t, &sub, "BE.c.2").Evidence[0].Expires = "2026-02-10"
		entry(t, &sub, "BE.c.3").Evidence[0].Expires = "2026-12-31"
		_, err := a.Import(ctx, admin, code+"-1", sub, app.ImportOptions{})
		must(t, err)
		_, err = a.ProposeCap(ctx, third, code, "", vigil.Cap{Rule: "CAP-2", Grade: "E2", Reason: "a register shows it"})
		must(t, err)
	}
	ofAcme := func() int64 {
		as, _, err := a.Assessment(ctx, admin, "acme-1")
		must(t, err)
		return as.ID
	}()
	must(t, a.Store.Tx(ctx, func(tx *store.Tx) error {
		return tx.CreateAssignment(&vigil.Assignment{AssessmentID: ofAcme, Section: "P2", Person: "guest", AssignedBy: "ada", AssignedAt: noon, Due: "2026-03-01"})
	}))
	sees := func(by vigil.Actor, want ...app.NeedKind) app.Home {
		t.Helper()
		h, err := a.Home(ctx, by)
		must(t, err)
		if !slices.Equal(kinds(h), want) {
			t.Errorf("%s %v sees %v, want %v", by.Person, by.In, kinds(h), want)
		}
		for _, n := range h.Needs {
			if by.Role == "" && n.Organisation.Code != "acme" {
				t.Errorf("%s sees something of %q", by.Person, n.Organisation.Code)
			}
		}
		return h
	}
	h := sees(respondent, app.NeedAssigned, app.NeedEvidence)
	if n := h.Needs[0]; n.Section != "P2" || !n.Late || n.Title.In("en") == "" {
		t.Errorf("%+v", n)
	}
	if n := h.Needs[1]; n.Count != 2 || n.Due != "2026-02-10" || !n.Late {
		t.Errorf("evidence: %+v", n)
	}
	if len(h.Open) != 1 || h.Open[0].Progress == nil || h.Organisations != 1 || h.MayStart || h.MayAdd {
		t.Errorf("%+v", h)
	}
	sees(viewer)
	sees(reviewer, app.NeedConfirm)
	h = sees(analyst, app.NeedEvidence)
	if !h.MayStart || h.MayAdd {
		t.Error("an analyst of one organisation may start an assessment there, and add no organisation")
	}
	sees(admin, app.NeedEvidence, app.NeedEvidence, app.NeedConfirm, app.NeedConfirm)
	nobody, err := a.Home(ctx, vigil.Actor{Person: "new"})
	must(t, err)
	if len(nobody.Needs)+nobody.Assessments+nobody.Organisations > 0 {
		t.Errorf("somebody without a role sees %+v", nobody)
	}

	caps, err := a.Caps(ctx, admin, "acme")
	must(t, err)
	_, err = a.ConfirmCap(ctx, reviewer, caps[0].ID)
	must(t, err)
	h = sees(respondent, app.NeedAssigned, app.NeedEvidence, app.NeedReply)
	if n := h.Needs[2]; n.Due == "" || n.Late || n.Title.In("en") == "" {
		t.Errorf("%+v", n)
	}
	must(t, a.ReplyCap(ctx, respondent, caps[0].ID, "We looked into it."))
	must(t, a.Submit(ctx, analyst, "acme-1"))
	sees(respondent)
	sees(reviewer, app.NeedReview)
	must(t, a.Review(ctx, reviewer, "acme-1"))
	must(t, a.Return(ctx, reviewer, "acme-1", "Say more."))
	h = sees(respondent, app.NeedAssigned, app.NeedEvidence, app.NeedReturned)
	if h.Needs[2].Assessment.ReturnReason != "" {
		t.Error("the list of needs repeats what a reviewer wrote")
	}
}

// TestHomeTellsTheScore: the latest final score comes with its cap and how far it moved.
func TestHomeTellsTheScore(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.BENCH)
	final := func(code string) {
		must(t, a.Store.Tx(ctx, func(tx *store.Tx) error {
			as, err := tx.Assessment(code)
			if err != nil {
				return err
			}
			as.Status = vigil.InReview
			return tx.SaveAssessment(&as)
		}))
		finaliseAnyway(t, a, code)
	}
	_, err := a.Import(ctx, guest, "acme-1", answersTo(a), app.ImportOptions{})
	must(t, err)
	final("acme-1")
	a.Now = func() time.Time { return noon.AddDate(1, 0, 0) }
	next, _, err := a.CloneAssessment(ctx, admin, "acme-1", app.CloneAssessment{Period: "2027"})
	must(t, err)
	final(next.Code)
	h, err := a.Home(ctx, vigil.Actor{Person: "vic", Role: vigil.Viewer})
	must(t, err)
	if len(h.Standings) != 1 || h.Standings[0].Assessment.Code != next.Code || h.Standings[0].Movement == nil || h.Standings[0].Movement.From.Code != "acme-1" || h.Standings[0].Card.Final == nil {
		t.Fatalf("%+v", h.Standings)
	}
	h, err = a.Home(ctx, guest)
	must(t, err)
	if len(h.Standings) != 0 {
		t.Error("a respondent sees a score")
	}
}

// finaliseAnyway keeps the score of an assessment as finalising does, whoever judged its answers.
func finaliseAnyway(t testing.TB, a *app.App, code string) {
	t.Helper()
	sections := []string{vigil.SectionScreening}
	q, _, err := a.Catalogue.Questionnaire("company-quick")
	must(t, err)
	for _, p := range q.Pillars {
		sections = append(sections, p.ID)
	}
	_, _, err = a.AcceptItems(ctx, other, code, sections)
	must(t, err)
	must(t, a.Finalise(ctx, other, code))
}

// TestLists: a list is searched, narrowed and cut into pages, and shows progress and score to those who may see them.
func TestLists(t *testing.T) {
	a := onSQLite(t)
	for i := range 30 {
		code := "firm-" + string(rune('a'+i%26)) + string(rune('a'+i/26))
		sector := []string{"EXT", "APP"}[i%2]
		_, err := a.NewOrganisation(ctx, admin, vigil.Organisation{Code: code, Name: "Example " + code, Sector: sector, Type: "company", Fictional: true})
		must(t, err)
		_, err = a.NewAssessment(ctx, admin, app.NewAssessment{Code: code + "-1", Organisation: code, Questionnaire: "company-quick", Mode: vigil.Modes[i%3]})
		must(t, err)
	}
	list, err := a.FindOrganisations(ctx, admin, app.Filter{})
	must(t, err)
	if len(list.Rows) != app.PerPage || list.At != (app.Paged{Page: 1, Pages: 2, From: 1, To: 25, Total: 30}) || !slices.Equal(list.Sectors, []string{"APP", "EXT"}) {
		t.Errorf("%d rows, %+v %v", len(list.Rows), list.At, list.Sectors)
	}
	if r := list.Rows[0]; r.Assessments != 1 || r.Latest == nil || r.Latest.Progress == nil || r.Latest.Progress.Applicable == 0 {
		t.Errorf("%+v", r)
	}
	for _, c := range []struct {
		f    app.Filter
		rows int
	}{{app.Filter{Page: 2}, 5}, {app.Filter{Page: 99}, 5}, {app.Filter{Page: -3}, 25}, {app.Filter{All: true}, 30}, {app.Filter{Sector: "APP"}, 15}, {app.Filter{Words: "FIRM-B example"}, 2}, {app.Filter{Words: "nothing"}, 0}, {app.Filter{Type: "media"}, 0}} {
		list, err := a.FindOrganisations(ctx, admin, c.f)
		must(t, err)
		if len(list.Rows) != c.rows || !list.Any {
			t.Errorf("%+v: %d organisations", c.f, len(list.Rows))
		}
	}
	for _, c := range []struct {
		f    app.Filter
		rows int
	}{{app.Filter{All: true}, 30}, {app.Filter{Mode: vigil.SELF}, 10}, {app.Filter{Organisation: "firm-aa"}, 1}, {app.Filter{Status: vigil.Final}, 0}, {app.Filter{Form: "company-quick", All: true}, 30}, {app.Filter{Form: "investor"}, 0}, {app.Filter{Words: "firm-c"}, 2}} {
		list, err := a.FindAssessments(ctx, admin, c.f)
		must(t, err)
		if len(list.Rows) != c.rows || !list.Any {
			t.Errorf("%+v: %d assessments", c.f, len(list.Rows))
		}
	}
	viewer, err := a.FindAssessments(ctx, vigil.Actor{Person: "vic", In: map[string]vigil.Role{"firm-aa": vigil.Viewer}}, app.Filter{})
	must(t, err)
	if len(viewer.Rows) != 1 || viewer.Rows[0].Progress != nil || len(viewer.Organisations) != 1 {
		t.Errorf("a viewer sees %+v", viewer)
	}
}

// TestOverviewByRole: who may not see the answers learns neither how far they are nor what a reviewer asked for; a link shows no names.
func TestOverviewByRole(t *testing.T) {
	a, own, _, _ := twoTenants(t)
	must(t, a.Submit(ctx, admin, own.assessment))
	must(t, a.Review(ctx, other, own.assessment))
	must(t, a.Return(ctx, other, own.assessment, "Say more."))
	for _, r := range vigil.Roles {
		o, err := a.Overview(ctx, vigil.Actor{Person: "mia", In: map[string]vigil.Role{"acme": r}}, own.assessment)
		must(t, err)
		sees := app.May(r, app.AnswersAction)
		if (o.Progress != nil) != sees || (o.Assessment.ReturnReason != "") != sees || (len(o.Steps) > 0) != sees || (o.Card != nil) != app.May(r, app.ScoreAction) {
			t.Errorf("%s: progress %v, reason %q, %d steps, score %v", r, o.Progress != nil, o.Assessment.ReturnReason, len(o.Steps), o.Card != nil)
		}
		if o.Can(app.SubmitAction) != app.May(r, app.SubmitAction) || o.Can(app.FinaliseAction) {
			t.Errorf("%s: submit %v, finalise %v of a returned assessment", r, o.Can(app.SubmitAction), o.Can(app.FinaliseAction))
		}
	}
	o, err := a.Overview(ctx, vigil.Actor{Person: "link 1", Role: vigil.Respondent, Grant: &vigil.Grant{Assessment: own.assessment, Sections: []string{"P1"}}}, own.assessment)
	must(t, err)
	if len(o.Steps)+len(o.Assigned) > 0 || o.Can(app.SubmitAction) || o.Progress == nil || len(o.Progress.Sections) != 1 {
		t.Errorf("a link sees %+v", o)
	}
}

// TestUnitsAndMembers: one unit at a time, without a circle, and only what nothing rests on goes.
func TestUnitsAndMembers(t *testing.T) { each(t, testUnitsAndMembers) }

func testUnitsAndMembers(t *testing.T, a *app.App) {
	begin(t, a, "acme", vigil.SELF)
	must(t, a.PutUnit(ctx, admin, "acme", vigil.Unit{Code: "north", Name: "North", Kind: "site"}))
	must(t, a.PutUnit(ctx, admin, "acme", vigil.Unit{Code: "pit", Name: "Pit", Parent: "north"}))
	refused(t, a.PutUnit(ctx, admin, "acme", vigil.Unit{Code: "north", Parent: "pit"}), vigil.Invalid, "circle")
	refused(t, a.PutUnit(ctx, admin, "acme", vigil.Unit{Code: "x", Parent: "nowhere"}), vigil.Invalid, "parent: there is no unit")
	refused(t, a.PutUnit(ctx, admin, "acme", vigil.Unit{}), vigil.Invalid, "code")
	refused(t, a.PutUnit(ctx, admin, "acme", vigil.Unit{Code: "y", Name: "Ask +51 984 555 123"}), vigil.Invalid, "name")
	must(t, a.PutUnit(ctx, admin, "acme", vigil.Unit{Code: "north", Name: "Northern sites", Kind: "site"}))
	v, err := a.Organisation(ctx, admin, "acme")
	must(t, err)
	if len(v.Units) != 2 || v.Units[0].Name != "Northern sites" || len(v.Members) != 1 || len(v.Assessments) != 1 || v.OpenCaps != 0 {
		t.Errorf("%+v", v)
	}
	refused(t, a.RemoveUnit(ctx, admin, "acme", "north"), vigil.Conflict, "stand below")
	must(t, a.RemoveUnit(ctx, admin, "acme", "pit"))
	must(t, a.RemoveUnit(ctx, admin, "acme", "north"))
	refused(t, a.RemoveUnit(ctx, admin, "acme", "north"), vigil.NotFound, "there is no unit")
	must(t, a.RemoveMember(ctx, admin, "acme", guest.Person))
	refused(t, a.RemoveMember(ctx, admin, "acme", guest.Person), vigil.Conflict, "none was taken")
	v, err = a.Organisation(ctx, vigil.Actor{Person: "vic", In: map[string]vigil.Role{"acme": vigil.Viewer}}, "acme")
	must(t, err)
	if len(v.Members) != 0 || v.OpenCaps != -1 || v.OpenCases != -1 {
		t.Errorf("a viewer sees %+v", v)
	}
}

// TestPeopleAndCasesInPages: both are sealed in the database, and are yet narrowed and cut like every other list.
func TestPeopleAndCasesInPages(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	for i := range 30 {
		al := grave()
		al.Summary = fmt.Sprintf("%s Source %d.", al.Summary, i)
		addCase(t, a, al)
		_, err := a.InvitePerson(ctx, admin, app.Invitation{Login: fmt.Sprintf("person-%02d", i), Name: []string{"Ada", "Bén"}[i%2] + " Example", Email: fmt.Sprintf("p%02d@example.net", i), Language: "en", Role: vigil.Viewer})
		must(t, err)
	}
	for _, c := range []struct {
		f     app.PeopleFilter
		rows  int
		first string
	}{
		{app.PeopleFilter{}, 25, "person-00"}, {app.PeopleFilter{Page: 2}, 5, "person-25"}, {app.PeopleFilter{All: true}, 30, "person-00"}, {app.PeopleFilter{Words: "bén"}, 15, "person-01"},
		{app.PeopleFilter{Words: "P07@EXAMPLE ada"}, 0, ""}, {app.PeopleFilter{Words: "P07@EXAMPLE bén"}, 1, "person-07"}, {app.PeopleFilter{Status: vigil.Active}, 0, ""}, {app.PeopleFilter{Status: vigil.Invited, Page: 9}, 5, "person-25"},
	} {
		list, err := a.FindPeople(ctx, admin, c.f)
		must(t, err)
		if len(list.Accounts) != c.rows || list.All != 30 || c.rows > 0 && list.Accounts[0].Login != c.first {
			t.Errorf("%+v: %d of %d", c.f, len(list.Accounts), list.All)
		}
	}
	for _, c := range []struct {
		f    app.CaseFilter
		rows int
	}{{app.CaseFilter{}, 25}, {app.CaseFilter{Page: 2}, 5}, {app.CaseFilter{State: "open"}, 25}, {app.CaseFilter{State: "withdrawn"}, 0}, {app.CaseFilter{Organisation: "nobody"}, 0}} {
		list, err := a.FindCases(ctx, admin, c.f)
		must(t, err)
		if len(list.Cases) != c.rows || !list.Any || len(list.Organisations) != 1 {
			t.Errorf("%+v: %d cases, of %v", c.f, len(list.Cases), list.Organisations)
		}
	}
}

// TestHomeLosesNothing: what waits in assessments whose progress is not shown, because so many are in work, is listed all the same,
// and so is every hold that somebody is to look at again.
func TestHomeLosesNothing(t *testing.T) { each(t, homeLosesNothing) }

func homeLosesNothing(t *testing.T, a *app.App) {
	begin(t, a, "acme", vigil.BENCH)
	_, err := a.Import(ctx, guest, "acme-1", answersTo(a), app.ImportOptions{})
	must(t, err)
	const many = 10
	for i := range many {
		n, err := a.NewAssessment(ctx, admin, app.NewAssessment{Code: fmt.Sprintf("back-%d", i), Organisation: "acme", Questionnaire: "company-quick", Mode: vigil.BENCH})
		must(t, err)
		must(t, a.Submit(ctx, guest, n.Code))
		must(t, a.Review(ctx, other, n.Code))
		must(t, a.Return(ctx, other, n.Code, "Say more."))
		_, _, err = a.CloneAssessment(ctx, admin, "acme-1", app.CloneAssessment{Period: fmt.Sprint(2030 + i)})
		must(t, err)
	}
	al := addCase(t, a, grave())
	_, err = a.HoldAllegation(ctx, admin, al.Code, "Asking now would endanger somebody.")
	must(t, err)
	count := func(by vigil.Actor) map[app.NeedKind]int {
		h, err := a.Home(ctx, by)
		must(t, err)
		of := map[app.NeedKind]int{}
		for _, n := range h.Needs {
			if of[n.Kind]++; n.Kind == app.NeedUnconfirmed && n.Count == 0 || n.Kind == app.NeedHold && (n.Case != al.Code || n.Due != "2026-03-16" || n.Organisation.Code != "acme") {
				t.Errorf("%+v", n)
			}
		}
		return of
	}
	if of := count(admin); of[app.NeedReturned] != many || of[app.NeedUnconfirmed] != many || of[app.NeedHold] != 1 {
		t.Errorf("an administrator is told of %v", of)
	}
	if of := count(guest); of[app.NeedReturned] != many || of[app.NeedHold] != 0 {
		t.Errorf("who answers is told of %v", of)
	}
	ofCompany := vigil.Actor{Person: "ada", In: map[string]vigil.Role{"acme": vigil.Analyst}}
	if of := count(ofCompany); of[app.NeedUnconfirmed] != many || of[app.NeedHold] != 0 {
		t.Errorf("an analyst of the company is told of %v", of)
	}
}
