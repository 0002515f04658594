package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"vigil/internal/web/webtest"
)

// english are words that stand in nearly every English sentence, and in none of a Spanish or French one.
var english = regexp.MustCompile(`(?i)\b(the|is|was|and|or|it|this|that|not|with|there|has|have|choose|give|write|answer|file)\b`)

// TestProblemsAreSaidInTheReadersLanguage meets each kind of refusal as people who chose Spanish or French, and finds
// no English on the page but what is marked as such.
func TestProblemsAreSaidInTheReadersLanguage(t *testing.T) {
	site := webtest.Start(t)
	csv := webtest.File{Field: "file", Name: "a.csv", Body: []byte("subject,unit,question,value,state,grade,date,note\nacme,,BE.a.1,maybe,,,,\nacme,,NO.1,1,,,,x\n")}
	for language, words := range map[string]struct{ absent, forbidden, wrong string }{
		"es": {"No se encuentra: evaluación «none»", "El rol «lectura» no permite «enviar una evaluación»", "no es una respuesta a esta pregunta"},
		"fr": {"Introuvable : évaluation « none »", "Le rôle « consultation » ne permet pas « soumettre une évaluation »", "n’est pas une réponse à cette question"},
	} {
		as := func(login string) *webtest.Browser {
			b := site.As(login)
			b.Post("/appearance", url.Values{"language": {language}, "theme": {"light"}}).Is(t, http.StatusSeeOther)
			return b
		}
		analyst := as("analyst")
		for name, p := range map[string]*webtest.Page{
			"absent":    analyst.Get("/assessments/none").Is(t, http.StatusNotFound).Says(t, words.absent),
			"forbidden": as("viewer").Post("/assessments/acme-1/submit", url.Values{}).Is(t, http.StatusForbidden).Says(t, words.forbidden),
			"conflict":  as("reviewer").Post("/assessments/acme-1/finalise", url.Values{}).Is(t, http.StatusConflict),
			"invalid":   analyst.Upload(evidenceAt, url.Values{"title": {"x"}, "link": {"javascript:1"}}).Is(t, http.StatusUnprocessableEntity),
			"lying":     analyst.Upload(evidenceAt, url.Values{"title": {"x"}}, webtest.File{Field: "file", Name: "a.pdf", Body: []byte("x")}).Is(t, http.StatusUnprocessableEntity),
			"import":    analyst.Upload(importAt, nil, csv).Is(t, http.StatusUnprocessableEntity).Says(t, words.wrong),
			"workbook":  analyst.Upload(importAt, nil, webtest.File{Field: "file", Name: "a.ods", Body: []byte("x")}).Is(t, http.StatusUnprocessableEntity),
			"no file":   analyst.Upload(importAt, url.Values{"other": {"x"}}).Is(t, http.StatusUnprocessableEntity),
			"no method": analyst.Do(analyst.Request(http.MethodDelete, "/assessments", nil)),
		} {
			for _, said := range problemsOf(p) {
				if at := english.FindString(said); at != "" {
					t.Errorf("%s in %s: %q is English: %s", name, language, at, said)
				}
			}
		}
	}
}

// problemsOf gives the texts of a page that say what is wrong, without what is marked as being in another language.
func problemsOf(p *webtest.Page) []string {
	var list []string
	for _, n := range p.FindAll("main") {
		list = append(list, ownText(n))
	}
	if len(list) == 0 {
		list = append(list, ownText(p.Root()))
	}
	return list
}

func ownText(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	for _, a := range n.Attr {
		if a.Key == "lang" && a.Val == "en" {
			return ""
		}
	}
	if n.Data == "script" || n.Data == "style" || n.Data == "option" {
		return ""
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(ownText(c))
		b.WriteString(" ")
	}
	return b.String()
}
