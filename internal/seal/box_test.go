package seal_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"vigil/internal/seal"
	"vigil/internal/vigil"
)

func box(t *testing.T, data string) *seal.Box {
	t.Helper()
	b, err := seal.OpenBox(data)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestASealedFieldOpensInItsPlaceAlone(t *testing.T) {
	data := t.TempDir()
	sealed, err := box(t, data).Seal("people.totp:17", []byte("JBSWY3DP"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(sealed, "JBSWY3DP") || !strings.HasPrefix(sealed, "sealed:1:") {
		t.Fatalf("sealed reads %q", sealed)
	}
	b := box(t, data) // another start
	if plain, err := b.Open("people.totp:17", sealed); err != nil || string(plain) != "JBSWY3DP" {
		t.Errorf("it opens as %q (%v)", plain, err)
	}
	for _, place := range []string{"people.totp:18", "people.email:17", "", "people.totp:1"} {
		if plain, err := b.Open(place, sealed); err == nil {
			t.Errorf("it opens in %q as %q", place, plain)
		}
	}
	for _, text := range []string{"", "JBSWY3DP", "sealed:1:", "sealed:1:AAAA", sealed[:len(sealed)-2], sealed + "AAAA"} {
		if _, err := b.Open("people.totp:17", text); err == nil {
			t.Errorf("%.30q is taken for a sealed field", text)
		}
	}
	again, err := b.Seal("people.totp:17", []byte("JBSWY3DP"))
	if err != nil || again == sealed {
		t.Errorf("the same field is sealed the same way twice (%v)", err)
	}
}

func TestNoBitOfASealedFieldCanBeChanged(t *testing.T) {
	b := box(t, t.TempDir())
	sealed, err := b.Seal("x", []byte("secret"))
	if err != nil {
		t.Fatal(err)
	}
	for i := len("sealed:1:"); i < len(sealed); i++ {
		letter := byte('A')
		if sealed[i] == letter {
			letter = 'B'
		}
		if _, err := b.Open("x", sealed[:i]+string(letter)+sealed[i+1:]); err == nil {
			t.Errorf("letter %d may be another", i)
		}
	}
}

func TestNewSealingKeysStillOpenWhatTheOldOnesSealed(t *testing.T) {
	data := t.TempDir()
	old := box(t, data)
	field, err := old.Seal("f", []byte("field"))
	if err != nil {
		t.Fatal(err)
	}
	file := stream(t, old, "s", []byte("file"))
	if !old.Newest(field) {
		t.Error("a fresh field counts as sealed with an old key")
	}
	fresh, err := seal.RotateBox(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range []*seal.Box{fresh, box(t, data)} {
		if plain, err := b.Open("f", field); err != nil || string(plain) != "field" {
			t.Errorf("the old field opens as %q (%v)", plain, err)
		}
		if plain, err := unstream(b, "s", file); err != nil || string(plain) != "file" {
			t.Errorf("the old file opens as %q (%v)", plain, err)
		}
		if b.Newest(field) {
			t.Error("the old field counts as sealed with the new key")
		}
	}
	renewed, err := fresh.Seal("f", []byte("field"))
	if err != nil || !fresh.Newest(renewed) {
		t.Errorf("a field sealed again is not sealed with the new key (%v)", err)
	}
	if _, err := old.Open("f", renewed); err == nil {
		t.Error("the old keys open what the new one sealed")
	}
}

func TestOtherKeysAreNoticed(t *testing.T) {
	a, b := box(t, t.TempDir()), box(t, t.TempDir())
	mark, err := a.Mark()
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Knows(mark); err != nil {
		t.Errorf("a box does not know its mark: %v", err)
	}
	if err := b.Knows(mark); vigil.KindOf(err) != vigil.Invalid || !strings.Contains(err.Error(), "from a backup") {
		t.Errorf("the keys of another folder: %v", err)
	}
	if _, err := unstream(b, "s", stream(t, a, "s", []byte("x"))); err == nil {
		t.Error("another box opens a file")
	}
}

func TestAStreamOpensWholeOrNotAtAll(t *testing.T) {
	b := box(t, t.TempDir())
	for _, size := range []int{0, 1, 4095, 4096, 100_000} {
		plain := make([]byte, size)
		_, _ = rand.Read(plain)
		sealed := stream(t, b, "file", plain)
		if got, err := unstream(b, "file", sealed); err != nil || !bytes.Equal(got, plain) {
			t.Errorf("%d bytes come back as %d (%v)", size, len(got), err)
		}
		if _, err := unstream(b, "other", sealed); err == nil {
			t.Errorf("%d bytes open in another place", size)
		}
		for _, bad := range [][]byte{sealed[:len(sealed)-1], sealed[:len(sealed)/2], append(bytes.Clone(sealed), 0), nil} {
			if got, err := unstream(b, "file", bad); err == nil {
				t.Errorf("%d of %d sealed bytes open as %d", len(bad), len(sealed), len(got))
			}
		}
		for i := 0; i < len(sealed); i += 1 + len(sealed)/50 {
			bad := bytes.Clone(sealed)
			bad[i] ^= 4
			if _, err := unstream(b, "file", bad); err == nil {
				t.Errorf("byte %d of %d may be another", i, len(sealed))
			}
		}
	}
}

func stream(t *testing.T, b *seal.Box, place string, plain []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := b.Writer(&out, place)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func unstream(b *seal.Box, place string, sealed []byte) ([]byte, error) {
	r, err := b.Reader(bytes.NewReader(sealed), place)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func TestSealingKeysAreMadeOnceAndGuarded(t *testing.T) {
	data := t.TempDir()
	if _, err := seal.FindBox(data); vigil.KindOf(err) != vigil.NotFound {
		t.Fatalf("a folder without keys: %v", err)
	}
	var wg sync.WaitGroup
	fields := make([]string, 20)
	for i := range fields {
		wg.Go(func() {
			b, err := seal.OpenBox(data)
			if err == nil {
				fields[i], err = b.Seal("x", []byte("y"))
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	b := box(t, data)
	for _, f := range fields {
		if _, err := b.Open("x", f); err != nil {
			t.Fatalf("two boxes were made: %v", err)
		}
	}
	file := filepath.Join(data, seal.Folder, "sealing.keys")
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the keys have the rights %v (%v)", info.Mode().Perm(), err)
	}
	if left, _ := filepath.Glob(filepath.Join(data, seal.Folder, ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	for _, c := range []struct {
		says  string
		spoil func() error
	}{
		{"others may read", func() error { return os.Chmod(file, 0o640) }},
		{"is damaged", func() error { return errors.Join(os.Chmod(file, 0o600), os.Truncate(file, 100)) }},
		{"no ordinary file", func() error { return errors.Join(os.Rename(file, file+".x"), os.Symlink(file+".x", file)) }},
	} {
		if err := c.spoil(); err != nil {
			t.Fatal(err)
		}
		for name, open := range map[string]func(string) (*seal.Box, error){"OpenBox": seal.OpenBox, "RotateBox": seal.RotateBox} {
			if _, err := open(data); vigil.KindOf(err) != vigil.Invalid || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s: %v, want %q in it", name, err, c.says)
			}
		}
	}
	if _, err := seal.OpenBox(filepath.Join(data, "missing")); err == nil || !strings.Contains(err.Error(), "no sealing keys can be made") {
		t.Errorf("a folder that is not there: %v", err)
	}
}
