package web

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
)

// historyShow is the story of an assessment: who took it from where to where, and when.
func (s *Server) historyShow(c *fiber.Ctx) error {
	ctx, actor, code := c.UserContext(), s.actor(c), c.Params("assessment")
	as, org, err := s.app.Assessment(ctx, actor, code)
	if err != nil {
		return err
	}
	steps, err := s.app.Timeline(ctx, actor, code)
	if err != nil {
		return err
	}
	slices.Reverse(steps)
	role := s.roleIn(c, org.Code)
	final := as.Status == vigil.Final || as.Status == vigil.Published
	return s.render(c, page.HistoryPage(page.History{Frame: s.frame(c, "step.history_title"), Base: assessmentPath(code), Assessment: as, Organisation: org, Steps: steps,
		Reopen:   final && app.May(role, app.ReopenAction),
		Withdraw: as.Status.CanBecome(vigil.Withdrawn) && app.May(role, app.WithdrawAction) && (!final || app.May(role, app.FinaliseAction))}))
}
