package store

import (
	"context"
	"database/sql"
	"io/fs"
	"slices"
	"sync"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"
	"gorm.io/gorm/schema"

	"vigil/internal/vigil"
)

// Config says where the database is: exactly one of Dir and URL.
type Config struct {
	Dir string           // folder that holds vigil.db (SQLite); made if it does not exist
	URL string           // postgres://user@host/database
	Now func() time.Time // clock for created_at, updated_at and the audit log; nil: the clock of the machine

	// Sealer seals what people wrote. Without one the tables can be made and changed, but no such text goes in or comes out.
	Sealer Sealer
}

// Store is an open database. It is safe for concurrent use.
type Store struct {
	write, read *gorm.DB
	pools       []*sql.DB
	dialect     dialect
	place       string      // folder or server, for messages
	file        fs.FileInfo // the database as it was opened (SQLite)
	now         func() time.Time
	sealer      Sealer
}

// dialect is what differs between the databases.
type dialect string

const (
	sqlite   dialect = "sqlite"
	postgres dialect = "postgres"
)

// Open opens the database, brings its tables to the present form and checks its settings. A database written by a
// newer program, a folder that cannot be written and a server that cannot be reached are refused as Invalid, with
// what to do.
func Open(ctx context.Context, c Config) (*Store, error) {
	now := c.Now
	if now == nil {
		now = time.Now
	}
	s := &Store{now: func() time.Time { return now().UTC().Truncate(time.Microsecond) }, sealer: c.Sealer}
	if s.sealer == nil {
		s.sealer = noSealer{}
	}
	var err error
	switch {
	case (c.Dir == "") == (c.URL == ""):
		return nil, vigil.Errorf(vigil.Invalid, "say where the data is: either a folder or the address of a PostgreSQL database (postgres://...), not both")
	case c.Dir != "":
		err = s.openSQLite(ctx, c.Dir)
	default:
		err = s.openPostgres(ctx, c.URL)
	}
	if err != nil {
		_ = s.Close() // the first error is the one to tell
		return nil, s.located(err)
	}
	return s, nil
}

// Close closes the database. Transactions that still run fail.
func (s *Store) Close() error {
	var first error
	for _, p := range slices.Backward(s.pools) { // the writer last: only it can empty the write-ahead log into the file
		if err := p.Close(); err != nil && first == nil {
			first = wrap(err, s.place)
		}
	}
	return first
}

// orm puts GORM on a pool. Everything runs in a transaction of ours, so GORM opens none of its own.
func (s *Store) orm(d gorm.Dialector) (*gorm.DB, error) {
	db, err := gorm.Open(d, &gorm.Config{
		TranslateError:         true,
		SkipDefaultTransaction: true,
		Logger:                 logger.Discard, // it would print answers
		NamingStrategy:         names{schema.NamingStrategy{IdentifierMaxLength: 63}},
		NowFunc:                s.now,
	})
	if err == nil {
		err = guardSeals(db, s.dialect)
	}
	if err != nil {
		return nil, wrap(err, s.place)
	}
	return db, countStatements(db)
}

// names are GORM's, but for the word that has no plural.
type names struct{ schema.NamingStrategy }

// TableName gives the table of a noun.
func (n names) TableName(noun string) string {
	if noun == "Evidence" {
		return "evidence"
	}
	return n.NamingStrategy.TableName(noun)
}

// parse reads what GORM knows of a noun.
func parse(noun any) (*schema.Schema, error) {
	return schema.Parse(noun, &schemas, names{schema.NamingStrategy{IdentifierMaxLength: 63}})
}

var schemas sync.Map
