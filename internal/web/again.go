package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/web/page"
	"vigil/internal/web/ui"
)

// A form may fail by no fault of whoever sent it: the database is away, too many ask at once, or we made a mistake; or its session
// ended, and the person signed in anew in another window. The page that says so holds what was typed, to be sent again with one
// button. A page that is open under htmx still has its form.

// again is the form to be sent again. Where somebody else has signed in since the form was opened, it gives only what was typed,
// to be copied: it is never sent in the wrong name. A form that did not come from our pages is not given back: with the token
// that it gets here it would become one that did.
func (s *Server) again(c *fiber.Ctx, status int) (form *page.Resume, typed []page.KeptField) {
	switch {
	case safe(c.Method()):
		return nil, nil
	case s.uploads(c.Method(), c.Path()):
		return s.againUpload(c, status), nil
	}
	fields := keptFields(s.typedForm(c))
	if len(fields) == 0 {
		return nil, nil
	}
	switch err := s.genuine(c); {
	case errors.Is(err, errOther):
		return nil, slices.DeleteFunc(fields, func(f page.KeptField) bool { return !f.Long })
	case errors.Is(err, errStale), err == nil && status >= http.StatusInternalServerError:
		return &page.Resume{Action: back(c.OriginalURL()), Fields: fields}, nil
	}
	return nil, nil
}

// againUpload is the form of an upload with what was typed before its file. The file itself only the person has.
func (s *Server) againUpload(c *fiber.Ctx, status int) *page.Resume {
	u, ok := c.Locals(uploadOf).(*upload)
	if !ok || !u.proven || !uploadComesBack(status) {
		return nil
	}
	form := url.Values{}
	for name, value := range u.typed {
		form.Set(name, value)
	}
	fields := keptFields(form)
	if len(fields) == 0 {
		return nil
	}
	return &page.Resume{Action: back(c.OriginalURL()), Fields: fields, File: true}
}

// uploadComesBack reports whether an upload that ended so can be sent again as it is, or with another file.
func uploadComesBack(status int) bool {
	return status >= http.StatusInternalServerError || status == http.StatusRequestEntityTooLarge || status == http.StatusTooManyRequests
}

// readTyped reads what was typed before the file of an upload that failed before anybody looked at it, for as long as a form may take.
func (s *Server) readTyped(c *fiber.Ctx, why error) {
	if status, _ := judge(why); errors.Is(why, errSignIn) || !uploadComesBack(status) || !s.uploads(c.Method(), c.Path()) {
		return
	}
	if _, opened := c.Locals(uploadOf).(*upload); !opened && (s.fromHere(c) != nil || s.proven(c) != nil) {
		return
	}
	if u, ok := c.Locals(uploadOf).(*upload); ok && u.proven && u.typed == nil {
		u.in.end = time.Now().Add(s.limits.Write)
		_, _, _ = u.fields() // what came of it is in typed
	}
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
