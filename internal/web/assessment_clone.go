package web

import (
	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/web/page"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// cloneShow asks how the next cycle differs from an assessment.
func (s *Server) cloneShow(c *fiber.Ctx) error {
	return s.clonePage(c, app.CloneAssessment{}, nil)
}

func (s *Server) clonePage(c *fiber.Ctx, n app.CloneAssessment, ps []ui.Problem) error {
	ctx := c.UserContext()
	o, err := s.app.Overview(ctx, s.actor(c), c.Params("assessment"))
	if err != nil {
		return err
	}
	if err := app.Check(o.Role, app.CloneAction); err != nil {
		return err
	}
	v := page.Clone{Assessment: o.Assessment, Organisation: o.Organisation, Period: n.Period, Purpose: n.Purpose, Problems: ps}
	for _, q := range app.FormsAlike(s.app.Catalogue, o.Questionnaire) {
		chosen := q.ID == n.Questionnaire || n.Questionnaire == "" && q.ID == o.Questionnaire.ID
		v.Forms = append(v.Forms, ui.Option{Value: q.ID, Label: q.Title.In(words.In(ctx)) + " " + q.Edition, Language: q.Title.Language(words.In(ctx)), Chosen: chosen})
	}
	return s.render(c, page.ClonePage(s.frame(c, "start.clone"), v))
}

// cloneDo opens the next cycle and shows what was carried over.
func (s *Server) cloneDo(c *fiber.Ctx) error {
	n := app.CloneAssessment{Questionnaire: c.FormValue("questionnaire"), Period: c.FormValue("period"), Purpose: c.FormValue("purpose")}
	as, _, err := s.app.CloneAssessment(c.UserContext(), s.actor(c), c.Params("assessment"), n)
	if ps, ok := s.problems(c, err); ok {
		return s.clonePage(c, n, ps)
	}
	if err != nil {
		return err
	}
	return redirect(c, s.url("carry-over", as.Code))
}
