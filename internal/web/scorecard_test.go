package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/webtest"
)

// The page of a score: refused like an absent one to whoever has no role there; its figures open their arithmetic.
func TestScorecardPages(t *testing.T) {
	site := webtest.Start(t)
	const base = "/assessments/acme-1/scorecard"
	site.Anonymous().Get(base).To(t, "/login?next="+url.QueryEscape(base))
	outsider := site.As("acme-analyst")
	for _, path := range []string{"", "/arithmetic", "/path", "/nodes/P2"} {
		outsider.Get("/assessments/other-1/scorecard"+path).Is(t, 404)
		outsider.Get("/assessments/none-1/scorecard"+path).Is(t, 404)
	}
	b := site.As("analyst")
	b.Get(base+"/nodes/P99").Is(t, 404)
	b.Get(base+"?close=none").Is(t, 422).Says(t, "there is no gap")
	b.Get(base).Is(t, 200).Says(t, "Not rated")

	fill(t, site, "acme-1")
	v, err := site.App.Scorecard(t.Context(), site.Actor("analyst"), "acme-1", nil)
	if err != nil {
		t.Fatal(err)
	}
	page := b.Get(base).Is(t, 200).Says(t, v.Card.Final.String()+" out of 100").Says(t, "What lifts the score")
	if page.Find("#pillars") == nil || page.Find("#result") == nil {
		t.Error("the page lacks its pillars or its result")
	}
	gap := v.Gaps.Gaps[0]
	tried, err := site.App.Scorecard(t.Context(), site.Actor("analyst"), "acme-1", []vigil.Closing{{Question: gap.Question}})
	if err != nil {
		t.Fatal(err)
	}
	b.Get(base+"?close="+url.QueryEscape(gap.Question)).Is(t, 200).Says(t, "With this gap closed").Says(t, tried.After.Final.String())
	b.Get(base+"/arithmetic").Is(t, 200).Says(t, "How "+v.Card.Final.String()+" came about").Says(t, v.Card.Digests.Answers)
	b.Get(base+"/path").Is(t, 200)
	b.Get(base+"/nodes/"+gap.Pillar).Is(t, 200).Says(t, gap.Question)
	b.Get(base+"/nodes/"+gap.Question).Is(t, 200).Says(t, "seen on the website policy").Says(t, gap.Provisions[0])
	if text := site.As("viewer").Get(base+"/nodes/"+gap.Question).Is(t, 200).Text(); strings.Contains(text, "seen on the website policy") {
		t.Error("a viewer reads the evidence behind an answer")
	}
}

// TestFiguresOpenToWhatTheyRestOn: from the arithmetic one comes to the record of a case and of a cap, and question by question
// to what the coverage and the confidence rest on; from the points of a gap to the score without it.
func TestFiguresOpenToWhatTheyRestOn(t *testing.T) {
	site := webtest.Start(t)
	fill(t, site, "acme-1")
	b := site.As("analyst")
	code := putCase(t, b)
	record := site.As("reviewer").Post("/allegations/"+code+"/cap", url.Values{"rule": {"CAP-3"}, "grade": {"E2"}, "reason": {"Two sources agree."}}).Is(t, 303).Header.Get("Location")
	site.As("administrator").Post(record+"/confirm", nil).To(t, record)

	p := b.Get("/assessments/acme-1/scorecard/arithmetic").Is(t, 200)
	for _, to := range []string{"/allegations/" + code, record} {
		if p.Find("a[href="+to+"]") == nil {
			t.Errorf("no link leads to %s", to)
		}
		b.Get(to).Is(t, 200)
	}
	rows := p.FindAll("#confidence-parts tbody th a")
	if len(rows) < 20 { // of the short form
		t.Fatalf("the confidence rests on %d questions", len(rows))
	}
	for _, a := range []string{webtest.Attribute(rows[0], "href"), webtest.Attribute(rows[len(rows)-1], "href")} {
		b.Get(a).Is(t, 200).Says(t, "seen on the website policy")
	}
	if p.Find("#parts td[data-label=Coverage]") == nil {
		t.Error("nothing says what the coverage is made of")
	}
	gap := b.Get("/assessments/acme-1/scorecard").Find("a.points")
	if gap == nil {
		t.Fatal("the points of a gap lead nowhere")
	}
	to, _, _ := strings.Cut(webtest.Attribute(gap, "href"), "#")
	b.Get(to).Is(t, 200).Says(t, "With this gap closed")
	site.As("viewer").Get("/assessments/acme-1/scorecard/arithmetic").Is(t, 200)
}

