package web_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"vigil/internal/vigil"
	"vigil/internal/web"
	"vigil/internal/web/webtest"
)

// TestTooManyAtOnce: ten times as many save an answer at once as may run and wait. Each is served, or is asked to come back and told
// when; there is no other failure, and what was acknowledged is on file.
func TestTooManyAtOnce(t *testing.T) {
	const running, waiting = 4, 16
	site := webtest.Start(t, func(c *web.Config) {
		c.Limits.Running, c.Limits.Waiting, c.Limits.Patience = running, waiting, 100*time.Millisecond
	})
	q, _, err := site.App.Catalogue.Questionnaire("company-quick")
	check(t, err)
	var (
		mu           sync.Mutex
		people       sync.WaitGroup
		acked        = map[string]bool{}
		served, shed int
	)
	start := make(chan struct{})
	questions := q.Questions()
	for i := range 10 * (running + waiting) {
		id, b := questions[i%len(questions)].ID, site.As("analyst")
		form := noteForm("nothing was found")
		form.Set("csrf", b.Token())
		people.Go(func() {
			<-start
			r := b.Request(http.MethodPost, "/assessments/acme-1/questions/"+id, strings.NewReader(form.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			p, err := b.Try(r)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err != nil:
				t.Errorf("%s: %v", id, err)
			case p.Status == http.StatusServiceUnavailable:
				shed++
				if p.Header.Get("Retry-After") == "" {
					t.Error("nothing says when to try again")
				}
			case p.Status == http.StatusSeeOther:
				served++
				acked[id] = true
			case p.Status == http.StatusUnprocessableEntity: // an answer that asks for more
				served++
			default:
				t.Errorf("%s: %d\n%.300s", id, p.Status, p.Text())
			}
		})
	}
	close(start)
	people.Wait()
	answers, _, err := site.App.Answers(t.Context(), site.Actor("administrator"), "acme-1")
	check(t, err)
	for _, x := range answers {
		if x.State == vigil.NotDisclosed {
			delete(acked, x.Question)
		}
	}
	for id := range acked {
		t.Errorf("%s was acknowledged and is not there", id)
	}
	t.Logf("%d offered, %d served, %d asked to come back", served+shed, served, shed)
	site.As("analyst").Get(oneQuestion).Is(t, http.StatusOK)
}
