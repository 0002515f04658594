package web

import (
	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
)

// allegationShow is one case, as the person may see it.
func (s *Server) allegationShow(c *fiber.Ctx) error {
	v, err := s.caseView(c)
	if err != nil {
		return err
	}
	return s.render(c, page.CasePage(v))
}

func (s *Server) caseView(c *fiber.Ctx) (page.Case, error) {
	view, err := s.app.Case(c.UserContext(), s.actor(c), c.Params("allegation"))
	if err != nil {
		return page.Case{}, err
	}
	al := view.Allegation
	stands, may := al.Withdrawn == "", func(action app.Action) bool { return app.May(view.Role, action) }
	inside := stands && !view.Rated
	v := page.Case{Frame: s.frame(c, "case.title"), View: view, Typed: map[string]string{},
		Timeline: page.NewTimeline(c.UserContext(), vigil.CaseFile{Cases: []vigil.CaseView{view}, Caps: view.Caps, Day: view.Day}),
		May: page.CaseMay{Reply: stands && may(app.ReplyAllegationAction), Correct: inside && may(app.CorrectAllegationAction), Hold: inside && may(app.HoldAllegationAction),
			Release: inside && al.HoldFrom != "" && may(app.ReleaseAllegationAction), Withdraw: inside && may(app.WithdrawAllegationAction),
			Erase: !stands && may(app.EraseAllegationAction), Propose: inside && may(app.ProposeCapAction)}}
	for _, m := range s.app.Catalogue.Methodologies {
		if len(m.Caps) > 0 {
			v.Rules = m.Caps
		}
	}
	return v, nil
}

// caseDone goes on after something was done to a case, or shows the case again with what is wrong and what was typed.
func (s *Server) caseDone(c *fiber.Ctx, err error, done string, typed map[string]string) error {
	if err == nil {
		s.told(c, done)
		return redirect(c, allegationPath(c.Params("allegation")))
	}
	ps, wrong := s.problems(c, err)
	if !wrong {
		return err
	}
	v, again := s.caseView(c)
	if again != nil {
		return again
	}
	v.Problems, v.Typed = ps, typed
	return s.render(c, page.CasePage(v))
}

// allegationReply keeps the company's reply, word for word.
func (s *Server) allegationReply(c *fiber.Ctx) error {
	reply, date := c.FormValue("reply"), c.FormValue("date")
	err := s.app.ReplyAllegation(c.UserContext(), s.actor(c), c.Params("allegation"), reply, date)
	return s.caseDone(c, err, "case.replied", map[string]string{"reply": reply, "date": date})
}

// allegationHold stops the clock of a case, or looks at the hold again.
func (s *Server) allegationHold(c *fiber.Ctx) error {
	_, err := s.app.HoldAllegation(c.UserContext(), s.actor(c), c.Params("allegation"), c.FormValue("reason"))
	return s.caseDone(c, err, "case.hold_done", map[string]string{"hold": c.FormValue("reason")})
}

// allegationRelease lets the clock of a case go on.
func (s *Server) allegationRelease(c *fiber.Ctx) error {
	_, err := s.app.ReleaseAllegation(c.UserContext(), s.actor(c), c.Params("allegation"))
	return s.caseDone(c, err, "case.release_done", nil)
}

// allegationWithdraw takes a case out of scores and reports.
func (s *Server) allegationWithdraw(c *fiber.Ctx) error {
	err := s.app.WithdrawAllegation(c.UserContext(), s.actor(c), c.Params("allegation"), c.FormValue("reason"))
	return s.caseDone(c, err, "case.withdraw_done", map[string]string{"withdraw": c.FormValue("reason")})
}

// allegationErase takes out what a withdrawn case says.
func (s *Server) allegationErase(c *fiber.Ctx) error {
	err := s.app.EraseAllegation(c.UserContext(), s.actor(c), c.Params("allegation"))
	return s.caseDone(c, err, "case.erase_done", nil)
}

// allegationCap proposes a cap that rests on a case.
func (s *Server) allegationCap(c *fiber.Ctx) error {
	ctx, actor := c.UserContext(), s.actor(c)
	view, err := s.app.Case(ctx, actor, c.Params("allegation"))
	if err != nil {
		return err
	}
	made, err := s.app.ProposeCap(ctx, actor, view.Organisation.Code, view.Allegation.Code, vigil.Cap{Rule: c.FormValue("rule"), Project: view.Allegation.Project,
		Grade: vigil.Grade(c.FormValue("grade")), Reason: c.FormValue("reason"), LifeAtRisk: c.FormValue("life") == "yes"})
	if err != nil {
		return s.caseDone(c, err, "", map[string]string{"rule": c.FormValue("rule"), "grade": c.FormValue("grade"), "reason": c.FormValue("reason"), "life": c.FormValue("life")})
	}
	s.told(c, "cap.proposed")
	return redirect(c, ceilingPath(made.ID))
}
