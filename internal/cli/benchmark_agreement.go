package cli

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"vigil/internal/benchmark"
	"vigil/internal/report"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

const agreementHelp = `How far two or more coders agree who answered the same questionnaire about the same companies without seeing each other's work:
per cent, Cohen's kappa (plain, linear, quadratic) and Krippendorff's alpha (nominal, ordinal, interval) over the form and
by pillar, item, pair of coders and company; which items are weak; who coded what; and what is to be settled.

Coders may have coded different items or companies: what only some coded is named, and in no figure. Companies, sectors and
units are read from subjects.csv and units.csv as by vigil score. Nothing is stored.

With --disagreements a workbook is written too, in which a third person settles what the coders differ on; vigil benchmark
reconcile then makes the settled answers from it.

`

// agreement compares coders from files alone.
func (r *run) agreement() *cobra.Command {
	var f coderFiles
	var disagreements string
	c := r.reportFile("agreement --questionnaire FORM --coder NAME=FILE --coder NAME=FILE", "How far coders agree, and what they differ on", cobra.NoArgs,
		func(cmd *cobra.Command, _ []string) (vigil.Report, error) {
			if disagreements != "" && !strings.EqualFold(filepath.Ext(disagreements), ".xlsx") {
				return vigil.Report{}, usageError{fmt.Errorf("--disagreements %s: give the workbook a name that ends in .xlsx", disagreements)}
			}
			q, m, coders, err := r.loadCoders(cmd.Context(), f)
			if err != nil {
				return vigil.Report{}, err
			}
			a := benchmark.Agree(coders)
			if disagreements != "" {
				out := spreadsheet.Reconciliation{Questionnaire: q, Methodology: m, Coders: coders, Disagreements: a.Disagreements}
				if err := r.writeFile(disagreements, func(w io.Writer) error { return spreadsheet.WriteReconciliation(w, out) }); err != nil {
					return vigil.Report{}, err
				}
			}
			r.tellAgreement(a)
			return report.CoderAgreement(report.AgreementInput{Questionnaire: q, Methodology: m, Agreement: a, Language: "en"}), nil
		})
	c.Long = agreementHelp + formatHelp
	f.flags(c)
	c.Flags().StringVar(&disagreements, "disagreements", "", "write the workbook for reconciliation too: an xlsx file")
	need(c, "questionnaire", "coder")
	return c
}

// flags are those of every command that compares coders.
func (f *coderFiles) flags(c *cobra.Command) {
	c.Flags().StringVar(&f.questionnaire, "questionnaire", "", "questionnaire: a file, a folder with questionnaire.yaml, or the id of one the program carries")
	c.Flags().StringArrayVar(&f.coders, "coder", nil, coderHelp)
	c.Flags().StringVar(&f.subjects, "subjects", "", "csv file of companies and their attributes (default: subjects.csv beside the first coder's answers, else in the folder of the questionnaire, if there)")
	c.Flags().StringVar(&f.units, "units", "", "csv file of units (default: units.csv, looked for in the same way)")
}

// tellAgreement says in a few lines what came out, and names what only some coded.
func (r *run) tellAgreement(a *benchmark.Agreement) {
	say := func(v *float64, decimals int) string {
		if v == nil {
			return "n/a"
		}
		rule := vigil.RoundingRule{Decimals: decimals}
		return rule.Format(rule.Round(*v))
	}
	t := a.Total
	fmt.Fprintf(r.err, "%s: %s %% equal of %d pairs, kappa %s, alpha %s (ordinal); %d to settle\n", strings.Join(a.Coders, ", "), say(t.Percent, 1), t.Compared, say(t.Kappa, 3), say(t.Ordinal, 3), len(a.Disagreements))
	var weak []string
	for _, i := range a.WeakItems() {
		weak = append(weak, i.ID)
	}
	if len(weak) > 0 {
		fmt.Fprintf(r.err, "weak items (alpha below 0.667): %s\n", strings.Join(weak, ", "))
	}
	for _, c := range a.Coded {
		if len(c.Absent) > 0 {
			fmt.Fprintf(r.err, "%s coded nothing about %s\n", c.Coder, strings.Join(c.Absent, ", "))
		}
		if ids := questionsOf(c.Missing); len(ids) > 0 {
			fmt.Fprintf(r.err, "%s did not code, and another did: %s\n", c.Coder, strings.Join(ids, ", "))
		}
	}
}

// questionsOf lists the questions of slots, each once.
func questionsOf(slots []benchmark.Slot) (ids []string) {
	seen := map[string]bool{}
	for _, s := range slots {
		if !seen[s.Question] {
			seen[s.Question] = true
			ids = append(ids, s.Question)
		}
	}
	return ids
}
