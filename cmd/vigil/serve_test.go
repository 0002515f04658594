package main

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// TestMain lets the test program stand in for vigil: tests that kill a server start themselves.
func TestMain(m *testing.M) {
	if os.Getenv("VIGIL_TEST_MAIN") != "" {
		main()
	}
	os.Exit(m.Run())
}

// program is vigil serve on a folder, as a process of its own.
type program struct {
	t   *testing.T
	cmd *exec.Cmd
	url string
	log *lines
}

// lines keeps what a process writes.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func vigilCommand(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Env = append(os.Environ(), "VIGIL_TEST_MAIN=1")
	return cmd
}

// start starts a server on a folder and waits until it says where it is.
func start(t *testing.T, data string, more ...string) *program {
	t.Helper()
	p := &program{t: t, log: &lines{}, cmd: vigilCommand(t, append([]string{"serve", "--data", data, "--addr", "127.0.0.1:0"}, more...)...)}
	p.cmd.Stderr = p.log
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = p.cmd.Process.Kill() // mostly it ended already
		_, _ = p.cmd.Process.Wait()
	})
	said := bufio.NewReader(out)
	for p.url == "" {
		line, err := said.ReadString('\n')
		if err != nil {
			t.Fatalf("the server ended before it listened: %v\n%s", err, p.log)
		}
		_, at, _ := strings.Cut(line, "Vigil is at ")
		p.url = strings.TrimSpace(at)
	}
	go func() { _, _ = io.Copy(p.log, said) }()
	return p
}

// end asks the server to end and gives its exit code.
func (p *program) end(s syscall.Signal) int {
	p.t.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		p.t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { _ = p.cmd.Wait(); close(ended) }() // the state says how
	select {
	case <-ended:
	case <-time.After(2 * time.Minute):
		p.t.Fatalf("the server does not end\n%s", p.log)
	}
	return p.cmd.ProcessState.ExitCode()
}

// TestServe: an empty folder becomes a server that answers, says so to vigil health, and ends when told to.
func TestServe(t *testing.T) {
	data := filepath.Join(t.TempDir(), "new")
	p := start(t, data)
	addr := strings.TrimPrefix(p.url, "http://")
	resp, err := http.Get(p.url + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Errorf("/readyz gave %d", resp.StatusCode)
	}
	if out, err := vigilCommand(t, "health", "--addr", addr).CombinedOutput(); err != nil || string(out) != "ready\n" {
		t.Errorf("vigil health: %v: %s", err, out)
	}
	if code := p.end(syscall.SIGTERM); code != 0 {
		t.Errorf("the server ended with %d\n%s", code, p.log)
	}
	if out, err := vigilCommand(t, "health", "--addr", addr).CombinedOutput(); err == nil || !strings.Contains(string(out), "no server answers") {
		t.Errorf("vigil health without a server: %v: %s", err, out)
	}
}

// TestServeSettings: what is wrong is said before anything starts.
func TestServeSettings(t *testing.T) {
	for _, c := range []struct{ flag, value, says string }{
		{"--public-url", "vigil.example.org", "write it like https://vigil.example.org"},
		{"--trusted-proxy", "nowhere", "nowhere is neither an address nor a network"},
		{"--file-size", "large", `"large" is no size; write it like 25MB or 2GB`},
		{"--link-files", "0", "link-files: leaves no room for any file"},
		{"--addr", "256.0.0.1:1", "nothing can listen at 256.0.0.1:1"},
	} {
		out, err := vigilCommand(t, "serve", "--data", t.TempDir(), c.flag, c.value).CombinedOutput()
		if err == nil || !strings.Contains(string(out), c.says) {
			t.Errorf("%s %s: %v: %s", c.flag, c.value, err, out)
		}
	}
	t.Setenv("VIGIL_FILE_SIZE", "12MB")
	t.Setenv("VIGIL_LINK_FILES", "7")
	t.Setenv("VIGIL_ORGANISATION_FILES_SIZE", "3TB")
	out, err := vigilCommand(t, "serve", "--help").CombinedOutput()
	for _, says := range []string{"(default 12MB)", "(default 7)", "(default 3TB)", "(default 300)"} {
		if err != nil || !strings.Contains(string(out), says) {
			t.Errorf("with limits in the environment the help does not say %s: %v: %s", says, err, out)
		}
	}
}
