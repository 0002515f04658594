package credential

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"vigil/internal/vigil"
)

// Least and most is how many characters a password has. What they are is left to its owner: rules about kinds of
// characters make passwords worse.
const (
	Least = 12
	Most  = 256
)

// normal is a password as it is hashed: the same, however a keyboard composes its letters and whatever blank it gives
// (the OpaqueString profile of RFC 8265).
func normal(password string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Zs, r) {
			return ' '
		}
		return r
	}, password))
}

//go:embed common.txt
var commonText string

// common are words that so many passwords are made of that they are tried first.
var common = strings.Fields(commonText)

// CheckPassword says what is wrong with a password that somebody wants to have, in the field given.
func CheckPassword(field, password, login, name string) vigil.Problems {
	var ps vigil.Problems
	at := vigil.Place{Field: field}
	if !utf8.ValidString(password) {
		ps.Add(at, "it holds characters that are no text", "type it anew")
		return ps
	}
	p := normal(password)
	folded := strings.ToLower(p)
	switch n := utf8.RuneCountInString(p); {
	case n < Least:
		ps.Say(at, vigil.Say("it has fewer than %d characters", Least), vigil.Say("take a longer one; a few words that do not belong together are easy to keep in mind"))
	case n > Most:
		ps.Say(at, vigil.Say("it has more than %d characters", Most), vigil.Say("shorten it"))
	case holds(folded, login) || holds(folded, name):
		ps.Add(at, "it is little more than the login name or the name", "take something that nobody knows about you")
	case guessed(folded):
		ps.Add(at, "it is among those that are tried first", "take something less common; a few words that do not belong together are easy to keep in mind")
	}
	return ps
}

// holds reports whether a password is a name and fewer than six characters more.
func holds(folded, name string) bool {
	name = strings.ToLower(normal(strings.TrimSpace(name)))
	return utf8.RuneCountInString(name) > 2 && strings.Contains(folded, name) &&
		utf8.RuneCountInString(strings.ReplaceAll(folded, name, "")) < 6
}

// guessed reports whether a password is made of a common word, of a few characters, or of a row of the keyboard or the
// alphabet.
func guessed(folded string) bool {
	different := map[rune]bool{}
	for _, r := range folded {
		different[r] = true
	}
	if len(different) < 5 {
		return true
	}
	rest := folded
	for _, word := range common {
		rest = strings.ReplaceAll(rest, word, "")
	}
	rest = strings.TrimFunc(rest, func(r rune) bool { return r < utf8.RuneSelf && !unicode.IsLetter(r) })
	return utf8.RuneCountInString(rest) < 3
}
