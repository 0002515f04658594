package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"vigil/internal/web/webtest"
)

// TestConflictKeepsWhatWasTyped: what somebody typed into a form about a case, a cap or an answer in review is still there when
// somebody else was faster.
func TestConflictKeepsWhatWasTyped(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("reviewer")
	code := putCase(t, site.As("analyst"))
	stale := caseForm()
	stale.Set("version", "1")
	fine(t, site.App.ReplyAllegation(t.Context(), site.Actor("administrator"), code, "We look into it.", ""))
	const typed = "Three bodies agree on it now."
	stale.Set("summary", typed)
	p := b.Post("/allegations/"+code+"/correct", stale).Is(t, http.StatusConflict).Says(t, "changed by somebody else")
	if n := p.Find("#summary"); n == nil || !strings.Contains(webtest.Text(n), typed) {
		t.Errorf("the summary that was typed is gone:\n%s", p.Text())
	}
	at := b.Post("/allegations/"+code+"/cap", url.Values{"rule": {"CAP-3"}, "grade": {"E2"}, "reason": {"Two sources agree."}}).Is(t, http.StatusSeeOther).Header.Get("Location")
	b.Post("/allegations/"+code+"/cap", url.Values{"rule": {"CAP-3"}, "grade": {"E2"}, "reason": {typed}}).Is(t, http.StatusConflict).Says(t, "on file for this already", typed)
	b.Post("/allegations/"+code+"/withdraw", url.Values{"reason": {typed}}).Is(t, http.StatusConflict).Says(t, "lift it first", typed)
	b.Post(at+"/lift", url.Values{"reason": {"A mistake."}}).To(t, at)
	b.Post(at+"/lift", url.Values{"reason": {typed}}).Is(t, http.StatusConflict).Says(t, "was lifted")

	inReview(t, site)
	verdict := url.Values{"question": {"BE.a.1"}, "version": {"7"}, "verdict": {"returned"}, "pillar": {"P1"}, "show": {"all"}, "reason": {typed}}
	b.Post("/assessments/acme-1/review/item", verdict).Is(t, http.StatusConflict).Says(t, "changed while you looked", typed)
	b.HX().Post("/assessments/acme-1/review/item", verdict).Is(t, http.StatusConflict).Says(t, typed)
}

// TestReviewerOpensTheEvidence: from the answer in review, and from the arithmetic of its score, the file behind it is one step away.
func TestReviewerOpensTheEvidence(t *testing.T) {
	site := webtest.Start(t)
	answeredAll(t, site)
	r := site.As("acme-respondent")
	r.Get(evidenceAt).Is(t, 200).Hides(t, "can be read by everybody")
	if n := r.Get(evidenceAt).Find("#ev-public"); n != nil {
		t.Error("a respondent is asked whether evidence is public, and the answer would be dropped")
	}
	r.Upload(evidenceAt, url.Values{"grade": {"E2"}}, webtest.File{Field: "file", Name: "policy.txt", Body: []byte("We respect those who speak.")}).Is(t, http.StatusSeeOther)
	fine(t, site.App.Submit(t.Context(), site.Actor("acme-respondent"), "acme-1"))
	fine(t, site.App.Review(t.Context(), site.Actor("reviewer"), "acme-1"))
	b := site.As("reviewer")
	to := ""
	for _, path := range []string{"/assessments/acme-1/review?pillar=P1", "/assessments/acme-1/scorecard/nodes/BE.a.1"} {
		n := b.Get(path).Is(t, 200).Find(".file .actions a")
		if n == nil || !strings.HasPrefix(webtest.Attribute(n, "href"), "/evidence/") {
			t.Fatalf("%s does not lead to the file", path)
		}
		to = webtest.Attribute(n, "href")
	}
	b.Get(to).Is(t, 200).Says(t, "policy.txt")
	if b.Get("/assessments/acme-1/review?pillar=P1").Find("#i-BE-a-1 a[href=/assessments/acme-1/questions/BE.a.1]") == nil {
		t.Error("no way from the answer to its question, with history and comments")
	}
	site.As("auditor").Get("/assessments/acme-1/return").Is(t, http.StatusForbidden)
}

// TestWayToTheComments: where people work, one link leads to everything that is said about the assessment, and only for those who may
// read it.
func TestWayToTheComments(t *testing.T) {
	site := webtest.Start(t)
	for _, login := range []string{"acme-respondent", "acme-analyst", "reviewer"} {
		b := site.As(login)
		for _, path := range []string{"/assessments/acme-1", "/assessments/acme-1/questions", "/assessments/acme-1/questions/BE.a.1"} {
			if b.Get(path).Is(t, 200).Find("[href=/assessments/acme-1/comments]") == nil {
				t.Errorf("%s: %s leads nowhere", login, path)
			}
		}
		b.Get("/assessments/acme-1/comments").Is(t, 200)
	}
	if site.As("acme-viewer").Get("/assessments/acme-1").Is(t, 200).Find("[href=/assessments/acme-1/comments]") != nil {
		t.Error("a viewer is led to what a viewer may not read")
	}
}
