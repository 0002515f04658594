package report

import (
	"regexp"
	"strings"

	"vigil/internal/vigil"
)

// lowerLevel is how a level begins that builds on a lower one of its question.
var lowerLevel = regexp.MustCompile(`^As level ([0-9]+)\b[, ]*`)

// spelled is the text of a level. One that builds on a lower level ("As level 2, ...") says what that level asks first,
// down to the one that builds on none: a reader has no questionnaire at hand.
func (g *gapReport) spelled(question string, level vigil.Text) string {
	text := level.In(g.lang)
	if in := g.q.Question(question); in != nil {
		return g.unfold(in, text, "")
	}
	return text
}

// unfold replaces the words "As level 2" by what level 2 asks. Above is the level whose text this is, if it was unfolded
// itself: a level builds on lower ones only.
func (g *gapReport) unfold(in *vigil.Indicator, text, above string) string {
	at := lowerLevel.FindStringSubmatchIndex(text)
	if at == nil {
		return text
	}
	id := text[at[2]:at[3]]
	lower := in.Level(id).In(g.lang)
	if lower == "" || above != "" && id >= above {
		return text
	}
	return strings.TrimRight(g.unfold(in, lower, id), ".") + "; " + text[at[1]:]
}

// asks is what the next level asks: what is to be added, where it builds on the level that was found.
func (g *gapReport) asks(x vigil.Gap) string {
	text := x.Next.Asks.In(g.lang)
	in, at := g.q.Question(x.Question), lowerLevel.FindStringSubmatchIndex(text)
	if in != nil && at != nil && x.State == vigil.Answered && in.Level(text[at[2]:at[3]]).In(g.lang) == x.FoundText.In(g.lang) {
		return tidy("In addition: " + strings.TrimPrefix(strings.TrimPrefix(text[at[1]:], "and "), "with "))
	}
	return tidy(g.spelled(x.Question, x.Next.Asks))
}
