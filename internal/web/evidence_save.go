package web

import (
	"github.com/gofiber/fiber/v2"

	"vigil/internal/web/page"
)

// evidenceSave replaces what is said of a reference.
func (s *Server) evidenceSave(c *fiber.Ctx) error {
	held, err := s.reference(c)
	if err != nil {
		return err
	}
	get := func(name string) string { return c.FormValue(name) }
	seen, typed := readEvidence(get, "seen-"), readEvidence(get, "")
	seen.ID = held.ID
	if _, err = s.app.ChangeEvidence(c.UserContext(), s.actor(c), c.Params("assessment"), seen, typed); err == nil {
		return s.evidenceDone(c, c.Params("assessment"), held.Unit, held.Question, "evidence.changed")
	}
	problems, ok := s.evidenceProblems(c, err)
	if !ok {
		return err
	}
	f, err := s.changeForm(c, held, typed) // what is on file now counts as seen: whoever sends again means it
	if err != nil {
		return err
	}
	f.Problems = problems
	return s.render(c, page.EvidenceFormPage(f))
}
