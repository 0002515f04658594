package cli

import (
	"errors"
	"fmt"
	"io"

	"vigil/internal/vigil"
)

// usageError is a command line that was not understood.
type usageError struct{ error }

// The exit codes (design, section 8). Forbidden is 1: like a wrong input it asks the person who called for something
// else, and no conflict goes away by itself.
const (
	exitDone     = 0
	exitInvalid  = 1
	exitUsage    = 2
	exitNotFound = 3
	exitConflict = 4
	exitInternal = 70
)

var exitCodes = map[vigil.ErrorKind]int{
	"":              exitDone,
	vigil.Invalid:   exitInvalid,
	vigil.Forbidden: exitInvalid,
	vigil.NotFound:  exitNotFound,
	vigil.Conflict:  exitConflict,
	vigil.SignedOut: exitInvalid,
	vigil.Limited:   exitConflict, // another try later may do
	vigil.Internal:  exitInternal,
}

// explain prints an error for people, every problem on its own line, and gives the exit code.
func explain(w io.Writer, err error) int {
	var usage usageError
	if errors.As(err, &usage) {
		fmt.Fprintf(w, "%v\nRun vigil --help, or vigil COMMAND --help, for what there is.\n", err)
		return exitUsage
	}
	kind := vigil.KindOf(err)
	var problems vigil.Problems
	switch {
	case err == nil:
	case errors.As(err, &problems):
		for _, p := range problems {
			fmt.Fprintln(w, p)
		}
	case kind == vigil.Internal:
		fmt.Fprintf(w, "vigil could not finish, and this is not your fault: %v\nNothing was stored by this command. Run vigil doctor; if it finds nothing, report the line above.\n", err)
	default:
		fmt.Fprintln(w, err)
	}
	return exitCodes[kind]
}
