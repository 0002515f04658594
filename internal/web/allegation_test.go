package web_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"vigil/internal/vigil"
	"vigil/internal/web/webtest"
)

func caseForm(more ...string) url.Values {
	f := url.Values{"organisation": {"acme"}, "harm": {"killing"}, "quarter": {"2025-Q4"}, "country": {"pe"}, "summary": {"A source links guards of the company to a killing."},
		"source": {"https://example.org/report"}, "scale": {"5"}, "scope": {"1"}, "irremediability": {"5"}, "credibility": {"K2"}, "link": {"contributed"}, "opened": {"2026-02-01"}}
	for i := 0; i < len(more); i += 2 {
		f.Set(more[i], more[i+1])
	}
	return f
}

// putCase puts a case on file over its form and gives its code.
func putCase(t *testing.T, b *webtest.Browser) string {
	t.Helper()
	page := b.Post("/allegations", caseForm()).Is(t, http.StatusSeeOther)
	code := strings.TrimPrefix(page.Header.Get("Location"), "/allegations/")
	if code == "" {
		t.Fatal("no case was made")
	}
	return code
}

// TestAllegationForm refuses what could lead to a person, keeps what was typed, and shows the arithmetic of the method.
func TestAllegationForm(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("analyst")
	site.As("acme-respondent").Get("/allegations/new").Is(t, http.StatusForbidden)
	site.As("acme-respondent").Post("/allegations", caseForm()).Is(t, http.StatusForbidden)
	form := b.Get("/allegations/new").Is(t, 200)
	if form.Find("[name=opened][type=date]") == nil || form.Find("select[name=quarter]") == nil || form.Find("[value=K0][disabled]") == nil || len(form.FindAll("[type=file]")) > 0 {
		t.Errorf("the form takes what it must not:\n%s", form.Body)
	}
	for field, value := range map[string]string{"credibility": "K0", "quarter": "2025-11-03", "summary": "Call +51 984 555 123", "source": "not public", "scale": "9", "country": "ZZ"} {
		page := b.Post("/allegations", caseForm(field, value)).Is(t, http.StatusUnprocessableEntity)
		if page.Find("#problems") == nil || field == "summary" && !strings.Contains(page.Text(), "telephone") {
			t.Errorf("%s %q: %s", field, value, page.Text())
		}
		if field == "summary" && !strings.Contains(string(page.Body), "984 555 123") {
			t.Error("what was typed is lost")
		}
	}
	file, err := site.App.Allegations(t.Context(), site.Actor("administrator"), "acme")
	fine(t, err)
	if len(file) != 0 {
		t.Fatalf("refused, and yet on file: %+v", file)
	}
	part := b.HX().Post("/allegations/preview", caseForm()).Is(t, 200)
	if part.Find("#deduction") == nil || part.Find("h1") != nil || !strings.Contains(part.Text(), "4") {
		t.Errorf("the part: %s", part.Body)
	}
	part.Says(t, "severity max(5, 5)/5 × (0.8 + 0.05 × (1 − 1)) = 0.8; × credibility 0.5 (K2) × link 0.8 (contributed)")
	b.Post("/allegations/preview", caseForm()).Is(t, 200).Says(t, "severity max(5, 5)/5", "New case") // without a script
	b.HX().Post("/allegations/preview", caseForm("scale", "")).Is(t, http.StatusUnprocessableEntity)
	code := putCase(t, b)
	b.Get("/allegations/"+code).Is(t, 200).Says(t, "is not judged true or false", "killing", "2025-Q4", "Peru", "severity max(5, 5)/5")
}

// TestWhoSeesWhatOfACase: the company reads the text, the public source and its own words, nothing that is internal, and
// nothing at all while the clock is held for safety; others outside see that there is no such case.
func TestWhoSeesWhatOfACase(t *testing.T) {
	site := webtest.Start(t)
	reviewer := site.As("reviewer")
	code := putCase(t, site.As("analyst"))
	page := reviewer.Post("/allegations/"+code+"/cap", url.Values{"rule": {"CAP-3"}, "grade": {"E2"}, "reason": {"Two sources agree."}}).Is(t, http.StatusSeeOther)
	cap1 := page.Header.Get("Location")
	public := []string{"A source links guards", "https://example.org/report", "2025-Q4"}
	internal := []string{"severity max", "Credibility", "Hold for safety", "Propose a cap", "CAP-3"}
	inside := []string{"administrator", "analyst", "reviewer", "researcher", "auditor", "publisher", "acme-reviewer", "acme-auditor"}
	company := []string{"acme-respondent", "acme-analyst"}
	for _, who := range inside {
		site.As(who).Get("/allegations/"+code).Is(t, 200).Says(t, public...).Says(t, "severity max", "CAP-3")
		site.As(who).Get(cap1).Is(t, 200).Says(t, "Proposed by")
	}
	for _, who := range company {
		site.As(who).Get("/allegations/"+code).Is(t, 200).Says(t, public...).Hides(t, internal...)
		site.As(who).Get(cap1).Is(t, http.StatusNotFound)
		site.As(who).Post(cap1+"/reply", url.Values{"reply": {"We know."}}).Is(t, http.StatusNotFound)
	}
	site.As("viewer").Get("/allegations/"+code).Is(t, http.StatusForbidden)
	site.As("analyst").Get("/caps/none").Is(t, http.StatusNotFound)

	// the same person does not confirm; another does, and then the company is asked
	reviewer.Get(cap1).Says(t, "You proposed it")
	reviewer.Post(cap1+"/confirm", nil).Is(t, http.StatusForbidden).Says(t, "another reviewer")
	site.As("analyst").Post(cap1+"/confirm", nil).Is(t, http.StatusForbidden)
	site.As("administrator").Post(cap1+"/confirm", nil).To(t, cap1)
	site.As("administrator").Post(cap1+"/confirm", nil).To(t, cap1) // twice
	for _, who := range company {
		site.As(who).Get(cap1).Is(t, 200).Says(t, "to reply").Hides(t, "Proposed by", "Confirmed by", "reviewer", "administrator")
		site.As(who).Post(cap1+"/lift", url.Values{"reason": {"We ask for it."}}).Is(t, http.StatusForbidden)
	}
	respondent := site.As("acme-respondent")
	respondent.Post("/allegations/"+code+"/reply", url.Values{"reply": {"Ask jane@example.org"}}).Is(t, http.StatusUnprocessableEntity).Says(t, "mail address", "jane@example.org")
	respondent.Post("/allegations/"+code+"/reply", url.Values{"reply": {"We deny it, and an inquiry is open."}}).To(t, "/allegations/"+code)
	respondent.Get("/allegations/"+code).Says(t, "We deny it, and an inquiry is open.")

	// held for safety: to the company there is no such case
	site.As("researcher").Post("/allegations/"+code+"/hold", url.Values{"reason": {"Asking now is dangerous."}}).To(t, "/allegations/"+code)
	reviewer.Get("/allegations/"+code).Says(t, "Asking now is dangerous.", "held for safety", "Look at it again by")
	for _, who := range company {
		site.As(who).Get("/allegations/"+code).Is(t, http.StatusNotFound)
		site.As(who).Get("/allegations").Is(t, 200).Hides(t, code, cap1)
		site.As(who).Post("/allegations/"+code+"/reply", url.Values{"reply": {"We know."}}).Is(t, http.StatusNotFound)
		site.As(who).Get(cap1).Is(t, http.StatusNotFound)
	}
	site.As("researcher").Post("/allegations/"+code+"/release", nil).Is(t, http.StatusForbidden)
	reviewer.Post("/allegations/"+code+"/release", nil).To(t, "/allegations/"+code)
	respondent.Get("/allegations/"+code).Is(t, 200)
}

