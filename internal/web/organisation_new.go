package web

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// organisationNew shows the form of a new organisation.
func (s *Server) organisationNew(c *fiber.Ctx) error {
	if err := app.Check(s.actor(c).Role, app.NewOrganisationAction); err != nil {
		return err
	}
	return s.organisationForm(c, page.OrganisationForm{New: true, Code: true})
}

// organisationAdd stores a new organisation.
func (s *Server) organisationAdd(c *fiber.Ctx) error {
	o := typedOrganisation(c, vigil.Organisation{Code: strings.TrimSpace(c.FormValue("code"))})
	made, err := s.app.NewOrganisation(c.UserContext(), s.actor(c), o)
	if ps, ok := s.problems(c, err); ok {
		return s.organisationForm(c, page.OrganisationForm{New: true, Code: true, Organisation: o, Problems: ps})
	}
	if err != nil {
		return err
	}
	s.flash(c, ui.Good, words.T(c.UserContext(), "organisation.added", "Name", made.Name))
	return redirect(c, s.url("organisation", made.Code))
}

func (s *Server) organisationForm(c *fiber.Ctx, v page.OrganisationForm) error {
	v.Types = app.OrganisationTypes
	for i := range v.Problems { // sectors[2] stands in the field of all sectors
		v.Problems[i].Field, _, _ = strings.Cut(v.Problems[i].Field, "[")
	}
	title := "organisation.edit"
	if v.New {
		title = "organisations.add"
	}
	return s.render(c, page.OrganisationFormPage(s.frame(c, title), v))
}

// typedOrganisation puts what was typed into the form in the place of what was known; the rest stays.
func typedOrganisation(c *fiber.Ctx, o vigil.Organisation) vigil.Organisation {
	text := func(name string) string { return strings.TrimSpace(c.FormValue(name)) }
	o.Name, o.Type, o.Sector, o.Country = text("name"), text("type"), text("sector"), strings.ToUpper(text("country"))
	o.LEI, o.Ticker, o.Exchange, o.Parent = strings.ToUpper(text("lei")), text("ticker"), strings.ToUpper(text("exchange")), text("parent")
	o.ISINs = strings.FieldsFunc(strings.ToUpper(c.FormValue("isins")), func(r rune) bool { return strings.ContainsRune(" ,;\r\n\t", r) })
	o.Fictional = c.FormValue("fictional") != ""
	o.Sectors = formValues(c, "sectors")
	return o
}
