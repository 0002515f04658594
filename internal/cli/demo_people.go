package cli

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"text/tabwriter"

	"vigil/internal/app"
	"vigil/internal/vigil"
)

// cast are the people of the demo: one for each role, and two of a company. Their passwords are new at each start, and
// stand nowhere but on the screen.
func (r *run) cast(ctx context.Context, a *app.App) error {
	company, err := r.company(ctx, a)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(r.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "login\tpassword\trole")
	play := func(in app.Invitation, role string) error {
		in.Language = "en"
		password, err := r.admit(ctx, a, in)
		fmt.Fprintf(w, "%s\t%s\t%s\n", in.Login, password, role)
		return err
	}
	for _, role := range vigil.Roles {
		in := app.Invitation{Login: string(role), Name: "Demo " + string(role), Role: role}
		says := "in the whole workspace"
		if role == vigil.Respondent {
			in.Role, in.In, says = "", map[string]vigil.Role{company: role}, "answers for "+company
		}
		if err := play(in, says); err != nil {
			return err
		}
	}
	if err := play(app.Invitation{Login: "company", Name: "Demo company", In: map[string]vigil.Role{company: vigil.Analyst}}, "analyst of "+company+" alone"); err != nil {
		return err
	}
	return w.Flush()
}

// company is the organisation of those who work for one alone: of a draft, so that there is something to do. Real data
// has no demo people.
func (r *run) company(ctx context.Context, a *app.App) (string, error) {
	organisations, err := a.Organisations(ctx, r.actor())
	if err != nil {
		return "", err
	}
	code := map[int64]string{}
	for _, o := range organisations {
		if !o.Fictional {
			return "", vigil.Errorf(vigil.Conflict, "%q is no fictional organisation; demo people are only for the demo (make serve)", o.Code)
		}
		code[o.ID] = o.Code
	}
	list, err := a.Assessments(ctx, r.actor(), "")
	if err != nil {
		return "", err
	}
	for _, as := range list {
		if as.Status == vigil.Draft {
			return code[as.OrganisationID], nil
		}
	}
	if len(organisations) == 0 {
		return "", vigil.Errorf(vigil.NotFound, "the folder holds no demo; fill it with vigil demo first")
	}
	return organisations[0].Code, nil
}

// admit makes an account, or takes the one that is there, and gives it a new password, the way that people go.
func (r *run) admit(ctx context.Context, a *app.App, in app.Invitation) (string, error) {
	h, err := r.link(ctx, a, in)
	if err != nil {
		return "", err
	}
	step, err := a.ExchangeLink(ctx, h.Token, "127.0.0.1", "")
	if err != nil {
		return "", err
	}
	text := strings.ToLower(rand.Text())
	password := text[:5] + "-" + text[5:10] + "-" + text[10:15]
	_, err = a.ChoosePassword(ctx, step.Token, app.Choice{Password: password})
	return password, err
}

func (r *run) link(ctx context.Context, a *app.App, in app.Invitation) (app.Handed, error) {
	p, err := a.Person(ctx, r.actor(), in.Login)
	if vigil.KindOf(err) == vigil.NotFound {
		return a.InvitePerson(ctx, r.actor(), in)
	}
	if err == nil && p.Status == vigil.Disabled {
		err = a.EnablePerson(ctx, r.actor(), in.Login)
	}
	if err == nil && p.SecondFactor() {
		err = a.DropSecondFactor(ctx, r.actor(), in.Login)
	}
	if err != nil {
		return app.Handed{}, err
	}
	return a.ResetPassword(ctx, r.actor(), in.Login)
}
