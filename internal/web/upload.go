package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"time"

	"github.com/gofiber/fiber/v2"
)

const uploadOf localKey = "upload"

// parts gives the parts of an upload as they come, after the token. Read each before the next; what is not read is let go.
// A part that breaks off gives an error.
func (s *Server) parts(c *fiber.Ctx) (*multipart.Reader, error) {
	r, ok := c.Locals(uploadOf).(*multipart.Reader)
	if !ok {
		return nil, fiber.NewError(http.StatusUnsupportedMediaType)
	}
	return r, nil
}

// openUpload begins to read an upload. The token is given, or it is the first part: a form has its token field before its file.
func (s *Server) openUpload(c *fiber.Ctx, token string) (string, error) {
	boundary := string(c.Request().Header.MultipartFormBoundary())
	if boundary == "" || c.Context().RequestBodyStream() == nil {
		return string(c.Request().PostArgs().Peek(csrfField)), nil
	}
	in := &patient{from: c.Context().RequestBodyStream(), conn: c.Context().Conn(), piece: s.limits.Read, end: time.Now().Add(s.limits.UploadWhole)}
	r := multipart.NewReader(in, boundary)
	c.Locals(uploadOf, r)
	if token != "" {
		return token, nil
	}
	p, err := r.NextPart()
	if err != nil {
		return "", fiber.NewError(http.StatusBadRequest)
	}
	if p.FormName() != csrfField {
		return "", nil
	}
	field, err := io.ReadAll(io.LimitReader(p, 256))
	if err != nil {
		return "", fiber.NewError(http.StatusBadRequest)
	}
	return string(field), nil
}

// patient reads a body for as long as it keeps coming: each piece has its time, and the whole has an end.
type patient struct {
	from  io.Reader
	conn  net.Conn
	piece time.Duration
	end   time.Time
}

var errTooSlow = errors.New("the upload took too long")

// Read reads the next piece.
func (p *patient) Read(b []byte) (int, error) {
	now := time.Now()
	if now.After(p.end) {
		return 0, errTooSlow
	}
	if err := p.conn.SetReadDeadline(now.Add(p.piece)); err != nil {
		return 0, err
	}
	return p.from.Read(b)
}
