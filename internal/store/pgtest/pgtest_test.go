package pgtest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	top := t.TempDir()
	pattern := filepath.Join(top, "*", "bin", "initdb")
	t.Setenv("PATH", top)
	if _, err := find(pattern); err == nil || !strings.Contains(err.Error(), "install the package postgresql") {
		t.Errorf("without a server: %v", err)
	}
	for _, version := range []string{"9", "17", "16", "18"} {
		bin := filepath.Join(top, version, "bin")
		if err := os.MkdirAll(bin, 0o700); err != nil {
			t.Fatal(err)
		}
		names := []string{"initdb", "postgres"}
		if version == "18" {
			names = names[:1] // tools alone, without the server
		}
		for _, name := range names {
			if err := os.WriteFile(filepath.Join(bin, name), nil, 0o700); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got, err := find(pattern); err != nil || got != filepath.Join(top, "17", "bin") {
		t.Errorf("found %q, %v", got, err)
	}
}
