package matching

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed words.txt
var wordsFile string

// idle are the words that say nothing about which company it is.
var idle = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for _, line := range strings.Split(wordsFile, "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, w := range strings.Fields(line) {
			out[Fold(w)] = true
		}
	}
	return out
})

// Least and Most are the ends of the scale of similarity that is shown: below Least a name is no candidate, and Most is
// for the same words.
const (
	Least = 60
	Most  = 100
)

// joined is the score of names that are the same but for the blanks in them.
const joined = 95

// nameWords are the words of a name that tell companies apart, sorted. A name of nothing but legal forms and numbers
// keeps all its words.
func nameWords(name string) []string {
	all := strings.Fields(together(Fold(name)))
	var out []string
	for _, w := range all {
		if !idle()[w] && strings.Trim(w, "0123456789") != "" {
			out = append(out, w)
		}
	}
	if len(out) == 0 {
		out = all
	}
	slices.Sort(out)
	return out
}

// together writes single letters that follow one another as one word: "a s" is "as", "s p a" is "spa".
func together(folded string) string {
	words := strings.Fields(folded)
	var out []string
	single := false
	for _, w := range words {
		if utf8.RuneCountInString(w) == 1 && single {
			out[len(out)-1] += w
			continue
		}
		single = utf8.RuneCountInString(w) == 1
		out = append(out, w)
	}
	return strings.Join(out, " ")
}

// likeness says how alike two names are, and why.
type likeness struct {
	score          int
	same           []string
	nearly         [][2]string
	onlyIn, onlyOf []string // words of the holding alone, and of the organisation alone
}

// compare scores two lists of words, both sorted. The score is the share of the letters of both names that stand in
// words which both have, from 0 to 100; a word that differs by one letter (of five or more) counts for three quarters.
func compare(a, b []string) likeness {
	var l likeness
	taken := make([]bool, len(b))
	rest := a[:0:0]
	points, letters := 0, 0 // in quarters of a letter
	for _, w := range b {
		letters += utf8.RuneCountInString(w)
	}
	at := 0
	for _, w := range a {
		letters += utf8.RuneCountInString(w)
		for at < len(b) && b[at] < w {
			at++
		}
		if at < len(b) && b[at] == w {
			taken[at] = true
			at++
			l.same = append(l.same, w)
			points += 8 * utf8.RuneCountInString(w)
			continue
		}
		rest = append(rest, w)
	}
	for _, w := range rest {
		i := slices.IndexFunc(b, func(x string) bool { return near(w, x) })
		for i >= 0 && taken[i] {
			next := slices.IndexFunc(b[i+1:], func(x string) bool { return near(w, x) })
			if next < 0 {
				i = -1
				break
			}
			i += 1 + next
		}
		if i < 0 {
			l.onlyIn = append(l.onlyIn, w)
			continue
		}
		taken[i] = true
		l.nearly = append(l.nearly, [2]string{w, b[i]})
		points += 3 * (utf8.RuneCountInString(w) + utf8.RuneCountInString(b[i]))
	}
	for i, w := range b {
		if !taken[i] {
			l.onlyOf = append(l.onlyOf, w)
		}
	}
	if letters > 0 {
		l.score = 100 * points / (4 * letters)
	}
	if l.score < joined && strings.Join(a, "") == strings.Join(b, "") {
		l.score = joined
	}
	return l
}

// near reports whether two words of five letters or more differ by one letter: another one, one more, or two that
// changed places.
func near(a, b string) bool {
	if len(a) < 5 || len(b) < 5 {
		return false
	}
	x, y := []rune(a), []rune(b)
	if len(x) < 5 || len(y) < 5 || a == b {
		return false
	}
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(y)-len(x) > 1 {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	if len(y) > len(x) {
		return slices.Equal(x[i:], y[i+1:])
	}
	if slices.Equal(x[i+1:], y[i+1:]) {
		return true
	}
	return i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && slices.Equal(x[i+2:], y[i+2:])
}

// why explains a score.
func (l likeness) why() string {
	var parts []string
	if len(l.same) > 0 {
		parts = append(parts, "the same: "+strings.Join(l.same, ", "))
	}
	for _, n := range l.nearly {
		parts = append(parts, fmt.Sprintf("nearly the same: %s and %s", n[0], n[1]))
	}
	if len(l.onlyIn) > 0 {
		parts = append(parts, "only in the list: "+strings.Join(l.onlyIn, ", "))
	}
	if len(l.onlyOf) > 0 {
		parts = append(parts, "only in the organisation: "+strings.Join(l.onlyOf, ", "))
	}
	return strings.Join(parts, "; ")
}

// Similarity says how alike two names are, from 0 to Most: see Candidate.Score.
func Similarity(a, b string) int { return compare(nameWords(a), nameWords(b)).score }
