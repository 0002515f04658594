package web

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
	"vigil/internal/web/words"
)

// home is where one lands. Who came by a section link lands on the assessment that it opens.
func (s *Server) home(c *fiber.Ctx) error {
	actor := s.actor(c)
	if actor.Grant != nil {
		return redirect(c, s.url("assessment", actor.Grant.Assessment))
	}
	h, err := s.app.Home(c.UserContext(), actor)
	if err != nil {
		return err
	}
	v := page.Home{More: h.MoreOpen, NoRole: actor.Role == "" && len(actor.In) == 0, Empty: h.Organisations == 0, Unassessed: h.Organisations > 0 && h.Assessments == 0,
		MayStart: h.MayStart, MayAdd: h.MayAdd, Open: assessmentLines(h.Open)}
	for _, n := range h.Needs {
		v.Needs = append(v.Needs, s.need(c, n))
	}
	v.All = c.Query("all") == "yes"
	for _, st := range h.Standings {
		v.Standings = append(v.Standings, page.Scorecard{Base: s.url("assessment", st.Assessment.Code), Organisation: st.Organisation, Assessment: st.Assessment,
			Form: st.Questionnaire, Method: st.Methodology, Card: st.Card, Moved: s.moved(st.Movement)})
	}
	return s.render(c, page.HomePage(s.frame(c, "home.title"), v))
}

// need says where a thing that needs somebody is done.
func (s *Server) need(c *fiber.Ctx, n app.Need) page.HomeNeed {
	ctx := c.UserContext()
	out := page.HomeNeed{Kind: string(n.Kind), Organisation: n.Organisation, Assessment: n.Assessment.Code, Count: n.Count, Due: n.Due, Late: n.Late}
	base := "/assessments/" + n.Assessment.Code
	questions := base + "/questions"
	if len(n.Title) > 0 {
		out.Title, out.TitleIn = n.Title.In(words.In(ctx)), n.Title.Language(words.In(ctx))
	}
	switch n.Kind {
	case app.NeedAssigned:
		out.URL = questions + "?pillar=" + n.Section
		if n.Section == vigil.SectionScreening {
			out.Title, out.TitleIn = page.SectionWord(ctx, n.Section, nil), ""
		}
	case app.NeedReturned, app.NeedUnconfirmed:
		out.URL = page.QuestionURL(assessmentPath(n.Assessment.Code), n.Question, n.Unit)
	case app.NeedReview:
		out.URL = base + "/review"
	case app.NeedEvidence:
		out.URL = "/evidence?organisation=" + n.Organisation.Code
	case app.NeedHold:
		out.URL = allegationPath(n.Case)
	default: // about a cap
		out.URL = "/caps/" + strconv.FormatInt(n.Cap.ID, 10)
	}
	return out
}
