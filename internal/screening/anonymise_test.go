package screening_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"vigil/internal/screening"
	"vigil/internal/vigil"
)

// free are the fields of a screening that hold words of the method, the bank or a closed list, and so may stay.
var free = map[string]bool{
	"Day": true, "AsOf": true, "Edition": true, "Digest": true, "Kind": true, "Title": true, "Mode": true, "Questionnaire": true, "Methodology": true,
	"Country": true, "Sector": true, "Kinds": true, "Status": true, "Cutoff": true, "Band": true, "BandTitle": true, "Trust": true, "ID": true, "Cap": true,
	"Since": true, "Rule": true, "Truth": true, "Outcome": true, "Source": true, "LiftTest": true, "Quarter": true, "Opened": true, "Replied": true,
	"HeldSince": true, "Due": true, "State": true, "LastEvent": true, "NextCheck": true, "Why": true, "Step": true, "StepTitle": true, "Question": true,
	"Text": true, "Evidence": true, "Priority": true, "First": true, "What": true, "BandFrom": true, "BandTo": true, "OutcomeFrom": true, "OutcomeTo": true,
	"CapsNew": true, "CapsGone": true, "Reason": true, "Missing": true, "ReplyState": true, "Key": true,
}

// plant fills every text of a value with a word of its own and gives the words that must not come out.
func plant(v reflect.Value, field string, n *int, planted *[]string) {
	switch v.Kind() {
	case reflect.String:
		*n++
		word := fmt.Sprintf("canary%d", *n)
		v.SetString(word)
		if !free[field] {
			*planted = append(*planted, word)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		plant(v.Elem(), field, n, planted)
	case reflect.Struct:
		for i := range v.NumField() {
			plant(v.Field(i), v.Type().Field(i).Name, n, planted)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			plant(v.Index(i), field, n, planted)
		}
	}
}

// TestNobodyIsNamedInAnAnonymousScreening plants a word in every text of a screening, by reflection, so that a field
// which is new is tried too.
func TestNobodyIsNamedInAnAnonymousScreening(t *testing.T) {
	var s vigil.Screening
	n, planted := 0, []string{}
	plant(reflect.ValueOf(&s).Elem(), "", &n, &planted)
	if len(planted) < 30 {
		t.Fatalf("only %d of %d texts are tried", len(planted), n)
	}
	out, err := json.Marshal(screening.Anonymise(&s))
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range planted {
		if strings.Contains(string(out), `"`+word+`"`) || strings.Contains(string(out), word+" ") {
			t.Errorf("%s came through", word)
		}
	}
}

func TestAnAnonymousScreeningKeepsItsFigures(t *testing.T) {
	in := goldenInput()
	in.Rules.Exceptions = []vigil.Exception{{Organisation: "b", Rule: "grave-cap", Outcome: vigil.Engage, Approver: "Secret Person", Reason: "Secret reason",
		From: "2026-01-01", Until: "2026-12-31"}}
	in.Holdings = append(in.Holdings, unmatched(4, vigil.HoldingEquity, 0.1))
	first := screening.Screen(in)
	in.Previous = first
	in.Companies["a"] = rated("a", 60)
	s := screening.Screen(in)
	a := screening.Anonymise(s)
	text, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"Company a", "Company b", "LEI-", "Unknown 4", "Secret", `"fund"`, "Line of"} {
		if strings.Contains(string(text), word) {
			t.Errorf("%q came through", word)
		}
	}
	if only(t, a.Whole).Score.Value != only(t, s.Whole).Score.Value || len(a.Positions) != len(s.Positions) || a.Positions[0].Name != "Company 1" || !a.Anonymous {
		t.Errorf("%+v", a.Whole)
	}
	if only(t, s.Whole).Up[0].Name != "Company a" {
		t.Error("the screening itself was changed")
	}
}
