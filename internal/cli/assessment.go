package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"vigil/internal/app"
	"vigil/internal/vigil"
)

func (s *run) assessment() *cobra.Command {
	return group("assessment", "One organisation answering one questionnaire", s.assessmentNew(), s.assessmentList(), s.assessmentWorkbook(),
		s.importInto("import CODE FILE", cobra.ExactArgs(2), func(args []string) (string, string) { return args[0], args[1] }),
		s.step("submit", "Hand the answers in", (*app.App).Submit), s.step("review", "Take a submitted assessment into review", (*app.App).Review),
		s.assessmentReturn(), s.step("finalise", "Close the review and fix the score", (*app.App).Finalise),
		s.step("reopen", "Take a final assessment back into review", (*app.App).Reopen), s.assessmentApprove())
}

func (s *run) assessmentNew() *cobra.Command {
	var n app.NewAssessment
	var mode string
	c := s.leaf("new CODE", "Open an assessment", cobra.ExactArgs(1), func(cmd *cobra.Command, args []string) error {
		n.Code, n.Mode = args[0], vigil.Mode(mode)
		return s.withApp(cmd.Context(), nil, func(a *app.App) error {
			made, err := a.NewAssessment(cmd.Context(), s.actor(), n)
			if err == nil {
				fmt.Fprintf(s.out, "assessment %s: %s, mode %s, evidence up to %s\n", made.Code, made.Questionnaire, made.Mode, made.Cutoff)
			}
			return err
		})
	})
	f := c.Flags()
	f.StringVar(&n.Organisation, "organisation", "", "code of the organisation")
	f.StringVar(&n.Questionnaire, "questionnaire", "company-quick", "questionnaire, id or id@edition")
	f.StringVar(&mode, "mode", string(vigil.SELF), "SELF (the company about itself), SCREEN (an investor) or BENCH (public evidence only)")
	f.StringVar(&n.Period, "period", "", "period, such as 2026")
	f.StringVar(&n.Cutoff, "cutoff", "", "evidence up to this day (default today)")
	f.StringVar(&n.Purpose, "purpose", "", "what it is for")
	need(c, "organisation")
	return c
}

func (s *run) assessmentList() *cobra.Command {
	var organisation string
	c := s.leaf("list", "List the assessments", cobra.NoArgs, func(cmd *cobra.Command, _ []string) error {
		return s.withApp(cmd.Context(), nil, func(a *app.App) error {
			list, err := a.Assessments(cmd.Context(), s.actor(), organisation)
			if err != nil {
				return err
			}
			var rows [][]string
			for _, x := range list {
				rows = append(rows, []string{x.Code, x.Questionnaire, string(x.Mode), x.Cutoff, string(x.Status)})
			}
			return s.list(list, []string{"code", "questionnaire", "mode", "cut-off", "status"}, rows)
		})
	})
	c.Flags().StringVar(&organisation, "organisation", "", "only of this organisation")
	return c
}

func (s *run) assessmentWorkbook() *cobra.Command {
	var blank bool
	var file string
	c := s.leaf("workbook CODE", "Write the questionnaire as a workbook that comes back by import", cobra.ExactArgs(1), func(cmd *cobra.Command, args []string) error {
		return s.withApp(cmd.Context(), nil, func(a *app.App) error {
			return s.writeFile(file, func(w io.Writer) error { return a.Workbook(cmd.Context(), s.actor(), args[0], blank, w) })
		})
	})
	c.Flags().BoolVar(&blank, "blank", false, "without the answers on file")
	c.Flags().StringVarP(&file, "output", "o", "", "file to write")
	need(c, "output")
	return c
}

func (s *run) assessmentReturn() *cobra.Command {
	var reason string
	c := s.leaf("return CODE", "Give an assessment back for changes", cobra.ExactArgs(1), func(cmd *cobra.Command, args []string) error {
		return s.withApp(cmd.Context(), nil, func(a *app.App) error {
			return s.did(args[0], "returned", a.Return(cmd.Context(), s.actor(), args[0], reason))
		})
	})
	c.Flags().StringVar(&reason, "reason", "", "what to change")
	need(c, "reason")
	return c
}

func (s *run) assessmentApprove() *cobra.Command {
	var unit string
	c := s.leaf("approve CODE QUESTION", "Approve a withholding for safety, or a screening \"no\"", cobra.ExactArgs(2), func(cmd *cobra.Command, args []string) error {
		return s.withApp(cmd.Context(), nil, func(a *app.App) error {
			return s.did(args[0], "approved "+args[1], a.Approve(cmd.Context(), s.actor(), args[0], unit, args[1]))
		})
	})
	c.Flags().StringVar(&unit, "unit", "", "unit (default: the organisation as a whole)")
	return c
}
