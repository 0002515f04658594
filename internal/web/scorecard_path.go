package web

import (
	"github.com/gofiber/fiber/v2"

	"vigil/internal/web/page"
)

// scorecardPath shows the cheapest way to the next band, step by step.
func (s *Server) scorecardPath(c *fiber.Ctx) error {
	v, err := s.scorecard(c)
	if err != nil {
		return err
	}
	return s.render(c, page.PathPage(s.frame(c, "scorecard.path.title"), v))
}
