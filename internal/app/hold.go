package app

import (
	"context"
	"time"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// holdDays is after how many days a hold is looked at again.
const holdDays = 14

// HoldAllegation stops the clock for the company's reply to a case, because asking it now would endanger somebody: the
// days of the hold do not count, and replies to caps that rest on the case are not due. The reason names nobody. On a
// case that is held already this is the look that is due every 14 days: the reason is replaced and the next look set.
// The case itself still counts and is printed; withdraw it where that would endanger somebody.
func (a *App) HoldAllegation(ctx context.Context, actor vigil.Actor, code, reason string) (vigil.Allegation, error) {
	if err := allow(actor, HoldAllegationAction); err != nil {
		return vigil.Allegation{}, err
	}
	if err := checkReason(reason); err != nil {
		return vigil.Allegation{}, err
	}
	return a.onClock(ctx, actor, HoldAllegationAction, code, func(al *vigil.Allegation) error {
		if al.HoldFrom == "" {
			al.HoldFrom = a.today()
		}
		al.HoldReason, al.HoldReview = reason, a.now().AddDate(0, 0, holdDays).Format(day)
		return nil
	}, func(*vigil.Cap) string { return "" })
}

// ReleaseAllegation lets the clock of a held case go on: its opening day moves by the days of the hold, and the terms
// of caps that rest on it start anew. The reason of the hold is erased.
func (a *App) ReleaseAllegation(ctx context.Context, actor vigil.Actor, code string) (vigil.Allegation, error) {
	if err := allow(actor, ReleaseAllegationAction); err != nil {
		return vigil.Allegation{}, err
	}
	return a.onClock(ctx, actor, ReleaseAllegationAction, code, func(al *vigil.Allegation) error {
		if al.HoldFrom == "" {
			return vigil.Errorf(vigil.Conflict, "the clock of case %q is not held; there is nothing to release", code)
		}
		opened, err := postponed(al.Opened, al.HoldFrom, a.today())
		al.Opened, al.HoldFrom, al.HoldReview, al.HoldReason = opened, "", "", ""
		return err
	}, func(c *vigil.Cap) string { return replyDue(a.now(), *c) })
}

// onClock changes what the clock of a case depends on, and the terms of the confirmed caps that await a reply on it.
func (a *App) onClock(ctx context.Context, actor vigil.Actor, action Action, code string, change func(*vigil.Allegation) error, due func(*vigil.Cap) string) (vigil.Allegation, error) {
	var al vigil.Allegation
	err := a.write(ctx, actor, action, func(tx *store.Tx) (done, error) {
		var err error
		if al, err = caseOf(tx, actor, action, code); err != nil {
			return done{}, err
		}
		if err := change(&al); err != nil {
			return done{}, err
		}
		if err := tx.SaveAllegation(&al); err != nil {
			return done{}, err
		}
		caps, err := tx.Caps(al.OrganisationID)
		if err != nil {
			return done{}, err
		}
		for _, c := range caps {
			if c.AllegationID != al.ID || c.Confirmed == "" || c.Lifted != "" || c.Reply != "" {
				continue
			}
			c.ReplyDue = due(&c)
			if err := tx.SaveCap(&c); err != nil {
				return done{}, err
			}
		}
		return done{subject: "case:" + code}, nil
	})
	return al, err
}

// postponed moves a day by the days between two others.
func postponed(date, from, to string) (string, error) {
	var t [3]time.Time
	for i, s := range []string{date, from, to} {
		var err error
		if t[i], err = time.Parse(day, s); err != nil {
			return "", err
		}
	}
	return t[0].Add(t[2].Sub(t[1])).Format(day), nil
}
