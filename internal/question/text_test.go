package question

import (
	"strings"
	"testing"

	"vigil/internal/vigil"
)

func TestTextIsLimited(t *testing.T) {
	s := vigil.Scale{Type: "text"}
	for raw, want := range map[string]string{
		strings.Repeat("é", longest+1): "4001 characters",
		"\xff\xfe":                     "not UTF-8",
	} {
		if _, p := Read(s, nil, raw); p == nil || !strings.Contains(p.What.String(), want) {
			t.Errorf("%.20q gives %v, want %q", raw, p, want)
		}
	}
	if _, p := Read(s, nil, strings.Repeat("é", longest)); p != nil {
		t.Errorf("the longest text is refused: %v", p)
	}
}

// FuzzRead proves that whatever is read is canonical: it reads again as itself and is worth 0 to 1.
func FuzzRead(f *testing.F) {
	for _, raw := range []string{"3", "12 of 20", "1,250", "a;b", "2026-01-31", "60 %", "yes – we do"} {
		f.Add(raw)
	}
	options := []vigil.Valued{{ID: "0"}, {ID: "1", Value: 0.25}, {ID: "3", Value: 1}}
	in := &vigil.Indicator{ID: "q", Elements: []vigil.Element{{ID: "a"}, {ID: "b", Text: vigil.Text{"en": "B, or; c"}}}}
	from, to := -5.0, 5.0
	f.Fuzz(func(t *testing.T, raw string) {
		for _, name := range Types() {
			s := vigil.Scale{ID: name, Type: name, Points: options, Bands: []vigil.Valued{{ID: "1", Value: 25}, {ID: "3", Value: 90}}, From: &from, To: &to}
			value, p := Read(s, in, raw)
			if p != nil {
				if value != "" || p.What.Empty() || p.Do.Empty() {
					t.Errorf("%s: %q is refused with value %q and %v", name, raw, value, p)
				}
				continue
			}
			if again, p := Read(s, in, value); p != nil || again != value {
				t.Errorf("%s: %q reads as %q, and that as %q (%v)", name, raw, value, again, p)
			}
			if points, scored := Points(s, in, value); scored && !(points >= 0 && points <= 1) {
				t.Errorf("%s: %q is worth %v", name, value, points)
			}
		}
	})
}
