package web_test

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"vigil/internal/app"
	"vigil/internal/spreadsheet"
	"vigil/internal/web/webtest"
)

// The reader of workbooks starts this program anew: then it reads, and tests nothing.
func init() {
	if len(os.Args) == 3 && os.Args[1] == "read-workbook" {
		os.Exit(spreadsheet.Child(os.Args[2], os.Stdout))
	}
}

const importAt = "/assessments/acme-1/import"

func csvFile(lines ...string) webtest.File {
	return webtest.File{Field: "file", Name: "answers.csv", Body: []byte("question,value,state,grade,date,note\n" + strings.Join(lines, "\n") + "\n")}
}

// send uploads a file and gives the page of its plan.
func send(t *testing.T, b *webtest.Browser, f webtest.File) (at string, plan *webtest.Page) {
	t.Helper()
	p := b.Upload(importAt, nil, f)
	p.Is(t, http.StatusSeeOther)
	at = p.Header.Get("Location")
	return at, b.Follow(p).Is(t, 200)
}

func noteOf(t *testing.T, site *webtest.Site, question string) string {
	t.Helper()
	list, _, err := site.App.Answers(t.Context(), site.Actor("administrator"), "acme-1")
	check(t, err)
	for _, x := range list {
		if x.Question == question {
			return x.Value + "|" + x.Note
		}
	}
	return ""
}

// TestImportShowsThenApplies: nothing is stored by the upload; what is applied is what was shown, once, however often the button
// is pressed.
func TestImportShowsThenApplies(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("analyst")
	_, err := site.App.SaveAnswer(t.Context(), site.Actor("administrator"), "acme-1", app.SaveAnswer{Question: "BE.a.1", Value: "1", Note: "what is on file"})
	check(t, err)
	at, plan := send(t, b, csvFile("BE.a.1,2,,E1,2026-01-15,what the file says", "BE.e.1,,not_disclosed,,,new note"))
	plan.Says(t, "2 conflicts to decide", "what is on file", "what the file says", "new note", "line 2", "Nothing is stored yet")
	if got := noteOf(t, site, "BE.a.1") + noteOf(t, site, "BE.e.1"); got != "1|what is on file" {
		t.Fatalf("the upload stored %q", got)
	}
	form := url.Values{"digest": {plan.Value("digest")}, "prefer": {""}}
	again := b.Post(at, form).Is(t, http.StatusConflict).Says(t, "2 conflicts are not decided yet")
	form.Set("prefer", "file")
	form.Set("digest", again.Value("digest"))
	var wait sync.WaitGroup
	for range 3 {
		wait.Go(func() {
			if p := b.Post(at, form); p.Status != http.StatusSeeOther {
				t.Errorf("applying gave %d: %s", p.Status, p.Text())
			}
		})
	}
	wait.Wait()
	b.Get(at).Is(t, 200).Says(t, "The answers are in", "new answers 1", "in conflict 1")
	if got := noteOf(t, site, "BE.a.1"); got != "2|what the file says" {
		t.Errorf("stored %q", got)
	}
	history, err := site.App.AuditEntries(t.Context(), site.Actor("administrator"))
	check(t, err)
	n := 0
	for _, e := range history {
		if e.Action == string(app.ImportAction) {
			n++
		}
		if strings.Contains(e.Detail, "says") || strings.Contains(e.Detail, "answers.csv") {
			t.Errorf("the audit log tells %q", e.Detail)
		}
	}
	if n != 1 {
		t.Errorf("%d imports in the audit log", n)
	}
	if log := site.Log.String(); strings.Contains(log, "what the file says") || strings.Contains(log, "answers.csv") {
		t.Error("the log tells what was sent")
	}
}

// TestImportStale: if what is on file changed after the plan was shown, nothing is stored and the plan comes again, with what was
// chosen.
func TestImportStale(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("analyst")
	save := func(version int64, note string) {
		_, err := site.App.SaveAnswer(t.Context(), site.Actor("administrator"), "acme-1", app.SaveAnswer{Question: "BE.a.1", Value: "1", Note: note, Version: version})
		check(t, err)
	}
	save(0, "first")
	at, plan := send(t, b, csvFile("BE.a.1,1,,,,mine"))
	save(1, "second")
	p := b.Post(at, url.Values{"digest": {plan.Value("digest")}, "prefer": {"file"}}).Is(t, http.StatusConflict).Says(t, "Somebody changed one of these answers", "second")
	if got := noteOf(t, site, "BE.a.1"); got != "1|second" {
		t.Fatalf("stored %q", got)
	}
	b.Post(at, url.Values{"digest": {p.Value("digest")}, "prefer": {"file"}}).To(t, at)
	if got := noteOf(t, site, "BE.a.1"); got != "1|mine" {
		t.Errorf("stored %q", got)
	}
}

