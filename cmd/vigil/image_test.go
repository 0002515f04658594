package main

import (
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestTheImageSaysHowItIs does in an empty root folder what the Dockerfile says: it starts the program as a container would,
// and asks by the health check of the image. The check fails before the server is there and after it has gone.
func TestTheImageSaysHowItIs(t *testing.T) {
	root, image := imageRoot(t), dockerfile(t)
	addr := freePort(t, image.addr)
	ask := func() (string, error) {
		out, err := confined(root, []string{"VIGIL_ADDR=" + addr}, image.check...).CombinedOutput()
		return string(out), err
	}
	if out, err := ask(); err == nil {
		t.Errorf("the health check is content without a server: %s", out)
	}

	server := confined(root, []string{"VIGIL_ADDR=" + addr}, image.command...)
	server.Dir = "/data" // WORKDIR
	log := new(strings.Builder)
	server.Stdout, server.Stderr = log, log
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Wait() }()
	for start := time.Now(); ; time.Sleep(100 * time.Millisecond) {
		out, err := ask()
		if err == nil && out == "ready\n" {
			break
		}
		if time.Since(start) > 2*time.Minute {
			_ = server.Process.Kill()
			<-ended
			t.Fatalf("the health check says %v: %s\nthe server says %s", err, out, log)
		}
	}
	if kept, err := filepath.Glob(filepath.Join(root, "data", "data", "*.db")); err != nil || len(kept) != 1 {
		t.Errorf("the volume /data holds the databases %v, want one (%v)", kept, err)
	}

	_ = server.Process.Signal(syscall.SIGTERM)
	if err := <-ended; err != nil {
		t.Errorf("the server ended with %v\n%s", err, log)
	}
	if out, err := ask(); err == nil {
		t.Errorf("the health check is content after the server has gone: %s", out)
	}
}

// image is what the Dockerfile says of how the program runs.
type image struct {
	check, command []string // arguments, without the program
	addr           string
}

func dockerfile(t *testing.T) image {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "Dockerfile"))
	if err != nil {
		t.Fatal(err)
	}
	one := func(pattern string) string {
		found := regexp.MustCompile("(?m)^"+pattern+"$").FindAllSubmatch(text, -1)
		if len(found) != 1 {
			t.Fatalf("the Dockerfile has %d lines like %s, want one", len(found), pattern)
		}
		return string(found[0][1])
	}
	list := func(text string) (all []string) {
		if err := json.Unmarshal([]byte(text), &all); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		return all
	}
	check := list(one(`HEALTHCHECK .*CMD (\[.*\])`))
	if entry := list(one(`ENTRYPOINT (\[.*\])`)); len(entry) != 1 || entry[0] != "/vigil" || len(check) < 2 || check[0] != "/vigil" {
		t.Fatalf("the image starts %q and asks %q, want /vigil for both", entry, check)
	}
	return image{check: check[1:], command: list(one(`CMD (\[.*\])`)), addr: one(`ENV VIGIL_ADDR=(\S+)`)}
}

// freePort gives the address of the image with a port that is free here.
func freePort(t *testing.T, addr string) string {
	t.Helper()
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return net.JoinHostPort(host, port)
}
