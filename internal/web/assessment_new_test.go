package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"vigil/internal/store"
	"vigil/internal/vigil"
	"vigil/internal/web/webtest"
)

// TestStart: for whom, screening, form, go; each step is a plain form, and nothing is stored before the last.
func TestStart(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("acme-analyst")
	b.Get("/assessments/new?organisation=acme").Is(t, http.StatusOK).Says(t, "Acme Mining").Hides(t, "Other Foods")
	b.Get("/assessments/new/screening?organisation=other&mode=SELF").Is(t, http.StatusNotFound)
	b.Get("/assessments/new/screening?organisation=ghost&mode=SELF").Is(t, http.StatusNotFound)
	b.Get("/assessments/new/screening?organisation=acme").Is(t, http.StatusUnprocessableEntity).Says(t, "whose evidence")
	site.As("acme-viewer").Get("/assessments/new/screening?organisation=acme&mode=SELF").Is(t, http.StatusForbidden)
	b.Get("/assessments/new/screening").To(t, "/assessments/new")
	if form := b.Get("/assessments/new").Find("form[action=/assessments/new/screening]"); webtest.Attribute(form, "method") != "post" {
		t.Error("what is typed goes into the address")
	}
	leak := url.Values{"organisation": {"acme"}, "mode": {"SELF"}, "purpose": {"Asked by ada@example.org"}}
	if p := b.Post("/assessments/new/screening", leak).Is(t, http.StatusUnprocessableEntity); p.Find("#purpose-error") == nil || p.Find("input[name=purpose]") == nil {
		t.Error("the field with a mail address is not the one that is complained of")
	}

	b.Get("/assessments/new/screening?organisation=acme&mode=SELF").Is(t, http.StatusOK).Says(t, "the organisation answers as a whole", "Add or change units")
	fine(t, site.App.PutUnits(t.Context(), site.Actor("administrator"), "acme", []vigil.Unit{{Code: "north", Name: "North mine"}, {Code: "port", Name: "Port of call"}}))
	p := b.Get("/assessments/new/screening?organisation=acme&mode=SELF&period=2027&size=large").Is(t, http.StatusOK).Says(t, "SCR.2", "acme-1", "North mine · Port of call")
	if p.Find("[href=/organisations/acme#units]") == nil {
		t.Error("no way to the units")
	}
	if p.Find("[checked][value=yes]") != nil || p.Find("#s.SCR.8a") != nil {
		t.Error("an answer is chosen beforehand, or a question is asked too early")
	}
	said := url.Values{"organisation": {"acme"}, "mode": {"SELF"}, "period": {"2027"}, "size": {"large"}, "shown": {"SCR.1", "SCR.2", "SCR.8"}, "s.SCR.1": {"EXT", "FIN"}, "s.SCR.2": {"yes"}, "s.SCR.8": {"yes"}}
	p = b.Post("/assessments/new/form", said).Is(t, http.StatusOK).Says(t, "ask for one thing more", "SCR.8a")
	for _, x := range p.FindAll("input[name=shown]") {
		if v := webtest.Attribute(x, "value"); !strings.Contains("SCR.1 SCR.2 SCR.8", v) || v == "SCR.8a" {
			said.Add("shown", v)
		}
	}
	p = b.Post("/assessments/new/form", said).Is(t, http.StatusOK).Says(t, "Company, core form", "recommended", "questions", "about", "North mine", "Asked once, of the organisation as a whole")
	if len(p.FindAll("input[name=s.SCR.1]")) != 2 || p.Find("input[name=questionnaire][checked]") == nil {
		t.Error("what was said is not carried to the last step")
	}
	b.Post("/assessments/new/screening", said).Is(t, http.StatusOK).Says(t, "SCR.8a")
	bad := url.Values{}
	for k, v := range said {
		bad[k] = v
	}
	bad.Set("s.SCR.2", "perhaps")
	b.Post("/assessments/new/form", bad).Is(t, http.StatusUnprocessableEntity).Says(t, "SCR.2")
	b.Post("/assessments/new", said).Is(t, http.StatusUnprocessableEntity).Says(t, "No form was chosen")
	said.Set("questionnaire", webtest.Attribute(p.Find("input[name=questionnaire][checked]"), "value"))
	p = b.Post("/assessments/new", said).Is(t, http.StatusSeeOther)
	to := p.Header.Get("Location")
	if !strings.HasPrefix(to, "/assessments/acme-") {
		t.Fatalf("started at %q", to)
	}
	b.Follow(p).Is(t, http.StatusOK).Says(t, "was started", "Company quick scan", "draft")
	answers, _, err := site.App.Answers(t.Context(), site.Actor("administrator"), strings.TrimPrefix(to, "/assessments/"))
	if err != nil || len(answers) != 3 || answers[0].Value != "EXT;FIN" {
		t.Errorf("%+v %v", answers, err)
	}
	forged := site.As("acme-analyst")
	said.Set("organisation", "other")
	forged.Post("/assessments/new", said).Is(t, http.StatusNotFound)
}

// TestNextCycle: the answers come along unconfirmed, and the page after says what became of them.
func TestNextCycle(t *testing.T) {
	site := webtest.Start(t)
	ctx, by := t.Context(), site.Actor("administrator")
	err := site.App.Store.Tx(ctx, func(tx *store.Tx) error {
		as, err := tx.Assessment("acme-1")
		if err != nil {
			return err
		}
		return tx.PutAnswers(&as, []vigil.Answer{{Question: "SCR.2", State: vigil.Answered, Value: "yes", Author: "ana"}, {Question: "BE.a.1", State: vigil.Answered, Value: "2", Grade: vigil.E2, Author: "ana"}})
	})
	if err != nil {
		t.Fatal(err)
	}
	site.As("acme-respondent").Get("/assessments/acme-1/clone").Is(t, http.StatusForbidden)
	site.As("acme-respondent").Post("/assessments/acme-1/clone", url.Values{"questionnaire": {"company-quick"}}).Is(t, http.StatusForbidden)
	b := site.As("analyst")
	b.Get("/assessments/acme-1/clone").Is(t, http.StatusOK).Says(t, "Company quick scan", "Company, core form").Hides(t, "Supplier, core form")
	b.Post("/assessments/acme-1/clone", url.Values{"questionnaire": {"company-core"}, "purpose": {"Ask +51 984 555 123"}}).Is(t, http.StatusUnprocessableEntity).Says(t, "telephone")
	p := b.Post("/assessments/acme-1/clone", url.Values{"questionnaire": {"company-core"}, "period": {"2027"}}).To(t, "/assessments/acme-2027/carry-over")
	b.Follow(p).Is(t, http.StatusOK).Says(t, "acme-1", "Questions that are new")
	b.Get("/assessments/acme-2027").Is(t, http.StatusOK).Says(t, "carried over", "Not confirmed yet")
	answers, _, err := site.App.Answers(ctx, by, "acme-2027")
	if err != nil || len(answers) != 2 || !answers[0].Unconfirmed {
		t.Errorf("%+v %v", answers, err)
	}
	site.As("acme-viewer").Get("/assessments/acme-2027/carry-over").Is(t, http.StatusForbidden)
}
