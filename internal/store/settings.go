package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// A setting is a question to the database and the answer that must come.
type setting struct{ ask, want string }

// The settings without which answers are lost, left behind or left unprotected.
var (
	writerNeeds = []setting{
		{"PRAGMA journal_mode", "wal"},
		{"PRAGMA synchronous", "2"},
		{"PRAGMA busy_timeout", "5000"},
		{"PRAGMA foreign_keys", "1"},
		{"PRAGMA secure_delete", "1"},
		{"PRAGMA trusted_schema", "0"},
		{"SELECT sqlite_compileoption_used('ENABLE_FTS5')", "1"},
	}
	readerNeeds = []setting{
		{"PRAGMA query_only", "1"},
		{"PRAGMA busy_timeout", "5000"},
		{"PRAGMA trusted_schema", "0"},
	}
	serverNeeds = []setting{
		{"SHOW server_encoding", "UTF8"},
		{"SELECT (current_setting('synchronous_commit') <> 'off')::text", "true"},
	}
)

// checkSQLite asserts the settings of both pools.
func checkSQLite(ctx context.Context, writer, reader *sql.DB) error {
	if err := check(ctx, writer, writerNeeds); err != nil {
		return err
	}
	return check(ctx, reader, readerNeeds)
}

// checkPostgres asserts the settings of the server.
func checkPostgres(ctx context.Context, db *sql.DB) error { return check(ctx, db, serverNeeds) }

// check asks every question and names every answer that is wrong.
func check(ctx context.Context, db *sql.DB, needs []setting) error {
	var wrong []string
	for _, n := range needs {
		var got string
		if err := db.QueryRowContext(ctx, n.ask).Scan(&got); err != nil {
			return fmt.Errorf("%s: %w", n.ask, err)
		}
		if got != n.want {
			wrong = append(wrong, fmt.Sprintf("%s gives %s, must be %s", n.ask, got, n.want))
		}
	}
	if wrong != nil {
		return fmt.Errorf("the database lacks settings that keep answers safe (build with the tag sqlite_fts5): %s", strings.Join(wrong, "; "))
	}
	return nil
}
