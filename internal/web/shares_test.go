package web_test

import (
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"vigil/internal/web"
	"vigil/internal/web/webtest"
)

// TestNobodyHasAllUploads: uploads of one person or of one section link, which hardly come, leave turns for everybody else. Who has
// too many at once is told at once, before any of it is read, and the others go on.
func TestNobodyHasAllUploads(t *testing.T) {
	for who, c := range map[string]struct {
		from func(site *webtest.Site) *webtest.Browser
		each int
	}{
		"a person":       {func(site *webtest.Site) *webtest.Browser { return site.As("analyst") }, 3},
		"a section link": {func(site *webtest.Site) *webtest.Browser { return site.ByLink("acme-1") }, 2},
	} {
		t.Run(who, func(t *testing.T) {
			site := webtest.Start(t, func(l *web.Config) {
				l.Limits.Uploads, l.Limits.UploadsEach, l.Limits.UploadsLink, l.Limits.Patience = 4, 3, 2, time.Second
			})
			b := c.from(site)
			cookie := session + "=" + b.Cookie(session)
			var held []net.Conn
			for range c.each {
				held = append(held, half(t, site, cookie, part("csrf")+b.Token()+"\r\n"+part("file")+pad))
			}
			time.Sleep(200 * time.Millisecond) // until all of them run
			file := webtest.File{Field: "file", Name: "a.txt", Body: []byte("a file")}
			for range 4 { // more than there are turns: none of them keeps one
				b.Upload(evidenceAt, url.Values{"title": {"The policy of 2026"}}, file).Is(t, http.StatusTooManyRequests).Says(t, "Several of your uploads are still coming in", "The policy of 2026")
				half(t, site, cookie, "") // nothing of it comes, not even its token
			}
			site.As("administrator").Upload(evidenceAt, url.Values{"grade": {"E1"}}, file).Is(t, http.StatusSeeOther)
			for _, conn := range held {
				conn.Close()
			}
			time.Sleep(200 * time.Millisecond)
			b.Upload(evidenceAt, url.Values{"grade": {"E1"}}, webtest.File{Field: "file", Name: "b.txt", Body: []byte("another file")}).Is(t, http.StatusSeeOther)
		})
	}
}

// TestAFileThatIsMuchTooLarge: a browser without our script sends all of it, and then sees the page that explains, with what was
// typed. From nobody nothing is read.
func TestAFileThatIsMuchTooLarge(t *testing.T) {
	site := webtest.Start(t, func(c *web.Config) { c.Limits.Upload = 1 << 20 })
	b := site.As("analyst")
	send := func(b *webtest.Browser) (*webtest.Page, *counted, error) {
		head := part("csrf") + b.Token() + "\r\n" + part("title") + "The policy of 2026\r\n" + part("page") + "4\r\n" + part("file")
		body := &counted{from: io.MultiReader(strings.NewReader(head), io.LimitReader(zeros{}, 80<<20), strings.NewReader("\r\n--b--\r\n"))}
		r := b.Request(http.MethodPost, evidenceAt, body)
		r.ContentLength = int64(len(head)) + 80<<20 + 9
		r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
		p, err := b.Try(r)
		return p, body, err
	}
	p, body, err := send(b)
	check(t, err)
	p.Is(t, http.StatusRequestEntityTooLarge).Says(t, "This file is too large", "A file may have 25 MB", "The policy of 2026", "The file, which has to be chosen again")
	if body.n < 80<<20 {
		t.Errorf("the page came after %d bytes: a browser would not have seen it", body.n)
	}
	again := p.Form(t, evidenceAt)
	if again.Get("title") != "The policy of 2026" || again.Get("page") != "4" || webtest.Attribute(p.Find("form[action="+evidenceAt+"]"), "enctype") != "multipart/form-data" {
		t.Errorf("the form comes back as %v", again)
	}
	again.Del("csrf")
	again.Set("grade", "E1")
	b.Upload(evidenceAt, again, webtest.File{Field: "file", Name: "a.txt", Body: []byte("a smaller one")}).Is(t, http.StatusSeeOther)

	if p, body, err := send(site.Anonymous()); body.n > 40<<20 || err == nil && p.Status != http.StatusUnprocessableEntity {
		t.Errorf("of nobody's file %d bytes were read: %v", body.n, err)
	}
}

// counted says how much of a body was sent.
type counted struct {
	from io.Reader
	n    int64
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.from.Read(b)
	c.n += int64(n)
	return n, err
}

// TestAnUploadOutlivesOurFault: what was typed beside a file comes back when the database is away, when all turns are taken, and when
// the disk for files is full; the file has to be chosen again.
func TestAnUploadOutlivesOurFault(t *testing.T) {
	site := webtest.Start(t, func(c *web.Config) {
		c.Limits.Uploads, c.Limits.UploadsEach, c.Limits.Patience = 1, 1, time.Millisecond
	})
	b := site.As("analyst")
	typed := url.Values{"grade": {"E1"}, "title": {"The policy of 2026"}, "page": {"4 to 7"}, "quote": {"We never sue.\r\nNever."}, "date": {"2026-01-02"}}
	file := webtest.File{Field: "file", Name: "a.pdf", Body: []byte(strings.Repeat("a file ", 1<<20))} // 7 MB: more than the connection holds
	comes := func(p *webtest.Page) {
		t.Helper()
		p.Is(t, http.StatusServiceUnavailable).Says(t, "What you typed is kept here", "The file, which has to be chosen again")
		again := p.Form(t, evidenceAt)
		for name := range typed {
			if got, want := strings.ReplaceAll(again.Get(name), "\r\n", "\n"), strings.ReplaceAll(typed.Get(name), "\r\n", "\n"); got != want {
				t.Errorf("%s comes back as %q", name, got)
			}
		}
	}
	back := gone(t, site)
	comes(b.Upload(evidenceAt, typed, file))
	back()

	slow := site.As("administrator")
	conn := half(t, site, session+"="+slow.Cookie(session), part("csrf")+slow.Token()+"\r\n"+part("file")+pad)
	time.Sleep(200 * time.Millisecond)
	comes(b.Upload(evidenceAt, typed, file))
	conn.Close()
	time.Sleep(200 * time.Millisecond)

	t.Setenv("TMPDIR", "/nowhere") // where what comes in is written
	comes(b.Upload(evidenceAt, typed, file))

	other := b.Keep()
	b.SetCookie(session, site.As("viewer").Cookie(session))
	stranger := b.Token()
	b.Restore(other)
	defer gone(t, site)()
	r := b.Request(http.MethodPost, evidenceAt, strings.NewReader(part("csrf")+stranger+"\r\n"+part("title")+"planted words\r\n--b--\r\n"))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	if p := b.Do(r); strings.Contains(p.Text(), "planted") {
		t.Errorf("a forged upload is given back: %s", p.Text())
	}
}
