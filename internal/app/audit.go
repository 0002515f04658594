package app

import (
	"context"

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
