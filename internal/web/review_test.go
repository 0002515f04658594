package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/webtest"
)

// answeredAll gives acme-1 one good answer to every question, by its respondent.
func answeredAll(t testing.TB, site *webtest.Site) {
	t.Helper()
	answerAll(t, site, "acme-1", site.Actor("acme-respondent"), "")
}

func answerAll(t testing.TB, site *webtest.Site, code string, by vigil.Actor, without string) {
	t.Helper()
	q, m, err := site.App.Catalogue.Questionnaire("company-quick")
	if err != nil {
		t.Fatal(err)
	}
	sub := vigil.Submission{Source: "answers.csv", Questionnaire: q.Ref()}
	add := func(in *vigil.Indicator) {
		scale, _ := m.ScaleOf(in)
		value := map[string]string{"graded": "2", "flag": "clear"}[scale.Type]
		switch {
		case scale.Type == "multi":
			value = in.Elements[0].ID
		case value == "":
			value = "yes"
		}
		if in.ID == without {
			return
		}
		sub.Entries = append(sub.Entries, vigil.Entry{Question: in.ID, Value: value, Grade: "E2", Date: "2026-01-15", Note: "seen on the website",
			Search: vigil.SearchLog{Date: "2026-02-01", Sources: "court registers", Languages: "es, en", Terms: "company name"}})
	}
	for i := range q.Screening {
		add(&q.Screening[i])
	}
	for _, in := range q.Questions() {
		add(in)
	}
	if _, err := site.App.Import(t.Context(), by, code, sub, app.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
}

// inReview takes acme-1 into review.
func inReview(t testing.TB, site *webtest.Site) {
	t.Helper()
	answeredAll(t, site)
	fine(t, site.App.Submit(t.Context(), site.Actor("acme-respondent"), "acme-1"))
	fine(t, site.App.Review(t.Context(), site.Actor("reviewer"), "acme-1"))
}

func fine(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func stepsOf(t *testing.T, site *webtest.Site) []vigil.StatusChange {
	t.Helper()
	list, err := site.App.Timeline(t.Context(), site.Actor("administrator"), "acme-1")
	fine(t, err)
	return list
}

// TestSubmitPage lists what is missing with a link to each question, submits once however often it is pressed, and says
// after the back button who has submitted.
func TestSubmitPage(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("acme-respondent")
	answerAll(t, site, "acme-1", site.Actor("acme-respondent"), "BE.a.1")
	page := b.Get("/assessments/acme-1/submit").Is(t, 200).Says(t, "One thing is missing", "was not answered")
	if page.Find("[href=/assessments/acme-1/questions/BE.a.1]") == nil || page.Find("form[action=/assessments/acme-1/submit]") != nil {
		t.Errorf("no link to the question, or a form:\n%s", page.Body)
	}
	b.Post("/assessments/acme-1/submit", url.Values{"seen": {page.Value("seen")}}).Is(t, http.StatusSeeOther)
	if n := len(stepsOf(t, site)); n != 1 {
		t.Fatalf("%d steps after a refused submit", n)
	}
	answeredAll(t, site)
	page = b.Get("/assessments/acme-1/submit").Is(t, 200).Says(t, "What happens next")
	form := url.Values{"seen": {page.Value("seen")}}
	var wg sync.WaitGroup
	for range 4 { // pressed again and again
		x := site.As("acme-respondent")
		wg.Go(func() { x.Post("/assessments/acme-1/submit", form).To(t, "/assessments/acme-1/submit") })
	}
	wg.Wait()
	b.Post("/assessments/acme-1/submit", form).To(t, "/assessments/acme-1/submit") // after the back button
	if list := stepsOf(t, site); len(list) != 2 || list[1].Action != "assessment.submit" {
		t.Errorf("submitted several times: %+v", list)
	}
	b.Get("/assessments/acme-1/submit").Is(t, 200).Says(t, "is submitted", "acme-respondent")
	// it came back meanwhile: the old page submits nothing
	fine(t, site.App.Review(t.Context(), site.Actor("reviewer"), "acme-1"))
	fine(t, site.App.Return(t.Context(), site.Actor("reviewer"), "acme-1", "look again"))
	b.Post("/assessments/acme-1/submit", form).To(t, "/assessments/acme-1/submit")
	if as, _, _ := site.App.Assessment(t.Context(), site.Actor("administrator"), "acme-1"); as.Status != vigil.Returned {
		t.Errorf("an old page submitted what came back: %s", as.Status)
	}
	b.Get("/assessments/acme-1/submit").Says(t, "nothing was submitted")
}

// TestReviewPage: refusals first, then each verdict with and without htmx.
func TestReviewPage(t *testing.T) {
	site := webtest.Start(t)
	inReview(t, site)
	b := site.As("reviewer")
	item := func(question, verdict string, more ...string) url.Values {
		f := url.Values{"question": {question}, "version": {"1"}, "verdict": {verdict}, "pillar": {"P1"}, "show": {"all"}}
		for i := 0; i < len(more); i += 2 {
			f.Set(more[i], more[i+1])
		}
		return f
	}
	site.As("acme-respondent").Get("/assessments/acme-1/review").Is(t, http.StatusForbidden)
	site.As("acme-respondent").Post("/assessments/acme-1/review/item", item("BE.a.1", "accepted")).Is(t, http.StatusForbidden)
	b.Post("/assessments/acme-1/review/item", item("BE.a.1", "perhaps")).Is(t, http.StatusUnprocessableEntity)
	b.Post("/assessments/acme-1/review/item", item("BE.a.1", "accepted", "version", "7")).Is(t, http.StatusConflict).Says(t, "changed while you looked")
	b.Post("/assessments/acme-1/review/item", item("BE.a.1", "returned")).Is(t, http.StatusUnprocessableEntity).Says(t, "is empty")
	page := b.Post("/assessments/acme-1/review/item", item("BE.a.1", "adjusted", "state", "answered", "value", "1", "grade", "E2", "reason", "ask jane@example.org"))
	page.Is(t, http.StatusUnprocessableEntity).Says(t, "mail address")
	if got := page.Find("#i-BE-a-1-reason-adjusted"); got == nil || !strings.Contains(webtest.Text(got), "jane@example.org") {
		t.Error("what was typed is lost")
	}
	list, err := site.App.ItemReviews(t.Context(), site.Actor("reviewer"), "acme-1")
	fine(t, err)
	if len(list) != 0 {
		t.Fatalf("refused, and yet stored: %+v", list)
	}

	page = b.Get("/assessments/acme-1/review?pillar=P1").Is(t, 200).Says(t, "P1 Commitment", "BE.a.1", "seen on the website", "Counts")
	if page.Find("#i-BE-a-1 form[action=/assessments/acme-1/review/item]") == nil {
		t.Fatalf("no form beside the answer:\n%s", page.Body)
	}
	b.Post("/assessments/acme-1/review/item", item("BE.a.1", "adjusted", "state", "answered", "value", "1", "grade", "E2", "reason", "Only the site is named.")).
		To(t, "/assessments/acme-1/review?pillar=P1&show=all#i-BE-a-1")
	b.Post("/assessments/acme-1/review/item", item("BE.a.1", "adjusted", "version", "2", "state", "answered", "value", "1", "grade", "E2", "reason", "Only the site is named.")).Is(t, http.StatusSeeOther) // pressed twice
	b.Get("/assessments/acme-1/review?pillar=P1").Says(t, "adjusted", "It had been answered: 2", "(E2, by acme-respondent)", "Only the site is named.")
	part := b.HX().Post("/assessments/acme-1/review/item", item("BE.a.2", "returned", "reason", "The link is missing.")).Is(t, 200).Says(t, "goes back", "The link is missing.")
	if part.Find("#i-BE-a-2") == nil || part.Find("#i-BE-a-1") != nil {
		t.Errorf("the part is not that answer:\n%s", part.Body)
	}
	// everything on the page that counts verdicts says what it would say if the page were loaded anew
	whole := b.Get("/assessments/acme-1/review?pillar=P1&show=all").Is(t, 200)
	for _, id := range []string{"#review-progress", "#review-steps", "#review-tabs", "#review-all"} {
		swapped, loaded := part.Find(id+"[hx-swap-oob=true]"), whole.Find(id)
		if swapped == nil || loaded == nil || webtest.Text(swapped) != webtest.Text(loaded) {
			t.Errorf("%s over an open page is %v, and %v on a new one", id, swapped, loaded)
		}
	}
	part.Says(t, "Return one answer", "Going back 1")
	b.Post("/assessments/acme-1/review/accept", url.Values{"pillar": {"P1"}}).Is(t, http.StatusUnprocessableEntity).Says(t, "Say that you looked")
	b.Post("/assessments/acme-1/finalise", nil).Is(t, http.StatusUnprocessableEntity).Says(t, "was not judged yet", "is to go back to its author")
	b.Post("/assessments/acme-1/review/accept", url.Values{"pillar": {"P1"}, "looked": {"yes"}}).To(t, "/assessments/acme-1/review?pillar=P1")

	// only the returned item goes back, and only it can be changed
	b.Get("/assessments/acme-1/return").Is(t, 200).Says(t, "One answer goes back", "BE.a.2")
	b.Post("/assessments/acme-1/return", url.Values{"whole": {"no"}}).To(t, "/assessments/acme-1/history")
	b.Post("/assessments/acme-1/return", url.Values{"whole": {"no"}}).To(t, "/assessments/acme-1/history") // twice
	respondent := site.Actor("acme-respondent")
	_, err = site.App.SaveAnswer(t.Context(), respondent, "acme-1", app.SaveAnswer{Question: "BE.b.1", Value: "1", Version: 1})
	if vigil.KindOf(err) != vigil.Conflict || !strings.Contains(err.Error(), "came back for BE.a.2") {
		t.Errorf("another answer could be changed: %v", err)
	}
	_, err = site.App.SaveAnswer(t.Context(), respondent, "acme-1", app.SaveAnswer{Question: "BE.a.2", Value: "3", Grade: "E2", Version: 1})
	fine(t, err)
	site.As("acme-respondent").Get("/assessments/acme-1/history").Is(t, 200).Says(t, "One answer returned", "reviewer")
	fine(t, site.App.Submit(t.Context(), respondent, "acme-1"))
	b.Post("/assessments/acme-1/review", nil).To(t, "/assessments/acme-1/review")
	b.Post("/assessments/acme-1/review", nil).To(t, "/assessments/acme-1/review") // twice
	b.Get("/assessments/acme-1/review?pillar=P1&show=changed").Says(t, "BE.a.2", "changed since you judged").Hides(t, "i-BE-a-1\"")
}

// TestFinalisePage shows the score before it is kept, and reopening and withdrawing ask why.
func TestFinalisePage(t *testing.T) {
	site := webtest.Start(t)
	inReview(t, site)
	b := site.As("reviewer")
	b.Get("/assessments/acme-1/finalise").Is(t, 200).Says(t, "things stand in the way")
	_, _, err := site.App.AcceptItems(t.Context(), site.Actor("reviewer"), "acme-1", nil)
	fine(t, err)
	card, _, err := site.App.Score(t.Context(), site.Actor("reviewer"), "acme-1")
	fine(t, err)
	b.Get("/assessments/acme-1/finalise").Is(t, 200).Says(t, card.Final.String(), "Close the review")
	b.Post("/assessments/acme-1/finalise", nil).To(t, "/assessments/acme-1/history")
	b.Post("/assessments/acme-1/finalise", nil).To(t, "/assessments/acme-1/history")
	b.Get("/assessments/acme-1/review").Is(t, 200).Says(t, "answers are locked")
	b.Post("/assessments/acme-1/reopen", url.Values{"reason": {" "}}).Is(t, http.StatusUnprocessableEntity)
	site.As("acme-respondent").Get("/assessments/acme-1/reopen").Is(t, http.StatusForbidden)
	b.Get("/assessments/acme-1/reopen").Is(t, 200).Says(t, "Why it must be looked at again")
	b.Post("/assessments/acme-1/reopen", url.Values{"reason": {"A date was wrong."}}).To(t, "/assessments/acme-1/review")
	b.Get("/assessments/acme-1/history").Says(t, "Reopened", "A date was wrong.")
	site.As("acme-respondent").Get("/assessments/acme-1/history").Says(t, "Reopened").Hides(t, "A date was wrong.")
	b.Get("/assessments/acme-1/withdraw").Is(t, 200)
	b.Post("/assessments/acme-1/withdraw", url.Values{"reason": {"Made twice."}}).To(t, "/")
	b.Get("/assessments/acme-1/history").Is(t, http.StatusNotFound)
	site.As("auditor").Get("/assessments/acme-1/history").Is(t, 200).Says(t, "Withdrawn", "Made twice.")
}

// A reviewer reads what stands behind an answer: the file opens, and the page and the words in it are named. What an answer without a
// grade was, is said without an empty place.
func TestReviewerReadsTheEvidence(t *testing.T) {
	site := webtest.Start(t)
	answeredAll(t, site)
	respondent := site.Actor("acme-respondent")
	_, err := site.App.AddEvidence(t.Context(), respondent, "acme-1", app.NewEvidence{Question: "BE.a.1", Upload: &app.Upload{Name: "policy.txt", From: strings.NewReader("Nobody is to be harmed.")},
		Evidence: vigil.Evidence{Title: "Site policy", Grade: vigil.E1, Date: "2026-01-15", Page: "7", Quote: "Nobody is to be harmed."}})
	fine(t, err)
	_, err = site.App.SaveAnswer(t.Context(), respondent, "acme-1", app.SaveAnswer{Question: "BE.a.2", Value: "2", Version: 1})
	fine(t, err)
	fine(t, site.App.Submit(t.Context(), respondent, "acme-1"))
	fine(t, site.App.Review(t.Context(), site.Actor("reviewer"), "acme-1"))
	_, err = site.App.ReviewItem(t.Context(), site.Actor("reviewer"), "acme-1", app.ItemVerdict{Question: "BE.a.2", Verdict: vigil.VerdictAdjusted, State: vigil.Answered, Value: "1", Reason: "Only the site is named."})
	fine(t, err)
	b := site.As("reviewer")
	page := b.Get("/assessments/acme-1/review?pillar=P1").Is(t, 200).Says(t, "page 7", "“Nobody is to be harmed.”", "(without a grade, by acme-respondent)").Hides(t, "(, by", "· 7 ·")
	link := page.Find("#i-BE-a-1 .file a")
	if link == nil {
		t.Fatalf("no link to the file:\n%s", page.Body)
	}
	b.Get(webtest.Attribute(link, "href")).Is(t, 200).Says(t, "policy.txt")
}
