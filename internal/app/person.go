package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"vigil/internal/check"
	"vigil/internal/post"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// Account is a person as administrators see it.
type Account struct {
	vigil.Person
	In       map[string]vigil.Role // roles in single organisations, by code
	Sessions int                   // browsers in which the person is signed in
	Pending  *vigil.Link           // an invitation or reset that still waits
}

// PeopleFilter narrows the list of people. What is empty narrows nothing.
type PeopleFilter struct {
	Words  string // each must be in the login, the name or the e-mail address
	Status vigil.PersonStatus
	Page   int  // from 1; what lies outside is the nearest page there is
	All    bool // everybody
}

// PeopleList is a page of the people who have an account.
type PeopleList struct {
	Accounts []Account
	At       Paged
	All      int // how many accounts there are at all
}

// FindPeople lists the people who have an account, by login.
func (a *App) FindPeople(ctx context.Context, actor vigil.Actor, f PeopleFilter) (PeopleList, error) {
	var out PeopleList
	err := a.readNoted(ctx, actor, ListPeopleAction, func(tx *store.Tx) (done, error) {
		people, err := tx.People()
		if err != nil {
			return done{}, err
		}
		out.All = len(people)
		people = slices.DeleteFunc(people, func(p vigil.Person) bool {
			return !everyWord(f.Words, p.Login, p.Name, p.Email) || f.Status != "" && p.Status != f.Status
		})
		people, out.At = paged(people, Filter{Page: f.Page, All: f.All}.page())
		for _, p := range people {
			x, err := a.account(tx, p)
			if err != nil {
				return done{}, err
			}
			out.Accounts = append(out.Accounts, x)
		}
		return done{subject: "people"}, nil
	})
	return out, err
}

// Person gives one account.
func (a *App) Person(ctx context.Context, actor vigil.Actor, login string) (Account, error) {
	var x Account
	err := a.readNoted(ctx, actor, ListPeopleAction, func(tx *store.Tx) (done, error) {
		p, err := tx.Person(login)
		if err != nil {
			return done{}, err
		}
		x, err = a.account(tx, p)
		return done{subject: "person:" + login}, err
	})
	return x, err
}

func (a *App) account(tx *store.Tx, p vigil.Person) (Account, error) {
	x := Account{Person: p}
	var err error
	if x.In, err = tx.RolesOf(p.Login); err != nil {
		return x, err
	}
	sessions, err := tx.Sessions(p.ID)
	if err != nil {
		return x, err
	}
	for _, s := range sessions {
		if s.Step == vigil.Through && a.now().Before(s.ExpiresAt) && a.now().Sub(s.SeenAt) < idleOf(p) {
			x.Sessions++
		}
	}
	links, err := tx.LinksOfPerson(p.ID)
	for _, l := range links {
		if l.Open(a.now()) {
			x.Pending = &l
		}
	}
	return x, err
}

// Invitation is who shall be able to sign in.
type Invitation struct {
	Login    string
	Name     string
	Email    string                // optional
	Language string                // of the message, and of the pages at first
	Role     vigil.Role            // in the whole workspace; empty: only in organisations
	In       map[string]vigil.Role // in single organisations, by code
}

// Handed is a link for somebody to choose a password. Where it could be sent by e-mail, Token is empty; else somebody hands
// it over (LinkAddress), and Unsent says why.
type Handed struct {
	Login  string
	Link   vigil.Link
	Token  string
	Unsent string
	Tried  bool  // e-mail was tried
	Cause  error // why it failed, for the log; it names nobody
}

// InvitePerson makes an account without a password, and a link to choose one.
func (a *App) InvitePerson(ctx context.Context, actor vigil.Actor, in Invitation) (Handed, error) {
	if err := allow(actor, InvitePersonAction); err != nil {
		return Handed{}, err
	}
	p := vigil.Person{Login: strings.ToLower(strings.TrimSpace(in.Login)), Name: strings.TrimSpace(in.Name), Email: strings.TrimSpace(in.Email),
		Role: in.Role, Language: in.Language, Status: vigil.Invited}
	ps := check.Struct(p)
	if p.Role == vigil.Respondent {
		ps.Add(vigil.Place{Field: "role"}, "a respondent answers for one organisation", "choose no role in the whole workspace, and respondent in the organisation")
	}
	if p.Role == "" && len(in.In) == 0 {
		ps.Add(vigil.Place{Field: "role"}, "the person would see nothing", "choose a role in the whole workspace, or in at least one organisation")
	}
	ps = append(ps, checkRoles(in.In)...)
	if err := ps.Err(); err != nil {
		return Handed{}, err
	}
	var out Handed
	err := a.write(ctx, actor, InvitePersonAction, func(tx *store.Tx) (done, error) {
		if err := tx.CreatePerson(&p); err != nil {
			return done{}, err
		}
		for _, code := range slices.Sorted(maps.Keys(in.In)) {
			org, err := tx.Organisation(code)
			if err != nil {
				return done{}, err
			}
			if err := tx.PutMembership(&vigil.Membership{OrganisationID: org.ID, Person: p.Login, Role: in.In[code]}); err != nil {
				return done{}, err
			}
		}
		var err error
		out, err = a.hand(tx, actor, p)
		return done{"person:" + p.Login, roleDetail(p.Role, in.In)}, err
	})
	if err != nil {
		return Handed{}, err
	}
	return a.sent(ctx, p, out), nil
}

