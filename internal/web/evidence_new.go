package web

import (
	"github.com/gofiber/fiber/v2"

	"vigil/internal/web/page"
)

// evidenceNew shows the form for a reference on a page of its own.
func (s *Server) evidenceNew(c *fiber.Ctx) error {
	code, question, unit := c.Params("assessment"), c.Params("question"), c.Query("unit")
	of, err := s.evidenceFor(c, code, unit, question)
	if err != nil {
		return err
	}
	f, err := s.evidenceForm(c, code, unit, question)
	if err != nil {
		return err
	}
	if err := s.chosen(c, &f, code, c.Query("library")); err != nil {
		return err
	}
	f.Frame, f.Of = s.frame(c, "evidence.add_title"), of
	return s.render(c, page.EvidenceFormPage(f))
}
