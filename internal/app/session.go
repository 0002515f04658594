package app

import (
	"context"
	"fmt"
	"time"

	"vigil/internal/credential"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// How long a session lives without being used, and altogether. An administrator of the workspace can do the most harm, and
// has the shortest.
const (
	idleTime       = 12 * time.Hour
	wholeTime      = 7 * 24 * time.Hour
	idleTimeAdmin  = time.Hour
	wholeTimeAdmin = 12 * time.Hour
	codeTime       = 10 * time.Minute // to type the code of the second factor
	passwordTime   = time.Hour        // to choose a password, once a link was opened
	seenEvery      = time.Minute      // how exactly it is known when a session was last used
)

// ErrNoSession is the answer to a token that nobody is signed in with any more.
var ErrNoSession = vigil.Errorf(vigil.SignedOut, "nobody is signed in here any more; sign in again")

func idleOf(p vigil.Person) time.Duration {
	if p.Role == vigil.Administrator {
		return idleTimeAdmin
	}
	return idleTime
}

func wholeOf(p vigil.Person) time.Duration {
	if p.Role == vigil.Administrator {
		return wholeTimeAdmin
	}
	return wholeTime
}

// visit is who stands behind a session.
type visit struct {
	session vigil.Session
	person  vigil.Person // empty for a link
	actor   vigil.Actor
}

// Session says who stands behind the token of a session, and what they may: one call for each request. For somebody who
// came by a section link the person has a name and a language alone. Everybody else gets ErrNoSession.
func (a *App) Session(ctx context.Context, token string) (vigil.Person, vigil.Actor, error) {
	v, err := a.visit(ctx, token, vigil.Through)
	return v.person, v.actor, err
}

// visit finds a session that waits for the step given, and keeps that it was used.
func (a *App) visit(ctx context.Context, token string, step vigil.SignInStep) (visit, error) {
	var v visit
	err := a.Store.View(ctx, func(tx *store.Tx) (err error) {
		v, err = a.visitIn(tx, token, step)
		return err
	})
	if err != nil {
		return visit{}, err
	}
	if a.now().Sub(v.session.SeenAt) >= seenEvery {
		err = a.Store.Tx(ctx, func(tx *store.Tx) error { return tx.SeeSession(v.session.ID) })
		if err != nil && !vigil.Later(err) { // a database that is busy, full or away for writing does not keep anybody out
			return visit{}, err
		}
	}
	return v, nil
}

func (a *App) visitIn(tx *store.Tx, token string, step vigil.SignInStep) (visit, error) {
	s, err := tx.SessionByHash(credential.HashToken(token))
	if vigil.KindOf(err) == vigil.NotFound {
		return visit{}, ErrNoSession
	}
	if err != nil {
		return visit{}, err
	}
	now := a.now()
	if s.Step != step || !now.Before(s.ExpiresAt) {
		return visit{}, ErrNoSession
	}
	v := visit{session: s}
	if s.PersonID == 0 {
		return a.linkVisit(tx, v)
	}
	if v.person, err = tx.PersonByID(s.PersonID); err != nil {
		return visit{}, err
	}
	if now.Sub(s.SeenAt) >= idleOf(v.person) || step != vigil.ChoosePassword && v.person.Status != vigil.Active {
		return visit{}, ErrNoSession
	}
	v.actor = vigil.Actor{Person: v.person.Login, Role: v.person.Role}
	v.actor.In, err = tx.RolesOf(v.person.Login)
	return v, err
}

// linkVisit is for who came by a link without an account: with a section link it is an actor, with the link of the first start
// nobody yet.
func (a *App) linkVisit(tx *store.Tx, v visit) (visit, error) {
	l, err := tx.Link(v.session.LinkID)
	if err != nil {
		return visit{}, err
	}
	if l.RevokedAt != nil || a.now().Sub(v.session.SeenAt) >= idleTime {
		return visit{}, ErrNoSession
	}
	if l.Purpose != vigil.SectionLink {
		return v, nil // whether the link is still open is for ChoosePassword to say
	}
	as, err := tx.AssessmentByID(l.AssessmentID)
	if err != nil {
		return visit{}, err
	}
	v.person = vigil.Person{Name: l.Name, Language: l.Language}
	v.actor = vigil.Actor{Person: linkPerson(l), Role: vigil.Respondent, Grant: &vigil.Grant{Link: l.ID, Assessment: as.Code, Sections: l.Sections, Closed: l.HandedInAt != nil}}
	return v, nil
}

// linkPerson is how the audit log and the answers name whoever came by a section link. No login has a colon.
func linkPerson(l vigil.Link) string { return fmt.Sprintf("link:%d", l.ID) }

// SignedIn is a session that began. Token is for the browser alone. With another Step than Through something is still
// missing, and the session opens nothing else.
type SignedIn struct {
	Token   string
	Step    vigil.SignInStep
	Expires time.Time
	Person  vigil.Person
	Link    vigil.Link // by which it came, if any

	// WrongCodes is how many codes of the second factor were wrong since the last one that was right. Whoever typed them knew the password.
	WrongCodes int
}

// begin stores a new session for a person, who may be nobody yet, and a link, which may be none.
func (a *App) begin(tx *store.Tx, p vigil.Person, l vigil.Link, step vigil.SignInStep, browser string) (SignedIn, error) {
	token, hash := credential.NewToken()
	s := vigil.Session{Hash: hash, PersonID: p.ID, LinkID: l.ID, Step: step, Browser: clipped(browser, 60)}
	now := a.now()
	switch {
	case step == vigil.AskCode:
		s.ExpiresAt = now.Add(codeTime)
	case step == vigil.ChoosePassword:
		s.ExpiresAt = sooner(now.Add(passwordTime), l.End())
	case p.ID == 0:
		s.ExpiresAt = sooner(now.Add(wholeTime), l.End())
	default:
		s.ExpiresAt = now.Add(wholeOf(p))
	}
	if err := tx.EndOldSessions(now, now.Add(-idleTime)); err != nil {
		return SignedIn{}, err
	}
	err := tx.CreateSession(&s)
	return SignedIn{Token: token, Step: step, Expires: s.ExpiresAt, Person: p, Link: l}, err
}

// SignOut ends a session. It is no error if it ended before.
func (a *App) SignOut(ctx context.Context, token string) error {
	return a.Store.Tx(ctx, func(tx *store.Tx) error {
		s, err := tx.SessionByHash(credential.HashToken(token))
		if vigil.KindOf(err) == vigil.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		if err := tx.EndSession(s.ID); err != nil || s.PersonID == 0 || s.Step != vigil.Through {
			return err
		}
		p, err := tx.PersonByID(s.PersonID)
		if err != nil {
			return err
		}
		return a.auditOwn(tx, p, "session.end", "own")
	})
}

// Tidy takes away what has had its time: sessions, and counts of failed attempts. The server does it now and then.
func (a *App) Tidy(ctx context.Context) error {
	now := a.now()
	return a.Store.Tx(ctx, func(tx *store.Tx) error {
		if err := tx.ForgetOld(now); err != nil {
			return err
		}
		return tx.EndOldSessions(now, now.Add(-idleTime))
	})
}

// auditOwn writes what a person did with the own account.
func (a *App) auditOwn(tx *store.Tx, p vigil.Person, action, detail string) error {
	return tx.Audit(&vigil.AuditEntry{Time: a.now(), Person: p.Login, Role: p.Role, Action: action, Subject: "person:" + p.Login, Detail: detail})
}

func sooner(x, y time.Time) time.Time {
	if y.Before(x) {
		return y
	}
	return x
}

// clipped is the beginning of a text, of at most n characters.
func clipped(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}
