package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// TestWriters lets many write at once what each has just read. Nothing may be lost: a conflict is tried again, and no
// other error comes.
func TestWriters(t *testing.T) {
	const writers, each50 = 8, 50
	each(t, func(t *testing.T, s *store.Store) {
		o, _ := begin(t, s)
		var group sync.WaitGroup
		conflicts := make([]int, writers)
		for w := range writers {
			group.Go(func() {
				for i := 0; i < each50; {
					err := s.Tx(context.Background(), func(tx *store.Tx) error {
						o, err := tx.Organisation("acme")
						if err != nil {
							return err
						}
						o.Name = fmt.Sprintf("%s%c", o.Name, 'A'+w)
						return errors.Join(tx.UpdateOrganisation(&o), tx.Audit(&vigil.AuditEntry{Person: fmt.Sprint(w), Action: "write", Detail: fmt.Sprint(i)}))
					})
					switch vigil.KindOf(err) {
					case "":
						i++
					case vigil.Conflict:
						conflicts[w]++
					default:
						t.Errorf("writer %d: %v", w, err)
						return
					}
				}
			})
		}
		for range 4 { // readers beside them
			group.Go(func() {
				for range each50 {
					if err := s.View(context.Background(), func(tx *store.Tx) error { return tx.VerifyAudit() }); err != nil {
						t.Errorf("reader: %v", err)
						return
					}
				}
			})
		}
		group.Wait()
		see(t, s, func(tx *store.Tx) error {
			got, err := tx.Organisation("acme")
			if got.Version != 1+writers*each50 || len(got.Name) != len(o.Name)+writers*each50 {
				t.Errorf("version %d, %d signs: updates were lost", got.Version, len(got.Name))
			}
			log, err2 := tx.AuditEntries()
			if len(log) != writers*each50 {
				t.Errorf("%d entries in the log", len(log))
			}
			return errors.Join(err, err2, tx.VerifyAudit())
		})
		t.Logf("conflicts tried again: %v", conflicts)
	})
}

// TestAllOrNothing breaks a transaction off in every way; nothing of it may stay.
func TestAllOrNothing(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		_, a := begin(t, s)
		oops := errors.New("oops")
		put := func(tx *store.Tx) error {
			b := a
			return tx.PutAnswers(&b, []vigil.Answer{{Question: "Q", State: vigil.Answered, Value: "1"}})
		}
		ctx, stop := context.WithCancel(context.Background())
		err := s.Tx(ctx, func(tx *store.Tx) error { return errors.Join(put(tx), oops) })
		if !errors.Is(err, oops) {
			t.Errorf("the error of the caller came back as %v", err)
		}
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			_ = s.Tx(ctx, func(tx *store.Tx) error { _ = put(tx); panic("oops") })
		}()
		err = s.Tx(ctx, func(tx *store.Tx) error {
			defer stop()
			return put(tx)
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("a cancelled transaction gave %v", err)
		}
		see(t, s, func(tx *store.Tx) error {
			rows, err1 := tx.Answers(a.ID)
			packed, err2 := tx.PackedAnswers(a.ID)
			lines, err3 := tx.History(a.ID, "", "Q")
			if len(rows)+len(packed)+len(lines) != 0 {
				t.Errorf("left: %v %v %v", rows, packed, lines)
			}
			return errors.Join(err1, err2, err3)
		})
		do(t, s, put)
	})
}

// TestAuditWriters appends to the log alone: nothing else makes the writers wait, and none may be turned away.
func TestAuditWriters(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		const writers, times = 8, 25
		var group sync.WaitGroup
		for w := range writers {
			group.Go(func() {
				for range times {
					err := s.Tx(context.Background(), func(tx *store.Tx) error {
						return tx.Audit(&vigil.AuditEntry{Person: fmt.Sprint(w), Action: "write"})
					})
					if err != nil {
						t.Errorf("writer %d: %v", w, err)
						return
					}
				}
			})
		}
		group.Wait()
		see(t, s, func(tx *store.Tx) error {
			log, err := tx.AuditEntries()
			if len(log) != writers*times {
				t.Errorf("%d entries in the log", len(log))
			}
			return errors.Join(err, tx.VerifyAudit())
		})
	})
}

// TestPrograms opens one database several times, as several programs would, and writes from all at once what each
// has just read.
func TestPrograms(t *testing.T) {
	for name, c := range configs(t) {
		t.Run(name, func(t *testing.T) {
			const programs, times = 4, 25
			first := open(t, c)
			begin(t, first)
			var group sync.WaitGroup
			for range programs {
				s := open(t, c)
				group.Go(func() {
					for i := 0; i < times; {
						err := s.Tx(context.Background(), func(tx *store.Tx) error {
							a, err := tx.Assessment("acme-2025")
							if err != nil {
								return err
							}
							return tx.SaveAssessment(&a)
						})
						if err != nil && (c.Dir != "" || vigil.KindOf(err) != vigil.Conflict) { // SQLite makes them wait
							t.Error(err)
							return
						}
						if err == nil {
							i++
						}
					}
				})
			}
			group.Wait()
			see(t, first, func(tx *store.Tx) error {
				a, err := tx.Assessment("acme-2025")
				if a.Version != 1+programs*times {
					t.Errorf("version %d: updates were lost", a.Version)
				}
				return err
			})
		})
	}
}

// TestTwoPrograms lets two stores on one database read and then write, as two programs would. On SQLite that goes well
// only because a transaction takes its place in the queue when it begins: one that reads first and then finds that
// another has written can neither go on nor wait.
func TestTwoPrograms(t *testing.T) {
	for name, c := range configs(t) {
		t.Run(name, func(t *testing.T) {
			one, two := open(t, c), open(t, c)
			begin(t, one)
			const times = 40
			var group sync.WaitGroup
			for _, s := range []*store.Store{one, two} {
				group.Go(func() {
					for range times {
						err := s.Tx(context.Background(), func(tx *store.Tx) error {
							if _, err := tx.Organisations(); err != nil {
								return err
							}
							return tx.Audit(&vigil.AuditEntry{Person: "ana", Role: vigil.Analyst, Action: "test"})
						})
						if err != nil {
							t.Error(err)
							return
						}
					}
				})
			}
			group.Wait()
			see(t, two, func(tx *store.Tx) error {
				list, err := tx.AuditEntries()
				if len(list) != 2*times {
					t.Errorf("%d entries, want %d", len(list), 2*times)
				}
				return errors.Join(err, tx.VerifyAudit())
			})
		})
	}
}
