package web

import (
	"github.com/gofiber/fiber/v2"

	"vigil/internal/vigil"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// evidenceRemove takes a reference from its answer. One that is gone already is as it was wanted: the button was pressed twice,
// or somebody else was faster.
func (s *Server) evidenceRemove(c *fiber.Ctx) error {
	code := c.Params("assessment")
	held, err := s.reference(c)
	if err == nil {
		err = s.app.RemoveEvidence(c.UserContext(), s.actor(c), code, held.ID)
	}
	if vigil.KindOf(err) == vigil.NotFound {
		if _, _, absent := s.app.Assessment(c.UserContext(), s.actor(c), code); absent != nil {
			return err
		}
		s.flash(c, ui.Info, words.T(c.UserContext(), "evidence.removed_before"))
		return redirect(c, s.url("assessment", code))
	}
	if err != nil {
		return err
	}
	return s.evidenceDone(c, code, held.Unit, held.Question, "evidence.removed_said")
}
