package web

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
)

// membersList sends who may do what for an organisation as a file.
func (s *Server) membersList(c *fiber.Ctx) error {
	o, err := s.app.Organisation(c.UserContext(), s.actor(c), c.Params("organisation"))
	if err != nil {
		return err
	}
	if err := app.Check(o.Role, app.MembersAction); err != nil {
		return err
	}
	rows := [][]string{{"organisation", "person", "role"}}
	for _, m := range o.Members {
		rows = append(rows, []string{o.Organisation.Code, m.Person, string(m.Role)})
	}
	return s.csvFile(c, o.Organisation.Code+"-members", rows)
}

// memberSave gives a person a role for an organisation.
func (s *Server) memberSave(c *fiber.Ctx) error {
	m := vigil.Membership{Person: strings.TrimSpace(c.FormValue("person")), Role: vigil.Role(c.FormValue("role"))}
	err := s.app.AddMember(c.UserContext(), s.actor(c), c.Params("organisation"), m.Person, m.Role)
	return s.organisationDone(c, err, "member-", "organisation.member_saved", vigil.Unit{}, m)
}

// memberRemove takes a person's role for an organisation.
func (s *Server) memberRemove(c *fiber.Ctx) error {
	err := s.app.RemoveMember(c.UserContext(), s.actor(c), c.Params("organisation"), c.FormValue("person"))
	return s.organisationDone(c, err, "member-", "organisation.member_removed", vigil.Unit{}, vigil.Membership{})
}
