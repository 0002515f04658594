package spreadsheet

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"vigil/internal/child"
	"vigil/internal/vigil"
)

// childCommand is the hidden command that reads one workbook.
const childCommand = "read-workbook"

// limits of the child process.
var limits = child.Limits{Memory: 512 << 20, Processor: 20, Clock: 40 * time.Second, Output: 64 << 20}

// turn lets one workbook be read at a time.
var turn = make(chan struct{}, 1)

// result is what the child prints.
type result struct {
	Submission vigil.Submission
	Problems   []vigil.CarriedProblem
}

// Child is the body of the hidden command: it limits its own memory and processor time, reads the workbook and prints
// the submission or the problems as json. The exit code is 0 when it printed either.
func Child(path string, out io.Writer) int {
	if err := child.LimitSelf(limits); err != nil {
		fmt.Fprintln(os.Stderr, "limits cannot be set:", err)
		return 70
	}
	sub, ps := ReadWorkbook(path)
	if err := json.NewEncoder(out).Encode(result{sub, vigil.Carry(ps)}); err != nil {
		return 70
	}
	return 0
}

func readInChild(ctx context.Context, path string) (vigil.Submission, error) {
	var res result
	done := func() bool { return len(res.Problems) > 0 || res.Submission.Source != "" }
	if err := inChild(ctx, childCommand, path, &res, done, vigil.Say("export a new workbook and copy the answers into it")); err != nil {
		return vigil.Submission{Source: filepath.Base(path)}, err
	}
	return res.Submission, vigil.Uncarry(res.Problems).Err()
}

// inChild starts a hidden command of this program on a file and reads the json that it prints; done tells whether that
// is a result. A child that fails or takes too much is a problem of the file; do says what its sender can do.
func inChild(ctx context.Context, command, path string, into any, done func() bool, do vigil.Message) error {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	select {
	case turn <- struct{}{}:
		defer func() { <-turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	out, err := child.Run(ctx, limits, nil, command, absolute)
	switch {
	case err == nil && json.Unmarshal(out, into) == nil && done():
		return nil
	case err != nil && !errors.Is(err, child.ErrFailed):
		return err
	}
	return vigil.Problems{{Place: vigil.Place{File: filepath.Base(path)}, What: vigil.Say("reading the workbook took more memory or time than is allowed, or failed"), Do: do}}
}
