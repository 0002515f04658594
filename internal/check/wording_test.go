package check

import (
	"bytes"
	"fmt"
	"go/scanner"
	"go/token"
	"hash/fnv"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// The wording of the Declaration belongs to its authors: our texts say the same in words of our own. A run of this many
// words that is theirs is a copy.
const runLength = 12

// notOurs are the files that hold no text of ours: what was built, what the demo writes, and the data of others.
var notOurs = regexp.MustCompile(`^(?:\.git|bin|node_modules|demo/(?:data|out)|questionnaires/reference/[^/]+/[^/]+\.csv|go\.sum|internal/check/testdata/declaration-fingerprints\.txt)(?:/|$)|/testdata/(?:rapid|fuzz)/`)

// TestWordingIsOurs holds every text of the repository against the fingerprints of the Declaration.
func TestWordingIsOurs(t *testing.T) {
	prints := fingerprints(t)
	root := os.DirFS(filepath.Join("..", ".."))
	seen := map[string]int{}
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case notOurs.MatchString(name) && d.IsDir():
			return fs.SkipDir
		case d.IsDir() || notOurs.MatchString(name):
			return nil
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		if !utf8.Valid(text) || bytes.IndexByte(text, 0) >= 0 {
			return nil // a font, a picture, a workbook
		}
		for _, form := range readings(name, text) {
			seen[path.Ext(name)] += len(wordsOf(form))
			for _, run := range copied(prints, form) {
				t.Errorf("%s: these %d words are the Declaration's: %q; say it in words of our own", name, runLength, run)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for ext, least := range map[string]int{".yaml": 30000, ".md": 10000, ".go": 100000, ".html": 2000, ".json": 1000, ".css": 100} {
		if seen[ext] < least {
			t.Errorf("only %d words were read in files *%s; the walk misses some", seen[ext], ext)
		}
	}
}

// TestWordingBites plants twelve words of our own among the fingerprints and looks for them in several dresses.
func TestWordingBites(t *testing.T) {
	const planted = "The heron reads, by lamplight, every letter that the river never sends"
	prints := fingerprints(t)
	if found := copied(prints, planted); len(found) > 0 {
		t.Fatalf("found before it was planted: %v", found)
	}
	prints[fingerprint(wordsOf(planted))] = true
	for name, text := range map[string]string{
		"a.md":   "# A title\n\nIt is said: *the heron* reads by\nlamplight every letter that the river NEVER sends. So it is.",
		"a.yaml": "text: >-\n  Then the heron reads by lamplight\n  every letter that the\n  river never sends",
		"a.html": "<p>The <b>heron</b> reads by<br/>lamplight every letter that the river never sends</p>",
		"a.go":   "package a\n\nconst s = \"the heron reads by\\nlamplight \" +\n\t`every letter that the river never sends`\n",
	} {
		found := 0
		for _, form := range readings(name, []byte(text)) {
			found += len(copied(prints, form))
		}
		if found == 0 {
			t.Errorf("%s: the planted words were not found", name)
		}
	}
	if found := copied(prints, "the heron reads by lamplight every letter that the river never"); len(found) > 0 {
		t.Errorf("eleven words are no copy: %v", found)
	}
	if got := fingerprint(wordsOf("a")); got != 0xaf63dc4c8601ec8c {
		t.Errorf("%x is not the FNV-1a hash of a", got)
	}
}

// fingerprints reads the hashes and checks that the file is whole.
func fingerprints(t *testing.T) map[uint64]bool {
	t.Helper()
	text, err := os.ReadFile("testdata/declaration-fingerprints.txt")
	if err != nil {
		t.Fatal(err)
	}
	set, last := map[uint64]bool{}, ""
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n")[1:] {
		n, err := strconv.ParseUint(line, 16, 64)
		if err != nil || len(line) != 16 || line <= last {
			t.Fatalf("%q is no fingerprint, or not in its place", line)
		}
		set[n], last = true, line
	}
	if len(set) != 9771 {
		t.Fatalf("%d fingerprints, want 9771", len(set))
	}
	return set
}

// tag matches what stands between words of one sentence in HTML.
var tag = regexp.MustCompile(`<[^<>]*>`)

// readings are the ways to read a file: as it is, without tags, and, of a Go file, its strings alone and unquoted.
func readings(name string, text []byte) []string {
	out := []string{string(text)}
	switch path.Ext(name) {
	case ".html", ".svg", ".tmpl", ".templ":
		out = append(out, tag.ReplaceAllString(string(text), " "))
	case ".go":
		out = append(out, literals(text))
	}
	return out
}

// literals are the strings of a Go file, one after the other.
func literals(text []byte) string {
	var s scanner.Scanner
	set := token.NewFileSet()
	s.Init(set.AddFile("", set.Base(), len(text)), text, nil, 0)
	var b strings.Builder
	for {
		_, tok, lit := s.Scan()
		if tok == token.EOF {
			return b.String()
		}
		if tok == token.STRING {
			if plain, err := strconv.Unquote(lit); err == nil {
				fmt.Fprintf(&b, "%s ", plain)
			}
		}
	}
}

var word = regexp.MustCompile(`[a-z0-9]+`)

func wordsOf(text string) []string { return word.FindAllString(strings.ToLower(text), -1) }

// fingerprint is the fingerprint of a run of words.
func fingerprint(run []string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(strings.Join(run, " ")))
	return h.Sum64()
}

// copied gives the runs of a text that are among the fingerprints.
func copied(prints map[uint64]bool, text string) []string {
	var found []string
	list := wordsOf(text)
	for i := 0; i+runLength <= len(list); i++ {
		if prints[fingerprint(list[i:i+runLength])] {
			found = append(found, strings.Join(list[i:i+runLength], " "))
		}
	}
	return found
}
