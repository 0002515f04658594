package web

import (
	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
)

// answerMerge takes a person's choice between two sides of an answer, field by field. The other side is the version that
// the person saw: if the answer changed once more, the person is asked once more.
func (s *Server) answerMerge(c *fiber.Ctx) error {
	mine := answerOf(c)
	v, err := s.app.Question(c.UserContext(), s.actor(c), c.Params("assessment"), mine.Unit, mine.Question)
	if err != nil {
		return err
	}
	in := chosen(c, mine, versionOf(v.Items[0].History, mine.Version))
	x, err := s.app.SaveAnswer(c.UserContext(), s.actor(c), c.Params("assessment"), in)
	if err != nil {
		return s.notSaved(c, typed{in: in, sent: true}, err)
	}
	return s.answerSaved(c, x.Version, false)
}

// chosen puts an answer together from what was chosen of either side.
func chosen(c *fiber.Ctx, mine app.SaveAnswer, theirs vigil.Answer) app.SaveAnswer {
	their := func(field string) bool { return c.FormValue("take_"+field) == "theirs" }
	if their("answer") {
		mine.Value, mine.State = theirs.Value, string(theirs.State)
	}
	if their("grade") {
		mine.Grade = string(theirs.Grade)
	}
	if their("date") {
		mine.Date = theirs.Date
	}
	if their("note") {
		mine.Note = theirs.Note
	}
	if their("search") {
		mine.Search = theirs.Search
	}
	return mine
}

// versionOf is what an answer said in one of its versions; nothing where there was none.
func versionOf(history []vigil.AnswerChange, version int64) vigil.Answer {
	for _, h := range history {
		if h.Version == version {
			return h.Answer
		}
	}
	return vigil.Answer{}
}
