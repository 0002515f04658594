package store_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"vigil/internal/store"
)

func TestSettings(t *testing.T) {
	ctx := context.Background()
	all := configs(t)
	lite, pg := open(t, all["sqlite"]), open(t, all["postgres"])
	want := map[string]string{
		"PRAGMA journal_mode": "wal", "PRAGMA synchronous": "2", "PRAGMA busy_timeout": "5000", "PRAGMA foreign_keys": "1",
		"PRAGMA secure_delete": "1", "PRAGMA trusted_schema": "0", "SELECT sqlite_compileoption_used('ENABLE_FTS5')": "1",
	}
	for _, n := range store.NeedsOf("writer") {
		if want[n[0]] != n[1] {
			t.Errorf("%s is checked for %q", n[0], n[1])
		}
		delete(want, n[0])
	}
	for ask := range want {
		t.Errorf("%s is not checked when the database is opened", ask)
	}
	for settings, all := range map[string][]string{ // of every connection, and not of the first alone; no question shows the lock that a transaction begins with
		store.WriterSettings: {"_journal_mode=WAL", "_synchronous=FULL", "_busy_timeout=5000", "_txlock=immediate", "_foreign_keys=on", "_secure_delete=on"},
		store.ReaderSettings: {"mode=ro", "_busy_timeout=5000", "_query_only=on"},
	} {
		for _, one := range all {
			if !slices.Contains(strings.Split(settings, "&"), one) {
				t.Errorf("connections are opened without %s", one)
			}
		}
	}
	if n := lite.Pools()[0].Stats().MaxOpenConnections; n != 1 {
		t.Errorf("%d writing connections", n)
	}
	if n := lite.Pools()[1].Stats().MaxOpenConnections; n != 4 {
		t.Errorf("%d reading connections", n)
	}
	for pool, db := range map[string]int{"writer": 0, "reader": 1} {
		for _, n := range store.NeedsOf(pool) {
			if err := store.Check(ctx, lite.Pools()[db], n[0], n[1]); err != nil {
				t.Errorf("%s: %v", pool, err)
			}
		}
	}
	for _, n := range store.NeedsOf("server") {
		if err := store.Check(ctx, pg.Pools()[0], n[0], n[1]); err != nil {
			t.Error(err)
		}
	}
	if err := store.Check(ctx, lite.Pools()[0], "PRAGMA synchronous", "3"); err == nil || !strings.Contains(err.Error(), "PRAGMA synchronous gives 2, must be 3") {
		t.Errorf("a wrong setting is told as %v", err)
	}
	if _, err := lite.Pools()[1].ExecContext(ctx, "DELETE FROM organisations"); err == nil {
		t.Error("the reading pool writes")
	}
}
