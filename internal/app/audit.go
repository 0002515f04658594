package app

import (
	"context"
	"sync"
	"time"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// AuditEntries lists the audit log, oldest first. It holds codes, never content.
func (a *App) AuditEntries(ctx context.Context, actor vigil.Actor) ([]vigil.AuditEntry, error) {
	var list []vigil.AuditEntry
	err := a.read(ctx, actor, AuditAction, func(tx *store.Tx) (err error) {
		list, err = tx.AuditEntries()
		return err
	})
	return list, err
}

// VerifyAudit checks that no entry of the audit log was changed, taken out or put in between; the error says where
// the chain breaks.
func (a *App) VerifyAudit(ctx context.Context, actor vigil.Actor) error {
	return a.read(ctx, actor, VerifyAuditAction, func(tx *store.Tx) error { return a.checkAudit(tx, true) })
}

// AuditFilter narrows the audit log. What is empty narrows nothing.
type AuditFilter struct {
	Words    string // each must be in the person, the action, the subject or the detail
	Action   string
	From, To string // days, both included
	Page     int
	All      bool
	Check    bool // every entry of the log now, however lately that was done
}

// AuditList is a page of the audit log, newest first.
type AuditList struct {
	Entries []vigil.AuditEntry
	At      Paged
	Any     bool
	Actions []string  // that occur
	Broken  error     // where the chain of all entries breaks; nil: it holds
	Checked time.Time // when every entry was checked; those since then, and those that are shown, are checked each time
}

// auditEvery is how long the log is taken to be what it was, up to the newest entry that was checked.
const auditEvery = 10 * time.Minute

// auditCheck remembers up to where the log was found in order, so that a visit to it does not take longer the older the log gets.
// A log that was cut off, or written anew, since it was first checked by this program is found by what is remembered.
type auditCheck struct {
	mu   sync.Mutex
	head store.AuditHead
	at   time.Time // of the last check of everything that found nothing
}

// checkAudit checks the entries since the last check; or every one, where asked, after a break, and now and then.
func (a *App) checkAudit(tx *store.Tx, every bool) error {
	c := &a.chain
	c.mu.Lock()
	defer c.mu.Unlock()
	head, err := tx.VerifyAuditFrom(c.head)
	if every = every || a.now().Sub(c.at) >= auditEvery; err == nil && every {
		head, err = tx.VerifyAuditFrom(store.AuditHead{})
	}
	switch {
	case err == nil && every:
		c.head, c.at = head, a.now()
	case err == nil:
		c.head = head
	case vigil.KindOf(err) == vigil.Conflict:
		c.at = time.Time{}
	}
	return err
}

// doubt has everything checked at the next visit.
func (c *auditCheck) doubt() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = time.Time{}
}

func (c *auditCheck) last() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// FindAuditEntries looks through the audit log, and checks its chain: each time what is new and what is shown, now and then or where
// asked all of it.
func (a *App) FindAuditEntries(ctx context.Context, actor vigil.Actor, f AuditFilter) (AuditList, error) {
	var out AuditList
	err := a.readNoted(ctx, actor, AuditAction, func(tx *store.Tx) (_ done, err error) {
		if err := a.checkAudit(tx, f.Check); err != nil {
			if vigil.KindOf(err) != vigil.Conflict || vigil.Later(err) {
				return done{}, err
			}
			out.Broken = err
		}
		if out.Actions, err = tx.AuditActions(); err != nil {
			return done{}, err
		}
		out.Any = len(out.Actions) > 0
		narrow := store.AuditFilter{Words: f.Words, Action: f.Action}
		narrow.From, _ = time.Parse(day, f.From) // what is no day narrows nothing
		if to, err := time.Parse(day, f.To); err == nil {
			narrow.Until = to.AddDate(0, 0, 1)
		}
		page := Filter{Page: f.Page, All: f.All}.page()
		var total int
		out.Entries, total, err = tx.FindAuditEntries(narrow, page)
		out.At = at(page, total)
		for _, e := range out.Entries {
			if out.Broken == nil && !store.AuditIntact(e) {
				out.Broken = vigil.Errorf(vigil.Conflict, "the audit log was tampered with: entry %d is not what was written", e.ID)
				a.chain.doubt()
			}
		}
		out.Checked = a.chain.last()
		return done{"audit", ""}, err
	})
	return out, err
}
