package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"vigil/internal/app"
	"vigil/internal/vigil"
)

func (r *run) assessment() *cobra.Command {
	return group("assessment", "One organisation answering one questionnaire", r.assessmentNew(), r.assessmentList(), r.assessmentShow(), r.assessmentWorkbook(),
		r.importInto("import CODE FILE", cobra.ExactArgs(2), func(args []string) (string, string) { return args[0], args[1] }),
		r.step("submit", "submitted", "Hand the answers in", (*app.App).Submit), r.step("review", "in review", "Take a submitted assessment into review", (*app.App).Review),
		r.assessmentReturn(), r.step("finalise", "final", "Close the review and fix the score", (*app.App).Finalise),
		r.assessmentAccept(), r.assessmentAdjust(),
		r.reasoned("reopen", "in review again", "Take a final or published assessment back into review", "why it must be looked at again", (*app.App).Reopen),
		r.reasoned("withdraw", "withdrawn", "Take an assessment out of every list, score and report for good", "why", (*app.App).Withdraw),
		r.assessmentApprove(), r.assessmentErase())
}

func (r *run) assessmentNew() *cobra.Command {
	var n app.NewAssessment
	var mode string
	c := r.leaf("new CODE", "Open an assessment", cobra.ExactArgs(1), func(cmd *cobra.Command, args []string) error {
		n.Code, n.Mode = args[0], vigil.Mode(mode)
		return r.withApp(cmd.Context(), func(a *app.App) error {
			made, err := a.NewAssessment(cmd.Context(), r.actor(), n)
			if err == nil {
				fmt.Fprintf(r.out, "assessment %s: %s, mode %s, evidence up to %s\n", made.Code, made.Questionnaire, made.Mode, made.Cutoff)
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

func (r *run) assessmentList() *cobra.Command {
	var organisation string
	c := r.leaf("list", "List the assessments", cobra.NoArgs, func(cmd *cobra.Command, _ []string) error {
		return r.withApp(cmd.Context(), func(a *app.App) error {
			list, err := a.Assessments(cmd.Context(), r.actor(), organisation)
			if err != nil {
				return err
			}
			var rows [][]string
			for _, x := range list {
				rows = append(rows, []string{x.Code, x.Questionnaire, string(x.Mode), x.Cutoff, string(x.Status)})
			}
			return r.list(list, []string{"code", "questionnaire", "mode", "cut-off", "status"}, rows)
		})
	})
	c.Flags().StringVar(&organisation, "organisation", "", "only of this organisation")
	return c
}

func (r *run) assessmentShow() *cobra.Command {
	return r.leaf("show CODE", "Show where an assessment stands, and what a reviewer asked to change", cobra.ExactArgs(1), func(cmd *cobra.Command, args []string) error {
		return r.withApp(cmd.Context(), func(a *app.App) error {
			x, org, err := a.Assessment(cmd.Context(), r.actor(), args[0])
			if err != nil {
				return err
			}
			rows := [][]string{{"organisation", org.Code + " (" + org.Name + ")"}, {"questionnaire", x.Questionnaire}, {"methodology", x.Methodology},
				{"mode", string(x.Mode)}, {"period", x.Period}, {"cut-off", x.Cutoff}, {"purpose", x.Purpose}, {"status", string(x.Status)}}
			if x.ReturnReason != "" {
				rows = append(rows, []string{"returned on", x.ReturnedAt.Format(time.DateOnly)}, []string{"to change", x.ReturnReason})
			}
			return r.list(x, []string{"assessment", x.Code}, rows)
		})
	})
}

func (r *run) assessmentWorkbook() *cobra.Command {
	var blank bool
	var file string
	c := r.leaf("workbook CODE", "Write the questionnaire as a workbook that comes back by import", cobra.ExactArgs(1), func(cmd *cobra.Command, args []string) error {
		return r.withApp(cmd.Context(), func(a *app.App) error {
			return r.writeFile(file, func(w io.Writer) error { return a.Workbook(cmd.Context(), r.actor(), args[0], blank, w) })
		})
	})
	c.Flags().BoolVar(&blank, "blank", false, "without the answers on file")
	c.Flags().StringVarP(&file, "output", "o", "", "file to write")
	need(c, "output")
	return c
}

func (r *run) assessmentReturn() *cobra.Command {
	var reason, unit string
	var items []string
	c := r.leaf("return CODE", "Give an assessment back for changes: all of it, or single answers", cobra.ExactArgs(1), func(cmd *cobra.Command, args []string) error {
		return r.withApp(cmd.Context(), func(a *app.App) error {
			for _, question := range items {
				v := app.ItemVerdict{Unit: unit, Question: question, Verdict: vigil.VerdictReturned, Reason: reason}
				if _, err := a.ReviewItem(cmd.Context(), r.actor(), args[0], v); err != nil {
					return err
				}
			}
			if len(items) > 0 {
				return r.did(args[0], "returned "+strings.Join(items, ", "), a.ReturnItems(cmd.Context(), r.actor(), args[0], ""))
			}
			return r.did(args[0], "returned", a.Return(cmd.Context(), r.actor(), args[0], reason))
		})
	})
	c.Flags().StringVar(&reason, "reason", "", "what to change")
	c.Flags().StringSliceVar(&items, "item", nil, "only these questions can be changed then, with what depends on them")
	c.Flags().StringVar(&unit, "unit", "", "unit of the questions of --item (default: the organisation as a whole)")
	need(c, "reason")
	return c
}

func (r *run) assessmentAccept() *cobra.Command {
	var pillars []string
	var all bool
	c := r.leaf("accept CODE", "Accept the answers in review that await a verdict; nobody accepts their own (--as NAME)", cobra.ExactArgs(1), func(cmd *cobra.Command, args []string) error {
		return r.withApp(cmd.Context(), func(a *app.App) error {
			n, left, err := a.AcceptItems(cmd.Context(), r.actor(), args[0], pillars)
			return r.did(args[0], fmt.Sprintf("accepted %d, left %d that need a look of their own", n, left), err)
		})
	})
	c.Flags().StringSliceVar(&pillars, "pillar", nil, "only of these pillars, such as P2, or "+vigil.SectionScreening)
	c.Flags().BoolVar(&all, "all", false, "all of them")
	c.MarkFlagsOneRequired("pillar", "all")
	c.MarkFlagsMutuallyExclusive("pillar", "all")
	return c
}

func (r *run) assessmentAdjust() *cobra.Command {
	v := app.ItemVerdict{Verdict: vigil.VerdictAdjusted}
	var state, grade string
	c := r.leaf("adjust CODE QUESTION", "Put another value, state or grade in place of an answer in review; its author sees both", cobra.ExactArgs(2), func(cmd *cobra.Command, args []string) error {
		v.Question, v.State, v.Grade = args[1], vigil.State(state), vigil.Grade(grade)
		return r.withApp(cmd.Context(), func(a *app.App) error {
			_, err := a.ReviewItem(cmd.Context(), r.actor(), args[0], v)
			return r.did(args[0], "adjusted "+v.Question, err)
		})
	})
	f := c.Flags()
	f.StringVar(&v.Value, "value", "", "the answer as it should be")
	f.StringVar(&state, "state", string(vigil.Answered), "its state")
	f.StringVar(&grade, "grade", "", "grade of its evidence, E0 to E4")
	f.StringVar(&v.Reason, "reason", "", "why, in words that name no person")
	f.StringVar(&v.Unit, "unit", "", "unit (default: the organisation as a whole)")
	need(c, "reason")
	return c
}

func (r *run) assessmentErase() *cobra.Command {
	var unit string
	c := r.leaf("erase CODE QUESTION", "Erase what was written with an answer, now and in the past: note, search log, references; the score stays", cobra.ExactArgs(2), func(cmd *cobra.Command, args []string) error {
		return r.withApp(cmd.Context(), func(a *app.App) error {
			return r.did(args[0], "erased what was written with "+args[1], a.EraseAnswer(cmd.Context(), r.actor(), args[0], unit, args[1]))
		})
	})
	c.Flags().StringVar(&unit, "unit", "", "unit (default: the organisation as a whole)")
	return c
}

func (r *run) assessmentApprove() *cobra.Command {
	var unit string
	c := r.leaf("approve CODE QUESTION", "Approve a withholding for safety, or a screening \"no\"", cobra.ExactArgs(2), func(cmd *cobra.Command, args []string) error {
		return r.withApp(cmd.Context(), func(a *app.App) error {
			return r.did(args[0], "approved "+args[1], a.Approve(cmd.Context(), r.actor(), args[0], unit, args[1]))
		})
	})
	c.Flags().StringVar(&unit, "unit", "", "unit (default: the organisation as a whole)")
	return c
}