// A report is handed out as a file, in every format that needs no browser.
func TestReportDownload(t *testing.T) {
	site := webtest.Start(t)
	fill(t, site, "acme-1")
	b := site.As("analyst")
	b.Get("/assessments/acme-1/report/gap.exe").Is(t, 404)
	b.Get("/assessments/acme-1/report/none.csv").Is(t, 404)
	site.As("acme-analyst").Get("/assessments/other-1/report/gap.csv").Is(t, 404)
	for _, format := range []string{"html", "docx", "xlsx", "csv", "json"} {
		page := b.Get("/assessments/acme-1/report/gap."+format).Is(t, 200)
		if got := page.Header.Get("Content-Disposition"); got != "attachment; filename=acme-1-gap."+format {
			t.Errorf("%s comes as %q", format, got)
		}
		if len(page.Body) < 1000 {
			t.Errorf("%s has %d bytes", format, len(page.Body))
		}
	}
}

// fill answers every question of the short form of an assessment with evidence.
func fill(t *testing.T, site *webtest.Site, code string) {
	t.Helper()
	q, m, err := site.App.Catalogue.Questionnaire("company-quick")
	if err != nil {
		t.Fatal(err)
	}
	log := vigil.SearchLog{Date: "2026-02-01", Sources: "court registers", Languages: "en", Terms: "company name"}
	sub := vigil.Submission{Source: "answers.csv", Questionnaire: q.Ref()}
	add := func(in *vigil.Indicator) {
		e := vigil.Entry{Question: in.ID, Value: "yes", Grade: "E2", Date: "2026-01-15", Search: log,
			Evidence: []vigil.Evidence{{Title: "seen on the website policy", Grade: vigil.E2, Date: "2026-01-15", Public: true}}}
		switch s, _ := m.ScaleOf(in); s.Type {
		case "multi":
			e.Value = in.Elements[0].ID
		case "graded":
			e.Value = "2"
		case "flag":
			e.Value = "clear"
		}
		sub.Entries = append(sub.Entries, e)
	}
	for i := range q.Screening {
		add(&q.Screening[i])
	}
	for _, in := range q.Questions() {
		add(in)
	}
	sub.Rows = len(sub.Entries)
	if _, err := site.App.Import(t.Context(), site.Actor("administrator"), code, sub, app.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
}

// What the program composes about a score is said in the language of who reads it, also where the scorecard was kept as JSON when
// the assessment became final.
func TestAScoreIsExplainedInTheReadersLanguage(t *testing.T) {
	site, _ := lived(t)
	for language, said := range map[string][2]string{
		"es": {"respuesta 2: 0,5; la evidencia de grado E2 permite 1 como máximo = 0,5", "gravedad máx(2, 1)/5"},
		"fr": {"réponse 2 : 0,5 ; la preuve de degré E2 permet 1 au plus = 0,5", "gravité max(2, 1)/5"},
	} {
		b := site.As("analyst")
		b.Post("/appearance", url.Values{"language": {language}, "theme": {"light"}}).Is(t, http.StatusSeeOther)
		for _, code := range []string{"acme-1", "acme-3"} {
			b.Get("/assessments/"+code+"/scorecard/nodes/BE.a.1").Is(t, http.StatusOK).Says(t, said[0])
			b.Get("/assessments/"+code+"/scorecard/arithmetic").Is(t, http.StatusOK).Says(t, said[1])
		}
	}
}
