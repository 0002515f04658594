package web

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/web/words"
)

// lookCookie keeps language and look of a browser, before anybody signs in.
const lookCookie = "__Host-look"

// look is in which language and colours somebody reads.
type look struct{ language, theme string }

var themes = []string{"", "light", "dark"}

// look is what the person chose in the profile, or in this browser.
func (s *Server) look(c *fiber.Ctx) look {
	language, theme, _ := strings.Cut(c.Cookies(lookCookie), ".")
	l := look{language, theme}
	if p := s.person(c); p.Login != "" {
		l = look{p.Language, p.Theme}
	}
	if !slices.Contains(themes, l.theme) {
		l.theme = ""
	}
	return l
}

// speak has everything said in the language of whoever asks.
func (s *Server) speak(c *fiber.Ctx) {
	language := words.Pick(s.look(c).language, c.Get(fiber.HeaderAcceptLanguage))
	c.SetUserContext(words.With(c.UserContext(), language))
}

// keepLook keeps language and look in the browser.
func keepLook(c *fiber.Ctx, l look) { setCookie(c, lookCookie, l.language+"."+l.theme, 365*24*3600) }
