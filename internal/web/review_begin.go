package web

import (
	"github.com/gofiber/fiber/v2"

	"vigil/internal/vigil"
)

// reviewBegin takes a submitted assessment into review. Pressed twice it opens the queue.
func (s *Server) reviewBegin(c *fiber.Ctx) error {
	err := s.app.Review(c.UserContext(), s.actor(c), c.Params("assessment"))
	return s.stepped(c, err, vigil.InReview, "/review", "review.begun")
}

// stepped goes on after a step of an assessment. A button that was pressed twice, or found again by the back button, finds
// the assessment where it was to go: then nothing was done twice, and the page says where it stands.
func (s *Server) stepped(c *fiber.Ctx, err error, to vigil.Status, then, done string) error {
	code := c.Params("assessment")
	if vigil.KindOf(err) == vigil.Conflict {
		as, _, again := s.app.Assessment(c.UserContext(), s.actor(c), code)
		if again != nil || as.Status != to {
			return err
		}
		s.told(c, "step.was_done")
		return redirect(c, assessmentPath(code)+then)
	}
	if err != nil {
		return err
	}
	s.told(c, done)
	return redirect(c, assessmentPath(code)+then)
}
