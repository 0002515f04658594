package web

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/vigil"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// problems gives what is wrong with a form, for the page that shows it again, and sets the status. It reports false for an
// error that is not about what somebody filled in.
func (s *Server) problems(c *fiber.Ctx, err error) ([]ui.Problem, bool) {
	kind := vigil.KindOf(err)
	if kind != vigil.Invalid && kind != vigil.Conflict {
		return nil, false
	}
	c.Status(http.StatusUnprocessableEntity)
	if kind == vigil.Conflict {
		c.Status(http.StatusConflict)
	}
	var list vigil.Problems
	if !errors.As(err, &list) {
		return []ui.Problem{{Text: err.Error()}}, true
	}
	out := make([]ui.Problem, 0, len(list))
	for _, p := range list {
		out = append(out, ui.Problem{Field: p.Place.Field, Text: sayProblem(c.UserContext(), p)})
	}
	return out, true
}

// said are the words for what people get wrong most when they sign up; the rest is shown in the words of app.
var said = map[string]string{
	"it is empty":                                       "form.empty",
	"it has fewer than 12 characters":                   "form.short",
	"it has more than 256 characters":                   "form.long",
	"it is little more than the login name or the name": "form.name",
	"it is among those that are tried first":            "form.common",
	"it is not your password":                           "form.not_password",
	"it is not the code that shows now":                 "form.not_code",
	"the person would see nothing":                      "form.nothing",
}

func sayProblem(ctx context.Context, p vigil.Problem) string {
	if key, ok := said[p.What]; ok {
		return words.T(ctx, key)
	}
	if strings.HasSuffix(p.What, "is no login name") {
		return words.T(ctx, "form.login")
	}
	if strings.HasSuffix(p.What, "is no e-mail address") {
		return words.T(ctx, "form.email")
	}
	return vigil.Problem{What: p.What, Do: p.Do}.String()
}

func setRetryAfter(c *fiber.Ctx, wait time.Duration) {
	c.Set(fiber.HeaderRetryAfter, strconv.Itoa(int(wait.Seconds())+1))
}

// language is in which the page is written.
func (s *Server) language(c *fiber.Ctx) string { return words.In(c.UserContext()) }
