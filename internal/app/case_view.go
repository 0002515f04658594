package app

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"vigil/internal/scoring"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// CaseFilter narrows a list of cases. Empty fields take everything.
type CaseFilter struct {
	Organisation string // code
	State        string // one of vigil.CaseStates
	Page         int    // of the cases, from 1; what lies outside is the nearest page there is
}

// CaseList is a page of allegations, with the caps of the same organisations.
type CaseList struct {
	vigil.CaseFile
	At            Paged
	Any           bool                 // there are cases or caps at all
	Organisations []vigil.Organisation // that have some, by name
}

// FindCases lists the allegations and caps of the organisations that a person may see them of, each as that person may see
// it, newest first. Who sees the case of a company from its own side sees none whose clock is held for safety, because to
// know of it could be the warning that the hold prevents.
func (a *App) FindCases(ctx context.Context, actor vigil.Actor, f CaseFilter) (CaseList, error) {
	out := CaseList{CaseFile: vigil.CaseFile{Day: a.today()}}
	err := a.readNoted(ctx, actor, ShowCaseAction, func(tx *store.Tx) (done, error) {
		err := a.findCases(tx, actor, f, &out)
		return seen("cases", out.Cases, out.Caps), err
	})
	return out, err
}

func (a *App) findCases(tx *store.Tx, actor vigil.Actor, f CaseFilter, out *CaseList) error {
	orgs, err := visible(tx, actor, ShowCaseAction)
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(orgs)) {
		cases, caps, err := a.recordOf(tx, actor, orgs[id])
		if err != nil {
			return err
		}
		if len(cases)+len(caps) > 0 {
			out.Organisations = append(out.Organisations, orgs[id])
		}
		if f.Organisation == "" || orgs[id].Code == f.Organisation {
			out.Cases, out.Caps = append(out.Cases, cases...), append(out.Caps, caps...)
		}
	}
	out.Any = len(out.Organisations) > 0
	slices.SortFunc(out.Organisations, func(x, y vigil.Organisation) int { return cmp.Compare(x.Name, y.Name) })
	out.Cases = slices.DeleteFunc(out.Cases, func(v vigil.CaseView) bool { return f.State != "" && v.Allegation.State() != f.State })
	slices.SortStableFunc(out.Cases, func(x, y vigil.CaseView) int { return int(y.Allegation.ID - x.Allegation.ID) })
	slices.SortStableFunc(out.Caps, func(x, y vigil.CapView) int { return int(y.Cap.ID - x.Cap.ID) })
	out.Cases, out.At = paged(out.Cases, Filter{Page: f.Page}.page())
	return nil
}

// seen is what the audit log says of cases and caps that somebody was shown: their codes and numbers.
func seen(subject string, cases []vigil.CaseView, caps []vigil.CapView) done {
	if len(cases)+len(caps) == 0 {
		return done{}
	}
	var codes []string
	for _, v := range cases {
		codes = append(codes, v.Allegation.Code)
	}
	for _, v := range caps {
		codes = append(codes, fmt.Sprintf("cap:%d", v.Cap.ID))
	}
	return done{subject, strings.Join(codes, " ")}
}

// Case gives one allegation as the person may see it; to who may not see it, it is absent.
func (a *App) Case(ctx context.Context, actor vigil.Actor, code string) (vigil.CaseView, error) {
	var view vigil.CaseView
	err := a.readNoted(ctx, actor, ShowCaseAction, func(tx *store.Tx) (done, error) {
		al, org, err := caseFor(tx, actor, ShowCaseAction, code)
		if err != nil {
			return done{}, err
		}
		cases, _, err := a.recordOf(tx, actor, org)
		if err != nil {
			return done{}, err
		}
		for _, v := range cases {
			if v.Allegation.ID == al.ID {
				view = v
				view.Units, err = tx.Units(org.ID)
				return done{subject: "case:" + code}, err
			}
		}
		return done{}, absent("allegation", code)
	})
	return view, err
}

// Cap gives one cap as the person may see it, by its number; to who may not see it, it is absent.
func (a *App) Cap(ctx context.Context, actor vigil.Actor, id int64) (vigil.CapView, error) {
	var view vigil.CapView
	err := a.readNoted(ctx, actor, ShowCaseAction, func(tx *store.Tx) (done, error) {
		c, org, err := capFor(tx, actor, ShowCaseAction, id)
		if err != nil {
			return done{}, err
		}
		_, caps, err := a.recordOf(tx, actor, org)
		if err != nil {
			return done{}, err
		}
		for _, v := range caps {
			if v.Cap.ID == c.ID {
				view = v
				return done{subject: fmt.Sprintf("cap:%d", id)}, nil
			}
		}
		return done{}, vigil.Errorf(vigil.NotFound, "there is no cap %d", id)
	})
	return view, err
}

// PreviewAllegation says what a case would take off if it were recorded as it stands in a form: alone, and together with
// those on file. What is wrong with it comes back as Problems, and nothing is stored.
func (a *App) PreviewAllegation(ctx context.Context, actor vigil.Actor, organisationCode string, al vigil.Allegation) (vigil.CaseView, error) {
	var view vigil.CaseView
	err := a.read(ctx, actor, AddAllegationAction, func(tx *store.Tx) error {
		org, err := organisation(tx, actor, AddAllegationAction, organisationCode)
		if err != nil {
			return err
		}
		if al.Code == "" {
			al.Code = "new"
		}
		if al.Opened == "" {
			al.Opened = a.today()
		}
		if err := a.checkAllegation(al).Err(); err != nil {
			return err
		}
		others, err := tx.Allegations(org.ID)
		if err != nil {
			return err
		}
		others = slices.DeleteFunc(others, func(x vigil.Allegation) bool { return x.Code == al.Code })
		view = vigil.CaseView{Allegation: al, Organisation: org, Day: a.today()}
		a.arithmetic(&view, append(others, al))
		return nil
	})
	return view, err
}

