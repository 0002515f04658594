package cli

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"vigil/internal/app"
	"vigil/internal/post"
	"vigil/internal/vigil"
)

func (r *run) user() *cobra.Command {
	return group("user", "People who sign in to the pages", r.userAdd(), r.userList(), r.userReset(),
		r.userDo("disable LOGIN", "Keep somebody out; all sessions end", "is disabled", (*app.App).DisablePerson),
		r.userDo("enable LOGIN", "Let somebody in again", "is enabled", (*app.App).EnablePerson))
}

func (r *run) userAdd() *cobra.Command {
	var in app.Invitation
	var role string
	var roles map[string]string
	c := r.leaf("add LOGIN", "Make an account, and a link to choose a password", cobra.ExactArgs(1), func(cmd *cobra.Command, args []string) error {
		in.Login, in.Role, in.In = args[0], vigil.Role(role), map[string]vigil.Role{}
		for code, role := range roles {
			in.In[code] = vigil.Role(role)
		}
		return r.withNewApp(cmd.Context(), nil, func(a *app.App) error {
			if err := r.reachable(a); err != nil {
				return err
			}
			h, err := a.InvitePerson(cmd.Context(), r.actor(), in)
			if err == nil {
				r.hand(a, h)
			}
			return err
		})
	})
	f := c.Flags()
	f.StringVar(&in.Name, "name", "", "name")
	f.StringVar(&in.Email, "email", "", "address for links, where e-mail is set up (VIGIL_SMTP)")
	f.StringVar(&in.Language, "language", "en", "language of the pages: en, es, fr")
	f.StringVar(&role, "role", "", "role in the whole workspace")
	f.StringToStringVar(&roles, "in", nil, "role in single organisations, such as acme=reviewer,other=viewer")
	need(c, "name")
	return c
}

func (r *run) userReset() *cobra.Command {
	return r.leaf("reset LOGIN", "Make a link to choose another password", cobra.ExactArgs(1), func(cmd *cobra.Command, args []string) error {
		return r.withApp(cmd.Context(), func(a *app.App) error {
			if err := r.reachable(a); err != nil {
				return err
			}
			h, err := a.ResetPassword(cmd.Context(), r.actor(), args[0])
			if err == nil {
				r.hand(a, h)
			}
			return err
		})
	})
}

func (r *run) userDo(use, short, done string, do func(a *app.App, ctx context.Context, actor vigil.Actor, login string) error) *cobra.Command {
	return r.leaf(use, short, cobra.ExactArgs(1), func(cmd *cobra.Command, args []string) error {
		return r.withApp(cmd.Context(), func(a *app.App) error {
			err := do(a, cmd.Context(), r.actor(), args[0])
			if err == nil {
				fmt.Fprintf(r.out, "%s %s\n", args[0], done)
			}
			return err
		})
	})
}

func (r *run) userList() *cobra.Command {
	return r.leaf("list", "List the people who sign in", cobra.NoArgs, func(cmd *cobra.Command, _ []string) error {
		return r.withApp(cmd.Context(), func(a *app.App) error {
			found, err := a.FindPeople(cmd.Context(), r.actor(), app.PeopleFilter{All: true})
			if err != nil {
				return err
			}
			var rows [][]string
			for _, p := range found.Accounts {
				roles := []string{string(p.Role)}
				for _, code := range slices.Sorted(maps.Keys(p.In)) {
					roles = append(roles, code+"="+string(p.In[code]))
				}
				last := ""
				if p.SignedInAt != nil {
					last = p.SignedInAt.UTC().Format(time.DateTime)
				}
				rows = append(rows, []string{p.Login, p.Name, strings.TrimSpace(strings.Join(roles, " ")), string(p.Status), last})
			}
			return r.list(found.Accounts, []string{"login", "name", "roles", "status", "last signed in (UTC)"}, rows)
		})
	})
}

// reachable tells app where people reach the pages, and by which server e-mail goes out.
func (r *run) reachable(a *app.App) (err error) {
	s := r.Settings
	if a.Address = s.Public; a.Address == "" {
		a.Address = "http://" + cmp.Or(s.Addr, "127.0.0.1:8080")
	}
	if s.SMTP != "" {
		a.Post, err = post.Open(s.SMTP, s.MailFrom)
	}
	return err
}

// hand says what became of a link, and shows it where it could not be sent.
func (r *run) hand(a *app.App, h app.Handed) {
	if h.Token == "" {
		fmt.Fprintf(r.out, "%s was sent a link to choose a password, by e-mail\n", h.Login)
		return
	}
	if h.Cause != nil {
		fmt.Fprintln(r.err, h.Cause)
	}
	fmt.Fprintf(r.out, "%s chooses a password here, once, until %s (UTC); %s:\n%s\n", h.Login, h.Link.ExpiresAt.UTC().Format("2006-01-02 15:04"), h.Unsent, a.LinkAddress(h.Token))
}
