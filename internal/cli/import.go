package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"vigil/internal/app"
	"vigil/internal/spreadsheet"
)

func (r *run) importCommand() *cobra.Command {
	var code string
	answers := r.importInto("answers FILE", cobra.ExactArgs(1), func(args []string) (string, string) { return code, args[0] })
	answers.Flags().StringVar(&code, "assessment", "", "code of the assessment")
	need(answers, "assessment")
	return group("import", "Take in files", answers)
}

// importInto makes a command that imports answers. The file is vetted before the data is opened.
func (r *run) importInto(use string, args cobra.PositionalArgs, target func(args []string) (code, file string)) *cobra.Command {
	var dry bool
	c := r.leaf(use, "Import answers from a workbook, csv or json: all of them, or nothing", args, func(cmd *cobra.Command, args []string) error {
		code, file := target(args)
		sub, err := spreadsheet.ReadFile(cmd.Context(), file)
		if err != nil {
			return err
		}
		return r.withApp(cmd.Context(), func(a *app.App) error {
			n, err := a.Import(cmd.Context(), r.actor(), code, sub, dry)
			if err != nil {
				return err
			}
			word := "imported"
			if dry {
				word = "would import (nothing was stored)"
			}
			fmt.Fprintf(r.out, "%s: %s: %d rows read, %d new, %d changed, %d unchanged answers, %d evidence references\n", code, word, n.Rows, n.New, n.Changed, n.Unchanged, n.Evidence)
			return nil
		})
	})
	c.Flags().BoolVar(&dry, "dry-run", false, "check everything, store nothing")
	return c
}
