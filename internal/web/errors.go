package web

import (
	"errors"
	"html"
	"net/http"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/vigil"
)

// errSignIn sends whoever is not signed in to the page where one signs in, and back afterwards.
var errSignIn = errors.New("sign in first")

// statuses is the one table from a kind of error to a status.
var statuses = map[vigil.ErrorKind]int{
	vigil.Invalid:   http.StatusUnprocessableEntity,
	vigil.NotFound:  http.StatusNotFound,
	vigil.Conflict:  http.StatusConflict,
	vigil.Forbidden: http.StatusForbidden,
	vigil.Internal:  http.StatusInternalServerError,
}

// said is what a page of an error says beside the message of app.
type said struct{ title, do string }

var sayings = map[int]said{
	http.StatusBadRequest:                  {"This request was not understood", "Go back, reload the page and try again."},
	http.StatusForbidden:                   {"You may not do this", ""},
	http.StatusNotFound:                    {"There is no such page", "It may have been removed, or you may have no role there. Check the address, or go to the start."},
	http.StatusMethodNotAllowed:            {"This page cannot be used in this way", "Go back, reload the page and try again."},
	http.StatusRequestTimeout:              {"This took too long to arrive", "Check your connection and send it again."},
	http.StatusConflict:                    {"Somebody else changed this meanwhile", ""},
	http.StatusLengthRequired:              {"This request was not understood", "Send it with its length."},
	http.StatusRequestEntityTooLarge:       {"This is too large", "Send less at a time."},
	http.StatusUnsupportedMediaType:        {"This cannot be read", "Send the form as the page has it, without coding."},
	http.StatusUnprocessableEntity:         {"Something in this is not right yet", ""},
	http.StatusTooManyRequests:             {"Too many tries", "Wait a little and try again."},
	http.StatusRequestHeaderFieldsTooLarge: {"This request is too large", "Delete the cookies of this site and try again."},
	http.StatusInternalServerError:         {"Something went wrong here", "This is not your fault, and nothing of it was stored. Try again; if it comes back, tell whoever runs this server the number below."},
	http.StatusServiceUnavailable:          {"Busy at the moment", "Nothing of this was stored. Wait a few seconds and send it again."},
}

// failed is the end of every error: a page with the status of its kind, or its fragment for a page that is open already.
func (s *Server) failed(c *fiber.Ctx, err error) error {
	s.setHeaders(c) // an error before the middleware has them too
	if errors.Is(err, errSignIn) {
		return s.toSignIn(c)
	}
	status, problems := judge(err)
	if status >= http.StatusInternalServerError && status != http.StatusServiceUnavailable {
		s.record(c, err)
	}
	return s.errorPage(c, status, problems)
}

// judge gives the status of an error, and what of it is for people.
func judge(err error) (int, vigil.Problems) {
	var own *fiber.Error
	if errors.As(err, &own) {
		if _, ok := sayings[own.Code]; ok {
			return own.Code, nil
		}
		return http.StatusBadRequest, nil
	}
	kind := vigil.KindOf(err)
	var list vigil.Problems
	var e *vigil.Error
	switch {
	case kind == vigil.Internal:
	case errors.As(err, &list):
	case errors.As(err, &e):
		list = vigil.Problems{{What: e.Message}}
	}
	return statuses[kind], list
}

// errorPage writes the page, or for htmx the part of it that tells.
func (s *Server) errorPage(c *fiber.Ctx, status int, problems vigil.Problems) error {
	words := sayings[status]
	var b strings.Builder
	if !hx(c) {
		b.WriteString(`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>` +
			html.EscapeString(words.title) + ` · Vigil</title></head><body><main>`)
	}
	b.WriteString(`<section role="alert"><h1>` + html.EscapeString(words.title) + `</h1>`)
	for _, p := range problems {
		b.WriteString(`<p dir="auto">` + html.EscapeString(p.String()) + `</p>`)
	}
	if words.do != "" {
		b.WriteString(`<p>` + html.EscapeString(words.do) + `</p>`)
	}
	b.WriteString(`<p>` + html.EscapeString(id(c)) + `</p></section>`)
	if !hx(c) {
		b.WriteString(`<p><a href="/">Vigil</a></p></main></body></html>`)
	}
	c.Status(status)
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	return c.SendString(b.String())
}

// toSignIn redirects to the page where one signs in; it comes back to the page that was asked for.
func (s *Server) toSignIn(c *fiber.Ctx) error {
	to := "/login"
	if c.Method() == get && c.Path() != "/" {
		to += "?next=" + url.QueryEscape(c.OriginalURL())
	}
	return redirect(c, to)
}
