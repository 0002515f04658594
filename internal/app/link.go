package app

import (
	"context"
	"strings"
	"time"

	"vigil/internal/credential"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// How long a link may be opened.
const (
	setupTime      = 24 * time.Hour
	invitationTime = 7 * 24 * time.Hour
	resetTime      = 24 * time.Hour
)

// ErrLink is the answer to every link that opens nothing: wrong, over, revoked and used look alike.
var ErrLink = vigil.Errorf(vigil.NotFound, "this link does not work: it may be incomplete, over, or used already; ask whoever sent it for a new one")

// newLink stores a link, whose end must be set, and gives its token, which is known to nobody else.
func (a *App) newLink(tx *store.Tx, l *vigil.Link) (token string, err error) {
	token, l.Hash = credential.NewToken()
	return token, tx.CreateLink(l)
}

// LinkAddress is where a token is opened. It stands behind a #, so that no server and no log on the way sees it.
func (a *App) LinkAddress(token string) string {
	return strings.TrimSuffix(a.Address, "/") + "/link#" + token
}

// FirstLink gives the token of the link by which somebody becomes the first administrator, and takes the ones before back.
// It is empty as soon as there is anybody.
func (a *App) FirstLink(ctx context.Context) (token string, err error) {
	err = a.Store.Tx(ctx, func(tx *store.Tx) error {
		people, err := tx.People()
		if err != nil || len(people) > 0 {
			return err
		}
		before, err := tx.Links(vigil.SetupLink)
		if err != nil {
			return err
		}
		for _, l := range before {
			if err := tx.RevokeLink(l.ID); err != nil {
				return err
			}
		}
		token, err = a.newLink(tx, &vigil.Link{Purpose: vigil.SetupLink, ExpiresAt: a.now().Add(setupTime)})
		return err
	})
	return token, err
}

// ExchangeLink opens a link: what comes of it is a session. With a section link that is all; with the others a password
// is chosen next (ChoosePassword), and only then is the link used up. A link that opens nothing is ErrLink.
func (a *App) ExchangeLink(ctx context.Context, token, address, browser string) (SignedIn, error) {
	g, err := a.try(ctx, tryLink, "", address)
	if err != nil {
		return SignedIn{}, err
	}
	var out SignedIn
	err = a.Store.Tx(ctx, func(tx *store.Tx) error {
		l, p, err := a.openLink(tx, credential.HashToken(strings.TrimSpace(token)))
		if err != nil {
			return err
		}
		step := vigil.ChoosePassword
		if l.Purpose == vigil.SectionLink {
			step = vigil.Through
			if ok, err := tx.UseLink(l); err != nil || !ok {
				return orErrLink(err)
			}
			l.Uses++ // who came once has the days of grace
			if err := tx.Audit(&vigil.AuditEntry{Time: a.now(), Person: linkPerson(l), Role: vigil.Respondent, Action: "link.open", Subject: linkPerson(l)}); err != nil {
				return err
			}
		}
		if out, err = a.begin(tx, p, l, step, browser); err != nil {
			return err
		}
		return g.succeeded(tx)
	})
	return out, err
}

// openLink finds the link of a hash and whose password it is about, if it still opens anything.
func (a *App) openLink(tx *store.Tx, hash string) (vigil.Link, vigil.Person, error) {
	var p vigil.Person
	l, err := tx.LinkByHash(hash)
	if vigil.KindOf(err) == vigil.NotFound {
		return l, p, ErrLink
	}
	if err != nil {
		return l, p, err
	}
	return a.stillOpen(tx, l)
}

func (a *App) stillOpen(tx *store.Tx, l vigil.Link) (vigil.Link, vigil.Person, error) {
	var p vigil.Person
	if !l.Open(a.now()) {
		return l, p, ErrLink
	}
	switch l.Purpose {
	case vigil.SetupLink:
		people, err := tx.People()
		if err == nil && len(people) > 0 {
			err = ErrLink
		}
		return l, p, err
	case vigil.InvitationLink, vigil.ResetLink:
		p, err := tx.PersonByID(l.PersonID)
		if err == nil && p.Status != map[vigil.Purpose]vigil.PersonStatus{vigil.InvitationLink: vigil.Invited, vigil.ResetLink: vigil.Active}[l.Purpose] {
			err = ErrLink
		}
		return l, p, err
	}
	as, err := tx.AssessmentByID(l.AssessmentID)
	if err == nil && as.Status == vigil.Withdrawn {
		err = ErrLink
	}
	return l, p, err
}

func orErrLink(err error) error {
	if err == nil {
		return ErrLink
	}
	return err
}
