package web

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"time"

	"github.com/gofiber/fiber/v2"
)

const uploadOf localKey = "upload"

// upload is a form with a file, as it comes in.
type upload struct {
	*multipart.Reader
	in     *patient
	length int64
	proven bool              // it has the token of the session
	typed  map[string]string // the fields before its file, once they were read
}

// parts gives the parts of an upload as they come, after the token. Read each before the next; what is not read is let go.
// A part that breaks off gives an error.
func (s *Server) parts(c *fiber.Ctx) (*upload, error) {
	u, ok := c.Locals(uploadOf).(*upload)
	if !ok {
		return nil, fiber.NewError(http.StatusUnsupportedMediaType)
	}
	return u, nil
}

// mostOfFile is how many bytes a file may have that is sent to the page of a request.
func (s *Server) mostOfFile(c *fiber.Ctx) int64 {
	if matches(s.paths["import-upload"], c.Path()) {
		return importMost
	}
	return int64(s.app.FileLimits.OrUsual().File)
}

// mostEnd is how long the end of a form can be: the line that closes its last part.
const mostEnd = 128

// left is how many bytes of the part that comes now are still to be read, at least. It holds for the last part alone, which
// the file is in our forms.
func (u *upload) left() int64 { return max(0, u.length-u.in.read-mostEnd) }

// mostField is how long a field of an upload may be.
const mostField = 64 << 10

// fields reads the fields of a form that stand before its file, and stops there. file is nil where none was chosen.
func (u *upload) fields() (fields map[string]string, file *multipart.Part, err error) {
	fields = map[string]string{}
	u.typed = fields
	for {
		p, err := u.NextPart()
		if err == io.EOF { //nolint:errorlint // it is given as it is
			return fields, nil, nil
		} else if err != nil || len(fields) > 50 {
			return nil, nil, fiber.NewError(http.StatusBadRequest)
		}
		if p.FileName() != "" {
			return fields, p, nil
		}
		text, err := io.ReadAll(io.LimitReader(p, mostField+1))
		if err != nil || len(text) > mostField {
			return nil, nil, fiber.NewError(http.StatusBadRequest)
		}
		fields[p.FormName()] = string(bytes.ToValidUTF8(text, nil))
	}
}

// openUpload begins to read an upload. The token is given, or it is the first part: a form has its token field before its file.
// Until the token is there it has the time of a form, and only then that of an upload.
func (s *Server) openUpload(c *fiber.Ctx, token string) (string, error) {
	boundary := string(c.Request().Header.MultipartFormBoundary())
	if boundary == "" || c.Context().RequestBodyStream() == nil {
		return string(c.Request().PostArgs().Peek(csrfField)), nil
	}
	in := &patient{from: c.Context().RequestBodyStream(), conn: c.Context().Conn(), piece: s.limits.Read, end: time.Now().Add(s.limits.Read)}
	u := &upload{Reader: multipart.NewReader(in, boundary), in: in, length: int64(c.Request().Header.ContentLength())}
	c.Locals(uploadOf, u)
	defer func() { in.end = time.Now().Add(s.limits.UploadWhole) }()
	if token != "" {
		return token, nil
	}
	p, err := u.NextPart()
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
	read  int64
}

var errTooSlow = errors.New("the upload took too long")

// Read reads the next piece.
func (p *patient) Read(b []byte) (int, error) {
	now := time.Now()
	if now.After(p.end) {
		return 0, errTooSlow
	}
	until := now.Add(p.piece)
	if until.After(p.end) {
		until = p.end
	}
	if err := p.conn.SetReadDeadline(until); err != nil {
		return 0, err
	}
	n, err := p.from.Read(b)
	p.read += int64(n)
	return n, err
}
