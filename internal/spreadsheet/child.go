package spreadsheet

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"vigil/internal/vigil"
)

// childCommand is the hidden command that reads one workbook.
const childCommand = "read-workbook"

// Limits of the child process. Memory and processor time are set by the child on itself, the wall clock by its parent.
const (
	childMemory = 512 << 20 // bytes of data
	childCPU    = 20        // seconds
	childWall   = 40 * time.Second
	childOutput = 64 << 20 // bytes of json
)

// turn lets one workbook be read at a time.
var turn = make(chan struct{}, 1)

// result is what the child prints.
type result struct {
	Submission vigil.Submission
	Problems   vigil.Problems
}

// Child is the body of the hidden command: it limits its own memory and processor time, reads the workbook and prints
// the submission or the problems as json. The exit code is 0 when it printed either.
func Child(path string, out io.Writer) int {
	if err := limitSelf(childMemory, childCPU); err != nil {
		fmt.Fprintln(os.Stderr, "limits cannot be set:", err)
		return 70
	}
	sub, ps := ReadWorkbook(path)
	if err := json.NewEncoder(out).Encode(result{sub, ps}); err != nil {
		return 70
	}
	return 0
}

func readInChild(ctx context.Context, path string) (vigil.Submission, error) {
	var res result
	done := func() bool { return len(res.Problems) > 0 || res.Submission.Source != "" }
	if err := inChild(ctx, childCommand, path, &res, done, "export a new workbook and copy the answers into it"); err != nil {
		return vigil.Submission{Source: filepath.Base(path)}, err
	}
	return res.Submission, res.Problems.Err()
}

// inChild starts a hidden command of this program on a file and reads the json that it prints; done tells whether that
// is a result. A child that fails or takes too much is a problem of the file; do says what its sender can do.
func inChild(ctx context.Context, command, path string, into any, done func() bool, do string) error {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	self := "/proc/self/exe"
	if _, err := os.Stat(self); err != nil {
		if self, err = os.Executable(); err != nil {
			return fmt.Errorf("the program does not find itself: %w", err)
		}
	}
	select {
	case turn <- struct{}{}:
		defer func() { <-turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	limited, cancel := context.WithTimeout(ctx, childWall)
	defer cancel()
	var out, errw capped
	out.limit, errw.limit = childOutput, 64<<10
	cmd := exec.CommandContext(limited, self, command, absolute)
	cmd.Env = []string{"GOMEMLIMIT=384MiB", "TMPDIR=" + os.TempDir()}
	cmd.Stdout, cmd.Stderr, cmd.WaitDelay = &out, &errw, 2*time.Second
	err = cmd.Run()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err == nil && json.Unmarshal(out.Bytes(), into) == nil && done() {
		return nil
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) && limited.Err() == nil {
		return fmt.Errorf("the reader of workbooks cannot be started: %w", err)
	}
	return vigil.Problems{{Place: vigil.Place{File: filepath.Base(path)}, What: "reading the workbook took more memory or time than is allowed, or failed", Do: do}}
}

// capped keeps what is written up to a limit and fails beyond it.
type capped struct {
	bytes.Buffer
	limit int
}

func (c *capped) Write(b []byte) (int, error) {
	if c.Len()+len(b) > c.limit {
		return 0, errors.New("too much output")
	}
	return c.Buffer.Write(b)
}
