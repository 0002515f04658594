package web

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/vigil"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// problems gives what is wrong with a form, for the page that shows it again, and sets the status. It reports false for an
// error that is not about what somebody filled in; where the data lies is none of that.
func (s *Server) problems(c *fiber.Ctx, err error) ([]ui.Problem, bool) {
	kind := vigil.KindOf(err)
	if kind != vigil.Invalid && kind != vigil.Conflict || vigil.Later(err) {
		return nil, false
	}
	c.Status(http.StatusUnprocessableEntity)
	if kind == vigil.Conflict {
		c.Status(http.StatusConflict)
	}
	var list vigil.Problems
	if !errors.As(err, &list) {
		return []ui.Problem{{Text: words.Error(c.UserContext(), err)}}, true
	}
	out := make([]ui.Problem, 0, len(list))
	for _, p := range list {
		out = append(out, ui.Problem{Field: p.Place.Field, Text: words.Problem(c.UserContext(), p)})
	}
	return out, true
}

// placed says a problem with the name of its field, for a page that does not show it beside the field.
func placed(ctx context.Context, p vigil.Problem) string {
	if at := words.Place(ctx, p.Place); at != "" {
		return words.T(ctx, "problem.placed", "Place", at, "Problem", words.ProblemAfter(ctx, p))
	}
	return words.Problem(ctx, p)
}

func setRetryAfter(c *fiber.Ctx, wait time.Duration) {
	c.Set(fiber.HeaderRetryAfter, strconv.Itoa(int(wait.Seconds())+1))
}

// language is in which the page is written.
func (s *Server) language(c *fiber.Ctx) string { return words.In(c.UserContext()) }
