package app

import (
	"context"
	"strconv"
	"strings"

	"vigil/internal/credential"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// SectionLinks lists the section links of an assessment, the newest first, those that open nothing any more too. What
// opens them nobody can read any more.
func (a *App) SectionLinks(ctx context.Context, actor vigil.Actor, code string) ([]vigil.Link, error) {
	var list []vigil.Link
	err := a.read(ctx, actor, ListLinksAction, func(tx *store.Tx) error {
		as, _, err := assessment(tx, actor, ListLinksAction, code)
		if err != nil {
			return err
		}
		list, err = tx.LinksOf(as.ID)
		return err
	})
	return list, err
}

// RevokeSectionLink ends a link at once, with the sessions that came by it. What was answered by it stays.
func (a *App) RevokeSectionLink(ctx context.Context, actor vigil.Actor, code string, id int64) error {
	return a.write(ctx, actor, RevokeSectionLinkAction, func(tx *store.Tx) (done, error) {
		l, _, err := linkOf(tx, actor, RevokeSectionLinkAction, code, id)
		if err != nil {
			return done{}, err
		}
		return done{"assessment:" + code, linkPerson(l)}, tx.RevokeLink(l.ID)
	})
}

// RenewSectionLink gives a link a new address and a new end, whatever became of it before: it was lost, its time is over,
// or more is to be answered. The address before it opens nothing any more. days 0: LinkDays.
func (a *App) RenewSectionLink(ctx context.Context, actor vigil.Actor, code string, id int64, days int) (NewLink, error) {
	var out NewLink
	err := a.write(ctx, actor, RenewSectionLinkAction, func(tx *store.Tx) (done, error) {
		l, as, err := linkOf(tx, actor, RenewSectionLinkAction, code, id)
		if err != nil {
			return done{}, err
		}
		if !as.Status.Editable() {
			return done{}, vigil.Errorf(vigil.Conflict, "the assessment %q is %s and takes no answers; have a reviewer return it first", code, as.Status)
		}
		if err := checkLinkTerms("", days).Err(); err != nil {
			return done{}, err
		}
		token, hash := credential.NewToken()
		l.Hash, l.ExpiresAt = hash, a.linkEnd(days)
		err = tx.RenewLink(&l)
		out = NewLink{l, a.LinkAddress(token)}
		return done{"assessment:" + code, linkPerson(l)}, err
	})
	if err != nil {
		return NewLink{}, err
	}
	return out, nil
}

// linkOf loads a section link of an assessment that the actor may do something with.
func linkOf(tx *store.Tx, actor vigil.Actor, action Action, code string, id int64) (vigil.Link, vigil.Assessment, error) {
	as, _, err := assessment(tx, actor, action, code)
	if err != nil {
		return vigil.Link{}, as, err
	}
	l, err := tx.Link(id)
	if err == nil && (l.Purpose != vigil.SectionLink || l.AssessmentID != as.ID) {
		err = vigil.Errorf(vigil.NotFound, "there is no link %s", strconv.FormatInt(id, 10))
	}
	return l, as, err
}

// MyLink gives the section link by which the actor came.
func (a *App) MyLink(ctx context.Context, actor vigil.Actor) (vigil.Link, error) {
	var l vigil.Link
	err := a.read(ctx, actor, MyLinkAction, func(tx *store.Tx) (err error) {
		l, err = myLink(tx, actor, MyLinkAction)
		return err
	})
	return l, err
}

// NameRespondent keeps the name that whoever came by a link gave, for those who sent it; an empty one takes it back.
// Nobody has to give one.
func (a *App) NameRespondent(ctx context.Context, actor vigil.Actor, name string) error {
	return a.write(ctx, actor, NameRespondentAction, func(tx *store.Tx) (done, error) {
		l, err := myLink(tx, actor, NameRespondentAction)
		if err != nil {
			return done{}, err
		}
		name = strings.TrimSpace(name)
		if err := checkLinkName("name", name).Err(); err != nil {
			return done{}, err
		}
		return done{"assessment:" + actor.Grant.Assessment, linkPerson(l)}, tx.NameRespondent(l.ID, name)
	})
}

// HandIn says that whoever came by a link is done. The link opens nothing from then on; what was handed in can be looked
// at for as long as the session lasts. To hand in twice is no error.
func (a *App) HandIn(ctx context.Context, actor vigil.Actor) error {
	if actor.Grant != nil && actor.Grant.Closed {
		return nil
	}
	return a.write(ctx, actor, HandInAction, func(tx *store.Tx) (done, error) {
		l, err := myLink(tx, actor, HandInAction)
		if err != nil {
			return done{}, err
		}
		first, err := tx.HandInLink(l.ID)
		if err == nil && !first {
			err = errUnchanged
		}
		return done{"assessment:" + actor.Grant.Assessment, linkPerson(l)}, err
	})
}

// myLink loads the section link by which the actor came, if it is one for this assessment still.
func myLink(tx *store.Tx, actor vigil.Actor, action Action) (vigil.Link, error) {
	if actor.Grant == nil {
		return vigil.Link{}, vigil.Errorf(vigil.NotFound, "nobody came here by a link")
	}
	l, _, err := linkOf(tx, actor, action, actor.Grant.Assessment, actor.Grant.Link)
	return l, err
}
