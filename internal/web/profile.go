package web

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// profileShow is where people look after their own account.
func (s *Server) profileShow(c *fiber.Ctx) error { return s.profilePage(c, s.person(c), "", nil) }

// profilePage shows the page again with what is wrong in one of its forms.
func (s *Server) profilePage(c *fiber.Ctx, p vigil.Person, form string, problems []ui.Problem) error {
	sessions, err := s.app.Sessions(c.UserContext(), s.token(c))
	if err != nil {
		return err
	}
	left, err := s.app.RecoveryCodesLeft(c.UserContext(), s.token(c))
	if err != nil {
		return err
	}
	v := page.Profile{Person: p, Codes: int(left), Form: form, Problems: problems}
	for i := range v.Problems {
		if v.Problems[i].Field == "present" { // several forms ask for it
			v.Problems[i].Field = "present-" + form
		}
	}
	for _, x := range sessions {
		v.Sessions = append(v.Sessions, page.OwnSession{ID: strconv.FormatInt(x.ID, 10), Browser: x.Browser, Begun: x.CreatedAt, Seen: x.SeenAt, Present: x.Present})
	}
	return s.render(c, page.ProfilePage(s.frame(c, "profile.title"), v))
}

// wrongProfile shows what is wrong in a form of the page, or hands the error on.
func (s *Server) wrongProfile(c *fiber.Ctx, form string, p vigil.Person, err error) error {
	if vigil.KindOf(err) == vigil.Limited {
		problems, err := signInProblems(c, err)
		if err != nil {
			return err
		}
		return s.profilePage(c, p, form, problems)
	}
	if problems, ok := s.problems(c, err); ok {
		return s.profilePage(c, p, form, problems)
	}
	return err
}

// profileSave keeps name, language and look.
func (s *Server) profileSave(c *fiber.Ctx) error {
	f := app.Profile{Name: c.FormValue("name"), Language: c.FormValue("language"), Theme: c.FormValue("theme")}
	p, err := s.app.ChangeProfile(c.UserContext(), s.token(c), f)
	if err != nil {
		typed := s.person(c)
		typed.Name, typed.Language, typed.Theme = f.Name, f.Language, f.Theme
		return s.wrongProfile(c, "profile", typed, err)
	}
	keepLook(c, look{p.Language, p.Theme})
	c.SetUserContext(words.With(c.UserContext(), p.Language))
	return s.saidAndBack(c, "profile.saved")
}

// saidAndBack goes back to the profile and says there what was done.
func (s *Server) saidAndBack(c *fiber.Ctx, key string) error {
	s.flash(c, ui.Good, words.T(c.UserContext(), key))
	return redirect(c, s.url("profile"))
}

// profileEmail changes the address for links; the browser gets a new session.
func (s *Server) profileEmail(c *fiber.Ctx) error {
	out, err := s.app.ChangeEmail(c.UserContext(), s.token(c), c.FormValue("email"), c.FormValue("present"), s.address(c).String())
	if err != nil {
		typed := s.person(c)
		typed.Email = c.FormValue("email")
		return s.wrongProfile(c, "email", typed, err)
	}
	if out.Cause != nil {
		s.log.Warn("an e-mail could not be sent", "id", id(c), "error", out.Cause.Error())
	}
	s.enter(c, out.Token)
	return s.saidAndBack(c, "profile.email_saved")
}

// profilePassword changes the password; the browser gets a new session.
func (s *Server) profilePassword(c *fiber.Ctx) error {
	in, err := s.app.ChangePassword(c.UserContext(), s.token(c), c.FormValue("present"), c.FormValue("password"), s.address(c).String())
	if err != nil {
		return s.wrongProfile(c, "password", s.person(c), err)
	}
	s.enter(c, in.Token)
	return s.saidAndBack(c, "profile.password_saved")
}

// profileSessions ends one other session, or all others.
func (s *Server) profileSessions(c *fiber.Ctx) error {
	id, err := strconv.ParseInt(c.FormValue("id"), 10, 64)
	if err != nil || id < 0 {
		return fiber.ErrBadRequest
	}
	if err := s.app.EndOwnSession(c.UserContext(), s.token(c), id); err != nil {
		return err
	}
	return s.saidAndBack(c, "profile.ended")
}

// factorBegin begins a second factor.
func (s *Server) factorBegin(c *fiber.Ctx) error {
	if _, err := s.app.EnrolTOTP(c.UserContext(), s.token(c), c.FormValue("present"), s.address(c).String()); err != nil {
		return s.wrongProfile(c, "factor", s.person(c), err)
	}
	return redirect(c, s.url("factor"))
}

// factorShow shows what an authenticator reads.
func (s *Server) factorShow(c *fiber.Ctx) error { return s.factorPage(c, nil) }

func (s *Server) factorPage(c *fiber.Ctx, problems []ui.Problem) error {
	e, err := s.app.PendingTOTP(c.UserContext(), s.token(c))
	if vigil.KindOf(err) == vigil.NotFound {
		return redirect(c, s.url("profile"))
	}
	if err != nil {
		return err
	}
	return s.render(c, page.FactorPage(s.frame(c, "profile.factor_title"), page.Factor{QR: e.QR, Secret: e.Secret, Problems: problems}))
}

// factorConfirm takes the first code, and shows the recovery codes, this once.
func (s *Server) factorConfirm(c *fiber.Ctx) error {
	in, codes, err := s.app.ConfirmTOTP(c.UserContext(), s.token(c), c.FormValue("code"))
	if problems, ok := s.problems(c, err); ok {
		return s.factorPage(c, problems)
	}
	if vigil.KindOf(err) == vigil.NotFound { // the form was sent twice
		return redirect(c, s.url("profile"))
	}
	if err != nil {
		return err
	}
	s.enter(c, in.Token)
	s.known(c, in)
	return s.render(c, page.RecoveryCodesPage(s.frame(c, "profile.codes_title"), codes))
}

// factorRemove takes the second factor away.
func (s *Server) factorRemove(c *fiber.Ctx) error {
	in, err := s.app.RemoveTOTP(c.UserContext(), s.token(c), c.FormValue("present"), s.address(c).String())
	if err != nil {
		return s.wrongProfile(c, "remove", s.person(c), err)
	}
	s.enter(c, in.Token)
	return s.saidAndBack(c, "profile.factor_removed")
}

// codesNew shows new recovery codes, this once.
func (s *Server) codesNew(c *fiber.Ctx) error {
	codes, err := s.app.NewRecoveryCodes(c.UserContext(), s.token(c), c.FormValue("present"), s.address(c).String())
	if err != nil {
		return s.wrongProfile(c, "codes", s.person(c), err)
	}
	return s.render(c, page.RecoveryCodesPage(s.frame(c, "profile.codes_title"), codes))
}
