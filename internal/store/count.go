package store

import (
	"context"
	"sync/atomic"

	"gorm.io/gorm"
)

type countKey struct{}

// Counting gives a context under which the store counts its statements, so that a test can hold a page to a number of them.
func Counting(ctx context.Context) (context.Context, *atomic.Int64) {
	n := new(atomic.Int64)
	return context.WithValue(ctx, countKey{}, n), n
}

// countStatements has every statement counted where somebody counts.
func countStatements(db *gorm.DB) error {
	count := func(db *gorm.DB) {
		if n, ok := db.Statement.Context.Value(countKey{}).(*atomic.Int64); ok {
			n.Add(1)
		}
	}
	all := db.Callback()
	for _, register := range []func(string, func(*gorm.DB)) error{all.Query().Register, all.Row().Register, all.Raw().Register, all.Create().Register, all.Update().Register, all.Delete().Register} {
		if err := register("vigil:count", count); err != nil {
			return err
		}
	}
	return nil
}
