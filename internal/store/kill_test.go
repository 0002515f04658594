package store_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// killDir is the folder into which a child of this test writes until it is killed.
const killDir = "VIGIL_TEST_KILL_DIR"

// questions is how many answers the child puts in one transaction.
const questions = 20

// killChild puts the same answers again and again and says the version of the assessment after each transaction.
func killChild(dir string) int {
	s, err := store.Open(context.Background(), store.Config{Dir: dir, Sealer: keys()})
	for err == nil {
		var a vigil.Assessment
		err = s.Tx(context.Background(), func(tx *store.Tx) error {
			var err error
			if a, err = tx.Assessment("acme-2025"); err != nil {
				return err
			}
			var list []vigil.Answer
			for q := range questions {
				list = append(list, vigil.Answer{Question: fmt.Sprintf("Q%02d", q), State: vigil.Answered, Value: fmt.Sprint(a.Version)})
			}
			return errors.Join(tx.PutAnswers(&a, list), tx.Audit(&vigil.AuditEntry{Action: "put answers", Detail: fmt.Sprint(a.Version)}))
		})
		if err == nil {
			fmt.Fprintln(os.Stdout, a.Version)
		}
	}
	fmt.Fprintln(os.Stderr, err)
	return 1
}

// TestKilled kills a writing program again and again. What it had acknowledged must be there, and no half of anything.
func TestKilled(t *testing.T) {
	dir := t.TempDir()
	config := store.Config{Dir: dir, Sealer: keys()}
	s, err := store.Open(context.Background(), config)
	if err != nil {
		t.Fatal(err)
	}
	begin(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for round := range 12 {
		child := exec.Command("/proc/self/exe")
		child.Env = append(os.Environ(), killDir+"="+dir)
		child.Stderr = os.Stderr
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		var told int64
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); n++ {
			if _, err := fmt.Sscan(lines.Text(), &told); err != nil {
				t.Fatal(err)
			}
			if n == round { // it is in the middle of the next one by now; what it says until it dies counts too
				if err := child.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		_ = child.Wait() // killed
		if told == 0 {
			t.Fatal("the child wrote nothing")
		}
		afterKill(t, config, told)
	}
}

func afterKill(t *testing.T, c store.Config, told int64) {
	t.Helper()
	s, err := store.Open(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := store.Check(context.Background(), s.Pools()[0], "PRAGMA integrity_check", "ok"); err != nil {
		t.Error(err)
	}
	see(t, s, func(tx *store.Tx) error {
		a, err1 := tx.Assessment("acme-2025")
		rows, err2 := tx.Answers(a.ID)
		packed, err3 := tx.PackedAnswers(a.ID)
		lines, err4 := tx.History(a.ID, "", "Q00")
		log, err5 := tx.AuditEntries()
		if err := errors.Join(err1, err2, err3, err4, err5, tx.VerifyAudit()); err != nil {
			return err
		}
		if a.Version < told {
			t.Errorf("acknowledged up to version %d, kept up to %d", told, a.Version)
		}
		if n := int(a.Version - 1); len(lines) != n || len(log) != n || len(rows) != questions {
			t.Errorf("version %d, but %d lines of history, %d entries in the log, %d answers", a.Version, len(lines), len(log), len(rows))
		}
		for _, r := range rows {
			if r.Value != fmt.Sprint(a.Version-1) {
				t.Errorf("half of a transaction: %s is %s at version %d", r.Question, r.Value, a.Version)
			}
		}
		if diff := cmp.Diff(rows, packed, cmpopts.IgnoreFields(vigil.Answer{}, "ID", "AssessmentID", "Version", "UpdatedAt")); diff != "" {
			t.Error(diff)
		}
		return nil
	})
}
