package web

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/web/static"
)

// staticShow gives a file that is part of the program; it is found by its name among those there are, never on a disk. Its
// address holds a hash, so the browser keeps it.
func (s *Server) staticShow(c *fiber.Ctx) error {
	f, current, ok := static.Find(strings.TrimPrefix(c.Path(), static.Prefix))
	if !ok {
		return fiber.ErrNotFound
	}
	c.Set(fiber.HeaderContentType, f.Type)
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	if current {
		c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	} else {
		c.Set(fiber.HeaderCacheControl, "no-cache")
	}
	if f.Gzip != nil && c.AcceptsEncodings("gzip", "identity") == "gzip" {
		c.Set(fiber.HeaderContentEncoding, "gzip")
		return c.Send(f.Gzip)
	}
	return c.Send(f.Body)
}
