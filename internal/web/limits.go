package web

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"vigil/internal/vigil"
)

// Limits bound what a request, and all of them together, may take of the machine.
type Limits struct {
	Form        int           // bytes of a form (2 MiB)
	Fields      int           // fields of a form (2,000)
	Upload      int           // bytes of a request with a file (64 MB, or as much as a file may have and its form)
	Headers     int           // bytes of the first line and the headers (16 KiB)
	Connections int           // open at a time (4,096)
	Running     int           // requests that run at a time (32)
	Uploads     int           // uploads that run at a time, besides (16)
	UploadsEach int           // of those, by one person (4)
	UploadsLink int           // of those, by one section link, which may fall into anybody's hands (2)
	Waiting     int           // requests that wait for their turn (256)
	Patience    time.Duration // how long they wait (10 s)
	Read        time.Duration // for a request to come in (15 s); an upload has it for each piece
	UploadWhole time.Duration // for an upload to come in (15 min)
	Write       time.Duration // for an answer to go out (60 s)
	Idle        time.Duration // until a silent connection is closed (60 s)
}

// orUsual fills in the fields that are zero. file is how large an uploaded file may be.
func (l Limits) orUsual(file vigil.Bytes) Limits {
	for _, f := range []struct {
		field *int
		usual int
	}{
		{&l.Form, 2 << 20}, {&l.Fields, 2000}, {&l.Upload, int(max(64*vigil.MB, file+3*vigil.MB))}, {&l.Headers, 16 << 10},
		{&l.Connections, 4096}, {&l.Running, 32}, {&l.Uploads, 16}, {&l.UploadsEach, 4}, {&l.UploadsLink, 2}, {&l.Waiting, 256},
	} {
		if *f.field == 0 {
			*f.field = f.usual
		}
	}
	for _, f := range []struct {
		field *time.Duration
		usual time.Duration
	}{
		{&l.Patience, 10 * time.Second}, {&l.Read, 15 * time.Second}, {&l.UploadWhole, 15 * time.Minute},
		{&l.Write, time.Minute}, {&l.Idle, time.Minute},
	} {
		if *f.field == 0 {
			*f.field = f.usual
		}
	}
	return l
}

// readBody refuses a body that is coded (it could grow a thousandfold), of unknown length, or too large, before anything
// looks at it, and reads that of a form whole. The body of an upload is left to its handler, piece by piece.
func (s *Server) readBody(c *fiber.Ctx) error {
	err := s.takeBody(c)
	if err == nil {
		err = c.Next()
	}
	if err != nil {
		s.readTyped(c, err)
	}
	s.leaveBody(c, err != nil)
	return err
}

func (s *Server) takeBody(c *fiber.Ctx) error {
	h := &c.Request().Header
	length := h.ContentLength()
	switch {
	case len(h.Peek(fiber.HeaderContentEncoding)) > 0:
		return fiber.NewError(http.StatusUnsupportedMediaType)
	case len(h.Peek(fiber.HeaderTransferEncoding)) > 0 || length == -1:
		return fiber.NewError(http.StatusLengthRequired)
	case length <= 0:
		return nil
	case safe(c.Method()):
		return fiber.NewError(http.StatusBadRequest) // nobody asks with a body
	case s.uploads(c.Method(), c.Path()) && length <= mostDiscarded:
		return nil
	case length > s.limits.Form:
		return fiber.NewError(http.StatusRequestEntityTooLarge)
	}
	body, err := io.ReadAll(io.LimitReader(c.Context().RequestBodyStream(), int64(length)))
	if err != nil || len(body) != length {
		return fiber.NewError(http.StatusBadRequest)
	}
	c.Locals(bodyRead, true)
	if bytes.Count(body, []byte("&")) >= s.limits.Fields {
		return fiber.NewError(http.StatusRequestEntityTooLarge)
	}
	c.Request().SetBodyRaw(body)
	return nil
}

// mostDiscarded is how many bytes of an upload are read for nothing.
const mostDiscarded = 1 << 30

// leaveBody makes sure that what is left of a body is never read as the next request. A little is read, or else the
// other side might not see our answer; of an upload that came from one of our pages all is, because a browser looks for an answer
// only when it has sent everything. If that was not the end, or the request was refused, the connection is closed.
func (s *Server) leaveBody(c *fiber.Ctx, refused bool) {
	if c.Locals(bodyRead) != nil || c.Request().Header.ContentLength() == 0 {
		return
	}
	stream := c.Context().RequestBodyStream()
	if stream == nil {
		return
	}
	most := int64(8 << 20)
	if u, ok := c.Locals(uploadOf).(*upload); ok && u.proven {
		stream, most = u.in, mostDiscarded
	} else {
		_ = c.Context().Conn().SetReadDeadline(time.Now().Add(2 * time.Second))
	}
	_, err := io.CopyN(io.Discard, stream, most)
	if refused || !errors.Is(err, io.EOF) {
		c.Context().SetConnectionClose()
	}
}

// headerReceived lets an upload have as many bytes as a file may have. Its time is for openUpload to count.
func (s *Server) headerReceived(h *fasthttp.RequestHeader) fasthttp.RequestConfig {
	path, _, _ := bytes.Cut(h.RequestURI(), []byte("?"))
	if s.uploads(string(h.Method()), string(path)) {
		return fasthttp.RequestConfig{MaxRequestBodySize: s.limits.Upload}
	}
	return fasthttp.RequestConfig{}
}

// bounded lets so many requests run at a time. The others wait a while; whoever waited too long, or found the queue
// full, is asked to come back. Uploads, which may take minutes to come in, have turns of their own.
func (s *Server) bounded(c *fiber.Ctx) error {
	if probe(c.Path()) {
		return c.Next()
	}
	turns := s.turns
	if s.uploads(c.Method(), c.Path()) {
		turns = s.uploadTurns
	}
	if !turns.enter() {
		return fiber.NewError(http.StatusServiceUnavailable)
	}
	defer turns.leave()
	return c.Next()
}

// gate is a counted door with a bounded queue before it.
type gate struct {
	run, wait chan struct{}
	patience  time.Duration
}

func newGate(running, waiting int, patience time.Duration) *gate {
	return &gate{run: make(chan struct{}, running), wait: make(chan struct{}, waiting), patience: patience}
}

func (g *gate) enter() bool {
	select {
	case g.run <- struct{}{}:
		return true
	default:
	}
	select {
	case g.wait <- struct{}{}:
		defer func() { <-g.wait }()
	default:
		return false
	}
	patience := time.NewTimer(g.patience)
	defer patience.Stop()
	select {
	case g.run <- struct{}{}:
		return true
	case <-patience.C:
		return false
	}
}

func (g *gate) leave() { <-g.run }
