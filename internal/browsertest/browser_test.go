package browsertest_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vigil/internal/browsertest"
)

func TestAxeIsTheFileThatItsMakersPublish(t *testing.T) {
	const want = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
	sum := sha256.Sum256([]byte(browsertest.Axe))
	if got := hex.EncodeToString(sum[:]); got != want {
		t.Errorf("axe.min.js has the SHA-256 %s, not %s", got, want)
	}
}

// A checker that finds nothing anywhere would pass every page: it must find what was planted, and nothing on a good one.
func TestABadPageIsSeenAndAGoodOneIsNot(t *testing.T) {
	dir := t.TempDir()
	open := func(b *browsertest.Browser, name, text string, look browsertest.Look) *browsertest.Page {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return b.Open(t, browsertest.FileURL(file), look)
	}
	b := browsertest.Start(t)
	good := open(b, "good.html", `<!doctype html><html lang="en"><head><title>Good</title><style>body{background:#fff;color:#000}@media (prefers-color-scheme:dark){body{background:#000;color:#fff}}</style></head><body><main><h1>Good</h1><p>Text</p></main></body></html>`, browsertest.Look{Dark: true})
	if r := good.Axe(); len(r.Violations) != 0 || r.Passes < 5 {
		t.Errorf("the good page: %d rules content, %s", r.Passes, strings.Join(r.Violations, "\n"))
	}
	var colour string
	good.Eval(`getComputedStyle(document.body).backgroundColor`, &colour)
	if colour != "rgb(0, 0, 0)" {
		t.Errorf("in the dark the page is %s", colour)
	}
	good.Look(browsertest.Look{Width: 390, Height: 800})
	var width int
	good.Eval(`innerWidth`, &width)
	if good.Eval(`getComputedStyle(document.body).backgroundColor`, &colour); colour != "rgb(255, 255, 255)" || width != 390 {
		t.Errorf("on a narrow screen in the light the page is %s and %d wide", colour, width)
	}
	if shot := good.Screenshot(); !bytes.HasPrefix(shot, []byte("\x89PNG")) {
		t.Errorf("a screenshot of %d bytes is no png", len(shot))
	}
	if pdf := good.PDF(); !bytes.HasPrefix(pdf, []byte("%PDF")) {
		t.Errorf("a print of %d bytes is no pdf", len(pdf))
	}
	if r := good.Requests(); len(r) != 1 {
		t.Errorf("the good page asks for %v", r)
	}
	bad := open(b, "bad.html", `<!doctype html><html><body><img src="https://third.party.example/pixel.png"><p style="color:#bbb;background:#fff">Faint</p><script>throw new Error("planted")</script></body></html>`, browsertest.Look{})
	said := strings.Join(bad.Axe().Violations, "\n")
	for _, rule := range []string{"html-has-lang", "image-alt", "color-contrast", "document-title"} {
		if !strings.Contains(said, rule) {
			t.Errorf("axe did not see %s:\n%s", rule, said)
		}
	}
	if r := bad.Requests(); len(r) != 2 || r[1] != "https://third.party.example/pixel.png" {
		t.Errorf("the bad page asks for %v", r)
	}
	if c := strings.Join(bad.Complaints(), "\n"); !strings.Contains(c, "planted") || !strings.Contains(c, "loadingFailed") {
		t.Errorf("about the bad page the browser says only %s", c)
	}
	bad.Close()
}
