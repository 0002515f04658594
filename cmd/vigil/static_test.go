package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// nobody is a user without any rights.
const nobody = 65534

// TestStaticProgram builds the one file of the image as `make static` does and runs it where there is nothing else: in
// a root folder that holds only the program and the two empty folders of the image, as a user without rights. No
// library, time zone, user list or shell of this machine can help it there. Images cannot be pulled everywhere, so that
// this stands in for them.
func TestStaticProgram(t *testing.T) {
	root := imageRoot(t)
	for _, c := range []struct{ line, says string }{
		{"doctor", "ok: SQLite has full-text search and takes every setting"},
		{"demo --data /data --out /data/out", "Open first:"},
		{"doctor --data /data", "ok: the data opens, and the audit log is unbroken"},
		{"assessment list --data /data", "company-quick@0.3.0"},
	} {
		out, err := inside(root, strings.Fields(c.line)...)
		if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.ENOSPC) {
			t.Fatalf("this test changes the root folder of a program and may not (%v): run it as root, or allow user namespaces (sysctl kernel.unprivileged_userns_clone=1) outside of a container or chroot", err)
		}
		if err != nil || !strings.Contains(out, c.says) || strings.Contains(out, "not ok") {
			t.Fatalf("vigil %s in an empty root folder: %v\n%s", c.line, err, out)
		}
	}
	left, err := os.ReadDir(filepath.Join(root, "data", "out"))
	if err != nil || len(left) < 12 {
		t.Errorf("the demo wrote %d files and folders: %v", len(left), err)
	}
	top, err := os.ReadDir(root)
	if err != nil || len(top) != 3 {
		t.Errorf("the root folder holds %v, want data, tmp and vigil (%v)", top, err)
	}
}

// imageRoot makes a root folder with what the image has: the program and two empty folders.
func imageRoot(t *testing.T) string {
	t.Helper()
	root := emptyRoot(t)
	build := exec.Command("make", "-C", filepath.Join("..", ".."), "static")
	build.Env = append(os.Environ(), "MAKEFLAGS=", "MAKELEVEL=", "GOFLAGS=")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("make static: %v\n%s", err, out)
	}
	put(t, filepath.Join("..", "..", "bin", "vigil-static"), filepath.Join(root, "vigil"))
	return root
}

// emptyRoot makes a root folder with the folders of the image, owned by nobody.
func emptyRoot(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for _, name := range []string{"data", "tmp"} {
		path := filepath.Join(root, name)
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
		if os.Getuid() == 0 {
			if err := os.Chown(path, nobody, nobody); err != nil {
				t.Fatal(err)
			}
		}
	}
	return root
}

func put(t *testing.T, from, to string) {
	t.Helper()
	program, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, program, 0o755); err != nil {
		t.Fatal(err)
	}
}

// inside runs the program in its root folder to its end and gives what it prints.
func inside(root string, args ...string) (string, error) {
	out, err := confined(root, nil, args...).CombinedOutput()
	return string(out), err
}

// confined is the program in its root folder as nobody, with an environment of its own: as root directly, else in a user
// namespace in which this user is called nobody.
func confined(root string, env []string, args ...string) *exec.Cmd {
	cmd := &exec.Cmd{Path: "/vigil", Args: append([]string{"vigil"}, args...), Dir: "/", Env: append([]string{}, env...)}
	cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: root}
	if os.Getuid() == 0 {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: nobody, Gid: nobody}
	} else {
		cmd.SysProcAttr.Cloneflags = syscall.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: nobody, HostID: os.Getuid(), Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: nobody, HostID: os.Getgid(), Size: 1}}
	}
	return cmd
}
