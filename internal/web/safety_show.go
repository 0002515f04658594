package web

import (
	"github.com/gofiber/fiber/v2"

	"vigil/internal/web/page"
)

// safetyShow is for everybody, by link or without an account too: whoever needs help must not sign in first.
func (s *Server) safetyShow(c *fiber.Ctx) error {
	return s.render(c, page.SafetyPage(s.frame(c, "safety.title")))
}
