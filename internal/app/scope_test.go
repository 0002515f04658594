package app_test

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"vigil/internal/app"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// object is what a method is called on: things of one organisation.
type object struct {
	organisation, assessment, allegation string
	cap                                  int64
}

// onObject calls every method that names a thing of an organisation. What is given besides the name is good, so that a refusal
// can only come from the thing.
var onObject = map[string]func(a *app.App, by vigil.Actor, at object) error{
	"UpdateOrganisation": func(a *app.App, by vigil.Actor, at object) error {
		return second(a.UpdateOrganisation(ctx, by, vigil.Organisation{Code: at.organisation, Name: "Example", Version: 1}))
	},
	"PutUnits": func(a *app.App, by vigil.Actor, at object) error { return a.PutUnits(ctx, by, at.organisation, nil) },
	"AddMember": func(a *app.App, by vigil.Actor, at object) error {
		return a.AddMember(ctx, by, at.organisation, "somebody", vigil.Viewer)
	},
	"RemoveMember": func(a *app.App, by vigil.Actor, at object) error {
		return a.RemoveMember(ctx, by, at.organisation, guest.Person)
	},
	"Organisation": func(a *app.App, by vigil.Actor, at object) error {
		return second(a.Organisation(ctx, by, at.organisation))
	},
	"PutUnit": func(a *app.App, by vigil.Actor, at object) error {
		return a.PutUnit(ctx, by, at.organisation, vigil.Unit{Code: "mine", Name: "Mine"})
	},
	"RemoveUnit": func(a *app.App, by vigil.Actor, at object) error {
		return a.RemoveUnit(ctx, by, at.organisation, "mine")
	},
	"Overview": func(a *app.App, by vigil.Actor, at object) error { return second(a.Overview(ctx, by, at.assessment)) },
	"Starting": func(a *app.App, by vigil.Actor, at object) error {
		return second(a.Starting(ctx, by, app.Start{Organisation: at.organisation, Mode: vigil.SELF}))
	},
	"StartAssessment": func(a *app.App, by vigil.Actor, at object) error {
		return second(a.StartAssessment(ctx, by, app.Start{Organisation: at.organisation, Mode: vigil.SELF, Questionnaire: "company-quick"}))
	},
	"CloneAssessment": func(a *app.App, by vigil.Actor, at object) error {
		return thirdOf(a.CloneAssessment(ctx, by, at.assessment, app.CloneAssessment{Period: "2027"}))
	},
	"CarriedOver": func(a *app.App, by vigil.Actor, at object) error {
		return second(a.CarriedOver(ctx, by, at.assessment))
	},
	"NewAssessment": func(a *app.App, by vigil.Actor, at object) error {
		return second(a.NewAssessment(ctx, by, app.NewAssessment{Organisation: at.organisation, Questionnaire: "company-quick", Mode: vigil.SELF}))
	},
	"Assessments": func(a *app.App, by vigil.Actor, at object) error {
		return second(a.Assessments(ctx, by, at.organisation))
	},
	"Assessment": func(a *app.App, by vigil.Actor, at object) error {
		return thirdOf(a.Assessment(ctx, by, at.assessment))
	},
	"SaveAnswer": func(a *app.App, by vigil.Actor, at object) error {
		return second(a.SaveAnswer(ctx, by, at.assessment, app.SaveAnswer{Question: "SCR.2"}))
	},
	"UndoAnswer": func(a *app.App, by vigil.Actor, at object) error {
		return second(a.UndoAnswer(ctx, by, at.assessment, app.UndoAnswer{Question: "SCR.2"}))
	},
	"ConfirmAnswer": func(a *app.App, by vigil.Actor, at object) error {
		return second(a.ConfirmAnswer(ctx, by, at.assessment, "", "SCR.2", 1))
	},
	"AnswerHistory": func(a *app.App, by vigil.Actor, at object) error {
		return second(a.AnswerHistory(ctx, by, at.assessment, "", "SCR.2"))
	},
	"Progress": func(a *app.App, by vigil.Actor, at object) error { return second(a.Progress(ctx, by, at.assessment)) },
	"Question": func(a *app.App, by vigil.Actor, at object) error {
		return second(a.Question(ctx, by, at.assessment, "", "SCR.2"))
	},
	"Questions": func(a *app.App, by vigil.Actor, at object) error {
		return second(a.Questions(ctx, by, at.assessment, "", "screening"))
	},
	"Answers": func(a *app.App, by vigil.Actor, at object) error { return thirdOf(a.Answers(ctx, by, at.assessment)) },
	"Workbook": func(a *app.App, by vigil.Actor, at object) error {
		return a.Workbook(ctx, by, at.assessment, true, io.Discard)
	},
	"Import": func(a *app.App, by vigil.Actor, at object) error {
		return second(a.Import(ctx, by, at.assessment, vigil.Submission{}, app.ImportOptions{DryRun: true}))
	},
	"Submit":      func(a *app.App, by vigil.Actor, at object) error { return a.Submit(ctx, by, at.assessment) },
	"Review":      func(a *app.App, by vigil.Actor, at object) error { return a.Review(ctx, by, at.assessment) },
	"Return":      func(a *app.App, by vigil.Actor, at object) error { return a.Return(ctx, by, at.assessment, "more") },
	"Finalise":    func(a *app.App, by vigil.Actor, at object) error { return a.Finalise(ctx, by, at.assessment) },
	"Reopen":      func(a *app.App, by vigil.Actor, at object) error { return a.Reopen(ctx, by, at.assessment, "why") },
	"Withdraw":    func(a *app.App, by vigil.Actor, at object) error { return a.Withdraw(ctx, by, at.assessment, "") },
	"Timeline":    func(a *app.App, by vigil.Actor, at object) error { return second(a.Timeline(ctx, by, at.assessment)) },
	"ReturnItems": func(a *app.App, by vigil.Actor, at object) error { return a.ReturnItems(ctx, by, at.assessment, "") },
	"ItemReviews": func(a *app.App, by vigil.Actor, at object) error {
		return second(a.ItemReviews(ctx, by, at.assessment))
	},
	"ReviewQueue": func(a *app.App, by vigil.Actor, at object) error {
		return second(a.ReviewQueue(ctx, by, at.assessment))
	},
	"ReviewItem": func(a *app.App, by vigil.Actor, at object) error {
		return second(a.ReviewItem(ctx, by, at.assessment, app.ItemVerdict{Verdict: vigil.VerdictAccepted, Question: "BE.a.1"}))
	},
	"AcceptItems": func(a *app.App, by vigil.Actor, at object) error {
		return thirdOf(a.AcceptItems(ctx, by, at.assessment, nil))
	},
	"Closing":   func(a *app.App, by vigil.Actor, at object) error { return second(a.Closing(ctx, by, at.assessment)) },
	"Readiness": func(a *app.App, by vigil.Actor, at object) error { return second(a.Readiness(ctx, by, at.assessment)) },
	"Approve": func(a *app.App, by vigil.Actor, at object) error {
		return a.Approve(ctx, by, at.assessment, "", "SCR.2")
	},
	"EraseAnswer": func(a *app.App, by vigil.Actor, at object) error {
		return a.EraseAnswer(ctx, by, at.assessment, "", "SCR.2")
	},
	"Score": func(a *app.App, by vigil.Actor, at object) error { return thirdOf(a.Score(ctx, by, at.assessment)) },
	"Report": func(a *app.App, by vigil.Actor, at object) error {
		return second(a.Report(ctx, by, "gap", at.assessment))
	},
	"Summary": func(a *app.App, by vigil.Actor, at object) error {
		return second(a.Summary(ctx, by, []string{at.assessment}))
	},
	"WhatIf": func(a *app.App, by vigil.Actor, at object) error {
		return second(a.WhatIf(ctx, by, at.assessment, nil))
	},
	"Scorecard": func(a *app.App, by vigil.Actor, at object) error {
		return second(a.Scorecard(ctx, by, at.assessment, nil))
	},
	"PathReport": func(a *app.App, by vigil.Actor, at object) error { return second(a.PathReport(ctx, by, at.assessment)) },
	"Crosswalk": func(a *app.App, by vigil.Actor, at object) error {
		return second(a.Crosswalk(ctx, by, at.assessment, "esrs"))
	},
	"AddAllegation": func(a *app.App, by vigil.Actor, at object) error {
		return second(a.AddAllegation(ctx, by, at.organisation, allegation()))
	},
	"ReplyAllegation": func(a *app.App, by vigil.Actor, at object) error {
		return a.ReplyAllegation(ctx, by, at.allegation, "We looked into it.", "")
	},
	"CorrectAllegation": func(a *app.App, by vigil.Actor, at object) error {
		al := allegation()
		al.Code, al.Version = at.allegation, 1
		return second(a.CorrectAllegation(ctx, by, al))
	},
	"WithdrawAllegation": func(a *app.App, by vigil.Actor, at object) error {
		return a.WithdrawAllegation(ctx, by, at.allegation, "mistaken")
	},
	"HoldAllegation": func(a *app.App, by vigil.Actor, at object) error {
		return second(a.HoldAllegation(ctx, by, at.allegation, "danger"))
	},
	"ReleaseAllegation": func(a *app.App, by vigil.Actor, at object) error {
		return second(a.ReleaseAllegation(ctx, by, at.allegation))
	},
	"EraseAllegation": func(a *app.App, by vigil.Actor, at object) error { return a.EraseAllegation(ctx, by, at.allegation) },
	"Allegations": func(a *app.App, by vigil.Actor, at object) error {
		return second(a.Allegations(ctx, by, at.organisation))
	},
	"ProposeCap": func(a *app.App, by vigil.Actor, at object) error {
		return second(a.ProposeCap(ctx, by, at.organisation, "", vigil.Cap{Rule: "CAP-2", Grade: "E2", Reason: "a register shows it"}))
	},
	"ConfirmCap": func(a *app.App, by vigil.Actor, at object) error { return second(a.ConfirmCap(ctx, by, at.cap)) },
	"Case":       func(a *app.App, by vigil.Actor, at object) error { return second(a.Case(ctx, by, at.allegation)) },
	"Cap":        func(a *app.App, by vigil.Actor, at object) error { return second(a.Cap(ctx, by, at.cap)) },
	"PreviewAllegation": func(a *app.App, by vigil.Actor, at object) error {
		return second(a.PreviewAllegation(ctx, by, at.organisation, allegation()))
	},
	"ReplyCap": func(a *app.App, by vigil.Actor, at object) error {
		return a.ReplyCap(ctx, by, at.cap, "We looked into it.")
	},
	"LiftCap": func(a *app.App, by vigil.Actor, at object) error { return a.LiftCap(ctx, by, at.cap, "settled") },
	"Caps":    func(a *app.App, by vigil.Actor, at object) error { return second(a.Caps(ctx, by, at.organisation)) },
}

