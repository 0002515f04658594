package matching

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// letters are those that have no accent to take off and are written otherwise where people have no key for them.
var letters = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i", "ħ", "h", "ŋ", "n")

// Fold writes a text so that spellings of the same words are equal: in small letters, without accents, with one blank
// between words and no other sign than letters and digits. "&" is "and"; points and apostrophes are left out ("S.A." is
// "sa").
func Fold(s string) string {
	if !ascii(s) {
		s = letters.Replace(strings.ToLower(norm.NFKD.String(s)))
	}
	var b strings.Builder
	b.Grow(len(s))
	blank := false
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf && 'A' <= r && r <= 'Z':
			r += 'a' - 'A'
		case unicode.IsLetter(r) || unicode.IsDigit(r):
		case r == '&':
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString("and")
			blank = true
			continue
		case r == '.' || r == '\'' || r == '’' || unicode.Is(unicode.Mn, r):
			continue
		default:
			blank = true
			continue
		}
		if blank && b.Len() > 0 {
			b.WriteByte(' ')
		}
		blank = false
		b.WriteRune(r)
	}
	return b.String()
}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
