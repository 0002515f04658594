package web

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
)

// Config is what a server needs. App must be set.
type Config struct {
	App *app.App

	// Public is the address that people use, such as https://vigil.example.org; empty: the one they come by. Links in
	// e-mails begin with it, and forms are taken from there only.
	Public string

	// Proxies are the machines whose word about the client's address counts. Empty: nobody's.
	Proxies []netip.Prefix

	// OpenMetrics shows /metrics to everybody who can reach the server, in place of this machine only.
	OpenMetrics bool

	// Reports holds the templates of reports.
	Reports fs.FS

	// Log takes a line for each request, with codes and names of routes only. nil: slog.Default().
	Log *slog.Logger

	// Limits bound what one request, and all of them, may take. Zero fields have the usual value.
	Limits Limits
}

// Server serves the pages. Make it with New.
type Server struct {
	app         *app.App
	fiber       *fiber.App
	log         *slog.Logger
	public      *url.URL
	proxies     []netip.Prefix
	limits      Limits
	open        bool // metrics for everybody
	reports     fs.FS
	table       []route
	paths       map[string]string
	turns       *gate // of requests
	uploadTurns *gate // of uploads
	uploading   *shares
	conns       *connections
	metrics     *metrics
	work        sync.WaitGroup // what the server does besides answering
	closing     atomic.Bool
	closed      chan struct{} // closed as soon as closing is true
}

// New puts a server together. It listens to nobody yet.
func New(c Config) (*Server, error) {
	public, err := publicAddress(c.Public)
	if err != nil {
		return nil, err
	}
	var files app.FileLimits
	if c.App != nil {
		files = c.App.FileLimits
	}
	s := &Server{
		app: c.App, log: c.Log, public: public, proxies: c.Proxies, limits: c.Limits.orUsual(files.OrUsual().File), open: c.OpenMetrics, reports: c.Reports,
		table: routes(), paths: map[string]string{}, closed: make(chan struct{}), conns: newConnections(), metrics: newMetrics(routes()),
	}
	if s.log == nil {
		s.log = slog.Default()
	}
	s.turns = newGate(s.limits.Running, s.limits.Waiting, s.limits.Patience)
	s.uploadTurns = newGate(s.limits.Uploads, s.limits.Waiting, s.limits.Patience)
	s.uploading = &shares{running: map[string]int{}}
	s.fiber = fiber.New(s.settings())
	s.fiber.Server().CloseOnShutdown = true
	s.fiber.Server().HeaderReceived = s.headerReceived
	s.middleware()
	s.mount()
	return s, nil
}

// settings are what a server on the open net must have; TestSettings asserts each. fiber reuses its strings unless Immutable is
// set, and one company's name would be read as another's.
func (s *Server) settings() fiber.Config {
	return fiber.Config{
		AppName:                      "vigil",
		Immutable:                    true,
		DisableStartupMessage:        true,
		StrictRouting:                false,
		CaseSensitive:                true,
		BodyLimit:                    s.limits.Form,
		StreamRequestBody:            true, // uploads are read as they come; readBody bounds the rest
		DisablePreParseMultipartForm: true,
		Concurrency:                  s.limits.Connections,
		ReadBufferSize:               s.limits.Headers,
		ReadTimeout:                  s.limits.Read,
		WriteTimeout:                 s.limits.Write,
		IdleTimeout:                  s.limits.Idle,
		ErrorHandler:                 s.failed,
		GETOnly:                      false,
		ProxyHeader:                  "", // address.go reads the chain itself: fiber takes the end that anybody can forge
	}
}

// middleware is what every request passes, in this order. recover comes first: a panic above it would end the program.
func (s *Server) middleware() {
	s.fiber.Use(
		s.recovered,  // a panic becomes the page of an internal error
		s.observed,   // request id, one line in the log, figures
		s.headers,    // what every answer carries, errors too
		s.readBody,   // no coded, endless or oversized body goes further
		s.bounded,    // so many at a time, the others wait or are asked to come back
		s.identified, // who is this
		s.shared,     // nobody alone has all turns of uploads
		s.unforged,   // an unsafe request comes from a form of ours
	)
}

// Serve takes requests from a listener until Shutdown.
func (s *Server) Serve(ln net.Listener) error {
	s.spawn("tidy", s.tidy)
	if err := s.fiber.Listener(s.conns.listener(ln)); err != nil && !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}

// grace is how long a request may still come in once the server closes.
const grace = 500 * time.Millisecond

// Shutdown takes no more requests, lets those that run end, and closes all connections. Whoever sent only half of a
// request gets a moment for the rest. It returns when nothing runs any more, or with the error of ctx.
func (s *Server) Shutdown(ctx context.Context) error {
	if s.closing.CompareAndSwap(false, true) {
		close(s.closed)
	}
	s.conns.close(grace)
	err := s.fiber.ShutdownWithContext(ctx)
	done := make(chan struct{})
	go func() {
		s.work.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-ctx.Done():
		if err == nil {
			err = ctx.Err()
		}
	}
	return err
}

// publicAddress reads the address that people use.
func publicAddress(text string) (*url.URL, error) {
	if text == "" {
		return nil, nil
	}
	u, err := url.Parse(strings.TrimSuffix(text, "/"))
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || u.Path != "" {
		return nil, vigil.Errorf(vigil.Invalid, "the public address %q is none; write it like https://vigil.example.org", text)
	}
	return u, nil
}

// https reports whether people come by https: then browsers are told to stay there.
func (s *Server) https() bool { return s.public != nil && s.public.Scheme == "https" }

// now is the time by the clock that the whole program goes by.
func (s *Server) now() time.Time {
	if s.app.Now == nil {
		return time.Now().UTC()
	}
	return s.app.Now().UTC()
}
