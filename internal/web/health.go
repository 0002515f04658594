package web

import (
	"context"
	"net/http"
	"time"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/store"
)

// healthz says that the program runs.
func (s *Server) healthz(c *fiber.Ctx) error { return c.SendString("ok\n") }

// readyz says whether requests can be answered: the database is there, and the server does not close. What is wrong
// stands in the log.
func (s *Server) readyz(c *fiber.Ctx) error {
	if s.closing.Load() {
		return c.Status(http.StatusServiceUnavailable).SendString("closing\n")
	}
	ctx, cancel := context.WithTimeout(c.UserContext(), 2*time.Second)
	defer cancel()
	if err := s.app.Store.View(ctx, func(*store.Tx) error { return nil }); err != nil {
		s.log.Error("not ready", "id", id(c), "error", err.Error())
		return c.Status(http.StatusServiceUnavailable).SendString("no database\n")
	}
	return c.SendString("ready\n")
}
