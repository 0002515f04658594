package web

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// reviewShow is the queue of a reviewer, one section at a time.
func (s *Server) reviewShow(c *fiber.Ctx) error {
	v, err := s.reviewView(c, c.Query("pillar"), c.Query("show"))
	if err != nil {
		return err
	}
	return s.render(c, page.ReviewPage(v))
}

// reviewView gathers the page. Without a section it is the first in which something waits.
func (s *Server) reviewView(c *fiber.Ctx, section, show string) (page.Review, error) {
	code := c.Params("assessment")
	queue, err := s.app.ReviewQueue(c.UserContext(), s.actor(c), code)
	if err != nil {
		return page.Review{}, err
	}
	v := page.Review{Frame: s.frame(c, "review.title"), Base: assessmentPath(code), Queue: queue, Show: show,
		Judge: app.May(s.roleIn(c, queue.Organisation.Code), app.ReviewItemAction)}
	if !slices.Contains(page.ReviewShows, show) {
		v.Show = page.ReviewShows[0]
	}
	at := slices.IndexFunc(queue.Sections, func(x vigil.ReviewSection) bool { return x.ID == section })
	if section != "" && at < 0 {
		return v, vigil.Errorf(vigil.NotFound, "there is no section %q here", section)
	}
	if at < 0 {
		at = max(0, slices.IndexFunc(queue.Sections, func(x vigil.ReviewSection) bool { return x.Counts.Waiting > 0 }))
	}
	v.Section = queue.Sections[at]
	v.Files, err = s.fileURLs(c, code)
	return v, err
}

// reviewEntry finds one answer on the page.
func reviewEntry(v page.Review, unit, question string) (vigil.ReviewEntry, bool) {
	for _, e := range v.Section.Items {
		if e.Answer.Unit == unit && e.Answer.Question == question {
			return e, true
		}
	}
	return vigil.ReviewEntry{}, false
}

// reviewJudged answers after something was said of one answer: that answer alone for htmx, else back to its place.
func (s *Server) reviewJudged(c *fiber.Ctx, failed error) error {
	unit, question := c.FormValue("unit"), c.FormValue("question")
	problems, wrong := s.problems(c, failed)
	if failed != nil && !wrong {
		return failed
	}
	if failed == nil && !hx(c) {
		to := assessmentPath(c.Params("assessment")) + "/review?pillar=" + url.QueryEscape(c.FormValue("pillar")) + "&show=" + url.QueryEscape(c.FormValue("show"))
		return redirect(c, to+"#"+page.AnswerID(unit, question))
	}
	v, err := s.reviewView(c, c.FormValue("pillar"), c.FormValue("show"))
	if err != nil {
		return err
	}
	e, found := reviewEntry(v, unit, question)
	if failed != nil {
		v.Typed = typedVerdict(c)
		for _, p := range problems {
			v.Problems = append(v.Problems, ui.Problem{Field: page.AnswerID(unit, question) + verdictField(p.Field, v.Typed.Verdict), Text: p.Text})
		}
	}
	if !hx(c) || !found {
		return s.render(c, page.ReviewPage(v))
	}
	return s.render(c, page.ReviewItemPart(v, e))
}

// verdictField is the end of the id of a field in the forms of one answer.
func verdictField(field, verdict string) string {
	switch field {
	case "reason":
		return "-reason-" + verdict
	case "value", "state", "grade":
		return "-" + field
	}
	return ""
}

func typedVerdict(c *fiber.Ctx) *page.Verdict {
	return &page.Verdict{Unit: c.FormValue("unit"), Question: c.FormValue("question"), Verdict: cmp.Or(c.FormValue("verdict"), "accepted"), Reason: c.FormValue("reason"),
		Value: c.FormValue("value"), Values: formValues(c, "value"), State: c.FormValue("state"), Grade: c.FormValue("grade")}
}

// formValues are all values of a field of a form.
func formValues(c *fiber.Ctx, name string) []string {
	var list []string
	for _, v := range c.Request().PostArgs().PeekMulti(name) {
		list = append(list, string(v))
	}
	return list
}

// assessmentPath is the address of an assessment; its pages lie below.
func assessmentPath(code string) string { return "/assessments/" + url.PathEscape(code) }

// roleIn is the role of whoever asks for an organisation.
func (s *Server) roleIn(c *fiber.Ctx, organisation string) vigil.Role {
	return s.actor(c).RoleIn(organisation)
}

// missing makes what keeps an assessment from a step a list with links to its questions.
func (s *Server) missing(c *fiber.Ctx, base string, as vigil.Assessment, ps vigil.Problems) []page.Missing {
	var list []page.Missing
	titles := s.titlesOf(c.UserContext(), as)
	for _, p := range ps {
		id, unit, _ := strings.Cut(p.Place.Field, " ")
		m := page.Missing{Question: p.Place.Field, Title: titles[id], What: words.Say(c.UserContext(), p.What), Do: words.Say(c.UserContext(), p.Do)}
		if p.Place.Field != "ext" {
			m.URL = page.QuestionURL(base, id, unit)
		}
		list = append(list, m)
	}
	return list
}

// told says in a notice of the next page what was done.
func (s *Server) told(c *fiber.Ctx, key string, pairs ...any) {
	s.flash(c, ui.Good, words.T(c.UserContext(), key, pairs...))
}
