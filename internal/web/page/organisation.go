package page

import (
	"context"
	"slices"
	"strings"

	"vigil/internal/vigil"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// Organisations is the list of organisations.
type Organisations struct {
	Listing
	Rows    []OrganisationLine
	Sectors []string
	Types   []string
	MayAdd  bool
}

// OrganisationLine is one organisation in a list.
type OrganisationLine struct {
	Organisation vigil.Organisation
	Assessments  int
	Latest       *AssessmentLine // nil: none
}

// OrganisationForm is the form of a new organisation, or of one that is changed.
type OrganisationForm struct {
	New          bool
	Code         bool // the code can be chosen
	Organisation vigil.Organisation
	Types        []string
	Problems     []ui.Problem
}

func (v OrganisationForm) action() string {
	if v.New {
		return "/organisations/new"
	}
	return organisationURL(v.Organisation.Code, "edit")
}

// wrong is what is wrong with a field.
func (v OrganisationForm) wrong(field string) string { return wrong(v.Problems, field) }

func (v OrganisationForm) sectors(ctx context.Context) []ui.Option {
	list := make([]ui.Option, 0, len(vigil.Sectors))
	for _, code := range vigil.Sectors {
		list = append(list, ui.Option{Value: code, Label: SectorWord(ctx, code), Chosen: code == v.Organisation.Sector})
	}
	return list
}

func (v OrganisationForm) further(ctx context.Context) []ui.Option {
	list := v.sectors(ctx)
	for i := range list {
		list[i].Chosen = slices.Contains(v.Organisation.Sectors, list[i].Value)
	}
	return list
}

func (v OrganisationForm) types(ctx context.Context) []ui.Option {
	all := v.Types
	if t := v.Organisation.Type; t != "" && !slices.Contains(all, t) {
		all = append(slices.Clone(all), t)
	}
	return options(all, v.Organisation.Type, func(t string) string { return TypeWord(ctx, t) })
}

// Organisation is the page of one organisation.
type Organisation struct {
	Organisation vigil.Organisation
	Parent       *vigil.Organisation
	Units        []vigil.Unit
	Members      []vigil.Membership
	Assessments  []AssessmentLine
	OpenCaps     int // -1: not to be seen
	OpenCases    int
	MayEdit      bool
	MayStart     bool
	MayMembers   bool // change them
	SeesMembers  bool
	Unit         vigil.Unit // as it was typed
	Member       vigil.Membership
	Problems     []ui.Problem
}

func (v Organisation) wrong(field string) string { return wrong(v.Problems, field) }

func (v Organisation) url(more ...string) string {
	return organisationURL(v.Organisation.Code, more...)
}

// below gives the units right below one, or without a code those right below the organisation.
func (v Organisation) below(code string) []vigil.Unit {
	var list []vigil.Unit
	for _, u := range v.Units {
		if u.Parent == code {
			list = append(list, u)
		}
	}
	return list
}

func (v Organisation) unitOptions() []ui.Option {
	list := make([]ui.Option, 0, len(v.Units))
	for _, u := range v.Units {
		label := u.Code
		if u.Name != "" {
			label += ", " + u.Name
		}
		list = append(list, ui.Option{Value: u.Code, Label: label, Chosen: u.Code == v.Unit.Parent})
	}
	return list
}

func (v Organisation) roles(ctx context.Context) []ui.Option {
	list := make([]ui.Option, 0, len(vigil.Roles))
	for _, r := range vigil.Roles {
		list = append(list, ui.Option{Value: string(r), Label: roleWord(ctx, r), Chosen: r == v.Member.Role})
	}
	return list
}

func (v Organisation) pairs(ctx context.Context) []ui.Pair {
	o := v.Organisation
	list := []ui.Pair{{Name: words.T(ctx, "organisation.code"), Value: o.Code}}
	add := func(key, value string) {
		if value != "" {
			list = append(list, ui.Pair{Name: words.T(ctx, "organisation."+key), Value: value})
		}
	}
	add("type", TypeWord(ctx, o.Type))
	add("sector", SectorList(ctx, o.Sectors))
	add("country", words.Country(ctx, o.Country))
	add("lei", o.LEI)
	add("isins", strings.Join(o.ISINs, ", "))
	if o.Ticker != "" {
		add("ticker", strings.TrimSpace(o.Ticker+" "+o.Exchange))
	}
	if v.Parent != nil {
		list = append(list, ui.Pair{Name: words.T(ctx, "organisation.parent"), Value: v.Parent.Name, URL: organisationURL(v.Parent.Code)})
	}
	return list
}
