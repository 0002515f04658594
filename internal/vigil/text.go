package vigil

// Text is something people read, by language code ("en", "es", "fr").
type Text map[string]string

// String gives the text in English, where it has any.
func (t Text) String() string { return t.In("en") }

// In gives the text in the language asked, else in English, else in the first language it has.
// It is empty only when the text is empty.
func (t Text) In(language string) string { return t[t.Language(language)] }

// Language is the language in which In gives the text; empty when the text is empty.
func (t Text) Language(asked string) string {
	for _, l := range []string{asked, "en"} {
		if _, ok := t[l]; ok {
			return l
		}
	}
	first := ""
	for l := range t {
		if first == "" || l < first {
			first = l
		}
	}
	return first
}
