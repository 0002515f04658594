package web

import (
	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
)

// linkRenew gives a section link a new address, and shows it this once.
func (s *Server) linkRenew(c *fiber.Ctx) error {
	id, err := pathID(c, "link")
	if err != nil {
		return err
	}
	made, err := s.app.RenewSectionLink(c.UserContext(), s.actor(c), c.Params("assessment"), id, 0)
	if err != nil {
		return err
	}
	return s.showNewLinks(c, []app.NewLink{made})
}
