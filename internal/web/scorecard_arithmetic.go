package web

import (
	"github.com/gofiber/fiber/v2"

	"vigil/internal/web/page"
)

// scorecardArithmetic shows how the published score came about, figure by figure.
func (s *Server) scorecardArithmetic(c *fiber.Ctx) error {
	v, err := s.scorecard(c)
	if err != nil {
		return err
	}
	return s.render(c, page.ArithmeticPage(s.frame(c, "scorecard.arithmetic"), v))
}
