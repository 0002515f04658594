package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// typed is what somebody typed into the form of a question, what is wrong with it, and what became of it.
type typed struct {
	in       app.SaveAnswer
	sent     bool
	saved    bool
	problems vigil.Problems
	conflict *vigil.AnswerConflict
}

// answerSave takes the form of a question: it saves what was typed, or takes the answer out. A page that is open already
// gets the parts of it that change; otherwise the person goes on to the next question or stays.
func (s *Server) answerSave(c *fiber.Ctx) error {
	in := answerOf(c)
	if c.FormValue("do") == "clear" {
		in = app.SaveAnswer{Unit: in.Unit, Question: in.Question, Version: in.Version}
	}
	x, err := s.app.SaveAnswer(c.UserContext(), s.actor(c), c.Params("assessment"), in)
	if err != nil {
		return s.notSaved(c, typed{in: in, sent: true}, err)
	}
	return s.answerSaved(c, x.Version, c.FormValue("do") == "next")
}

// answerOf reads the form. A level and a state are choices of one group; the elements of a question with several are sent
// each.
func answerOf(c *fiber.Ctx) app.SaveAnswer {
	form := c.Request().PostArgs()
	text := func(name string) string { return strings.ReplaceAll(string(form.Peek(name)), "\r\n", "\n") }
	in := app.SaveAnswer{Unit: text("unit"), Question: c.Params("question"), Value: text("value"), Grade: text("grade"), Date: text("date"), Note: text("note"),
		Search: vigil.SearchLog{Date: text("search_date"), Sources: text("search_sources"), Languages: text("search_languages"), Terms: text("search_terms")}}
	in.Version, _ = strconv.ParseInt(text("version"), 10, 64) // what is no number is an answer never seen
	if kind, value, _ := strings.Cut(text("choice"), ":"); kind == "value" {
		in.Value = value
	} else if kind == "state" {
		in.State = value
	}
	for _, e := range form.PeekMulti("element") {
		in.Value = strings.TrimPrefix(in.Value+";"+string(e), ";")
	}
	return in
}

// answerSaved goes on after an answer was stored.
func (s *Server) answerSaved(c *fiber.Ctx, version int64, next bool) error {
	v, err := s.app.Question(c.UserContext(), s.actor(c), c.Params("assessment"), c.FormValue("unit"), c.Params("question"))
	if err != nil {
		return err
	}
	if hx(c) {
		return s.render(c, page.AnswerSaved(s.questionsPage(c, v, typed{saved: true})))
	}
	at := app.QuestionAt{Unit: v.Unit, Question: c.Params("question")}
	if next && v.Next != nil {
		at = *v.Next
	}
	s.flash(c, ui.Good, words.T(c.UserContext(), "question.flash_saved", "Question", c.Params("question")))
	return redirect(c, s.questionURL(v.Assessment.Code, at))
}

// notSaved shows the question again with everything that was typed, and what keeps it from being stored. What is no fault
// of what was typed goes the way of every error.
func (s *Server) notSaved(c *fiber.Ctx, t typed, err error) error {
	status := http.StatusUnprocessableEntity
	if errors.As(err, &t.conflict) {
		status = http.StatusConflict
	} else if !errors.As(err, &t.problems) {
		return err
	}
	v, err := s.app.Question(c.UserContext(), s.actor(c), c.Params("assessment"), t.in.Unit, t.in.Question)
	if err != nil {
		return err
	}
	c.Status(status)
	p := s.questionsPage(c, v, t)
	if hx(c) {
		return s.render(c, page.AnswerSaved(p))
	}
	return s.render(c, page.QuestionsPage(p))
}

// onlyNeedsAnswer reports whether nothing is wrong but that neither an answer nor a state was chosen yet.
func onlyNeedsAnswer(t typed) bool {
	return t.in.Value == "" && t.in.State == "" && !slices.ContainsFunc(t.problems, func(p vigil.Problem) bool { return p.Place.Field != "state" })
}
