package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"vigil/internal/app"
)

// reseal seals what lies in the open, and again what older keys sealed.
func (r *run) reseal() *cobra.Command {
	var newKey, check bool
	cmd := r.leaf("reseal", "Seal what people wrote, where it lies in the open from before or was sealed with an older key", cobra.NoArgs, func(cmd *cobra.Command, _ []string) error {
		return r.withApp(cmd.Context(), func(a *app.App) error {
			if check {
				sum, err := a.VerifySeals(cmd.Context(), r.actor())
				fmt.Fprintf(r.out, "%d rows looked at; %d hold a text in the open, %d one that was sealed with an older key\n", sum.Rows, sum.Open, sum.Old)
				return err
			}
			sum, err := a.Reseal(cmd.Context(), r.actor(), newKey)
			fmt.Fprintf(r.out, "%d rows looked at, %d of them sealed anew\n", sum.Rows, sum.Sealed)
			return err
		})
	})
	cmd.Flags().BoolVar(&newKey, "new-key", false, "make a new sealing key first, and seal everything with it")
	cmd.Flags().BoolVar(&check, "check", false, "only open everything, and say what would be done")
	cmd.MarkFlagsMutuallyExclusive("new-key", "check")
	return cmd
}
