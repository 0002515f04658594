package store_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// undo takes a database back to the form before each migration, by its number. The first made everything.
var undo = map[int][]string{
	15: {"DROP TRIGGER answer_history_value ON answer_history"},
	14: {"DROP INDEX organisations_name", "DROP INDEX assessments_changed", "DROP INDEX audit_entries_action"},
	11: {"DROP TABLE files", "DROP TABLE seal_marks", "DROP INDEX evidence_file", "ALTER TABLE evidence DROP COLUMN file", "ALTER TABLE evidence DROP COLUMN expires"},
	12: {"DROP TABLE status_changes", "DROP TABLE item_reviews", "ALTER TABLE assessments DROP COLUMN returned_items"},
	10: {"DROP TABLE assignments", "DROP TABLE comments", "DROP TABLE held_imports",
		"ALTER TABLE links DROP COLUMN respondent", "ALTER TABLE links DROP COLUMN handed_in_at"},
	9: {"ALTER TABLE answers DROP COLUMN unconfirmed"},
	8: {"DROP TABLE carry_overs"},
	7: {"DROP TABLE throttles", "DROP TABLE sessions", "DROP TABLE links", "DROP TABLE recovery_codes", "DROP TABLE people"},
	6: {"DROP TABLE screenings"},
	5: {"DROP TABLE accepted_matches", "DROP TABLE holdings", "DROP TABLE portfolios",
		"ALTER TABLE organisations DROP COLUMN parent", "ALTER TABLE organisations DROP COLUMN predecessors"},
	4: {"DROP TABLE exports"},
	3: {"ALTER TABLE caps DROP COLUMN life_at_risk", "ALTER TABLE allegations DROP COLUMN hold_from",
		"ALTER TABLE allegations DROP COLUMN hold_review", "ALTER TABLE allegations DROP COLUMN hold_reason"},
	2: {"ALTER TABLE assessments DROP COLUMN return_reason", "ALTER TABLE assessments DROP COLUMN returned_at"},
}

// TestUpgrade opens a database of each older form, with data in it: all of it is there afterwards, what is new is empty,
// and the database takes changes.
func TestUpgrade(t *testing.T) {
	for _, dialect := range []string{"sqlite", "postgres"} {
		files, err := filepath.Glob(filepath.Join("migrations", dialect, "*.sql"))
		if err != nil || len(files) != len(undo)+1 {
			t.Fatalf("%d migrations for %s, and %d ways back; write down how each one is undone (%v)", len(files), dialect, len(undo), err)
		}
		for _, form := range append([]int{1}, slices.Sorted(maps.Keys(undo))...)[:len(undo)] {
			t.Run(fmt.Sprintf("%s from form %d", dialect, form), func(t *testing.T) { upgrade(t, config(t, dialect), form) })
		}
	}
}

func upgrade(t *testing.T, c store.Config, form int) {
	ctx := context.Background()
	s := open(t, c)
	o, a := begin(t, s)
	case1 := allegation("case-1", o.ID)
	lid := vigil.Cap{OrganisationID: o.ID, Rule: "CAP-1", Grade: vigil.E2, Reason: "why", Opened: "2026-01-01", LifeAtRisk: true}
	do(t, s, func(tx *store.Tx) error {
		if err := errors.Join(tx.CreateAllegation(&case1), tx.CreateCap(&lid)); err != nil {
			return err
		}
		return tx.PutAnswers(&a, []vigil.Answer{{Question: "Q", State: vigil.Answered, Value: "1"}})
	})
	for _, n := range slices.Backward(slices.Sorted(maps.Keys(undo))) {
		if n <= form {
			break
		}
		for _, statement := range append(slices.Clone(undo[n]), fmt.Sprintf("DELETE FROM goose_db_version WHERE version_id = %d", n)) {
			if c.Dir != "" && strings.HasPrefix(statement, "DROP TRIGGER") {
				statement, _, _ = strings.Cut(statement, " ON ") // SQLite knows a trigger by its name alone
			}
			if err := s.Raw(ctx, statement); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, c)
	see(t, s, func(tx *store.Tx) error {
		org, err := tx.Organisation(o.Code)
		if err != nil {
			return err
		}
		got, err := tx.Assessment(a.Code)
		if err != nil {
			return err
		}
		if form < 2 {
			a.ReturnReason, a.ReturnedAt = "", nil
		}
		if form < 5 {
			o.Parent, o.Predecessors = "", nil
		}
		if form < 3 {
			case1.HoldFrom, case1.HoldReview, case1.HoldReason, lid.LifeAtRisk = "", "", "", false
		}
		gotCase, err1 := tx.Allegation(case1.Code)
		gotCap, err2 := tx.Cap(lid.ID)
		if err := errors.Join(err1, err2); err != nil {
			return err
		}
		if diff := cmp.Diff([]any{o, a, case1, lid}, []any{org, got, gotCase, gotCap}); diff != "" {
			t.Errorf("before (-) and after (+):\n%s", diff)
		}
		answers, err := tx.Answers(got.ID)
		if len(answers) != 1 || answers[0].Value != "1" {
			t.Errorf("answers after: %+v", answers)
		}
		return err
	})
	do(t, s, func(tx *store.Tx) error { a.Purpose = "changed"; return tx.SaveAssessment(&a) })
	do(t, s, func(tx *store.Tx) error {
		return tx.CreateExport(&store.Export{AssessmentID: a.ID, Code: "x1", Salt: []byte("s"), Base: []byte("b")})
	})
	do(t, s, func(tx *store.Tx) error {
		p := vigil.Portfolio{Code: "fund"}
		err := tx.CreatePortfolio(&p, []vigil.Holding{{Line: 2}})
		return errors.Join(err, tx.AcceptMatch(&vigil.AcceptedMatch{Portfolio: "fund", OrganisationID: o.ID}),
			tx.CreateScreening(&store.Screening{Portfolio: "fund", Number: 1, PortfolioID: p.ID, Document: []byte("d")}))
	})
	if c.Dir != "" {
		if err := store.Check(ctx, s.Pools()[0], "PRAGMA integrity_check", "ok"); err != nil {
			t.Error(err)
		}
		if info, err := os.Stat(filepath.Join(c.Dir, store.File)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the file is %v, %v", info.Mode(), err)
		}
	}
}
