package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"vigil/internal/vigil"
)

// leaf makes a command that does something.
func (r *run) leaf(use, short string, args cobra.PositionalArgs, do func(cmd *cobra.Command, args []string) error) *cobra.Command {
	return &cobra.Command{Use: use, Short: short, Args: usage(args), RunE: do}
}

// group makes a command that only holds others.
func group(use, short string, commands ...*cobra.Command) *cobra.Command {
	g := &cobra.Command{Use: use, Short: short, Args: cobra.ArbitraryArgs, RunE: func(_ *cobra.Command, args []string) error {
		var names []string
		for _, c := range commands {
			names = append(names, c.Name())
		}
		if len(args) == 0 {
			return usageError{fmt.Errorf("vigil %s needs one of: %s", use, strings.Join(names, ", "))}
		}
		return usageError{fmt.Errorf("vigil %s knows no %q; it knows: %s", use, args[0], strings.Join(names, ", "))}
	}}
	g.AddCommand(commands...)
	return g
}

// need marks flags that must be given.
func need(cmd *cobra.Command, flags ...string) {
	for _, f := range flags {
		if err := cmd.MarkFlagRequired(f); err != nil {
			panic(err) // a flag that the command does not have: our own slip, found by every test
		}
	}
}

func (r *run) actor() vigil.Actor {
	return vigil.Actor{Person: r.person, Role: vigil.Administrator}
}
