package web

import (
	"net/http"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/web/page"
)

// reviewAccept accepts what waits in one section, once the reviewer says that they looked at it.
func (s *Server) reviewAccept(c *fiber.Ctx) error {
	code, pillar := c.Params("assessment"), c.FormValue("pillar")
	if c.FormValue("looked") != "yes" || pillar == "" {
		v, err := s.reviewView(c, pillar, "")
		if err != nil {
			return err
		}
		v.Ask = true
		return s.render(c.Status(http.StatusUnprocessableEntity), page.ReviewPage(v))
	}
	accepted, left, err := s.app.AcceptItems(c.UserContext(), s.actor(c), code, []string{pillar})
	if err != nil {
		return err
	}
	s.told(c, "review.all_done", "Accepted", accepted, "Left", left)
	return redirect(c, assessmentPath(code)+"/review?pillar="+pillar)
}
