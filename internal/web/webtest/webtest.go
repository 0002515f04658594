// Package webtest starts the application for tests: a real server on a free port, over a real SQLite database in a folder
// of the test, with people of every role and things of two organisations. Write your test in package web_test:
//
//	site := webtest.Start(t)                       // closed when the test ends
//	b := site.As("analyst")                        // a browser that is signed in; site.Anonymous() is not
//	b = site.ByLink("acme-1", "P2")               // one who came by a section link
//	page := b.Get("/assessments/acme-1")           // follows no redirect
//	page.Is(t, 200).Says(t, "Acme")                // the status, and words of the text
//	page = b.Post("/assessments/acme-1/submit", url.Values{})   // with the token of the forms, as a form would
//	page.To(t, "/assessments/acme-1")              // 303 to there
//	b.Follow(page)                                 // goes there
//	page.Find("#problems a")                       // the first element with this id, tag, class or [name=...]; nil: none
//	b.HX().Post(...)                               // the same browser as htmx asks
//	b.Upload("/evidence", url.Values{}, webtest.File{Field: "file", Name: "a.pdf", Body: bytes})
//	b.Do(request)                                  // whatever else; cookies are added, nothing more
//
// People: one with each role in the whole workspace, whose login is the role ("analyst"), and one with each role in the
// organisation acme alone ("acme-analyst"); see People. Things: the organisations acme and other, each with a draft of the
// short questionnaire, acme-1 and other-1. site.App is the app behind the server: prepare with its methods what the test
// needs, as site.Actor("administrator").
//
// The cookies of the application are bound to https. This browser keeps them itself, so that they work here without.
package webtest

import (
	"context"
	"log/slog"
	"net"
	"sync"
	"testing"
	"time"

	"vigil/internal/app"
	"vigil/internal/store"
	"vigil/internal/store/pgtest"
	"vigil/internal/web"
	"vigil/reports"
)

// Site is a running server.
type Site struct {
	App    *app.App
	Server *web.Server
	URL    string // without a slash at its end
	Log    *Log   // what the server wrote

	// Database is the address of the site's PostgreSQL database; empty: it is a file in the folder of the app.
	Database string

	t      testing.TB
	tokens map[string]string // of sessions, by login
}

// Start starts a server with people and things. An option changes its settings before.
func Start(t testing.TB, options ...func(*web.Config)) *Site {
	t.Helper()
	folder := t.TempDir()
	return start(t, store.Config{Dir: folder}, folder, Fill(t, folder), options)
}

// Postgres starts the same sites on databases of a PostgreSQL.
type Postgres struct {
	Server *pgtest.Server

	once   sync.Once
	filled string // address of the database that each site begins with a copy of
	keys   files  // with which it is sealed
	tokens map[string]string
}

// Start is Start on a database of its own there.
func (p *Postgres) Start(t testing.TB, options ...func(*web.Config)) *Site {
	t.Helper()
	p.once.Do(func() {
		address, folder := p.Server.Database(t), t.TempDir()
		p.tokens = FillDatabase(t, address, folder)
		var err error
		if p.keys, err = filesIn(folder); err == nil {
			p.filled = address
		}
	})
	if p.filled == "" {
		t.Fatal("the database that the others are made from could not be filled")
	}
	folder := t.TempDir()
	if err := p.keys.put(folder); err != nil {
		t.Fatal(err)
	}
	return start(t, store.Config{URL: p.Server.Copy(t, p.filled)}, folder, p.tokens, options)
}

func start(t testing.TB, database store.Config, folder string, tokens map[string]string, options []func(*web.Config)) *Site {
	t.Helper()
	a, err := open(database, folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Store.Close() })
	s := &Site{App: a, Log: &Log{}, t: t, Database: database.URL, tokens: tokens}
	c := web.Config{App: s.App, Reports: reports.Files, Log: slog.New(slog.NewTextHandler(s.Log, nil))}
	for _, o := range options {
		o(&c)
	}
	if s.Server, err = web.New(c); err != nil {
		t.Fatal(err)
	}
	s.listen()
	return s
}

func (s *Site) listen() {
	s.t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.t.Fatal(err)
	}
	s.URL = "http://" + ln.Addr().String()
	ended := make(chan error, 1)
	go func() { ended <- s.Server.Serve(ln) }()
	s.t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if err := s.Server.Shutdown(ctx); err != nil {
			s.t.Errorf("the server did not shut down: %v", err)
		}
		if err := <-ended; err != nil {
			s.t.Errorf("the server ended with: %v", err)
		}
	})
}

// Log keeps what a server writes.
type Log struct {
	mu   sync.Mutex
	text []byte
}

// Write keeps a line.
func (l *Log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text = append(l.text, p...)
	return len(p), nil
}

// String is everything so far.
func (l *Log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return string(l.text)
}
