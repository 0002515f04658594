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

// smallDisk names the folder on which a child of this test, in a mount namespace of its own, puts a disk of 1 MiB.
const smallDisk = "VIGIL_TEST_SMALL_DISK"

// TestDiskFull fills the disk that holds the database, at the command line: the message says where, what and what to do,
// the code is 1, and afterwards everything that was told as stored is there and whole.
func TestDiskFull(t *testing.T) {
	if dir := os.Getenv(smallDisk); dir != "" {
		fillDisk(t, dir)
		return
	}
	dir := t.TempDir()
	cmd := &exec.Cmd{Path: "/proc/self/exe", Args: []string{"cli.test", "-test.run=^TestDiskFull$", "-test.v"}, Env: append(os.Environ(), smallDisk+"="+dir)}
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	if os.Getuid() != 0 {
		cmd.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	out, err := cmd.CombinedOutput()
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("this test needs a small disk and may not make one (%v): run it as root, or allow user namespaces (sysctl kernel.unprivileged_userns_clone=1), outside of a container that forbids mounting", err)
	}
	if err != nil || !bytes.Contains(out, []byte("--- PASS: TestDiskFull")) {
		t.Errorf("on the small disk: %v\n%s", err, out)
	}
}

func fillDisk(t *testing.T, dir string) {
	// Keep the disk out of the namespace of the machine; below a chroot there is no mount at / to be made private.
	if err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil && !errors.Is(err, syscall.EINVAL) {
		t.Fatal(err)
	}
	if err := syscall.Mount("vigil-test", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Fatalf("no small disk on %s: %v; run this test where mounting is allowed", dir, err)
	}
	defer syscall.Unmount(dir, 0)
	data, ballast := filepath.Join(dir, "data"), filepath.Join(dir, "ballast")
	say := func(code int, words string, args ...string) {
		t.Helper()
		out, got := runAs("vigil", append(args, "--data", data)...)
		if got != code || !strings.Contains(out, words) {
			t.Errorf("vigil %s gives %d, want %d with %q:\n%s", strings.Join(args, " "), got, code, words, out)
		}
	}
	answers := func(name, note string) string {
		file := filepath.Join(t.TempDir(), name)
		rows := "question,value,grade,note\n"
		for _, id := range []string{"BE.a.1", "BE.b.1", "BE.b.2", "BE.b.4", "BE.d.2", "BE.g.1"} {
			rows += id + ",1,E2," + note + "\n"
		}
		if err := os.WriteFile(file, []byte(rows), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	small, big := answers("small.csv", "seen"), answers("big.csv", strings.Repeat("a long note ", 300))
	say(0, "", "organisation", "new", "acme", "--name", "Acme")
	say(0, "", "assessment", "new", "a1", "--organisation", "acme", "--mode", "SCREEN")
	say(0, "6 new", "assessment", "import", "a1", small)
	full := data + ": the disk is full, nothing of this step was kept, what was there before is safe; free some space and try again"
	for _, left := range []int64{96 << 10, 48 << 10, 16 << 10, 4 << 10, 0} {
		fillUpTo(t, ballast, dir, left)
		say(1, full, "assessment", "import", "a1", big, "--prefer", "file")
		if err := os.Remove(ballast); err != nil {
			t.Fatal(err)
		}
		say(0, "6 with conflicts", "assessment", "import", "a1", big, "--dry-run", "--prefer", "file")
		say(0, "0 new, 0 changed, 6 unchanged", "assessment", "import", "a1", small, "--dry-run")
		say(0, "ok: the data opens, and the audit log is unbroken", "doctor")
	}
	say(0, "6 with conflicts", "assessment", "import", "a1", big, "--prefer", "file")
}

// fillUpTo writes a file that leaves so many bytes free.
func fillUpTo(t *testing.T, file, dir string, left int64) {
	t.Helper()
	var disk syscall.Statfs_t
	if err := syscall.Statfs(dir, &disk); err != nil {
		t.Fatal(err)
	}
	free := int64(disk.Bavail) * disk.Bsize
	if free < left {
		t.Fatalf("only %d bytes are free", free)
	}
	if err := os.WriteFile(file, make([]byte, free-left), 0o600); err != nil {
		t.Fatal(err)
	}
}

// runAs runs this test's program under a name, and gives what it says with its exit code.
func runAs(name string, args ...string) (string, int) {
	cmd := &exec.Cmd{Path: "/proc/self/exe", Args: append([]string{name}, args...)}
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		return string(out), exit.ExitCode()
	case err != nil:
		return err.Error(), -1
	}
	return string(out), 0
}
