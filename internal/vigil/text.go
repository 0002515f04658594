package vigil

import "sort"

// Text is something people read, by language code ("en", "es", "fr").
type Text map[string]string

// In gives the text in the language asked, else in English, else in the first language it has.
// It is empty only when the text is empty.
func (t Text) In(language string) string {
	if s, ok := t[language]; ok {
		return s
	}
	if s, ok := t["en"]; ok {
		return s
	}
	languages := make([]string, 0, len(t))
	for l := range t {
		languages = append(languages, l)
	}
	if len(languages) == 0 {
		return ""
	}
	sort.Strings(languages)
	return t[languages[0]]
}
