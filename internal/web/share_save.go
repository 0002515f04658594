package web

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/web/page"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// shareSave gives parts to people and makes links. New addresses are in the answer itself and nowhere else: a redirect would
// have to keep them.
func (s *Server) shareSave(c *fiber.Ctx) error {
	code := c.Params("assessment")
	typed := page.ShareForm{Sections: formList(c, "sections"), Due: c.FormValue("due"), Links: c.FormValue("links"), Language: c.FormValue("language"), Days: c.FormValue("days")}
	days, err := strconv.Atoi(strings.TrimSpace(typed.Days))
	if err != nil || days == 0 {
		days = -1 // app says what is wrong with it
	}
	people := formList(c, "people")
	made, err := s.app.Share(c.UserContext(), s.actor(c), code, app.Sharing{
		Sections: typed.Sections, People: people, Due: typed.Due, Links: strings.Split(typed.Links, "\n"), Language: typed.Language, Days: days,
	})
	if problems, ok := s.problems(c, err); ok {
		v, err := s.sharing(c)
		if err != nil {
			return err
		}
		v.Typed, v.Problems = typed, problems
		chooseAgain(v.Workers, people)
		return s.render(c, page.SharePage(s.frame(c, "share.title"), v))
	}
	if err != nil {
		return err
	}
	if len(made.Links) == 0 {
		s.flash(c, ui.Good, words.T(c.UserContext(), "share.handed_out", "Count", len(made.Assigned)))
		return redirect(c, s.url("links", code))
	}
	return s.showNewLinks(c, made.Links)
}

// showNewLinks shows the addresses of links this once.
func (s *Server) showNewLinks(c *fiber.Ctx, made []app.NewLink) error {
	v, err := s.sharing(c)
	if err != nil {
		return err
	}
	for _, l := range made {
		v.New = append(v.New, ui.Link{Label: l.Name, URL: l.Address})
	}
	return s.render(c, page.SharePage(s.frame(c, "share.title"), v))
}
