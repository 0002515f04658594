package web

import "github.com/gofiber/fiber/v2"

// assignmentDone marks a part as done by whoever works on it, or as open again.
func (s *Server) assignmentDone(c *fiber.Ctx) error {
	id, err := pathID(c, "assignment")
	if err != nil {
		return err
	}
	code := c.Params("assessment")
	if err := s.app.MarkSectionDone(c.UserContext(), s.actor(c), code, id, c.FormValue("done") == "yes"); err != nil {
		return err
	}
	return redirect(c, back(c.FormValue("back")))
}

// assignmentRemove takes a part back from somebody.
func (s *Server) assignmentRemove(c *fiber.Ctx) error {
	id, err := pathID(c, "assignment")
	if err != nil {
		return err
	}
	code := c.Params("assessment")
	if err := s.app.Unassign(c.UserContext(), s.actor(c), code, id); err != nil {
		return err
	}
	return redirect(c, s.url("links", code))
}
