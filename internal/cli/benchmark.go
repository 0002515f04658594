package cli

import "github.com/spf13/cobra"

func (r *run) benchmark() *cobra.Command {
	return group("benchmark", "Compare a sector, and the coders behind it", r.agreement(), r.reconcile())
}
