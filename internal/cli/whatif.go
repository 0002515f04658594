package cli

import (
	"errors"

	"github.com/spf13/cobra"

	"vigil/internal/app"
	"vigil/internal/vigil"
)

func (r *run) whatIf() *cobra.Command {
	var items []string
	var path bool
	c := r.reportOn("whatif CODE", "The score as it would be after closing some gaps, beside the present one; nothing on file changes", cobra.ExactArgs(1),
		func(a *app.App, cmd *cobra.Command, args []string) (vigil.Report, error) {
			if path == (len(items) > 0) {
				return vigil.Report{}, usageError{errors.New("name the gaps to close with --close, or ask for the cheapest path to the next band with --path; one of the two")}
			}
			if path {
				return a.PathReport(cmd.Context(), r.actor(), args[0])
			}
			closings, ps := vigil.ReadClosings(items)
			if len(ps) > 0 {
				return vigil.Report{}, ps.Err()
			}
			return a.WhatIf(cmd.Context(), r.actor(), args[0], closings)
		})
	c.Flags().StringSliceVar(&items, "close", nil, "gaps to close, as ITEM, ITEM:STEPS or UNIT/ITEM:STEPS; without a number all steps of the gap")
	c.Flags().BoolVar(&path, "path", false, "take the cheapest path to the next band")
	return c
}
