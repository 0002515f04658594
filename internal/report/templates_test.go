package report_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"vigil/internal/report"
	"vigil/internal/vigil"
	"vigil/reports"
)

// folder makes a folder of templates.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func own(t *testing.T, name string) string {
	t.Helper()
	text, err := fs.ReadFile(reports.Files, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// changed is a template of the program with one text in place of another.
func changed(t *testing.T, name, from, to string) map[string]string {
	t.Helper()
	text := own(t, name)
	if !strings.Contains(text, from) {
		t.Fatalf("%s does not hold %q", name, from)
	}
	return map[string]string{name: strings.Replace(text, from, to, 1)}
}

func TestOwnTemplatesReplaceThoseOfTheProgram(t *testing.T) {
	all := map[string]string{"README.md": "ours", ".git/config.css": "hidden"}
	for _, name := range []string{"report.html", "tokens.css", "report.css", "docx/styles.xml", "docx/numbering.xml"} {
		all[name] = own(t, name)
	}
	for name, files := range map[string]map[string]string{
		"nothing": nil, "everything": all, "colours": changed(t, "tokens.css", "#17233a", "#3b1f4a"), "documents": changed(t, "docx/styles.xml", "17233A", "3B1F4A"),
		"a link":  changed(t, "report.html", "<main>", `<main><a href="https://example.org">Example Fund</a><img alt="" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">`),
		"a style": changed(t, "report.css", "body {", `body { background: url("data:image/gif;base64,R0lGODlhAQABAAAAACw=");`),
	} {
		formats, err := report.WithTemplates(reports.Files, folder(t, files))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, f := range formats[:2] {
			text := write(t, f, report.Gap(rated()))
			same := text == write(t, formatOf(t, f.Name), report.Gap(rated()))
			if want := name == "nothing" || name == "everything" || (name == "documents") != (f.Name == "docx"); same != want {
				t.Errorf("%s: %s is the same as without: %v", name, f.Name, same)
			}
		}
	}
}

func TestTemplatesThatCannotBeUsedAreRefusedWithTheirPlace(t *testing.T) {
	page := func(to string) map[string]string { return changed(t, "report.html", "<main>", to+"<main>") }
	style := func(rule string) map[string]string { return map[string]string{"report.css": "p {}\n" + rule} }
	for name, c := range map[string]struct {
		files map[string]string
		says  string
	}{
		"script":         {page("<script>x()</script>"), `report\.html:15: .*a script; take it out`},
		"handler":        {page(`<p onclick="x()">`), `report\.html:15: .*script in an attribute`},
		"address":        {page(`<a href="javascript:x()">`), `report\.html:15: .*script in an address`},
		"image":          {page(`<img src=https://example.org/a.png>`), `report\.html:15: .*fetches https://example\.org/a\.png`},
		"sheet":          {page(`<link rel=stylesheet href="//example.org/a.css">`), `report\.html:15: .*fetches //example\.org/a\.css`},
		"svg":            {page(`<svg><use xlink:href="https://example.org/a.svg"/></svg>`), `report\.html:15: .*fetches https`},
		"frame":          {page(`<iframe srcdoc="x"></iframe>`), `report\.html:15: .*fetches or sends`},
		"refresh":        {page(`<meta http-equiv="refresh" content="0">`), `a refresh`},
		"no policy":      {changed(t, "report.html", "default-src 'none'", "default-src *"), `report\.html: the policy .* missing or changed; keep this line`},
		"late policy":    {changed(t, "report.html", "<html ", "</head><html "), `not in the head`},
		"no draft":       {map[string]string{"report.html": strings.NewReplacer("{{.Draft}}", "", "{{if .Draft}}", "{{if false}}").Replace(own(t, "report.html"))}, `leaves out the draft mark; print them`},
		"no gaps":        {changed(t, "report.html", `{{- with .Cards}}<div class="cards">{{range .}}{{template "card" .}}{{end}}</div>{{end}}`, ""), `leaves out titles of gaps, the body of gaps and the facts of gaps; print them`},
		"template":       {changed(t, "report.html", "{{with .Subtitle}}", "{{with .Subtitel}}"), `report\.html:\d+:\d+: the template cannot be used: .*Subtitel`},
		"unclosed":       {changed(t, "report.html", "{{end}}", ""), `report\.html:\d+: the template cannot be used: .*; compare`},
		"import":         {style(`@import "a.css";`), `report\.css:2: .*import`},
		"fetched":        {style(`p { background: url( 'https://example.org/a.png') }`), `report\.css:2: the style fetches https`},
		"end of style":   {style(`/* </style> */`), `report\.css:2: .*ends itself`},
		"brace":          {style("p {\n"), `report\.css:2: a brace`},
		"font missing":   {map[string]string{"tokens.css": `@font-face { src: url(fonts/none.woff2) }`}, `tokens\.css: the font fonts/none\.woff2 cannot be read`},
		"no font":        {map[string]string{"fonts/a.woff2": "ttf"}, `fonts/a\.woff2: .*WOFF2`},
		"xml":            {map[string]string{"docx/styles.xml": "<a>\n<b></a>"}, `docx/styles\.xml:2: .*well-formed`},
		"style missing":  {changed(t, "docx/styles.xml", `w:styleId="Heading1"`, `w:styleId="Heading9"`), `docx/styles\.xml: the style Heading1 is missing`},
		"other name":     {map[string]string{"Report.html": "x"}, `Report\.html: this replaces no template; rename it`},
		"two at once":    {map[string]string{"Report.html": "x", "report.css": "p {"}, `(?s)Report\.html.*report\.css:1`},
		"a style in sub": {map[string]string{"css/report.css": ""}, `css/report\.css: this replaces`},
	} {
		dir := folder(t, c.files)
		_, err := report.WithTemplates(reports.Files, dir)
		var ps vigil.Problems
		if !errors.As(err, &ps) || !regexp.MustCompile(c.says).MatchString(err.Error()) || !strings.HasPrefix(err.Error(), dir) {
			t.Errorf("%s: said %v, not %s", name, err, c.says)
		}
	}
}

// A folder of templates may come from anybody: it must not hand out what else is on the machine.
func TestTemplatesDoNotLeadOutOfTheirFolder(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret.css")
	if err := os.WriteFile(secret, []byte("p { color: red }"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"report.css", "tokens.css", "report.html"} {
		dir := t.TempDir()
		if err := os.Symlink(secret, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		if _, err := report.WithTemplates(reports.Files, dir); err == nil || !strings.Contains(err.Error(), name+": this template cannot be read") {
			t.Errorf("%s led out of the folder: %v", name, err)
		}
	}
	up := folder(t, map[string]string{"report.css": `@font-face { src: url(fonts/../../secret.css) }`})
	if _, err := report.WithTemplates(reports.Files, up); err == nil {
		t.Error("an address led out of the folder of fonts")
	}
	if _, err := report.WithTemplates(reports.Files, secret); err == nil || !strings.Contains(err.Error(), "name a folder") {
		t.Errorf("a file as folder: %v", err)
	}
}
