package check

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"vigil/internal/vigil"
)

func TestHarm(t *testing.T) {
	b, err := os.ReadFile("testdata/harm.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases struct {
		Found  []struct{ Text, What string }
		Passes []string
	}
	if err := json.Unmarshal(b, &cases); err != nil {
		t.Fatal(err)
	}
	at := vigil.Place{File: "answers.csv", Line: 3}
	for _, c := range cases.Found {
		ps := Harm(at, c.Text)
		if len(ps) == 0 {
			t.Errorf("nothing was found in %q, want %s", c.Text, c.What)
			continue
		}
		if !strings.Contains(ps.Error(), c.What) || ps[0].Place != at || ps[0].Do.Empty() {
			t.Errorf("%q gives %v; want %s, the place and what to do", c.Text, ps, c.What)
		}
		if strings.Contains(ps.Error(), c.Text) {
			t.Errorf("the message repeats what must not be stored: %v", ps)
		}
	}
	for _, text := range cases.Passes {
		if ps := Harm(at, text); len(ps) > 0 {
			t.Errorf("%q must pass, got %v", text, ps)
		}
	}
}

func FuzzHarm(f *testing.F) {
	f.Add("someone@example.org, +51 987 654 321")
	f.Fuzz(func(t *testing.T, text string) {
		for _, p := range Harm(vigil.Place{}, text) {
			if p.What.Empty() || p.Do.Empty() {
				t.Errorf("a problem without words: %v", p)
			}
		}
	})
}
