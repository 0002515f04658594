// Package browsertest drives a real Chromium from tests: it opens a page as a person with a wide or a narrow screen, in
// light or dark, would see it, says what the page asked the network for, and runs axe over it. It needs no node and no
// library: Chromium takes its orders over a pipe. Only tests import it.
package browsertest

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// patience is how long one order may take on a machine that other tests keep busy.
const patience = 3 * time.Minute

// Browser is a running Chromium with a profile of its own. It ends with the test that started it.
type Browser struct {
	in io.WriteCloser

	mu      sync.Mutex
	next    int
	waiting map[int]chan answer
	heard   map[string][]event // by session
	dead    error
}

type order struct {
	ID      int    `json:"id"`
	Session string `json:"sessionId,omitempty"`
	Method  string `json:"method"`
	Params  any    `json:"params,omitempty"`
}

type answer struct {
	Result json.RawMessage
	Err    error
}

type event struct {
	Method string
	Params json.RawMessage
}

// Start starts Chromium, or fails the test with the package to install.
func Start(t testing.TB) *Browser {
	t.Helper()
	program, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal("chromium is not on this machine; `make test` installs it (on Debian: apt-get install chromium)")
	}
	profile, err := os.MkdirTemp("/tmp", "vigil-browser-") // a short name, as Chromium's sockets need
	if err != nil {
		t.Fatal(err)
	}
	fromTest, toBrowser := pipe(t)
	fromBrowser, toTest := pipe(t)
	args := []string{"--headless", "--remote-debugging-pipe", "--user-data-dir=" + profile, "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
		"--disable-extensions", "--disable-background-networking", "--hide-scrollbars", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", "--force-color-profile=srgb"}
	if os.Geteuid() == 0 {
		args = append(args, "--no-sandbox")
	}
	cmd := exec.Command(program, append(args, "about:blank")...)
	cmd.Env = append(os.Environ(), "HOME="+profile, "TMPDIR="+profile, "TZ=UTC", "LANG=C.UTF-8")
	cmd.ExtraFiles = []*os.File{fromTest, toTest} // Chromium reads 3 and writes 4
	if err := cmd.Start(); err != nil {
		t.Fatalf("chromium does not start: %v", err)
	}
	_, _ = fromTest.Close(), toTest.Close()
	b := &Browser{in: toBrowser, waiting: map[int]chan answer{}, heard: map[string][]event{}}
	go b.listen(fromBrowser)
	t.Cleanup(func() {
		_, _ = b.call("", "Browser.close", nil)
		_ = toBrowser.Close()
		stop := time.AfterFunc(10*time.Second, func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait()
		stop.Stop()
		_ = fromBrowser.Close()
		_ = os.RemoveAll(profile)
	})
	return b
}

func pipe(t testing.TB) (*os.File, *os.File) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	return r, w
}

// listen hands answers to those who wait for them and keeps events for Page.
func (b *Browser) listen(from io.Reader) {
	in := bufio.NewReader(from)
	for {
		text, err := in.ReadBytes(0)
		if err != nil {
			b.end(errors.New("chromium has ended"))
			return
		}
		var m struct {
			ID      int             `json:"id"`
			Session string          `json:"sessionId"`
			Method  string          `json:"method"`
			Params  json.RawMessage `json:"params"`
			Result  json.RawMessage `json:"result"`
			Error   *struct {
				Message string `json:"message"`
			} `json:"error"`
		}
		if err := json.Unmarshal(text[:len(text)-1], &m); err != nil {
			b.end(fmt.Errorf("chromium says what cannot be read: %w", err))
			return
		}
		b.mu.Lock()
		switch wait, ok := b.waiting[m.ID]; {
		case ok && m.ID != 0:
			a := answer{Result: m.Result}
			if m.Error != nil {
				a.Err = errors.New(m.Error.Message)
			}
			delete(b.waiting, m.ID)
			wait <- a
		case m.Method != "":
			b.heard[m.Session] = append(b.heard[m.Session], event{m.Method, m.Params})
		}
		b.mu.Unlock()
	}
}

// end tells everybody who waits that nothing will come.
func (b *Browser) end(why error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.dead = why
	for id, wait := range b.waiting {
		delete(b.waiting, id)
		wait <- answer{Err: why}
	}
}

// call gives one order and waits for its answer.
func (b *Browser) call(session, method string, params any) (json.RawMessage, error) {
	wait := make(chan answer, 1)
	b.mu.Lock()
	if b.dead != nil {
		defer b.mu.Unlock()
		return nil, b.dead
	}
	b.next++
	id := b.next
	b.waiting[id] = wait
	b.mu.Unlock()
	text, err := json.Marshal(order{id, session, method, params})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", method, err)
	}
	if _, err := b.in.Write(append(text, 0)); err != nil {
		return nil, fmt.Errorf("%s: %w", method, err)
	}
	select {
	case a := <-wait:
		if a.Err != nil {
			return nil, fmt.Errorf("%s: %w", method, a.Err)
		}
		return a.Result, nil
	case <-time.After(patience):
		return nil, fmt.Errorf("%s: chromium has not answered within %s", method, patience)
	}
}

// FileURL is the address of a file on this machine.
func FileURL(path string) string {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return "file://" + path
	}
	return "file://" + strings.ReplaceAll(strings.ReplaceAll(absolute, "%", "%25"), " ", "%20")
}
