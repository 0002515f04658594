package vigil_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vigil/internal/vigil"
)

// every is a problem with an argument of each kind that a message may hold.
func every() vigil.Problems {
	var ps vigil.Problems
	ps.Say(vigil.Place{File: "a.xlsx", Sheet: "Answers", Cell: "F7"},
		vigil.Say("%q has %d of %.1f in %s, %s, %s, %s, %s, %s, %s, %s, %v: %s", "BE.a.1", 3, 2.5, vigil.Word("unit"), vigil.Day("2026-10-31"), vigil.Bytes(1500), vigil.AnyOf{"a", "b", "c"},
			vigil.Words{"reviewer", "auditor"}, vigil.Quantity(0.25), vigil.Text{"en": "a field", "fr": "un champ"},
			vigil.Messages{vigil.Say("%d gaps", 2), vigil.Say("none")}, errors.New("cut"), vigil.Say("the %s is %s", vigil.Reviewer, vigil.InReview)),
		vigil.Say("choose 100 % of it"))
	return ps
}

const everyText = `a.xlsx: Answers!F7: "BE.a.1" has 3 of 2.5 in unit, 2026-10-31, 1.5 kB, a, b or c, reviewer, auditor, 0.25, a field, 2 gaps; none, cut: the reviewer is in review; choose 100 % of it`

func TestAMessageIsEnglishUnlessItIsTranslated(t *testing.T) {
	if got := every().Error(); got != everyText {
		t.Errorf("got  %s\nwant %s", got, everyText)
	}
	for want, one := range map[string]vigil.AnyOf{"": nil, "a": {"a"}, "a or b": {"a", "b"}} {
		if got := one.String(); got != want {
			t.Errorf("any of %v is %q, not %q", []string(one), got, want)
		}
	}
}

func TestAProblemIsJSONInEnglish(t *testing.T) {
	text, err := json.Marshal(vigil.Problem{What: vigil.Say("it has %d", 2)})
	if err != nil || string(text) != `{"place":{},"what":"it has 2"}` {
		t.Errorf("%s (%v)", text, err)
	}
	text, err = json.Marshal(every()[0])
	var back vigil.Problem
	if err != nil || json.Unmarshal(text, &back) != nil || !back.Equal(every()[0]) {
		t.Errorf("%s came back as %s (%v)", text, back, err)
	}
}

func TestAProblemReachesAnotherProcessWithItsParts(t *testing.T) {
	text, err := json.Marshal(vigil.Carry(every()))
	if err != nil {
		t.Fatal(err)
	}
	var list []vigil.CarriedProblem
	if err := json.Unmarshal(text, &list); err != nil {
		t.Fatal(err)
	}
	back := vigil.Uncarry(list)
	if got := back.Error(); got != everyText {
		t.Errorf("got  %s\nwant %s", got, everyText)
	}
	want := []any{"BE.a.1", int64(3), 2.5, vigil.Word("unit"), vigil.Day("2026-10-31"), vigil.Bytes(1500), vigil.AnyOf{"a", "b", "c"}, vigil.Words{"reviewer", "auditor"},
		vigil.Quantity(0.25), vigil.Text{"en": "a field", "fr": "un champ"}, vigil.Messages{vigil.Say("%d gaps", int64(2)), vigil.Say("none")}, "cut",
		vigil.Message{Format: "the %s is %s", Args: []any{vigil.Word("reviewer"), vigil.Word("in review")}}}
	if d := cmp.Diff(want, back[0].What.Args); d != "" {
		t.Error(d)
	}
	if vigil.Uncarry(nil) != nil {
		t.Error("no problem became one")
	}
}