// everywhere are the methods that name nothing and show or change only what the actor has a role for; each has a test of its own.
var everywhere = []string{"FindAssessments", "FindCases", "FindOrganisations", "Home", "Organisations", "TakingFiles"}

func allegation() vigil.Allegation {
	return vigil.Allegation{Quarter: "2025-Q4", Country: "PE", Harm: "lawsuit", Sector: "EXT", Summary: "A lawsuit against critics was reported.",
		Source: "https://example.org/report", Scale: 2, Scope: 1, Irremediability: 1, Credibility: "K2", Link: "contributed"}
}

// twoTenants gives an app with two organisations that have the same things, and the names of what is not there.
func twoTenants(t *testing.T) (a *app.App, own, others, absent object) {
	t.Helper()
	a = onSQLite(t)
	fill := func(code string) object {
		begin(t, a, code, vigil.SELF)
		_, err := a.Import(ctx, admin, code+"-1", answersTo(a), app.ImportOptions{})
		must(t, err)
		al, err := a.AddAllegation(ctx, admin, code, allegation())
		must(t, err)
		c, err := a.ProposeCap(ctx, admin, code, "", vigil.Cap{Rule: "CAP-2", Project: "", Grade: "E2", Reason: "a register shows it", LifeAtRisk: true})
		must(t, err)
		_, err = a.ConfirmCap(ctx, other, c.ID) // the company sees no proposal
		must(t, err)
		return object{organisation: code, assessment: code + "-1", allegation: al.Code, cap: c.ID}
	}
	return a, fill("acme"), fill("rival"), object{organisation: "nowhere", assessment: "nowhere-1", allegation: "nowhere-case", cap: 987654}
}