// TestImportsOfTwo: two people import at once; what one stored the other has to look at.
func TestImportsOfTwo(t *testing.T) {
	site := webtest.Start(t)
	one, two := site.As("analyst"), site.As("acme-analyst")
	at1, plan1 := send(t, one, csvFile("BE.a.1,1,,,,by one", "BE.e.1,,not_disclosed,,,only one"))
	at2, plan2 := send(t, two, csvFile("BE.a.1,2,,E1,2026-01-15,by two"))
	one.Post(at1, url.Values{"digest": {plan1.Value("digest")}}).To(t, at1)
	p := two.Post(at2, url.Values{"digest": {plan2.Value("digest")}}).Is(t, http.StatusConflict).Says(t, "by one", "by two")
	two.Post(at2, url.Values{"digest": {p.Value("digest")}, "take BE.a.1||answer": {"server"}, "take BE.a.1||note": {"file"}}).Is(t, http.StatusSeeOther)
	if got := noteOf(t, site, "BE.a.1"); got != "1|by two" {
		t.Errorf("stored %q", got)
	}
}

// TestImportIsForWhoSentIt: a plan is there for the person who sent the file and for the assessment it was sent for, alone.
func TestImportIsForWhoSentIt(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("acme-analyst")
	at, plan := send(t, b, csvFile("BE.a.1,1,,,,private words"))
	form := url.Values{"digest": {plan.Value("digest")}}
	for _, login := range []string{"administrator", "analyst", "acme-researcher", "viewer", "acme-respondent"} {
		x := site.As(login)
		want := x.Get(importAt+"/none").Hides(t, "private words")
		for _, p := range []*webtest.Page{x.Get(at), x.Post(at, form), x.Post(at+"/drop", nil)} {
			p.Hides(t, "private words")
			if p.Status != http.StatusNotFound && p.Status != http.StatusForbidden || p.Status != want.Status {
				t.Errorf("%s gets %d for the plan of another, and %d for none", login, p.Status, want.Status)
			}
		}
	}
	other := strings.Replace(at, "acme-1", "other-1", 1)
	site.As("administrator").Get(other).Is(t, 404)
	b.Get(other).Is(t, 404)
	site.Anonymous().Get(at).Is(t, http.StatusSeeOther)
	b.Post(at+"/drop", nil).To(t, importAt)
	b.Get(at).Is(t, 404)
	b.Post(at, form).Is(t, 404)
	if noteOf(t, site, "BE.a.1") != "" {
		t.Error("something was stored")
	}
}

// TestImportByLink: who came by a link imports into its sections, and never sees what a plan would tell of others.
func TestImportByLink(t *testing.T) {
	site := webtest.Start(t)
	_, err := site.App.SaveAnswer(t.Context(), site.Actor("administrator"), "acme-1", app.SaveAnswer{Question: "BE.a.1", Value: "1", Note: "of another section"})
	check(t, err)
	made, err := site.App.Share(t.Context(), site.Actor("administrator"), "acme-1", app.Sharing{Sections: []string{"P2"}, Links: []string{"", " office "}})
	check(t, err)
	_, code, _ := strings.Cut(made.Links[0].Address, "#")
	b, _ := openLink(t, site, code)
	b.Upload(importAt, nil, csvFile("BE.a.1,2,,E1,2026-01-15,not mine")).Is(t, 422).Says(t, "outside the sections").Hides(t, "of another section")
	at, plan := send(t, b, csvFile("BE.e.1,,not_disclosed,,,mine"))
	plan.Hides(t, "of another section")
	b.Post(at, url.Values{"digest": {plan.Value("digest")}}).To(t, at)
	if noteOf(t, site, "BE.e.1") != "|mine" {
		t.Errorf("stored %q", noteOf(t, site, "BE.e.1"))
	}
	book := b.Post("/assessments/acme-1/workbook", url.Values{"content": {"answers"}}).Is(t, 200)
	path := filepath.Join(t.TempDir(), "book.xlsx")
	check(t, os.WriteFile(path, book.Body, 0o600))
	sub, err := spreadsheet.ReadFile(t.Context(), path)
	check(t, err)
	for _, e := range sub.Entries {
		if e.Note == "of another section" {
			t.Error("the workbook of the link holds the answers of another section")
		}
	}
}

