// Package golden compares what a test made with a file that a person has looked at. `make golden` rewrites
// the files; `git diff` then shows what changed. Only tests import it.
package golden

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// Updating tells whether golden files are being rewritten (UPDATE_GOLDEN=1) instead of compared. Test tools
// with a switch of their own, such as testscript's UpdateScripts, take it from here.
func Updating() bool { return os.Getenv("UPDATE_GOLDEN") == "1" }

// Equal fails the test, with the lines that differ, unless the file at path (relative to the package's folder,
// usually below testdata) holds exactly got. When Updating, it writes the file and its folders instead.
func Equal(t testing.TB, path string, got []byte) {
	t.Helper()
	if Updating() {
		if err := write(path, got); err != nil {
			t.Fatalf("golden file %s cannot be written: %v", path, err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		t.Fatalf("golden file %s does not exist: run `make golden`, read the file, and commit it if it is right", path)
	}
	if err != nil {
		t.Fatalf("golden file %s cannot be read: %v", path, err)
	}
	if d := difference(want, got); d != "" {
		t.Errorf("%s differs (- expected, + made now); if the new one is right, run `make golden` and commit:\n%s", path, d)
	}
}

func write(path string, got []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, got, 0o644)
}

// difference is empty when the two are the same; else it shows differing lines of text, or the first differing
// byte of anything else.
func difference(want, got []byte) string {
	if bytes.Equal(want, got) {
		return ""
	}
	if isText(want) && isText(got) {
		return cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n"))
	}
	at := 0
	for at < len(want) && at < len(got) && want[at] == got[at] {
		at++
	}
	return fmt.Sprintf("not text: %d bytes expected, %d made, first difference at byte %d", len(want), len(got), at)
}

func isText(b []byte) bool { return utf8.Valid(b) && !bytes.ContainsRune(b, 0) }
