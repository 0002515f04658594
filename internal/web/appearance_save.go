package web

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/web/words"
)

// appearanceSave keeps language and look, from the menu of any page, and goes back to it.
func (s *Server) appearanceSave(c *fiber.Ctx) error {
	l := look{c.FormValue("language"), c.FormValue("theme")}
	if !words.Known(l.language) || !slices.Contains(themes, l.theme) {
		return fiber.ErrBadRequest
	}
	keepLook(c, l)
	return redirect(c, back(c.FormValue("back")))
}
