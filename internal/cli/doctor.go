package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"vigil/internal/app"
	"vigil/internal/catalogue"
	"vigil/internal/report"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

func (s *run) doctor() *cobra.Command {
	return s.leaf("doctor", "Check that the program has what it needs, and say what is missing", cobra.NoArgs, func(cmd *cobra.Command, _ []string) error {
		var ps vigil.Problems
		for _, c := range []struct {
			name string
			try  func(context.Context) error
		}{
			{"the questionnaires and methods in the program load", s.tryCatalogue},
			{"the report templates are complete", s.tryReports},
			{"SQLite has full-text search and takes every setting", s.trySQLite},
			{"the data opens, and the audit log is unbroken", s.tryData},
		} {
			err := c.try(cmd.Context())
			if err == nil {
				fmt.Fprintln(s.out, "ok: "+c.name)
				continue
			}
			fmt.Fprintln(s.out, "not ok: "+c.name)
			var list vigil.Problems
			if errors.As(err, &list) {
				ps = append(ps, list...)
			} else {
				ps = append(ps, vigil.Problem{What: err.Error()})
			}
		}
		return ps.Err()
	})
}

func (s *run) tryCatalogue(context.Context) error {
	_, ps := catalogue.Load(s.Questionnaires)
	return ps.Err()
}

func (s *run) tryReports(context.Context) error {
	_, err := report.Formats(s.Reports)
	return err
}

// trySQLite opens a database of its own: opening checks every setting that the program needs.
func (s *run) trySQLite(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "vigil-doctor-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a leftover in the temporary folder harms nobody
	st, err := store.Open(ctx, store.Config{Dir: dir})
	if err != nil {
		return err
	}
	return st.Close()
}

// tryData looks at the data without making any: a folder without a database is fine.
func (s *run) tryData(ctx context.Context) error {
	if s.database == "" {
		if _, err := os.Stat(filepath.Join(s.data, "vigil.db")); errors.Is(err, os.ErrNotExist) {
			fmt.Fprintf(s.out, "there is no data in %s yet; the first command that stores something makes it\n", s.data)
			return nil
		}
	}
	return s.withApp(ctx, nil, func(a *app.App) error { return a.VerifyAudit(ctx, s.actor()) })
}
