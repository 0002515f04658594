package web

import (
	"errors"
	"net/http"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// returnShow lists what goes back.
func (s *Server) returnShow(c *fiber.Ctx) error {
	v, err := s.returnView(c)
	if err != nil {
		return err
	}
	return s.render(c, page.ReasonPage(v))
}

func (s *Server) returnView(c *fiber.Ctx) (page.Reason, error) {
	queue, err := s.app.ReviewQueue(c.UserContext(), s.actor(c), c.Params("assessment"))
	if err != nil {
		return page.Reason{}, err
	}
	v := page.Reason{Frame: s.frame(c, "step.return_title"), Base: assessmentPath(queue.Assessment.Code), Step: "return", Assessment: queue.Assessment, Organisation: queue.Organisation}
	for _, section := range queue.Sections {
		for _, e := range section.Items {
			if r := e.Standing(); r != nil && r.Verdict == vigil.VerdictReturned {
				v.Items = append(v.Items, *r)
			}
		}
	}
	return v, nil
}

// returnDo gives single answers back, or all of them with a reason.
func (s *Server) returnDo(c *fiber.Ctx) error {
	code, reason, whole := c.Params("assessment"), c.FormValue("reason"), c.FormValue("whole") == "yes"
	give := s.app.ReturnItems
	if whole {
		give = s.app.Return
	}
	err := give(c.UserContext(), s.actor(c), code, reason)
	if vigil.KindOf(err) == vigil.Invalid {
		v, again := s.returnView(c)
		if again != nil {
			return again
		}
		v.Whole = whole
		return s.reasonWrong(c, v, err)
	}
	return s.stepped(c, err, vigil.Returned, "/history", "step.returned")
}

// reasonWrong shows the page again with what is wrong with the reason, and what was typed.
func (s *Server) reasonWrong(c *fiber.Ctx, v page.Reason, err error) error {
	var ps vigil.Problems
	if !errors.As(err, &ps) {
		return err
	}
	v.Typed = c.FormValue("reason")
	for _, p := range ps {
		v.Problems = append(v.Problems, ui.Problem{Field: "reason", Text: placed(c.UserContext(), p)})
		v.Error = words.Problem(c.UserContext(), p)
	}
	return s.render(c.Status(http.StatusUnprocessableEntity), page.ReasonPage(v))
}

// reopenShow asks why a result is looked at again.
func (s *Server) reopenShow(c *fiber.Ctx) error { return s.reasonShow(c, "reopen") }

// reopenDo takes a result back into review.
func (s *Server) reopenDo(c *fiber.Ctx) error {
	err := s.app.Reopen(c.UserContext(), s.actor(c), c.Params("assessment"), c.FormValue("reason"))
	return s.reasonDone(c, "reopen", err, vigil.InReview, "/review", "step.reopened")
}

// withdrawShow asks why an assessment is taken out for good.
func (s *Server) withdrawShow(c *fiber.Ctx) error { return s.reasonShow(c, "withdraw") }

// withdrawDo takes an assessment out for good. Afterwards most people see it no longer, so this ends at home.
func (s *Server) withdrawDo(c *fiber.Ctx) error {
	err := s.app.Withdraw(c.UserContext(), s.actor(c), c.Params("assessment"), c.FormValue("reason"))
	if err != nil {
		return s.reasonDone(c, "withdraw", err, vigil.Withdrawn, "/history", "step.withdrawn")
	}
	s.told(c, "step.withdrawn")
	return redirect(c, "/")
}

func (s *Server) reasonShow(c *fiber.Ctx, step string) error {
	v, err := s.reasonView(c, step)
	if err != nil {
		return err
	}
	return s.render(c, page.ReasonPage(v))
}

func (s *Server) reasonView(c *fiber.Ctx, step string) (page.Reason, error) {
	as, org, err := s.app.Assessment(c.UserContext(), s.actor(c), c.Params("assessment"))
	if err != nil {
		return page.Reason{}, err
	}
	if action := map[string]app.Action{"reopen": app.ReopenAction, "withdraw": app.WithdrawAction}[step]; !app.May(s.roleIn(c, org.Code), action) {
		return page.Reason{}, fiber.ErrForbidden
	}
	return page.Reason{Frame: s.frame(c, map[string]string{"reopen": "step.reopen_title", "withdraw": "step.withdraw_title"}[step]), Base: assessmentPath(as.Code), Step: step, Assessment: as, Organisation: org}, nil
}

func (s *Server) reasonDone(c *fiber.Ctx, step string, err error, to vigil.Status, then, done string) error {
	if vigil.KindOf(err) != vigil.Invalid {
		return s.stepped(c, err, to, then, done)
	}
	v, again := s.reasonView(c, step)
	if again != nil {
		return again
	}
	return s.reasonWrong(c, v, err)
}
