package cli

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"vigil/internal/app"
	"vigil/internal/vigil"
)

func (r *run) caps() *cobra.Command {
	return group("cap", "Ceilings on the score that follow from grave facts", r.capPropose(), r.capConfirm(), r.capReply(), r.capLift(), r.capList())
}

func (r *run) capPropose() *cobra.Command {
	var x vigil.Cap
	var organisation, allegation, grade string
	c := r.leaf("propose RULE", "Propose a cap, such as CAP-1; it counts once another person confirms it", cobra.ExactArgs(1), func(cmd *cobra.Command, args []string) error {
		x.Rule, x.Grade = args[0], vigil.Grade(grade)
		return r.withApp(cmd.Context(), func(a *app.App) error {
			made, err := a.ProposeCap(cmd.Context(), r.actor(), organisation, allegation, x)
			return r.did(fmt.Sprintf("cap %d (%s)", made.ID, made.Rule), "proposed", err)
		})
	})
	f := c.Flags()
	f.StringVar(&organisation, "organisation", "", "code of the organisation")
	f.StringVar(&allegation, "case", "", "code of the case behind it")
	f.StringVar(&x.Project, "project", "", "unit it is about")
	f.StringVar(&grade, "grade", "E2", "grade of the evidence, E0 to E4")
	f.StringVar(&x.Reason, "reason", "", "what it rests on")
	f.StringVar(&x.Opened, "opened", "", "day it was opened (default today)")
	f.BoolVar(&x.LifeAtRisk, "life-at-risk", false, "somebody's life is at risk: the reply is due in 3 working days, not 10")
	need(c, "organisation", "reason")
	return c
}

func (r *run) capConfirm() *cobra.Command {
	return r.leaf("confirm ID", "Confirm a cap that another person proposed", cobra.ExactArgs(1), r.onCap("confirmed", func(cmd *cobra.Command, a *app.App, id int64) error {
		made, err := a.ConfirmCap(cmd.Context(), r.actor(), id)
		if err != nil {
			return err
		}
		if made.ReplyDue == "" {
			fmt.Fprintln(r.out, "the clock of the case behind it is held: do not ask for a reply yet; its review is due by "+made.ReviewDue)
			return nil
		}
		fmt.Fprintf(r.out, "ask the organisation to reply by %s; its review is due by %s\n", made.ReplyDue, made.ReviewDue)
		return nil
	}))
}

func (r *run) capReply() *cobra.Command {
	var reply string
	c := r.leaf("reply ID", "Keep the company's reply to a cap, word for word", cobra.ExactArgs(1), r.onCap("reply kept", func(cmd *cobra.Command, a *app.App, id int64) error {
		return a.ReplyCap(cmd.Context(), r.actor(), id, reply)
	}))
	c.Flags().StringVar(&reply, "text", "", "the reply")
	need(c, "text")
	return c
}

func (r *run) capLift() *cobra.Command {
	var reason string
	c := r.leaf("lift ID", "Lift a cap whose lift test is met", cobra.ExactArgs(1), r.onCap("lifted", func(cmd *cobra.Command, a *app.App, id int64) error {
		return a.LiftCap(cmd.Context(), r.actor(), id, reason)
	}))
	c.Flags().StringVar(&reason, "reason", "", "how the test is met")
	need(c, "reason")
	return c
}

func (r *run) capList() *cobra.Command {
	var organisation string
	c := r.leaf("list", "List the caps of an organisation", cobra.NoArgs, func(cmd *cobra.Command, _ []string) error {
		return r.withApp(cmd.Context(), func(a *app.App) error {
			list, err := a.Caps(cmd.Context(), r.actor(), organisation)
			if err != nil {
				return err
			}
			var rows [][]string
			for _, x := range list {
				rows = append(rows, []string{strconv.FormatInt(x.ID, 10), x.Rule, x.Opened, x.ProposedBy, x.ConfirmedBy, x.Confirmed, x.ReplyDue, given(x.Reply), x.ReviewDue, x.Lifted})
			}
			return r.list(list, []string{"id", "rule", "opened", "proposed by", "confirmed by", "confirmed", "reply due", "replied", "review due", "lifted"}, rows)
		})
	})
	c.Flags().StringVar(&organisation, "organisation", "", "code of the organisation")
	need(c, "organisation")
	return c
}

func (r *run) onCap(done string, do func(cmd *cobra.Command, a *app.App, id int64) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		id, err := strconv.ParseInt(args[0], 10, 64)
		if err != nil {
			return usageError{vigil.Errorf(vigil.Invalid, "%q is no number of a cap; vigil cap list shows them", args[0])}
		}
		return r.withApp(cmd.Context(), func(a *app.App) error {
			return r.did("cap "+args[0], done, do(cmd, a, id))
		})
	}
}
