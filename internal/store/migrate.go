package store

import (
	"context"
	"database/sql"
	"embed"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"golang.org/x/sys/unix"

	"vigil/internal/vigil"
)

//go:embed migrations
var migrations embed.FS

// migrate brings the tables to the form this program knows. Two programs that start at once wait for one another.
// A newer form is refused before anything is written.
func (s *Store) migrate(ctx context.Context, db *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations/"+string(s.dialect))
	if err != nil {
		return err
	}
	name, options := goose.DialectSQLite3, []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if s.dialect == postgres {
		name = goose.DialectPostgres
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 120)) // look every second, for two minutes
		if err != nil {
			return err
		}
		options = append(options, goose.WithSessionLocker(locker))
	} else {
		unlock, err := lockFolder(s.place)
		if err != nil {
			return err
		}
		defer unlock()
	}
	p, err := goose.NewProvider(name, db, files, options...)
	if err != nil {
		return wrap(err, s.place)
	}
	has, knows, err := p.GetVersions(ctx)
	if err != nil {
		return wrap(err, s.place)
	}
	if has > knows {
		return vigil.Errorf(vigil.Invalid, "%s was written by a newer program (form %d of the tables; this program knows %d); nothing was changed. Use the newer program", s.place, has, knows)
	}
	if has == knows {
		return nil
	}
	_, err = p.Up(ctx)
	return wrap(err, s.place)
}

const lockFile = "vigil.lock"

// lockFolder keeps a second program from changing the tables of the folder at the same time.
func lockFolder(dir string) (unlock func(), err error) {
	f, err := os.OpenFile(filepath.Join(dir, lockFile), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fileError(err, dir)
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX); err != nil {
		f.Close()
		return nil, &vigil.Error{Kind: vigil.Internal, Message: vigil.Say("%s: lock", dir), Err: err}
	}
	return func() { f.Close() }, nil
}