// wording is an error without the names of what it is about.
func wording(err error, at object) string {
	if err == nil {
		return ""
	}
	return strings.NewReplacer(at.assessment, "NAME", at.allegation, "NAME", at.organisation, "NAME", "cap "+strconv.FormatInt(at.cap, 10), "cap NAME").Replace(err.Error())
}

// TestScope calls every method that names a thing, in every role that is held for one organisation alone or by a section
// link: on things of that organisation the table decides; those of another answer as if they were not there, in the same words;
// and what is refused leaves no audit entry.
func TestScope(t *testing.T) {
	a, own, others, absent := twoTenants(t)
	actors := map[string]vigil.Actor{"link": {Person: "link 1", Role: vigil.Respondent, Grant: &vigil.Grant{Link: 1, Assessment: own.assessment}}}
	for _, r := range vigil.Roles {
		actors["member "+string(r)] = vigil.Actor{Person: "mia", In: map[string]vigil.Role{own.organisation: r}}
		actors["respondent and "+string(r)] = vigil.Actor{Person: "mia", Role: vigil.Respondent, In: map[string]vigil.Role{own.organisation: r}}
	}
	tried := 0
	for _, name := range slices.Sorted(maps.Keys(onObject)) {
		action := calls[name].action
		for _, who := range slices.Sorted(maps.Keys(actors)) {
			by := actors[who]
			before := audits(t, a)
			other, none := onObject[name](a, by, others), onObject[name](a, by, absent)
			if wording(other, others) != wording(none, absent) || other == nil {
				t.Errorf("%s as %s: another organisation's says %q, an absent one %q", name, who, other, none)
			}
			if app.May(by.RoleIn(own.organisation), action) && vigil.KindOf(other) != vigil.NotFound {
				t.Errorf("%s as %s, which may do it elsewhere: another organisation's gives %v", name, who, other)
			}
			if audits(t, a) != before {
				t.Errorf("%s as %s was refused and left an audit entry", name, who)
			}
			tried += 2
		}
	}
	for _, name := range slices.Sorted(maps.Keys(onObject)) {
		action := calls[name].action
		for _, r := range vigil.Roles {
			by := actors["member "+string(r)]
			may := app.MayOn(by, r, action)
			err := onObject[name](a, by, own)
			hidden := err != nil && wording(err, own) == wording(onObject[name](a, by, absent), absent) && vigil.KindOf(err) == vigil.NotFound
			if kind := vigil.KindOf(err); hidden || (kind == vigil.Forbidden) == may {
				t.Errorf("%s as %s of the organisation itself: allowed by the table %v, got %v", name, r, may, err)
			}
			tried++
		}
	}
	t.Logf("%d cells tried", tried)
}

