package store_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

func TestAssignments(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		_, a := begin(t, s)
		x := vigil.Assignment{AssessmentID: a.ID, Section: "P2", Person: "rui", AssignedBy: "ana", AssignedAt: noon, Due: "2026-04-01"}
		y := vigil.Assignment{AssessmentID: a.ID, Section: "P1", Person: "rui", AssignedBy: "ana", AssignedAt: noon}
		do(t, s, func(tx *store.Tx) error { return errors.Join(tx.CreateAssignment(&x), tx.CreateAssignment(&y)) })
		twice := x
		err := s.Tx(context.Background(), func(tx *store.Tx) error { return tx.CreateAssignment(&twice) })
		if vigil.KindOf(err) != vigil.Conflict {
			t.Errorf("the same section twice to one person: %v", err)
		}
		at := noon.Add(time.Hour)
		do(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.SetAssignmentDone(x.ID, &at), tx.SetAssignmentDue(y.ID, "2026-05-01"))
		})
		x.DoneAt, y.Due = &at, "2026-05-01"
		see(t, s, func(tx *store.Tx) error {
			all, err := tx.Assignments(a.ID)
			if diff := cmp.Diff([]vigil.Assignment{y, x}, all); err != nil || diff != "" {
				t.Errorf("%v\n%s", err, diff)
			}
			of, err := tx.AssignmentsOf("rui")
			if diff := cmp.Diff([]vigil.Assignment{y, x}, of); err != nil || diff != "" {
				t.Errorf("%v\n%s", err, diff)
			}
			return nil
		})
		do(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.SetAssignmentDone(x.ID, nil), tx.DeleteAssignment(y.ID))
		})
		see(t, s, func(tx *store.Tx) error {
			one, err := tx.Assignment(x.ID)
			if err != nil || one.Done() {
				t.Errorf("%+v %v", one, err)
			}
			if _, err := tx.Assignment(y.ID); vigil.KindOf(err) != vigil.NotFound {
				t.Errorf("a deleted assignment: %v", err)
			}
			return nil
		})
	})
}

func TestComments(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		_, a := begin(t, s)
		first := vigil.Comment{AssessmentID: a.ID, Question: "BE.a.1", Text: "Which policy? 🌱 أهلا", Author: "rui"}
		do(t, s, func(tx *store.Tx) error { return tx.CreateComment(&first) })
		reply := vigil.Comment{AssessmentID: a.ID, Question: "BE.a.1", ReplyTo: first.ID, Text: "The one of 2025.", Author: "ana"}
		elsewhere := vigil.Comment{AssessmentID: a.ID, Unit: "north", Question: "BE.a.1", Text: "Here too.", Author: "ana"}
		do(t, s, func(tx *store.Tx) error { return errors.Join(tx.CreateComment(&reply), tx.CreateComment(&elsewhere)) })
		see(t, s, func(tx *store.Tx) error {
			on, err := tx.CommentsOn(a.ID, "", "BE.a.1")
			if diff := cmp.Diff([]vigil.Comment{first, reply}, on); err != nil || diff != "" {
				t.Errorf("%v\n%s", err, diff)
			}
			all, err := tx.Comments(a.ID)
			if err != nil || len(all) != 3 {
				t.Errorf("%d comments, %v", len(all), err)
			}
			return nil
		})
		stale := first
		at := noon
		first.Text, first.EditedAt = "Which policy exactly?", &at
		do(t, s, func(tx *store.Tx) error { return tx.SaveComment(&first) })
		for _, refused := range []func(tx *store.Tx) error{
			func(tx *store.Tx) error { return tx.SaveComment(&stale) },
			func(tx *store.Tx) error { return tx.DeleteComment(first) }, // has a reply
			func(tx *store.Tx) error { c := reply; c.Version = 9; return tx.DeleteComment(c) },
		} {
			if err := s.Tx(context.Background(), refused); vigil.KindOf(err) != vigil.Conflict {
				t.Errorf("got %v, want a conflict", err)
			}
		}
		do(t, s, func(tx *store.Tx) error {
			n, err := tx.EraseComments(a.ID, "", "BE.a.1", noon)
			if n != 2 {
				t.Errorf("%d erased", n)
			}
			return err
		})
		see(t, s, func(tx *store.Tx) error {
			all, err := tx.Comments(a.ID)
			if err != nil || all[0].Text != "" || !all[1].Erased() || all[2].Text != "Here too." {
				t.Errorf("after erasing: %+v %v", all, err)
			}
			return nil
		})
		do(t, s, func(tx *store.Tx) error { return tx.DeleteComment(reply) })
	})
}

