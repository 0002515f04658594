package web_test

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigil/internal/app"
	"vigil/internal/vault"
	"vigil/internal/vigil"
	"vigil/internal/web/webtest"
)

const evidenceAt = "/assessments/acme-1/questions/BE.a.1/evidence"

// fileOf gives the code of the only file of acme.
func fileOf(t *testing.T, site *webtest.Site) string {
	t.Helper()
	codes, err := site.App.FileCodes(t.Context(), site.Actor("administrator"), "acme-1")
	check(t, err)
	for _, code := range codes {
		return code
	}
	t.Fatal("there is no file")
	return ""
}

// TestEvidencePages adds a file and a link at a question, changes and removes them, finds them in the library, and keeps the copy.
func TestEvidencePages(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("analyst")
	question := "/assessments/acme-1/questions/BE.a.1"
	b.Get(question).Is(t, http.StatusOK).Says(t, "No evidence yet", "Add evidence", "Statement only")
	name := `ño "quoted"; filename=evil.html.txt`
	p := b.Upload(evidenceAt, url.Values{"grade": {"E1"}, "page": {"7"}, "date": {"2025-01-01"}, "expires": {"2025-06-01"}, "quote": {"We respect."}},
		webtest.File{Field: "file", Name: name, Body: []byte("We respect those who speak. <script>alert(1)</script>")})
	p.To(t, question)
	file := fileOf(t, site)
	b.Get(question).Is(t, http.StatusOK).Says(t, "The evidence was added", "page 7", "expired", "We respect.")
	b.Upload(evidenceAt, url.Values{"grade": {"E2"}, "link": {"https://example.org/policy"}, "library": {"file:" + file}}).To(t, question)
	b.Upload(evidenceAt, url.Values{"grade": {"E2"}, "link": {"https://example.org/<script>alert(1)</script>"}, "title": {"<script>alert(1)</script>"}}).To(t, question)
	b.Get(question).Is(t, http.StatusOK).Hides(t, "<script>alert(1)")

	b.Get("/evidence").Is(t, http.StatusOK).Says(t, "Library", "evil.html.txt", "Plain text", "2 answers", "expired").Hides(t, "<script>alert(1)")
	b.Get("/evidence?expiry=unused").Is(t, http.StatusOK).Says(t, "Nothing")
	if csv := string(b.Get("/evidence?as=csv").Is(t, http.StatusOK).Body); strings.Count(csv, "\n") != 4 || !strings.Contains(csv, "evil.html.txt") {
		t.Errorf("the library as a file:\n%s", csv)
	}
	b.Get("/evidence/"+file).Is(t, http.StatusOK).Says(t, "Download the copy", "Used by", "The original is kept sealed").Hides(t, "Delete for ever")

	c := b.Get("/evidence/"+file+"/copy").Is(t, http.StatusOK)
	for header, want := range map[string]string{
		"Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": "no-store",
	} {
		if got := c.Header.Get(header); !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", header, got, want)
		}
	}
	if d := c.Header.Get("Content-Disposition"); !strings.HasPrefix(d, "attachment; filename*=utf-8''") {
		t.Errorf("Content-Disposition: %q", d)
	}
	if string(c.Body) != "We respect those who speak. <script>alert(1)</script>" {
		t.Errorf("the copy: %q", c.Body)
	}

	list, err := site.App.Question(t.Context(), site.Actor("administrator"), "acme-1", "", "BE.a.1")
	check(t, err)
	first := list.Items[0].Evidence[0]
	at := fmt.Sprintf("/assessments/acme-1/evidence/%d", first.ID)
	form := b.Get(at).Is(t, http.StatusOK)
	seen := url.Values{}
	for _, field := range []string{"title", "link", "grade", "date", "page", "quote", "expires"} {
		seen.Set("seen-"+field, form.Value("seen-"+field))
		seen.Set(field, form.Value("seen-"+field))
	}
	seen.Set("page", "9")
	b.Post(at, seen).To(t, question)
	b.Post(at, seen).Is(t, http.StatusConflict).Says(t, "nothing was overwritten")
	seen.Set("seen-page", "9")
	seen.Set("grade", "E9")
	b.Post(at, seen).Is(t, http.StatusUnprocessableEntity)
	for _, e := range list.Items[0].Evidence {
		b.Post(fmt.Sprintf("/assessments/acme-1/evidence/%d/remove", e.ID), nil).To(t, question)
	}
	b.Post(at+"/remove", nil).To(t, "/assessments/acme-1") // pressed twice: it is gone, as was wanted
	b.Get("/evidence/"+file).Says(t, "Delete for ever", "No answer rests on this file")
	b.Post("/evidence/"+file+"/remove", nil).To(t, "/evidence")
	b.Get("/evidence/"+file).Is(t, http.StatusNotFound)
}

