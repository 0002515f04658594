package report

import "testing"

func TestFirstLetters(t *testing.T) {
	for _, x := range []struct{ in, upper, lower string }{
		{"", "", ""},
		{"évaluée", "Évaluée", "évaluée"},
		{"Évaluée", "Évaluée", "évaluée"},
		{"Ökologie", "Ökologie", "ökologie"},
		{"SLAPP", "SLAPP", "SLAPP"},
		{"ÖPNV", "ÖPNV", "ÖPNV"},
		{"a", "A", "a"},
		{"من", "من", "من"},
		{"1 item", "1 item", "1 item"},
	} {
		if got := upperFirst(x.in); got != x.upper {
			t.Errorf("upperFirst(%q) is %q", x.in, got)
		}
		if got := lowerFirst(x.in); got != x.lower {
			t.Errorf("lowerFirst(%q) is %q", x.in, got)
		}
	}
}
