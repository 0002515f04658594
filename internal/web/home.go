package web

import "github.com/gofiber/fiber/v2"

// home is where one lands.
func (s *Server) home(c *fiber.Ctx) error {
	return c.SendString("Vigil\n")
}
