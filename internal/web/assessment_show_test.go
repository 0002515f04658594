package web_test

import (
	"net/http"
	"strings"
	"testing"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/webtest"
)

// TestOthersReadAsAbsent: the pages of another organisation answer in the bytes of pages that are not there.
func TestOthersReadAsAbsent(t *testing.T) {
	site := webtest.Start(t)
	for _, path := range []string{"/assessments/other-1", "/assessments/other-1/carry-over"} {
		for _, p := range webtest.People {
			if p.In == "" {
				continue
			}
			b := site.As(p.Login)
			theirs, none := b.Get(path), b.Get(strings.Replace(path, "other", "ghost", 1))
			if got, want := sameWords(theirs, "other"), sameWords(none, "ghost"); got != want || theirs.Status != none.Status || theirs.Status == http.StatusOK {
				t.Errorf("%s as %s: another's page says\n%s\nand an absent one\n%s", path, p.Login, got, want)
			}
		}
	}
	for _, path := range []string{"/", "/assessments", "/assessments/acme-1"} {
		site.Anonymous().Get(path).Is(t, http.StatusSeeOther)
	}
}

// sameWords is a page without the name that was asked for and the number of the request.
func sameWords(p *webtest.Page, name string) string {
	text := strings.ReplaceAll(p.Text(), name, "NAME")
	if n := p.Header.Get("X-Request-Id"); n != "" {
		text = strings.ReplaceAll(text, n, "NUMBER")
	}
	return text
}

// TestHomePage: an empty role says what to do, and each role sees its own assessments with progress and no others.
func TestHomePage(t *testing.T) {
	site := webtest.Start(t)
	for _, p := range webtest.People {
		page := site.As(p.Login).Get("/").Is(t, http.StatusOK)
		if p.In != "" {
			page.Hides(t, "Other Foods", "other-1")
		}
	}
	site.As("acme-respondent").Get("/").Says(t, "acme-1", "0 of", "Nothing waits for you").Hides(t, "/assessments/new")
	site.As("acme-analyst").Get("/").Says(t, "Start an assessment")
	ctx, by := t.Context(), site.Actor("administrator")
	if err := site.App.RemoveMember(ctx, by, "acme", "acme-viewer"); err != nil {
		t.Fatal(err)
	}
	site.As("acme-viewer").Get("/").Is(t, http.StatusOK).Says(t, "You have no role yet")
}

// TestAssessmentsList: searched, narrowed, in pages and as a file that no program takes for formulas.
func TestAssessmentsList(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("administrator")
	if _, err := site.App.NewOrganisation(t.Context(), site.Actor("administrator"), vigil.Organisation{Code: "formula", Name: "=HYPERLINK(1)", Fictional: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := site.App.NewAssessment(t.Context(), site.Actor("administrator"), app.NewAssessment{Code: "formula-1", Organisation: "formula", Questionnaire: "company-quick", Mode: vigil.BENCH}); err != nil {
		t.Fatal(err)
	}
	b.Get("/assessments").Is(t, http.StatusOK).Says(t, "acme-1", "other-1", "formula-1")
	b.Get("/assessments?words=ACME").Is(t, http.StatusOK).Says(t, "acme-1").Hides(t, "other-1")
	b.Get("/assessments?mode=BENCH").Is(t, http.StatusOK).Says(t, "formula-1").Hides(t, "acme-1")
	b.Get("/assessments?words=nothing+at+all").Is(t, http.StatusOK).Says(t, "Nothing fits")
	b.Get("/assessments?page=999999999999999999999").Is(t, http.StatusOK).Says(t, "acme-1")
	file := b.Get("/assessments?as=csv&mode=BENCH").Is(t, http.StatusOK)
	if disposition := file.Header.Get("Content-Disposition"); !strings.Contains(disposition, "assessments.csv") {
		t.Errorf("the file is sent as %q", disposition)
	}
	if lines := strings.Split(strings.TrimSpace(string(file.Body)), "\n"); len(lines) != 2 || strings.Contains(lines[1], ",=HYPERLINK") || !strings.Contains(lines[1], "formula-1,formula,") {
		t.Errorf("%q", lines)
	}
	site.As("acme-viewer").Get("/assessments").Is(t, http.StatusOK).Says(t, "acme-1").Hides(t, "other-1", "formula-1", "Other Foods")
	site.As("acme-viewer").Get("/assessments?as=csv").Is(t, http.StatusOK).Hides(t, "other", "formula")
}

// TestOverviewPage: where it stands, what is missing with the way to it, and only what the role may do.
func TestOverviewPage(t *testing.T) {
	site := webtest.Start(t)
	page := site.As("acme-respondent").Get("/assessments/acme-1").Is(t, http.StatusOK).Says(t, "Acme Mining", "draft", "Before it can be submitted", "SCR.1")
	if page.Find("a[href=/assessments/acme-1/questions/SCR.1]") == nil || page.Find("a[href=/assessments/acme-1/questions]") == nil {
		t.Error("what is missing does not lead to its question")
	}
	page.Hides(t, "/assessments/acme-1/clone", "/assessments/acme-1/scorecard\"", "/assessments/acme-1/withdraw")
	site.As("acme-analyst").Get("/assessments/acme-1").Is(t, http.StatusOK).Says(t, "Start the next cycle")
	site.As("acme-viewer").Get("/assessments/acme-1").Is(t, http.StatusOK).Hides(t, "/questions", "/submit")
	site.As("acme-analyst").Get("/assessments/acme-1/carry-over").Is(t, http.StatusNotFound).Says(t, "was not made from an earlier one")
}
