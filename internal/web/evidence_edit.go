package web

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/vigil"
	"vigil/internal/web/page"
)

// evidenceEdit shows a reference to be changed.
func (s *Server) evidenceEdit(c *fiber.Ctx) error {
	e, err := s.reference(c)
	if err != nil {
		return err
	}
	f, err := s.changeForm(c, e, e)
	if err != nil {
		return err
	}
	return s.render(c, page.EvidenceFormPage(f))
}

// reference is the one that the path names.
func (s *Server) reference(c *fiber.Ctx) (vigil.Evidence, error) {
	return s.app.Reference(c.UserContext(), s.actor(c), c.Params("assessment"), referenceID(c))
}

func referenceID(c *fiber.Ctx) int64 {
	id, err := strconv.ParseInt(c.Params("reference"), 10, 64)
	if err != nil {
		return -1 // there is none
	}
	return id
}

func (s *Server) changeForm(c *fiber.Ctx, seen, typed vigil.Evidence) (page.EvidenceForm, error) {
	code := c.Params("assessment")
	public, err := s.mayPublish(c, code)
	if err != nil {
		return page.EvidenceForm{}, err
	}
	of, err := s.evidenceFor(c, code, seen.Unit, seen.Question)
	return page.EvidenceForm{Frame: s.frame(c, "evidence.change_title"), Action: s.url("evidence-save", code, c.Params("reference")), Of: of,
		Evidence: typed, Seen: seen, Unit: seen.Unit, Question: seen.Question, Public: public}, err
}
