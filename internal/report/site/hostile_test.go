package site_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"vigil/internal/vigil"
)

var regexpName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// hostile is a benchmark of 200 companies that have everything a page can trip over.
func hostile() vigil.PublicBenchmark {
	b := small()
	evil := []struct{ code, name string }{
		{"a<b", `<script>alert(1)</script>`}, {"CON", `"><img src=x onerror=alert(2)>`}, {"con", `</title></style></svg><svg onload=alert(3)>`}, {"Example", strings.Repeat("Very long name of a company ", 11)},
		{"example", strings.Repeat("w", 300)}, {"rtl-1", "شركة المثال للتعدين والطاقة المحدودة"}, {"rtl-2", "חברת הדוגמה בע״מ (2026)"}, {"over", "Turned \u202eround\u0000 and \u0007loud \ufeff"},
		{"../../up", "{{.Name}} ${7*7} %s"}, {"=cmd", "=cmd|' /C calc'!A0"}, {"half", "half \xff\xfe a character"}, {"blank", " "}, {"quote", `Quote " ' & ; <!-- --> ]]>`},
	}
	for n := len(b.Companies); n < 200; n++ {
		f := figures{code: fmt.Sprintf("company-%d", n), name: fmt.Sprintf("Company %d", n), score: float64(n%100) + 0.5, band: bandOf(float64(n % 100)), rank: n + 1, low: max(1, n-30), high: min(200, n+30), g: 3}
		if i := n - 9; i < len(evil) {
			f.code, f.name, f.replied = evil[i].code, evil[i].name, true
		}
		c := company(b, n, f)
		if i := n - 9; i < len(evil) {
			c.Country, c.Class = evil[i].name, evil[i].name
			c.Reply.Text = evil[i].name + "\n" + evil[i].name
			c.Sources[0].Title, c.Sources[0].Link, c.Sources[1].Link, c.Sources[2].Link = evil[i].name, "javascript:alert(4)", "data:text/html,<script>alert(5)</script>", `https://example.test/"><script>alert(6)</script>`
			c.Gaps[0].Asks, c.NextRank[0] = evil[i].name, evil[i].name
			c.Caps = []vigil.PublicCap{{Rule: "CAP-1", Title: evil[i].name, Governs: true, AtMost: ptr(39.9), LiftedWhen: evil[i].name, Reply: evil[i].name, Replied: true}}
		}
		if n%5 == 0 {
			for i := range c.Pillars {
				c.Pillars[i].Score, c.Pillars[i].High, c.Pillars[i].Band = nil, nil, ""
			}
		}
		if n%7 == 0 {
			c.Score, c.Compared, c.High, c.Raw, c.Deduction, c.Coverage, c.Confidence, c.Band, c.Pillars, c.Items, c.Gaps, c.Sources, c.NextRank, c.NextBand = nil, nil, nil, nil, nil, nil, nil, "NR", nil, nil, nil, nil, nil, vigil.PublicNextBand{}
		}
		b.Companies = append(b.Companies, c)
		b.Groups[2].Companies = append(b.Groups[2].Companies, f.code)
	}
	b.Title, b.Publisher, b.Statement.Scope, b.Statement.Contact, b.Statement.Licence.Link = "<b>Title</b> & more", `Watch "& Co"`, "<i>scope</i>", "javascript:alert(7)", "javascript:alert(8)"
	b.Provisions[0].Text, b.LeftOut[0].Why, b.LeftOut[0].Name, b.Pillars[0].Title = evil[0].name, evil[1].name, evil[3].name, evil[2].name
	return b
}

func TestHostileDataStaysData(t *testing.T) {
	made := files(t, hostile())
	checkFolder(t, made)
	pages := 0
	for name, text := range made {
		if strings.HasPrefix(name, "companies/") {
			pages++
		}
		if strings.HasSuffix(name, ".html") || strings.HasSuffix(name, ".svg") {
			for _, bad := range []string{"<script", "onerror=alert(2)>", "<svg onload", "javascript:alert(8)\"", "\u202e", "\x00", "\ufeff", "\xff"} {
				if strings.Contains(string(text), bad) && !strings.Contains(string(text), "&lt;"+bad[1:]) && !strings.Contains(string(text), "onerror=alert(2)&gt;") {
					t.Errorf("%s holds %q", name, bad)
				}
			}
		}
		if strings.HasSuffix(name, ".csv") {
			for _, row := range rows(t, text) {
				for _, cell := range row {
					if strings.HasPrefix(cell, "=") {
						t.Errorf("%s holds the formula %q", name, cell)
					}
				}
			}
		}
	}
	if pages != 200 {
		t.Errorf("%d pages for 200 companies", pages)
	}
}

// A page from right to left has its direction, and names keep their own.
func TestRightToLeft(t *testing.T) {
	b := small()
	b.Language = "ar"
	made := files(t, b)
	checkFolder(t, made)
	if page := string(made["index.html"]); !strings.Contains(page, `<html lang="ar" dir="rtl">`) || !strings.Contains(page, "<bdi>Example Copper</bdi>") {
		t.Error("the page has no direction, or a name has none of its own")
	}
}

// BenchmarkSite writes the site of 200 companies.
func BenchmarkSite(b *testing.B) {
	s, public := writer(b), hostile()
	b.ReportAllocs()
	for b.Loop() {
		made, err := s.Files(public, extras(public))
		if err != nil {
			b.Fatal(err)
		}
		size := 0
		for _, text := range made {
			size += len(text)
		}
		b.ReportMetric(float64(len(made)), "files")
		b.ReportMetric(float64(size)/(1<<20), "MiB")
	}
}
