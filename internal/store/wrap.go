package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"
	"gorm.io/gorm"

	"vigil/internal/vigil"
)

// wrap makes every error of the database a vigil error. what names the thing for people: organisation "acme".
func wrap(err error, what any) error {
	var known *vigil.Error
	var problems vigil.Problems
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known), errors.As(err, &problems):
		return err
	case errors.Is(err, gorm.ErrRecordNotFound):
		return vigil.Errorf(vigil.NotFound, "there is no %s", what)
	case errors.Is(err, gorm.ErrDuplicatedKey):
		return vigil.Errorf(vigil.Conflict, "%s exists already; choose another code", what)
	case errors.Is(err, gorm.ErrForeignKeyViolated):
		return vigil.Errorf(vigil.NotFound, "%s refers to something that is not there", what)
	case errors.Is(err, driver.ErrBadConn), errors.Is(err, sql.ErrConnDone), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF), errors.Is(err, net.ErrClosed):
		return away(err, what)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return &vigil.Error{Kind: vigil.Internal, Message: vigil.Say("%s: stopped before it was done; nothing was changed", what), Err: err}
	case pgconn.SafeToRetry(err): // the connection was found closed
		return away(err, what)
	}
	var lite sqlite3.Error
	if errors.As(err, &lite) {
		return wrapSQLite(lite, err, what)
	}
	var server *pgconn.PgError
	if errors.As(err, &server) {
		return wrapPostgres(server, err, what)
	}
	var connect *pgconn.ConnectError
	if errors.As(err, &connect) {
		return later(vigil.Invalid, "%s cannot be reached; check that the server runs and that its address, user and password are right (%v)", what, errors.Unwrap(connect))
	}
	var network net.Error
	if errors.As(err, &network) {
		return away(err, what)
	}
	return &vigil.Error{Kind: vigil.Internal, Message: vigil.Say("%s", what), Err: err}
}

// later is an error about the place where the data is.
func later(kind vigil.ErrorKind, format string, args ...any) error {
	return &vigil.Error{Kind: kind, Message: vigil.Say(format, args...), Later: true}
}

// away is the error for a server that went while it was asked. Whether it had stored what it was told last, nobody knows.
func away(err error, what any) error {
	return &vigil.Error{Kind: vigil.Internal, Message: vigil.Say("%s: the database server went away; once it is back, look whether the last step was kept", what), Err: err, Later: true}
}

func wrapSQLite(lite sqlite3.Error, err error, what any) error {
	switch lite.SystemErrno { // on a full disk even the index of the log cannot be made, which SQLite calls an I/O error
	case syscall.ENOSPC, syscall.EDQUOT:
		return errFull
	case syscall.EROFS:
		return errReadOnly
	}
	switch lite.Code {
	case sqlite3.ErrFull:
		return errFull
	case sqlite3.ErrReadonly, sqlite3.ErrCantOpen, sqlite3.ErrPerm:
		return errReadOnly
	case sqlite3.ErrNotADB, sqlite3.ErrCorrupt:
		return vigil.Errorf(vigil.Invalid, "%s: the file %s is damaged or is no database; restore it from a backup or name another folder", what, File)
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return later(vigil.Conflict, "%s: another program is using the database; close it and try again", what)
	}
	switch lite.ExtendedCode {
	case sqlite3.ErrConstraintUnique, sqlite3.ErrConstraintPrimaryKey:
		return wrap(gorm.ErrDuplicatedKey, what)
	case sqlite3.ErrConstraintForeignKey:
		return wrap(gorm.ErrForeignKeyViolated, what)
	case sqlite3.ErrConstraintCheck, sqlite3.ErrConstraintNotNull:
		return vigil.Errorf(vigil.Invalid, "%s: a required value is empty", what)
	}
	return &vigil.Error{Kind: vigil.Internal, Message: vigil.Say("%s", what), Err: err}
}

func wrapPostgres(server *pgconn.PgError, err error, what any) error {
	switch server.Code {
	case "23505":
		return wrap(gorm.ErrDuplicatedKey, what)
	case "23503":
		return wrap(gorm.ErrForeignKeyViolated, what)
	case "23502", "23514":
		return vigil.Errorf(vigil.Invalid, "%s: a required value is empty", what)
	case "22021", "22P05":
		return notText(what)
	case "53100":
		return errFull
	case "25006":
		return errReadOnly
	case "40001", "40P01":
		return later(vigil.Conflict, "%s was changed meanwhile; try again", what)
	case "57P01", "57P02", "57P03", "53300": // it ends, ended, is not there yet, has no connection left
		return away(server, what)
	}
	if strings.HasPrefix(server.Code, "28") || server.Code == "3D000" {
		return vigil.Errorf(vigil.Invalid, "%s refused us: %s; check the address, user and password", what, server.Message)
	}
	return &vigil.Error{Kind: vigil.Internal, Message: vigil.Say("%s", what), Err: err}
}

// What befell the whole database, not the thing at hand. located says where that is.
var (
	errFull     = vigil.Errorf(vigil.Invalid, "the disk is full")
	errReadOnly = vigil.Errorf(vigil.Invalid, "the database cannot be written")
)

// located names the folder or the server where the disk is full or nothing can be written.
func (s *Store) located(err error) error {
	switch {
	case errors.Is(err, errFull):
		return full(s.place)
	case errors.Is(err, errReadOnly):
		return readOnly(s.place)
	}
	return err
}

func full(where string) error {
	return later(vigil.Invalid, "%s: the disk is full, nothing of this step was kept, what was there before is safe; free some space and try again", where)
}

func readOnly(where string) error {
	return later(vigil.Invalid, "%s: the folder or the database in it cannot be written; give yourself the right to write there, or name another folder", where)
}

func notText(what any) error {
	return vigil.Errorf(vigil.Invalid, "%s: holds characters that are no text (a zero byte, or broken UTF-8); remove them", what)
}

// stale is the refusal of a change that was based on an older version.
func stale(what any) error {
	return vigil.Errorf(vigil.Conflict, "%s was changed by somebody else meanwhile, nothing was overwritten; load it again and repeat your change", what)
}

// need refuses an id that cannot be: a forgotten id must never mean "all".
func need(id int64, noun vigil.Word) error {
	if id <= 0 {
		return vigil.Errorf(vigil.Invalid, "the id of the %s is missing", noun)
	}
	return nil
}

// named refuses an empty code.
func named(code string, noun vigil.Word) error {
	if code == "" {
		return vigil.Errorf(vigil.Invalid, "the code of the %s is missing", noun)
	}
	return nil
}

// the names a thing for messages.
func the(noun vigil.Word, code string) vigil.Message { return vigil.Say("%s %q", noun, code) }

// numbered names a thing that has no code.
func numbered(noun vigil.Word, id int64) vigil.Message { return vigil.Say("%s %d", noun, id) }
