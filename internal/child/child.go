// Package child runs a hidden command of this program over something that nobody vouches for, in a process of its own
// with limits: a file made to exhaust or to confuse whatever parses it ends that process and nothing else.
package child

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// Limits bound one child. Memory and processor time are set by the child on itself, the clock and the output by its parent.
type Limits struct {
	Memory    uint64        // bytes of data
	Processor uint64        // seconds
	Clock     time.Duration // from start to end
	Output    int           // bytes that it may print
}

// ErrFailed is the error of a child that failed, or took more than it may: the fault is in what it was given.
var ErrFailed = errors.New("the child failed, or took more than it may")

// Run starts a hidden command of this program and gives what it prints. Input, where there is any, is what it reads. Of
// the environment it sees nothing. The error is ErrFailed, that of the context, or says why no child could be started.
func Run(ctx context.Context, l Limits, input io.Reader, command ...string) ([]byte, error) {
	self := "/proc/self/exe"
	if _, err := os.Stat(self); err != nil {
		if self, err = os.Executable(); err != nil {
			return nil, fmt.Errorf("the program does not find itself: %w", err)
		}
	}
	limited, cancel := context.WithTimeout(ctx, l.Clock)
	defer cancel()
	var out, errw capped
	out.limit, errw.limit = l.Output, 64<<10
	cmd := exec.CommandContext(limited, self, command...)
	cmd.Env = []string{fmt.Sprintf("GOMEMLIMIT=%d", l.Memory/4*3), "TMPDIR=" + os.TempDir()}
	cmd.Stdin, cmd.Stdout, cmd.Stderr, cmd.WaitDelay = input, &out, &errw, 2*time.Second
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err == nil:
		return out.kept.Bytes(), nil
	case cmd.Process != nil || errors.As(err, &exit) || limited.Err() != nil:
		return nil, ErrFailed
	}
	return nil, fmt.Errorf("no child can be started: %w", err)
}

// capped keeps what is written up to a limit and fails beyond it. The buffer is a field with a name: its own ReadFrom, if it were
// seen from outside, would be used in place of Write, and has no limit.
type capped struct {
	kept  bytes.Buffer
	limit int
}

// Write keeps b, or nothing of it.
func (c *capped) Write(b []byte) (int, error) {
	if c.kept.Len()+len(b) > c.limit {
		return 0, errors.New("too much output")
	}
	return c.kept.Write(b)
}
