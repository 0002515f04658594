package web

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/vigil"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// unitsList sends the units of an organisation as a file, with the columns of units.csv.
func (s *Server) unitsList(c *fiber.Ctx) error {
	o, err := s.app.Organisation(c.UserContext(), s.actor(c), c.Params("organisation"))
	if err != nil {
		return err
	}
	rows := [][]string{{"subject", "unit", "parent", "name", "kind", "country", "weight"}}
	for _, u := range o.Units {
		rows = append(rows, []string{o.Organisation.Code, u.Code, u.Parent, u.Name, u.Kind, u.Country, u.Weight.String()})
	}
	return s.csvFile(c, o.Organisation.Code+"-units", rows)
}

// unitSave adds a unit, or changes the one with its code.
func (s *Server) unitSave(c *fiber.Ctx) error {
	text := func(name string) string { return strings.TrimSpace(c.FormValue(name)) }
	u := vigil.Unit{Code: text("code"), Name: text("name"), Kind: text("kind"), Parent: text("parent"), Country: strings.ToUpper(text("country"))}
	return s.organisationDone(c, s.app.PutUnit(c.UserContext(), s.actor(c), c.Params("organisation"), u), "unit-", "organisation.unit_saved", u, vigil.Membership{})
}

// unitRemove takes a unit out of the tree.
func (s *Server) unitRemove(c *fiber.Ctx) error {
	err := s.app.RemoveUnit(c.UserContext(), s.actor(c), c.Params("organisation"), c.FormValue("code"))
	return s.organisationDone(c, err, "unit-", "organisation.unit_removed", vigil.Unit{}, vigil.Membership{})
}

// organisationDone goes back to the page of the organisation, or shows it again with what is wrong with one of its forms, whose
// fields begin with a word.
func (s *Server) organisationDone(c *fiber.Ctx, err error, form, done string, u vigil.Unit, m vigil.Membership) error {
	if ps, ok := s.problems(c, err); ok {
		for i := range ps {
			if ps[i].Field != "" {
				ps[i].Field = form + ps[i].Field
			}
		}
		return s.organisationPage(c, u, m, ps)
	}
	if err != nil {
		return err
	}
	s.flash(c, ui.Good, words.T(c.UserContext(), done))
	return redirect(c, s.url("organisation", c.Params("organisation")))
}
