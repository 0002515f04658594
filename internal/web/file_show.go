package web

import (
	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/web/page"
)

// fileShow shows what is known of a file, and what rests on it.
func (s *Server) fileShow(c *fiber.Ctx) error {
	d, err := s.app.Document(c.UserContext(), s.actor(c), c.Params("file"))
	if err != nil {
		return err
	}
	v := page.File{Line: s.evidenceLine(d, d.Today), Copy: s.url("file-copy", d.File.Code), Today: d.Today}
	actor := s.actor(c)
	if len(d.Uses) == 0 && actor.Grant == nil && app.May(actor.RoleIn(d.Organisation.Code), app.RemoveFileAction) {
		v.Remove = s.url("file-remove", d.File.Code)
	}
	if v.Damage, err = s.app.FileDamage(c.UserContext(), actor, d.File.Code); err != nil {
		return err
	}
	f := s.frame(c, "evidence.about")
	f.Title = d.File.Name
	return s.render(c, page.FilePage(f, v))
}
