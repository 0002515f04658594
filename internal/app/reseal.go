package app

import (
	"context"
	"fmt"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// VerifySeals opens everything that is sealed in the database, and counts what lies in the open or was sealed with an older
// key. The error names what does not open: it was changed, stood elsewhere, or was sealed with other keys.
func (a *App) VerifySeals(ctx context.Context, actor vigil.Actor) (store.Seals, error) {
	if err := allow(actor, VerifyAuditAction); err != nil {
		return store.Seals{}, err
	}
	return a.Store.CheckSeals(ctx)
}

// Reseal seals what people wrote and what still lies in the open, from before it was sealed, and seals again what was sealed
// with an older key. Then it takes away what the old rows left behind in the files of the database. Broken off, it is begun
// again and goes on with the rest. What does not open with the keys stays as it is and is named in the error. Each step is
// audited together with what it changes. With newKey a key is made first, and everything sealed with it.
func (a *App) Reseal(ctx context.Context, actor vigil.Actor, newKey bool) (store.Seals, error) {
	if err := allow(actor, ResealAction); err != nil {
		return store.Seals{}, err
	}
	if newKey {
		if err := a.newSealKey(ctx, actor); err != nil {
			return store.Seals{}, err
		}
	}
	sum, err := a.Store.Reseal(ctx, func(tx *store.Tx, table string, rows int) error {
		return tx.Audit(&vigil.AuditEntry{
			Time: a.now(), Person: actor.Person, Role: actor.Role, Action: string(ResealAction), Subject: "table:" + table, Detail: fmt.Sprintf("rows %d", rows),
		})
	})
	if sum.Sealed == 0 {
		return sum, err
	}
	if e := a.Store.Scrub(ctx); err == nil {
		err = e
	}
	return sum, err
}

// newSealKey makes new sealing keys. They are on disk before anything is sealed with them, and those before stay beside them.
func (a *App) newSealKey(ctx context.Context, actor vigil.Actor) error {
	return a.write(ctx, actor, NewSealKeyAction, func(*store.Tx) (done, error) {
		if a.keys == nil {
			return done{}, vigil.Errorf(vigil.Invalid, "nothing says in which folder the sealing keys lie; name it with --data")
		}
		return done{"key:sealing", ""}, a.keys.Rotate()
	})
}
