package web_test

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web"
	"vigil/internal/web/webtest"
)

const canary = "Qzanary"

// plant puts the canary into what the other organisation has written.
func plant(t *testing.T, site *webtest.Site) {
	t.Helper()
	ctx, by := t.Context(), site.Actor("administrator")
	check(t, site.App.PutUnits(ctx, by, "other", []vigil.Unit{{Code: "qzanary-site", Name: canary + " site", Kind: "site"}}))
	_, err := site.App.SaveAnswer(ctx, by, "other-1", app.SaveAnswer{Question: "BE.a.2", Value: "1", Note: canary + " note"})
	check(t, err)
	_, err = site.App.AddComment(ctx, by, "other-1", app.CommentOn{Question: "BE.a.2", Text: canary + " comment"})
	check(t, err)
	_, err = site.App.AddEvidence(ctx, by, "other-1", app.NewEvidence{Question: "BE.a.2", Evidence: vigil.Evidence{Grade: vigil.E1, Title: canary + " title", Quote: canary + " quote"},
		Upload: &app.Upload{Name: canary + ".txt", From: strings.NewReader(canary + " file")}})
	check(t, err)
	_, err = site.App.Share(ctx, by, "other-1", app.Sharing{Sections: []string{"P1"}, Links: []string{canary + " office"}, Language: "en"})
	check(t, err)
	_, err = site.App.AddAllegation(ctx, by, "other", vigil.Allegation{Quarter: "2025-Q4", Country: "PE", Harm: "lawsuit", Sector: "EXT", Summary: canary + " case",
		Source: "https://example.org/qzanary", Scale: 2, Scope: 1, Irremediability: 1, Credibility: "K2", Link: "contributed"})
	check(t, err)
}

// TestNothingOfOthersIsShown: what one organisation wrote is in no page, list, file or refusal that people of another one get,
// wherever the pages lead them, and in no line of the log.
func TestNothingOfOthersIsShown(t *testing.T) {
	site := webtest.Start(t)
	things := tenants(t, site)
	plant(t, site)
	seen := 0
	for _, w := range everybody(site) {
		if w.workspace != "" || w.name != "acme-administrator" && !slices.Contains(ofEachReach, w.name) { // whoever works in both sees both
			continue
		}
		for _, path := range reach(w.browser, things) {
			p := w.browser.Get(path)
			for _, text := range unpacked(t, p) {
				seen += len(text)
				if i := bytes.Index(bytes.ToLower(text), []byte("qzanary")); i >= 0 || bytes.Contains(text, []byte("Other Foods")) {
					t.Errorf("%s as %s shows what is another's: %.200s", path, w.name, text[max(0, i-80):])
				}
			}
		}
	}
	if log := site.Log.String(); strings.Contains(log, canary) || strings.Contains(log, "Other Foods") {
		t.Error("the log holds what somebody wrote")
	}
	if p := site.As("analyst").Get("/assessments/other-1/questions/BE.a.2").Is(t, http.StatusOK); !strings.Contains(p.Text(), canary+" note") {
		t.Error("the canary is nowhere: this test sees nothing")
	}
	t.Logf("%d bytes looked at", seen)
}

// reach gives every address of the table with things of one's own and of the other, as page and as file, and wherever the pages of
// one's own lead.
func reach(b *webtest.Browser, things map[string]thing) []string {
	all, have := []string{}, map[string]bool{}
	add := func(path string) {
		path, _, _ = strings.Cut(path, "#")
		if strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "/static/") && !strings.HasPrefix(path, "//") && !have[path] {
			have[path] = true
			all = append(all, path)
		}
	}
	for _, r := range web.Routes() {
		if r.Method != http.MethodGet || strings.Contains(r.Path, "*") {
			continue
		}
		add(address(r, things, things[r.Kind].own, nil))
		add(address(r, things, things[r.Kind].own, nil) + "?as=csv")
		add(address(r, things, things[r.Kind].other, nil))
	}
	for _, format := range []string{"html", "docx", "xlsx", "csv", "json"} {
		add("/assessments/acme-1/report/gap." + format)
		add("/assessments/other-1/report/gap." + format)
	}
	for _, id := range []string{"0", "-1", "1", "2", "3", "4", "99999999999999999999"} {
		add("/caps/" + id)
		add("/assessments/acme-1/evidence/" + id)
	}
	for _, path := range all[:len(all):len(all)] {
		for _, a := range b.Get(path).FindAll("a") {
			add(webtest.Attribute(a, "href"))
		}
	}
	return all
}

// unpacked is an answer with the parts of an archive.
func unpacked(t *testing.T, p *webtest.Page) [][]byte {
	t.Helper()
	all := [][]byte{p.Body, []byte(p.Header.Get("Content-Disposition")), []byte(p.Header.Get("Location"))}
	if !bytes.HasPrefix(p.Body, []byte("PK")) {
		return all
	}
	z, err := zip.NewReader(bytes.NewReader(p.Body), int64(len(p.Body)))
	check(t, err)
	for _, part := range z.File {
		r, err := part.Open()
		check(t, err)
		text, err := io.ReadAll(r)
		check(t, err)
		all = append(all, text)
	}
	return all
}
