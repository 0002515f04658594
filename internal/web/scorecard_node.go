package web

import (
	"github.com/gofiber/fiber/v2"

	"vigil/internal/vigil"
	"vigil/internal/web/page"
)

// scorecardNode shows the arithmetic of one pillar, indicator or question, down to the answer and its evidence.
func (s *Server) scorecardNode(c *fiber.Ctx) error {
	v, err := s.scorecard(c)
	if err != nil {
		return err
	}
	n := v.Card.Node(c.Params("node"), c.Query("unit"))
	if n == nil {
		return vigil.Errorf(vigil.NotFound, "the score of %q is not made from %q", v.Assessment.Code, c.Params("node"))
	}
	if v.SeesAnswers {
		if v.Files, err = s.fileURLs(c, v.Assessment.Code); err != nil {
			return err
		}
	}
	return s.render(c, page.NodePage(s.frame(c, "scorecard.arithmetic"), v, *n))
}
