package web

import (
	"crypto/rand"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/gofiber/fiber/v2"
)

// local keys of a request.
type localKey string

const (
	requestID localKey = "request id"
	routeName localKey = "route"
	bodyRead  localKey = "body read"
	visitorOf localKey = "visitor"
)

// id is what a person can quote when something went wrong; the log has it too.
func id(c *fiber.Ctx) string {
	v, _ := c.Locals(requestID).(string)
	return v
}

// name is the route of a request, for the log and the figures: never its address, which may hold what somebody typed.
func name(c *fiber.Ctx) string {
	if v, ok := c.Locals(routeName).(string); ok {
		return v
	}
	return "none"
}

// observed gives every request an id, makes its error a page, and writes its line.
func (s *Server) observed(c *fiber.Ctx) error {
	start := time.Now()
	running(c.Context().Conn(), true)
	defer running(c.Context().Conn(), false)
	c.Locals(requestID, rand.Text()[:12])
	c.Set(fiber.HeaderXRequestID, id(c))
	s.metrics.running.Inc()
	defer s.metrics.running.Dec()
	if err := guarded(c); err != nil {
		if err := s.failed(c, err); err != nil {
			return err
		}
	}
	took, status := time.Since(start), c.Response().StatusCode()
	s.metrics.observe(c.Method(), name(c), status, took)
	if !probe(c.Path()) {
		s.log.Info("request", "id", id(c), "method", c.Method(), "route", name(c), "status", status,
			"ms", took.Milliseconds(), "person", s.actor(c).Person)
	}
	return nil
}

// recovered is the last net: below it observed catches what a handler throws, here lands what observed itself throws.
func (s *Server) recovered(c *fiber.Ctx) error {
	err := guarded(c)
	var p *panicError
	if errors.As(err, &p) {
		return s.failed(c, err)
	}
	return err
}

// guarded makes an error of a panic.
func guarded(c *fiber.Ctx) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &panicError{v, debug.Stack()}
		}
	}()
	return c.Next()
}

// panicError is a panic that was caught.
type panicError struct {
	value any
	stack []byte
}

// Error says what kind of panic it was: its text may hold what somebody typed.
func (p *panicError) Error() string { return "panic: " + panicKind(p.value) }

// panicKind tells a panic without the text of people: the type of the value, and the message of the runtime's own.
func panicKind(v any) string {
	if err, ok := v.(error); ok {
		var ours interface{ RuntimeError() }
		if errors.As(err, &ours) {
			return err.Error()
		}
	}
	return fmt.Sprintf("%T", v)
}

// record writes an error of ours, or of the place where the data is, to the log, with the id that the person was shown.
func (s *Server) record(c *fiber.Ctx, err error) {
	fields := []any{"id", id(c), "route", name(c), "error", err.Error()}
	var p *panicError
	if errors.As(err, &p) {
		s.metrics.panics.Inc()
		fields = append(fields, "stack", string(p.stack))
	}
	var own *fiber.Error
	if !errors.As(err, &own) {
		s.log.Error("could not answer", fields...)
	}
}
