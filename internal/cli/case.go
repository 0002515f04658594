package cli

import (
	"fmt"
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"vigil/internal/app"
	"vigil/internal/catalogue"
	"vigil/internal/vigil"
)

func (r *run) cases() *cobra.Command {
	return group("case", "Allegations on an organisation's file", r.caseAdd(), r.caseReply(), r.caseCorrect(), r.caseWithdraw(), r.caseList())
}

// readCase reads an allegation from a YAML file, over what is known of it.
func readCase(file string, al *vigil.Allegation) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return unreadable(file, err)
	}
	return catalogue.Decode(file, text, al).Err()
}

func (r *run) caseAdd() *cobra.Command {
	var organisation string
	c := r.leaf("add FILE", "Put an allegation on file, from a YAML file (fields: questionnaires/METHODOLOGY.md)", cobra.ExactArgs(1), func(cmd *cobra.Command, args []string) error {
		var al vigil.Allegation
		if err := readCase(args[0], &al); err != nil {
			return err
		}
		return r.withApp(cmd.Context(), nil, func(a *app.App) error {
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
		return r.withApp(cmd.Context(), nil, func(a *app.App) error {
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
	c := r.leaf("correct CODE FILE", "Correct what is said about a case", cobra.ExactArgs(2), func(cmd *cobra.Command, args []string) error {
		var al vigil.Allegation
		if err := readCase(args[1], &al); err != nil {
			return err
		}
		return r.withApp(cmd.Context(), nil, func(a *app.App) error {
			list, err := a.Allegations(cmd.Context(), r.actor(), organisation)
			if err != nil {
				return err
			}
			for _, x := range list {
				if x.Code == args[0] {
					al.Code, al.Version = x.Code, x.Version
					_, err := a.CorrectAllegation(cmd.Context(), r.actor(), al)
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
		return r.withApp(cmd.Context(), nil, func(a *app.App) error {
			return r.did("case "+args[0], "withdrawn", a.WithdrawAllegation(cmd.Context(), r.actor(), args[0], reason))
		})
	})
	c.Flags().StringVar(&reason, "reason", "", "why")
	need(c, "reason")
	return c
}

func (r *run) caseList() *cobra.Command {
	var organisation string
	c := r.leaf("list", "List the cases of an organisation", cobra.NoArgs, func(cmd *cobra.Command, _ []string) error {
		return r.withApp(cmd.Context(), nil, func(a *app.App) error {
			list, err := a.Allegations(cmd.Context(), r.actor(), organisation)
			if err != nil {
				return err
			}
			var rows [][]string
			for _, x := range list {
				rows = append(rows, []string{x.Code, x.Quarter, x.Harm, x.Credibility, x.Link, strconv.FormatBool(x.Reply != ""), x.Withdrawn})
			}
			return r.list(list, []string{"code", "quarter", "harm", "credibility", "link", "replied", "withdrawn"}, rows)
		})
	})
	c.Flags().StringVar(&organisation, "organisation", "", "code of the organisation")
	need(c, "organisation")
	return c
}

func unreadable(file string, err error) error {
	var ps vigil.Problems
	ps.Add(vigil.Place{File: file}, fmt.Sprintf("the file cannot be read (%v)", err), "check its name and who may read it")
	return ps
}
