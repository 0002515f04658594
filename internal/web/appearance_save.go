package web

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/web/words"
)

// appearanceSave keeps language and look, from the menu of any page, and goes back to it.
func (s *Server) appearanceSave(c *fiber.Ctx) error {
	l := look{c.FormValue("language"), c.FormValue("theme")}
	if !words.Known(l.language) || !slices.Contains(themes, l.theme) {
		return fiber.ErrBadRequest
	}
	keepLook(c, l)
	if p := s.person(c); p.Login != "" {
		_, err := s.app.ChangeProfile(c.UserContext(), s.token(c), app.Profile{Name: p.Name, Language: l.language, Theme: l.theme})
		if err != nil {
			return err
		}
	}
	return redirect(c, back(c.FormValue("back")))
}
