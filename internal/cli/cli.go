// Package cli is the command line: one file a command. A command reads its arguments, calls what does the
// work, and prints; it decides nothing.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"vigil/internal/vigil"
)

// Deps are the data that the program carries: instruments, and report templates.
type Deps struct {
	Questionnaires fs.FS
	Reports        fs.FS
	Demo           fs.FS
}

// Exit codes, the contract that other tools rely on.
const (
	exitDone     = 0
	exitInvalid  = 1 // the input is wrong, every problem is listed; or the role does not allow it
	exitUsage    = 2
	exitNotFound = 3
	exitConflict = 4
	exitInternal = 70
)

// exitCode is the one table from kind of error to exit code.
func exitCode(err error) int {
	switch vigil.KindOf(err) {
	case "":
		return exitDone
	case vigil.Invalid, vigil.Forbidden:
		return exitInvalid
	case vigil.NotFound:
		return exitNotFound
	case vigil.Conflict:
		return exitConflict
	}
	return exitInternal
}

// usageError is a wrong call: the exit code is 2.
type usageError struct{ error }

// run is what every command gets.
type run struct {
	Deps
	in       io.Reader
	out      io.Writer
	err      io.Writer
	data     string // folder with the database
	database string // or its URL
	person   string // in whose name
}

// Run runs one command line (without the program's name) and gives the exit code.
func Run(ctx context.Context, d Deps, args []string, in io.Reader, out, errw io.Writer) int {
	r := &run{Deps: d, in: in, out: out, err: errw}
	root := r.root()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errw)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitDone
	}
	var usage usageError
	if errors.As(err, &usage) {
		fmt.Fprintln(errw, "vigil: "+usage.Error())
		return exitUsage
	}
	fmt.Fprintln(errw, err)
	return exitCode(err)
}

func (r *run) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "vigil",
		Short:         "Vigil tells whether companies respect the people who defend human rights",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return cmd.Help()
		},
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	flags := root.PersistentFlags()
	flags.StringVar(&r.data, "data", envOr("VIGIL_DATA", "data"), "folder that holds the database")
	flags.StringVar(&r.database, "database", os.Getenv("VIGIL_DATABASE"), "PostgreSQL address, instead of a folder")
	flags.StringVar(&r.person, "as", envOr("VIGIL_AS", "local administrator"), "in whose name; a cap needs two persons")
	root.AddCommand(r.check(), r.score())
	return root
}

// usage turns a wrong number of arguments into a usage error.
func usage(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usageError{fmt.Errorf("%w; see %s --help", err, cmd.CommandPath())}
		}
		return nil
	}
}

func envOr(name, fallback string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	return fallback
}
