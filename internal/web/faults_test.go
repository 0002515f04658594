package web_test

import (
	"compress/gzip"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"vigil/internal/app"
	"vigil/internal/store"
	"vigil/internal/vigil"
	"vigil/internal/web/webtest"
)

const oneQuestion = "/assessments/acme-1/questions/BE.a.1"

func noteForm(note string) url.Values {
	return url.Values{"choice": {"state:not_disclosed"}, "note": {note}, "version": {"0"}}
}

// noteOnFile is what stands on file.
func noteOnFile(t *testing.T, site *webtest.Site) string {
	t.Helper()
	answers, _, err := site.App.Answers(t.Context(), site.Actor("administrator"), "acme-1")
	check(t, err)
	for _, x := range answers {
		if x.Question == "BE.a.1" {
			return x.Note
		}
	}
	return ""
}

// TestDatabaseLocked: another program holds the database for longer than we wait. Pages can be read meanwhile, whoever saves is
// told, and the same works afterwards.
func TestDatabaseLocked(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("analyst")
	b.Get(oneQuestion).Is(t, 200)
	other, err := store.Open(t.Context(), store.Config{Dir: site.App.Folder})
	check(t, err)
	defer other.Close()
	held, release, ended := make(chan bool), make(chan bool), make(chan error, 1)
	go func() {
		ended <- other.Tx(t.Context(), func(*store.Tx) error { held <- true; <-release; return nil })
	}()
	<-held
	saved := make(chan *webtest.Page, 1)
	go func() { saved <- site.As("analyst").Post(oneQuestion, noteForm("found nothing")) }()
	b.Get(oneQuestion).Is(t, 200) // while it waits
	p := (<-saved).Is(t, 503).Says(t, "Busy at the moment", "not confirmed")
	if p.Header.Get("Retry-After") == "" {
		t.Error("nothing says when to try again")
	}
	p.Hides(t, site.App.Folder, "another program")
	release <- true
	check(t, <-ended)
	b.Post(oneQuestion, noteForm("found nothing")).Is(t, 303)
	if got := noteOnFile(t, site); got != "found nothing" {
		t.Errorf("on file is %q", got)
	}
}

// TestDatabaseGone: the file is taken from its folder for five seconds while the server runs, and comes back. Nothing is written
// to a file that is not there, and nothing that was there is lost.
func TestDatabaseGone(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("analyst")
	b.Post(oneQuestion, noteForm("before")).Is(t, 303)
	back := gone(t, site)
	later := noteForm("after")
	later.Set("version", "1")
	asked := 0
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); asked++ {
		b.Post(oneQuestion, later).Is(t, 503).Hides(t, site.App.Folder)
	}
	back()
	t.Logf("asked %d times while it was away", asked)
	if got := noteOnFile(t, site); got != "before" {
		t.Errorf("after the file came back there is %q", got)
	}
	b.Post(oneQuestion, later).Is(t, 303)
	if got := noteOnFile(t, site); got != "after" {
		t.Errorf("on file is %q", got)
	}
}

// TestHalfRequests: 500 connections that send half a request, of the headers or of the body, keep nobody else waiting.
func TestHalfRequests(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("analyst")
	for i := range 500 {
		conn, err := net.Dial("tcp", strings.TrimPrefix(site.URL, "http://"))
		check(t, err)
		defer conn.Close()
		half := "GET / HTTP/1.1\r\nHost: x\r\nCookie: a="
		if i%2 == 1 {
			half = "POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\nlogin=an"
		}
		_, err = conn.Write([]byte(half))
		check(t, err)
	}
	var worst time.Duration
	for range 50 {
		began := time.Now()
		b.Get(oneQuestion).Is(t, 200)
		worst = max(worst, time.Since(began))
	}
	t.Logf("50 pages beside 500 half requests, the slowest in %v", worst.Round(time.Millisecond))
	began := time.Now()
	check(t, site.Server.Shutdown(t.Context()))
	t.Logf("the end took %v", time.Since(began).Round(time.Millisecond))
}

// TestHugeRequests: what is too large, too many or packed is refused before it takes memory.
func TestHugeRequests(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("analyst")
	b.Get(oneQuestion).Is(t, 200)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)

	r := b.Request(http.MethodPost, oneQuestion, packedZeros())
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Content-Encoding", "gzip")
	refused(t, b, r, "a packed body of 1 GiB", 415)

	r = b.Request(http.MethodPost, oneQuestion, io.LimitReader(endless{}, 1<<30))
	r.ContentLength = 1 << 30
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	refused(t, b, r, "a form of 1 GiB", 413)

	r = b.Request(http.MethodGet, "/", nil)
	r.Header.Set("X-Long", strings.Repeat("x", 1<<20))
	refused(t, b, r, "a header of 1 MiB", 431)

	r = b.Request(http.MethodPost, "/assessments/acme-1/import", io.LimitReader(endless{}, 60<<20))
	r.ContentLength = 60 << 20
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-CSRF-Token", b.Token())
	refused(t, b, r, "a form without files of 60 MiB, where files are taken", 415)

	many := url.Values{}
	for range 10_000 {
		many.Add("field", "x")
	}
	b.Post(oneQuestion, many).Is(t, 413)
	b.Get(oneQuestion+"?"+strings.Repeat("a=1&", 3000)).Is(t, 200)

	runtime.ReadMemStats(&after)
	taken := (after.TotalAlloc - before.TotalAlloc) >> 20
	t.Logf("%d MiB were taken for all of it", taken)
	if taken > 100 {
		t.Errorf("%d MiB were taken to refuse", taken)
	}
	b.Get(oneQuestion).Is(t, 200)
}

// refused checks the status of an answer; a server that closes before all was sent has refused too.
func refused(t *testing.T, b *webtest.Browser, r *http.Request, what string, status int) {
	t.Helper()
	p, err := b.Try(r)
	switch {
	case err == nil && p.Status != status:
		t.Errorf("%s gave %d, want %d", what, p.Status, status)
	case err != nil && !errors.Is(err, io.EOF) && !strings.Contains(err.Error(), "reset") && !strings.Contains(err.Error(), "broken pipe") && !strings.Contains(err.Error(), "closed"):
		t.Errorf("%s: %v", what, err)
	}
}

// packedZeros is 1 GiB of endless, packed as it is read.
func packedZeros() io.Reader {
	r, w := io.Pipe()
	go func() {
		z := gzip.NewWriter(w)
		_, err := io.Copy(z, io.LimitReader(endless{}, 1<<30))
		_ = w.CloseWithError(errors.Join(err, z.Close())) // whoever refuses stops reading
	}()
	return r
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// TestNothingTypedIsLogged: what people type, their names and their addresses are in no line of the log.
func TestNothingTypedIsLogged(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("analyst")
	b.Post(oneQuestion, noteForm("planted-note")).Is(t, 303)
	b.Get("/assessments/planted-code?planted=query").Is(t, 404)
	b.Post("/login", url.Values{"login": {"planted-login"}, "password": {"planted-password"}})
	r := b.Request(http.MethodGet, "/", nil)
	r.Header.Set("User-Agent", "planted-agent")
	r.Header.Set("Referer", "https://planted.example/")
	b.Do(r)
	_, err := site.App.SaveAnswer(t.Context(), vigil.Actor{Person: "x", Role: vigil.Administrator}, "acme-1", app.SaveAnswer{Question: "planted"})
	if err == nil {
		t.Error("a question that is not there was answered")
	}
	if log := site.Log.String(); strings.Contains(log, "planted") || strings.Contains(log, "127.0.0.1") {
		t.Errorf("the log holds what it must not:\n%s", log)
	}
}
