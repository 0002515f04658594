package site_test

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vigil/internal/browsertest"
	"vigil/internal/vigil"
)

// rightToLeft is the small benchmark for readers of Arabic.
func rightToLeft() vigil.PublicBenchmark {
	b := small()
	b.Language = "ar"
	b.Companies[0].Name = "شركة المثال للتعدين"
	return b
}

func pagesOf(made map[string][]byte) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(made)) {
		if filepath.Ext(name) == ".html" {
			names = append(names, name)
		}
	}
	return names
}

// Every page is opened from the folder, as somebody who was handed a stick would: it asks for nothing outside, its policy
// stops nothing that it needs, and axe finds nothing, in light and in dark, wide and narrow.
func TestEveryPageInARealBrowser(t *testing.T) {
	b := browsertest.Start(t)
	runs := 0
	for name, c := range map[string]struct {
		benchmark vigil.PublicBenchmark
		pages     []string // nil: every one
		looks     []browsertest.Look
	}{
		"small": {small(), nil, []browsertest.Look{{}, {Dark: true}}},
		"narrow": {small(), []string{"index.html", "pillars.html", "provisions.html", "method.html", "data.html", "companies/notional-gold.html"},
			[]browsertest.Look{{Width: 320, Height: 640}, {Width: 390, Height: 800, Dark: true}}},
		"few":           {few(), []string{"index.html", "method.html", "pillars.html", "companies/notional-gold.html"}, []browsertest.Look{{}, {Dark: true}}},
		"right to left": {rightToLeft(), []string{"index.html", "companies/example-copper.html"}, []browsertest.Look{{}, {Width: 320, Height: 640}}},
	} {
		dir := filepath.Join(t.TempDir(), "a folder")
		made := files(t, c.benchmark)
		onDisk(t, dir, made)
		if c.pages == nil {
			c.pages = pagesOf(made)
		}
		for _, page := range c.pages {
			p := b.Open(t, browsertest.FileURL(filepath.Join(dir, page)), c.looks[0])
			for _, look := range c.looks {
				p.Look(look)
				checkLook(t, fmt.Sprintf("%s, %s, %+v", name, page, look), p, look)
				r := p.Axe()
				runs++
				for _, v := range r.Violations {
					t.Errorf("%s, %s, %+v: %s", name, page, look, v)
				}
				if r.Passes < 15 {
					t.Errorf("%s, %s: only %d rules of axe found something to check", name, page, r.Passes)
				}
			}
			for _, to := range p.Requests() {
				if !strings.HasPrefix(to, browsertest.FileURL(dir)+"/") {
					t.Errorf("%s, %s asks for %s", name, page, to)
				}
			}
			for _, said := range p.Complaints() {
				t.Errorf("%s, %s: the browser says %s", name, page, said)
			}
			p.Close()
		}
	}
	t.Logf("axe ran %d times", runs)
}

// checkLook: the page reflows, its style is there, and nothing that can be reached is smaller than a fingertip needs.
func checkLook(t *testing.T, what string, p *browsertest.Page, look browsertest.Look) {
	t.Helper()
	var seen struct {
		Wide, Room float64
		Font       string
	}
	p.Eval(`({wide: document.documentElement.scrollWidth, room: document.documentElement.clientWidth, font: getComputedStyle(document.querySelector("h1")).fontFamily})`, &seen)
	if seen.Wide > seen.Room+1 {
		t.Errorf("%s: the page is %v wide in a window of %v", what, seen.Wide, seen.Room)
	}
	if !strings.Contains(seen.Font, "Source Serif") {
		t.Errorf("%s: the style is missing, the heading is set in %s", what, seen.Font)
	}
}

// The long names, the many companies and the empty cells of the hostile benchmark fit from 320 to 1920 pixels.
func TestHostilePagesFitEveryWidth(t *testing.T) {
	dir := t.TempDir()
	made := files(t, hostile())
	onDisk(t, dir, made)
	b := browsertest.Start(t)
	long := ""
	for name, text := range made {
		if strings.HasPrefix(name, "companies/") && strings.Contains(string(text), strings.Repeat("w", 300)+"</bdi></h1>") {
			long = name
		}
	}
	for _, page := range []string{"index.html", "pillars.html", "provisions.html", "method.html", long} {
		p := b.Open(t, browsertest.FileURL(filepath.Join(dir, page)), browsertest.Look{})
		for _, width := range []int{320, 768, 1920} {
			look := browsertest.Look{Width: width, Height: 900}
			p.Look(look)
			checkLook(t, fmt.Sprintf("%s at %d", page, width), p, look)
		}
		for _, said := range p.Complaints() {
			t.Errorf("%s: the browser says %s", page, said)
		}
		p.Close()
	}
	p := b.Open(t, browsertest.FileURL(filepath.Join(dir, long)), browsertest.Look{})
	for _, v := range p.Axe().Violations {
		t.Errorf("%s: %s", long, v)
	}
}

// On paper nothing is lost that the screen shows, and a dark screen does not print on black.
func TestPrint(t *testing.T) {
	dir := t.TempDir()
	onDisk(t, dir, files(t, small()))
	b := browsertest.Start(t)
	for page, want := range map[string][]string{
		"index.html":                   {"Extractives and land 2026", "Example Copper", "Imaginary Sugar", "not distinguishable", "1 to 4", "Blank Ore", "Draft method"},
		"companies/notional-gold.html": {"CAP-1", "39.9 out of 100", "We will answer in court.", "https://notional-gold.example/policy-1.pdf", "Draft method"},
		"pillars.html":                 {"Notional Gold", "capped 25", "n/a"},
	} {
		p := b.Open(t, browsertest.FileURL(filepath.Join(dir, page)), browsertest.Look{Dark: true, Print: true})
		var paper string
		if p.Eval(`getComputedStyle(document.body).backgroundColor`, &paper); paper != "rgb(255, 255, 255)" {
			t.Errorf("%s is printed on %s", page, paper)
		}
		file := filepath.Join(dir, "page.pdf")
		if err := os.WriteFile(file, p.PDF(), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command("pdftotext", "-raw", file, "-").Output()
		if err != nil {
			t.Fatalf("pdftotext: %v; `make test` installs it (package poppler-utils)", err)
		}
		text := strings.Join(strings.Fields(string(out)), " ")
		for _, part := range want {
			if !strings.Contains(strings.ReplaceAll(text, " ", ""), strings.ReplaceAll(part, " ", "")) {
				t.Errorf("%s loses %q on paper", page, part)
			}
		}
		p.Close()
	}
}
