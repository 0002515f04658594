package app

import (
	"context"
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
	return a.read(ctx, actor, VerifyAuditAction, func(tx *store.Tx) error { return tx.VerifyAudit() })
}

// AuditFilter narrows the audit log. What is empty narrows nothing.
type AuditFilter struct {
	Words    string // each must be in the person, the action, the subject or the detail
	Action   string
	From, To string // days, both included
	Page     int
	All      bool
}

// AuditList is a page of the audit log, newest first.
type AuditList struct {
	Entries []vigil.AuditEntry
	At      Paged
	Any     bool
	Actions []string // that occur
	Broken  error    // where the chain of all entries breaks; nil: it holds
}

// FindAuditEntries looks through the audit log, and checks the chain of all its entries.
func (a *App) FindAuditEntries(ctx context.Context, actor vigil.Actor, f AuditFilter) (AuditList, error) {
	var out AuditList
	err := a.read(ctx, actor, AuditAction, func(tx *store.Tx) (err error) {
		if err := tx.VerifyAudit(); err != nil {
			if vigil.KindOf(err) == vigil.Internal {
				return err
			}
			out.Broken = err
		}
		if out.Actions, err = tx.AuditActions(); err != nil {
			return err
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
		return err
	})
	return out, err
}
