package report_test

import (
	"strings"
	"testing"

	"vigil/internal/report"
	"vigil/internal/vigil"
)

// cardOf is the card of a gap.
func cardOf(t *testing.T, r vigil.Report, id string) vigil.Card {
	t.Helper()
	for _, s := range r.Sections {
		for _, b := range s.Blocks {
			for _, c := range b.Cards {
				if c.ID == id {
					return c
				}
			}
		}
	}
	t.Fatalf("no card %s", id)
	return vigil.Card{}
}

func factOf(c vigil.Card, label string) string {
	for _, f := range append(append([]vigil.Fact{}, c.Facts...), c.Body...) {
		if f.Label == label {
			return f.Value
		}
	}
	return ""
}

// A reader has no questionnaire at hand: a level that builds on others says what they ask, and what is to be added to the
// level that was found is all that the next one asks.
func TestLevelsAreSpelledOut(t *testing.T) {
	in := rated()
	in.Questionnaire.Pillars[1].Indicators[1].Levels = []vigil.OptionText{{ID: "1", Text: en("There is a pledge.")}, {ID: "2", Text: en("As level 1, and it is public.")}, {ID: "3", Text: en("As level 2 with a date.")}}
	in.Gaps.Gaps[0].Next.Asks = en("As level 2 with a date.")
	for _, c := range []struct{ found, text, asks string }{
		{"There is a pledge.", "There is a pledge. Evidence E1", "There is a pledge; and it is public; with a date."},
		{"As level 1, and it is public.", "There is a pledge; and it is public. Evidence E1", "In addition: a date."},
	} {
		in.Gaps.Gaps[0].FoundText, in.Gaps.Gaps[0].State = en(c.found), vigil.Answered
		card := cardOf(t, report.Gap(in), "BE.e.3")
		if got := factOf(card, "The next level asks"); got != c.asks {
			t.Errorf("asks %q, want %q", got, c.asks)
		}
		if got := factOf(card, "Found"); !strings.HasPrefix(got, c.text) {
			t.Errorf("found %q, want %q", got, c.text)
		}
	}
}

// A level that names itself or a higher one is left as it is written.
func TestLevelsBuildOnLowerOnesOnly(t *testing.T) {
	in := rated()
	in.Questionnaire.Pillars[1].Indicators[1].Levels = []vigil.OptionText{{ID: "2", Text: en("As level 3, and more.")}, {ID: "3", Text: en("As level 2, and more.")}}
	in.Gaps.Gaps[0].FoundText, in.Gaps.Gaps[0].State = en("As level 3, and more."), vigil.Answered
	if got := factOf(cardOf(t, report.Gap(in), "BE.e.3"), "Found"); !strings.HasPrefix(got, "As level 2, and more; and more. Evidence") && !strings.HasPrefix(got, "As level 3, and more; and more; and more. Evidence") {
		t.Errorf("found %q", got)
	}
}

// A list of questions is printed as questions.
func TestQuestionsKeepTheirMarksAlone(t *testing.T) {
	in := rated()
	in.Gaps.Gaps[0].Next.Asks = en("One more of these: Was a talk tried first?; Is the claim well founded?.")
	if got, want := factOf(cardOf(t, report.Gap(in), "BE.e.3"), "The next level asks"), "One more of these: Was a talk tried first? Is the claim well founded?"; got != want {
		t.Errorf("asks %q, want %q", got, want)
	}
}

// A sector is named as the screening names it, and by its code where nobody does.
func TestSectorsAreNamed(t *testing.T) {
	in := rated()
	in.Organisation.Sectors = []string{"EXT", "XYZ"}
	in.Questionnaire.Screening = []vigil.Indicator{{ID: "SCR.1", Elements: []vigil.Element{{ID: "EXT", Text: en("Mining and oil")}}}}
	if got, want := report.Gap(in).Facts[0].Note, "example-copper; Mining and oil (EXT), sector XYZ"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// The plan begins with the cap: no gap lifts the score while it stands.
func TestPlanBeginsWithTheCap(t *testing.T) {
	for _, s := range report.Gap(rated()).Sections {
		if s.ID != "plan" {
			continue
		}
		if got, want := s.Blocks[1].Paragraph, "Before all of it, CAP-1 needs lifting: withdrawn, costs met and the harm repaired."; got != want {
			t.Errorf("%q, want %q", got, want)
		}
		first := s.Blocks[2].Table.Rows[0]
		if first[1].Text != "First measures" || !strings.HasPrefix(first[4].Text, "Take interim measures and agree a plan.") {
			t.Errorf("the first step is %v", first)
		}
		return
	}
	t.Error("there is no plan")
}
