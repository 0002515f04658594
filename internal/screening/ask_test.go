package screening_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"vigil/internal/catalogue"
	"vigil/internal/check"
	"vigil/internal/screening"
	"vigil/internal/vigil"
	"vigil/questionnaires"
)

// reveal finds a question that could only be answered by telling who somebody is.
var reveal = regexp.MustCompile(`(?i)\b(who|whom|names?|identit(y|ies)|identify|list|tell us|disclose|hand over|reveal)\b[^.;:?]{0,60}\b(complain|whistle|witness|informant|victim|source|protester|signator|spoke|reported)`)

// harmless are sentences that the lint finds and that ask for the opposite.
var harmless = regexp.MustCompile(`(?i)\b(without|no|not|never|nor|nobody|instead of|forbid|refus|safe|protect|anonym|published|public source|rules out)`)

// reviewed are sentences that were looked at one by one, and ask the company to tell nobody anything.
var reviewed = []string{
	"agrees new dates only with those who complained",                     // INT.d.5: what is due to them, agreed with them
	"a third party to ask those who complained",                           // INT.d.5: so that the company does not
	"those who organised or complained from being left out when it hires", // BE.b.16: a safeguard of hiring, as a rule
	"what it agreed with people who complained",                           // INT.d.5: whether it was kept, and not with whom
	"those who complained agreed to a new date",                           // INT.d.5
}

// TestNoQuestionAsksWhoComplained goes through every question that the bank can lead to, on every level and grade.
func TestNoQuestionAsksWhoComplained(t *testing.T) {
	c, ps := catalogue.Load(questionnaires.Files)
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	tried := 0
	try := func(in *vigil.Indicator, next vigil.Step, state vigil.State) {
		tried++
		next.Evidence = in.Evidence.Accepts
		g := vigil.Gap{Question: in.ID, Title: in.Title, Due: "2027-01-31", FoundText: in.Level("1"), State: state, Next: next}
		if len(g.Title) == 0 {
			g.Title = in.Question
		}
		a := screening.AskFor(g, in, "en")
		if a.Text == "" || strings.Contains(a.Text, "%!") || !strings.Contains(a.Text, "31 January 2027") || !strings.Contains(a.Text, "?") {
			t.Errorf("%s asks nothing: %q", in.ID, a.Text)
		}
		for _, text := range []string{a.Text, a.Evidence} {
			for _, p := range check.Harm(vigil.Place{Field: in.ID}, text) {
				t.Errorf("%s: %v", in.ID, p)
			}
			for _, sentence := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(".;?", r) }) {
				if reveal.MatchString(sentence) && !harmless.MatchString(sentence) && !slices.ContainsFunc(reviewed, func(r string) bool { return strings.Contains(sentence, r) }) {
					t.Errorf("%s asks who somebody is: %q", in.ID, sentence)
				}
			}
		}
	}
	for _, b := range c.Banks {
		for i := range b.Indicators {
			in := &b.Indicators[i]
			for _, level := range in.Levels {
				step := vigil.Step{Option: level.ID, Asks: level.Text, Action: in.Action(level.ID)}
				try(in, step, vigil.Answered)
				try(in, step, vigil.NotDisclosed)
			}
			for _, e := range in.Elements {
				try(in, vigil.Step{Elements: 1, Asks: e.Text, Action: in.Action("element")}, vigil.Answered)
			}
			for _, grade := range vigil.Grades {
				try(in, vigil.Step{Grade: grade}, vigil.Answered)
			}
		}
	}
	if tried < 1000 {
		t.Errorf("only %d questions were tried", tried)
	}
	for _, bad := range []string{"Please list the complainants", "Tell us who spoke to the press", "The names of the whistleblowers"} {
		if !reveal.MatchString(bad) || harmless.MatchString(bad) {
			t.Errorf("the lint lets %q pass", bad)
		}
	}
}

// gapsOf are seven gaps, in the order of scoring.
func gapsOf(string) *vigil.GapList {
	list := &vigil.GapList{}
	for _, id := range []string{"BE.a.1", "BE.a.2", "BE.a.3", "BE.a.4", "BE.a.5", "BE.a.6", "BE.a.7"} {
		list.Gaps = append(list.Gaps, vigil.Gap{Question: id, Title: vigil.Text{"en": "Item " + id}, Due: "2027-01-31", Priority: "high",
			Next: vigil.Step{Option: "1", Asks: vigil.Text{"en": "It is done."}, Action: vigil.Text{"en": "Do it."}, Evidence: vigil.Text{"en": "The paper."}}})
	}
	return list
}

// TestAsksGoAStepFurther: up to five questions; one that is overdue goes a step further, one that is not keeps its date.
func TestAsksGoAStepFurther(t *testing.T) {
	weak := func() *screening.Company { return rated("a", 30) } // band D: engage, but heavy: escalate
	in := input([]vigil.Holding{equity(1, "a", 0.02), equity(2, "b", 0.98)}, weak(), rated("b", 90))
	in.Gaps = gapsOf
	first := screening.Screen(in)
	if len(first.Asks) != 1 || len(first.Asks[0].Asks) != 5 || first.Asks[0].Step != "letter" || first.Asks[0].Asks[0].Step != "letter" {
		t.Fatalf("%+v", first.Asks)
	}
	if a := first.Asks[0].Asks[0]; a.Question != "BE.a.1" || a.Text != "How do you stand today? And by 31 January 2027, will you be able to say this: “It is done”?" || a.Evidence != "The paper." || a.First != today {
		t.Errorf("%+v", a)
	}
	in.Previous = first
	in.Today = "2027-01-31"
	if a := screening.Screen(in).Asks[0]; a.Step != "letter" || a.Asks[0].Overdue || a.Asks[0].First != today {
		t.Errorf("on its last day: %+v", a)
	}
	in.Today = "2027-02-01"
	second := screening.Screen(in)
	if a := second.Asks[0]; a.Step != "meeting" || !a.Asks[0].Overdue || a.Asks[0].First != today {
		t.Errorf("overdue: %+v", a)
	}
}

