package web

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/web/page"
)

// evidenceAdd puts a reference behind an answer, with a file where one comes. What is wrong is said beside what was typed; only
// the file has to be chosen again, for no browser sends it back.
func (s *Server) evidenceAdd(c *fiber.Ctx) error {
	code, question := c.Params("assessment"), c.Params("question")
	parts, err := s.parts(c)
	if err != nil {
		return err
	}
	fields, file, err := parts.fields()
	if err != nil {
		return err
	}
	get := func(name string) string { return fields[name] }
	in := app.NewEvidence{Unit: get("unit"), Question: question, Evidence: readEvidence(get, "")}
	in.File = strings.TrimPrefix(get("library"), "file:")
	if file != nil {
		in.Upload = &app.Upload{Name: file.FileName(), From: file, Size: parts.left()}
	}
	if _, err = s.app.AddEvidence(c.UserContext(), s.actor(c), code, in); err == nil {
		return s.evidenceDone(c, code, in.Unit, question, "evidence.added")
	}
	problems, ok := s.evidenceProblems(c, err)
	if !ok {
		return err
	}
	f, again := s.evidenceForm(c, code, in.Unit, question)
	if again != nil {
		return again
	}
	if f.Of, again = s.evidenceFor(c, code, in.Unit, question); again != nil {
		return again
	}
	f.Frame, f.Problems, f.Evidence = s.frame(c, "evidence.add_title"), problems, readEvidence(get, "")
	if again := s.chosen(c, &f, code, get("library")); again != nil {
		return again
	}
	return s.render(c, page.EvidenceFormPage(f))
}
