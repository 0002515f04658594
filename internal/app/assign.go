package app

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// Worker is a person to whom a section of an assessment can be given: active, and with a role that may answer.
type Worker struct {
	Login, Name string
	Role        vigil.Role // for the organisation
}

// Workers lists whom a section of an assessment can be given to, by name.
func (a *App) Workers(ctx context.Context, actor vigil.Actor, code string) ([]Worker, error) {
	var list []Worker
	err := a.read(ctx, actor, ShareAction, func(tx *store.Tx) error {
		_, org, err := assessment(tx, actor, ShareAction, code)
		if err != nil {
			return err
		}
		list, err = workers(tx, org)
		return err
	})
	return list, err
}

func workers(tx *store.Tx, org vigil.Organisation) ([]Worker, error) {
	people, err := tx.People()
	if err != nil {
		return nil, err
	}
	members, err := tx.Memberships(org.ID)
	if err != nil {
		return nil, err
	}
	in := map[string]vigil.Role{}
	for _, m := range members {
		in[m.Person] = m.Role
	}
	list := []Worker{}
	for _, p := range people {
		role, named := in[p.Login]
		if !named {
			role = p.Role
		}
		if p.Status == vigil.Active && May(role, SaveAnswerAction) && (named || role != vigil.Respondent) {
			list = append(list, Worker{p.Login, p.Name, role})
		}
	}
	slices.SortStableFunc(list, func(x, y Worker) int { return strings.Compare(strings.ToLower(x.Name), strings.ToLower(y.Name)) })
	return list, nil
}

// Assignments lists who works on which section of an assessment, by section. Who does not share the work sees the own ones alone.
func (a *App) Assignments(ctx context.Context, actor vigil.Actor, code string) ([]vigil.Assignment, error) {
	var list []vigil.Assignment
	err := a.read(ctx, actor, AssignmentsAction, func(tx *store.Tx) error {
		as, org, err := assessment(tx, actor, AssignmentsAction, code)
		if err != nil {
			return err
		}
		role, err := roleIn(tx, actor, org)
		if err != nil {
			return err
		}
		list, err = assignmentsFor(tx, actor, role, as.ID)
		return err
	})
	return list, err
}

// assignmentsFor gives the assignments of an assessment that somebody sees in a role: all, or the own ones.
func assignmentsFor(tx *store.Tx, actor vigil.Actor, role vigil.Role, assessment int64) ([]vigil.Assignment, error) {
	list, err := tx.Assignments(assessment)
	if !May(role, ListLinksAction) {
		list = slices.DeleteFunc(list, func(x vigil.Assignment) bool { return x.Person != actor.Person })
	}
	return list, err
}

// MyAssignment is a section that somebody works on, with the assessment that it belongs to.
type MyAssignment struct {
	vigil.Assignment
	Assessment   vigil.Assessment
	Organisation vigil.Organisation
	Title        vigil.Text // of the section; empty for the screening
}

// MyAssignments lists the sections that the actor works on and that are not done, in assessments that still take answers,
// the first due first. What the actor has no role for any more is left out.
func (a *App) MyAssignments(ctx context.Context, actor vigil.Actor) ([]MyAssignment, error) {
	list := []MyAssignment{}
	err := a.read(ctx, actor, MyAssignmentsAction, func(tx *store.Tx) error {
		mine, err := tx.AssignmentsOf(actor.Person)
		if err != nil || len(mine) == 0 {
			return err
		}
		seen, err := assessments(tx, actor, SaveAnswerAction, 0)
		if err != nil {
			return err
		}
		for _, x := range mine {
			at := slices.IndexFunc(seen, func(as vigil.Assessment) bool { return as.ID == x.AssessmentID })
			if x.Done() || at < 0 || !seen[at].Status.Editable() {
				continue
			}
			m := MyAssignment{Assignment: x, Assessment: seen[at]}
			if m.Organisation, err = tx.OrganisationByID(seen[at].OrganisationID); err != nil {
				return err
			}
			if q, method, err := a.editions(tx, seen[at]); err == nil && x.Section != vigil.SectionScreening {
				m.Title = method.PillarTitle(q, x.Section)
			}
			list = append(list, m)
		}
		return nil
	})
	slices.SortStableFunc(list, func(x, y MyAssignment) int {
		if (x.Due == "") != (y.Due == "") {
			return map[bool]int{true: 1, false: -1}[x.Due == ""]
		}
		return strings.Compare(x.Due, y.Due)
	})
	return list, err
}

// Unassign takes a section from a person. Nothing of what the person answered changes.
func (a *App) Unassign(ctx context.Context, actor vigil.Actor, code string, id int64) error {
	return a.write(ctx, actor, UnassignAction, func(tx *store.Tx) (done, error) {
		x, err := assignment(tx, actor, UnassignAction, code, id)
		if err != nil {
			return done{}, err
		}
		return done{"assessment:" + code, x.Section + " " + x.Person}, tx.DeleteAssignment(x.ID)
	})
}

// MarkSectionDone says that a section is done, or again not. Only the person to whom it was given says so, or whoever may
// share the work.
func (a *App) MarkSectionDone(ctx context.Context, actor vigil.Actor, code string, id int64, isDone bool) error {
	return a.write(ctx, actor, MarkSectionDoneAction, func(tx *store.Tx) (done, error) {
		x, err := assignment(tx, actor, MarkSectionDoneAction, code, id)
		if err != nil {
			return done{}, err
		}
		_, org, err := assessment(tx, actor, MarkSectionDoneAction, code)
		if err != nil {
			return done{}, err
		}
		role, err := roleIn(tx, actor, org)
		if err != nil {
			return done{}, err
		}
		if x.Person != actor.Person && !May(role, ShareAction) {
			return done{}, vigil.Errorf(vigil.NotFound, "there is no assignment %d", id)
		}
		detail := x.Section + " " + x.Person + " open"
		if at := a.now(); isDone {
			detail = x.Section + " " + x.Person + " done"
			if !x.Done() {
				err = tx.SetAssignmentDone(x.ID, &at)
			}
		} else {
			err = tx.SetAssignmentDone(x.ID, nil)
		}
		return done{"assessment:" + code, detail}, err
	})
}

// assignment loads an assignment of an assessment that the actor may do something with.
func assignment(tx *store.Tx, actor vigil.Actor, action Action, code string, id int64) (vigil.Assignment, error) {
	as, _, err := assessment(tx, actor, action, code)
	if err != nil {
		return vigil.Assignment{}, err
	}
	x, err := tx.Assignment(id)
	if err == nil && x.AssessmentID != as.ID {
		err = vigil.Errorf(vigil.NotFound, "there is no assignment %s", strconv.FormatInt(id, 10))
	}
	return x, err
}
