package web

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// peopleShow lists those who have an account.
func (s *Server) peopleShow(c *fiber.Ctx) error {
	f := filter(c)
	list, err := s.app.FindPeople(c.UserContext(), s.actor(c), app.PeopleFilter{Words: f.Words, Status: vigil.PersonStatus(f.Status), Page: f.Page})
	if err != nil {
		return err
	}
	v := page.People{Listing: listing(c, list.At, list.All > 0), All: list.All, MayInvite: app.May(s.actor(c).Role, app.InvitePersonAction)}
	v.NoFile = true
	names, err := s.organisationNames(c)
	if err != nil {
		return err
	}
	for _, a := range list.Accounts {
		v.Accounts = append(v.Accounts, accountView(a, names))
	}
	return s.render(c, page.PeoplePage(s.frame(c, "people.title"), v))
}

// organisationNames are the names of the organisations by their codes.
func (s *Server) organisationNames(c *fiber.Ctx) (map[string]string, error) {
	list, err := s.app.Organisations(c.UserContext(), s.actor(c))
	names := make(map[string]string, len(list))
	for _, o := range list {
		names[o.Code] = o.Name
	}
	return names, err
}

func accountView(a app.Account, names map[string]string) page.Account {
	v := page.Account{Person: a.Person, Sessions: a.Sessions, Pending: a.Pending}
	for _, code := range slices.Sorted(maps.Keys(a.In)) {
		v.In = append(v.In, page.RoleIn{Organisation: code, Name: cmp.Or(names[code], code), Role: a.In[code]})
	}
	return v
}

// personNew is the form for somebody new.
func (s *Server) personNew(c *fiber.Ctx) error {
	return s.invitePage(c, page.Invite{Person: vigil.Person{Language: s.language(c)}})
}

func (s *Server) invitePage(c *fiber.Ctx, v page.Invite) error {
	if !app.May(s.actor(c).Role, app.InvitePersonAction) {
		return vigil.Errorf(vigil.Forbidden, "only an administrator of the workspace invites people")
	}
	list, err := s.app.Organisations(c.UserContext(), s.actor(c))
	if err != nil {
		return err
	}
	for _, o := range list {
		v.Organisations = append(v.Organisations, ui.Option{Value: o.Code, Label: o.Name, Chosen: o.Code == v.Organisation})
	}
	return s.render(c, page.InvitePage(s.frame(c, "people.invite_title"), v))
}

// personInvite makes an account and a link for it.
func (s *Server) personInvite(c *fiber.Ctx) error {
	in := app.Invitation{Login: c.FormValue("login"), Name: c.FormValue("name"), Email: c.FormValue("email"), Language: c.FormValue("language"), Role: vigil.Role(c.FormValue("role"))}
	v := page.Invite{Person: vigil.Person{Login: in.Login, Name: in.Name, Email: in.Email, Language: in.Language, Role: in.Role},
		Organisation: c.FormValue("organisation"), OrganisationRole: vigil.Role(c.FormValue("organisation_role"))}
	if v.Organisation != "" {
		in.In = map[string]vigil.Role{v.Organisation: v.OrganisationRole}
	}
	handed, err := s.app.InvitePerson(c.UserContext(), s.actor(c), in)
	if problems, ok := s.problems(c, err); ok {
		v.Problems = problems
		return s.invitePage(c, v)
	}
	if err != nil {
		return err
	}
	return s.handedPage(c, in.Name, handed)
}

// handedPage shows a link, this once, where it could not be sent.
func (s *Server) handedPage(c *fiber.Ctx, name string, h app.Handed) error {
	if h.Cause != nil {
		s.log.Warn("an e-mail could not be sent", "id", id(c), "error", h.Cause.Error())
	}
	v := page.Handed{Name: name, Login: h.Login, Until: h.Link.ExpiresAt, Mail: h.Tried}
	if h.Token != "" {
		v.Link = s.origin(c) + "/link#" + h.Token
	}
	return s.render(c, page.HandedPage(s.frame(c, "people.handed_title"), v))
}

// origin is the address under which people reach these pages.
func (s *Server) origin(c *fiber.Ctx) string {
	if s.public != nil {
		return s.public.String()
	}
	return "http://" + string(c.Request().Header.Host())
}

// personShow shows one account.
func (s *Server) personShow(c *fiber.Ctx) error { return s.personPage(c, nil) }

func (s *Server) personPage(c *fiber.Ctx, problems []ui.Problem) error {
	a, err := s.app.Person(c.UserContext(), s.actor(c), c.Params("person"))
	if err != nil {
		return err
	}
	names, err := s.organisationNames(c)
	if err != nil {
		return err
	}
	v := page.PersonView{Account: accountView(a, names), May: app.May(s.actor(c).Role, app.ChangeRoleAction), Own: a.Login == s.actor(c).Person, Problems: problems}
	f := s.frame(c, "people.title")
	f.Title = a.Name
	return s.render(c, page.PersonPage(f, v))
}

// personChanged goes back to the account, and says there what was done or what stands against it.
func (s *Server) personChanged(c *fiber.Ctx, err error, key string) error {
	if problems, ok := s.problems(c, err); ok {
		return s.personPage(c, problems)
	}
	if err != nil {
		return err
	}
	s.flash(c, ui.Good, words.T(c.UserContext(), key))
	return redirect(c, s.url("person", c.Params("person")))
}

// personRole gives another role in the whole workspace.
func (s *Server) personRole(c *fiber.Ctx) error {
	version, err := strconv.ParseInt(c.FormValue("version"), 10, 64)
	if err != nil {
		return fiber.NewError(http.StatusBadRequest)
	}
	err = s.app.ChangeRole(c.UserContext(), s.actor(c), c.Params("person"), vigil.Role(c.FormValue("role")), version)
	return s.personChanged(c, err, "people.role_saved")
}

// personReset makes a link for a new password, or a new invitation.
func (s *Server) personReset(c *fiber.Ctx) error {
	a, err := s.app.Person(c.UserContext(), s.actor(c), c.Params("person"))
	if err != nil {
		return err
	}
	handed, err := s.app.ResetPassword(c.UserContext(), s.actor(c), a.Login)
	if err != nil {
		return s.personChanged(c, err, "")
	}
	return s.handedPage(c, a.Name, handed)
}

// personDo makes a handler of something that is done to an account at once.
func personDo(do func(a *app.App, ctx context.Context, actor vigil.Actor, login string) error, key string) func(*Server, *fiber.Ctx) error {
	return func(s *Server, c *fiber.Ctx) error {
		return s.personChanged(c, do(s.app, c.UserContext(), s.actor(c), c.Params("person")), key)
	}
}

// What is done to an account at once.
var (
	personDisable  = personDo((*app.App).DisablePerson, "people.disabled_done")
	personEnable   = personDo((*app.App).EnablePerson, "people.enabled_done")
	personRevoke   = personDo((*app.App).RevokeLink, "people.revoked_done")
	personFactor   = personDo((*app.App).DropSecondFactor, "people.factor_done")
	personSessions = personDo((*app.App).EndSessions, "people.sessions_done")
)
