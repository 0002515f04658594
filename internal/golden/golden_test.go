package golden_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"vigil/internal/golden"
)

// recorder stands in for a test, so that a failure can be looked at.
type recorder struct {
	testing.TB
	said string
}

func (r *recorder) Helper() {}

func (r *recorder) Errorf(format string, args ...any) { r.said = fmt.Sprintf(format, args...) }

func (r *recorder) Fatalf(format string, args ...any) {
	r.said = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

// said returns what Equal says of got; empty means equal.
func said(path string, got string) string {
	r := &recorder{}
	done := make(chan struct{})
	go func() {
		defer close(done)
		golden.Equal(r, path, []byte(got))
	}()
	<-done
	return r.said
}

func TestEqual(t *testing.T) {
	t.Setenv("UPDATE_GOLDEN", "")
	binary := filepath.Join(t.TempDir(), "binary")
	if err := os.WriteFile(binary, []byte{1, 2, 0, 4}, 0o600); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	cases := []struct {
		name, path, got string
		want            []string // parts of what is said; none means equal
	}{
		{"same", "testdata/lines.txt", "first line\nsecond line\nthird line\n", nil},
		{"changed line", "testdata/lines.txt", "first line\nanother line\nthird line\n", []string{"testdata/lines.txt differs", "second line", "another line", "make golden"}},
		{"last newline missing", "testdata/lines.txt", "first line\nsecond line\nthird line", []string{"differs"}},
		{"no file", "testdata/none.txt", "x", []string{"does not exist", "make golden"}},
		{"unreadable", folder, "x", []string{"cannot be read"}},
		{"not text", binary, "\x01\x02\x00\x05\x06", []string{"4 bytes expected, 5 made, first difference at byte 3"}},
		{"not text, shorter", binary, "\x01\x02", []string{"first difference at byte 2"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := said(c.path, c.got)
			if len(c.want) == 0 && got != "" {
				t.Errorf("equal files, but it said: %s", got)
			}
			for _, part := range c.want {
				if !strings.Contains(got, part) {
					t.Errorf("%q is missing in: %s", part, got)
				}
			}
		})
	}
}

func TestUpdating(t *testing.T) {
	t.Setenv("UPDATE_GOLDEN", "1")
	path := filepath.Join(t.TempDir(), "new", "folder", "file.txt")
	for _, text := range []string{"one\n", "two\n"} {
		if s := said(path, text); s != "" {
			t.Fatalf("writing said: %s", s)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != text {
			t.Errorf("the file holds %q (%v), want %q", got, err, text)
		}
	}
	if s := said(filepath.Join(path, "below a file"), "x"); !strings.Contains(s, "cannot be written") {
		t.Errorf("an impossible path said: %q", s)
	}
	t.Setenv("UPDATE_GOLDEN", "")
	if s := said(path, "two\n"); s != "" {
		t.Errorf("what was written does not compare equal: %s", s)
	}
}
