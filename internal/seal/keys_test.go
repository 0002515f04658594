package seal_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"vigil/internal/seal"
	"vigil/internal/vigil"
)

func TestKeysFollowTheirFile(t *testing.T) {
	data := t.TempDir()
	k := seal.KeysIn(data)
	if _, err := k.Seal("x", []byte("y")); vigil.KindOf(err) != vigil.Invalid || !strings.Contains(err.Error(), "are missing") {
		t.Fatalf("a folder without keys: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(data, "*")); len(left) > 0 {
		t.Errorf("keys were made: %v", left)
	}
	box(t, data)
	old, err := k.Seal("x", []byte("old"))
	if err != nil || !k.Newest(old) || !k.Sealed(old) || k.Sealed("old") {
		t.Fatalf("sealed as %q (%v)", old, err)
	}
	other := seal.KeysIn(data) // another program
	if err := other.Rotate(); err != nil {
		t.Fatal(err)
	}
	fresh, err := other.Seal("x", []byte("fresh"))
	if err != nil {
		t.Fatal(err)
	}
	if !k.Newest(old) {
		t.Error("the keys cannot know yet that there is a newer one")
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for sealed, want := range map[string]string{fresh: "fresh", old: "old"} {
				if plain, err := k.Open("x", sealed); err != nil || string(plain) != want {
					t.Errorf("%s opens as %q (%v)", want, plain, err)
				}
			}
		})
	}
	group.Wait()
	if k.Newest(old) || !k.Newest(fresh) {
		t.Error("after the new key was met, the old one still seals")
	}
	if _, err := k.Open("y", fresh); err == nil || !strings.Contains(err.Error(), "y does not open") {
		t.Errorf("in another place: %v", err)
	}
	if err := os.Remove(filepath.Join(data, seal.Folder, "sealing.keys")); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Open("x", old); err != nil {
		t.Errorf("a program that runs needs the file again: %v", err)
	}
}
