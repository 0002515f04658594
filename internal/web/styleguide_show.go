package web

import (
	"github.com/gofiber/fiber/v2"

	"vigil/internal/web/page"
)

// styleguideShow shows every part of the pages in every state.
func (s *Server) styleguideShow(c *fiber.Ctx) error {
	return s.render(c, page.StyleguidePage(page.Styleguide{Frame: s.frame(c, "styleguide.title")}))
}
