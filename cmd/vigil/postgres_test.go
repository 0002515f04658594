package main

import (
	"net/http"
	"net/url"
	"syscall"
	"testing"

	"vigil/internal/app"
	"vigil/internal/store"
	"vigil/internal/store/pgtest"
	"vigil/internal/web/webtest"
)

// TestDatabaseServerGoes takes PostgreSQL away under a running server while four people save: once as a crash, once as whoever
// looks after it does. Meanwhile everybody is told so and asked to come back; once it is there again, the program goes on
// without a restart, what was typed is sent again from the page that told, and nothing that was acknowledged is lost.
func TestDatabaseServerGoes(t *testing.T) {
	server, err := pgtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	data := t.TempDir() // its keys
	database := server.Database(t)
	tokens := webtest.FillDatabase(t, database, data)
	p := start(t, data, "--database", database)
	b := webtest.At(t, p.url, tokens["analyst"])
	acked := map[string]bool{}
	for i, end := range []func(testing.TB){server.Crash, server.Halt} {
		s := &saver{}
		code := webtest.Organisations[i] + "-1"
		s.run(t, p, tokens["analyst"], code)
		s.count(t, 5)
		end(t)
		told(t, b, "/assessments/"+code)
		<-s.done
		server.Restart(t)
		b.Get("/assessments/"+code).Is(t, http.StatusOK)
		b.Get("/readyz").Is(t, http.StatusOK)
		for _, o := range s.odd {
			t.Errorf("%.200s\n%s", o, p.log)
		}
		for key := range s.acked {
			acked[key] = true
		}
	}
	a, err := app.Open(t.Context(), store.Config{URL: database}, instruments(t), data)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Store.Close()
	lost := (&saver{acked: acked}).lost(t, a, []string{"acme-1", "other-1"})
	t.Logf("%d answers acknowledged around 2 outages of the database server, %d lost", len(acked), lost)
	if code := p.end(syscall.SIGTERM); code != 0 {
		t.Errorf("the server ended with %d", code)
	}
}

// told checks what people and machines are told while the database server is away.
func told(t *testing.T, b *webtest.Browser, path string) {
	t.Helper()
	b.Get("/healthz").Is(t, http.StatusOK)
	b.Get("/readyz").Is(t, http.StatusServiceUnavailable)
	for _, page := range []*webtest.Page{b.Get(path), b.Post(path+"/questions/BE.a.1", url.Values{"choice": {"state:not_disclosed"}, "version": {"0"}})} {
		page.Is(t, http.StatusServiceUnavailable).Says(t, "Busy at the moment")
		if page.Header.Get("Retry-After") == "" {
			t.Error("nothing says when to try again")
		}
	}
}