func checkRoles(in map[string]vigil.Role) vigil.Problems {
	var ps vigil.Problems
	for _, code := range slices.Sorted(maps.Keys(in)) {
		if !slices.Contains(vigil.Roles, in[code]) {
			ps.Say(vigil.Place{Field: "in[" + code + "]"}, vigil.Say("there is no role %q", in[code]), vigil.Say("choose one of the roles that are offered"))
		}
	}
	return ps
}

func roleDetail(role vigil.Role, in map[string]vigil.Role) string {
	parts := []string{"role " + string(role)}
	if role == "" {
		parts = nil
	}
	for _, code := range slices.Sorted(maps.Keys(in)) {
		parts = append(parts, code+" "+string(in[code]))
	}
	return strings.Join(parts, ", ")
}

// ResetPassword makes a link by which a person chooses another password, or somebody who was invited and lost the link, the
// first. The present password stays until then; links before it end.
func (a *App) ResetPassword(ctx context.Context, actor vigil.Actor, login string) (Handed, error) {
	var out Handed
	var p vigil.Person
	err := a.write(ctx, actor, ResetPasswordAction, func(tx *store.Tx) (done, error) {
		var err error
		if p, err = tx.Person(login); err != nil {
			return done{}, err
		}
		if p.Status == vigil.Disabled {
			return done{}, vigil.Errorf(vigil.Conflict, "%q is disabled; enable the account first", login)
		}
		if err := tx.RevokeLinksOfPerson(p.ID); err != nil {
			return done{}, err
		}
		out, err = a.hand(tx, actor, p)
		return done{"person:" + p.Login, string(out.Link.Purpose)}, err
	})
	if err != nil {
		return Handed{}, err
	}
	return a.sent(ctx, p, out), nil
}

// RevokeLink takes back what waits for a person to choose a password.
func (a *App) RevokeLink(ctx context.Context, actor vigil.Actor, login string) error {
	return a.write(ctx, actor, RevokeLinkAction, func(tx *store.Tx) (done, error) {
		p, err := tx.Person(login)
		if err != nil {
			return done{}, err
		}
		return done{"person:" + p.Login, ""}, tx.RevokeLinksOfPerson(p.ID)
	})
}

// hand makes the link that fits a person.
func (a *App) hand(tx *store.Tx, actor vigil.Actor, p vigil.Person) (Handed, error) {
	out := Handed{Login: p.Login, Link: vigil.Link{Purpose: vigil.ResetLink, PersonID: p.ID, Language: p.Language, CreatedBy: actor.Person, ExpiresAt: a.now().Add(resetTime)}}
	if p.Status == vigil.Invited {
		out.Link.Purpose, out.Link.ExpiresAt = vigil.InvitationLink, a.now().Add(invitationTime)
	}
	var err error
	out.Token, err = a.newLink(tx, &out.Link)
	return out, err
}

// sent sends a link to the person where that can be done. What could not be sent is handed over by whoever asked.
func (a *App) sent(ctx context.Context, p vigil.Person, out Handed) Handed {
	switch {
	case a.Post == nil:
		out.Unsent = "no e-mail is set up"
	case p.Email == "":
		out.Unsent = "there is no e-mail address"
	default:
		out.Tried = true
		kind := post.Reset
		if out.Link.Purpose == vigil.InvitationLink {
			kind = post.Invitation
		}
		err := a.Post.Send(ctx, post.Message{Kind: kind, To: p.Email, Name: p.Name, Language: p.Language, Login: p.Login,
			Link: a.LinkAddress(out.Token), Until: out.Link.ExpiresAt})
		if err != nil {
			out.Unsent, out.Cause = "the e-mail could not be sent", err
			break
		}
		out.Token = ""
	}
	return out
}

