package app

import (
	"context"
	"errors"
	"strings"

	"vigil/internal/check"
	"vigil/internal/post"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// EmailChanged is a session in place of the one in which the address was changed.
type EmailChanged struct {
	SignedIn
	Cause error // why the address before could not be told, for the log; it names nobody
}

// ChangeEmail changes the address to which links for a new password go, or with "" takes it away. Whoever has that address can
// have the account, so it takes the password, the other sessions end, and links on their way to the address before end too. That
// address is told, where e-mail is set up.
func (a *App) ChangeEmail(ctx context.Context, token, email, password, address string) (EmailChanged, error) {
	if _, err := a.proven(ctx, token, "present", password, address); err != nil {
		return EmailChanged{}, err
	}
	email = strings.TrimSpace(email)
	var out EmailChanged
	var before vigil.Person
	err := a.own(ctx, token, func(tx *store.Tx, v visit) error {
		before = v.person
		v.person.Email = email
		if err := check.Struct(v.person).Err(); err != nil {
			return err
		}
		if err := tx.SavePerson(&v.person); err != nil {
			return err
		}
		if err := tx.RevokeLinksOfPerson(v.person.ID); err != nil {
			return err
		}
		var err error
		out.SignedIn, err = a.renewed(tx, v)
		return errors.Join(err, a.auditOwn(tx, v.person, "person.email", "own"))
	})
	if err != nil {
		return EmailChanged{}, err
	}
	if a.Post != nil && before.Email != "" && before.Email != email {
		out.Cause = a.Post.Send(ctx, post.Message{Kind: post.NewAddress, To: before.Email, Name: before.Name, Language: before.Language, Login: before.Login})
	}
	return out, nil
}
