package cli_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A folder in which the person may not write is refused with its name, and left as it is. Permissions do not hold for
// root, so that the program is then run as nobody, from a copy that nobody may read.
func TestReadOnlyFolder(t *testing.T) {
	dir := t.TempDir()
	for _, d := range []string{filepath.Dir(dir), dir} {
		if err := os.Chmod(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	self, err := os.ReadFile("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	program, data := filepath.Join(dir, "vigil"), filepath.Join(dir, "data")
	if err := os.WriteFile(program, self, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(data, 0o555); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"organisation", "new", "acme", "--name", "Acme", "--data", data},
		{"demo", "--data", data, "--out", filepath.Join(data, "out")},
	} {
		cmd := exec.Command(program, args...)
		cmd.Dir = dir
		if os.Getuid() == 0 {
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		}
		var says bytes.Buffer
		cmd.Stderr = &says
		var exit *exec.ExitError
		if err := cmd.Run(); !errors.As(err, &exit) || exit.ExitCode() != 1 {
			t.Errorf("vigil %s: %v, %s", strings.Join(args, " "), err, says.String())
		}
		if !strings.Contains(says.String(), data) {
			t.Errorf("vigil %s does not name the folder: %s", strings.Join(args, " "), says.String())
		}
	}
	left, err := os.ReadDir(data)
	if err != nil || len(left) > 0 {
		t.Errorf("the folder was changed: %v %v", left, err)
	}
}
