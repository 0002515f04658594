package app_test

import (
	"reflect"
	"testing"

	"vigil/internal/app"
	"vigil/internal/vigil"
)

// takesNoRole are the methods that do not go by a role, and what proves instead that somebody may. The tests of signing in, of
// links, of the second factor and of the own account show what each of them refuses.
var takesNoRole = map[string]string{
	"CheckSeal":         "the keys in the folder of the data; the program asks at its start",
	"SignIn":            "login and password",
	"SignInCode":        "a session that waits for a code",
	"Session":           "the token of a session",
	"SignOut":           "the token of a session",
	"ExchangeLink":      "the token of a link",
	"Chooser":           "a session that came by a link",
	"ChoosePassword":    "a session that came by a link",
	"ChangeProfile":     "the own session",
	"ChangePassword":    "the own session and the password",
	"ChangeEmail":       "the own session and the password",
	"Sessions":          "the own session",
	"EndOwnSession":     "the own session",
	"EnrolTOTP":         "the own session and the password",
	"PendingTOTP":       "the own session",
	"ConfirmTOTP":       "the own session and a code",
	"RemoveTOTP":        "the own session and the password",
	"NewRecoveryCodes":  "the own session and the password",
	"RecoveryCodesLeft": "the own session",
	"FirstLink":         "whoever runs the program: it gives nothing once there is a person",
	"Tidy":              "whoever runs the program: it takes away what is over",
	"LinkAddress":       "no data",
}

func init() {
	for name, c := range map[string]call{
		"FindPeople":   {app.ListPeopleAction, func(a *app.App, by vigil.Actor) error { return second(a.FindPeople(ctx, by, app.PeopleFilter{})) }},
		"Person":       {app.ListPeopleAction, func(a *app.App, by vigil.Actor) error { return second(a.Person(ctx, by, "none")) }},
		"InvitePerson": {app.InvitePersonAction, func(a *app.App, by vigil.Actor) error { return second(a.InvitePerson(ctx, by, app.Invitation{})) }},
		"ResetPassword": {app.ResetPasswordAction, func(a *app.App, by vigil.Actor) error {
			return second(a.ResetPassword(ctx, by, "none"))
		}},
		"RevokeLink":       {app.RevokeLinkAction, func(a *app.App, by vigil.Actor) error { return a.RevokeLink(ctx, by, "none") }},
		"ChangeRole":       {app.ChangeRoleAction, func(a *app.App, by vigil.Actor) error { return a.ChangeRole(ctx, by, "none", "", 1) }},
		"DisablePerson":    {app.DisablePersonAction, func(a *app.App, by vigil.Actor) error { return a.DisablePerson(ctx, by, "none") }},
		"EnablePerson":     {app.EnablePersonAction, func(a *app.App, by vigil.Actor) error { return a.EnablePerson(ctx, by, "none") }},
		"DropSecondFactor": {app.DropFactorAction, func(a *app.App, by vigil.Actor) error { return a.DropSecondFactor(ctx, by, "none") }},
		"EndSessions":      {app.EndSessionsAction, func(a *app.App, by vigil.Actor) error { return a.EndSessions(ctx, by, "none") }},
	} {
		calls[name] = c
	}
}

// Whoever does not go by a role must exist, or the list would let something else through one day.
func TestTheMethodsWithoutRoleExist(t *testing.T) {
	methods := reflect.TypeFor[*app.App]()
	for name := range takesNoRole {
		if _, ok := methods.MethodByName(name); !ok {
			t.Errorf("there is no method %s any more", name)
		}
		if _, twice := calls[name]; twice {
			t.Errorf("%s stands in both tables", name)
		}
	}
}
