package question

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"vigil/internal/vigil"
)

// text is free text; it is never scored.
type text struct{}

// longest is the most characters of a text answer.
const longest = 4000

func (text) read(_ vigil.Scale, _ *vigil.Indicator, raw string) (string, *vigil.Problem) {
	raw = strings.ReplaceAll(raw, "\r\n", "\n")
	if !utf8.ValidString(raw) {
		return "", problem(vigil.Say("the text is not UTF-8"), vigil.Say("save the file as UTF-8 and send it again"))
	}
	if n := utf8.RuneCountInString(raw); n > longest {
		return "", problem(vigil.Say("the text has %d characters", n), vigil.Say("shorten it to %d", longest))
	}
	for _, r := range raw {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return "", problem(vigil.Say("the text holds a control character that nobody can see"), vigil.Say("type the text again without pasting it"))
		}
	}
	return raw, nil
}

func (text) points(vigil.Scale, *vigil.Indicator, string) (float64, bool) { return 0, false }

func (text) options(vigil.Scale, *vigil.Indicator) []Option { return nil }
