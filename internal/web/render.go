package web

import (
	"bytes"
	"net/http"
	"strings"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
)

// render writes a component as the answer, whole or not at all: an error or a panic half-way leaves no half page.
func (s *Server) render(c *fiber.Ctx, component templ.Component) error {
	var page bytes.Buffer
	if err := component.Render(c.UserContext(), &page); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	return c.Send(page.Bytes())
}

// hx reports whether htmx asks, for a part of a page that is open already.
func hx(c *fiber.Ctx) bool {
	return c.Get("HX-Request") == "true" && c.Get("HX-History-Restore-Request") != "true"
}

// redirect sends the browser on after something was done: by 303, or in htmx's way.
func redirect(c *fiber.Ctx, to string) error {
	if hx(c) {
		c.Set("HX-Redirect", to)
		return c.SendStatus(http.StatusNoContent)
	}
	return c.Redirect(to, http.StatusSeeOther)
}

// back gives the page to which somebody wants to return: a path of ours, or the start.
func back(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return "/"
	}
	return path
}
