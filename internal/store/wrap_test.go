package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"
	"gorm.io/gorm"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// TestWrap gives the errors that a test cannot bring about, and holds what people read of them.
func TestWrap(t *testing.T) {
	lite := func(code sqlite3.ErrNo, extended sqlite3.ErrNoExtended) error {
		return sqlite3.Error{Code: code, ExtendedCode: extended}
	}
	server := func(code string) error { return &pgconn.PgError{Code: code, Message: "of the server"} }
	own := vigil.Errorf(vigil.Forbidden, "no")
	for _, c := range []struct {
		err  error
		kind vigil.ErrorKind
		says string
	}{
		{own, vigil.Forbidden, "no"},
		{vigil.Problems{{What: "wrong"}}, vigil.Invalid, "wrong"},
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
		{server("23505"), vigil.Conflict, "exists already"},
		{server("23503"), vigil.NotFound, "refers to something"},
		{server("23514"), vigil.Invalid, "required value is empty"},
		{server("22021"), vigil.Invalid, "no text"},
		{server("53100"), vigil.Invalid, "disk is full"},
		{server("25006"), vigil.Invalid, "cannot be written"},
		{server("40001"), vigil.Conflict, "try again"},
		{server("40P01"), vigil.Conflict, "try again"},
		{server("28P01"), vigil.Invalid, "check the address, user and password"},
		{server("3D000"), vigil.Invalid, "check the address, user and password"},
		{server("42601"), vigil.Internal, "thing"},
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
