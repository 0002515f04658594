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
	f := app.CaseFilter{Organisation: c.Query("organisation")}
	if state := c.Query("state"); slices.Contains(vigil.CaseStates, state) {
		f.State = state
	}
	all, err := s.app.Cases(c.UserContext(), s.actor(c), app.CaseFilter{})
	if err != nil {
		return err
	}
	file, err := s.app.Cases(c.UserContext(), s.actor(c), f)
	if err != nil {
		return err
	}
	v := page.Cases{Frame: s.frame(c, "case.title"), File: file, Organisation: f.Organisation, State: f.State, States: vigil.CaseStates, Add: s.mayAnywhere(c, app.AddAllegationAction), Timeline: page.NewTimeline(c.UserContext(), file)}
	add := func(o vigil.Organisation) {
		if !slices.ContainsFunc(v.Choices, func(x vigil.Organisation) bool { return x.ID == o.ID }) {
			v.Choices = append(v.Choices, o)
		}
	}
	for _, x := range all.Cases {
		add(x.Organisation)
	}
	for _, x := range all.Caps {
		add(x.Organisation)
	}
	return s.render(c, page.CasesPage(v))
}