// TestEveryMethodHasAScope: a method that is in neither table would be reached with no test of whose things it touches.
func TestEveryMethodHasAScope(t *testing.T) {
	everybody := vigil.Actor{Person: "mia", In: map[string]vigil.Role{}}
	a := onSQLite(t)
	for i, r := range vigil.Roles {
		everybody.In["org"+strconv.Itoa(i)] = r
	}
	for name, c := range calls {
		_, onOne := onObject[name]
		switch whole := app.Workspace(c.action); {
		case whole && onOne, !whole && !onOne && !slices.Contains(everywhere, name):
			t.Errorf("%s: put it into onObject or everywhere, or its action into the table workspace", name)
		case whole:
			refused(t, c.run(a, everybody), vigil.Forbidden, "in the whole workspace")
		}
	}
}

// TestListsShowOnlyWhatIsTheirs covers members, respondents of the workspace, links and withdrawn assessments.
func TestListsShowOnlyWhatIsTheirs(t *testing.T) {
	a, own, others, _ := twoTenants(t)
	must(t, a.AddMember(ctx, admin, others.organisation, "pia", vigil.Respondent))
	for _, c := range []struct {
		by                         vigil.Actor
		organisations, assessments []string
	}{
		{admin, []string{"acme", "rival"}, []string{"acme-1", "rival-1"}},
		{vigil.Actor{Person: "mia", In: map[string]vigil.Role{"acme": vigil.Viewer}}, []string{"acme"}, []string{"acme-1"}},
		{vigil.Actor{Person: "pia", Role: vigil.Respondent}, []string{"rival"}, []string{"rival-1"}},
		{vigil.Actor{Person: "link 1", Role: vigil.Respondent, Grant: &vigil.Grant{Assessment: own.assessment}}, nil, []string{"acme-1"}},
		{vigil.Actor{Person: "mia", Role: vigil.Analyst, In: map[string]vigil.Role{"gone": vigil.Viewer}}, []string{"acme", "rival"}, []string{"acme-1", "rival-1"}},
	} {
		list, err := a.Organisations(ctx, c.by)
		must(t, err)
		var codes []string
		for _, o := range list {
			codes = append(codes, o.Code)
		}
		if !slices.Equal(codes, c.organisations) {
			t.Errorf("%+v sees the organisations %v, want %v", c.by, codes, c.organisations)
		}
		found, err := a.Assessments(ctx, c.by, "")
		must(t, err)
		codes = nil
		for _, as := range found {
			codes = append(codes, as.Code)
		}
		if !slices.Equal(codes, c.assessments) {
			t.Errorf("%+v sees the assessments %v, want %v", c.by, codes, c.assessments)
		}
	}
}

