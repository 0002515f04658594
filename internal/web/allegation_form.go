package web

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
)

// allegationNew is the form of a new case.
func (s *Server) allegationNew(c *fiber.Ctx) error {
	if !s.mayAnywhere(c, app.AddAllegationAction) {
		return fiber.ErrForbidden
	}
	v, err := s.caseForm(c, "", vigil.Allegation{})
	if err != nil {
		return err
	}
	v.Organisation = c.Query("organisation")
	return s.render(c, page.CaseFormPage(v))
}

// allegationAdd puts a case on file.
func (s *Server) allegationAdd(c *fiber.Ctx) error {
	al := typedCase(c)
	made, err := s.app.AddAllegation(c.UserContext(), s.actor(c), c.FormValue("organisation"), al)
	if err != nil {
		return s.caseWrong(c, "", al, err)
	}
	s.told(c, "case.added", "Code", made.Code)
	return redirect(c, allegationPath(made.Code))
}

// allegationEdit is the form with which a case is corrected.
func (s *Server) allegationEdit(c *fiber.Ctx) error {
	view, err := s.app.Case(c.UserContext(), s.actor(c), c.Params("allegation"))
	if err != nil {
		return err
	}
	if !app.May(view.Role, app.CorrectAllegationAction) || view.Rated {
		return fiber.ErrForbidden
	}
	v, err := s.caseForm(c, view.Allegation.Code, view.Allegation)
	if err != nil {
		return err
	}
	v.Preview = &view
	return s.render(c, page.CaseFormPage(v))
}

// allegationCorrect replaces what is said about a case.
func (s *Server) allegationCorrect(c *fiber.Ctx) error {
	al := typedCase(c)
	al.Code, al.Opened = c.Params("allegation"), ""
	al.Version, _ = strconv.ParseInt(c.FormValue("version"), 10, 64)
	if view, err := s.app.Case(c.UserContext(), s.actor(c), al.Code); err == nil {
		al.Sector = view.Allegation.Sector // no field of this form
	}
	if _, err := s.app.CorrectAllegation(c.UserContext(), s.actor(c), al); err != nil {
		return s.caseWrong(c, al.Code, al, err)
	}
	s.told(c, "case.corrected")
	return redirect(c, allegationPath(al.Code))
}

// allegationPreview says what a case would take off; nothing is stored.
func (s *Server) allegationPreview(c *fiber.Ctx) error {
	al := typedCase(c)
	al.Code = c.FormValue("code")
	view, err := s.app.PreviewAllegation(c.UserContext(), s.actor(c), c.FormValue("organisation"), al)
	if err != nil {
		return s.caseWrong(c, al.Code, al, err)
	}
	if hx(c) {
		return s.render(c, page.DeductionPart(&view))
	}
	v, err := s.caseForm(c, al.Code, al)
	if err != nil {
		return err
	}
	v.Preview = &view
	return s.render(c, page.CaseFormPage(v))
}

// caseForm gathers the form: the organisations for which the person may add cases, and quarters, not days.
func (s *Server) caseForm(c *fiber.Ctx, code string, al vigil.Allegation) (page.CaseForm, error) {
	title := "case.add"
	if code != "" {
		title = "case.correct"
	}
	v := page.CaseForm{Frame: s.frame(c, title), Code: code, Version: al.Version, Allegation: al, Organisation: c.FormValue("organisation"), Quarters: quarters(s.now())}
	if v.Version == 0 {
		v.Version, _ = strconv.ParseInt(c.FormValue("version"), 10, 64)
	}
	if code != "" {
		view, err := s.app.Case(c.UserContext(), s.actor(c), code)
		if err != nil {
			return v, err
		}
		v.Organisation, v.Units, v.Marks = view.Organisation.Code, view.Units, view.Marks
		return v, nil
	}
	list, err := s.app.Organisations(c.UserContext(), s.actor(c))
	if err != nil {
		return v, err
	}
	for _, o := range list {
		if app.May(s.roleIn(c, o.Code), app.AddAllegationAction) {
			v.Organisations = append(v.Organisations, o)
		}
	}
	v.Marks = s.marks()
	return v, nil
}

// marks are those of the newest method that counts allegations.
func (s *Server) marks() []vigil.OptionText {
	var list []vigil.OptionText
	for _, m := range s.app.Catalogue.Methodologies {
		if m.Allegations != nil {
			list = m.Allegations.Response
		}
	}
	return list
}

// quarters are the last five years by quarter, newest first.
func quarters(now time.Time) []string {
	var list []string
	year, quarter := now.Year(), (int(now.Month())+2)/3
	for range 20 {
		list = append(list, fmt.Sprintf("%d-Q%d", year, quarter))
		if quarter--; quarter == 0 {
			year, quarter = year-1, 4
		}
	}
	return list
}

// typedCase reads the form of a case.
func typedCase(c *fiber.Ctx) vigil.Allegation {
	number := func(name string) int {
		n, _ := strconv.Atoi(c.FormValue(name)) // 0 is none of 1 to 5, and app says so
		return n
	}
	mark := func(name string) float64 {
		v, _ := strconv.ParseFloat(c.FormValue("mark_"+name), 64)
		return v
	}
	return vigil.Allegation{Country: strings.ToUpper(strings.TrimSpace(c.FormValue("country"))), Quarter: c.FormValue("quarter"), Harm: c.FormValue("harm"), Project: c.FormValue("project"),
		Summary: strings.TrimSpace(c.FormValue("summary")), Source: strings.TrimSpace(c.FormValue("source")), Scale: number("scale"), Scope: number("scope"), Irremediability: number("irremediability"),
		Credibility: c.FormValue("credibility"), Link: c.FormValue("link"), Continuing: c.FormValue("continuing") == "yes", Opened: c.FormValue("opened"), Interim: c.FormValue("interim") == "yes",
		Marks: vigil.Marks{Answered: mark("answered"), Inquiry: mark("inquiry"), Heard: mark("heard"), Remedy: mark("remedy"), Reported: mark("reported"), Prevention: mark("prevention")}}
}

// caseWrong shows the form again with what was typed and all that is wrong.
func (s *Server) caseWrong(c *fiber.Ctx, code string, al vigil.Allegation, err error) error {
	ps, wrong := s.problems(c, err)
	if !wrong {
		return err
	}
	v, again := s.caseForm(c, code, al)
	if again != nil {
		return again
	}
	v.Problems = ps
	if hx(c) {
		return s.render(c, page.DeductionProblems(v.Problems))
	}
	return s.render(c, page.CaseFormPage(v))
}

func allegationPath(code string) string { return "/allegations/" + code }
