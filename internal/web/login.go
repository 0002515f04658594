package web

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// loginShow asks for login and password.
func (s *Server) loginShow(c *fiber.Ctx) error {
	next := back(c.Query("next"))
	if s.visitor(c).signedIn() {
		return redirect(c, next)
	}
	return s.render(c, page.LoginPage(s.frame(c, "login.title"), page.Login{Next: next}))
}

// loginSend begins a session, or goes on to the second factor.
func (s *Server) loginSend(c *fiber.Ctx) error {
	in, err := s.app.SignIn(c.UserContext(), app.SignIn{Login: c.FormValue("login"), Password: c.FormValue("password"),
		Address: s.address(c).String(), Browser: browser(c.Get(fiber.HeaderUserAgent))})
	v := page.Login{Login: c.FormValue("login"), Next: c.FormValue("next"), Kept: c.FormValue("kept")}
	if err != nil {
		problems, err := signInProblems(c, err)
		if err != nil {
			return err
		}
		v.Problems = problems
		return s.render(c, page.LoginPage(s.frame(c, "login.title"), v))
	}
	if err := s.leaveOld(c); err != nil {
		return err
	}
	s.enter(c, in.Token)
	if in.Step == vigil.Through {
		return s.through(c, in, v.Next, v.Kept)
	}
	if v.Kept != "" {
		return s.render(c, page.LoginCodePage(s.frame(c, "login.code_title"), page.LoginCode{Next: v.Next, Kept: v.Kept}))
	}
	return redirect(c, s.url("login-code")+"?next="+url.QueryEscape(back(v.Next)))
}

// loginCodeShow asks for the code of the second factor.
func (s *Server) loginCodeShow(c *fiber.Ctx) error {
	return s.render(c, page.LoginCodePage(s.frame(c, "login.code_title"), page.LoginCode{Next: back(c.Query("next"))}))
}

// loginCodeSend finishes signing in.
func (s *Server) loginCodeSend(c *fiber.Ctx) error {
	v := page.LoginCode{Next: c.FormValue("next"), Kept: c.FormValue("kept")}
	in, err := s.app.SignInCode(c.UserContext(), s.token(c), c.FormValue("code"), s.address(c).String())
	if errors.Is(err, app.ErrNoSession) { // it took too long
		return s.render(c, page.LoginPage(s.frame(c, "login.title"), page.Login{Next: v.Next, Kept: v.Kept, Ended: true}))
	}
	if err != nil {
		problems, other := signInProblems(c, err)
		if other != nil {
			return other
		}
		if v.Problems = problems; vigil.KindOf(err) == vigil.Limited {
			v.Problems = append(v.Problems, ui.Problem{Text: words.T(c.UserContext(), "login.code_otherwise")})
		}
		return s.render(c, page.LoginCodePage(s.frame(c, "login.code_title"), v))
	}
	s.enter(c, in.Token)
	if in.WrongCodes >= slips {
		s.flash(c, ui.Warning, words.T(c.UserContext(), "login.codes_wrong", "Count", in.WrongCodes))
	}
	return s.through(c, in, v.Next, v.Kept)
}

// slips is how many wrong codes are more than the person's own.
const slips = 3

// through goes where somebody wanted to who has just signed in: to a page, or back to a form with what was typed.
func (s *Server) through(c *fiber.Ctx, in app.SignedIn, next, kept string) error {
	s.known(c, in)
	keepLook(c, look{in.Person.Language, in.Person.Theme})
	if form, mark := unkeep(kept); len(form) > 0 && s.takes(back(next)) {
		if mark != "" && mark != personMark(s.actor(c)) {
			return s.render(c, page.OthersPage(s.frame(c, "login.others_title"), page.Login{Next: back(next), Kept: kept}))
		}
		return s.render(c, page.ResumePage(s.frame(c, "login.resume_title"), page.Resume{Action: back(next), Fields: form}))
	}
	return redirect(c, back(next))
}

// known has the rest of this answer speak to somebody who has just signed in.
func (s *Server) known(c *fiber.Ctx, in app.SignedIn) {
	c.Locals(visitorOf, visitor{person: in.Person, actor: vigil.Actor{Person: in.Person.Login, Role: in.Person.Role}, secret: in.Token})
	s.speak(c)
}

// leaveOld ends the session that the browser had, so that none is left behind.
func (s *Server) leaveOld(c *fiber.Ctx) error {
	if token := s.token(c); token != "" {
		return s.app.SignOut(c.UserContext(), token)
	}
	return nil
}

// logoutSend ends the session. A form of somebody else that waits goes on waiting for its person.
func (s *Server) logoutSend(c *fiber.Ctx) error {
	if err := s.leaveOld(c); err != nil {
		return err
	}
	s.leave(c)
	c.Set("Clear-Site-Data", `"cache", "storage"`) // nothing of it stays in a browser that others use too
	if kept := c.FormValue("kept"); kept != "" {
		c.Locals(visitorOf, visitor{})
		return s.render(c, page.LoginPage(s.frame(c, "login.title"), page.Login{Next: back(c.FormValue("next")), Kept: kept}))
	}
	return redirect(c, s.url("login"))
}

// signInProblems says why somebody does not get in, in the words of the page; what is no such reason stays an error.
func signInProblems(c *fiber.Ctx, err error) ([]ui.Problem, error) {
	ctx := c.UserContext()
	var limited *app.LimitedError
	switch {
	case errors.As(err, &limited):
		minutes := int(limited.Wait.Minutes()) + 1
		c.Status(http.StatusTooManyRequests)
		setRetryAfter(c, limited.Wait)
		return []ui.Problem{{Text: words.T(ctx, "login.limited", "Count", minutes)}}, nil
	case errors.Is(err, app.ErrSignIn):
		c.Status(http.StatusUnprocessableEntity)
		return []ui.Problem{{Field: "login", Text: words.T(ctx, "login.wrong")}}, nil
	case errors.Is(err, app.ErrCode):
		c.Status(http.StatusUnprocessableEntity)
		return []ui.Problem{{Field: "code", Text: words.T(ctx, "login.code_wrong")}}, nil
	case errors.Is(err, app.ErrLink):
		c.Status(http.StatusNotFound)
		return []ui.Problem{{Field: "code", Text: words.T(ctx, "link.wrong")}}, nil
	}
	return nil, err
}
