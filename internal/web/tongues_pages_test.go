package web_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"vigil/internal/vigil"
	"vigil/internal/web/webtest"
)

// own are words that stand in nearly every sentence of a language, and in none of an English one.
var own = map[string]*regexp.Regexp{
	"es": regexp.MustCompile(`(?i)(^|\P{L})(el|los|las|que|por|para|con|una|está|esta|pregunta|respuesta|banda)($|\P{L})`),
	"fr": regexp.MustCompile(`(?i)(^|\P{L})(le|les|des|que|pour|avec|une|est|cette|réponse|classe)($|\P{L})`),
}

// typed are words that people of the test site wrote, in English, into what the pages show again.
var typed = regexp.MustCompile(`A lawsuit against critics was reported\.|We have withdrawn the claim\.|a register shows it|We respect those who speak\.|We respect\.|seen on the website( policy)?|that-goes-on-and-on/until-it-does-not-fit-on-a|The link is missing\.|` +
	`what the file says|new note|policy of 2026`)

// TestEveryPageIsInTheReadersLanguage looks at every page as people who chose Spanish or French see it: there is no English on it
// but what people wrote, and what is marked as English, so that a screen reader says it as such; and nothing is marked so that is not.
func TestEveryPageIsInTheReadersLanguage(t *testing.T) {
	site, examples := lived(t)
	people := midway(t, site)
	bank := bankTexts(t, site)
	for language, words := range own {
		marked := 0
		for _, s := range everySight(t, examples) {
			p := inLanguage(t, site, people, s, language)
			at := fmt.Sprintf("%s in %s as %q", s.path, language, s.login)
			if got := webtest.Attribute(p.Find("html"), "lang"); got != language {
				t.Errorf("%s is in %s", at, got)
			}
			for _, said := range saidIn(p.Root(), language) {
				text := typed.ReplaceAllString(said.text, "")
				switch {
				case said.language == "en":
					if marked++; words.MatchString(text) {
						t.Errorf("%s: %q is marked as English: %s", at, words.FindString(text), text)
					}
				case english.MatchString(unaccented(text)):
					t.Errorf("%s: %q is English and not marked so: %s", at, english.FindString(text), text)
				default:
					if i := slices.IndexFunc(bank, func(b string) bool { return strings.Contains(text, b) }); i >= 0 {
						t.Errorf("%s: the text of an instrument is not marked as English: %s", at, text)
					}
				}
			}
		}
		if marked < 500 {
			t.Errorf("only %d texts are marked as English: the bank has other languages now, or nothing was looked at", marked)
		}
	}
}

// Who reads another language is told on the pages of questions and of the score that the form is in English, once, and nobody else is.
func TestWhoReadsAnotherLanguageIsToldThatAFormIsInEnglish(t *testing.T) {
	site := webtest.Start(t)
	for language, sentence := range map[string]string{
		"en": "are in English", "es": "Las preguntas, sus criterios y lo que cierra una brecha están en inglés.", "fr": "Les questions, leurs critères et ce qui comble un écart sont en anglais.",
	} {
		for _, path := range []string{"/assessments/acme-1/questions?pillar=P1", "/assessments/acme-1/questions/BE.a.1", "/assessments/acme-1/scorecard"} {
			p := inLanguage(t, site, nil, sight{path: path, login: "analyst"}, language)
			want := 1
			if language == "en" {
				want = 0
			}
			if got := strings.Count(p.Text(), sentence); got != want {
				t.Errorf("%s in %s says %d times that the form is in English, not %d", path, language, got, want)
			}
		}
	}
}

// inLanguage is a page as somebody sees it who chose a language.
func inLanguage(t *testing.T, site *webtest.Site, people map[string]*webtest.Browser, s sight, language string) *webtest.Page {
	t.Helper()
	b := people[s.login]
	switch {
	case s.login == "":
		b = site.Anonymous()
		b.Get("/login")
	case b == nil:
		b = site.As(s.login)
	default:
		b.Get(s.path)
	}
	b.Post("/appearance", url.Values{"language": {language}, "theme": {"light"}}).Is(t, http.StatusSeeOther)
	return b.Get(s.path)
}

// unaccented takes away the accents after which a word of another language would look like an English one.
func unaccented(text string) string {
	return strings.Map(func(r rune) rune {
		if r > 127 && unicode.IsLetter(r) {
			return 'x'
		}
		return r
	}, text)
}

// bankTexts are the texts of the instruments in use on the site that have no other language than English. What is shorter than a few
// words may be the same in another language.
func bankTexts(t *testing.T, site *webtest.Site) []string {
	t.Helper()
	found := map[string]bool{}
	for _, form := range []string{"company-quick", "company-core"} {
		q, m, err := site.App.Catalogue.Questionnaire(form)
		if err != nil {
			t.Fatal(err)
		}
		gather(reflect.ValueOf(q), found)
		gather(reflect.ValueOf(m), found)
	}
	if len(found) < 1000 {
		t.Fatalf("only %d texts were found", len(found))
	}
	return slices.Sorted(maps.Keys(found))
}

// gather finds every text below a value.
func gather(v reflect.Value, found map[string]bool) {
	switch {
	case v.Type() == reflect.TypeFor[vigil.Text]():
		for _, language := range v.MapKeys() {
			if text := v.MapIndex(language).String(); v.Len() == 1 && len(text) > 12 {
				found[text] = true
			}
		}
	case v.Kind() == reflect.Pointer && !v.IsNil():
		gather(v.Elem(), found)
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			gather(v.Index(i), found)
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				gather(v.Field(i), found)
			}
		}
	}
}

// said is a text of a page, with the language that it is marked to be in.
type said struct{ text, language string }

// saidIn gives the texts of a page, and those of its attributes that are read out.
func saidIn(n *html.Node, language string) []said {
	var list []said
	if n.Type == html.TextNode && strings.TrimSpace(n.Data) != "" {
		return []said{{strings.TrimSpace(n.Data), language}}
	}
	if n.Type == html.ElementNode && slices.Contains([]string{"script", "style", "code", "pre", "textarea"}, n.Data) {
		return nil
	}
	if l := webtest.Attribute(n, "lang"); l != "" {
		language = l
	}
	for _, a := range n.Attr {
		if slices.Contains([]string{"aria-label", "title", "placeholder", "alt", "hx-confirm"}, a.Key) {
			list = append(list, said{a.Val, language})
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		list = append(list, saidIn(c, language)...)
	}
	return list
}
