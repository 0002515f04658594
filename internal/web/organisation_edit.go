package web

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/web/page"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// organisationEdit shows the form of an organisation to those who may change it.
func (s *Server) organisationEdit(c *fiber.Ctx) error {
	v, err := s.app.Organisation(c.UserContext(), s.actor(c), c.Params("organisation"))
	if err != nil {
		return err
	}
	if err := app.Check(v.Role, app.UpdateOrganisationAction); err != nil {
		return err
	}
	return s.organisationForm(c, page.OrganisationForm{Organisation: v.Organisation})
}

// organisationSave stores what was changed. Somebody else's change meanwhile is not overwritten: the form comes again.
func (s *Server) organisationSave(c *fiber.Ctx) error {
	ctx, actor := c.UserContext(), s.actor(c)
	before, err := s.app.Organisation(ctx, actor, c.Params("organisation"))
	if err != nil {
		return err
	}
	o := typedOrganisation(c, before.Organisation)
	if o.Version, err = strconv.ParseInt(c.FormValue("version"), 10, 64); err != nil {
		o.Version = 0
	}
	o, err = s.app.UpdateOrganisation(ctx, actor, o)
	if ps, ok := s.problems(c, err); ok {
		return s.organisationForm(c, page.OrganisationForm{Organisation: o, Problems: ps})
	}
	if err != nil {
		return err
	}
	s.flash(c, ui.Good, words.T(ctx, "organisation.saved"))
	return redirect(c, s.url("organisation", o.Code))
}
