package web

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// submitShow says what is missing, or what happens next, or who has submitted.
func (s *Server) submitShow(c *fiber.Ctx) error {
	r, err := s.app.Readiness(c.UserContext(), s.actor(c), c.Params("assessment"))
	if err != nil {
		return err
	}
	base := assessmentPath(r.Assessment.Code)
	return s.render(c, page.SubmitPage(page.Submit{Frame: s.frame(c, "step.submit_title"), Base: base, Assessment: r.Assessment, Organisation: r.Organisation,
		Missing: s.missing(c, base, r.Assessment, r.Missing), Unchanged: r.Unchanged, Step: r.Step, May: true, Seen: seen(r)}))
}

// seen stands for the state in which somebody saw the assessment.
func seen(r app.Readiness) string {
	if r.Step == nil {
		return "0"
	}
	return strconv.FormatInt(r.Step.ID, 10)
}

// submitDo submits. Pressed twice, or again after the back button, it does nothing and the page says who has submitted and
// when; and a page from before the assessment came back submits nothing that its reader has not seen.
func (s *Server) submitDo(c *fiber.Ctx) error {
	ctx, code := c.UserContext(), c.Params("assessment")
	r, err := s.app.Readiness(ctx, s.actor(c), code)
	if err != nil {
		return err
	}
	to := assessmentPath(code) + "/submit"
	if c.FormValue("seen") != seen(r) {
		if r.Assessment.Status.Editable() {
			s.flash(c, ui.Warning, words.T(ctx, "step.submit_changed"))
		}
		return redirect(c, to)
	}
	err = s.app.Submit(ctx, s.actor(c), code)
	if vigil.KindOf(err) == vigil.Invalid {
		return redirect(c, to) // what is missing stands there
	}
	return s.stepped(c, err, vigil.Submitted, "/submit", "step.submitted")
}
