package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"vigil/internal/web/webtest"
)

// TestMainJob goes the whole way from signing in to the scorecard and its report by pages and forms alone, on each database.
func TestMainJob(t *testing.T) {
	onBoth(t, func(t *testing.T, start starter) {
		site := start(t)
		const at = "/assessments/acme-1"
		b := site.Anonymous()
		signIn(b, "acme-respondent", webtest.Password, at).To(t, at)
		answerOnPages(t, site, b, at)
		b.Follow(b.Post(at+"/submit", b.Get(at+"/submit").Is(t, http.StatusOK).Form(t, at+"/submit"))).Says(t, "is submitted")

		r := site.Anonymous()
		signIn(r, "reviewer", webtest.Password, at+"/review").To(t, at+"/review")
		r.Post(at+"/review", nil).To(t, at+"/review")
		acceptOnPages(t, r, at)
		r.Follow(r.Post(at+"/finalise", r.Get(at+"/finalise").Is(t, http.StatusOK).Form(t, at+"/finalise"))).Says(t, "Made final by reviewer")

		card, _, err := site.App.Score(t.Context(), site.Actor("reviewer"), "acme-1")
		check(t, err)
		r.Get(at+"/scorecard").Is(t, http.StatusOK).Says(t, card.Final.String()+" out of 100")
		if file := r.Get(at+"/report/gap.csv").Is(t, http.StatusOK); !strings.Contains(string(file.Body), "BE.a.1") {
			t.Errorf("the report:\n%.500s", file.Body)
		}
		site.As("auditor").Get("/audit").Is(t, http.StatusOK).Says(t, "No entry was changed", "assessment.finalise")
	})
}

// answerOnPages answers each question on its page, going on with the button that leads to the next.
func answerOnPages(t *testing.T, site *webtest.Site, b *webtest.Browser, at string) {
	t.Helper()
	q, _, err := site.App.Catalogue.Questionnaire("company-quick")
	check(t, err)
	var ids []string
	for i := range q.Screening {
		ids = append(ids, q.Screening[i].ID)
	}
	for _, in := range q.Questions() {
		ids = append(ids, in.ID)
	}
	for _, id := range ids {
		path := at + "/questions/" + id
		p := b.Get(path).Is(t, http.StatusOK)
		form := p.Form(t, path)
		if first := p.Find("input[name=element]"); first != nil {
			form.Set("element", webtest.Attribute(first, "value"))
		} else {
			form.Set("choice", choose(t, p))
		}
		for name, value := range map[string]string{"note": "as the policy says", "grade": "E2", "date": "2026-01-15", "search_date": "2026-02-01", "search_sources": "court registers", "search_languages": "es, en", "search_terms": "company name"} {
			form.Set(name, value)
		}
		b.Post(path, form).Is(t, http.StatusSeeOther)
	}
}

// choose takes an answer of a question: the second of its levels, else the first.
func choose(t *testing.T, p *webtest.Page) string {
	t.Helper()
	var values []string
	for _, n := range p.FindAll("input[name=choice]") {
		if v := webtest.Attribute(n, "value"); strings.HasPrefix(v, "value:") {
			values = append(values, v)
		}
	}
	if len(values) < 2 {
		t.Fatalf("%s offers no levels", p.Path)
	}
	return values[1]
}

// acceptOnPages accepts what is left of each part of a review.
func acceptOnPages(t *testing.T, r *webtest.Browser, at string) {
	t.Helper()
	parts := map[string]bool{}
	for _, a := range r.Get(at+"/review").Is(t, http.StatusOK).FindAll("a") {
		u, err := url.Parse(webtest.Attribute(a, "href"))
		check(t, err)
		if part := u.Query().Get("pillar"); part != "" {
			parts[part] = true
		}
	}
	if len(parts) < 5 {
		t.Fatalf("the review has %d parts", len(parts))
	}
	for part := range parts {
		r.Post(at+"/review/accept", url.Values{"pillar": {part}, "looked": {"yes"}}).Is(t, http.StatusSeeOther)
	}
}
