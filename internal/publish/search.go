package publish

import (
	"encoding/base64"
	"encoding/hex"
	"html"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// shortestName is from how many letters a name can be told from other words.
const shortestName = 5

// deepest is how many encodings inside each other are undone.
const deepest = 3

// search looks for names of persons in files, however they are written.
type search struct{ names []name }

type name struct {
	words    string // folded, with single blanks: whole words only
	squeezed string // without blanks; empty where it is too short for that
	wide     [][]byte
}

func newSearch(private []string) *search {
	s := &search{}
	seen := map[string]bool{}
	for _, p := range private {
		folded := strings.TrimSpace(fold(p))
		squeezed := strings.ReplaceAll(folded, " ", "")
		if utf8.RuneCountInString(squeezed) < shortestName || seen[folded] {
			continue
		}
		seen[folded] = true
		n := name{words: " " + folded + " ", wide: wide(p)}
		if utf8.RuneCountInString(squeezed) >= 8 {
			n.squeezed = squeezed
		}
		s.names = append(s.names, n)
	}
	return s
}

// wide is a text as UTF-16, both ways round.
func wide(s string) [][]byte {
	var little, big []byte
	for _, u := range utf16.Encode([]rune(s)) {
		little = append(little, byte(u), byte(u>>8))
		big = append(big, byte(u>>8), byte(u))
	}
	return [][]byte{little, big}
}

// in lists the file when it holds a name. The name is not repeated.
func (s *search) in(f *file) {
	if len(s.names) == 0 {
		return
	}
	said, texts := map[string]bool{}, []string{f.name}
	for _, t := range f.texts {
		if !said[t] {
			said[t] = true
			texts = append(texts, t)
		}
	}
	if s.finds(string(f.data), 0) || s.finds(strings.Join(texts, "\n"), 0) {
		f.add("", "holds the name of somebody who worked on this or is on file", "take the name out: nobody's name is published")
	}
}

// finds looks through a text, and through what comes out when its encodings are undone.
func (s *search) finds(text string, depth int) bool {
	if s.plain(text) {
		return true
	}
	if depth == deepest {
		return false
	}
	for _, d := range decoders {
		if !strings.ContainsAny(text, d.marks) {
			continue
		}
		if out := d.decode(text); out != text && s.finds(out, depth+1) {
			return true
		}
	}
	for _, run := range base64Run.FindAllString(text, -1) {
		for _, out := range unbase64(run) {
			if s.finds(out, depth+1) {
				return true
			}
		}
	}
	for _, run := range hexRun.FindAllString(text, -1) {
		if out, err := hex.DecodeString(run[:len(run)&^1]); err == nil && s.plain(string(out)) {
			return true
		}
	}
	return false
}

// decoders undo encodings; marks are what each of them cannot do without.
var decoders = []struct {
	marks  string
	decode func(string) string
}{{"%+", unpercent}, {"&", html.UnescapeString}, {`\=`, unescape}, {"\x00", narrow}}

func (s *search) plain(text string) bool {
	folded := " " + fold(text) + " "
	squeezed := strings.ReplaceAll(folded, " ", "")
	for _, n := range s.names {
		if strings.Contains(folded, n.words) || n.squeezed != "" && strings.Contains(squeezed, n.squeezed) {
			return true
		}
		for _, w := range n.wide {
			if strings.Contains(text, string(w)) {
				return true
			}
		}
	}
	return false
}

// fold makes texts that people take for the same the same: small letters without marks, and one blank for everything between
// them.
func fold(s string) string {
	var b strings.Builder
	blank := true
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) {
				continue // a mark on the letter before, or nothing that is seen
			}
			if !blank {
				b.WriteByte(' ')
				blank = true
			}
			continue
		}
		blank = false
		r = unicode.ToLower(r)
		if plain, ok := unmarked[r]; ok {
			b.WriteString(plain)
			continue
		}
		if r >= 0xff41 && r <= 0xff5a { // letters as wide as a Chinese one
			r -= 0xff41 - 'a'
		}
		b.WriteRune(r)
	}
	return strings.TrimRight(b.String(), " ")
}

// unmarked are the Latin letters with marks, each without them.
var unmarked = func() map[rune]string {
	m := map[rune]string{}
	for plain, list := range map[string]string{"a": "àáâãäåāăąǎạảấầậ", "c": "çćĉċč", "d": "ďđð", "e": "èéêëēĕėęěẹếềệ", "g": "ĝğġģ", "h": "ĥħ", "i": "ìíîïĩīĭįıịǐ", "j": "ĵ",
		"k": "ķ", "l": "ĺļľŀł", "n": "ñńņňŉŋ", "o": "òóôõöøōŏőơọốồộớờǒ", "r": "ŕŗř", "s": "śŝşšș", "t": "ţťŧț", "u": "ùúûüũūŭůűųưụứừǔ", "w": "ŵ", "y": "ýÿŷ", "z": "źżž",
		"ss": "ß", "ae": "æ", "oe": "œ", "th": "þ"} {
		for _, r := range list {
			m[r] = plain
		}
	}
	return m
}()

var (
	base64Run = regexp.MustCompile(`[A-Za-z0-9+/_-]{8,}={0,2}`)
	hexRun    = regexp.MustCompile(`(?i)[0-9a-f]{10,}`)
	percents  = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)
	escapes   = regexp.MustCompile(`\\u\{?[0-9A-Fa-f]{4,6}\}?|\\x[0-9A-Fa-f]{2}|=[0-9A-F]{2}`)
)

func unpercent(s string) string {
	return percents.ReplaceAllStringFunc(strings.ReplaceAll(s, "+", " "), func(p string) string {
		b, _ := hex.DecodeString(p[1:])
		return string(b)
	})
}

// unescape undoes the escapes of scripts, of JSON and of mails.
func unescape(s string) string {
	return escapes.ReplaceAllStringFunc(s, func(e string) string {
		if e[0] == '=' {
			b, _ := hex.DecodeString(e[1:])
			return string(b)
		}
		n, err := strconv.ParseUint(strings.Trim(e[2:], "{}"), 16, 32)
		if err != nil {
			return e
		}
		return string(rune(n))
	})
}

// narrow takes the empty bytes out, which leaves Latin text of UTF-16 readable.
func narrow(s string) string { return strings.ReplaceAll(s, "\x00", "") }

// unbase64 undoes base64 at each of the four places where a piece of it may begin.
func unbase64(run string) []string {
	run = strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(run, "="))
	var out []string
	for skip := 0; skip < 4 && len(run)-skip >= 8; skip++ {
		part := run[skip:]
		if len(part)%4 == 1 {
			part = part[:len(part)-1]
		}
		if b, err := base64.RawStdEncoding.DecodeString(part); err == nil && readable(b) {
			out = append(out, string(b))
		}
	}
	return out
}

// readable reports whether bytes could be text, also of two bytes a letter; fingerprints and pictures are not.
func readable(b []byte) bool {
	odd := 0
	for _, c := range b {
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != 0 || c == 0x7f {
			odd++
		}
	}
	return odd*20 <= len(b)
}
