package app

import (
	"context"
	"errors"
	"strings"

	"vigil/internal/check"
	"vigil/internal/credential"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// Choice is what somebody fills in who came by a link to choose a password. The first administrator chooses everything;
// who was invited may correct the name and the language; with a reset the password alone counts.
type Choice struct {
	Login    string
	Name     string
	Email    string
	Language string
	Password string
}

// Chooser says for whom a link was opened by which a password is chosen: the purpose, and the person as far as known.
func (a *App) Chooser(ctx context.Context, token string) (vigil.Purpose, vigil.Person, error) {
	var purpose vigil.Purpose
	var p vigil.Person
	err := a.Store.View(ctx, func(tx *store.Tx) error {
		v, err := a.visitIn(tx, token, vigil.ChoosePassword)
		if err != nil {
			return err
		}
		l, err := tx.Link(v.session.LinkID)
		if err != nil {
			return err
		}
		purpose = l.Purpose
		_, p, err = a.stillOpen(tx, l)
		return err
	})
	return purpose, p, err
}

// ChoosePassword sets the password of whoever came by a link of set-up, invitation or reset, uses the link up, ends all other
// sessions and links of the person, and begins a new session. With a second factor that session still waits for its code.
func (a *App) ChoosePassword(ctx context.Context, token string, c Choice) (SignedIn, error) {
	purpose, p, err := a.Chooser(ctx, token)
	if err != nil {
		return SignedIn{}, err
	}
	p = chosen(purpose, p, c)
	ps := check.Struct(p)
	ps = append(ps, credential.CheckPassword("password", c.Password, p.Login, p.Name)...)
	if err := ps.Err(); err != nil {
		return SignedIn{}, err
	}
	hash, err := credential.Hash(ctx, c.Password)
	if err != nil {
		return SignedIn{}, err
	}
	var out SignedIn
	err = a.Store.Tx(ctx, func(tx *store.Tx) error {
		v, err := a.visitIn(tx, token, vigil.ChoosePassword)
		if err != nil {
			return err
		}
		l, err := tx.Link(v.session.LinkID)
		if err != nil {
			return err
		}
		l, now, err := a.stillOpen(tx, l)
		if err != nil {
			return err
		}
		if ok, err := tx.UseLink(l); err != nil || !ok {
			return orErrLink(err)
		}
		now = chosen(purpose, now, c)
		now.Password, now.TOTPNew, now.Status = hash, "", vigil.Active
		if out, err = a.entered(tx, now, v.session); err != nil {
			return err
		}
		return a.auditOwn(tx, out.Person, "person.password", string(purpose))
	})
	return out, err
}

// entered stores somebody who chose a password and begins the session.
func (a *App) entered(tx *store.Tx, p vigil.Person, by vigil.Session) (SignedIn, error) {
	store := tx.SavePerson
	if p.ID == 0 {
		store = tx.CreatePerson
	}
	if err := store(&p); err != nil {
		return SignedIn{}, err
	}
	if err := tx.EndSession(by.ID); err != nil {
		return SignedIn{}, err
	}
	if _, err := tx.EndSessions(p.ID, 0); err != nil {
		return SignedIn{}, err
	}
	if err := errors.Join(tx.RevokeLinksOfPerson(p.ID), forgetCodes(tx, p.ID)); err != nil {
		return SignedIn{}, err
	}
	if p.SecondFactor() {
		return a.begin(tx, p, vigil.Link{}, vigil.AskCode, by.Browser)
	}
	return a.through(tx, p, by.Browser, "link")
}

// chosen is the person with what may be filled in at that purpose.
func chosen(purpose vigil.Purpose, p vigil.Person, c Choice) vigil.Person {
	switch purpose {
	case vigil.SetupLink:
		p = vigil.Person{Login: strings.ToLower(strings.TrimSpace(c.Login)), Name: strings.TrimSpace(c.Name), Email: strings.TrimSpace(c.Email),
			Language: c.Language, Role: vigil.Administrator}
	case vigil.InvitationLink:
		if name := strings.TrimSpace(c.Name); name != "" {
			p.Name = name
		}
		if c.Language != "" {
			p.Language = c.Language
		}
	}
	return p
}
