package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"gorm.io/gorm"

	"vigil/internal/vigil"
)

// Tx is a transaction. It lives as long as the function it is handed to. After one of its methods gave an error,
// give that error back: on PostgreSQL nothing more can be done in the transaction.
// The nouns handed to it get their new ids and versions at once; read them again if the transaction is not kept.
type Tx struct {
	db      *gorm.DB
	dialect dialect
	now     func() time.Time
}

// Tx runs f in a transaction that may write. If f gives an error (or panics), nothing of it is kept and the error is
// handed on. On SQLite there is one such transaction at a time: never call Tx inside f.
func (s *Store) Tx(ctx context.Context, f func(*Tx) error) error {
	if err := s.there(); err != nil {
		return err
	}
	return s.run(s.write.WithContext(withSealer(ctx, s.sealer)), f)
}

// View runs f in a transaction that sees one state of the database and may not write.
func (s *Store) View(ctx context.Context, f func(*Tx) error) error {
	return s.run(s.read.WithContext(withSealer(ctx, s.sealer)), f, &sql.TxOptions{ReadOnly: true, Isolation: s.snapshot()})
}

// snapshot is the isolation that sees one state. SQLite has no other.
func (s *Store) snapshot() sql.IsolationLevel {
	if s.dialect == postgres {
		return sql.LevelRepeatableRead
	}
	return sql.LevelDefault
}

func (s *Store) run(db *gorm.DB, f func(*Tx) error, options ...*sql.TxOptions) error {
	var inner error
	err := db.Transaction(func(db *gorm.DB) error {
		inner = f(&Tx{db: db, dialect: s.dialect, now: s.now})
		return inner
	}, options...)
	if inner != nil && errors.Is(err, inner) {
		return s.located(inner)
	}
	return s.located(wrap(err, s.place))
}

// change updates the columns named, if the row still has the version given, which rises by one. row is a pointer to
// a noun; id and version are its own.
func (t *Tx) change(row any, id int64, version *int64, columns []string, noun vigil.Word, what vigil.Message) error {
	if err := need(id, noun); err != nil {
		return err
	}
	was := *version
	*version = was + 1
	r := t.db.Model(row).Where("id = ? AND version = ?", id, was).Select(append([]string{"version"}, columns...)).UpdateColumns(row)
	if r.Error == nil && r.RowsAffected == 1 {
		return nil
	}
	*version = was
	if r.Error != nil {
		return wrap(r.Error, what)
	}
	var n int64
	if err := t.db.Model(row).Where("id = ?", id).Count(&n).Error; err != nil {
		return wrap(err, what)
	}
	if n == 0 {
		return vigil.Errorf(vigil.NotFound, "there is no %s", what)
	}
	return stale(what)
}
