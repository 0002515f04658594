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
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		var b strings.Builder
		for _, p := range words.Parts(ctx, m) {
			if text := templ.EscapeString(p.Text); p.Language == "" {
				b.WriteString(text)
			} else {
				b.WriteString(`<span lang="` + templ.EscapeString(p.Language) + `">` + text + `</span>`)
			}
		}
		_, err := io.WriteString(w, b.String())
		return err
	})
}
