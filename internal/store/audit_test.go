package store_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

const entries = 12

func fillAudit(t *testing.T, s *store.Store) []vigil.AuditEntry {
	t.Helper()
	var list []vigil.AuditEntry
	for i := range entries {
		do(t, s, func(tx *store.Tx) error {
			e := vigil.AuditEntry{Person: "ana", Role: vigil.Analyst, Action: "put answers", Subject: fmt.Sprintf("assessment:a-%d", i), Detail: "BE.a.1"}
			if err := tx.Audit(&e); err != nil {
				return err
			}
			list = append(list, e)
			return nil
		})
	}
	return list
}

func verify(s *store.Store) error {
	return s.View(context.Background(), func(tx *store.Tx) error { return tx.VerifyAudit() })
}

func TestAudit(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		if err := verify(s); err != nil {
			t.Errorf("empty log: %v", err)
		}
		list := fillAudit(t, s)
		if err := verify(s); err != nil {
			t.Errorf("whole log: %v", err)
		}
		see(t, s, func(tx *store.Tx) error {
			got, err := tx.AuditEntries()
			if diff := cmp.Diff(list, got); diff != "" {
				t.Error(diff)
			}
			return err
		})
		if !list[3].Time.Equal(noon) || list[0].Previous != "" || list[5].Previous != list[4].Hash || len(list[5].Hash) != 64 || list[11].ID != entries {
			t.Errorf("chain: %+v", list)
		}
		for _, statement := range []string{"UPDATE audit_entries SET person = 'x'", "DELETE FROM audit_entries"} {
			if err := s.Raw(context.Background(), statement); err == nil || !strings.Contains(err.Error(), "never") {
				t.Errorf("%s: %v", statement, err)
			}
		}
		if err := verify(s); err != nil {
			t.Errorf("after refused changes: %v", err)
		}
	})
}

// TestAuditTampered does to the log, entry by entry, what somebody with the database in his hands can do, and counts
// what is found.
func TestAuditTampered(t *testing.T) {
	kinds := map[string]func(i int) []string{
		"delete": func(i int) []string { return []string{fmt.Sprintf("DELETE FROM audit_entries WHERE id = %d", i)} },
		"delete and close the gap": func(i int) []string {
			out := []string{fmt.Sprintf("DELETE FROM audit_entries WHERE id = %d", i)}
			for k := i + 1; k <= entries; k++ {
				out = append(out, fmt.Sprintf("UPDATE audit_entries SET id = %d WHERE id = %d", k-1, k))
			}
			return out
		},
		"swap": func(i int) []string {
			return []string{
				"UPDATE audit_entries SET id = -1 WHERE id = " + fmt.Sprint(i), fmt.Sprintf("UPDATE audit_entries SET id = %d WHERE id = %d", i, i+1),
				fmt.Sprintf("UPDATE audit_entries SET id = %d WHERE id = -1", i+1),
			}
		},
		"put in": func(i int) []string {
			return []string{fmt.Sprintf("INSERT INTO audit_entries SELECT %d, time, person, role, action, subject, detail, 'x', hash FROM audit_entries WHERE id = %d", entries+1, i)}
		},
		"move text between fields": func(i int) []string {
			return []string{fmt.Sprintf("UPDATE audit_entries SET action = 'put', subject = ' answers' || subject WHERE id = %d", i)}
		},
	}
	for _, column := range []string{"person", "role", "action", "subject", "detail", "previous", "hash"} {
		kinds["edit "+column] = func(i int) []string {
			return []string{fmt.Sprintf("UPDATE audit_entries SET %s = %s || 'x' WHERE id = %d", column, column, i)}
		}
	}
	kinds["edit time"] = func(i int) []string {
		return []string{fmt.Sprintf("UPDATE audit_entries SET time = '2026-03-01 13:00:00+00:00' WHERE id = %d", i)}
	}
	each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		list := fillAudit(t, s)
		if err := s.Unlock(ctx); err != nil {
			t.Fatal(err)
		}
		tried, found := 0, 0
		for name, kind := range kinds {
			for i := 1; i < entries; i++ { // the last may be cut off unseen, as VerifyAudit says
				for _, statement := range kind(i) {
					if err := s.Raw(ctx, statement); err != nil {
						t.Fatalf("%s %d: %s: %v", name, i, statement, err)
					}
				}
				tried++
				if err := verify(s); vigil.KindOf(err) == vigil.Conflict && strings.Contains(err.Error(), "tampered") {
					found++
				} else {
					t.Errorf("%s %d: %v", name, i, err)
				}
				if err := s.Restore(ctx, list); err != nil {
					t.Fatal(err)
				}
				if err := verify(s); err != nil {
					t.Fatalf("restored: %v", err)
				}
			}
		}
		if tried != len(kinds)*(entries-1) || found != tried {
			t.Errorf("found %d of %d", found, tried)
		}
	})
}
