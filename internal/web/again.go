package web

import (
	"net/http"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/web/page"
	"vigil/internal/web/ui"
)

// A form may fail by no fault of whoever sent it: the database is away, too many ask at once, or we made a mistake. The page
// that says so holds what was typed, to be sent again with one button. A page that is open under htmx still has its form.

// again is the form to be sent again, for the page of a failure of ours. A form that did not come from our pages is not given
// back: with the token that it gets here it would become one that did.
func (s *Server) again(c *fiber.Ctx, status int) *page.Resume {
	if status < http.StatusInternalServerError || safe(c.Method()) {
		return nil
	}
	fields := keptFields(s.typedForm(c))
	if len(fields) == 0 || s.genuine(c) != nil {
		return nil
	}
	return &page.Resume{Action: back(c.OriginalURL()), Fields: fields}
}

// waits shows the page where one signs in once more, if signing in failed by our fault while a form was waiting for it.
func (s *Server) waits(c *fiber.Ctx, status int, p page.Problem) (bool, error) {
	if status < http.StatusInternalServerError || c.Method() != post || c.Path() != s.url("login-send") && c.Path() != s.url("login-code-send") {
		return false, nil
	}
	v := page.Login{Login: c.FormValue("login"), Next: c.FormValue("next"), Kept: c.FormValue("kept"), Problems: []ui.Problem{{Text: p.Title + ". " + p.Do}}}
	if v.Kept == "" || s.genuine(c) != nil {
		return false, nil
	}
	c.Status(status)
	return true, s.render(c, page.LoginPage(s.frame(c, "login.title"), v))
}
