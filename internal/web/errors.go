package web

import (
	"errors"
	"net/http"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
	"vigil/internal/web/words"
)

// errSignIn sends whoever is not signed in to the page where one signs in, and back afterwards.
var errSignIn = errors.New("sign in first")

// statuses is the one table from a kind of error to a status.
var statuses = map[vigil.ErrorKind]int{
	vigil.Invalid:   http.StatusUnprocessableEntity,
	vigil.NotFound:  http.StatusNotFound,
	vigil.Conflict:  http.StatusConflict,
	vigil.Forbidden: http.StatusForbidden,
	vigil.Limited:   http.StatusTooManyRequests,
	vigil.Internal:  http.StatusInternalServerError,
}

// sayings name the words for a status: problem.NAME.title and problem.NAME.do.
var sayings = map[int]string{
	http.StatusBadRequest:                  "bad_request",
	http.StatusForbidden:                   "forbidden",
	http.StatusNotFound:                    "not_found",
	http.StatusMethodNotAllowed:            "method",
	http.StatusRequestTimeout:              "too_slow",
	http.StatusConflict:                    "conflict",
	http.StatusLengthRequired:              "bad_request",
	http.StatusRequestEntityTooLarge:       "too_large",
	http.StatusUnsupportedMediaType:        "type",
	http.StatusUnprocessableEntity:         "invalid",
	http.StatusTooManyRequests:             "too_many",
	http.StatusRequestHeaderFieldsTooLarge: "too_large",
	http.StatusInternalServerError:         "internal",
	http.StatusServiceUnavailable:          "busy",
}

// ownSayings are the words for errors that say more than their status.
var ownSayings = map[error]string{errForged: "forged", errStale: "stale", errOther: "other", errFileSize: "file_size", errUploads: "uploads"}

// failed is the end of every error: a page with the status of its kind, or its fragment for a page that is open already.
func (s *Server) failed(c *fiber.Ctx, err error) error {
	s.setHeaders(c) // an error before the middleware has them too
	s.speak(c)
	if errors.Is(err, errSignIn) || vigil.KindOf(err) == vigil.SignedOut {
		return s.toSignIn(c)
	}
	var limited *app.LimitedError
	if errors.As(err, &limited) {
		setRetryAfter(c, limited.Wait)
	}
	status, problems := judge(err)
	if status >= http.StatusInternalServerError {
		s.record(c, err)
	}
	if status == http.StatusServiceUnavailable {
		c.Set(fiber.HeaderRetryAfter, "5")
	}
	saying := sayings[status]
	for own, name := range ownSayings {
		if errors.Is(err, own) {
			saying = name
		}
	}
	return s.problemPage(c, status, saying, problems)
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
	if vigil.Later(err) { // which folder or server it is, is for the log
		return http.StatusServiceUnavailable, nil
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

// problemPage writes the page, or for htmx the part of it that tells. An internal error may be one of the pages themselves,
// so when that fails there is a line of text.
func (s *Server) problemPage(c *fiber.Ctx, status int, saying string, problems vigil.Problems) error {
	ctx := c.UserContext()
	p := page.Problem{Title: words.T(ctx, "problem."+saying+".title"), Do: words.T(ctx, "problem."+saying+".do", "Size", words.Bytes(ctx, s.mostOfFile(c))), Number: id(c)}
	for _, item := range problems {
		p.Items = append(p.Items, placed(ctx, item))
	}
	if done, err := s.waits(c, status, p); done {
		return err
	}
	c.Status(status)
	part := page.ProblemPart(p)
	if !hx(c) {
		p.Again, p.Typed = s.again(c, status)
		part = page.ProblemPage(s.frame(c, "problem."+saying+".title"), p)
	}
	if err := s.render(c, part); err != nil {
		c.Set(fiber.HeaderContentType, fiber.MIMETextPlainCharsetUTF8)
		return c.SendString(p.Title + "\n" + p.Do + "\n" + p.Number + "\n")
	}
	return nil
}
