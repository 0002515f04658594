package web

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
)

// allegationList lists the cases and caps that the person may see.
func (s *Server) allegationList(c *fiber.Ctx) error {
	f := filter(c)
	narrow := app.CaseFilter{Organisation: f.Organisation, Page: f.Page}
	if state := c.Query("state"); slices.Contains(vigil.CaseStates, state) {
		narrow.State = state
	}
	list, err := s.app.FindCases(c.UserContext(), s.actor(c), narrow)
	if err != nil {
		return err
	}
	v := page.Cases{Listing: listing(c, list.At, list.Any), Frame: s.frame(c, "case.title"), File: list.CaseFile, Organisations: list.Organisations,
		Add: s.mayAnywhere(c, app.AddAllegationAction), Timeline: page.NewTimeline(c.UserContext(), list.CaseFile)}
	v.NoFile = true
	return s.render(c, page.CasesPage(v))
}
