package app

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"vigil/internal/check"
	"vigil/internal/credential"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// What people do with their own account takes their session itself, not a role: the token is the proof. Somebody who came
// by a section link has no account.

var errNoAccount = vigil.Errorf(vigil.Forbidden, "whoever came by a link has no account here")

// own runs f for the person behind a session.
func (a *App) own(ctx context.Context, token string, f func(tx *store.Tx, v visit) error) error {
	return a.Store.Tx(ctx, func(tx *store.Tx) error {
		v, err := a.visitIn(tx, token, vigil.Through)
		if err != nil {
			return err
		}
		if v.person.ID == 0 {
			return errNoAccount
		}
		return f(tx, v)
	})
}

// Profile is what people change of themselves.
type Profile struct {
	Name     string
	Language string
	Theme    string
}

// ChangeProfile changes how a person is called, the language, and the look.
func (a *App) ChangeProfile(ctx context.Context, token string, f Profile) (vigil.Person, error) {
	var p vigil.Person
	err := a.own(ctx, token, func(tx *store.Tx, v visit) error {
		p = v.person
		p.Name, p.Language, p.Theme = strings.TrimSpace(f.Name), f.Language, f.Theme
		if err := check.Struct(p).Err(); err != nil {
			return err
		}
		if err := tx.SavePerson(&p); err != nil {
			return err
		}
		return a.auditOwn(tx, p, "person.profile", "")
	})
	return p, err
}

// proven checks the password of the person behind a session, for what a forgotten open screen must not allow.
func (a *App) proven(ctx context.Context, token, field, password, address string) (vigil.Person, error) {
	v, err := a.visit(ctx, token, vigil.Through)
	if err != nil {
		return vigil.Person{}, err
	}
	if v.person.ID == 0 {
		return vigil.Person{}, errNoAccount
	}
	g, err := a.try(ctx, tryPassword, v.person.Login, address)
	if err != nil {
		return vigil.Person{}, err
	}
	ok, _, err := credential.Verify(ctx, clipped(password, 4*credential.Most), v.person.Password)
	if err != nil {
		return vigil.Person{}, err
	}
	if !ok {
		var ps vigil.Problems
		ps.Add(vigil.Place{Field: field}, "it is not your password", "type the one that you sign in with")
		return vigil.Person{}, ps
	}
	return v.person, a.Store.Tx(ctx, g.succeeded)
}

// ChangePassword changes the password of the person behind a session. All sessions end, this one too: the browser gets a
// new one. What was begun with the old password ends with it: links, and a second factor that waits for its first code.
func (a *App) ChangePassword(ctx context.Context, token, present, next, address string) (SignedIn, error) {
	p, err := a.proven(ctx, token, "present", present, address)
	if err != nil {
		return SignedIn{}, err
	}
	if err := credential.CheckPassword("password", next, p.Login, p.Name).Err(); err != nil {
		return SignedIn{}, err
	}
	hash, err := credential.Hash(ctx, next)
	if err != nil {
		return SignedIn{}, err
	}
	var out SignedIn
	err = a.own(ctx, token, func(tx *store.Tx, v visit) error {
		if v.person.Password != p.Password {
			return ErrNoSession // changed meanwhile, elsewhere
		}
		v.person.Password, v.person.TOTPNew = hash, ""
		if err := tx.SavePerson(&v.person); err != nil {
			return err
		}
		if err := errors.Join(tx.RevokeLinksOfPerson(v.person.ID), forgetCodes(tx, v.person.ID)); err != nil {
			return err
		}
		out, err = a.renewed(tx, v)
		return errors.Join(err, a.auditOwn(tx, v.person, "person.password", "own"))
	})
	return out, err
}

// renewed ends all sessions of a person and begins one in place of the present.
func (a *App) renewed(tx *store.Tx, v visit) (SignedIn, error) {
	if _, err := tx.EndSessions(v.person.ID, 0); err != nil {
		return SignedIn{}, err
	}
	return a.begin(tx, v.person, vigil.Link{}, vigil.Through, v.session.Browser)
}

// OwnSession is one line of a person's own list.
type OwnSession struct {
	vigil.Session
	Present bool // the one that asks
}

// Sessions gives the sessions of the person behind a session, the last used first.
func (a *App) Sessions(ctx context.Context, token string) ([]OwnSession, error) {
	var own []OwnSession
	err := a.Store.View(ctx, func(tx *store.Tx) error {
		v, err := a.visitIn(tx, token, vigil.Through)
		if err != nil {
			return err
		}
		if v.person.ID == 0 {
			return errNoAccount
		}
		list, err := tx.Sessions(v.person.ID)
		for _, s := range list {
			if s.Step == vigil.Through && a.now().Before(s.ExpiresAt) && a.now().Sub(s.SeenAt) < idleOf(v.person) {
				own = append(own, OwnSession{Session: s, Present: s.ID == v.session.ID})
			}
		}
		return err
	})
	return own, err
}

// EndOwnSession ends one other session of the person behind a session, or with 0 all others.
func (a *App) EndOwnSession(ctx context.Context, token string, id int64) error {
	return a.own(ctx, token, func(tx *store.Tx, v visit) error {
		if id == 0 {
			n, err := tx.EndSessions(v.person.ID, v.session.ID)
			return errors.Join(err, a.auditOwn(tx, v.person, "session.end", fmt.Sprintf("%d others", n)))
		}
		list, err := tx.Sessions(v.person.ID)
		if err != nil {
			return err
		}
		for _, s := range list {
			if s.ID == id {
				return errors.Join(tx.EndSession(id), a.auditOwn(tx, v.person, "session.end", "1 other"))
			}
		}
		return nil // it has ended already, or is none of theirs
	})
}
