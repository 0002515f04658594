package store_test

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"
	"gorm.io/gorm"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

func answered(code string) error { return &pgconn.PgError{Code: code, Message: "of the server"} }

// TestWrap gives the errors that a test cannot bring about, and holds what people read of them.
func TestWrap(t *testing.T) {
	lite := func(code sqlite3.ErrNo, extended sqlite3.ErrNoExtended) error {
		return sqlite3.Error{Code: code, ExtendedCode: extended}
	}
	own := vigil.Errorf(vigil.Forbidden, "no")
	for _, c := range []struct {
		err  error
		kind vigil.ErrorKind
		says string
	}{
		{own, vigil.Forbidden, "no"},
		{vigil.Problems{{What: vigil.Say("wrong")}}, vigil.Invalid, "wrong"},
		{gorm.ErrRecordNotFound, vigil.NotFound, "there is no thing"},
		{gorm.ErrDuplicatedKey, vigil.Conflict, "thing exists already"},
		{context.DeadlineExceeded, vigil.Internal, "nothing was changed"},
		{lite(sqlite3.ErrFull, 0), vigil.Invalid, "disk is full"},
		{lite(sqlite3.ErrReadonly, 0), vigil.Invalid, "cannot be written"},
		{lite(sqlite3.ErrCantOpen, 0), vigil.Invalid, "cannot be written"},
		{lite(sqlite3.ErrNotADB, 0), vigil.Invalid, "restore it from a backup"},
		{lite(sqlite3.ErrCorrupt, 0), vigil.Invalid, "restore it from a backup"},
		{lite(sqlite3.ErrBusy, 0), vigil.Conflict, "another program"},
		{lite(sqlite3.ErrConstraint, sqlite3.ErrConstraintUnique), vigil.Conflict, "exists already"},
		{lite(sqlite3.ErrConstraint, sqlite3.ErrConstraintForeignKey), vigil.NotFound, "refers to something"},
		{lite(sqlite3.ErrConstraint, sqlite3.ErrConstraintCheck), vigil.Invalid, "required value is empty"},
		{lite(sqlite3.ErrIoErr, 0), vigil.Internal, "thing"},
		{sqlite3.Error{Code: sqlite3.ErrIoErr, SystemErrno: syscall.ENOSPC}, vigil.Invalid, "disk is full"},
		{sqlite3.Error{Code: sqlite3.ErrIoErr, SystemErrno: syscall.EROFS}, vigil.Invalid, "cannot be written"},
		{answered("23505"), vigil.Conflict, "exists already"},
		{answered("23503"), vigil.NotFound, "refers to something"},
		{answered("23514"), vigil.Invalid, "required value is empty"},
		{answered("22021"), vigil.Invalid, "no text"},
		{answered("53100"), vigil.Invalid, "disk is full"},
		{answered("25006"), vigil.Invalid, "cannot be written"},
		{answered("40001"), vigil.Conflict, "try again"},
		{answered("40P01"), vigil.Conflict, "try again"},
		{answered("28P01"), vigil.Invalid, "check the address, user and password"},
		{answered("3D000"), vigil.Invalid, "check the address, user and password"},
		{answered("42601"), vigil.Internal, "thing"},
		{answered("57P01"), vigil.Internal, "went away"},
		{driver.ErrBadConn, vigil.Internal, "went away"},
		{io.ErrUnexpectedEOF, vigil.Internal, "went away"},
		{errors.New("never seen"), vigil.Internal, "never seen"},
	} {
		for _, err := range []error{c.err, fmt.Errorf("wrapped: %w", c.err)} {
			got := store.Wrap(err, "thing")
			if vigil.KindOf(got) != c.kind || !strings.Contains(got.Error(), c.says) {
				t.Errorf("%v: kind %q, %v; want %q, %q", err, vigil.KindOf(got), got, c.kind, c.says)
			}
		}
	}
	if err := store.Wrap(nil, "thing"); err != nil {
		t.Errorf("nothing became %v", err)
	}
}

// closedBeforeError is what pgx says of a connection that was closed before anything was sent.
type closedBeforeError struct{}

func (closedBeforeError) Error() string     { return "conn closed" }
func (closedBeforeError) SafeToRetry() bool { return true }

// TestLater: what is locked, full or away works again later; what is wrong in itself does not.
func TestLater(t *testing.T) {
	for err, want := range map[error]bool{
		errors.Join(sqlite3.Error{Code: sqlite3.ErrBusy}): true, answered("40001"): true, answered("57P03"): true, driver.ErrBadConn: true, net.ErrClosed: true,
		io.EOF: true, closedBeforeError{}: true, context.Canceled: false,
		errors.Join(sqlite3.Error{Code: sqlite3.ErrCorrupt}): false, answered("23505"): false, gorm.ErrRecordNotFound: false, errors.New("never seen"): false,
	} {
		if got := vigil.Later(store.Wrap(err, "thing")); got != want {
			t.Errorf("%v: later is %v", err, got)
		}
	}
}

// TestMovedAway: nothing is written to a database that is not in its place any more; once it is back, all is as before.
func TestMovedAway(t *testing.T) {
	dir := t.TempDir()
	s, err := store.Open(t.Context(), store.Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	file, elsewhere := filepath.Join(dir, store.File), filepath.Join(dir, "elsewhere.db")
	write := func() error {
		return s.Tx(t.Context(), func(tx *store.Tx) error {
			return tx.Audit(&vigil.AuditEntry{Person: "ana", Role: vigil.Administrator, Action: "test"})
		})
	}
	if err := write(); err != nil {
		t.Fatal(err)
	}
	for _, takeAway := range []func() error{
		func() error { return os.Rename(file, elsewhere) },
		func() error { // another one in its place is not it
			return errors.Join(os.Rename(file, elsewhere), os.WriteFile(file, nil, 0o600))
		},
	} {
		if err := takeAway(); err != nil {
			t.Fatal(err)
		}
		if err := write(); !vigil.Later(err) || !strings.Contains(err.Error(), "not in this folder any more") {
			t.Errorf("without its file: %v", err)
		}
		if err := os.Rename(elsewhere, file); err != nil {
			t.Fatal(err)
		}
		if err := write(); err != nil {
			t.Errorf("after it came back: %v", err)
		}
	}
}

func TestFileErrors(t *testing.T) {
	for err, says := range map[error]string{
		syscall.ENOTDIR: "not a folder", syscall.EEXIST: "not a folder", syscall.EACCES: "cannot be written", syscall.EROFS: "cannot be written",
		syscall.ENOSPC: "disk is full", syscall.EDQUOT: "disk is full", syscall.EISDIR: "not a database",
	} {
		got := store.FileError(err, "/some/folder")
		if vigil.KindOf(got) != vigil.Invalid || !strings.Contains(got.Error(), says) || !strings.Contains(got.Error(), "/some/folder") {
			t.Errorf("%v: %v", err, got)
		}
	}
	if got := store.FileError(syscall.EIO, "/some/folder"); vigil.KindOf(got) != vigil.Internal || !errors.Is(got, syscall.EIO) {
		t.Errorf("the cause is lost: %v", got)
	}
}