// TestCaseToItsEnd corrects, lifts, withdraws and erases, each with its refusals first.
func TestCaseToItsEnd(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("reviewer")
	code := putCase(t, site.As("analyst"))
	at := "/allegations/" + code
	cap1 := b.Post(at+"/cap", url.Values{"rule": {"CAP-3"}, "grade": {"E2"}, "reason": {"Two sources agree."}}).Header.Get("Location")
	b.Post(at+"/cap", url.Values{"rule": {"CAP-1"}, "grade": {"E2"}, "reason": {" "}}).Is(t, http.StatusUnprocessableEntity)
	b.Get(at+"/correct").Is(t, 200)
	site.As("researcher").Get(at+"/correct").Is(t, http.StatusForbidden)
	b.Post(at+"/correct", caseForm("version", "1", "summary", "Two sources link guards to a killing.", "credibility", "K3")).To(t, at)
	b.Post(at+"/correct", caseForm("version", "1", "summary", "An old page.")).Is(t, http.StatusConflict)
	b.Get(at).Says(t, "Two sources link guards to a killing.", "K3")
	b.Post(at+"/withdraw", url.Values{"reason": {"The source took it back."}}).Is(t, http.StatusConflict).Says(t, "rests on the case")
	b.Post(cap1+"/lift", url.Values{"reason": {""}}).Is(t, http.StatusUnprocessableEntity)
	b.Post(cap1+"/lift", url.Values{"reason": {"The source took it back."}}).To(t, cap1)
	b.Get(cap1).Says(t, "lifted", "The source took it back.")
	b.Post(at+"/withdraw", url.Values{"reason": {"The source took it back."}}).To(t, at)
	site.As("acme-respondent").Get(at).Is(t, http.StatusNotFound)
	b.Get(at).Is(t, 200).Says(t, "Withdrawn on", "It takes nothing off")
	site.As("analyst").Post(at+"/erase", nil).Is(t, http.StatusForbidden)
	b.Post(at+"/erase", nil).To(t, at)
	b.Get(at).Is(t, 200).Says(t, "(erased)").Hides(t, "Two sources link", "example.org")
	list := b.Get("/allegations?state=withdrawn").Is(t, 200).Says(t, code, "Timeline")
	if n := len(list.FindAll(".case-timeline rect")); n != 2 {
		t.Errorf("%d bars in the figure, want the case and its cap", n)
	}
	b.Get("/allegations?state=held").Is(t, 200).Hides(t, ">"+code+"<")
	if _, err := site.App.Cap(t.Context(), vigil.Actor{Person: "x", In: map[string]vigil.Role{"other": vigil.Reviewer}}, capNumber(t, cap1)); vigil.KindOf(err) != vigil.NotFound {
		t.Errorf("a cap of another organisation: %v", err)
	}
}

func capNumber(t *testing.T, path string) int64 {
	t.Helper()
	id, err := strconv.ParseInt(strings.TrimPrefix(path, "/caps/"), 10, 64)
	fine(t, err)
	return id
}

// TestAllegationList: empty it says what belongs there; narrowed to nothing it leads back.
func TestAllegationList(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("analyst")
	if p := b.Get("/allegations").Is(t, 200).Says(t, "No allegation is on file"); len(p.FindAll("a[href='/allegations/new']")) < 2 || p.Find("form.filter") != nil {
		t.Errorf("empty: %s", p.Body)
	}
	code := putCase(t, b)
	b.Get("/allegations?state=open").Is(t, 200).Says(t, code, "Killing", "1 to 1 of 1, newest first")
	b.Get("/allegations?state=held").Is(t, 200).Says(t, "Nothing fits", "Show all").Hides(t, code)
	b.Get("/allegations?state=nonsense").Is(t, 200).Says(t, code)
}
