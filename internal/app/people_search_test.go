package app_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// searchFolder looks for secrets in every file of a folder and says how many bytes it read.
func searchFolder(t *testing.T, dir string, secrets []string) int {
	t.Helper()
	n := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		n += len(data)
		for _, s := range secrets {
			if bytes.Contains(data, []byte(s)) {
				t.Errorf("%s holds %q", filepath.Base(path), s)
			}
		}
		return err
	})
	if err != nil || n == 0 {
		t.Fatalf("%d bytes searched, %v", n, err)
	}
	return n
}
