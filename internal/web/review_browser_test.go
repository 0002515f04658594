package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"vigil/internal/app"
	"vigil/internal/browsertest"
	"vigil/internal/vigil"
	"vigil/internal/web/webtest"
)

// TestReviewLooksRight runs axe over the pages of the review and of cases, in light on a desk and in dark on a telephone, and
// keeps pictures of them where VIGIL_PICTURES names a folder.
func TestReviewLooksRight(t *testing.T) {
	s := webtest.Start(t)
	submit := s.As("acme-respondent")
	answerAll(t, s, "acme-1", s.Actor("acme-respondent"), "BE.a.1")
	b := browsertest.Start(t)
	look := func(as *webtest.Browser, name, path string) {
		t.Helper()
		for suffix, look := range map[string]browsertest.Look{"": {}, "-dark-390": {Dark: true, Width: 390, Height: 844}} {
			look.Cookies = map[string]string{session: as.Cookie(session)}
			p := b.Open(t, s.URL+path, look)
			picture(t, p, name+suffix+".png")
			if r := p.Axe(); len(r.Violations) > 0 {
				t.Errorf("%s%s: %v", name, suffix, r.Violations)
			}
			var wide bool
			p.Eval(`document.documentElement.scrollWidth > document.documentElement.clientWidth`, &wide)
			if wide {
				t.Errorf("%s%s scrolls sideways", name, suffix)
			}
			if c := p.Complaints(); len(c) > 0 {
				t.Errorf("%s%s: the browser complains: %v", name, suffix, c)
			}
			p.Close()
		}
	}
	look(submit, "submit", "/assessments/acme-1/submit")
	answeredAll(t, s)
	fine(t, s.App.Submit(t.Context(), s.Actor("acme-respondent"), "acme-1"))
	fine(t, s.App.Review(t.Context(), s.Actor("reviewer"), "acme-1"))
	reviewer := s.As("reviewer")
	code := putCase(t, s.As("analyst"))
	cap1 := reviewer.Post("/allegations/"+code+"/cap", url.Values{"rule": {"CAP-3"}, "grade": {"E2"}, "reason": {"Two sources agree."}}).Is(t, http.StatusSeeOther).Header.Get("Location")
	s.As("administrator").Post(cap1+"/confirm", nil).To(t, cap1)
	for _, v := range []app.ItemVerdict{{Question: "BE.a.1", Verdict: vigil.VerdictAdjusted, State: vigil.Answered, Value: "1", Grade: vigil.E2, Reason: "Only the site is named."},
		{Question: "BE.a.2", Verdict: vigil.VerdictReturned, Reason: "The link is missing."}} {
		_, err := s.App.ReviewItem(t.Context(), s.Actor("reviewer"), "acme-1", v)
		fine(t, err)
	}
	for name, path := range map[string]string{"review": "/assessments/acme-1/review?pillar=P1", "return": "/assessments/acme-1/return", "finalise": "/assessments/acme-1/finalise", "history": "/assessments/acme-1/history",
		"allegations": "/allegations", "allegation": "/allegations/" + code, "cap": cap1} {
		look(reviewer, name, path)
	}
	look(submit, "allegation-company", "/allegations/"+code)
	look(s.As("analyst"), "allegation-form", "/allegations/new")
}
