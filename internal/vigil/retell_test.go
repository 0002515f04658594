package vigil_test

import (
	"encoding/json"
	"testing"

	"vigil/internal/vigil"
)

// told is a scorecard with a message of each kind.
func told() *vigil.Scorecard {
	return &vigil.Scorecard{
		BandReason: vigil.Messages{vigil.Say("coverage is %s", vigil.Quantity(50))},
		Deduction:  vigil.Deduction{Cases: []vigil.CaseScore{{Why: vigil.Say("severity %s", vigil.Quantity(0.5))}}},
		Caps:       []vigil.CapInForce{{Why: vigil.Say("%s was answered", "A.1")}},
		Nodes:      []vigil.Score{{Node: vigil.Total}, {Node: "A.1", Item: &vigil.ItemScore{Why: vigil.Say("answer %s", "2")}}},
	}
}

func TestAScorecardThatWasKeptIsToldWithThePartsOfItsMessages(t *testing.T) {
	text, err := json.Marshal(told())
	if err != nil {
		t.Fatal(err)
	}
	kept := new(vigil.Scorecard)
	if err := json.Unmarshal(text, kept); err != nil {
		t.Fatal(err)
	}
	anew := told()
	anew.Caps[0].Why = vigil.Say("%s was answered", "A.2") // changed since
	kept.Retell(anew)
	for what, m := range map[string]vigil.Message{"the band": kept.BandReason[0], "the case": kept.Deduction.Cases[0].Why, "the item": kept.Nodes[1].Item.Why} {
		if len(m.Args) == 0 {
			t.Errorf("%s has no parts: %v", what, m)
		}
	}
	if m := kept.Caps[0].Why; m.String() != "A.1 was answered" || len(m.Args) != 0 {
		t.Errorf("what is said otherwise now was told as now: %v", m)
	}
}

func TestAKeptScorecardIsTheSameJSON(t *testing.T) {
	card := told()
	card.Nodes[1].Item.Why = vigil.Say("%s \"<é>\"", "2")
	text, err := json.Marshal(card)
	if err != nil {
		t.Fatal(err)
	}
	kept := new(vigil.Scorecard)
	if err := json.Unmarshal(text, kept); err != nil {
		t.Fatal(err)
	}
	if again, err := json.Marshal(kept); err != nil || string(again) != string(text) {
		t.Errorf("%v\n%s\n%s", err, text, again)
	}
}
