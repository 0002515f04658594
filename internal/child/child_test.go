package child_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"vigil/internal/child"
)

var usual = child.Limits{Memory: 128 << 20, Processor: 5, Clock: 30 * time.Second, Output: 1 << 20}

// deeds are what a child of these tests can do, by the word it is started with.
var deeds = map[string]func(){
	"echo":  func() { _, _ = io.Copy(os.Stdout, os.Stdin) },
	"env":   func() { _, _ = os.Stdout.WriteString(strings.Join(os.Environ(), "\n")) },
	"fail":  func() { os.Exit(1) },
	"panic": func() { panic("on purpose") },
	"sleep": func() { time.Sleep(time.Minute) },
	"shout": func() { _, _ = io.Copy(os.Stdout, bytes.NewReader(make([]byte, 4<<20))) },
	"spin": func() {
		for i := 0; ; i++ {
			_ = i
		}
	},
	"devour": devour,
}

var eaten [][]byte

// devour takes 1 GiB and says so if it gets it.
func devour() {
	for range 64 {
		b := make([]byte, 16<<20)
		for i := 0; i < len(b); i += 4096 {
			b[i] = 1
		}
		eaten = append(eaten, b)
	}
	_, _ = os.Stdout.WriteString("all of it")
}

func TestMain(m *testing.M) {
	if len(os.Args) == 2 && deeds[os.Args[1]] != nil {
		l := usual
		if os.Args[1] == "spin" {
			l.Processor = 1
		}
		if err := child.LimitSelf(l); err != nil {
			panic(err)
		}
		deeds[os.Args[1]]()
		return
	}
	os.Exit(m.Run())
}

func TestAChildReadsAndPrints(t *testing.T) {
	t.Setenv("VIGIL_SMTP", "smtps://user:secret@mail.example.org")
	out, err := child.Run(t.Context(), usual, strings.NewReader("what it is given"), "echo")
	if err != nil || string(out) != "what it is given" {
		t.Errorf("%q, %v", out, err)
	}
	out, err = child.Run(t.Context(), usual, nil, "env")
	if err != nil || strings.Contains(string(out), "secret") || strings.Contains(string(out), "HOME=") {
		t.Errorf("it sees the environment: %q, %v", out, err)
	}
}

// Whatever a child does, it ends alone: its parent hears that it failed, soon, and nothing of what it printed.
func TestAChildThatFailsEndsAlone(t *testing.T) {
	for deed, l := range map[string]child.Limits{"fail": usual, "panic": usual, "devour": usual, "shout": usual, "spin": usual,
		"sleep": {Memory: usual.Memory, Processor: 5, Clock: time.Second, Output: 1 << 20}} {
		began := time.Now()
		out, err := child.Run(t.Context(), l, nil, deed)
		if !errors.Is(err, child.ErrFailed) || out != nil {
			t.Errorf("%s: %d bytes, %v", deed, len(out), err)
		}
		if took := time.Since(began); took > 25*time.Second {
			t.Errorf("%s took %v", deed, took)
		}
	}
}

// Whoever does not want the result any more need not wait for it.
func TestAChildEndsWithWhoeverWantsIt(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer cancel()
	began := time.Now()
	if _, err := child.Run(ctx, usual, nil, "sleep"); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}
