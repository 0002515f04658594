package web

import (
	"errors"
	"net/http"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/vigil"
	"vigil/internal/web/page"
)

// finaliseShow shows the score that would be kept, and what stands in the way.
func (s *Server) finaliseShow(c *fiber.Ctx) error {
	closing, err := s.app.Closing(c.UserContext(), s.actor(c), c.Params("assessment"))
	if err != nil {
		return err
	}
	base := assessmentPath(closing.Queue.Assessment.Code)
	v := page.Finalise{Frame: s.frame(c, "step.finalise_title"), Base: base, Queue: closing.Queue, Card: closing.Card,
		Open: s.missing(c, base, closing.Queue.Assessment, closing.Queue.Open), Bands: map[string]vigil.Text{}, Caps: map[string]vigil.Text{}}
	if _, m, err := s.app.Catalogue.Questionnaire(closing.Queue.Assessment.Questionnaire); err == nil {
		for _, b := range m.Bands {
			v.Bands[b.ID] = b.Title
		}
		for _, k := range m.Caps {
			v.Caps[k.ID] = k.Title
		}
	}
	return s.render(c, page.FinalisePage(v))
}

// finaliseDo closes the review and keeps the score.
func (s *Server) finaliseDo(c *fiber.Ctx) error {
	err := s.app.Finalise(c.UserContext(), s.actor(c), c.Params("assessment"))
	var ps vigil.Problems
	if errors.As(err, &ps) {
		c.Status(http.StatusUnprocessableEntity)
		return s.finaliseShow(c)
	}
	return s.stepped(c, err, vigil.Final, "/history", "step.finalised")
}