// ChangeRole gives a person another role in the whole workspace, or none. All sessions of the person end. version is that of
// the person as it was seen. The last administrator stays one.
func (a *App) ChangeRole(ctx context.Context, actor vigil.Actor, login string, role vigil.Role, version int64) error {
	if err := allow(actor, ChangeRoleAction); err != nil {
		return err
	}
	var ps vigil.Problems
	if role == vigil.Respondent || role != "" && !slices.Contains(vigil.Roles, role) {
		ps.Say(vigil.Place{Field: "role"}, vigil.Say("%q is no role in the whole workspace", role), vigil.Say("choose one of the roles that are offered, or none"))
	}
	if err := ps.Err(); err != nil {
		return err
	}
	return a.changePerson(ctx, actor, ChangeRoleAction, login, func(tx *store.Tx, p *vigil.Person) (string, error) {
		if p.Version != version {
			return "", vigil.Errorf(vigil.Conflict, "%q was changed by somebody else meanwhile, nothing was overwritten; load the page again and repeat your change", login)
		}
		if p.Role == vigil.Administrator && role != vigil.Administrator {
			if err := anotherAdministrator(tx, *p); err != nil {
				return "", err
			}
		}
		p.Role = role
		return "role " + string(role), nil
	})
}

// DisablePerson keeps a person out: all sessions end, links too, and nobody signs in. What the person did stays.
func (a *App) DisablePerson(ctx context.Context, actor vigil.Actor, login string) error {
	return a.changePerson(ctx, actor, DisablePersonAction, login, func(tx *store.Tx, p *vigil.Person) (string, error) {
		if p.Role == vigil.Administrator {
			if err := anotherAdministrator(tx, *p); err != nil {
				return "", err
			}
		}
		p.Status = vigil.Disabled
		return "", tx.RevokeLinksOfPerson(p.ID)
	})
}

// EnablePerson lets a person in again, with the password as it was; who never chose one is invited again.
func (a *App) EnablePerson(ctx context.Context, actor vigil.Actor, login string) error {
	return a.changePerson(ctx, actor, EnablePersonAction, login, func(_ *store.Tx, p *vigil.Person) (string, error) {
		if p.Status != vigil.Disabled {
			return "", vigil.Errorf(vigil.Conflict, "%q is not disabled", login)
		}
		p.Status = vigil.Active
		if p.Password == "" {
			p.Status = vigil.Invited
		}
		return "", nil
	})
}

// DropSecondFactor takes away the second factor of somebody who lost both the phone and the recovery codes. All sessions
// of the person end.
func (a *App) DropSecondFactor(ctx context.Context, actor vigil.Actor, login string) error {
	return a.changePerson(ctx, actor, DropFactorAction, login, func(tx *store.Tx, p *vigil.Person) (string, error) {
		if !p.SecondFactor() {
			return "", vigil.Errorf(vigil.Conflict, "%q has no second factor", login)
		}
		p.TOTP, p.TOTPNew = "", ""
		return "", tx.PutRecoveryCodes(p.ID, nil)
	})
}

// EndSessions signs a person out everywhere.
func (a *App) EndSessions(ctx context.Context, actor vigil.Actor, login string) error {
	return a.write(ctx, actor, EndSessionsAction, func(tx *store.Tx) (done, error) {
		p, err := tx.Person(login)
		if err != nil {
			return done{}, err
		}
		n, err := tx.EndSessions(p.ID, 0)
		return done{"person:" + p.Login, fmt.Sprintf("%d", n)}, err
	})
}

// changePerson changes somebody's account and ends all sessions of the person.
func (a *App) changePerson(ctx context.Context, actor vigil.Actor, action Action, login string, f func(tx *store.Tx, p *vigil.Person) (detail string, err error)) error {
	return a.write(ctx, actor, action, func(tx *store.Tx) (done, error) {
		p, err := tx.Person(login)
		if err != nil {
			return done{}, err
		}
		detail, err := f(tx, &p)
		if err != nil {
			return done{}, err
		}
		_, ended := tx.EndSessions(p.ID, 0)
		return done{"person:" + p.Login, detail}, errors.Join(tx.SavePerson(&p), ended)
	})
}

// anotherAdministrator refuses to lose the last one who can let others in.
func anotherAdministrator(tx *store.Tx, p vigil.Person) error {
	if p.Status != vigil.Active {
		return nil // could not sign in anyway
	}
	list, err := tx.Administrators()
	if err != nil || slices.ContainsFunc(list, func(x vigil.Person) bool { return x.ID != p.ID }) {
		return err
	}
	return vigil.Errorf(vigil.Conflict, "%q is the last administrator who can sign in; make somebody else one first", p.Login)
}
