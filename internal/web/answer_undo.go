package web

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// answerUndo brings back what an answer said before, or in a version that the history shows.
func (s *Server) answerUndo(c *fiber.Ctx) error {
	version, _ := strconv.ParseInt(c.FormValue("version"), 10, 64) // what is no number is an answer never seen
	to, _ := strconv.ParseInt(c.FormValue("to"), 10, 64)
	u := app.UndoAnswer{Unit: c.FormValue("unit"), Question: c.Params("question"), Version: version, To: to}
	if _, err := s.app.UndoAnswer(c.UserContext(), s.actor(c), c.Params("assessment"), u); err != nil {
		return s.notSaved(c, typed{in: app.SaveAnswer{Unit: u.Unit, Question: u.Question}}, err)
	}
	s.flash(c, ui.Good, words.T(c.UserContext(), "question.flash_undone", "Question", u.Question))
	return redirect(c, s.questionURL(c.Params("assessment"), app.QuestionAt{Unit: u.Unit, Question: u.Question}))
}