// TestEvidenceFromTheLibrary takes a file in before any answer rests on it, finds it at a question by its name, and puts it behind the
// answer; what is not there, or was changed, is said on the page of the file.
func TestEvidenceFromTheLibrary(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("analyst")
	question := "/assessments/acme-1/questions/BE.a.1"
	b.Get("/evidence").Is(t, http.StatusOK).Says(t, "Upload a file", "No evidence yet")
	b.Get("/evidence/new?assessment=acme-1").Is(t, http.StatusOK).Says(t, "acme-1", "0 of 300 files", "0 B of 2 GB", "up to 25 MB")
	b.Upload("/evidence", url.Values{}).Is(t, http.StatusUnprocessableEntity).Says(t, "Choose for which assessment")
	b.Upload("/evidence", url.Values{"assessment": {"acme-1"}, "date": {"2024-02-03"}}).Is(t, http.StatusUnprocessableEntity).Says(t, "Choose a file")
	b.Upload("/evidence", url.Values{"assessment": {"nowhere-1"}}, webtest.File{Field: "file", Name: "a.txt", Body: []byte("x")}).Is(t, http.StatusNotFound)
	p := b.Upload("/evidence", url.Values{"assessment": {"acme-1"}}, webtest.File{Field: "file", Name: "a.pdf", Body: []byte("no PDF")}).Is(t, http.StatusUnprocessableEntity).Says(t, "what is in it is plain text")
	if p.Find("#ev-assessment") == nil {
		t.Error("the form is gone")
	}
	b.Upload("/evidence", url.Values{"assessment": {"acme-1"}, "date": {"2024-02-03"}}, webtest.File{Field: "file", Name: "Minutes of the board.txt", Body: []byte("We respect.")}).Is(t, http.StatusSeeOther)
	file := fileOf(t, site)
	b.Get("/evidence/"+file).Is(t, http.StatusOK).Says(t, "No answer rests on this file", "Choose a document from the library", "Download the copy")
	b.Get("/evidence?words=MINUTES+board").Is(t, http.StatusOK).Says(t, "Minutes of the board.txt", "1 to 1 of 1, by title")

	b.Get(question).Is(t, http.StatusOK).Says(t, "Choose a document from the library").Hides(t, "Minutes of the board")
	pick := b.Get(question+"/library?words=minutes").Is(t, http.StatusOK).Says(t, "Minutes of the board.txt", "no answer")
	form := b.Get(webtest.Attribute(pick.Find("table tbody a"), "href")).Is(t, http.StatusOK).Says(t, "From the library:", "Minutes of the board.txt")
	if form.Find("#ev-file") != nil || form.Find("#ev-link") != nil || form.Value("library") != "file:"+file {
		t.Error("a chosen file leaves room for another")
	}
	b.Upload(evidenceAt, url.Values{"library": {"file:" + file}}).Is(t, http.StatusUnprocessableEntity).Says(t, "Minutes of the board.txt", "grade")
	b.Upload(evidenceAt, url.Values{"grade": {"E1"}, "library": {"file:" + file}}).To(t, question)
	b.Get(question).Says(t, "Minutes of the board.txt")
	b.Get("/evidence/"+file).Says(t, "Used by", "BE.a.1")
	site.ByLink("acme-1").Get(question+"/library").Is(t, http.StatusNotFound)

	l, err := site.App.Library(t.Context(), site.Actor("administrator"), app.LibraryFilter{})
	check(t, err)
	hash := l.Documents[0].File.CleanHash
	name := filepath.Join(site.App.Folder, vault.Folder, "copies", hash[:2], hash)
	check(t, os.WriteFile(name, []byte("something else"), 0o600))
	b.Get("/evidence/"+file).Is(t, http.StatusOK).Says(t, "is not what was kept", "backup").Hides(t, "Download the copy")
	b.Get("/evidence/"+file+"/copy").Is(t, http.StatusConflict).Says(t, "is not what was kept")
	check(t, os.Remove(name))
	b.Get("/evidence/"+file).Is(t, http.StatusOK).Says(t, "not in the store any more", "backup").Hides(t, "Download the copy")
	b.Get("/evidence/"+file+"/copy").Is(t, http.StatusConflict).Says(t, "is not in the store")
	b.Get(question).Is(t, http.StatusOK)
}

