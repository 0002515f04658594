package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"vigil/internal/spreadsheet"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// OrganisationsImport is a list of organisations that was read.
type OrganisationsImport struct {
	Rows      []spreadsheet.OrganisationRow
	Overwrite bool // what the list says holds where something else is on file
	DryRun    bool // check everything and store nothing
}

// OrganisationCounts say what an import of organisations did or would do.
type OrganisationCounts struct {
	New       int `json:"new"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"`
}

// ImportOrganisations adds organisations, and says more of those that are there: all of a list in one transaction, or
// nothing and every problem with its line. What the list leaves empty stays; ISINs and predecessors are added to those on
// file; anything else that contradicts what is on file is a problem, unless Overwrite was asked for.
func (a *App) ImportOrganisations(ctx context.Context, actor vigil.Actor, in OrganisationsImport) (OrganisationCounts, error) {
	var n OrganisationCounts
	if in.DryRun {
		err := a.read(ctx, actor, ImportOrganisationsAction, func(tx *store.Tx) error {
			l, err := a.organisationList(tx, in)
			n = l.counts
			return err
		})
		return n, err
	}
	err := a.write(ctx, actor, ImportOrganisationsAction, func(tx *store.Tx) (done, error) {
		l, err := a.organisationList(tx, in)
		if err != nil {
			return done{}, err
		}
		n = l.counts
		return done{"organisations", fmt.Sprintf("new %d changed %d unchanged %d", n.New, n.Changed, n.Unchanged)}, l.store(tx)
	})
	return n, err
}

// organisationList merges a list with what is on file.
type organisationList struct {
	in     OrganisationsImport
	known  map[string]*vigil.Organisation
	before map[string]vigil.Organisation
	place  map[string]vigil.Place // of the first row of an organisation
	order  []string
	counts OrganisationCounts
	ps     vigil.Problems
}

func (a *App) organisationList(tx *store.Tx, in OrganisationsImport) (*organisationList, error) {
	l := &organisationList{in: in, known: map[string]*vigil.Organisation{}, before: map[string]vigil.Organisation{}, place: map[string]vigil.Place{}}
	all, err := tx.Organisations()
	if err != nil {
		return l, err
	}
	for i := range all {
		o := &all[i]
		l.before[o.Code] = *o
		o.ISINs, o.Sectors, o.Predecessors = slices.Clone(o.ISINs), slices.Clone(o.Sectors), slices.Clone(o.Predecessors)
		l.known[o.Code] = o
	}
	for _, row := range in.Rows {
		l.merge(row)
	}
	for _, code := range l.order {
		l.check(code)
	}
	l.owners()
	l.ps.Sort()
	return l, l.ps.Err()
}

// merge adds what a row says.
func (l *organisationList) merge(row spreadsheet.OrganisationRow) {
	says := row.Organisation
	o := l.known[says.Code]
	if o == nil {
		o = &vigil.Organisation{Code: says.Code, Type: "company"}
		l.known[says.Code] = o
	}
	if _, again := l.place[says.Code]; !again {
		l.place[says.Code] = row.Place
		l.order = append(l.order, says.Code)
	}
	_, old := l.before[says.Code]
	for _, f := range []struct {
		name       string
		have, said *string
	}{{"name", &o.Name, &says.Name}, {"type", &o.Type, &says.Type}, {"country", &o.Country, &says.Country}, {"sector", &o.Sector, &says.Sector}, {"lei", &o.LEI, &says.LEI},
		{"ticker", &o.Ticker, &says.Ticker}, {"exchange", &o.Exchange, &says.Exchange}, {"parent", &o.Parent, &says.Parent}} {
		fresh := !old && f.name == "type" && *f.have == "company"
		switch {
		case *f.said == "" || *f.said == *f.have:
		case *f.have == "" || l.in.Overwrite || fresh:
			*f.have = *f.said
		default:
			l.ps.Say(row.Place, vigil.Say("the %s of %s is %q here and %q on file", f.name, says.Code, *f.said, *f.have), vigil.Say("correct the row, or let it hold with --overwrite"))
		}
	}
	for _, s := range says.Sectors {
		if !slices.Contains(o.Sectors, s) {
			o.Sectors = append(o.Sectors, s)
		}
	}
	for _, isin := range says.ISINs {
		if !slices.Contains(o.ISINs, isin) {
			o.ISINs = append(o.ISINs, isin)
		}
	}
	for _, p := range says.Predecessors {
		if !slices.ContainsFunc(o.Predecessors, func(x vigil.Predecessor) bool { return reflect.DeepEqual(x, p) }) {
			o.Predecessors = append(o.Predecessors, p)
		}
	}
}

// check holds a merged organisation to the rules of a single one, and counts it.
func (l *organisationList) check(code string) {
	o, at := l.known[code], l.place[code]
	var ps vigil.Problems
	if errors.As(checkOrganisation(o), &ps) {
		for _, p := range ps {
			l.ps.Say(at, vigil.Say("%s of %s: %s", p.Place.Field, code, p.What), p.Do)
		}
	}
	for up, steps := o.Parent, 0; up != ""; steps++ {
		parent, known := l.known[up]
		if !known {
			l.ps.Say(at, vigil.Say("the parent of %s is %q, which is no organisation", code, up), vigil.Say("add it to the list, or correct its code"))
			break
		}
		if up == code || steps > len(l.known) {
			l.ps.Say(at, vigil.Say("the organisations above %s form a circle", code), vigil.Say("name the organisation that controls it, or none"))
			break
		}
		up = parent.Parent
	}
	switch before, old := l.before[code]; {
	case !old:
		l.counts.New++
	case same(before, *o):
		l.counts.Unchanged++
	default:
		l.counts.Changed++
	}
}

// same compares what people say of organisations; a list that is missing is an empty one.
func same(a, b vigil.Organisation) bool {
	for _, o := range []*vigil.Organisation{&a, &b} {
		o.Sectors, o.ISINs, o.Predecessors = append([]string{}, o.Sectors...), append([]string{}, o.ISINs...), append([]vigil.Predecessor{}, o.Predecessors...)
	}
	return reflect.DeepEqual(a, b)
}

// owners refuses an identifier that would belong to two organisations: nothing would be matched by it any more.
func (l *organisationList) owners() {
	owner := map[string]string{}
	for _, code := range slices.Sorted(maps.Keys(l.known)) {
		o := l.known[code]
		ids := append([]string{o.LEI}, o.ISINs...)
		if o.Ticker != "" && o.Exchange != "" {
			ids = append(ids, o.Ticker+" at "+o.Exchange)
		}
		for _, id := range ids {
			first, taken := owner[id]
			switch {
			case id == "":
			case !taken:
				owner[id] = code
			case l.touched(first) || l.touched(code):
				at := l.place[code]
				if !l.touched(code) {
					at = l.place[first]
				}
				l.ps.Say(at, vigil.Say("%s would be that of both %s and %s", id, first, code), vigil.Say("leave it with the one that has it; a company that became part of another is its predecessor"))
			}
		}
	}
}

func (l *organisationList) touched(code string) bool { _, ok := l.place[code]; return ok }

// store writes what is new or changed.
func (l *organisationList) store(tx *store.Tx) error {
	for _, code := range l.order {
		o := *l.known[code]
		before, old := l.before[code]
		var err error
		switch {
		case !old:
			err = tx.CreateOrganisation(&o)
		case !same(before, o):
			err = tx.UpdateOrganisation(&o)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