// recordOf gives the allegations and caps of one organisation as the person may see them.
func (a *App) recordOf(tx *store.Tx, actor vigil.Actor, org vigil.Organisation) ([]vigil.CaseView, []vigil.CapView, error) {
	role, err := roleIn(tx, actor, org)
	if err != nil {
		return nil, nil, err
	}
	list, err := tx.Allegations(org.ID)
	if err != nil {
		return nil, nil, err
	}
	records, err := tx.Caps(org.ID)
	if err != nil {
		return nil, nil, err
	}
	w := fileView{app: a, actor: actor, org: org, role: role, rated: ratedSide(actor, role), list: list}
	var cases []vigil.CaseView
	var caps []vigil.CapView
	for _, c := range records {
		if v, ok := w.capView(c); ok {
			caps = append(caps, v)
		}
	}
	for _, al := range list {
		if v, ok := w.caseView(al, caps); ok {
			cases = append(cases, v)
		}
	}
	return cases, caps, nil
}

// known refuses, as if it were absent, what somebody on the side of the company must not hear of.
func (a *App) known(tx *store.Tx, actor vigil.Actor, organisation int64, sees func([]vigil.CaseView, []vigil.CapView) bool, hidden error) error {
	org, err := tx.OrganisationByID(organisation)
	if err != nil {
		return err
	}
	cases, caps, err := a.recordOf(tx, actor, org)
	if err == nil && !sees(cases, caps) {
		return hidden
	}
	return err
}

// ratedSide reports whether somebody looks from the side of the company that is rated: who answers for it, and an analyst
// of that one organisation who has no role in the workspace.
func ratedSide(actor vigil.Actor, role vigil.Role) bool {
	return role == vigil.Respondent || role == vigil.Analyst && actor.Role == ""
}

// fileView shows the file of one organisation to one person.
type fileView struct {
	app   *App
	actor vigil.Actor
	org   vigil.Organisation
	role  vigil.Role
	rated bool
	list  []vigil.Allegation
}

func (w fileView) caseView(al vigil.Allegation, caps []vigil.CapView) (vigil.CaseView, bool) {
	v := vigil.CaseView{Allegation: al, Organisation: w.org, Rated: w.rated, Role: w.role, Day: w.app.today()}
	for _, c := range caps {
		if c.Cap.AllegationID == al.ID {
			v.Caps = append(v.Caps, c)
		}
	}
	if !w.rated {
		w.app.arithmetic(&v, w.list)
		return v, true
	}
	if al.HoldFrom != "" || al.Withdrawn != "" {
		return v, false
	}
	v.Allegation = forCompany(al)
	return v, true
}

// forCompany keeps of a case what the company that it is about may read.
func forCompany(al vigil.Allegation) vigil.Allegation {
	return vigil.Allegation{ID: al.ID, OrganisationID: al.OrganisationID, Code: al.Code, Country: al.Country, Quarter: al.Quarter, Harm: al.Harm,
		Sector: al.Sector, Project: al.Project, Summary: al.Summary, Source: al.Source, Opened: al.Opened, Reply: al.Reply, ReplyDate: al.ReplyDate, Version: al.Version}
}

func (w fileView) capView(c vigil.Cap) (vigil.CapView, bool) {
	rule, _ := w.app.capRule(c.Rule)
	v := vigil.CapView{Cap: c, Rule: rule, Organisation: w.org, Rated: w.rated, Role: w.role, InForce: c.InForce(w.app.today()), Proposer: samePerson(c.ProposedBy, w.actor.Person)}
	for i := range w.list {
		if c.AllegationID != 0 && w.list[i].ID == c.AllegationID {
			v.Case = &w.list[i]
		}
	}
	if !w.rated {
		return v, true
	}
	if c.Confirmed == "" || v.Case != nil && v.Case.HoldFrom != "" {
		return v, false // a proposal, or a case that it must not hear of now
	}
	v.Cap.ProposedBy, v.Cap.ConfirmedBy, v.Cap.LiftedBy, v.Cap.ReviewDue, v.Proposer = "", "", "", "", false
	if v.Case != nil {
		seen := forCompany(*v.Case)
		v.Case = &seen
	}
	return v, true
}

// arithmetic adds what a case takes off, alone and together with the others, by the newest method that counts allegations.
func (a *App) arithmetic(v *vigil.CaseView, all []vigil.Allegation) {
	var m *vigil.Methodology
	for _, x := range a.Catalogue.Methodologies {
		if x.Allegations != nil {
			m = x
		}
	}
	if m == nil {
		return
	}
	v.Maximum, v.Marks = m.Allegations.Maximum, m.Allegations.Response
	alone := scoring.Deduct(m, v.Day, []vigil.Allegation{v.Allegation})
	v.Alone, v.Together = alone.Points, scoring.Deduct(m, v.Day, all).Points
	if len(alone.Cases) == 1 {
		v.Score = &alone.Cases[0]
	}
}
