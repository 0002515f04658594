package web

import (
	"context"
	"mime"
	"path"
	"strings"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/vigil"
)

// fileCopy sends the cleaned copy of a file, to be kept and never shown: a browser that opens it anyway runs nothing of it.
// Its name is a text that somebody typed, and no more than that.
func (s *Server) fileCopy(c *fiber.Ctx) error {
	f, body, err := s.app.OpenFile(context.WithoutCancel(c.UserContext()), s.actor(c), c.Params("file"))
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, contentType(f.Type))
	c.Set(fiber.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": downloadName(f)}))
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	return c.SendStream(body, int(f.CleanSize)) // it closes the body
}

func contentType(kind string) string {
	if strings.HasPrefix(kind, "text/") {
		return kind + "; charset=utf-8"
	}
	return kind
}

// downloadName is the name with the ending that its content asks for.
func downloadName(f vigil.File) string {
	ending := "." + vigil.FileEndings[f.Type]
	if strings.EqualFold(path.Ext(f.Name), ending) || f.Type == vigil.TypeJPEG && strings.EqualFold(path.Ext(f.Name), ".jpeg") {
		return f.Name
	}
	return f.Name + ending
}
