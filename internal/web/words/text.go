package words

import (
	"context"
	"strings"

	"vigil/internal/vigil"
)

// Here is a text in the language of the page, for where one of a questionnaire could stand too.
func Here(ctx context.Context, said string) vigil.Text { return vigil.Text{In(ctx): said} }

// Behind is a text with something before it that is the same in every language, such as a code.
func Behind(before string, t vigil.Text) vigil.Text {
	out := make(vigil.Text, len(t))
	for language, text := range t {
		out[language] = before + text
	}
	return out
}

// Joined lists texts: in the language of the page where all of them are in it, else in the one that they are in.
func Joined(ctx context.Context, texts []vigil.Text) vigil.Text {
	language := In(ctx)
	for _, t := range texts {
		if other := t.Language(language); other != language && other != "" {
			language = other
		}
	}
	said := make([]string, len(texts))
	for i, t := range texts {
		said[i] = t.In(language)
	}
	return vigil.Text{language: strings.Join(said, "; ")}
}
