package cli

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"vigil/internal/app"
	"vigil/internal/catalogue"
	"vigil/internal/report"
	"vigil/internal/report/site"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

func (r *run) doctor() *cobra.Command {
	return r.leaf("doctor", "Check that the program has what it needs, and say what is missing", cobra.NoArgs, func(cmd *cobra.Command, _ []string) error {
		var ps vigil.Problems
		for _, c := range []struct {
			name string
			try  func(context.Context) error
		}{
			{"the questionnaires and methods in the program load", r.tryCatalogue},
			{"the report templates are complete", r.tryReports},
			{"SQLite has full-text search and takes every setting", r.trySQLite},
			{"the data opens, and the audit log is unbroken", r.tryData},
		} {
			err := c.try(cmd.Context())
			if err == nil {
				fmt.Fprintln(r.out, "ok: "+c.name)
				continue
			}
			fmt.Fprintln(r.out, "not ok: "+c.name)
			var list vigil.Problems
			if errors.As(err, &list) {
				ps = append(ps, list...)
			} else {
				ps = append(ps, vigil.Problem{What: vigil.Say("%v", err)})
			}
		}
		return ps.Err()
	})
}

func (r *run) tryCatalogue(context.Context) error {
	_, ps := catalogue.Load(r.Questionnaires)
	return ps.Err()
}

func (r *run) tryReports(context.Context) error {
	if _, err := report.Formats(r.Reports); err != nil {
		return err
	}
	_, err := site.New(r.Reports)
	return err
}

// trySQLite opens a database of its own: opening checks every setting that the program needs.
func (r *run) trySQLite(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "vigil-doctor-")
	if err != nil {
		return vigil.Problems{{Place: vigil.Place{File: os.TempDir()}, What: vigil.Say("the folder for temporary files cannot be used (%v)", err), Do: vigil.Say("make it, or name another in the variable TMPDIR")}}
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a leftover in the temporary folder harms nobody
	st, err := store.Open(ctx, store.Config{Dir: dir})
	if err != nil {
		return err
	}
	return st.Close()
}

// tryData looks at the data without making any: a folder without a database is fine.
func (r *run) tryData(ctx context.Context) error {
	if r.noData() {
		fmt.Fprintf(r.out, "there is no data in %s yet; the first organisation makes it\n", r.data)
		return nil
	}
	return r.withApp(ctx, func(a *app.App) error { return a.VerifyAudit(ctx, r.actor()) })
}