// TestAHeldCaseIsNotAskedAbout: where asking would endanger somebody, the letter does not mention the limit.
func TestAHeldCaseIsNotAskedAbout(t *testing.T) {
	c := capped(rated("a", 39.9), "CAP-1", 39.9)
	al := grave(7, "c7")
	c.Allegations, c.Caps[0].AllegationID = []vigil.Allegation{al}, 7
	in := input([]vigil.Holding{equity(1, "a", 1)}, c)
	in.Gaps = gapsOf
	asked := screening.Screen(in).Asks[0]
	if asked.Asks[0].Question != "CAP-1" || len(asked.Asks) != 5 || asked.Step != "meeting" {
		t.Errorf("%+v", asked)
	}
	c.Allegations[0].HoldFrom = "2026-11-01"
	s := screening.Screen(in)
	if s.Asks[0].Asks[0].Question != "BE.a.1" {
		t.Errorf("%+v", s.Asks[0].Asks[0])
	}
	if len(s.RedFlags) != 1 {
		t.Errorf("the committee must see it all the same: %+v", s.RedFlags)
	}
}

// TestHowAnAskReads: the question of the item, the whole of what is wanted, and no words of the bank about levels.
func TestHowAnAskReads(t *testing.T) {
	item := &vigil.Indicator{ID: "BE.f.3", Question: vigil.Text{"en": "How did the company answer?"}, Critical: "CAP-1",
		Levels: []vigil.OptionText{{ID: "1", Text: vigil.Text{"en": "Each had an answer, even if late."}}, {ID: "2", Text: vigil.Text{"en": "As level 1, and it is public."}}}}
	g := vigil.Gap{Question: "BE.f.3", Title: vigil.Text{"en": "Answers"}, Due: "2027-01-31", FoundText: item.Levels[1].Text, Next: vigil.Step{Option: "2", Asks: item.Levels[1].Text}}
	for _, c := range []struct {
		next vigil.Step
		want string
	}{
		{g.Next, "How did the company answer? And by 31 January 2027, will you be able to say this: “Each had an answer; and it is public”?"},
		{vigil.Step{Elements: 1, Asks: vigil.Text{"en": "One more of these: Is it read?; Is it dated."}}, "How did the company answer? And by 31 January 2027, will there be more of these: Is it read; Is it dated?"},
		{vigil.Step{Grade: vigil.E2}, "Will you publish by 31 January 2027 what shows this: “Each had an answer, even if late; and it is public”?"},
	} {
		g.Next = c.next
		if got := screening.AskFor(g, item, "en").Text; got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

// TestSilenceOnAGraveFactIsNoAdmission: a company that disclosed nothing is asked for its search first.
func TestSilenceOnAGraveFactIsNoAdmission(t *testing.T) {
	item := &vigil.Indicator{ID: "BE.h.4", Question: vigil.Text{"en": "Is there a reprisal that was not repaired?"},
		Levels: []vigil.OptionText{{ID: "settled", Text: vigil.Text{"en": "Each was repaired."}}, {ID: "clear", Text: vigil.Text{"en": "A dated search found none."}}}}
	g := vigil.Gap{Question: "BE.h.4", Due: "2027-01-31", State: vigil.Answered, Found: "open", Next: vigil.Step{Option: "settled", Asks: item.Levels[0].Text}}
	const admitted = "Is there a reprisal that was not repaired? And by 31 January 2027, will you be able to say this: “Each was repaired”?"
	const silent = "Is there a reprisal that was not repaired? If not, will you publish by 31 January 2027 the search that shows it, with its date, sources and languages? If so, will you be able to say this by then: “Each was repaired”?"
	for state, want := range map[vigil.State]string{vigil.Answered: admitted, vigil.NotDisclosed: silent, vigil.Refused: silent} {
		g.State = state
		if got := screening.AskFor(g, item, "en").Text; got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", state, got, want)
		}
	}
}

// TestACapAndItsItemAreOneQuestion: who is asked to lift a cap is not asked for the item behind it as well.
func TestACapAndItsItemAreOneQuestion(t *testing.T) {
	in := input([]vigil.Holding{equity(1, "a", 1)}, capped(rated("a", 39.9), "CAP-1", 39.9))
	in.Gaps = gapsOf
	in.Item = func(_, question string) *vigil.Indicator {
		if question == "BE.a.1" {
			return &vigil.Indicator{ID: question, Critical: "CAP-1"}
		}
		return nil
	}
	asks := screening.Screen(in).Asks[0].Asks
	if len(asks) != 5 || asks[0].Question != "CAP-1" || asks[1].Question != "BE.a.2" {
		t.Errorf("%+v", asks)
	}
	if text := asks[0].Text; !strings.Contains(text, "by when will it be so: “") || !strings.Contains(text, "stays at 39.9 or below") || strings.Contains(text, ".”") {
		t.Error(text)
	}
}
