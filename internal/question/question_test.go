package question

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vigil/internal/vigil"
)

// caseFile holds the cases of one type of scale: what is refused first, with a word of the message, then what is read.
type caseFile struct {
	Scale     vigil.Scale     `json:"scale"`
	Indicator vigil.Indicator `json:"indicator"`
	Options   []string        `json:"options"`
	Refused   []struct{ Raw, What string }
	Read      []struct {
		Raw, Value string
		Points     *float64
	}
}

func TestScales(t *testing.T) {
	for _, name := range Types() {
		t.Run(name, func(t *testing.T) {
			b, err := os.ReadFile(filepath.Join("testdata", name+".json"))
			if err != nil {
				t.Fatalf("a type of scale needs a case file: %v", err)
			}
			var c caseFile
			if err := json.Unmarshal(b, &c); err != nil {
				t.Fatal(err)
			}
			if len(c.Refused) == 0 || len(c.Read) == 0 {
				t.Fatal("a case file needs cases that are refused and cases that are read")
			}
			for _, r := range c.Refused {
				value, p := Read(c.Scale, &c.Indicator, r.Raw)
				switch {
				case p == nil:
					t.Errorf("%q was read as %q and must be refused", r.Raw, value)
				case !strings.Contains(p.What.String(), r.What) || p.Do.Empty():
					t.Errorf("%q: message %q; %q must say %q and what to do", r.Raw, p.What, p.Do, r.What)
				case value != "":
					t.Errorf("%q was refused and yet gave %q", r.Raw, value)
				}
			}
			for _, r := range c.Read {
				value, p := Read(c.Scale, &c.Indicator, r.Raw)
				if p != nil || value != r.Value {
					t.Errorf("%q was read as %q (%v), want %q", r.Raw, value, p, r.Value)
					continue
				}
				points, scored := Points(c.Scale, &c.Indicator, value)
				if scored != (r.Points != nil) || scored && math.Abs(points-*r.Points) > 1e-12 {
					t.Errorf("%q counts %v (scored %v), want %v", value, points, scored, r.Points)
				}
				if again, p := Read(c.Scale, &c.Indicator, value); p != nil || again != value {
					t.Errorf("the canonical %q reads as %q (%v)", value, again, p)
				}
			}
			var ids []string
			for _, o := range Options(c.Scale, &c.Indicator) {
				ids = append(ids, o.ID)
			}
			if strings.Join(ids, " ") != strings.Join(c.Options, " ") {
				t.Errorf("options %v, want %v", ids, c.Options)
			}
		})
	}
}

func TestUnknownType(t *testing.T) {
	s := vigil.Scale{ID: "x", Type: "stars"}
	if _, p := Read(s, nil, "3"); p == nil || !strings.Contains(p.What.String(), `"stars"`) {
		t.Errorf("an unknown type must be named, got %v", p)
	}
	if _, scored := Points(s, nil, "3"); scored || Options(s, nil) != nil {
		t.Error("an unknown type has neither points nor options")
	}
}
