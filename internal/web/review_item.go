package web

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
)

// reviewItem keeps a verdict on one answer.
func (s *Server) reviewItem(c *fiber.Ctx) error {
	version, err := strconv.ParseInt(c.FormValue("version"), 10, 64)
	if err != nil {
		version = -1 // seen by nobody
	}
	v := app.ItemVerdict{Unit: c.FormValue("unit"), Question: c.FormValue("question"), Verdict: vigil.Verdict(c.FormValue("verdict")),
		Reason: c.FormValue("reason"), Version: version, Value: strings.Join(formValues(c, "value"), ";"), State: vigil.State(c.FormValue("state")), Grade: vigil.Grade(c.FormValue("grade"))}
	_, err = s.app.ReviewItem(c.UserContext(), s.actor(c), c.Params("assessment"), v)
	return s.reviewJudged(c, err)
}

// reviewApprove stands for an answer that takes questions out of the score.
func (s *Server) reviewApprove(c *fiber.Ctx) error {
	err := s.app.Approve(c.UserContext(), s.actor(c), c.Params("assessment"), c.FormValue("unit"), c.FormValue("question"))
	return s.reviewJudged(c, err)
}