func TestHeldImports(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		_, a := begin(t, s)
		h := store.HeldImport{AssessmentID: a.ID, Code: "abc", Person: "rui", ExpiresAt: noon.Add(time.Hour), Document: []byte("sealed")}
		do(t, s, func(tx *store.Tx) error { return tx.HoldImport(&h) })
		see(t, s, func(tx *store.Tx) error {
			got, err := tx.HeldImport(a.ID, "abc")
			if diff := cmp.Diff(h, got); err != nil || diff != "" {
				t.Errorf("%v\n%s", err, diff)
			}
			if _, err := tx.HeldImport(a.ID+1, "abc"); vigil.KindOf(err) != vigil.NotFound {
				t.Errorf("the held import of another assessment: %v", err)
			}
			return nil
		})
		do(t, s, func(tx *store.Tx) error { return tx.ClaimImport(h.ID, noon, []byte("{}")) })
		err := s.Tx(context.Background(), func(tx *store.Tx) error { return tx.ClaimImport(h.ID, noon, []byte("{}")) })
		if vigil.KindOf(err) != vigil.Conflict {
			t.Errorf("a second claim: %v", err)
		}
		see(t, s, func(tx *store.Tx) error {
			got, err := tx.HeldImport(a.ID, "abc")
			if err != nil || got.Document != nil || string(got.Result) != "{}" || got.AppliedAt == nil {
				t.Errorf("after the claim: %+v %v", got, err)
			}
			return nil
		})
		for _, c := range []struct {
			at   time.Time
			want int64
		}{{noon, 0}, {noon.Add(time.Hour), 1}} {
			do(t, s, func(tx *store.Tx) error {
				n, err := tx.DeleteExpiredImports(c.at)
				if n != c.want {
					t.Errorf("at %s: %d deleted, want %d", c.at, n, c.want)
				}
				return err
			})
		}
	})
}

func TestSectionLinks(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		_, a := begin(t, s)
		hash := strings.Repeat("a", 64)
		l := vigil.Link{Hash: hash, Purpose: vigil.SectionLink, AssessmentID: a.ID, Sections: []string{"P2"}, CreatedBy: "ana", ExpiresAt: noon.Add(time.Hour), Respondent: "not ours to fill in"}
		do(t, s, func(tx *store.Tx) error { return tx.CreateLink(&l) })
		use := func(want bool) {
			t.Helper()
			do(t, s, func(tx *store.Tx) error {
				got, err := tx.UseLink(l)
				if got != want {
					t.Errorf("used: %v", got)
				}
				return err
			})
		}
		handIn := func(want bool) {
			t.Helper()
			do(t, s, func(tx *store.Tx) error {
				got, err := tx.HandInLink(l.ID)
				if got != want {
					t.Errorf("handed in: %v", got)
				}
				return err
			})
		}
		use(true)
		use(true)
		session := vigil.Session{Hash: strings.Repeat("b", 64), LinkID: l.ID, ExpiresAt: noon.Add(time.Hour)}
		do(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.CreateSession(&session), tx.NameRespondent(l.ID, "Safety office"))
		})
		handIn(true)
		handIn(false)
		use(false)
		see(t, s, func(tx *store.Tx) error {
			got, err := tx.Link(l.ID)
			if err != nil || got.HandedInAt == nil || got.Open(noon) || got.Uses != 2 || got.Respondent != "Safety office" {
				t.Errorf("%+v %v", got, err)
			}
			_, err = tx.SessionByHash(session.Hash) // goes on, to look
			return err
		})
		l.Hash, l.ExpiresAt = strings.Repeat("c", 64), noon.Add(48*time.Hour)
		do(t, s, func(tx *store.Tx) error { return tx.RenewLink(&l) })
		see(t, s, func(tx *store.Tx) error {
			got, err := tx.LinkByHash(l.Hash)
			if err != nil || !got.Open(noon) || got.Uses != 0 || !slices.Equal(got.Sections, l.Sections) {
				t.Errorf("renewed: %+v %v", got, err)
			}
			for _, gone := range []error{second(tx.LinkByHash(hash)), second(tx.SessionByHash(session.Hash))} {
				if vigil.KindOf(gone) != vigil.NotFound {
					t.Errorf("after renewing: %v", gone)
				}
			}
			return nil
		})
		do(t, s, func(tx *store.Tx) error { return tx.RevokeLink(l.ID) })
		use(false)
		handIn(false)
	})
}

func second[T any](_ T, err error) error { return err }
