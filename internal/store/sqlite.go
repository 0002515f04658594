package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/mattn/go-sqlite3"
	"golang.org/x/sys/unix"
	gormsqlite "gorm.io/driver/sqlite"

	"vigil/internal/vigil"
)

// File is the name of the database in its folder.
const File = "vigil.db"

// The settings of each connection. FULL because WAL alone loses acknowledged answers when the power goes; immediate
// because a transaction that reads first cannot be upgraded once another has written.
const (
	writerSettings = "_journal_mode=WAL&_synchronous=FULL&_busy_timeout=5000&_txlock=immediate&_foreign_keys=on&_secure_delete=on"
	readerSettings = "mode=ro&_busy_timeout=5000&_foreign_keys=on&_query_only=on"
	readers        = 4
)

// openSQLite opens one connection that writes and a few that read.
func (s *Store) openSQLite(ctx context.Context, dir string) error {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return vigil.Errorf(vigil.Invalid, "%s: %v", dir, err)
	}
	s.dialect, s.place = sqlite, abs
	if err := prepare(abs); err != nil {
		return err
	}
	file := (&url.URL{Scheme: "file", Path: filepath.Join(abs, File)}).String()
	writer := sql.OpenDB(connector(file + "?" + writerSettings))
	writer.SetMaxOpenConns(1)
	s.pools = append(s.pools, writer)
	if err := s.migrate(ctx, writer); err != nil {
		return err
	}
	reader := sql.OpenDB(connector(file + "?" + readerSettings))
	reader.SetMaxOpenConns(readers)
	s.pools = append(s.pools, reader)
	if err := checkSQLite(ctx, writer, reader); err != nil {
		return wrap(err, s.place)
	}
	if s.write, err = s.orm(gormsqlite.New(gormsqlite.Config{Conn: writer})); err != nil {
		return err
	}
	if s.file, err = os.Stat(filepath.Join(abs, File)); err != nil {
		return fileError(err, abs)
	}
	s.read, err = s.orm(gormsqlite.New(gormsqlite.Config{Conn: reader}))
	return err
}

// there refuses to write when the database is not in its place any more: a file that was moved or deleted takes what is written
// to it as long as it is open, and loses it then.
func (s *Store) there() error {
	if s.file == nil {
		return nil
	}
	now, err := os.Stat(filepath.Join(s.place, File))
	if err == nil && os.SameFile(s.file, now) {
		return nil
	}
	return later(vigil.Invalid, "%s: the database that was opened is not in this folder any more, and nothing was stored; put %s back, or start the program again", s.place, File)
}

// prepare makes the folder and the file, readable by their owner only, or says why that cannot be. A file that exists
// is not opened: closing it here would drop the locks that SQLite holds on it for another Store of this program.
func prepare(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fileError(err, dir)
	}
	file := filepath.Join(dir, File)
	if f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600); err == nil {
		return f.Close()
	} else if !errors.Is(err, fs.ErrExist) {
		return fileError(err, dir)
	}
	if info, err := os.Stat(file); err == nil && info.IsDir() {
		return fileError(syscall.EISDIR, dir)
	}
	for _, path := range []string{dir, file} {
		if err := unix.Access(path, unix.W_OK); err != nil {
			return fileError(err, dir)
		}
	}
	return nil
}

// fileError says what the system's refusal means for the person who named the folder.
func fileError(err error, dir string) error {
	switch {
	case errors.Is(err, syscall.ENOTDIR), errors.Is(err, fs.ErrExist):
		return vigil.Errorf(vigil.Invalid, "%s: this is a file, not a folder; name the folder that holds (or shall hold) %s", dir, File)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return readOnly(dir)
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return full(dir)
	case errors.Is(err, syscall.EISDIR):
		return vigil.Errorf(vigil.Invalid, "%s: %s in it is a folder, not a database; move it away or name another folder", dir, File)
	}
	return &vigil.Error{Kind: vigil.Internal, Message: vigil.Say("%s", dir), Err: err}
}

// connector opens connections by the address given. trusted_schema cannot be set in the address; fold is for searching.
func connector(dsn string) driver.Connector {
	return address{dsn, &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		if _, err := c.Exec("PRAGMA trusted_schema = OFF", nil); err != nil {
			return err
		}
		return c.RegisterFunc("fold", strings.ToLower, true)
	}}}
}

type address struct {
	dsn    string
	driver *sqlite3.SQLiteDriver
}

// Connect opens a connection.
func (a address) Connect(context.Context) (driver.Conn, error) { return a.driver.Open(a.dsn) }

// Driver gives the driver.
func (a address) Driver() driver.Driver { return a.driver }