// TestWorkbookRoundTrip: a workbook goes out from the page and comes back unchanged: it changes nothing.
func TestWorkbookRoundTrip(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("analyst")
	fill(t, site, "acme-1")
	b.Get("/assessments/acme-1/workbook").Is(t, 200).Says(t, "Take a workbook out", "With the answers on file")
	book := b.Post("/assessments/acme-1/workbook", url.Values{"content": {"answers"}}).Is(t, 200)
	if kind := book.Header.Get("Content-Disposition"); !strings.Contains(kind, "acme-1.xlsx") || !strings.HasPrefix(kind, "attachment") {
		t.Errorf("sent as %q", kind)
	}
	_, plan := send(t, b, webtest.File{Field: "file", Name: "Minas de X – María 📎.xlsx", Body: book.Body})
	plan.Says(t, "This file changes nothing", "went out on").Hides(t, "María")
	if strings.Contains(site.Log.String(), "María") {
		t.Error("the log has the name of a file")
	}
}

// TestHostileFiles: whatever is sent, the person is told, nothing is stored and the server goes on.
func TestHostileFiles(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("analyst")
	book := b.Post("/assessments/acme-1/workbook", url.Values{"content": {"blank"}}).Is(t, 200).Body
	cases := map[string]webtest.File{
		"empty":            {Name: "a.xlsx"},
		"no zip":           {Name: "a.xlsx", Body: []byte("PK\x03\x04 not really")},
		"cut off":          {Name: "a.xlsx", Body: book[:len(book)/2]},
		"old format":       {Name: "a.xls", Body: book},
		"macros":           {Name: "a.xlsm", Body: book},
		"no ending":        {Name: "answers", Body: book},
		"path for a name":  {Name: "../../etc/passwd.xlsx", Body: []byte("x")},
		"bomb":             {Name: "a.xlsx", Body: bomb(t, 200<<20)},
		"lying csv":        {Name: "a.csv", Body: book},
		"broken json":      {Name: "a.json", Body: []byte(`{"answers": [`)},
		"deep json":        {Name: "a.json", Body: []byte(strings.Repeat("[", 1<<20))},
		"another question": csvFile("NO.1,1,,,,x"),
		"harm":             csvFile("BE.a.1,1,,,,call +44 20 7946 0958"),
		"too large":        {Name: "a.csv", Body: bytes.Repeat([]byte("x"), 17<<20)},
	}
	for name, f := range cases {
		f.Field = "file"
		p := b.Upload(importAt, nil, f).Is(t, http.StatusUnprocessableEntity)
		if p.Find("#problems li") == nil {
			t.Errorf("%s: no problem is listed: %s", name, p.Text())
		}
		if strings.Contains(p.Text(), "passwd") || strings.Contains(p.Text(), "/tmp") {
			t.Errorf("%s: the page tells %s", name, p.Text())
		}
	}
	b.Upload(importAt, url.Values{"other": {"x"}}).Is(t, http.StatusUnprocessableEntity).Says(t, "No file was chosen")
	site.Anonymous().Get("/healthz").Is(t, 200)
	if list, _, err := site.App.Answers(t.Context(), site.Actor("administrator"), "acme-1"); err != nil || len(list) > 0 {
		t.Errorf("%d answers stored, %v", len(list), err)
	}
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "vigil-import-*"))
	check(t, err)
	for _, folder := range left {
		if info, err := os.Stat(folder); err == nil && time.Since(info.ModTime()) > time.Minute {
			continue // of somebody else
		}
		t.Errorf("%s was left", folder)
	}
}

// TestUploadCut: an upload that breaks off in the middle stores nothing, and the server goes on.
func TestUploadCut(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("analyst")
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	check(t, w.WriteField("csrf", b.Token()))
	part, err := w.CreateFormFile("file", "a.csv")
	check(t, err)
	_, err = io.WriteString(part, "question,value\nBE.a.1,1\n"+strings.Repeat("BE.a.1,1\n", 10000))
	check(t, err)
	check(t, w.Close())
	conn, err := net.Dial("tcp", strings.TrimPrefix(site.URL, "http://"))
	check(t, err)
	_, err = fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: localhost\r\nCookie: __Host-vigil=%s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n", importAt, b.Cookie("__Host-vigil"), w.FormDataContentType(), body.Len())
	check(t, err)
	_, err = conn.Write(body.Bytes()[:body.Len()/2])
	check(t, err)
	check(t, conn.Close())
	b.Get(importAt).Is(t, 200)
	time.Sleep(200 * time.Millisecond)
	if noteOf(t, site, "BE.a.1") != "" {
		t.Error("half a file was stored")
	}
}

// bomb is a workbook whose sheet grows to many times its size.
func bomb(t *testing.T, size int) []byte {
	t.Helper()
	return zipOf(t, map[string]io.Reader{
		"[Content_Types].xml":      strings.NewReader("<Types/>"),
		"xl/workbook.xml":          strings.NewReader("<workbook/>"),
		"xl/worksheets/sheet1.xml": io.LimitReader(zeros{}, int64(size)),
	})
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}
