package main

import (
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"vigil/internal/app"
	"vigil/internal/catalogue"
	"vigil/internal/store"
	"vigil/internal/vigil"
	"vigil/internal/web/webtest"
	"vigil/questionnaires"
)

// saver answers every question of two assessments, by four people at once, and keeps what was acknowledged.
type saver struct {
	mu    sync.Mutex
	acked map[string]bool // assessment and question
	cut   int             // answers that broke off
	odd   []string        // answers that are neither yes nor no
	done  chan struct{}
}

// instruments are those that the program carries.
func instruments(t *testing.T) *catalogue.Catalogue {
	t.Helper()
	cat, ps := catalogue.Load(questionnaires.Files)
	if err := ps.Err(); err != nil {
		t.Fatal(err)
	}
	return cat
}

func (s *saver) run(t *testing.T, p *program, token string, codes ...string) {
	t.Helper()
	q, _, err := instruments(t).Questionnaire("company-quick")
	if err != nil {
		t.Fatal(err)
	}
	s.acked, s.done = map[string]bool{}, make(chan struct{})
	work := make(chan [2]string)
	var people sync.WaitGroup
	for range 4 {
		people.Add(1)
		b := webtest.At(t, p.url, token)
		go func() {
			defer people.Done()
			for w := range work {
				s.save(b, w[0], w[1])
			}
		}()
	}
	go func() {
		for _, in := range q.Questions() {
			for _, code := range codes {
				work <- [2]string{code, in.ID}
			}
		}
		close(work)
		people.Wait()
		close(s.done)
	}()
}

func (s *saver) save(b *webtest.Browser, code, question string) {
	form := url.Values{"csrf": {b.Token()}, "choice": {"state:not_disclosed"}, "note": {"nothing was found " + question}, "version": {"0"}}
	r := b.Request(http.MethodPost, "/assessments/"+code+"/questions/"+question, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	p, err := b.Try(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		s.cut++
	case err != nil: // nobody took the request, or nobody answered it: it was not acknowledged
	case p.Status == http.StatusSeeOther:
		s.acked[code+" "+question] = true
	case p.Status != http.StatusServiceUnavailable && p.Status != http.StatusUnprocessableEntity:
		s.odd = append(s.odd, code+" "+question+": "+http.StatusText(p.Status)+" "+p.Text())
	}
}

// count waits until so many were acknowledged.
func (s *saver) count(t *testing.T, n int) {
	t.Helper()
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); time.Sleep(time.Millisecond) {
		s.mu.Lock()
		have := len(s.acked)
		s.mu.Unlock()
		if have >= n {
			return
		}
	}
	t.Fatalf("fewer than %d answers were acknowledged in two minutes", n)
}

// lost counts the acknowledged answers that are not in the data, whose audit log must be whole.
func (s *saver) lost(t *testing.T, a *app.App, codes []string) (lost int) {
	t.Helper()
	if err := a.VerifyAudit(t.Context(), vigil.Actor{Person: "test", Role: vigil.Auditor}); err != nil {
		t.Errorf("the audit log: %v", err)
	}
	have := map[string]bool{}
	for _, code := range codes {
		answers, _, err := a.Answers(t.Context(), vigil.Actor{Person: "test", Role: vigil.Administrator}, code)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range answers {
			if x.State == vigil.NotDisclosed && x.Note == "nothing was found "+x.Question {
				have[code+" "+x.Question] = true
			}
		}
	}
	for key := range s.acked {
		if !have[key] {
			lost++
			t.Errorf("%s was acknowledged and is not there", key)
		}
	}
	return lost
}

// underLoad starts the program, lets four people save answers, sends it a signal at a random moment, and gives what they
// were told and the app on what is left.
func underLoad(t *testing.T, signal syscall.Signal) (s *saver, code int, took time.Duration, check func() int) {
	t.Helper()
	data := filepath.Join(t.TempDir(), "data")
	tokens := webtest.Fill(t, data)
	codes := []string{"acme-1", "other-1"}
	p := start(t, data)
	s = &saver{}
	s.run(t, p, tokens["analyst"], codes...)
	s.count(t, 5+rand.IntN(40))
	began := time.Now()
	code = p.end(signal)
	took = time.Since(began)
	<-s.done
	return s, code, took, func() int {
		a, err := app.Open(t.Context(), store.Config{Dir: data}, instruments(t), data)
		if err != nil {
			t.Fatal(err)
		}
		defer a.Store.Close()
		return s.lost(t, a, codes)
	}
}

// TestKillWhileSaving kills the server outright while four people save: every answer that was acknowledged is there afterwards,
// and the data opens at once.
func TestKillWhileSaving(t *testing.T) {
	acked, lost := 0, 0
	for range 5 {
		s, _, _, check := underLoad(t, syscall.SIGKILL)
		lost += check()
		acked += len(s.acked)
		for _, o := range s.odd {
			t.Error(o)
		}
	}
	t.Logf("%d answers acknowledged before 5 kills, %d lost", acked, lost)
}

// TestEndUnderLoad ends the server while four people save: what runs is finished and answered, nothing that was acknowledged is
// lost, and no answer breaks off.
func TestEndUnderLoad(t *testing.T) {
	acked, lost, cut := 0, 0, 0
	var longest time.Duration
	for range 5 {
		s, code, took, check := underLoad(t, syscall.SIGTERM)
		if code != 0 {
			t.Errorf("the server ended with %d", code)
		}
		lost += check()
		acked, cut, longest = acked+len(s.acked), cut+s.cut, max(longest, took)
		for _, o := range s.odd {
			t.Error(o)
		}
	}
	if cut > 0 {
		t.Errorf("%d answers were cut off", cut)
	}
	t.Logf("%d answers acknowledged before 5 ends, %d lost, %d cut off; the longest end took %v", acked, lost, cut, longest.Round(time.Millisecond))
}
