package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"vigil/internal/app"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

const reconcileHelp = `Make the settled answers from a workbook in which a third person decided what coders differ on, as written by
vigil benchmark agreement --disagreements: what the coders agree on, what one alone coded, and what was decided, in one
file that vigil score and vigil import answers read.

Nothing is written while a row is left to settle: every one is listed with its cell and with what the coders gave. A
decision needs a reason and who decided, none of the coders; both go into the note of the answer. Of coders who agree the
record (evidence, date, search log, note) is kept whose search is complete, then one with a date, then the first. Of a
reference the title and the link are kept.`

// reconcile turns a settled workbook into answers, from files alone.
func (r *run) reconcile() *cobra.Command {
	var form, file string
	c := r.leaf("reconcile FILE.xlsx", "Make the settled answers from a workbook of disagreements", cobra.ExactArgs(1), func(cmd *cobra.Command, args []string) error {
		in, err := spreadsheet.ReadReconciliation(cmd.Context(), args[0])
		if err != nil {
			return err
		}
		q, m, err := r.formOf(in, form)
		if err != nil {
			return err
		}
		settled, err := app.Reconcile(q, m, in)
		if err != nil {
			return err
		}
		if err := r.writeFile(file, func(w io.Writer) error { return spreadsheet.WriteSettledCSV(w, settled) }); err != nil {
			return err
		}
		decided := 0
		for _, x := range settled {
			if x.By != "" {
				decided++
			}
		}
		fmt.Fprintf(r.err, "%d answers, of which %d were settled\n", len(settled), decided)
		return nil
	})
	c.Long = reconcileHelp
	c.Flags().StringVar(&form, "questionnaire", "", "questionnaire, where it is not one that the program carries: a file, or a folder with questionnaire.yaml")
	c.Flags().StringVarP(&file, "output", "o", "", "csv file to write; - for standard output")
	need(c, "output")
	return c
}

// formOf finds the questionnaire of a workbook: the one that was named, else among those that the program carries. What
// the workbook says opens no file.
func (r *run) formOf(in spreadsheet.Reconciled, named string) (*vigil.Questionnaire, *vigil.Methodology, error) {
	if named != "" {
		return r.instrument(named)
	}
	c, err := r.carried()
	if err != nil {
		return nil, nil, err
	}
	q, m, err := c.Questionnaire(in.Questionnaire)
	if vigil.KindOf(err) == vigil.NotFound {
		return nil, nil, vigil.Problems{{Place: vigil.Place{File: in.Source}, What: vigil.Say("the workbook is of %s, which the program does not carry", in.Questionnaire), Do: vigil.Say("name that questionnaire with --questionnaire")}}
	}
	return q, m, err
}
