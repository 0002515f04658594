package web_test

import (
	"fmt"
	"testing"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/webtest"
)

// TestHomeShowsAll: of each kind of thing the first page shows a few and says how many more there are, and one link leads to all.
func TestHomeShowsAll(t *testing.T) {
	site := webtest.Start(t)
	admin := site.Actor("administrator")
	for i := range 7 {
		code := fmt.Sprintf("many-%d", i)
		_, err := site.App.NewAssessment(t.Context(), admin, app.NewAssessment{Code: code, Organisation: "acme", Questionnaire: "company-quick", Mode: vigil.BENCH})
		fine(t, err)
		fine(t, site.App.Submit(t.Context(), admin, code))
	}
	b := site.As("reviewer")
	page := b.Get("/").Is(t, 200).Says(t, "An assessment waits for review: 2 more", "Show all 7")
	if n := len(page.FindAll(".needs li")); n != 5 {
		t.Errorf("%d things are shown of 7", n)
	}
	page = b.Get(webtest.Attribute(page.Find("[href=/?all=yes]"), "href")).Is(t, 200).Hides(t, "2 more", "Show all")
	if n := len(page.FindAll(".needs li")); n != 7 {
		t.Errorf("%d things are shown of 7", n)
	}
}
