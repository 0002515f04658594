package web

import (
	"github.com/gofiber/fiber/v2"

	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// linkRevoke ends a section link at once.
func (s *Server) linkRevoke(c *fiber.Ctx) error {
	id, err := pathID(c, "link")
	if err != nil {
		return err
	}
	code := c.Params("assessment")
	if err := s.app.RevokeSectionLink(c.UserContext(), s.actor(c), code, id); err != nil {
		return err
	}
	s.flash(c, ui.Good, words.T(c.UserContext(), "share.revoked"))
	return redirect(c, s.url("links", code))
}
