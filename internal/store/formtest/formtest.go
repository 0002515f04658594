// Package formtest puts a database into forms that this program refuses, for tests of what it then says.
package formtest

import (
	"database/sql"
	"path/filepath"

	_ "github.com/mattn/go-sqlite3" // the driver
)

// Newer marks the SQLite database in a folder as written by a newer program. The database must exist and be closed.
func Newer(dir string) (err error) {
	db, err := sql.Open("sqlite3", filepath.Join(dir, "vigil.db"))
	if err != nil {
		return err
	}
	defer func() {
		if e := db.Close(); err == nil {
			err = e
		}
	}()
	_, err = db.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, true)")
	return err
}
