package web

import (
	"cmp"
	"net/http"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/vigil"
)

// The cookies. The prefix binds them to this host, to https (or this machine) and to the path /.
const (
	sessionCookie = "__Host-vigil"   // whoever is signed in
	visitorCookie = "__Host-visitor" // whoever is not, so that a form can have a token
)

// visitor is whoever stands behind a request.
type visitor struct {
	person vigil.Person
	actor  vigil.Actor // without a name for somebody who is not signed in
	secret string      // of the cookie; the tokens of forms come from it
}

func (v visitor) signedIn() bool { return v.actor.Person != "" }

// identified finds out who stands behind the request. A session that has ended is no session: the routes decide.
func (s *Server) identified(c *fiber.Ctx) error {
	if probe(c.Path()) {
		return c.Next()
	}
	v := s.visitor(c)
	if token := s.token(c); token != "" {
		var err error
		if v.person, v.actor, err = s.app.Session(c.UserContext(), token); err != nil {
			if vigil.KindOf(err) != vigil.SignedOut {
				return err
			}
			v.person, v.actor = vigil.Person{}, vigil.Actor{}
		}
	}
	c.Locals(visitorOf, v)
	s.speak(c)
	return c.Next()
}

// visitor is who stands behind the request. Before identified has found that out, and where it could not, it is nobody with the
// secret of the cookie, so that a form on the page of an error has the right token.
func (s *Server) visitor(c *fiber.Ctx) visitor {
	if v, ok := c.Locals(visitorOf).(visitor); ok {
		return v
	}
	return visitor{secret: cmp.Or(cookie(c, sessionCookie), cookie(c, visitorCookie))}
}

// actor is who does what the request asks; without a name for somebody who is not signed in.
func (s *Server) actor(c *fiber.Ctx) vigil.Actor { return s.visitor(c).actor }

// person is the account of whoever is signed in; empty for a section link.
func (s *Server) person(c *fiber.Ctx) vigil.Person { return s.visitor(c).person }

// token is that of the session, for what people do with their own account.
func (s *Server) token(c *fiber.Ctx) string { return cookie(c, sessionCookie) }

// enter begins a session: the token is a new one, so that nobody can have chosen it before. The forms of this answer hold
// that of the new cookie.
func (s *Server) enter(c *fiber.Ctx, token string) {
	v := s.visitor(c)
	v.secret = token
	c.Locals(visitorOf, v)
	setCookie(c, sessionCookie, token, 0)
	setCookie(c, visitorCookie, "", -1)
}

// leave takes the session's cookie away. The session itself ends in app.
func (s *Server) leave(c *fiber.Ctx) { setCookie(c, sessionCookie, "", -1) }

// cookie reads one of ours; what is too long to be ours is none.
func cookie(c *fiber.Ctx, name string) string {
	if v := c.Cookies(name); len(v) <= 128 {
		return v
	}
	return ""
}

func setCookie(c *fiber.Ctx, name, value string, age int) {
	c.Cookie(&fiber.Cookie{Name: name, Value: value, Path: "/", MaxAge: age, SessionOnly: age == 0, Secure: true, HTTPOnly: true, SameSite: fiber.CookieSameSiteLaxMode})
}

// What is wrong with a form that has not the token of the session.
var (
	errForged = fiber.NewError(http.StatusForbidden) // it is from elsewhere, or nothing shows that it is not
	errStale  = fiber.NewError(http.StatusForbidden) // it is from a page of the same person, before they signed in anew
	errOther  = fiber.NewError(http.StatusForbidden) // it is from a page of somebody else, who was signed in before
)

// What is wrong with an upload before its file is looked at.
var (
	errFileSize = fiber.NewError(http.StatusRequestEntityTooLarge) // it has more bytes than any file and its form may have
	errUploads  = fiber.NewError(http.StatusTooManyRequests)       // as many of the same person are coming in as may
)
