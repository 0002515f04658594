package app_test

import (
	"slices"
	"sync"
	"testing"

	"vigil/internal/app"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

func TestPeopleAreInvitedWithCare(t *testing.T) {
	s := staff(t, store.Config{Dir: t.TempDir()})
	good := app.Invitation{Login: "newcomer", Name: "New Example", Language: "en", Role: vigil.Viewer}
	for says, c := range map[string]struct {
		kind  vigil.ErrorKind
		spoil func(in *app.Invitation)
	}{
		`person "ada" exists already`:            {vigil.Conflict, func(in *app.Invitation) { in.Login = "ADA" }},
		"is no login name":                       {vigil.Invalid, func(in *app.Invitation) { in.Login = "link:1" }},
		"name: it is empty":                      {vigil.Invalid, func(in *app.Invitation) { in.Name = " " }},
		"the person would see nothing":           {vigil.Invalid, func(in *app.Invitation) { in.Role = "" }},
		"a respondent answers for one":           {vigil.Invalid, func(in *app.Invitation) { in.Role = vigil.Respondent }},
		`role: "king" is no role`:                {vigil.Invalid, func(in *app.Invitation) { in.Role = "king" }},
		`there is no role "king"`:                {vigil.Invalid, func(in *app.Invitation) { in.In = map[string]vigil.Role{"acme": "king"} }},
		`there is no organisation "nowhere"`:     {vigil.NotFound, func(in *app.Invitation) { in.In = map[string]vigil.Role{"nowhere": vigil.Viewer} }},
		`"nowhere" is no e-mail address`:         {vigil.Invalid, func(in *app.Invitation) { in.Email = "nowhere" }},
		`"a@example.org\nBcc: b@example.org" is`: {vigil.Invalid, func(in *app.Invitation) { in.Email = "a@example.org\nBcc: b@example.org" }},
	} {
		in := good
		c.spoil(&in)
		before := audits(t, s.App)
		_, err := s.InvitePerson(ctx, admin, in)
		refused(t, err, c.kind, says)
		if audits(t, s.App) != before {
			t.Errorf("%s: refused and in the audit log", says)
		}
	}
	if _, err := s.Person(ctx, admin, "newcomer"); vigil.KindOf(err) != vigil.NotFound {
		t.Errorf("a refused invitation left an account: %v", err)
	}
	handed, err := s.InvitePerson(ctx, admin, good)
	must(t, err)
	if want := "https://vigil.example.org/link#" + handed.Token; s.LinkAddress(handed.Token) != want || len(handed.Token) != 43 || handed.Unsent == "" {
		t.Errorf("%+v, %s", handed, s.LinkAddress(handed.Token))
	}
}

func TestTheLastAdministratorStays(t *testing.T) {
	s := staff(t, store.Config{Dir: t.TempDir()})
	ada, err := s.Person(ctx, admin, "ada")
	must(t, err)
	refused(t, s.ChangeRole(ctx, admin, "ada", vigil.Viewer, ada.Version), vigil.Conflict, "the last administrator")
	refused(t, s.DisablePerson(ctx, admin, "ada"), vigil.Conflict, "the last administrator")
	refused(t, s.ChangeRole(ctx, admin, "ben", vigil.Administrator, 99), vigil.Conflict, "changed by somebody else")
	refused(t, s.ChangeRole(ctx, admin, "ben", vigil.Respondent, 1), vigil.Invalid, "is no role in the whole workspace")
	refused(t, s.EnablePerson(ctx, admin, "ben"), vigil.Conflict, "is not disabled")
	_, err = s.InvitePerson(ctx, admin, app.Invitation{Login: "zoe", Name: "Zoe", Language: "en", Role: vigil.Administrator})
	must(t, err)
	refused(t, s.DisablePerson(ctx, admin, "ada"), vigil.Conflict, "the last administrator") // zoe cannot sign in yet
	ben, err := s.Person(ctx, admin, "ben")
	must(t, err)
	must(t, s.ChangeRole(ctx, admin, "ben", vigil.Administrator, ben.Version))
	must(t, s.DisablePerson(ctx, admin, "ada"))
	must(t, s.EnablePerson(ctx, admin, "ada"))
	must(t, s.DisablePerson(ctx, admin, "zoe"))
	refused(t, second(s.ResetPassword(ctx, admin, "zoe")), vigil.Conflict, "enable the account first")
	must(t, s.EnablePerson(ctx, admin, "zoe"))
	if zoe, err := s.Person(ctx, admin, "zoe"); err != nil || zoe.Status != vigil.Invited {
		t.Errorf("%+v, %v", zoe, err)
	}
}

// Two administrators take the role from one another at the same moment, again and again: one of them always keeps it.
func TestTwoAdministratorsCannotRemoveEachOther(t *testing.T) {
	bothDatabases(t, func(t *testing.T, s *staffed) {
		set := func(login string, role vigil.Role) error {
			p, err := s.Person(ctx, admin, login)
			must(t, err)
			if p.Role == role {
				return nil
			}
			return s.ChangeRole(ctx, admin, login, role, p.Version)
		}
		for range 20 {
			must(t, set("ada", vigil.Administrator))
			must(t, set("ben", vigil.Administrator))
			var both sync.WaitGroup
			for _, login := range []string{"ada", "ben"} {
				both.Go(func() {
					if err := set(login, vigil.Viewer); err != nil && vigil.KindOf(err) != vigil.Conflict {
						t.Error(err)
					}
				})
			}
			both.Wait()
			people, err := s.FindPeople(ctx, admin, app.PeopleFilter{All: true})
			must(t, err)
			if !slices.ContainsFunc(people.Accounts, func(a app.Account) bool { return a.Role == vigil.Administrator && a.Status == vigil.Active }) {
				t.Fatal("nobody is administrator any more")
			}
		}
	})
}
