package web

import (
	"bytes"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// workbookShow lets somebody choose what goes out as a workbook.
func (s *Server) workbookShow(c *fiber.Ctx) error {
	v, err := s.workbookView(c, app.WorkbookAction)
	if err != nil {
		return err
	}
	return s.render(c, page.WorkbookPage(s.frame(c, "workbook.title"), v))
}

// workbookView gathers what the pages of workbooks show, for somebody who may do what the page is for.
func (s *Server) workbookView(c *fiber.Ctx, action app.Action) (page.Workbook, error) {
	actor, code := s.actor(c), c.Params("assessment")
	v := page.Workbook{Base: s.assessmentURL(code), Most: importMost}
	var err error
	if v.Assessment, v.Organisation, err = s.app.Assessment(c.UserContext(), actor, code); err != nil {
		return v, err
	}
	q, _, err := s.app.Catalogue.Questionnaire(v.Assessment.Questionnaire)
	if err != nil {
		return v, err
	}
	for _, l := range words.Languages {
		for _, spoken := range q.Languages {
			if spoken == l.Code {
				v.Languages = append(v.Languages, ui.Option{Value: l.Code, Label: l.Name, Language: l.Code, Chosen: l.Code == words.In(c.UserContext())})
			}
		}
	}
	role := actor.RoleOn(v.Organisation.Code, code)
	if !app.May(role, action) {
		return v, vigil.Errorf(vigil.Forbidden, "the role %q may not do %q here", role, action)
	}
	v.Scored = role != vigil.Respondent
	v.MayImport = v.Assessment.Status.Editable() && app.May(role, app.ImportAction) && (actor.Grant == nil || !actor.Grant.Closed)
	return v, nil
}

// workbookDownload gives the workbook. It is a form, because it leaves a line in the audit log.
func (s *Server) workbookDownload(c *fiber.Ctx) error {
	code := c.Params("assessment")
	var file bytes.Buffer
	o := app.WorkbookOptions{Blank: c.FormValue("content") == "blank", Language: c.FormValue("language")}
	if err := s.app.WorkbookIn(c.UserContext(), s.actor(c), code, o, &file); err != nil {
		return err
	}
	return s.attach(c, code+".xlsx", &file)
}
