package web

import (
	"net/url"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
)

// questionShow is the page of one question.
func (s *Server) questionShow(c *fiber.Ctx) error {
	v, err := s.app.Question(c.UserContext(), s.actor(c), c.Params("assessment"), c.Query("unit"), c.Params("question"))
	if err != nil {
		return err
	}
	return s.render(c, page.QuestionsPage(s.questionsPage(c, v, typed{})))
}

// questionsShow is the page of one part of the questionnaire: a pillar, or the screening.
func (s *Server) questionsShow(c *fiber.Ctx) error {
	v, err := s.app.Questions(c.UserContext(), s.actor(c), c.Params("assessment"), c.Query("unit"), c.Query("pillar"))
	if err != nil {
		return err
	}
	return s.render(c, page.QuestionsPage(s.questionsPage(c, v, typed{})))
}

// questionURL is the address of the page of a question.
func (s *Server) questionURL(assessment string, at app.QuestionAt) string {
	return page.QuestionURL(s.url("assessment", assessment), at.Question, at.Unit)
}

// sectionURL is the address of the page of a part.
func (s *Server) sectionURL(assessment, section, unit string) string {
	q := url.Values{"pillar": {section}}
	if unit != "" && section != vigil.SectionScreening { // which is about the organisation as a whole
		q.Set("unit", unit)
	}
	return s.url("questions", assessment) + "?" + q.Encode()
}
