package cli

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"vigil/internal/vigil"
)

// Every kind of error has its exit code, also when it is wrapped, and a panic is a defect of ours.
func TestExitCodes(t *testing.T) {
	for _, c := range []struct {
		err  error
		code int
		says string
	}{
		{nil, 0, ""},
		{vigil.Problems{{What: vigil.Say("one")}, {What: vigil.Say("two")}}, 1, "one\ntwo\n"},
		{vigil.Errorf(vigil.Invalid, "wrong"), 1, "wrong\n"},
		{vigil.Errorf(vigil.Forbidden, "not you"), 1, "not you\n"},
		{usageError{errors.New("no such flag")}, 2, "no such flag\nRun vigil --help"},
		{vigil.Errorf(vigil.NotFound, "nothing"), 3, "nothing\n"},
		{vigil.Errorf(vigil.Conflict, "changed"), 4, "changed\n"},
		{vigil.Errorf(vigil.SignedOut, "who are you"), 1, "who are you\n"},
		{vigil.Errorf(vigil.Limited, "too many"), 4, "too many\n"},
		{errors.New("never seen"), 70, "never seen"},
		{guard(func() error { panic("a slip") }), 70, "panic: a slip"},
	} {
		for _, err := range []error{c.err, wrapped(c.err)} {
			var says bytes.Buffer
			if got := explain(&says, err); got != c.code || !strings.Contains(says.String(), c.says) {
				t.Errorf("%v: %d and %q, want %d and %q", err, got, says.String(), c.code, c.says)
			}
		}
	}
}

func wrapped(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("while at it: %w", err)
}
