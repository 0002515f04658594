package web

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
)

// scorecardShow shows a score, and the score as it would be with the gaps that the address names closed.
func (s *Server) scorecardShow(c *fiber.Ctx) error {
	v, err := s.scorecard(c)
	if err != nil {
		return err
	}
	return s.render(c, page.ScorecardPage(s.frame(c, "scorecard.title"), v))
}

// scorecard gathers what the pages of a score show.
func (s *Server) scorecard(c *fiber.Ctx) (page.Scorecard, error) {
	var chosen []string
	for _, name := range c.Context().QueryArgs().PeekMulti("close") {
		chosen = append(chosen, string(name))
	}
	closings, ps := vigil.ReadClosings(chosen)
	if err := ps.Err(); err != nil {
		return page.Scorecard{}, err
	}
	code := c.Params("assessment")
	x, err := s.app.Scorecard(c.UserContext(), s.actor(c), code, closings)
	if err != nil {
		return page.Scorecard{}, err
	}
	return page.Scorecard{
		Base: strings.TrimSuffix(s.url("scorecard", code), "/scorecard"), Organisation: x.Organisation, Assessment: x.Assessment, Form: x.Questionnaire, Method: x.Methodology,
		Card: x.Card, Confidence: x.Confidence, Gaps: x.Gaps, Path: x.Path, Caps: x.Caps, Evidence: x.Evidence, SeesAnswers: x.SeesAnswers, SeesCases: x.SeesCases,
		Moved: s.moved(x.Movement), Closings: x.Closings, After: x.After, Today: x.Today,
		Clause: func(id string) vigil.Provision { p, _ := s.app.Catalogue.Provision(id); return p },
	}, nil
}

func (s *Server) moved(m *app.Movement) *page.Moved {
	if m == nil {
		return nil
	}
	return &page.Moved{Since: m.From.Cutoff, URL: s.url("scorecard", m.From.Code), Points: m.Points, Company: m.Company, Ruler: m.Ruler}
}