// TestWithdrawnReadsAsAbsent to all but the administrator and the auditor of the workspace.
func TestWithdrawnReadsAsAbsent(t *testing.T) {
	a, own, _, absent := twoTenants(t)
	withdraw(t, a, own.assessment)
	for _, by := range []vigil.Actor{
		{Person: "mia", In: map[string]vigil.Role{"acme": vigil.Administrator}}, {Person: "mia", Role: vigil.Analyst}, {Person: "mia", Role: vigil.Reviewer},
		{Person: "link 1", Role: vigil.Respondent, Grant: &vigil.Grant{Assessment: own.assessment}},
	} {
		_, _, err := a.Assessment(ctx, by, own.assessment)
		_, _, none := a.Assessment(ctx, by, absent.assessment)
		refused(t, err, vigil.NotFound)
		if wording(err, own) != wording(none, absent) {
			t.Errorf("withdrawn says %q, absent %q", err, none)
		}
		list, err := a.Assessments(ctx, by, "")
		must(t, err)
		if slices.ContainsFunc(list, func(as vigil.Assessment) bool { return as.Code == own.assessment }) {
			t.Errorf("%+v sees the withdrawn assessment in the list", by)
		}
	}
	for _, by := range []vigil.Actor{admin, {Person: "ida", Role: vigil.Auditor}} {
		if _, _, err := a.Assessment(ctx, by, own.assessment); err != nil {
			t.Errorf("%s: %v", by.Role, err)
		}
	}
}

// TestLinkOpensItsSections: who came by a section link reads and writes the answers of its sections, and of the others neither
// value nor note leaves by the list, the workbook or the plan of an import.
func TestLinkOpensItsSections(t *testing.T) {
	a, own, _, _ := twoTenants(t)
	q, _, err := a.Catalogue.Questionnaire("company-quick")
	must(t, err)
	section := q.Pillars[0].ID
	open := app.Sections(q)[section]
	by := vigil.Actor{Person: "link 1", Role: vigil.Respondent, Grant: &vigil.Grant{Assessment: own.assessment, Sections: []string{section}}}
	answers, evidence, err := a.Answers(ctx, by, own.assessment)
	must(t, err)
	if len(answers) != len(open) || len(evidence) == 0 {
		t.Fatalf("%d answers and %d references of %d questions", len(answers), len(evidence), len(open))
	}
	for _, x := range answers {
		if !slices.Contains(open, x.Question) {
			t.Errorf("sees the answer to %s", x.Question)
		}
	}
	sub := answersTo(a)
	for i := range sub.Entries {
		sub.Entries[i].Note = "rewritten"
	}
	_, err = a.Import(ctx, by, own.assessment, sub, app.ImportOptions{})
	refused(t, err, vigil.Invalid, "outside the sections")
	sub.Entries = slices.DeleteFunc(sub.Entries, func(e vigil.Entry) bool { return !slices.Contains(open, e.Question) })
	plan, err := a.Import(ctx, by, own.assessment, sub, app.ImportOptions{Prefer: app.FromFile})
	must(t, err)
	for _, c := range plan.Cells {
		if !slices.Contains(open, c.Question) {
			t.Errorf("the plan tells of %s", c.Question)
		}
	}
	refused(t, a.Submit(ctx, by, own.assessment), vigil.Forbidden, "some sections")
}

