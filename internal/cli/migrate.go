package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"vigil/internal/store"
)

func (r *run) migrate() *cobra.Command {
	return r.leaf("migrate", "Bring the tables of the database to the present form", cobra.NoArgs, func(cmd *cobra.Command, _ []string) error {
		st, err := store.Open(cmd.Context(), r.config(nil))
		if err != nil {
			return err
		}
		fmt.Fprintln(r.out, "the database is up to date")
		return st.Close()
	})
}
