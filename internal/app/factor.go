package app

import (
	"context"
	"errors"
	"fmt"

	"vigil/internal/credential"
	"vigil/internal/seal"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// Enrolment is what an authenticator needs: a drawing to be read by a phone, and the same as text.
type Enrolment struct {
	Secret  string
	Address string // otpauth://
	QR      credential.QR
}

// EnrolTOTP begins a second factor: its secret waits until a first code shows that the authenticator has it (ConfirmTOTP).
// Until then signing in stays as it is. It takes the password, because an open screen must not be enough.
func (a *App) EnrolTOTP(ctx context.Context, token, password, address string) (Enrolment, error) {
	if _, err := a.proven(ctx, token, "present", password, address); err != nil {
		return Enrolment{}, err
	}
	secret := credential.NewTOTP()
	var login string
	err := a.own(ctx, token, func(tx *store.Tx, v visit) (err error) {
		login = v.person.Login
		if v.person.TOTPNew, err = a.sealTOTP(secret, v.person.ID); err != nil {
			return err
		}
		if err := tx.SavePerson(&v.person); err != nil {
			return err
		}
		return a.auditOwn(tx, v.person, "person.factor", "begun")
	})
	if err != nil {
		return Enrolment{}, err
	}
	return enrolment(secret, login)
}

// PendingTOTP gives again what waits for its first code; NotFound if nothing does.
func (a *App) PendingTOTP(ctx context.Context, token string) (Enrolment, error) {
	v, err := a.visit(ctx, token, vigil.Through)
	if err != nil {
		return Enrolment{}, err
	}
	if v.person.TOTPNew == "" {
		return Enrolment{}, vigil.Errorf(vigil.NotFound, "no second factor waits for its first code; begin anew")
	}
	secret, err := a.openTOTP(v.person.TOTPNew, v.person.ID)
	if err != nil {
		return Enrolment{}, err
	}
	return enrolment(secret, v.person.Login)
}

func enrolment(secret, login string) (Enrolment, error) {
	e := Enrolment{Secret: secret, Address: credential.TOTPAddress(secret, login, "")}
	var err error
	e.QR, err = credential.DrawQR(e.Address)
	return e, err
}

// ConfirmTOTP takes the first code of the second factor that was begun. From now on signing in takes a code. It gives the
// recovery codes, which are shown this once, and ends the other sessions of the person.
func (a *App) ConfirmTOTP(ctx context.Context, token, code string) (SignedIn, []string, error) {
	codes, hashes := credential.NewRecoveryCodes()
	var out SignedIn
	err := a.own(ctx, token, func(tx *store.Tx, v visit) error {
		if v.person.TOTPNew == "" {
			return vigil.Errorf(vigil.NotFound, "no second factor waits for its first code; begin anew")
		}
		secret, err := a.openTOTP(v.person.TOTPNew, v.person.ID)
		if err != nil {
			return err
		}
		step, ok, err := credential.TOTPStep(secret, code, a.now(), 0)
		if err != nil {
			return err
		}
		if !ok {
			return wrongCode()
		}
		v.person.TOTP, v.person.TOTPNew = v.person.TOTPNew, ""
		if err := tx.SavePerson(&v.person); err != nil {
			return err
		}
		if _, err := tx.UseTOTPStep(v.person.ID, step); err != nil {
			return err
		}
		if err := tx.PutRecoveryCodes(v.person.ID, hashes); err != nil {
			return err
		}
		out, err = a.renewed(tx, v)
		return errors.Join(err, a.auditOwn(tx, v.person, "person.factor", "on"))
	})
	if err != nil {
		return SignedIn{}, nil, err
	}
	return out, codes, nil
}

func wrongCode() error {
	var ps vigil.Problems
	ps.Add(vigil.Place{Field: "code"}, "it is not the code that shows now", "type the six digits of the authenticator, and check the clock of the phone")
	return ps
}

// RemoveTOTP ends the second factor of the person behind a session; it takes the password. The other sessions end.
func (a *App) RemoveTOTP(ctx context.Context, token, password, address string) (SignedIn, error) {
	if _, err := a.proven(ctx, token, "present", password, address); err != nil {
		return SignedIn{}, err
	}
	var out SignedIn
	err := a.own(ctx, token, func(tx *store.Tx, v visit) (err error) {
		if err := a.dropFactor(tx, &v.person); err != nil {
			return err
		}
		out, err = a.renewed(tx, v)
		return errors.Join(err, a.auditOwn(tx, v.person, "person.factor", "off"))
	})
	return out, err
}

// dropFactor takes away a person's second factor and recovery codes. The last step stays: an old code never works again.
func (a *App) dropFactor(tx *store.Tx, p *vigil.Person) error {
	p.TOTP, p.TOTPNew = "", ""
	if err := tx.SavePerson(p); err != nil {
		return err
	}
	return tx.PutRecoveryCodes(p.ID, nil)
}

// NewRecoveryCodes puts new recovery codes in place of the old ones, shown this once; it takes the password.
func (a *App) NewRecoveryCodes(ctx context.Context, token, password, address string) ([]string, error) {
	if _, err := a.proven(ctx, token, "present", password, address); err != nil {
		return nil, err
	}
	codes, hashes := credential.NewRecoveryCodes()
	err := a.own(ctx, token, func(tx *store.Tx, v visit) error {
		if !v.person.SecondFactor() {
			return vigil.Errorf(vigil.Conflict, "recovery codes stand in for a second factor, and there is none; set one up first")
		}
		if err := tx.PutRecoveryCodes(v.person.ID, hashes); err != nil {
			return err
		}
		return a.auditOwn(tx, v.person, "person.factor", "new recovery codes")
	})
	if err != nil {
		return nil, err
	}
	return codes, nil
}

// RecoveryCodesLeft counts the recovery codes that the person behind a session has not used.
func (a *App) RecoveryCodesLeft(ctx context.Context, token string) (n int64, err error) {
	err = a.Store.View(ctx, func(tx *store.Tx) error {
		v, err := a.visitIn(tx, token, vigil.Through)
		if err != nil {
			return err
		}
		if v.person.ID == 0 {
			return errNoAccount
		}
		n, err = tx.RecoveryCodesLeft(v.person.ID)
		return err
	})
	return n, err
}

func totpPlace(person int64) string { return fmt.Sprintf("people.totp:%d", person) }

func (a *App) sealTOTP(secret string, person int64) (string, error) {
	box, err := a.box()
	if err != nil {
		return "", err
	}
	return box.Seal(totpPlace(person), []byte(secret))
}

func (a *App) openTOTP(sealed string, person int64) (string, error) {
	box, err := a.box()
	if err != nil {
		return "", err
	}
	secret, err := box.Open(totpPlace(person), sealed)
	return string(secret), err
}

// box opens what seals secrets in the database.
func (a *App) box() (*seal.Box, error) {
	if a.Folder == "" {
		return nil, vigil.Errorf(vigil.Invalid, "no folder holds the keys that seal secrets; name one with --data")
	}
	return seal.OpenBox(a.Folder)
}