// TestMembersDoNotChooseCodes: a code that is taken would tell of an organisation that they must not know of.
func TestMembersDoNotChooseCodes(t *testing.T) {
	a, _, others, _ := twoTenants(t)
	by := vigil.Actor{Person: "mia", In: map[string]vigil.Role{"acme": vigil.Analyst}}
	n := app.NewAssessment{Organisation: "acme", Questionnaire: "company-quick", Mode: vigil.SELF}
	if as, err := a.NewAssessment(ctx, by, n); err != nil || as.Code == "" {
		t.Errorf("%q %v", as.Code, err)
	}
	n.Code = others.assessment
	taken := second(a.NewAssessment(ctx, by, n))
	refused(t, taken, vigil.Invalid, "code")
	_, err := a.UpdateOrganisation(ctx, by, vigil.Organisation{Code: "acme", Name: "Example", Version: 1, Parent: others.organisation})
	refused(t, err, vigil.NotFound, `there is no organisation "rival"`)
	_, err = a.ProposeCap(ctx, vigil.Actor{Person: "mia", In: map[string]vigil.Role{"acme": vigil.Reviewer}}, "acme", others.allegation, vigil.Cap{Rule: "CAP-3", Grade: "E2", Reason: "x"})
	refused(t, err, vigil.NotFound, "there is no allegation")
}

// TestAuditKeepsTheRoleOfTheOrganisation: the log says in which role a member acted.
func TestAuditKeepsTheRoleOfTheOrganisation(t *testing.T) {
	a, own, _, _ := twoTenants(t)
	by := vigil.Actor{Person: "mia", Role: vigil.Viewer, In: map[string]vigil.Role{"acme": vigil.Analyst}}
	al := allegation()
	al.Quarter = "2025-Q3" // another than the one on file
	_, err := a.AddAllegation(ctx, by, "acme", al)
	must(t, err)
	must(t, a.ReplyCap(ctx, by, own.cap, "We looked into it."))
	_, _, err = a.Score(ctx, by, own.assessment)
	must(t, err)
	must(t, a.PutUnits(ctx, by, "acme", []vigil.Unit{{Code: "mine", Name: "Mine"}}))
	list, err := a.AuditEntries(ctx, admin)
	must(t, err)
	for _, e := range list[len(list)-4:] {
		if e.Role != vigil.Analyst {
			t.Errorf("%s on %s was kept as done by %q", e.Action, e.Subject, e.Role)
		}
	}
}

// TestNoIDNoRow: an id of zero or less is refused before anything is looked up, and a huge one finds nothing.
func TestNoIDNoRow(t *testing.T) {
	a, _, _, _ := twoTenants(t)
	for _, id := range []int64{0, -1, -1 << 63, 1<<63 - 1} {
		for _, name := range []string{"ConfirmCap", "ReplyCap", "LiftCap"} {
			err := onObject[name](a, admin, object{cap: id})
			if kind := vigil.KindOf(err); kind != vigil.Invalid && kind != vigil.NotFound {
				t.Errorf("%s %d: %v", name, id, err)
			}
		}
	}
	lists := []string{"Assessments", "Library"} // of everything that one may see, where no organisation is named
	for _, name := range slices.Sorted(maps.Keys(onObject)) {
		err := onObject[name](a, admin, object{})
		if kind := vigil.KindOf(err); kind != vigil.Invalid && kind != vigil.NotFound && !slices.Contains(lists, name) {
			t.Errorf("%s of an empty name: %v", name, err)
		}
	}
}

