package site_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"vigil/internal/report"
	"vigil/internal/report/site"
	"vigil/reports"
)

// changed is a folder with one template of the program, one text in it replaced.
func changed(t *testing.T, name, from, to string) string {
	t.Helper()
	text, err := fs.ReadFile(reports.Files, name)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), from) {
		t.Fatalf("%s does not hold %q", name, from)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(text), from, to, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestOwnTemplatesChangeHowASiteLooks(t *testing.T) {
	plain := files(t, small())
	for name, c := range map[string]struct{ dir, file, holds string }{
		"nothing":    {t.TempDir(), "index.html", "<main"},
		"a colour":   {changed(t, "tokens.css", "#17233a", "#3b1f4a"), "style.css", "#3b1f4a"},
		"a rule":     {changed(t, "site/site.css", "body {", "body { border: 1px solid;"), "style.css", "border: 1px solid"},
		"a head":     {changed(t, "site/base.html", `<a class="brand"`, `<p>Example Watch</p><a class="brand"`), "index.html", "<p>Example Watch</p>"},
		"a foot":     {changed(t, "site/index.html", `{{template "foot" .}}`, `<p><a href="https://example.org">More</a></p>{{template "foot" .}}`), "index.html", "https://example.org"},
		"an icon":    {changed(t, "site/icon.svg", "#c26a12", "#3b1f4a"), "icon.svg", "#3b1f4a"},
		"a picture":  {changed(t, "site/scorecard.svg", `rx="8"`, `rx="0"`), "scorecards/sample-palm.svg", `rx="0"`},
		"for report": {changed(t, "report.css", "body {", "body { margin: 1px;"), "index.html", "<main"},
	} {
		s, err := site.WithTemplates(reports.Files, c.dir)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		made, err := s.Files(small(), extras(small()))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(made[c.file], []byte(c.holds)) || (name == "nothing" || name == "for report") != bytes.Equal(made[c.file], plain[c.file]) {
			t.Errorf("%s: %s does not show it", name, c.file)
		}
		if _, err := report.WithTemplates(reports.Files, c.dir); err != nil {
			t.Errorf("%s: the reports refuse it: %v", name, err)
		}
	}
}

func TestTemplatesOfASiteThatCannotBeUsedAreRefused(t *testing.T) {
	for name, c := range map[string]struct{ dir, says string }{
		"script":            {changed(t, "site/index.html", "<section", "<script>x()</script><section"), `site/index\.html:\d+: .*a script; take it out`},
		"handler":           {changed(t, "site/company.html", "<h1>", `<h1 onclick="x()">`), `site/company\.html:\d+: .*script in an attribute`},
		"picture":           {changed(t, "site/company.html", "<h1>", `<img alt="" src="https://example.org/a.png"><h1>`), `site/company\.html:\d+: .*fetches https://example\.org/a\.png`},
		"sheet":             {changed(t, "site/base.html", `<link rel="icon"`, `<link rel="stylesheet" href="https://example.org/a.css"><link rel="icon"`), `site/base\.html:\d+: .*fetches https://example\.org/a\.css`},
		"sheet in a page":   {changed(t, "site/index.html", "<section", `<link rel="stylesheet" href="a.css"><section`), `site/index\.html:\d+: .*fetches or sends`},
		"font":              {changed(t, "site/site.css", "body {", "body { background: url(https://example.org/a.png);"), `site/site\.css:\d+: .*fetches https`},
		"policy":            {changed(t, "site/base.html", "default-src 'none'", "default-src *"), `site/base\.html: the policy .* missing or changed`},
		"no head":           {changed(t, "site/data.html", `{{template "head" .}}`, "<!doctype html><main>"), `site/data\.html: the policy .* is not in its head`},
		"caps left out":     {changed(t, "site/company.html", "{{- range .C.Caps}}", "{{- range .C.Nobody}}"), `site/company\.html:\d+:\d+: .*Nobody`},
		"lift left out":     {changed(t, "site/company.html", "{{lower (bare .LiftedWhen)}}", ""), `site/company\.html: the page leaves out “what lifts a cap”`},
		"draft left out":    {changed(t, "site/base.html", "{{.B.Draft}}</p>", "</p>"), `site/index\.html: the page leaves out “the draft mark”`},
		"interval left out": {changed(t, "site/base.html", "{{.Low}}{{if ne .Low .High}} to {{.High}}{{end}}", "{{.Low}}"), `site/index\.html: the page leaves out “3 to 6”`},
		"reply left out":    {changed(t, "site/company.html", "{{.C.Reply.Text}}", ""), `site/company\.html: the page leaves out “what the company says of it”`},
		"funding left out":  {changed(t, "site/method.html", "{{.B.Statement.Funding}}", ""), `site/method\.html: the page leaves out “the funding”`},
		"picture leaves":    {changed(t, "site/scorecard.svg", "{{range .Notes}}", "{{range .Name}}"), `site/scorecard\.svg: `},
		"unknown field":     {changed(t, "site/index.html", "{{.Lead}}", "{{.Leed}}"), `site/index\.html:\d+:\d+: the template cannot be used: .*Leed`},
		"broken":            {changed(t, "site/index.html", "{{.Lead}}", "{{.Lead"), `site/index\.html:\d+: the template cannot be used`},
	} {
		s, err := site.WithTemplates(reports.Files, c.dir)
		if err == nil || s != nil || !regexp.MustCompile(c.says).MatchString(err.Error()) || !strings.Contains(err.Error(), c.dir) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
