package web_test

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"vigil/internal/web"
	"vigil/internal/web/webtest"
)

// TestSlowUploads: uploads that hardly come take no turn from pages. Whoever is not signed in is refused before any of it is
// read; whoever is may take their time.
func TestSlowUploads(t *testing.T) {
	const turns = 4
	site := webtest.Start(t, func(c *web.Config) { c.Limits.Running, c.Limits.Uploads, c.Limits.Patience = turns, turns, time.Second })
	b, nobody := site.As("analyst"), site.Anonymous()
	nobody.Get("/login")
	for _, c := range []struct {
		who, cookie string
		from        *webtest.Browser
		start       string // of the body, the rest of which never comes
		answered    bool
	}{
		{"nobody", "__Host-visitor", nobody, pad, true},
		{"a forger", session, b, pad, false},
		{"an analyst", session, b, part("csrf") + b.Token() + "\r\n" + part("file") + pad, false},
	} {
		for range turns {
			conn := half(t, site, c.cookie+"="+c.from.Cookie(c.cookie), c.start)
			_ = conn.SetReadDeadline(time.Now().Add(5 * time.Second))
			if !c.answered {
				continue
			}
			answer := make([]byte, 12)
			if _, err := conn.Read(answer); err != nil || string(answer) != "HTTP/1.1 422" {
				t.Errorf("%s: %q, %v", c.who, answer, err)
			}
		}
		time.Sleep(200 * time.Millisecond) // until all of them run
		began := time.Now()
		site.As("viewer").Get("/").Is(t, http.StatusOK)
		if took := time.Since(began); took > time.Second {
			t.Errorf("beside the uploads of %s a page took %v", c.who, took)
		}
	}
}

// TestAForgedUploadHasNoTime: the token stands at the beginning of an upload, and has the time of a form to come in.
func TestAForgedUploadHasNoTime(t *testing.T) {
	site := webtest.Start(t, func(c *web.Config) { c.Limits.Read = time.Second })
	conn := half(t, site, session+"="+site.As("analyst").Cookie(session), pad)
	ended := make(chan time.Time, 1)
	go func() {
		buf := make([]byte, 1024)
		_ = conn.SetReadDeadline(time.Now().Add(20 * time.Second))
		_, _ = conn.Read(buf) // an answer, or the end
		ended <- time.Now()
	}()
	began := time.Now()
	for {
		select {
		case at := <-ended:
			if took := at.Sub(began); took > 4*time.Second {
				t.Errorf("a token could come in for %v", took)
			}
			return
		case <-time.After(300 * time.Millisecond):
			_, _ = conn.Write([]byte("x")) // fails once the other side has closed
		}
	}
}

// pad is more than the server reads of a body before anybody looks at the request; before the first part it counts for nothing.
var pad = strings.Repeat("x\r\n", 4000)

// half sends the beginning of an upload.
func half(t *testing.T, site *webtest.Site, cookie, body string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(site.URL, "http://"))
	check(t, err)
	t.Cleanup(func() { conn.Close() })
	_, err = fmt.Fprintf(conn, "POST /assessments/acme-1/import HTTP/1.1\r\nHost: x\r\nCookie: %s\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n%s", cookie, body)
	check(t, err)
	return conn
}

func part(field string) string {
	name := ""
	if field == "file" {
		name = `; filename="a.csv"`
	}
	return "--b\r\nContent-Disposition: form-data; name=\"" + field + "\"" + name + "\r\n\r\n"
}