// TestEvidenceThatIsWrong shows what is wrong beside what was typed, and keeps nothing.
func TestEvidenceThatIsWrong(t *testing.T) {
	site := webtest.Start(t)
	site.App.FileLimits = app.FileLimits{File: 9 * vigil.MB}
	b := site.As("analyst")
	good := url.Values{"grade": {"E2"}, "title": {"Our policy"}, "quote": {"كلمات 🌱"}}
	for name, c := range map[string]struct {
		form url.Values
		file *webtest.File
		says string
	}{
		"lying":     {good, &webtest.File{Field: "file", Name: "a.pdf", Body: []byte("no PDF")}, "what is in it is plain text"},
		"page":      {good, &webtest.File{Field: "file", Name: "a.html", Body: []byte("<html><script>alert(1)</script>")}, "not taken in"},
		"drawing":   {good, &webtest.File{Field: "file", Name: "a.svg", Body: []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)}, "not taken in"},
		"too large": {good, &webtest.File{Field: "file", Name: "a.txt", Body: bytes.Repeat([]byte("x"), 30<<20)}, "larger than 9 MB"},
		"no grade":  {url.Values{"title": {"Our policy"}, "quote": {"كلمات 🌱"}}, nil, "grade"},
		"script":    {url.Values{"grade": {"E2"}, "title": {"Our policy"}, "quote": {"كلمات 🌱"}, "link": {"javascript:alert(1)"}}, nil, "no address of a page"},
	} {
		t.Run(name, func(t *testing.T) {
			var files []webtest.File
			if c.file != nil {
				files = append(files, *c.file)
			}
			p := b.Upload(evidenceAt, c.form, files...).Is(t, http.StatusUnprocessableEntity).Says(t, c.says, "كلمات 🌱")
			if p.Value("title") != "Our policy" || p.Find("#ev-grade") == nil {
				t.Errorf("what was typed is gone: %s", p.Text())
			}
		})
	}
	nothingKept(t, site)
}

// nothingKept fails if a reference, a file or a byte in the vault is there.
func nothingKept(t *testing.T, site *webtest.Site) {
	t.Helper()
	l, err := site.App.Library(t.Context(), site.Actor("administrator"), app.LibraryFilter{})
	check(t, err)
	if len(l.Documents) > 0 {
		t.Errorf("kept: %+v", l.Documents)
	}
	_ = filepath.WalkDir(filepath.Join(site.App.Folder, vault.Folder), func(name string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			t.Errorf("in the vault: %s", name)
		}
		return nil
	})
}

// TestAnUploadCutInTheMiddle breaks the connection off while a file is on its way.
func TestAnUploadCutInTheMiddle(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("analyst")
	body := "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n" + b.Token() + "\r\n--b\r\nContent-Disposition: form-data; name=\"grade\"\r\n\r\nE1\r\n" +
		"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\n"
	for range 5 {
		conn, err := net.Dial("tcp", strings.TrimPrefix(site.URL, "http://"))
		check(t, err)
		_, err = fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: %s\r\nCookie: __Host-vigil=%s\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: %d\r\n\r\n%s%s",
			evidenceAt, strings.TrimPrefix(site.URL, "http://"), b.Cookie("__Host-vigil"), len(body)+5_000_000, body, strings.Repeat("half of a file ", 60_000))
		check(t, err)
		check(t, conn.(*net.TCPConn).CloseWrite())
		answer, _ := io.ReadAll(conn)
		conn.Close()
		if bytes.Contains(answer, []byte(" 303 ")) {
			t.Errorf("half a file is accepted:\n%.300s", answer)
		}
	}
	time.Sleep(100 * time.Millisecond)
	nothingKept(t, site)
}

// TestFilePathsThatTryToLeave asks the routes of files for what is not theirs.
func TestFilePathsThatTryToLeave(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("administrator")
	secret := filepath.Join(site.App.Folder, "secret.txt")
	check(t, os.WriteFile(secret, []byte("the secret of the folder"), 0o600))
	tried := 0
	for _, up := range []string{"..", "%2e%2e", "%252e%252e", "..%00", "%c0%ae%c0%ae", "%e2%80%a5", "....", "..%5c", "%2e."} {
		for _, slash := range []string{"/", "%2f", "%252f", "%5c", "%255c", "//", "/./"} {
			for _, tail := range []string{"secret.txt", "keys/sealing.keys", "secret.txt%00.txt", "secret.txt%23", "secret.txt%3f"} {
				for _, route := range []string{"/evidence/%s", "/evidence/%s/copy", "/assessments/acme-1/evidence/%s"} {
					tried++
					r := b.Request(http.MethodGet, "/", nil)
					r.URL.Opaque = fmt.Sprintf(route, up+slash+up+slash+tail)
					p, err := b.Try(r)
					if err != nil {
						continue // refused as no request at all
					}
					if p.Status == http.StatusOK || bytes.Contains(p.Body, []byte("the secret")) || p.Status >= 500 {
						t.Errorf("%s: %d", r.URL.Opaque, p.Status)
					}
				}
			}
		}
	}
	t.Logf("%d addresses tried", tried)
}

