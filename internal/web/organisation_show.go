package web

import (
	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
	"vigil/internal/web/ui"
)

// organisationShow shows one organisation.
func (s *Server) organisationShow(c *fiber.Ctx) error {
	return s.organisationPage(c, vigil.Unit{}, vigil.Membership{}, nil)
}

// organisationPage shows it with what was typed into one of its forms, and what is wrong with that.
func (s *Server) organisationPage(c *fiber.Ctx, unit vigil.Unit, member vigil.Membership, ps []ui.Problem) error {
	o, err := s.app.Organisation(c.UserContext(), s.actor(c), c.Params("organisation"))
	if err != nil {
		return err
	}
	v := page.Organisation{Organisation: o.Organisation, Parent: o.Parent, Units: o.Units, Members: o.Members, Assessments: assessmentLines(o.Assessments),
		OpenCaps: o.OpenCaps, OpenCases: o.OpenCases, MayEdit: o.May(app.UpdateOrganisationAction), MayStart: o.May(app.NewAssessmentAction),
		MayMembers: o.May(app.AddMemberAction), SeesMembers: o.May(app.MembersAction), Unit: unit, Member: member, Problems: ps}
	return s.render(c, page.OrganisationPage(s.frame(c, "label.organisation"), v))
}
