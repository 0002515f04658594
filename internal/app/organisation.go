package app

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"vigil/internal/check"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// NewOrganisation stores an organisation and gives it back with its id. An empty code is filled with a random one;
// the primary sector is added to the sectors where it is missing. A code that is taken is a Conflict.
func (a *App) NewOrganisation(ctx context.Context, actor vigil.Actor, o vigil.Organisation) (vigil.Organisation, error) {
	if err := allow(actor, NewOrganisationAction); err != nil {
		return o, err
	}
	o.ID, o.Version, o.CreatedAt, o.UpdatedAt = 0, 0, a.now(), a.now()
	if o.Code == "" {
		o.Code = a.newCode()
	}
	if err := checkOrganisation(&o); err != nil {
		return o, err
	}
	err := a.write(ctx, actor, NewOrganisationAction, func(tx *store.Tx) (done, error) {
		if err := checkParent(tx, o); err != nil {
			return done{}, err
		}
		return done{subject: "organisation:" + o.Code}, tx.CreateOrganisation(&o)
	})
	return o, err
}

// UpdateOrganisation changes what is known of the organisation with this code. Version must be the one that was
// read; if somebody else changed it meanwhile this is a Conflict.
func (a *App) UpdateOrganisation(ctx context.Context, actor vigil.Actor, o vigil.Organisation) (vigil.Organisation, error) {
	if err := allow(actor, UpdateOrganisationAction); err != nil {
		return o, err
	}
	if err := checkOrganisation(&o); err != nil {
		return o, err
	}
	err := a.write(ctx, actor, UpdateOrganisationAction, func(tx *store.Tx) (done, error) {
		old, err := organisation(tx, actor, UpdateOrganisationAction, o.Code)
		if err != nil {
			return done{}, err
		}
		if o.Parent != "" && o.Parent != old.Parent {
			if _, err := organisation(tx, actor, ListOrganisationsAction, o.Parent); err != nil {
				return done{}, err
			}
		}
		if err := checkParent(tx, o); err != nil {
			return done{}, err
		}
		o.ID, o.CreatedAt, o.UpdatedAt = old.ID, old.CreatedAt, a.now()
		return done{subject: "organisation:" + o.Code}, tx.UpdateOrganisation(&o)
	})
	return o, err
}

// checkParent refuses a parent that is not there, and one that stands below the organisation itself.
func checkParent(tx *store.Tx, o vigil.Organisation) error {
	at := vigil.Place{Field: "parent"}
	for code, steps := o.Parent, 0; code != ""; steps++ {
		if code == o.Code || steps > 100 {
			return vigil.Problems{{Place: at, What: vigil.Say("the organisations above %q form a circle", o.Code), Do: vigil.Say("name the organisation that controls it, or none")}}
		}
		up, err := tx.Organisation(code)
		if err != nil {
			return err
		}
		code = up.Parent
	}
	return nil
}

func checkOrganisation(o *vigil.Organisation) error {
	if o.Sector != "" && !slices.Contains(o.Sectors, o.Sector) {
		o.Sectors = append([]string{o.Sector}, o.Sectors...)
	}
	ps := check.Struct(*o)
	ps = append(ps, harm(vigil.Place{}, text{"name", o.Name}, text{"type", o.Type})...)
	return ps.Err()
}

// Organisations lists the organisations for which the actor has a role.
func (a *App) Organisations(ctx context.Context, actor vigil.Actor) ([]vigil.Organisation, error) {
	var list []vigil.Organisation
	err := a.read(ctx, actor, ListOrganisationsAction, func(tx *store.Tx) error {
		seen, err := visible(tx, actor, ListOrganisationsAction)
		list = slices.SortedFunc(maps.Values(seen), func(x, y vigil.Organisation) int { return strings.Compare(x.Code, y.Code) })
		return err
	})
	return list, err
}

// PutUnits replaces the units of an organisation. A unit's parent must be another unit of the list, without circles.
func (a *App) PutUnits(ctx context.Context, actor vigil.Actor, code string, units []vigil.Unit) error {
	if err := allow(actor, PutUnitsAction); err != nil {
		return err
	}
	if err := checkUnits(units).Err(); err != nil {
		return err
	}
	return a.write(ctx, actor, PutUnitsAction, func(tx *store.Tx) (done, error) {
		org, err := organisation(tx, actor, PutUnitsAction, code)
		if err != nil {
			return done{}, err
		}
		return done{"organisation:" + org.Code, "units " + strconv.Itoa(len(units))}, tx.PutUnits(org.ID, units)
	})
}

func checkUnits(units []vigil.Unit) vigil.Problems {
	var ps vigil.Problems
	parent := map[string]string{}
	for i, u := range units {
		at := vigil.Place{Field: "units[" + strconv.Itoa(i) + "]"}
		if _, twice := parent[u.Code]; twice {
			ps.Say(at, vigil.Say("the code %q stands twice", u.Code), vigil.Say("give each unit its own code"))
		}
		parent[u.Code] = u.Parent
		for _, p := range check.Struct(u) {
			p.Place.Field = at.Field + "." + p.Place.Field
			ps = append(ps, p)
		}
		ps = append(ps, harm(vigil.Place{Field: at.Field}, text{at.Field + ".code", u.Code}, text{at.Field + ".name", u.Name})...)
	}
	for i, u := range units {
		at := vigil.Place{Field: "units[" + strconv.Itoa(i) + "].parent"}
		steps := 0
		for up := u.Parent; up != ""; up = parent[up] {
			if _, known := parent[up]; !known {
				ps.Say(at, vigil.Say("there is no unit %q", up), vigil.Say("list the parent too, or leave it empty for the organisation itself"))
				break
			}
			if steps++; steps > len(units) {
				ps.Say(at, vigil.Say("the units above %q form a circle", u.Code), vigil.Say("let one of them stand below the organisation itself"))
				break
			}
		}
	}
	return ps
}

// AddMember lets a person work for one organisation in a role.
func (a *App) AddMember(ctx context.Context, actor vigil.Actor, code, person string, role vigil.Role) error {
	if err := allow(actor, AddMemberAction); err != nil {
		return err
	}
	m := vigil.Membership{Person: strings.TrimSpace(person), Role: role}
	ps := check.Struct(m)
	if !slices.Contains(vigil.Roles, role) {
		ps.Say(vigil.Place{Field: "role"}, vigil.Say("there is no role %q", string(role)), vigil.Say("use one of: administrator, analyst, researcher, reviewer, publisher, auditor, viewer, respondent"))
	}
	if err := ps.Err(); err != nil {
		return err
	}
	return a.write(ctx, actor, AddMemberAction, func(tx *store.Tx) (done, error) {
		org, err := organisation(tx, actor, AddMemberAction, code)
		if err != nil {
			return done{}, err
		}
		m.OrganisationID = org.ID
		return done{"organisation:" + org.Code, "role " + string(role)}, tx.PutMembership(&m)
	})
}
