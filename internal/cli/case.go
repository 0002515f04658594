package cli

import (
	"github.com/spf13/cobra"

	"vigil/internal/app"
	"vigil/internal/vigil"
)

func (r *run) cases() *cobra.Command {
	return group("case", "Allegations on an organisation's file", r.caseAdd(), r.caseReply(), r.caseCorrect(), r.caseWithdraw(), r.caseHold(), r.caseRelease(), r.caseErase(), r.caseList())
}

func (r *run) caseAdd() *cobra.Command {
	var organisation string
	c := r.leaf("add FILE", "Put an allegation on file, from a YAML file (fields: questionnaires/METHODOLOGY.md, D5)", cobra.ExactArgs(1), func(cmd *cobra.Command, args []string) error {
		var al vigil.Allegation
		if err := readCase(args[0], &al); err != nil {
			return err
		}
		return r.withApp(cmd.Context(), func(a *app.App) error {
			made, err := a.AddAllegation(cmd.Context(), r.actor(), organisation, al)
			return r.did("case "+made.Code, "added", err)
		})
	})
	c.Flags().StringVar(&organisation, "organisation", "", "code of the organisation")
	need(c, "organisation")
	return c
}

func (r *run) caseReply() *cobra.Command {
	var reply, date string
	c := r.leaf("reply CODE", "Keep the company's reply, word for word", cobra.ExactArgs(1), func(cmd *cobra.Command, args []string) error {
		return r.withApp(cmd.Context(), func(a *app.App) error {
			return r.did("case "+args[0], "reply kept", a.ReplyAllegation(cmd.Context(), r.actor(), args[0], reply, date))
		})
	})
	c.Flags().StringVar(&reply, "text", "", "the reply")
	c.Flags().StringVar(&date, "date", "", "day of the reply (default today)")
	need(c, "text")
	return c
}

func (r *run) caseCorrect() *cobra.Command {
	var organisation string
	c := r.leaf("correct CODE FILE", "Correct what is said about a case: the fields that a YAML file names (questionnaires/METHODOLOGY.md, D5)", cobra.ExactArgs(2), func(cmd *cobra.Command, args []string) error {
		return r.withApp(cmd.Context(), func(a *app.App) error {
			list, err := a.Allegations(cmd.Context(), r.actor(), organisation)
			if err != nil {
				return err
			}
			for _, x := range list {
				if x.Code == args[0] {
					if err := readCase(args[1], &x); err != nil {
						return err
					}
					_, err := a.CorrectAllegation(cmd.Context(), r.actor(), x)
					return r.did("case "+x.Code, "corrected", err)
				}
			}
			return vigil.Errorf(vigil.NotFound, "the organisation %q has no case %q; vigil case list shows them", organisation, args[0])
		})
	})
	c.Flags().StringVar(&organisation, "organisation", "", "code of the organisation")
	need(c, "organisation")
	return c
}

func (r *run) caseWithdraw() *cobra.Command {
	var reason string
	c := r.leaf("withdraw CODE", "Take a case out of scores and reports", cobra.ExactArgs(1), func(cmd *cobra.Command, args []string) error {
		return r.withApp(cmd.Context(), func(a *app.App) error {
			return r.did("case "+args[0], "withdrawn", a.WithdrawAllegation(cmd.Context(), r.actor(), args[0], reason))
		})
	})
	c.Flags().StringVar(&reason, "reason", "", "why")
	need(c, "reason")
	return c
}

func (r *run) caseHold() *cobra.Command {
	var reason string
	c := r.leaf("hold CODE", "Stop the clock for the reply to a case while asking would endanger somebody; again after 14 days to keep it stopped", cobra.ExactArgs(1), func(cmd *cobra.Command, args []string) error {
		return r.withApp(cmd.Context(), func(a *app.App) error {
			al, err := a.HoldAllegation(cmd.Context(), r.actor(), args[0], reason)
			return r.did("case "+args[0], "held since "+al.HoldFrom+"; look at it again by "+al.HoldReview, err)
		})
	})
	c.Flags().StringVar(&reason, "reason", "", "why, in words that name no person")
	need(c, "reason")
	return c
}

func (r *run) caseRelease() *cobra.Command {
	return r.leaf("release CODE", "Let the clock of a held case go on; the days of the hold do not count", cobra.ExactArgs(1), func(cmd *cobra.Command, args []string) error {
		return r.withApp(cmd.Context(), func(a *app.App) error {
			al, err := a.ReleaseAllegation(cmd.Context(), r.actor(), args[0])
			return r.did("case "+args[0], "released; its clock now counts from "+al.Opened, err)
		})
	})
}

func (r *run) caseErase() *cobra.Command {
	return r.leaf("erase CODE", "Erase what a withdrawn case and its caps say; judgements and dates stay", cobra.ExactArgs(1), func(cmd *cobra.Command, args []string) error {
		return r.withApp(cmd.Context(), func(a *app.App) error {
			return r.did("case "+args[0], "erased", a.EraseAllegation(cmd.Context(), r.actor(), args[0]))
		})
	})
}

func (r *run) caseList() *cobra.Command {
	var organisation string
	c := r.leaf("list", "List the cases of an organisation", cobra.NoArgs, func(cmd *cobra.Command, _ []string) error {
		return r.withApp(cmd.Context(), func(a *app.App) error {
			list, err := a.Allegations(cmd.Context(), r.actor(), organisation)
			if err != nil {
				return err
			}
			var rows [][]string
			for _, x := range list {
				rows = append(rows, []string{x.Code, x.Quarter, x.Harm, x.Credibility, x.Link, x.Opened, given(x.Reply), x.HoldReview, x.Withdrawn})
			}
			return r.list(list, []string{"code", "quarter", "harm", "credibility", "link", "opened", "replied", "held, look by", "withdrawn"}, rows)
		})
	})
	c.Flags().StringVar(&organisation, "organisation", "", "code of the organisation")
	need(c, "organisation")
	return c
}

// given says in a list whether there is a text.
func given(text string) string {
	if text == "" {
		return "no"
	}
	return "yes"
}

func unreadable(file string, err error) error {
	var ps vigil.Problems
	ps.Say(vigil.Place{File: file}, vigil.Say("the file cannot be read (%v)", err), vigil.Say("check its name and who may read it"))
	return ps
}
