package static_test

import (
	"io/fs"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"vigil/reports"
)

// declarations reads the custom properties of the first block after a mark.
func declarations(t *testing.T, css, mark string) map[string]string {
	t.Helper()
	i := strings.Index(css, mark)
	if i < 0 {
		t.Fatalf("there is no %q", mark)
	}
	rest := css[i+len(mark):]
	block := rest[:strings.Index(rest, "}")]
	all := map[string]string{}
	for _, m := range regexp.MustCompile(`(--[a-z0-9-]+):\s*([^;]+);`).FindAllStringSubmatch(block, -1) {
		all[m[1]] = m[2]
	}
	return all
}

func themes(t *testing.T) (light, dark map[string]string) {
	t.Helper()
	text, err := os.ReadFile("css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	css := string(text)
	light = declarations(t, css, ":root, [data-theme=light] {")
	dark = declarations(t, css, "{ :root:not([data-theme=light]) {")
	chosen := declarations(t, css, "@media screen { [data-theme=dark] {")
	if len(dark) < 25 || len(chosen) != len(dark) {
		t.Errorf("a dark device has %d tokens, a person who chose dark %d", len(dark), len(chosen))
	}
	for name, v := range dark {
		if chosen[name] != v {
			t.Errorf("%s is %s on a dark device and %s for a person who chose dark", name, v, chosen[name])
		}
	}
	for name, v := range light {
		if _, ok := dark[name]; !ok {
			dark[name] = v
		}
	}
	return light, dark
}

// Reports, published sites and pages look alike: whatever the reports have is the same here.
func TestReportsShareTheTokens(t *testing.T) {
	text, err := fs.ReadFile(reports.Files, "tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	light, dark := themes(t)
	for mark, ours := range map[string]map[string]string{":root {": light, "{ :root:not([data-theme=light]) {": dark} {
		theirs := declarations(t, string(text), mark)
		if len(theirs) < 20 {
			t.Fatalf("only %d tokens were found in the reports", len(theirs))
		}
		for name, v := range theirs {
			if ours[name] != v {
				t.Errorf("%s is %s in reports and %s on pages", name, v, ours[name])
			}
		}
	}
}

// pairs are what stands on what, and the contrast that it needs: 4.5 for text, 3 for frames and marks.
var pairs = []struct {
	front, back string
	least       float64
}{
	{"--on-night", "--night", 4.5}, {"--on-night-soft", "--night", 4.5}, {"--on-night-mark", "--night", 3},
	{"--act-ink", "--act", 4.5}, {"--flame", "--flame-soft", 4.5}, {"--ink", "--flame-soft", 4.5}, {"--ink-soft", "--flame-soft", 4.5},
	{"--ink", "--act-soft", 4.5}, {"--ink-soft", "--act-soft", 4.5}, {"--link", "--act-soft", 4.5}, {"--act", "--card", 3},
	{"--frame", "--card", 3}, {"--frame", "--paper", 3}, {"--focus", "--card", 3}, {"--focus", "--paper", 3},
	{"--ink-faint", "--paper", 4.5}, {"--ink-faint", "--card", 4.5},
}

func init() {
	for _, front := range []string{"--ink", "--ink-soft", "--link", "--flame", "--ok", "--warn", "--bad", "--band-a", "--band-b", "--band-c", "--band-d", "--band-e", "--band-nr"} {
		for _, back := range []string{"--paper", "--card"} {
			pairs = append(pairs, struct {
				front, back string
				least       float64
			}{front, back, 4.5})
		}
	}
	for _, band := range []string{"a", "b", "c", "d", "e", "nr"} {
		for _, front := range []string{"--band-" + band, "--ink", "--ink-soft", "--link"} {
			pairs = append(pairs, struct {
				front, back string
				least       float64
			}{front, "--band-" + band + "-soft", 4.5})
		}
	}
}

func TestEveryPairOfTokensCanBeRead(t *testing.T) {
	light, dark := themes(t)
	for theme, tokens := range map[string]map[string]string{"light": light, "dark": dark} {
		for _, p := range pairs {
			if c := contrast(t, tokens[p.front], tokens[p.back]); c < p.least {
				t.Errorf("%s: %s (%s) on %s (%s) has a contrast of %.2f, less than %.1f", theme, p.front, tokens[p.front], p.back, tokens[p.back], c, p.least)
			}
		}
	}
	if c := contrast(t, "#767676", "#ffffff"); math.Abs(c-4.54) > .01 {
		t.Errorf("the contrast of #767676 on white is 4.54, not %.2f", c)
	}
}

// contrast is that of WCAG 2.2.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + .05) / (min(x, y) + .05)
}

func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	if len(colour) != 7 || colour[0] != '#' {
		t.Fatalf("%q is no colour like #1c2430", colour)
	}
	sum := 0.0
	for i, weight := range []float64{.2126, .7152, .0722} {
		n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		v := float64(n) / 255
		if v <= .04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+.055)/1.055, 2.4)
		}
		sum += weight * v
	}
	return sum
}
