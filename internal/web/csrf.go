package web

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/vigil"
)

// The field and the header that hold the token of a form.
const (
	csrfField  = "csrf"
	csrfHeader = "X-CSRF-Token"
)

// csrf is the token that every form holds. It is made from the cookie's secret, which no other site can read: nothing has
// to be kept, and it ends with the session. Somebody who is not signed in gets a cookie for it. After a dot stands the mark of
// whoever is signed in, so that a form that outlives its session is known for the form of its person.
func (s *Server) csrf(c *fiber.Ctx) string {
	v := s.visitor(c)
	if v.secret == "" {
		secret := make([]byte, 32)
		_, _ = rand.Read(secret) // never fails: crypto/rand stops the program rather than give bad randomness
		v.secret = base64.RawURLEncoding.EncodeToString(secret)
		c.Locals(visitorOf, v)
		setCookie(c, visitorCookie, v.secret, 0)
	}
	if mark := personMark(v.actor); mark != "" {
		return formToken(v.secret) + "." + mark
	}
	return formToken(v.secret)
}

func formToken(secret string) string {
	sum := sha256.Sum256([]byte("vigil form token\x00" + secret))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// personMark is the same for a person in every session, and says nothing of who it is; empty for nobody. It proves nothing by
// itself: it only tells whose form it was that came from one of our pages.
func personMark(actor vigil.Actor) string {
	if actor.Person == "" {
		return ""
	}
	sum := sha256.Sum256([]byte("vigil person mark\x00" + actor.Person))
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

// unforged refuses an unsafe request that did not come from a form of ours: other sites can send a form in the name of
// whoever is signed in here, but they know no token, and the browser tells where it came from.
func (s *Server) unforged(c *fiber.Ctx) error {
	if !safe(c.Method()) {
		if err := s.genuine(c); err != nil {
			return err
		}
		if s.uploads(c.Method(), c.Path()) && c.Request().Header.ContentLength() > s.limits.Upload {
			return errFileSize
		}
	}
	return c.Next()
}

// genuine is the refusal of such a request.
func (s *Server) genuine(c *fiber.Ctx) error {
	if err := s.fromHere(c); err != nil {
		return err
	}
	if s.uploads(c.Method(), c.Path()) && !s.visitor(c).signedIn() {
		return errSignIn // before any of it is read: an upload may take its time
	}
	return s.proven(c)
}

// fromHere refuses a form that a page of another site has sent, and one of a type that ours do not have.
func (s *Server) fromHere(c *fiber.Ctx) error {
	switch site := c.Get("Sec-Fetch-Site"); site {
	case "", "same-origin", "none":
	default:
		return errForged
	}
	if origin := c.Get(fiber.HeaderOrigin); origin != "" && !s.ours(c, origin) {
		return errForged
	}
	return s.formType(c)
}

// proven refuses a form without the token of the session.
func (s *Server) proven(c *fiber.Ctx) error {
	token, err := s.sentToken(c)
	if err != nil {
		return err
	}
	token, mark, _ := strings.Cut(token, ".")
	secret := s.visitor(c).secret
	if secret == "" || subtle.ConstantTimeCompare([]byte(token), []byte(formToken(secret))) != 1 {
		return s.outlived(c, mark)
	}
	if u, ok := c.Locals(uploadOf).(*upload); ok {
		u.proven = true
	}
	return nil
}

// outlived says what became of a form without the token of the session. Where the browser itself says that it comes from one of
// our pages, it is a form that outlived its session: somebody signed out, lost the cookies, or signed in anew in another window.
func (s *Server) outlived(c *fiber.Ctx, mark string) error {
	own := personMark(s.actor(c))
	switch {
	case !s.fromOurPage(c):
		return errForged
	case own == "" && s.asksPerson(c.Path()):
		return errSignIn
	case own == "" || mark == "":
		return errForged
	case own == mark:
		return errStale
	}
	return errOther
}

// fromOurPage reports whether the browser vouches that a form comes from one of our pages. Silence does not.
func (s *Server) fromOurPage(c *fiber.Ctx) bool {
	return c.Get("Sec-Fetch-Site") == "same-origin" || s.ours(c, c.Get(fiber.HeaderOrigin))
}

// ours reports whether an origin is the one under which people see these pages.
func (s *Server) ours(c *fiber.Ctx, origin string) bool {
	u, err := url.Parse(origin)
	if err != nil {
		return false
	}
	if s.public != nil && u.Scheme == s.public.Scheme && u.Host == s.public.Host {
		return true
	}
	return s.public == nil && u.Host != "" && u.Host == string(c.Request().Header.Host())
}

// formType lets the type of the page's forms through, and a request without a body. A form where files are taken is one with
// files: any other would be read whole, however large.
func (s *Server) formType(c *fiber.Ctx) error {
	if c.Request().Header.ContentLength() == 0 {
		return nil
	}
	kind, _, err := mime.ParseMediaType(string(c.Request().Header.ContentType()))
	want := fiber.MIMEApplicationForm
	if s.uploads(c.Method(), c.Path()) {
		want = fiber.MIMEMultipartForm
	}
	if err != nil || kind != want {
		return fiber.NewError(http.StatusUnsupportedMediaType)
	}
	return nil
}

// sentToken is the token that came with a request: in the header, in the field of a form, or in the first part of an upload.
func (s *Server) sentToken(c *fiber.Ctx) (string, error) {
	token := c.Get(csrfHeader)
	if !s.uploads(c.Method(), c.Path()) {
		if token == "" {
			token = string(c.Request().PostArgs().Peek(csrfField))
		}
		return token, nil
	}
	return s.openUpload(c, token)
}
