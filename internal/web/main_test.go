package web_test

import (
	"os"
	"testing"

	"vigil/internal/vault"
)

// TestMain is also the child that cleans files: the program under test starts itself for it.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == vault.ChildCommand {
		os.Exit(vault.Child(os.Args[2], os.Stdin, os.Stdout))
	}
	os.Exit(m.Run())
}
