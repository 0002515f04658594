package web

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// assessmentNew is the first step of a start: for which organisation, and for what.
func (s *Server) assessmentNew(c *fiber.Ctx) error {
	return s.startPage(c, page.Start{Organisation: vigil.Organisation{Code: c.Query("organisation")}})
}

func (s *Server) startPage(c *fiber.Ctx, v page.Start) error {
	actor := s.actor(c)
	all, err := s.app.Organisations(c.UserContext(), actor)
	if err != nil {
		return err
	}
	v.Organisations = slices.DeleteFunc(all, func(o vigil.Organisation) bool { return !app.May(actor.RoleIn(o.Code), app.NewAssessmentAction) })
	slices.SortFunc(v.Organisations, func(x, y vigil.Organisation) int { return strings.Compare(x.Name, y.Name) })
	v.MayAdd, v.Sizes = app.May(actor.Role, app.NewOrganisationAction), sizes()
	return s.render(c, page.StartPage(s.frame(c, "assessments.start"), v))
}

func sizes() []string {
	list := make([]string, len(app.Sizes))
	for i, s := range app.Sizes {
		list[i] = string(s)
	}
	return list
}

// screeningAsk is the second step: the screening questions, because the form depends on them. What people type comes by POST,
// so that no address holds it; without any of it the first step comes.
func (s *Server) screeningAsk(c *fiber.Ctx) error {
	start, _ := typedStart(c)
	if safe(c.Method()) && start.Organisation == "" {
		return redirect(c, "/assessments/new")
	}
	out, err := s.app.Starting(c.UserContext(), s.actor(c), start)
	if ps, ok := s.problems(c, err); ok && len(out.Screening) == 0 {
		return s.startPage(c, page.Start{Organisation: out.Organisation, Mode: start.Mode, Size: string(start.Size), Period: start.Period, Purpose: start.Purpose, Problems: ps})
	} else if !ok && err != nil {
		return err
	}
	return s.render(c, page.StartScreeningPage(s.frame(c, "assessments.start"), s.startView(c, out)))
}

// formChoose is the third step: the forms that fit. Where an answer asks for more, the screening comes again first.
func (s *Server) formChoose(c *fiber.Ctx) error {
	start, shown := typedStart(c)
	return s.chooseForm(c, start, shown, nil)
}

func (s *Server) chooseForm(c *fiber.Ctx, start app.Start, shown []string, ps []ui.Problem) error {
	out, err := s.app.Starting(c.UserContext(), s.actor(c), start)
	wrong, ok := s.problems(c, err)
	if !ok && err != nil {
		return err
	}
	v := s.startView(c, out)
	v.Problems = append(ps, wrong...)
	v.More = slices.ContainsFunc(out.Screening, func(x *vigil.Indicator) bool { return !slices.Contains(shown, x.ID) })
	if len(wrong) > 0 || v.More {
		return s.render(c, page.StartScreeningPage(s.frame(c, "assessments.start"), v))
	}
	return s.render(c, page.StartFormPage(s.frame(c, "assessments.start"), v))
}

// assessmentStart opens the assessment.
func (s *Server) assessmentStart(c *fiber.Ctx) error {
	start, shown := typedStart(c)
	as, err := s.app.StartAssessment(c.UserContext(), s.actor(c), start)
	if ps, ok := s.problems(c, err); ok {
		return s.chooseForm(c, start, shown, ps)
	}
	if err != nil {
		return err
	}
	s.flash(c, ui.Good, words.T(c.UserContext(), "start.started", "Code", as.Code))
	return redirect(c, s.url("assessment", as.Code))
}

// typedStart reads a start from the address or the form, and which screening questions were shown.
func typedStart(c *fiber.Ctx) (app.Start, []string) {
	value := func(name string) string {
		if c.Method() == post {
			return strings.TrimSpace(c.FormValue(name))
		}
		return strings.TrimSpace(c.Query(name))
	}
	start := app.Start{Organisation: value("organisation"), Mode: vigil.Mode(value("mode")), Size: app.Size(value("size")), Period: value("period"), Purpose: value("purpose"),
		Questionnaire: value("questionnaire")}
	if c.Method() != post {
		return start, nil
	}
	shown := formValues(c, "shown")
	for _, id := range shown {
		start.Screening = append(start.Screening, vigil.Entry{Question: id, Value: strings.Join(formValues(c, "s."+id), ";")})
	}
	return start, shown
}

// startView makes the view of a start, with the answers as they were given.
func (s *Server) startView(c *fiber.Ctx, out app.Starting) page.Start {
	said := out.Start
	v := page.Start{Organisation: out.Organisation, Mode: said.Mode, Size: string(said.Size), Period: said.Period, Purpose: said.Purpose, Before: out.Before, Sizes: sizes(),
		Units: out.Units, MayUnits: app.May(s.roleIn(c, out.Organisation.Code), app.PutUnitsAction)}
	given := map[string]string{}
	for _, e := range said.Screening {
		given[e.Question] = e.Value
	}
	for _, x := range out.Screening {
		v.Screening = append(v.Screening, screeningItem(x, out.Methodology, given[x.ID]))
	}
	for _, p := range out.Forms {
		form := page.FormChoice{Ref: p.Questionnaire.Ref(), Title: p.Questionnaire.Title, Depth: string(p.Depth), Recommended: p.Recommended, Why: p.Why,
			Screening: p.Screening, Least: p.Least, Most: p.Most, MinutesFrom: p.MinutesLeast, MinutesTo: p.MinutesMost}
		for _, u := range p.OfUnits {
			form.OfUnits = append(form.OfUnits, u.Questions)
		}
		v.Forms = append(v.Forms, form)
	}
	return v
}

func screeningItem(x *vigil.Indicator, m *vigil.Methodology, value string) page.ScreeningItem {
	scale, _ := m.ScaleOf(x)
	item := page.ScreeningItem{Question: x, Multi: scale.Type == "multi", Value: value}
	chosen := strings.Split(value, ";")
	if item.Multi {
		for _, e := range x.Elements {
			item.Options = append(item.Options, page.ScreeningOption{ID: e.ID, Text: e.Text, Chosen: slices.Contains(chosen, e.ID)})
		}
		return item
	}
	for _, t := range scale.Titles {
		item.Options = append(item.Options, page.ScreeningOption{ID: t.ID, Text: t.Text, Chosen: t.ID == value})
	}
	slices.Reverse(item.Options) // yes before no
	return item
}
