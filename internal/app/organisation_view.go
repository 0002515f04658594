package app

import (
	"context"
	"strings"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// OrganisationView is what the page of one organisation shows. Members are there for those who may see them.
type OrganisationView struct {
	Organisation vigil.Organisation
	Parent       *vigil.Organisation // nil: none, or one that the actor must not know of
	Units        []vigil.Unit
	Members      []vigil.Membership
	Assessments  []AssessmentRow
	OpenCaps     int // not lifted; -1 where the actor may not see caps
	OpenCases    int // not withdrawn; -1 where the actor may not see allegations
	Role         vigil.Role
}

// May reports whether the actor may do something for the organisation.
func (v OrganisationView) May(action Action) bool { return May(v.Role, action) }

// Organisation gives what is known of one organisation.
func (a *App) Organisation(ctx context.Context, actor vigil.Actor, code string) (OrganisationView, error) {
	v := OrganisationView{OpenCaps: -1, OpenCases: -1}
	err := a.read(ctx, actor, ShowOrganisationAction, func(tx *store.Tx) (err error) {
		if v.Organisation, err = organisation(tx, actor, ShowOrganisationAction, code); err != nil {
			return err
		}
		org := v.Organisation
		if v.Role, err = roleIn(tx, actor, org); err != nil {
			return err
		}
		if org.Parent != "" {
			switch parent, err := organisation(tx, actor, ShowOrganisationAction, org.Parent); vigil.KindOf(err) {
			case "":
				v.Parent = &parent
			case vigil.NotFound, vigil.Forbidden:
			default:
				return err
			}
		}
		if v.Units, err = tx.Units(org.ID); err != nil {
			return err
		}
		list, err := assessments(tx, actor, ListAssessmentsAction, org.ID)
		if err != nil {
			return err
		}
		if v.Assessments, err = a.rows(tx, actor, newestFirst(list)); err != nil {
			return err
		}
		return v.count(tx)
	})
	return v, err
}

// count adds what only some roles see.
func (v *OrganisationView) count(tx *store.Tx) (err error) {
	id := v.Organisation.ID
	if v.May(MembersAction) {
		if v.Members, err = tx.Memberships(id); err != nil {
			return err
		}
	}
	if v.May(ListCapsAction) {
		caps, err := tx.Caps(id)
		if err != nil {
			return err
		}
		v.OpenCaps = 0
		for _, c := range caps {
			if c.Lifted == "" {
				v.OpenCaps++
			}
		}
	}
	if v.May(ListAllegationsAction) {
		cases, err := tx.Allegations(id)
		if err != nil {
			return err
		}
		v.OpenCases = 0
		for _, c := range cases {
			if c.Withdrawn == "" {
				v.OpenCases++
			}
		}
	}
	return nil
}

// PutUnit adds a unit to the tree of an organisation, or changes the one with its code.
func (a *App) PutUnit(ctx context.Context, actor vigil.Actor, code string, unit vigil.Unit) error {
	if err := allow(actor, PutUnitsAction); err != nil {
		return err
	}
	return a.write(ctx, actor, PutUnitsAction, func(tx *store.Tx) (done, error) {
		org, err := organisation(tx, actor, PutUnitsAction, code)
		if err != nil {
			return done{}, err
		}
		units, err := tx.Units(org.ID)
		if err != nil {
			return done{}, err
		}
		unit.Code, unit.Name = strings.TrimSpace(unit.Code), strings.TrimSpace(unit.Name)
		at := len(units)
		for i := range units {
			if units[i].Code == unit.Code {
				at, unit.Weight = i, units[i].Weight
			}
		}
		units = append(units[:at:at], append([]vigil.Unit{unit}, units[min(at+1, len(units)):]...)...)
		var ps vigil.Problems
		for _, p := range checkUnits(units) {
			if place, ours := strings.CutPrefix(p.Place.Field, "units["+itoa(at)+"]"); ours { // the others were checked before
				p.Place.Field = strings.TrimPrefix(place, ".")
				ps = append(ps, p)
			}
		}
		if err := ps.Err(); err != nil {
			return done{}, err
		}
		return done{"organisation:" + org.Code, "unit " + unit.Code}, tx.PutUnits(org.ID, []vigil.Unit{unit})
	})
}

// RemoveUnit takes a unit out of the tree. What answers, evidence, cases, caps or other units rest on stays: a Conflict.
func (a *App) RemoveUnit(ctx context.Context, actor vigil.Actor, code, unit string) error {
	return a.write(ctx, actor, RemoveUnitAction, func(tx *store.Tx) (done, error) {
		org, err := organisation(tx, actor, RemoveUnitAction, code)
		if err != nil {
			return done{}, err
		}
		return done{"organisation:" + org.Code, "unit " + unit}, tx.DeleteUnit(org.ID, unit)
	})
}

// RemoveMember takes from a person the role in an organisation; at the next request it is as if it had never been.
func (a *App) RemoveMember(ctx context.Context, actor vigil.Actor, code, person string) error {
	return a.write(ctx, actor, RemoveMemberAction, func(tx *store.Tx) (done, error) {
		org, err := organisation(tx, actor, RemoveMemberAction, code)
		if err != nil {
			return done{}, err
		}
		err = tx.DeleteMembership(org.ID, person)
		if vigil.KindOf(err) == vigil.NotFound {
			err = vigil.Errorf(vigil.Conflict, "%q has no role for the organisation %q, so none was taken; look at the list again", person, org.Code)
		}
		return done{"organisation:" + org.Code, "no role"}, err
	})
}
