package web

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
)

// TestPanics: a panic in a handler, in a template or beside a request ends neither the program nor the server; the person sees
// a page and a number, and nothing of what was thrown, which may be what somebody typed.
func TestPanics(t *testing.T) {
	var log bytes.Buffer
	s, err := New(Config{App: &app.App{}, Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	const typed = "what somebody typed"
	s.fiber.Get("/handler", func(*fiber.Ctx) error { panic(typed) })
	s.fiber.Get("/template", func(c *fiber.Ctx) error {
		return s.render(c, templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
			_, _ = io.WriteString(w, "half a page")
			panic(typed)
		}))
	})
	s.fiber.Get("/beside", func(c *fiber.Ctx) error {
		s.spawn("test", func() { panic(typed) })
		s.work.Wait()
		return c.SendString("fine")
	})
	for path, want := range map[string]int{"/handler": 500, "/template": 500, "/beside": 200, "/healthz": 200} {
		for range 3 {
			resp, err := s.fiber.Test(httptest.NewRequest("GET", path, nil), -1)
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			body, err := io.ReadAll(resp.Body)
			if err != nil {
				t.Fatal(err)
			}
			text := string(body)
			if resp.StatusCode != want || want == 500 && !strings.Contains(text, "Something went wrong here") {
				t.Errorf("%s gave %d\n%s", path, resp.StatusCode, text)
			}
			if strings.Contains(text, typed) || strings.Contains(text, "half a page") || strings.Contains(text, "goroutine") || strings.Contains(text, ".go:") {
				t.Errorf("%s shows what was thrown:\n%s", path, text)
			}
		}
	}
	if strings.Contains(log.String(), typed) {
		t.Error("the log holds what somebody typed")
	}
	if n := strings.Count(log.String(), "panic_test.go"); n < 9 {
		t.Errorf("the log says %d times where it was, want 9", n)
	}
}
