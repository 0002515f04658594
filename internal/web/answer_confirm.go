package web

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// answerConfirm says that an answer copied from an earlier assessment still holds.
func (s *Server) answerConfirm(c *fiber.Ctx) error {
	version, _ := strconv.ParseInt(c.FormValue("version"), 10, 64) // what is no number is an answer never seen
	unit, question := c.FormValue("unit"), c.Params("question")
	if _, err := s.app.ConfirmAnswer(c.UserContext(), s.actor(c), c.Params("assessment"), unit, question, version); err != nil {
		return s.notSaved(c, typed{in: app.SaveAnswer{Unit: unit, Question: question}}, err)
	}
	s.flash(c, ui.Good, words.T(c.UserContext(), "question.flash_confirmed", "Question", question))
	return redirect(c, s.questionURL(c.Params("assessment"), app.QuestionAt{Unit: unit, Question: question}))
}
