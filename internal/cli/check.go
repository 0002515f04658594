package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"vigil/internal/catalogue"
)

// check lists every problem of questionnaire files.
func (r *run) check() *cobra.Command {
	return &cobra.Command{
		Use:   "check [FILE|FOLDER...]",
		Short: "List every problem of questionnaires and methods, as file:line:column: what is wrong; what to do",
		Long: "List every problem of questionnaires, methods, provisions and crosswalks, as file:line:column: what is wrong; what to do.\n" +
			"Without a name the files that the program carries are checked. Provisions and methods that your files name and do not\n" +
			"bring are taken from those. Exit code 1 if there is any problem.",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				c, ps := catalogue.Load(r.Questionnaires)
				if len(ps) > 0 {
					return ps
				}
				fmt.Fprintf(r.out, "no problems in %d methods and %d questionnaires of this program\n", len(c.Methodologies), len(c.Questionnaires))
				return nil
			}
			_, files, err := r.loadFiles(args)
			if err != nil {
				return err
			}
			if len(files) == 1 {
				fmt.Fprintln(r.out, "no problems in the file")
				return nil
			}
			fmt.Fprintf(r.out, "no problems in %d files\n", len(files))
			return nil
		},
	}
}
