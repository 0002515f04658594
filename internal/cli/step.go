package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"vigil/internal/app"
	"vigil/internal/vigil"
)

// step makes a command that moves an assessment on its way and takes nothing but its code.
func (r *run) step(name, done, short string, do func(*app.App, context.Context, vigil.Actor, string) error) *cobra.Command {
	return r.leaf(name+" CODE", short, cobra.ExactArgs(1), func(cmd *cobra.Command, args []string) error {
		return r.withApp(cmd.Context(), func(a *app.App) error {
			return r.did(args[0], done, do(a, cmd.Context(), r.actor(), args[0]))
		})
	})
}

// reasoned makes a step that needs a reason.
func (r *run) reasoned(name, done, short, about string, do func(*app.App, context.Context, vigil.Actor, string, string) error) *cobra.Command {
	var reason string
	c := r.step(name, done, short, func(a *app.App, ctx context.Context, by vigil.Actor, code string) error {
		return do(a, ctx, by, code, reason)
	})
	c.Flags().StringVar(&reason, "reason", "", about+", in words that name no person")
	need(c, "reason")
	return c
}

// did says that something was done, unless it was not.
func (r *run) did(what, done string, err error) error {
	if err == nil {
		fmt.Fprintf(r.out, "%s: %s\n", what, done)
	}
	return err
}
