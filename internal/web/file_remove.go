package web

import (
	"github.com/gofiber/fiber/v2"

	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// fileRemove deletes a file on which no answer rests.
func (s *Server) fileRemove(c *fiber.Ctx) error {
	if err := s.app.RemoveFile(c.UserContext(), s.actor(c), c.Params("file")); err != nil {
		return err
	}
	s.flash(c, ui.Good, words.T(c.UserContext(), "evidence.deleted"))
	return redirect(c, s.url("evidence"))
}
