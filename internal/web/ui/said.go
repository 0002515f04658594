package ui

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"

	"vigil/internal/vigil"
	"vigil/internal/web/words"
)

// Said says a message that the program composed in the language of the page. What it takes up from a questionnaire or a method
// that is not translated carries its own language.
func Said(m vigil.Message) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error { return writeParts(w, words.Parts(ctx, m)) })
}

// Told is the text of a key, whose values may be a vigil.Text that carries its own language.
func Told(key string, pairs ...any) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return writeParts(w, words.TParts(ctx, key, pairs...))
	})
}

func writeParts(w io.Writer, parts []words.Part) error {
	var b strings.Builder
	for _, p := range parts {
		if text := templ.EscapeString(p.Text); p.Language == "" {
			b.WriteString(text)
		} else {
			b.WriteString(`<span lang="` + templ.EscapeString(p.Language) + `">` + text + `</span>`)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
