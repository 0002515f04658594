package report_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"vigil/internal/report"
	"vigil/internal/report/docxtest"
	"vigil/internal/vigil"
)

func formatOf(t *testing.T, name string) report.Format {
	t.Helper()
	for _, f := range formats(t) {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("there is no format %s", name)
	return report.Format{}
}

func matches(pattern, text string) []string {
	var all []string
	for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
		all = append(all, m[1])
	}
	return all
}

// What the text refers to must be there, or Word repairs the file: parts, relations, styles, bookmarks.
func TestDocumentRefersToNothingThatIsMissing(t *testing.T) {
	for name, r := range cases() {
		parts := docxtest.Parts(t, []byte(write(t, formatOf(t, "docx"), r)))
		body := parts["word/document.xml"]
		for part, text := range parts {
			if strings.Contains(text, "<!--") {
				t.Errorf("%s: the part %s holds a comment, which nobody sees and everybody can read", name, part)
			}
		}
		for _, part := range matches(`PartName="/([^"]*)"`, parts["[Content_Types].xml"]) {
			if parts[part] == "" {
				t.Errorf("%s: the part %s is announced and missing", name, part)
			}
		}
		for _, target := range matches(`Target="([^"]*)"`, parts["word/_rels/document.xml.rels"]) {
			if parts["word/"+target] == "" {
				t.Errorf("%s: a relation leads to %s, which is missing", name, target)
			}
		}
		text := body + parts["word/header.xml"] + parts["word/footer.xml"]
		for _, style := range matches(`<w:(?:p|r|tbl)Style w:val="([^"]*)"`, text) {
			if !strings.Contains(parts["word/styles.xml"], `w:styleId="`+style+`"`) {
				t.Errorf("%s: the style %s is missing", name, style)
			}
		}
		marks, seen := matches(`<w:bookmarkStart w:id="\d+" w:name="([^"]*)"`, body), map[string]bool{}
		if len(marks) != len(r.Sections) {
			t.Errorf("%s has %d bookmarks for %d sections", name, len(marks), len(r.Sections))
		}
		for _, m := range marks {
			if seen[m] {
				t.Errorf("%s has the bookmark %s twice", name, m)
			}
			seen[m] = true
		}
		lines := matches(`<w:hyperlink w:anchor="([^"]*)"`, body)
		if len(r.Sections) > 2 && len(lines) != len(r.Sections) {
			t.Errorf("%s has %d lines of contents for %d sections", name, len(lines), len(r.Sections))
		}
		for _, m := range append(lines, matches(` PAGEREF (\S+) `, body)...) {
			if !seen[m] {
				t.Errorf("%s: the contents lead to %s, which is missing", name, m)
			}
		}
		for _, tag := range []string{"tbl", "tr", "tc", "p", "r", "hyperlink"} {
			if open, shut := len(regexp.MustCompile(`<w:`+tag+`[ >]`).FindAllString(body, -1)), strings.Count(body, "</w:"+tag+">"); open != shut {
				t.Errorf("%s opens %s %d times and closes it %d times", name, tag, open, shut)
			}
		}
	}
}

func TestDocumentHasHeadingsTableHeadsAndPageNumbers(t *testing.T) {
	r := report.Gap(rated())
	parts := docxtest.Parts(t, []byte(write(t, formatOf(t, "docx"), r)))
	for style, level := range map[string]string{"Heading1": "0", "Heading2": "1"} {
		if !regexp.MustCompile(`w:styleId="` + style + `">.*<w:outlineLvl w:val="` + level + `"/>`).MatchString(parts["word/styles.xml"]) {
			t.Errorf("the style %s has not the outline level %s", style, level)
		}
	}
	tables, cards, body := 0, 0, parts["word/document.xml"]
	for _, s := range r.Sections {
		for _, b := range s.Blocks {
			cards += len(b.Cards)
			if b.Table != nil {
				tables++
			}
		}
	}
	if n := strings.Count(body, `<w:tblHeader/>`); n != tables || tables < 5 {
		t.Errorf("%d rows of heads are repeated on every page, for %d tables", n, tables)
	}
	if n := strings.Count(body, `<w:pStyle w:val="Heading2"/>`); n != cards || cards == 0 {
		t.Errorf("%d headings for %d gaps", n, cards)
	}
	if rows, whole := strings.Count(body, `<w:tr>`), strings.Count(body, `<w:cantSplit/>`); rows != whole {
		t.Errorf("%d of %d rows may be torn by the end of a page", rows-whole, rows)
	}
	for _, want := range []string{"> PAGE <", "> NUMPAGES <", r.Draft} {
		if !strings.Contains(parts["word/footer.xml"], want) {
			t.Errorf("the footer has no %q", want)
		}
	}
	for part, want := range map[string]string{"word/styles.xml": `<w:lang w:val="en"`, "docProps/core.xml": "<dc:title>" + r.Title + "</dc:title>"} {
		if !strings.Contains(parts[part], want) {
			t.Errorf("%s has no %s", part, want)
		}
	}
	again := write(t, formatOf(t, "docx"), r)
	if again != write(t, formatOf(t, "docx"), r) {
		t.Error("the same report gives other bytes")
	}
}

