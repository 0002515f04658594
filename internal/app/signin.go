package app

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"vigil/internal/credential"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// What is said to somebody who does not get in. It is the same for whoever is unknown, disabled or not there yet.
var (
	ErrSignIn = vigil.Errorf(vigil.Invalid, "the login name or the password is wrong; check both, and capitals too")
	ErrCode   = vigil.Errorf(vigil.Invalid, "the code is wrong, too old, or was used before; take the one that shows now, or a recovery code")
)

// SignIn is what somebody types to come in. Code may come with it, or later (SignInCode).
type SignIn struct {
	Login    string
	Password string
	Code     string
	Address  string // where it comes from, for the limits; it is not kept
	Browser  string // what kind, for the person's list of sessions
}

// SignIn begins a session for a login and a password. Where the person has a second factor and no code came, the session
// waits for it. Wrong is ErrSignIn or ErrCode; too many wrong ones are a LimitedError.
func (a *App) SignIn(ctx context.Context, in SignIn) (SignedIn, error) {
	login := strings.ToLower(strings.TrimSpace(in.Login))
	g, err := a.try(ctx, tryPassword, login, in.Address)
	if err != nil {
		return SignedIn{}, err
	}
	p, err := a.findPerson(ctx, login)
	if err != nil {
		return SignedIn{}, err
	}
	ok, stale, err := credential.Verify(ctx, clipped(in.Password, 4*credential.Most), p.Password)
	if err != nil {
		return SignedIn{}, err
	}
	if !ok || p.Status != vigil.Active {
		return SignedIn{}, ErrSignIn
	}
	if stale {
		if p, err = a.rehash(ctx, p, in.Password); err != nil {
			return SignedIn{}, err
		}
	}
	if p.SecondFactor() && in.Code != "" {
		return a.withCode(ctx, p.ID, p.Password, in.Code, in.Address, in.Browser, &g, 0)
	}
	var out SignedIn
	err = a.Store.Tx(ctx, func(tx *store.Tx) error {
		now, err := a.unchanged(tx, p)
		if err != nil {
			return err
		}
		if now.SecondFactor() {
			if out, err = a.begin(tx, now, vigil.Link{}, vigil.AskCode, in.Browser); err != nil {
				return err
			}
			return g.taken(tx)
		}
		out, err = a.through(tx, now, in.Browser, "password")
		return errors.Join(err, g.succeeded(tx))
	})
	return out, err
}

// SignInCode finishes what SignIn began, with a code of the second factor or a recovery code.
func (a *App) SignInCode(ctx context.Context, token, code, address string) (SignedIn, error) {
	v, err := a.visit(ctx, token, vigil.AskCode)
	if err != nil {
		return SignedIn{}, err
	}
	return a.withCode(ctx, v.person.ID, v.person.Password, code, address, v.session.Browser, nil, v.session.ID)
}

// withCode checks a code and begins the session; waiting is the one that waited for it, and ends.
func (a *App) withCode(ctx context.Context, person int64, password, code, address, browser string, first *attempt, waiting int64) (SignedIn, error) {
	what := tryCode
	if !credential.IsTOTP(code) {
		what = tryRecovery
	}
	g, err := a.try(ctx, what, fmt.Sprint(person), address)
	if err != nil {
		return SignedIn{}, err
	}
	var out SignedIn
	err = a.Store.Tx(ctx, func(tx *store.Tx) error {
		p, err := a.unchanged(tx, vigil.Person{ID: person, Password: password})
		if err != nil {
			return err
		}
		how, err := a.takeCode(tx, p, code)
		if err != nil {
			return err
		}
		wrong, err := wrongCodes(tx, person)
		if err != nil {
			return err
		}
		if what == tryCode {
			wrong-- // this one was right
		}
		if waiting != 0 {
			if err := tx.EndSession(waiting); err != nil {
				return err
			}
		}
		if first != nil {
			if err := first.succeeded(tx); err != nil {
				return err
			}
		}
		if err := g.succeeded(tx); err != nil {
			return err
		}
		out, err = a.through(tx, p, browser, "password and "+how)
		out.WrongCodes = int(wrong)
		return err
	})
	return out, err
}

// takeCode uses up a code of the person's second factor, or a recovery code, and says which of the two it was.
func (a *App) takeCode(tx *store.Tx, p vigil.Person, code string) (string, error) {
	if !credential.IsTOTP(code) {
		ok, err := tx.UseRecoveryCode(p.ID, credential.HashRecoveryCode(code))
		if err == nil && !ok {
			err = ErrCode
		}
		return "recovery code", err
	}
	secret, err := a.openTOTP(p.TOTP, p.ID)
	if err != nil {
		return "", err
	}
	step, ok, err := credential.TOTPStep(secret, code, a.now(), p.TOTPStep)
	if err == nil && ok {
		ok, err = tx.UseTOTPStep(p.ID, step)
	}
	if err == nil && !ok {
		err = ErrCode
	}
	return "second factor", err
}

// through begins the session of a person who proved everything.
func (a *App) through(tx *store.Tx, p vigil.Person, browser, how string) (SignedIn, error) {
	out, err := a.begin(tx, p, vigil.Link{}, vigil.Through, browser)
	if err != nil {
		return out, err
	}
	if err := tx.NotePresence(p.ID); err != nil {
		return out, err
	}
	return out, a.auditOwn(tx, p, "session.begin", how)
}

// unchanged reads a person again, whose password was found right a moment ago: meanwhile it may have been changed, or the
// person disabled.
func (a *App) unchanged(tx *store.Tx, p vigil.Person) (vigil.Person, error) {
	now, err := tx.PersonByID(p.ID)
	if err == nil && (now.Status != vigil.Active || now.Password != p.Password) {
		err = ErrSignIn
	}
	return now, err
}

// findPerson gives the person with a login, or nobody.
func (a *App) findPerson(ctx context.Context, login string) (vigil.Person, error) {
	var p vigil.Person
	if login == "" || len(login) > 200 {
		return p, nil
	}
	err := a.Store.View(ctx, func(tx *store.Tx) (err error) {
		p, err = tx.Person(login)
		if vigil.KindOf(err) == vigil.NotFound {
			p, err = vigil.Person{}, nil
		}
		return err
	})
	return p, err
}

// rehash makes the hash of a right password anew, because more is asked of hashes now, and gives the person as it is then.
func (a *App) rehash(ctx context.Context, p vigil.Person, password string) (now vigil.Person, err error) {
	hash, err := credential.Hash(ctx, password)
	if err != nil {
		return p, err
	}
	err = a.Store.Tx(ctx, func(tx *store.Tx) (err error) {
		if now, err = a.unchanged(tx, p); err != nil {
			return err
		}
		now.Password = hash
		return tx.SavePerson(&now)
	})
	return now, err
}
