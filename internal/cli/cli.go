// Package cli is the command line: one file a command. A command reads its arguments, calls what does the
// work, and prints; it decides nothing.
package cli

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"

	"vigil/internal/vigil"
)

// Deps are what the program carries: instruments, report templates, the demo, and the pages.
type Deps struct {
	Questionnaires fs.FS
	Reports        fs.FS
	Demo           fs.FS
	Serve          Serve         // the pages; nil: this program has none
	Settings       ServeSettings // from the environment
}

// run is what every command gets.
type run struct {
	Deps
	in       io.Reader
	out      io.Writer
	err      io.Writer
	data     string // folder with the database
	database string // or its URL
	person   string // in whose name
	json     bool   // print lists as JSON
	started  bool   // the command line was understood: what goes wrong from here on is not about usage
}

// Run runs one command line (without the program's name) and gives the exit code.
func Run(ctx context.Context, d Deps, args []string, in io.Reader, out, errw io.Writer) int {
	r := &run{Deps: d, in: in, out: out, err: errw}
	root := r.root()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errw)
	r.mark(root)
	err := guard(func() error { return root.ExecuteContext(ctx) })
	if err != nil && !r.started {
		err = usageError{err}
	}
	return explain(errw, err)
}

// guard makes an error of a panic: a defect of ours ends with its exit code like any other, not with that of a wrong
// command line.
func guard(do func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &vigil.Error{Kind: vigil.Internal, Message: vigil.Say("panic: %v\n%s", v, debug.Stack())}
		}
	}()
	return do()
}

// mark has every command note that its arguments and flags were accepted.
func (r *run) mark(c *cobra.Command) {
	if do := c.RunE; do != nil {
		c.RunE = func(cmd *cobra.Command, args []string) error {
			r.started = true
			return do(cmd, args)
		}
	}
	for _, below := range c.Commands() {
		r.mark(below)
	}
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
	flags.BoolVar(&r.json, "json", false, "print lists as JSON")
	root.AddCommand(r.check(), r.score(), r.questionnaire(), r.organisation(), r.assessment(), r.cases(), r.caps(),
		r.importCommand(), r.portfolio(), r.screen(), r.report(), r.benchmark(), r.receipt(), r.verify(), r.keys(), r.demo(), r.serve(), r.health(), r.user(), r.migrate(), r.reseal(), r.doctor(), r.version(),
		r.readWorkbook(), r.readSheets(), r.readReconciliation(), r.cleanFile())
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
