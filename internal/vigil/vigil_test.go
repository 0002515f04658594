package vigil_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
	"vigil/internal/vigil"
)

func TestLEI(t *testing.T) {
	refused := map[string]string{
		"empty":                     "",
		"short":                     "5493001KJTIIGC8Y1R1",
		"one digit altered":         "5493001KJTIIGC8Y1R13",
		"lower case":                "5493001kjtiigc8y1r12",
		"a letter among the last 2": "5493001KJTIIGC8Y1RB2",
		"a space":                   "5493001KJTIIGC8Y1R 2",
	}
	for name, lei := range refused {
		if vigil.ValidLEI(lei) {
			t.Errorf("%s: %q was accepted", name, lei)
		}
	}
	if !vigil.ValidLEI("5493001KJTIIGC8Y1R12") {
		t.Error("a valid LEI was refused")
	}
}

func TestISIN(t *testing.T) {
	for name, isin := range map[string]string{"empty": "", "short": "US037833100", "check digit": "US0378331006", "no country": "120378331005", "lower case": "us0378331005", "letter at the end": "US037833100A"} {
		if vigil.ValidISIN(isin) {
			t.Errorf("%s: %q was accepted", name, isin)
		}
	}
	for _, isin := range []string{"US0378331005", "GB0002634946", "DE000BAY0017"} {
		if !vigil.ValidISIN(isin) {
			t.Errorf("%s was refused", isin)
		}
	}
}

func TestRoundingIsHalfUpOnce(t *testing.T) {
	one := vigil.RoundingRule{Decimals: 1}
	for _, c := range []struct{ in, want float64 }{{54.117647, 54.1}, {8.25, 8.3}, {59.95, 60}, {59.949999, 59.9}, {0.05, 0.1}, {39.9, 39.9}, {0.15, 0.2}, {100, 100}, {0, 0}} {
		if got := one.Round(c.in); got != c.want {
			t.Errorf("%v rounds to %v, want %v", c.in, got, c.want)
		}
	}
	if got := (vigil.RoundingRule{}).Round(46.5); got != 47 {
		t.Errorf("46.5 rounds to %v", got)
	}
	if got := vigil.NewFigure(60, one).String(); got != "60.0" {
		t.Errorf("60 is published as %s", got)
	}
}

func TestGuardedTextComesBackAsItWas(t *testing.T) {
	for _, s := range []string{"=1+1", "@SUM(A1)", "+cmd", "-2+3", "\tx", "\rx", "'=x"} {
		if g := vigil.GuardText(s); !strings.HasPrefix(g, "'") {
			t.Errorf("%q is not guarded: %q", s, g)
		}
	}
	for _, s := range []string{"-1.5", "+3", "-", "plain", "3 - 2", "don't"} {
		if g := vigil.GuardText(s); g != s {
			t.Errorf("%q was changed to %q", s, g)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`['=+@\-\t\r]{0,3}.{0,8}`).Draw(t, "text")
		if got := vigil.UnguardText(vigil.GuardText(s)); got != s {
			t.Fatalf("%q came back as %q", s, got)
		}
	})
}

func TestQuarter(t *testing.T) {
	for _, q := range []string{"", "2026", "2026-Q5", "2026-Q0", "2026Q1", "2026-Q22", "26-Q2"} {
		if _, _, err := vigil.QuarterBounds(q); vigil.KindOf(err) != vigil.Invalid {
			t.Errorf("%q was read as a quarter (%v)", q, err)
		}
	}
	first, last, err := vigil.QuarterBounds("2026-Q1")
	if err != nil || first.Format("2006-01-02") != "2026-01-01" || last.Format("2006-01-02") != "2026-03-31" {
		t.Errorf("2026-Q1 runs from %v to %v (%v)", first, last, err)
	}
}

func TestProblemsSayWhereWhatAndWhatToDo(t *testing.T) {
	ps := vigil.Problems{}
	if ps.Err() != nil {
		t.Error("no problems are an error")
	}
	ps.Add(vigil.Place{File: "q.yaml", Line: 9, Column: 2}, "the id is used twice", "give it another")
	ps.Add(vigil.Place{File: "a.xlsx", Sheet: "Answers", Cell: "C3"}, "the level is not on the scale", "")
	ps.Sort()
	want := "a.xlsx: Answers!C3: the level is not on the scale\nq.yaml:9:2: the id is used twice; give it another"
	if ps.Error() != want {
		t.Errorf("got\n%s\nwant\n%s", ps.Error(), want)
	}
	if vigil.KindOf(ps.Err()) != vigil.Invalid || vigil.KindOf(errors.New("x")) != vigil.Internal || vigil.KindOf(nil) != "" ||
		vigil.KindOf(vigil.Errorf(vigil.Conflict, "changed")) != vigil.Conflict {
		t.Error("kinds of error are mixed up")
	}
}

func TestRationalsAreExact(t *testing.T) {
	for _, s := range []string{"", "-1", "a", "1/0"} {
		if _, err := vigil.ParseRational(s); err == nil {
			t.Errorf("%q was read as a weight", s)
		}
	}
	r, err := vigil.ParseRational("2/6")
	if err != nil || r.String() != "1/3" || !r.Set() {
		t.Errorf("2/6 is %s (%v)", r, err)
	}
}

func TestStatusOnlyMovesForward(t *testing.T) {
	for _, c := range [][2]vigil.Status{{vigil.Draft, vigil.Final}, {vigil.Submitted, vigil.Draft}, {vigil.Withdrawn, vigil.Draft}, {vigil.Published, vigil.Final}} {
		if c[0].CanBecome(c[1]) {
			t.Errorf("%s may become %s", c[0], c[1])
		}
	}
	if !vigil.Draft.CanBecome(vigil.Submitted) || !vigil.InReview.CanBecome(vigil.Final) || !vigil.InReview.CanBecome(vigil.Returned) {
		t.Error("the main way is closed")
	}
}

func TestAQuestionnaireSpeaksTheLanguagesOfItsQuestions(t *testing.T) {
	form := vigil.Questionnaire{Pillars: []vigil.Pillar{{Indicators: []vigil.Indicator{
		{ID: "A", Question: vigil.Text{"en": "One?"}, Parts: []vigil.Indicator{{ID: "A.1", Question: vigil.Text{"en": "Two?", "fr": "Deux ?"}}}}}}}}
	for asked, want := range map[string]string{"en": "en", "fr": "fr", "es": "en"} {
		if got := form.Language(asked); got != want {
			t.Errorf("asked for %s it speaks %s, not %s", asked, got, want)
		}
	}
	if got := new(vigil.Questionnaire).Language("fr"); got != "" {
		t.Errorf("one without questions speaks %q", got)
	}
}