// TestADamagedFileIsNotSent says why, and sends not a byte of it.
func TestADamagedFileIsNotSent(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("analyst")
	b.Upload(evidenceAt, url.Values{"grade": {"E1"}}, webtest.File{Field: "file", Name: "a.txt", Body: []byte("what was kept")}).Is(t, http.StatusSeeOther)
	file := fileOf(t, site)
	d, err := site.App.Document(t.Context(), site.Actor("administrator"), file)
	check(t, err)
	name := filepath.Join(site.App.Folder, vault.Folder, "copies", d.File.CleanHash[:2], d.File.CleanHash)
	sealed, err := os.ReadFile(name)
	check(t, err)
	sealed[len(sealed)-1] ^= 1
	check(t, os.WriteFile(name, sealed, 0o600))
	b.Get("/evidence/"+file+"/copy").Is(t, http.StatusConflict).Says(t, "is not what was kept").Hides(t, "what was kept\n")
}

// TestAStoreThatDoesNotAnswer: what the store of files says is for the log. The person is asked to come back, whatever they wanted
// of a file, and what was typed beside one is still there.
func TestAStoreThatDoesNotAnswer(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("analyst")
	b.Upload(evidenceAt, url.Values{"grade": {"E1"}}, webtest.File{Field: "file", Name: "a.txt", Body: []byte("what was kept")}).Is(t, http.StatusSeeOther)
	file := fileOf(t, site)
	d, err := site.App.Document(t.Context(), site.Actor("administrator"), file)
	check(t, err)
	name := filepath.Join(site.App.Folder, vault.Folder, "copies", d.File.CleanHash[:2], d.File.CleanHash)
	check(t, os.Remove(name))
	check(t, os.Symlink(name, name)) // it is there, and cannot be read
	for _, path := range []string{"/evidence/" + file, "/evidence/" + file + "/copy"} {
		b.Get(path).Is(t, http.StatusServiceUnavailable).Says(t, "Busy at the moment").Hides(t, d.File.CleanHash, site.App.Folder, "too many levels")
	}
	if log := site.Log.String(); !strings.Contains(log, d.File.CleanHash) || !strings.Contains(log, "too many levels") {
		t.Errorf("the log does not say what is wrong:\n%s", log)
	}

	away := webtest.Start(t)
	away.App.Evidence = "s3://evidence?endpoint=http://127.0.0.1:1&use_path_style=true&region=eu-west-1"
	t.Setenv("AWS_ACCESS_KEY_ID", "test")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "test")
	t.Setenv("AWS_MAX_ATTEMPTS", "1")
	typed := url.Values{"grade": {"E1"}, "title": {"The policy of 2026"}, "page": {"4"}, "quote": {"We never sue."}}
	p := away.As("analyst").Upload(evidenceAt, typed, webtest.File{Field: "file", Name: "a.txt", Body: []byte("a file")}).
		Is(t, http.StatusServiceUnavailable).Hides(t, "127.0.0.1:1", "s3:")
	for name, want := range typed {
		if got := p.Value(name); name != "grade" && got != want[0] {
			t.Errorf("%s comes back as %q", name, got)
		}
	}
	if log := away.Log.String(); !strings.Contains(log, "the evidence store s3://evidence does not answer") {
		t.Errorf("the log does not say what is wrong:\n%s", log)
	}
}

// A respondent by link adds evidence to the questions of the link, and sees neither the library nor the files of others.
func TestEvidenceByLink(t *testing.T) {
	site := webtest.Start(t)
	b := site.ByLink("acme-1")
	if p := b.Get("/evidence"); p.Status == http.StatusOK {
		t.Error("the library is open by a link")
	}
	b.Upload(evidenceAt, url.Values{"grade": {"E1"}, "public": {"yes"}}, webtest.File{Field: "file", Name: "a.txt", Body: []byte("by link")}).Is(t, http.StatusSeeOther)
	list, err := site.App.Question(t.Context(), site.Actor("administrator"), "acme-1", "", "BE.a.1")
	check(t, err)
	if e := list.Items[0].Evidence; len(e) != 1 || e[0].Public || e[0].Grade != vigil.E1 {
		t.Errorf("on file: %+v", e)
	}
	b.Get("/evidence/"+fileOf(t, site)+"/copy").Is(t, http.StatusOK)
	site.App.FileLimits.File = 100
	_, err = site.App.UploadFile(t.Context(), site.Actor("administrator"), "acme-1", app.Upload{Name: "other.txt", From: strings.NewReader("of others")})
	check(t, err)
	l, err := site.App.Library(t.Context(), site.Actor("administrator"), app.LibraryFilter{Words: "other.txt"})
	check(t, err)
	b.Get("/evidence/"+l.Documents[0].File.Code).Is(t, http.StatusNotFound)
}
