package web

import (
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/web/page"
)

// evidencePick lists what is in the library of the organisation, to choose a document for an answer.
func (s *Server) evidencePick(c *fiber.Ctx) error {
	code, question, unit := c.Params("assessment"), c.Params("question"), c.Query("unit")
	of, err := s.evidenceFor(c, code, unit, question)
	if err != nil {
		return err
	}
	number, _ := strconv.Atoi(c.Query("page"))
	l, err := s.app.Reusable(c.UserContext(), s.actor(c), code, app.LibraryFilter{Words: c.Query("words"), Page: number})
	if err != nil {
		return err
	}
	v := page.EvidencePick{Listing: listing(c, l.At, l.Any), Of: of, Add: s.evidenceURL(code, question, unit), Today: l.Today}
	v.Fixed, v.NoFile = "unit", true
	for _, d := range l.Documents {
		line := s.evidenceLine(d, l.Today)
		line.URL = s.url("evidence-new", code, question) + "?" + url.Values{"unit": {unit}, "library": {reusable(d)}}.Encode()
		v.Lines = append(v.Lines, line)
	}
	return s.render(c, page.EvidencePickPage(s.frame(c, "evidence.pick_title"), v))
}
