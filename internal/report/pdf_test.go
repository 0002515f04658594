package report_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"vigil/internal/report"
	"vigil/internal/vigil"
)

func TestWithoutChromiumThePackageIsNamed(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	var b bytes.Buffer
	err := formatOf(t, "pdf").Write(&b, report.Gap(rated()))
	if vigil.KindOf(err) != vigil.Invalid || !strings.Contains(err.Error(), "install the package chromium") || b.Len() > 0 {
		t.Errorf("wrote %d bytes and said %v", b.Len(), err)
	}
	if err := report.HasBrowser(); err == nil {
		t.Error("HasBrowser found one in an empty folder")
	}
}

// A browser that fails, or says that it is done and is not, is a failure with its own words.
func TestBrowserThatFails(t *testing.T) {
	for script, says := range map[string]string{"echo no room >&2; exit 3": "no room", "exit 0": "could not print"} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "chromium"), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		t.Setenv("PATH", dir)
		var b bytes.Buffer
		if err := formatOf(t, "pdf").Write(&b, report.Gap(rated())); vigil.KindOf(err) != vigil.Invalid || !strings.Contains(err.Error(), says) || b.Len() > 0 {
			t.Errorf("%s: wrote %d bytes and said %v", script, b.Len(), err)
		}
	}
}

// A pdf is no golden file, since every Chromium prints a little differently. Its structure is what readers rely on.
func TestPDFIsTaggedWithBookmarksLanguageAndTitle(t *testing.T) {
	need(t, "chromium", "pdftotext", "pdfinfo")
	scratch, err := os.MkdirTemp("", "pdf") // of its own, because other tests print at the same time; and with a short name
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	t.Setenv("TMPDIR", scratch)
	for name, c := range map[string]struct {
		r          vigil.Report
		from, upTo int // pages
	}{"rated": {report.Gap(rated()), 4, 9}, "arabic": {arabic(), 1, 3}} {
		text := write(t, formatOf(t, "pdf"), c.r)
		file := filepath.Join(t.TempDir(), name+".pdf")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command("pdfinfo", file).Output()
		if err != nil {
			t.Fatalf("pdfinfo: %v", err)
		}
		info := map[string]string{}
		for _, line := range strings.Split(string(out), "\n") {
			key, value, _ := strings.Cut(line, ":")
			info[key] = strings.TrimSpace(strings.ReplaceAll(value, "\u200e", ""))
		}
		for key, want := range map[string]string{"Title": c.r.Title, "Tagged": "yes", "JavaScript": "no", "Encrypted": "no", "Form": "none", "Page size": "594.96 x 841.92 pts (A4)"} {
			if info[key] != want {
				t.Errorf("%s: %s is %q, not %q", name, key, info[key], want)
			}
		}
		if pages, _ := strconv.Atoi(info["Pages"]); pages < c.from || pages > c.upTo {
			t.Errorf("%s has %d pages, not %d to %d", name, pages, c.from, c.upTo)
		}
		if !strings.Contains(text, "/Lang ("+c.r.Language+")") {
			t.Errorf("%s does not say that its language is %s", name, c.r.Language)
		}
		marks := strings.Join(pdfStrings(text, "Title"), "\n")
		for _, s := range c.r.Sections {
			if !strings.Contains(marks, s.Title) {
				t.Errorf("%s has no bookmark for %q, only\n%s", name, s.Title, marks)
			}
			if said := squeezed(pdfText(t, file)); name != "arabic" && !strings.Contains(said, squeezed(s.Title)) {
				t.Errorf("pdftotext finds no section %q in %s", s.Title, name)
			}
		}
		structure, err := exec.Command("pdfinfo", "-struct", file).Output()
		if err != nil {
			t.Fatalf("pdfinfo -struct: %v", err)
		}
		for _, tag := range []string{"H1", "H2", "Table", "TH", "TD", "TR", "Figure", "L", "LI"} {
			if !regexp.MustCompile(`(?m)^ *` + tag + `\b`).Match(structure) {
				t.Errorf("%s has no tag %s", name, tag)
			}
		}
	}
	left, err := os.ReadDir(scratch)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range left {
		if strings.HasPrefix(f.Name(), "vigil-pdf-") {
			t.Errorf("printing left %s behind", f.Name())
		}
	}
}

// pdfStrings are the values of a key, such as the titles of bookmarks, in whichever way they are written.
func pdfStrings(text, key string) []string {
	var all []string
	for _, m := range regexp.MustCompile(`(?s)/`+key+` (?:\(((?:\\.|[^\\)])*)\)|<([0-9A-Fa-f]*)>)`).FindAllStringSubmatch(text, -1) {
		raw := []byte(regexp.MustCompile(`\\([()\\])`).ReplaceAllString(m[1], "$1"))
		for i := 0; i+1 < len(m[2]); i += 2 {
			n, _ := strconv.ParseUint(m[2][i:i+2], 16, 8) // the pattern lets hexadecimal digits through only
			raw = append(raw, byte(n))
		}
		if bytes.HasPrefix(raw, []byte{0xfe, 0xff}) {
			var units []uint16
			for i := 2; i+1 < len(raw); i += 2 {
				units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
			}
			raw = []byte(strings.ReplaceAll(string(utf16.Decode(units)), "\u200e", ""))
		}
		all = append(all, string(raw))
	}
	return all
}
