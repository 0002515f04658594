package store_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// childDir is the folder that a child of this test, run as somebody without rights, tries to open.
const childDir = "VIGIL_TEST_OPEN_DIR"

// openChild opens the folder and says what came of it; its exit code is 0 when it was refused as Invalid.
func openChild(dir string) int {
	s, err := store.Open(context.Background(), store.Config{Dir: dir})
	if err == nil {
		s.Close()
	}
	fmt.Fprintln(os.Stdout, err)
	if vigil.KindOf(err) != vigil.Invalid {
		return 1
	}
	return 0
}

func TestOpenRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, "x")
	noDatabase := t.TempDir()
	write(t, filepath.Join(noDatabase, store.File), strings.Repeat("this is no database ", 100))
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, store.File), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		config store.Config
		says   string
	}{
		"nothing":              {store.Config{}, "say where the data is"},
		"both":                 {store.Config{Dir: t.TempDir(), URL: "postgres://x"}, "say where the data is"},
		"a file":               {store.Config{Dir: file}, "not a folder"},
		"below a file":         {store.Config{Dir: filepath.Join(file, "in")}, "not a folder"},
		"no database":          {store.Config{Dir: noDatabase}, "restore it from a backup"},
		"a folder of the name": {store.Config{Dir: folder}, "is a folder, not a database"},
		"no address":           {store.Config{URL: "postgres://%zz"}, "write it like postgres://"},
		"no server":            {store.Config{URL: "postgres://vigil:secret@127.0.0.1:1/vigil"}, "cannot be reached"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := store.Open(context.Background(), c.config)
			if err == nil {
				s.Close()
			}
			if vigil.KindOf(err) != vigil.Invalid || !strings.Contains(err.Error(), c.says) {
				t.Fatalf("got %v, want Invalid with %q", err, c.says)
			}
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("the message tells the password: %v", err)
			}
		})
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestOpenReadOnly runs this test's own program as somebody who may read the folder and not write it.
func TestOpenReadOnly(t *testing.T) {
	for name, c := range map[string]struct {
		prepared bool
		dir      os.FileMode
	}{"empty folder": {false, 0o555}, "folder with a database": {true, 0o555}, "database in a folder that can be written": {true, 0o777}} {
		t.Run(name, func(t *testing.T) {
			top, err := os.MkdirTemp("", "vigil-ro")
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { os.Chmod(top, 0o700); os.RemoveAll(top) })
			if c.prepared {
				s, err := store.Open(context.Background(), store.Config{Dir: top})
				if err != nil {
					t.Fatal(err)
				}
				s.Close()
				for name, mode := range map[string]os.FileMode{store.File: 0o444, "vigil.lock": 0o666} {
					if err := os.Chmod(filepath.Join(top, name), mode); err != nil {
						t.Fatal(err)
					}
				}
			}
			if err := os.Chmod(top, c.dir); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(program(t))
			cmd.Env = append(os.Environ(), childDir+"="+top)
			cmd.Dir = "/"
			if os.Getuid() == 0 {
				cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
			}
			out, err := cmd.CombinedOutput()
			if err != nil || !strings.Contains(string(out), "cannot be written") || !strings.Contains(string(out), top) {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
}

// program copies this test's program to where everybody may run it.
func program(t *testing.T) string {
	t.Helper()
	self, err := os.ReadFile("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "vigil-child")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "child")
	if err := os.WriteFile(path, self, 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestOpenNewer(t *testing.T) {
	for name, c := range configs(t) {
		t.Run(name, func(t *testing.T) {
			ctx := context.Background()
			s := open(t, c)
			o, _ := begin(t, s)
			if err := s.Raw(ctx, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, true)"); err != nil {
				t.Fatal(err)
			}
			again, err := store.Open(ctx, c)
			if err == nil {
				again.Close()
			}
			if vigil.KindOf(err) != vigil.Invalid || !strings.Contains(err.Error(), "newer program") || !strings.Contains(err.Error(), "999") {
				t.Fatalf("got %v", err)
			}
			see(t, s, func(tx *store.Tx) error {
				got, err := tx.Organisation(o.Code)
				if got.Name != o.Name {
					t.Errorf("changed: %+v", got)
				}
				return err
			})
		})
	}
}

func TestOpenAgain(t *testing.T) {
	for name, c := range configs(t) {
		t.Run(name, func(t *testing.T) {
			o, _ := begin(t, open(t, c))
			see(t, open(t, c), func(tx *store.Tx) error {
				got, err := tx.Organisation(o.Code)
				if got.ID != o.ID {
					t.Errorf("got %+v", got)
				}
				return err
			})
		})
	}
}

// TestOpenTogether starts on an empty database from several sides at once.
func TestOpenTogether(t *testing.T) {
	for name, c := range configs(t) {
		t.Run(name, func(t *testing.T) {
			const n = 4
			done := make(chan error, n)
			for range n {
				go func() {
					s, err := store.Open(context.Background(), c)
					if err == nil {
						err = s.Close()
					}
					done <- err
				}()
			}
			for range n {
				if err := <-done; err != nil {
					t.Error(err)
				}
			}
		})
	}
}

func TestViewWritesNothing(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		err := s.View(context.Background(), func(tx *store.Tx) error {
			o := organisation("acme")
			return tx.CreateOrganisation(&o)
		})
		if err == nil {
			t.Error("a view wrote")
		}
		see(t, s, func(tx *store.Tx) error {
			list, err := tx.Organisations()
			if len(list) != 0 {
				t.Errorf("it left %v", list)
			}
			return err
		})
	})
}

func TestDiskFull(t *testing.T) {
	ctx := context.Background()
	c := config(t, "sqlite")
	s := open(t, c)
	_, a := begin(t, s)
	do(t, s, func(tx *store.Tx) error {
		return tx.PutAnswers(&a, []vigil.Answer{{Question: "kept", State: vigil.Answered, Value: "3"}})
	})
	var pages int
	if err := s.Pools()[0].QueryRowContext(ctx, "PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	if err := s.Raw(ctx, fmt.Sprintf("PRAGMA max_page_count = %d", pages+4)); err != nil {
		t.Fatal(err)
	}
	before := a
	err := s.Tx(ctx, func(tx *store.Tx) error {
		return tx.PutAnswers(&a, []vigil.Answer{{Question: "lost", State: vigil.Answered, Value: "1", Note: strings.Repeat("long ", 20000)}})
	})
	if vigil.KindOf(err) != vigil.Invalid || !strings.Contains(err.Error(), "disk is full") || !strings.Contains(err.Error(), c.Dir) {
		t.Fatalf("got %v", err)
	}
	see(t, s, func(tx *store.Tx) error {
		list, err := tx.Answers(a.ID)
		if len(list) != 1 || list[0].Question != "kept" {
			t.Errorf("answers after: %+v", list)
		}
		return err
	})
	if err := store.Check(ctx, s.Pools()[0], "PRAGMA integrity_check", "ok"); err != nil {
		t.Error(err)
	}
	// Once there is room the same step succeeds.
	if err := s.Raw(ctx, "PRAGMA max_page_count = 100000"); err != nil {
		t.Fatal(err)
	}
	do(t, s, func(tx *store.Tx) error {
		return tx.PutAnswers(&before, []vigil.Answer{{Question: "lost", State: vigil.Answered, Value: "1"}})
	})
}