func withdraw(t *testing.T, a *app.App, code string) {
	t.Helper()
	must(t, a.Store.Tx(ctx, func(tx *store.Tx) error {
		as, err := tx.Assessment(code)
		if err != nil {
			return err
		}
		as.Status = vigil.Withdrawn
		return tx.SaveAssessment(&as)
	}))
}

// TestListsHoldNothingHidden fills another organisation, and a withdrawn assessment of one's own: to whoever may not see them no
// list, count, page or choice of a filter changes.
func TestListsHoldNothingHidden(t *testing.T) {
	a := withFiles(t, store.Config{Dir: t.TempDir()})
	_, err := a.AddEvidence(ctx, admin, "acme-1", app.NewEvidence{Question: "BE.a.1", Evidence: vigil.Evidence{Title: "Policy", Grade: vigil.E1}})
	must(t, err)
	actors := map[string]vigil.Actor{
		"link":       {Person: "link:1", Role: vigil.Respondent, Grant: &vigil.Grant{Link: 1, Assessment: "acme-1"}},
		"nobody":     {Person: "mia", Role: vigil.Respondent},
		"elsewhere":  {Person: "mia", Role: vigil.Analyst, In: map[string]vigil.Role{"rival": vigil.Viewer}}, // which opens no evidence
		"respondent": {Person: "Mia", Role: vigil.Respondent, In: map[string]vigil.Role{"rival": vigil.Viewer, "acme": vigil.Respondent}},
	}
	for _, r := range vigil.Roles {
		actors["member "+string(r)] = vigil.Actor{Person: "mia", In: map[string]vigil.Role{"acme": r}}
	}
	look := func(by vigil.Actor, everything bool) string {
		var out []any
		assessments, err := a.FindAssessments(ctx, by, app.Filter{Words: "acme"})
		out = append(out, assessments.At, assessments.Statuses, assessments.Forms, len(assessments.Rows), vigil.KindOf(err))
		library, err := a.Library(ctx, by, app.LibraryFilter{})
		out = append(out, library.At, len(library.Documents), library.Any, vigil.KindOf(err))
		taking, err := a.TakingFiles(ctx, by)
		out = append(out, len(taking), vigil.KindOf(err))
		if everything {
			organisations, err := a.FindOrganisations(ctx, by, app.Filter{})
			out = append(out, organisations.At, organisations.Sectors, organisations.Types, len(library.Organisations), len(assessments.Organisations), vigil.KindOf(err))
		}
		return fmt.Sprint(out...)
	}
	before := map[string]string{}
	sees := func(who string) bool { return who != "elsewhere" && who != "respondent" } // they have a role in the other, and its name in lists
	for who, by := range actors {
		before[who] = look(by, sees(who))
	}
	_, err = a.NewOrganisation(ctx, admin, vigil.Organisation{Code: "rival", Name: "Example rival", Sector: "MED", Type: "media"})
	must(t, err)
	for i := range 30 {
		code := fmt.Sprintf("rival-%d", i)
		_, err := a.NewAssessment(ctx, admin, app.NewAssessment{Code: code, Organisation: "rival", Questionnaire: "company-quick", Mode: vigil.SELF})
		must(t, err)
		_, err = a.AddEvidence(ctx, admin, code, app.NewEvidence{Question: "BE.a.1", Evidence: vigil.Evidence{Title: fmt.Sprint("acme secret ", i), Grade: vigil.E4}})
		must(t, err)
	}
	gone, err := a.NewAssessment(ctx, admin, app.NewAssessment{Organisation: "acme", Questionnaire: "company-quick", Mode: vigil.SCREEN})
	must(t, err)
	_, err = a.AddEvidence(ctx, admin, gone.Code, app.NewEvidence{Question: "BE.a.1", Evidence: vigil.Evidence{Title: "acme, withdrawn", Grade: vigil.E4}})
	must(t, err)
	must(t, a.Withdraw(ctx, admin, gone.Code, "made by mistake"))
	for who, by := range actors {
		if got := look(by, sees(who)); got != before[who] {
			t.Errorf("%s sees a difference:\n%s\n%s", who, before[who], got)
		}
	}
}