// hostile are texts that break a writer which trusts them.
var hostile = []string{
	`<w:p>`, `</w:t></w:r></w:p>`, `&amp;`, `&`, `]]>`, `<![CDATA[`, `<!-- `, "\x00", "a\x01\x02\x08\x0b\x0c\x1fb", "\ufffe\uffff", "\xff\xfe", "line\nline\r\nline\ttab",
	strings.Repeat("Donaudampfschifffahrt", 60), "\u202eturned\u202c", "\u200f\u200e", "أرض BE.e.3 في 31 October 2026", "👩‍🌾🌍", "\u2028\u2029", `{ PAGE }`, `" w:val="x`, "   ",
}

func hostileReport(s string) vigil.Report {
	facts := []vigil.Fact{{Label: s, Value: s, Note: s}}
	column := func(kind string) vigil.Column { return vigil.Column{ID: kind, Title: s, Kind: kind} }
	cell := vigil.Cell{Text: s}
	blocks := []vigil.Block{
		{Paragraph: s}, {Notice: &vigil.Notice{Tone: s, Title: s, Lines: []string{s, s}}}, {Facts: facts}, {List: []string{s, s}},
		{Headline: &vigil.Headline{Band: s, Score: s, Title: s, Story: s, Tags: []string{s}, Facts: facts}}, {Quote: &vigil.Quote{By: s, Date: s, Text: s}},
		{Table: &vigil.Table{ID: "t", Title: s, Note: s, Columns: []vigil.Column{column("text"), column("number"), column("date"), column("band"), column("priority"), column("grade")}, Rows: [][]vigil.Cell{{cell, cell, cell, cell, cell, cell}, {cell}}}},
		{Bars: &vigil.Bars{ID: "b", Title: s, Caption: s, Items: []vigil.Bar{{Label: s, Text: s, Band: s, Note: s, Value: ptr(-5), High: ptr(900)}, {Label: s}}}},
		{Cards: []vigil.Card{{ID: "c", Title: s, Priority: s, Tags: []string{s}, Facts: facts, Body: facts}}},
	}
	section := vigil.ReportSection{ID: "s", Title: s, Blocks: blocks}
	return vigil.Report{ID: "gap", Language: s, Title: s, Subtitle: s, Draft: s, Facts: facts, Sections: []vigil.ReportSection{section, {ID: "s2", Title: s}, {ID: "s3", Title: s}}, Footer: []string{s}}
}

func TestHostileTextDoesNotBreakADocument(t *testing.T) {
	for _, s := range hostile {
		for _, language := range []string{s, "en", "ar"} {
			r := hostileReport(s)
			r.Language = language
			text := docxtest.Text(t, []byte(write(t, formatOf(t, "docx"), r)))
			kept := strings.TrimSpace(regexp.MustCompile(`[\x00-\x1f\x{fffd}-\x{ffff}\x{200e}\x{2028}\x{2029}]`).Split(strings.ToValidUTF8(s, "\ufffd"), 2)[0])
			if !strings.Contains(text, kept) {
				t.Errorf("%q (language %q) is not in the text", s, language)
			}
		}
	}
}

// LibreOffice opens every document as it is and computes the pages that the contents give.
func TestLibreOfficeOpensEveryDocument(t *testing.T) {
	need(t, "soffice", "pdftotext")
	dir, profile := t.TempDir(), t.TempDir()
	reports := cases()
	for i, s := range hostile {
		reports[fmt.Sprintf("hostile-%d", i)] = hostileReport(s)
	}
	args := []string{"-env:UserInstallation=file://" + profile, "--headless", "--convert-to", "pdf", "--outdir", dir}
	for name, r := range reports {
		file := filepath.Join(dir, name+".docx")
		if err := os.WriteFile(file, []byte(write(t, formatOf(t, "docx"), r)), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
	}
	if said, err := exec.Command("soffice", args...).CombinedOutput(); err != nil {
		t.Fatalf("LibreOffice: %v\n%s", err, said)
	}
	for name, r := range reports {
		text := pdfText(t, filepath.Join(dir, name+".pdf"))
		if strings.HasPrefix(name, "hostile") {
			if !regexp.MustCompile(`1 / \d`).MatchString(text) {
				t.Errorf("LibreOffice shows no page number in %s:\n%s", name, text)
			}
			continue
		}
		for _, s := range r.Sections {
			if !strings.Contains(squeezed(text), squeezed(s.Title)) {
				t.Errorf("LibreOffice shows no section %q of %s", s.Title, name)
			}
			if line := regexp.MustCompile(regexp.QuoteMeta(s.Title) + `\s*\.{3,}\s*[1-9]`); len(r.Sections) > 2 && !line.MatchString(text) {
				t.Errorf("the contents of %s give no page for %q", name, s.Title)
			}
		}
	}
}

// need fails a test when a program that it starts is not there.
func need(t *testing.T, programs ...string) {
	t.Helper()
	packages := map[string]string{"soffice": "libreoffice-writer", "chromium": "chromium", "pdftotext": "poppler-utils", "pdfinfo": "poppler-utils"}
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			t.Fatalf("this test starts %s; install the package %s (make setup-test does)", p, packages[p])
		}
	}
}

// pdfText is what pdftotext finds in a pdf.
func pdfText(t *testing.T, file string) string {
	t.Helper()
	text, err := exec.Command("pdftotext", "-raw", file, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext %s: %v", file, err)
	}
	return string(text)
}

// squeezed is a text without blanks and line ends, since a page breaks lines where it likes.
func squeezed(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "\u00ad", "")), "")
}
