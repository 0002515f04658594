package app_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vigil/internal/store"
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

// No token, password, code or address stands in the database in a form that could be used.
func TestTheDatabaseHoldsNoSecret(t *testing.T) {
	dir := t.TempDir()
	s := staff(t, store.Config{Dir: dir})
	secret, codes, token := s.withFactor("ben")
	handed, err := s.ResetPassword(ctx, admin, "rita")
	must(t, err)
	_, _ = s.signIn("ada", "never typed before", "203.0.113.77")
	wait, err := s.signIn("ben", phrase, home)
	must(t, err)
	secrets := append([]string{secret, token, handed.Token, wait.Token, phrase, "never typed before", "203.0.113.77", home}, codes...)
	for _, c := range codes {
		secrets = append(secrets, strings.ReplaceAll(c, "-", ""))
	}
	searched := searchFolder(t, dir, secrets)
	t.Logf("%d secrets, none in %d bytes of database and log", len(secrets), searched)
}
