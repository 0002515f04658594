package web

import (
	"bytes"
	"mime"
	"path/filepath"

	"github.com/gofiber/fiber/v2"
)

// types are those of the files that we make; what else there is goes out as bytes.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".csv": "text/csv; charset=utf-8", ".json": "application/json", ".pdf": "application/pdf", ".svg": "image/svg+xml",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

// attach sends a file to be kept, never shown: a browser that opens it anyway runs nothing of it. The name may be any text.
func (s *Server) attach(c *fiber.Ctx, name string, body *bytes.Buffer) error {
	kind, ok := types[filepath.Ext(name)]
	if !ok {
		kind = fiber.MIMEOctetStream
	}
	c.Set(fiber.HeaderContentType, kind)
	c.Set(fiber.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": filepath.Base(name)}))
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	return c.Send(body.Bytes())
}
