package store

import (
	"time"

	"vigil/internal/vigil"
)

// CreateSession adds a session and fills in its id and times, but for the end, which it must have.
func (t *Tx) CreateSession(s *vigil.Session) error {
	if err := named(s.Hash, "session"); err != nil {
		return err
	}
	if s.ExpiresAt.IsZero() {
		return vigil.Errorf(vigil.Invalid, "the session has no end")
	}
	row := *s
	row.ID, row.CreatedAt, row.SeenAt, row.ExpiresAt = 0, t.now(), t.now(), whole(row.ExpiresAt)
	if err := t.db.Create(&row).Error; err != nil {
		return wrap(err, vigil.Word("session"))
	}
	*s = row
	return nil
}

// SessionByHash gives the session whose token has the hash. Whether its time is over is for the caller to say.
func (t *Tx) SessionByHash(hash string) (vigil.Session, error) {
	var s vigil.Session
	if err := named(hash, "session"); err != nil {
		return s, err
	}
	err := t.db.Where("hash = ?", hash).Take(&s).Error
	return s, wrap(err, vigil.Word("session"))
}

// Sessions gives the sessions of a person, the last used first.
func (t *Tx) Sessions(personID int64) ([]vigil.Session, error) {
	if err := need(personID, "person"); err != nil {
		return nil, err
	}
	var list []vigil.Session
	err := t.db.Where("person_id = ?", personID).Order("seen_at DESC, id DESC").Find(&list).Error
	return list, wrap(err, vigil.Word("sessions"))
}

// SeeSession keeps that a session was used now.
func (t *Tx) SeeSession(id int64) error {
	if err := need(id, "session"); err != nil {
		return err
	}
	return wrap(t.db.Model(&vigil.Session{}).Where("id = ?", id).UpdateColumn("seen_at", t.now()).Error, numbered("session", id))
}

// EndSession ends one session; it is no error if it ended before.
func (t *Tx) EndSession(id int64) error {
	if err := need(id, "session"); err != nil {
		return err
	}
	return wrap(t.db.Where("id = ?", id).Delete(&vigil.Session{}).Error, numbered("session", id))
}

// EndSessions ends all sessions of a person but one (0: all) and says how many that were.
func (t *Tx) EndSessions(personID, but int64) (int64, error) {
	if err := need(personID, "person"); err != nil {
		return 0, err
	}
	r := t.db.Where("person_id = ? AND id <> ?", personID, but).Delete(&vigil.Session{})
	return r.RowsAffected, wrap(r.Error, "sessions")
}

// EndLinkSessions ends all sessions that came by a link.
func (t *Tx) EndLinkSessions(linkID int64) error {
	if err := need(linkID, "link"); err != nil {
		return err
	}
	return wrap(t.db.Where("link_id = ?", linkID).Delete(&vigil.Session{}).Error, "sessions")
}

// EndOldSessions ends the sessions of everybody whose time is over: past their end, or not used since idle.
func (t *Tx) EndOldSessions(now, idle time.Time) error {
	return wrap(t.db.Where("expires_at <= ? OR seen_at <= ?", whole(now), whole(idle)).Delete(&vigil.Session{}).Error, "sessions")
}

// whole is a time as both databases keep it.
func whole(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
