package web

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
)

// mostMissing is how many of the things that are missing the overview lists; a form that was just begun misses all.
const mostMissing = 25

// assessmentShow shows where an assessment stands and what can be done with it.
func (s *Server) assessmentShow(c *fiber.Ctx) error {
	actor := s.actor(c)
	o, err := s.app.Overview(c.UserContext(), actor, c.Params("assessment"))
	if err != nil {
		return err
	}
	base := s.url("assessment", o.Assessment.Code)
	v := page.Overview{Assessment: o.Assessment, Organisation: o.Organisation, Form: o.Questionnaire, Method: o.Methodology, Progress: o.Progress,
		CarryOver: o.CarryOver, Link: actor.Grant != nil, Can: abilities(o, actor)}
	v.Missing = s.missing(c, base, o.Assessment, o.Missing)
	if v.MissingMore = len(v.Missing) - mostMissing; v.MissingMore > 0 {
		v.Missing = v.Missing[:mostMissing]
	}
	for _, a := range o.Assigned {
		v.Assigned = append(v.Assigned, page.Assigned{Assignment: a, Title: o.Methodology.PillarTitle(o.Questionnaire, a.Section), Late: a.Late(o.Today),
			Mine: a.Person == actor.Person && app.May(o.Role, app.MarkSectionDoneAction) && o.Assessment.Status.Editable()})
	}
	for _, x := range slices.Backward(o.Steps) {
		v.Steps = append(v.Steps, x)
	}
	if o.Card != nil {
		v.Standing = &page.Scorecard{Base: base, Organisation: o.Organisation, Assessment: o.Assessment, Form: o.Questionnaire, Method: o.Methodology,
			Card: o.Card, Moved: s.moved(o.Movement)}
	}
	return s.render(c, page.OverviewPage(s.frame(c, "overview.title"), v))
}

func abilities(o app.Overview, actor vigil.Actor) page.Abilities {
	return page.Abilities{Answer: o.Can(app.SaveAnswerAction), Submit: o.Can(app.SubmitAction), Review: o.Can(app.ReviewAction), Return: o.Can(app.ReturnAction),
		Finalise: o.Can(app.FinaliseAction), Reopen: o.Can(app.ReopenAction), Withdraw: o.Can(app.WithdrawAction), Clone: o.Can(app.CloneAction), Import: o.Can(app.ImportAction) && actor.Grant == nil,
		Workbook: o.Can(app.WorkbookAction), Share: o.Can(app.CloneAction) && o.Assessment.Status.Editable(), Score: o.Can(app.ScoreAction), Comments: app.May(o.Role, app.ListCommentsAction), Organisation: actor.Grant == nil}
}

// carryOverShow shows what became of the answers of the assessment before.
func (s *Server) carryOverShow(c *fiber.Ctx) error {
	code := c.Params("assessment")
	report, err := s.app.CarriedOver(c.UserContext(), s.actor(c), code)
	if err != nil {
		return err
	}
	o, err := s.app.Overview(c.UserContext(), s.actor(c), code)
	if err != nil {
		return err
	}
	before, _, _ := s.app.Catalogue.Questionnaire(report.Form)
	question := func(id string) vigil.Text {
		for _, q := range []*vigil.Questionnaire{o.Questionnaire, before} {
			if q == nil {
				continue
			}
			if in := q.Question(id); in != nil {
				return in.Question
			}
		}
		return nil
	}
	return s.render(c, page.CarryOverPage(s.frame(c, "carry.title"), page.CarryOver{Assessment: o.Assessment, Organisation: o.Organisation, Report: report, Before: before, Question: question}))
}
