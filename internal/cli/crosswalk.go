package cli

import (
	"errors"

	"github.com/spf13/cobra"

	"vigil/internal/app"
	"vigil/internal/catalogue"
	"vigil/internal/report"
	"vigil/internal/vigil"
)

func (r *run) crosswalk() *cobra.Command {
	var to, form string
	c := r.reportFile("crosswalk [CODE]", "An assessment, or a blank form, by the references of another framework: related expectations, nothing more", cobra.MaximumNArgs(1),
		func(cmd *cobra.Command, args []string) (made vigil.Report, err error) {
			switch {
			case (form == "") == (len(args) == 0):
				return made, usageError{errors.New("name the assessment, or a blank form with --questionnaire; one of the two")}
			case form != "":
				return r.blankCrosswalk(form, to)
			}
			err = r.withApp(cmd.Context(), func(a *app.App) error {
				made, err = a.Crosswalk(cmd.Context(), r.actor(), args[0], to)
				return err
			})
			return made, err
		})
	c.Flags().StringVar(&to, "to", "", "framework, such as csddd, esrs, ungp, oecd or gri; a wrong one lists them all")
	c.Flags().StringVar(&form, "questionnaire", "", "questionnaire in the program, as a blank form instead of an assessment")
	need(c, "to")
	return c
}

// blankCrosswalk needs no data: it reads the instruments alone.
func (r *run) blankCrosswalk(form, to string) (vigil.Report, error) {
	c, ps := catalogue.Load(r.Questionnaires)
	if err := ps.Err(); err != nil {
		return vigil.Report{}, err
	}
	q, m, err := c.Questionnaire(form)
	if err != nil {
		return vigil.Report{}, err
	}
	framework, cells, err := c.Framework(to)
	if err != nil {
		return vigil.Report{}, err
	}
	return report.BlankCrosswalk(report.CrosswalkInput{
		GapInput:  report.GapInput{Questionnaire: q, Methodology: m, Provisions: c.Provisions, Language: "en"},
		Framework: framework, Cells: cells,
	}), nil
}
