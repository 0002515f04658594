package web

import (
	"errors"
	"strings"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
)

// linkShow is the one page for links of every kind. The code stands behind the #, so it comes to no server by itself.
func (s *Server) linkShow(c *fiber.Ctx) error {
	return s.render(c, page.LinkOpenPage(s.frame(c, "link.title"), page.LinkOpen{}))
}

// linkOpen exchanges the code for a session.
func (s *Server) linkOpen(c *fiber.Ctx) error {
	_, code, whole := strings.Cut(c.FormValue("code"), "#")
	if !whole {
		code = c.FormValue("code")
	}
	in, err := s.app.ExchangeLink(c.UserContext(), strings.TrimSpace(code), s.address(c).String(), browser(c.Get(fiber.HeaderUserAgent)))
	if err != nil {
		problems, err := signInProblems(c, err)
		if err != nil {
			return err
		}
		return s.render(c, page.LinkOpenPage(s.frame(c, "link.title"), page.LinkOpen{Problems: problems}))
	}
	if err := s.leaveOld(c); err != nil {
		return err
	}
	s.enter(c, in.Token)
	if in.Step == vigil.ChoosePassword {
		return redirect(c, s.url("choose-password"))
	}
	if in.Link.Language != "" {
		keepLook(c, look{in.Link.Language, s.look(c).theme})
	}
	return s.toQuestions(c, in.Token)
}

// toQuestions leads whoever came by a section link to what it opens.
func (s *Server) toQuestions(c *fiber.Ctx, token string) error {
	_, actor, err := s.app.Session(c.UserContext(), token)
	if err != nil {
		return err
	}
	if actor.Grant == nil {
		return redirect(c, s.url("home"))
	}
	return redirect(c, s.url("questions", actor.Grant.Assessment))
}

// passwordShow asks whoever came by a link for a password.
func (s *Server) passwordShow(c *fiber.Ctx) error {
	purpose, p, err := s.app.Chooser(c.UserContext(), s.token(c))
	if ended(err) {
		return redirect(c, s.url("link"))
	}
	if err != nil {
		return err
	}
	if p.Language == "" {
		p.Language = s.language(c)
	}
	return s.render(c, page.PasswordChoosePage(s.frame(c, titles[purpose]), page.PasswordChoose{Purpose: purpose, Person: p}))
}

// titles are those of the page by what the link is for.
var titles = map[vigil.Purpose]string{vigil.SetupLink: "link.setup_title", vigil.InvitationLink: "link.invitation_title", vigil.ResetLink: "link.reset_title"}

// passwordSend sets the password and signs in.
func (s *Server) passwordSend(c *fiber.Ctx) error {
	purpose, p, err := s.app.Chooser(c.UserContext(), s.token(c))
	if ended(err) {
		return redirect(c, s.url("link"))
	}
	if err != nil {
		return err
	}
	choice := app.Choice{Login: c.FormValue("login"), Name: c.FormValue("name"), Email: c.FormValue("email"), Language: c.FormValue("language"), Password: c.FormValue("password")}
	in, err := s.app.ChoosePassword(c.UserContext(), s.token(c), choice)
	if ended(err) {
		return redirect(c, s.url("link"))
	}
	if problems, ok := s.problems(c, err); ok {
		if purpose == vigil.SetupLink {
			p.Login, p.Email = choice.Login, choice.Email
		}
		if purpose != vigil.ResetLink {
			p.Name, p.Language = choice.Name, choice.Language
		}
		return s.render(c, page.PasswordChoosePage(s.frame(c, titles[purpose]), page.PasswordChoose{Purpose: purpose, Person: p, Problems: problems}))
	}
	if err != nil {
		return err
	}
	s.enter(c, in.Token)
	if in.Step == vigil.AskCode {
		return redirect(c, s.url("login-code"))
	}
	keepLook(c, look{in.Person.Language, in.Person.Theme})
	return redirect(c, s.url("home"))
}

// ended reports whether a link, or the session that came by it, opens nothing any more.
func ended(err error) bool { return errors.Is(err, app.ErrNoSession) || errors.Is(err, app.ErrLink) }
