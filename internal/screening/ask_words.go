package screening

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"

	"vigil/internal/vigil"
)

// askToLift asks what is done so that a cap in force can be lifted.
func (r *run) askToLift(f flaggedCap) vigil.Ask {
	a := vigil.Ask{Question: f.Rule, Title: f.Title, Priority: "critical", Due: later(r.in.Today, 0, capDays),
		Evidence: "Public documents, or the finding of an independent body. Those affected should be able to confirm it through representatives they choose, without being named to you or to us."}
	a.Text = fmt.Sprintf("What have you done about this so far, and by when will it be so: “%s”? Please answer by %s.", strings.TrimRight(f.lift, "."), vigil.LongDate(a.Due))
	if f.AtMost != nil {
		a.Text += fmt.Sprintf(" Until then our score of your company stays at %s or below, whatever else improves.", r.figure(*f.AtMost))
	}
	return a
}

// AskFor turns a gap into a question that somebody outside the company can put: what is so today, whether the next level
// will hold by the date of the gap, and what will show it. It asks about what the company does and publishes, never about
// who complained. Item is the item behind the gap; without it the title of the gap stands for its question.
func AskFor(g vigil.Gap, item *vigil.Indicator, language string) vigil.Ask {
	a := vigil.Ask{Question: g.Question, Title: g.Title.In(language), Due: g.Due, Priority: g.Priority}
	a.Evidence = strings.TrimSpace(g.Next.Evidence.In(language) + " " + proof[g.Next.Grade])
	by := vigil.LongDate(g.Due)
	today := "How do you stand today?"
	if item != nil && item.Question.In(language) != "" {
		today = plain(item.Question.In(language))
	}
	switch {
	case g.Next.Option == "" && g.Next.Elements == 0: // the same level, better shown
		a.Text = fmt.Sprintf(cmp.Or(better[g.Next.Grade], "Will you show by %s what there is for this: “%s”?"), by, claim(g, item, language))
	case g.Next.Elements > 0:
		a.Text = fmt.Sprintf("%s And by %s, will there be more of these: %s?", today, by, strings.TrimRight(parts(g.Next.Asks.In(language)), ".?"))
	case undisclosedFlag(g, item, language):
		a.Text = fmt.Sprintf("%s If not, will you publish by %s the search that shows it, with its date, sources and languages? If so, will you be able to say this by then: “%s”?", today, by, wanted(g, item, language))
	default:
		a.Text = fmt.Sprintf("%s And by %s, will you be able to say this: “%s”?", today, by, wanted(g, item, language))
	}
	return a
}

// wanted is what the next level asks, in full.
func wanted(g vigil.Gap, item *vigil.Indicator, language string) string {
	return strings.TrimRight(leastOf.ReplaceAllString(unfold(item, plain(g.Next.Asks.In(language)), language), ""), ".")
}

// undisclosedFlag is whether a company keeps silent on a grave fact. The next rung is that it was settled, but nothing says
// that there was anything to settle.
func undisclosedFlag(g vigil.Gap, item *vigil.Indicator, language string) bool {
	return item != nil && item.Level("clear").In(language) != "" && (g.State == vigil.NotDisclosed || g.State == vigil.Refused)
}

// proof says in words what a grade of evidence asks for.
var proof = map[vigil.Grade]string{
	vigil.E2: "It should be public.",
	vigil.E3: "It should come from somebody independent of you.",
	vigil.E4: "Those concerned should be able to confirm it through representatives they choose, without being named to you or to us.",
}

// better asks for better evidence of what is in place, by the day and the claim.
var better = map[vigil.Grade]string{
	vigil.E1: "Will you show by %s a document for this: “%s”?",
	vigil.E2: "Will you publish by %s what shows this: “%s”?",
	vigil.E3: "Will you have somebody independent confirm by %s that this holds: “%s”?",
	vigil.E4: "Will you make it possible by %s that those concerned confirm this freely: “%s”?",
}

// claim is what was found, or the name of the item where its words build on a lower level that is not given.
func claim(g vigil.Gap, item *vigil.Indicator, language string) string {
	found := strings.TrimRight(unfold(item, plain(g.FoundText.In(language)), language), ".")
	if found == "" || lowerLevel.MatchString(found) {
		return g.Title.In(language)
	}
	return found
}

// parts are the elements of an item as a list in a sentence, without the count before them.
func parts(text string) string {
	_, list, found := strings.Cut(plain(text), ": ")
	if !found {
		list = plain(text)
	}
	return strings.ReplaceAll(list, "?;", ";")
}

// plain is a text on one line.
func plain(text string) string { return strings.Join(strings.Fields(text), " ") }

// lowerLevel is how a level begins that builds on a lower one of its item.
var lowerLevel = regexp.MustCompile(`^As level ([0-9]+)\b[, ]*`)

// leastOf is how a level says that even the least of it counts; nobody asks a company for no more than that.
var leastOf = regexp.MustCompile(`, even if [^.;]*`)

// unfold replaces the words "As level 2" by what level 2 says: who gets a letter has no questionnaire at hand.
func unfold(item *vigil.Indicator, text, language string) string {
	for above := ""; item != nil; {
		at := lowerLevel.FindStringSubmatchIndex(text)
		if at == nil {
			break
		}
		id := text[at[2]:at[3]]
		lower := plain(item.Level(id).In(language))
		if lower == "" || above != "" && id >= above { // levels build on lower ones only
			break
		}
		text, above = strings.TrimRight(lower, ".")+"; "+text[at[1]:], id
	}
	return text
}
