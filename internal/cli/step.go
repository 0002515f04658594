package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"vigil/internal/app"
	"vigil/internal/vigil"
)

// step makes a command that moves an assessment on its way and takes nothing but its code.
func (s *run) step(name, short string, do func(*app.App, context.Context, vigil.Actor, string) error) *cobra.Command {
	return s.leaf(name+" CODE", short, cobra.ExactArgs(1), func(cmd *cobra.Command, args []string) error {
		return s.withApp(cmd.Context(), nil, func(a *app.App) error {
			return s.did(args[0], name, do(a, cmd.Context(), s.actor(), args[0]))
		})
	})
}

// did says that something was done, unless it was not.
func (s *run) did(what, done string, err error) error {
	if err == nil {
		fmt.Fprintf(s.out, "%s: %s\n", what, done)
	}
	return err
}
