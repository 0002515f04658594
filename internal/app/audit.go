package app

import (
	"context"
	"slices"

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
	err := a.read(ctx, actor, AuditAction, func(tx *store.Tx) error {
		all, err := tx.AuditEntries()
		if err != nil {
			return err
		}
		if err := tx.VerifyAudit(); err != nil {
			if vigil.KindOf(err) == vigil.Internal {
				return err
			}
			out.Broken = err
		}
		words := Filter{Words: f.Words, Page: f.Page, All: f.All}
		var list []vigil.AuditEntry
		for _, e := range slices.Backward(all) {
			out.Actions = once(out.Actions, e.Action)
			on := e.Time.UTC().Format(day)
			if words.found(e.Person, e.Action, e.Subject, e.Detail) && (f.Action == "" || f.Action == e.Action) && (f.From == "" || on >= f.From) && (f.To == "" || on <= f.To) {
				list = append(list, e)
			}
		}
		slices.Sort(out.Actions)
		out.Any = len(all) > 0
		out.Entries, out.At = paged(list, words)
		return nil
	})
	return out, err
}
