package cli

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"vigil/internal/app"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

const organisationsHelp = `Import organisations from csv: new ones, and more of what is known of those that are there. All of a file, or nothing.

Columns, of which only code is needed, and name for a new organisation: code, name, type, country, sector, sectors, lei, isins,
ticker, exchange, parent (code of the organisation that controls it), predecessor_name, predecessor_lei, predecessor_isins,
predecessor_date (a company that became part of it, and when). Several values stand in one cell with semicolons between them; a
second predecessor stands in a second row of the same code.

A cell that is empty changes nothing; ISINs and predecessors are added. What contradicts what is on file is listed and nothing
is stored, unless --overwrite is given. --dry-run stores nothing.`

func (r *run) importOrganisations() *cobra.Command {
	var in app.OrganisationsImport
	c := r.leaf("organisations FILE", "Import organisations from csv, new ones and more about those that are there", cobra.ExactArgs(1), func(cmd *cobra.Command, args []string) error {
		f, err := os.Open(args[0])
		if err != nil {
			return vigil.Errorf(vigil.Invalid, "%s cannot be read (%v); check its name", args[0], err)
		}
		defer f.Close()
		rows, ps := spreadsheet.ReadOrganisations(filepath.Base(args[0]), f)
		if err := ps.Err(); err != nil {
			return err
		}
		in.Rows = rows
		word := "imported"
		take := func(a *app.App) error {
			n, err := a.ImportOrganisations(cmd.Context(), r.actor(), in)
			if err == nil {
				fmt.Fprintf(r.out, "%s: %d new, %d changed, %d unchanged organisations\n", word, n.New, n.Changed, n.Unchanged)
			}
			return err
		}
		if in.DryRun {
			word = "would import (nothing was stored)"
			return r.withApp(cmd.Context(), take)
		}
		return r.withNewApp(cmd.Context(), nil, take)
	})
	c.Long = organisationsHelp
	c.Flags().BoolVar(&in.Overwrite, "overwrite", false, "what the file says holds where something else is on file")
	c.Flags().BoolVar(&in.DryRun, "dry-run", false, "check everything, store nothing")
	return c
}
