package store_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

func TestRefused(t *testing.T) {
	cases := []struct {
		name string
		kind vigil.ErrorKind
		says string
		do   func(tx *store.Tx, o vigil.Organisation, a vigil.Assessment) error
	}{
		{"organisation twice", vigil.Conflict, `organisation "acme" exists already`, func(tx *store.Tx, o vigil.Organisation, _ vigil.Assessment) error {
			again := organisation("acme")
			return tx.CreateOrganisation(&again)
		}},
		{"organisation renamed to a taken code", vigil.Conflict, "exists already", func(tx *store.Tx, o vigil.Organisation, _ vigil.Assessment) error {
			other := organisation("other")
			if err := tx.CreateOrganisation(&other); err != nil {
				return err
			}
			other.Code = "acme"
			return tx.UpdateOrganisation(&other)
		}},
		{"assessment twice", vigil.Conflict, `assessment "acme-2025" exists already`, func(tx *store.Tx, o vigil.Organisation, _ vigil.Assessment) error {
			again := assessment("acme-2025", o.ID)
			return tx.CreateAssessment(&again)
		}},
		{"allegation twice", vigil.Conflict, "exists already", func(tx *store.Tx, o vigil.Organisation, _ vigil.Assessment) error {
			one, two := allegation("case-1", o.ID), allegation("case-1", o.ID)
			return errors.Join(tx.CreateAllegation(&one), tx.CreateAllegation(&two))
		}},
		{"edition changed", vigil.Conflict, "new edition number", func(tx *store.Tx, _ vigil.Organisation, _ vigil.Assessment) error {
			return errors.Join(tx.PutEdition("questionnaire", "quick@0.1.0", "aa", []byte("one")), tx.PutEdition("questionnaire", "quick@0.1.0", "bb", []byte("two")))
		}},
		{"organisation absent", vigil.NotFound, `there is no organisation "nobody"`, func(tx *store.Tx, _ vigil.Organisation, _ vigil.Assessment) error {
			_, err := tx.Organisation("nobody")
			return err
		}},
		{"organisation id absent", vigil.NotFound, "there is no organisation 999", func(tx *store.Tx, _ vigil.Organisation, _ vigil.Assessment) error {
			_, err := tx.OrganisationByID(999)
			return err
		}},
		{"assessment absent", vigil.NotFound, "there is no assessment", func(tx *store.Tx, _ vigil.Organisation, _ vigil.Assessment) error {
			_, err := tx.Assessment("nothing")
			return err
		}},
		{"allegation absent", vigil.NotFound, "there is no allegation", func(tx *store.Tx, _ vigil.Organisation, _ vigil.Assessment) error {
			_, err := tx.Allegation("nothing")
			return err
		}},
		{"cap absent", vigil.NotFound, "there is no cap 7", func(tx *store.Tx, _ vigil.Organisation, _ vigil.Assessment) error {
			_, err := tx.Cap(7)
			return err
		}},
		{"edition absent", vigil.NotFound, "there is no edition", func(tx *store.Tx, _ vigil.Organisation, _ vigil.Assessment) error {
			_, _, err := tx.Edition("nothing@1")
			return err
		}},
		{"scorecard absent", vigil.NotFound, "there is no scorecard", func(tx *store.Tx, _ vigil.Organisation, a vigil.Assessment) error {
			_, err := tx.Scorecard(a.ID)
			return err
		}},
		{"export absent", vigil.NotFound, `there is no export "nothing"`, func(tx *store.Tx, _ vigil.Organisation, a vigil.Assessment) error {
			_, err := tx.Export(a.ID, "nothing")
			return err
		}},
		{"export twice", vigil.Conflict, `export "x1" exists already`, func(tx *store.Tx, _ vigil.Organisation, a vigil.Assessment) error {
			one := store.Export{AssessmentID: a.ID, Code: "x1", Salt: []byte("s"), Base: []byte("b")}
			two := one
			return errors.Join(tx.CreateExport(&one), tx.CreateExport(&two))
		}},
		{"base of an export that is gone", vigil.NotFound, `there is no export "x9"`, func(tx *store.Tx, _ vigil.Organisation, _ vigil.Assessment) error {
			return tx.SaveBase(store.Export{ID: 999, Code: "x9", Base: []byte("b")})
		}},
		{"portfolio absent", vigil.NotFound, `there is no portfolio "nothing"`, func(tx *store.Tx, _ vigil.Organisation, _ vigil.Assessment) error {
			_, err := tx.Portfolio("nothing", 0)
			return err
		}},
		{"version of a portfolio absent", vigil.NotFound, `there is no version 2 of the portfolio "fund"`, func(tx *store.Tx, _ vigil.Organisation, _ vigil.Assessment) error {
			if err := tx.CreatePortfolio(&vigil.Portfolio{Code: "fund"}, nil); err != nil {
				return err
			}
			_, err := tx.Portfolio("fund", 2)
			return err
		}},
		{"line of a portfolio twice", vigil.Conflict, "exists already", func(tx *store.Tx, _ vigil.Organisation, _ vigil.Assessment) error {
			return tx.CreatePortfolio(&vigil.Portfolio{Code: "fund"}, []vigil.Holding{{Line: 2}, {Line: 2}})
		}},
		{"holding that is no text", vigil.Invalid, "no text", func(tx *store.Tx, _ vigil.Organisation, _ vigil.Assessment) error {
			return tx.CreatePortfolio(&vigil.Portfolio{Code: "fund"}, []vigil.Holding{{Line: 2, Name: "a\x00b"}})
		}},
		{"match with nobody", vigil.NotFound, "refers to something", func(tx *store.Tx, _ vigil.Organisation, _ vigil.Assessment) error {
			return tx.AcceptMatch(&vigil.AcceptedMatch{Portfolio: "fund", OrganisationID: 999})
		}},
		{"match withdrawn twice", vigil.Conflict, "nothing was overwritten", func(tx *store.Tx, o vigil.Organisation, _ vigil.Assessment) error {
			m := vigil.AcceptedMatch{Portfolio: "fund", OrganisationID: o.ID}
			return errors.Join(tx.AcceptMatch(&m), tx.WithdrawMatch(m.ID, "ana"), tx.WithdrawMatch(m.ID, "rui"))
		}},
		{"no run over a portfolio", vigil.NotFound, `there is no run over the portfolio "fund"`, func(tx *store.Tx, _ vigil.Organisation, _ vigil.Assessment) error {
			_, err := tx.Screening("fund", 0)
			return err
		}},
		{"run over a portfolio twice", vigil.Conflict, "exists already", func(tx *store.Tx, _ vigil.Organisation, _ vigil.Assessment) error {
			p := vigil.Portfolio{Code: "fund"}
			err := tx.CreatePortfolio(&p, nil)
			run := store.Screening{Portfolio: "fund", Number: 1, PortfolioID: p.ID, Document: []byte("d")}
			again := run
			return errors.Join(err, tx.CreateScreening(&run), tx.CreateScreening(&again))
		}},
		{"run that says nothing", vigil.Invalid, "is empty", func(tx *store.Tx, _ vigil.Organisation, _ vigil.Assessment) error {
			return tx.CreateScreening(&store.Screening{Portfolio: "fund", Number: 1, PortfolioID: 1})
		}},
		{"answer to delete absent", vigil.NotFound, "there is no answer", func(tx *store.Tx, _ vigil.Organisation, a vigil.Assessment) error {
			return tx.DeleteAnswer(&a, "", "BE.a.1", "eva")
		}},
		{"save of what is gone", vigil.NotFound, "there is no assessment", func(tx *store.Tx, _ vigil.Organisation, a vigil.Assessment) error {
			a.ID = 999
			return tx.SaveAssessment(&a)
		}},
		{"assessment of nobody", vigil.NotFound, "refers to something that is not there", func(tx *store.Tx, _ vigil.Organisation, _ vigil.Assessment) error {
			a := assessment("orphan", 999)
			return tx.CreateAssessment(&a)
		}},
		{"membership in nothing", vigil.NotFound, "refers to something", func(tx *store.Tx, _ vigil.Organisation, _ vigil.Assessment) error {
			return tx.PutMembership(&vigil.Membership{OrganisationID: 999, Person: "ana", Role: vigil.Viewer})
		}},
		{"scorecard of nothing", vigil.NotFound, "refers to something", func(tx *store.Tx, _ vigil.Organisation, _ vigil.Assessment) error {
			return tx.PutScorecard(999, []byte("{}"))
		}},
		{"cap on another's allegation", vigil.NotFound, "refers to something", func(tx *store.Tx, o vigil.Organisation, _ vigil.Assessment) error {
			other := organisation("other")
			if err := tx.CreateOrganisation(&other); err != nil {
				return err
			}
			case1 := allegation("case-1", other.ID)
			if err := tx.CreateAllegation(&case1); err != nil {
				return err
			}
			return tx.CreateCap(&vigil.Cap{OrganisationID: o.ID, Rule: "CAP-1", AllegationID: case1.ID, Grade: vigil.E2, Reason: "why", Opened: "2026-01-01"})
		}},
		{"answer without question", vigil.Invalid, "names no question", func(tx *store.Tx, _ vigil.Organisation, a vigil.Assessment) error {
			return tx.PutAnswers(&a, []vigil.Answer{{State: vigil.Answered}})
		}},
		{"answer twice in one list", vigil.Invalid, "given twice", func(tx *store.Tx, _ vigil.Organisation, a vigil.Assessment) error {
			return tx.PutAnswers(&a, []vigil.Answer{{Question: "Q", State: vigil.Refused}, {Question: "Q", State: vigil.Refused}})
		}},
		{"state unknown", vigil.Invalid, "no state", func(tx *store.Tx, _ vigil.Organisation, a vigil.Assessment) error {
			return tx.PutAnswers(&a, []vigil.Answer{{Question: "Q"}})
		}},
		{"grade unknown", vigil.Invalid, "no grade", func(tx *store.Tx, _ vigil.Organisation, a vigil.Assessment) error {
			return tx.PutAnswers(&a, []vigil.Answer{{Question: "Q", State: vigil.Answered, Grade: "E9"}})
		}},
		{"note with a zero byte", vigil.Invalid, "no text", func(tx *store.Tx, _ vigil.Organisation, a vigil.Assessment) error {
			return tx.PutAnswers(&a, []vigil.Answer{{Question: "Q", State: vigil.Answered, Note: "a\x00b"}})
		}},
		{"unit below itself", vigil.Invalid, "below itself", func(tx *store.Tx, o vigil.Organisation, _ vigil.Assessment) error {
			return tx.PutUnits(o.ID, []vigil.Unit{{Code: "a", Parent: "b"}, {Code: "b", Parent: "a"}})
		}},
		{"unit below nothing", vigil.Invalid, "which is no unit", func(tx *store.Tx, o vigil.Organisation, _ vigil.Assessment) error {
			return tx.PutUnits(o.ID, []vigil.Unit{{Code: "a", Parent: "b"}})
		}},
		{"unit twice", vigil.Invalid, "listed twice", func(tx *store.Tx, o vigil.Organisation, _ vigil.Assessment) error {
			return tx.PutUnits(o.ID, []vigil.Unit{{Code: "a"}, {Code: "a"}})
		}},
		{"audit without action", vigil.Invalid, "no action", func(tx *store.Tx, _ vigil.Organisation, _ vigil.Assessment) error {
			return tx.Audit(&vigil.AuditEntry{Person: "ana"})
		}},
	}
	each(t, func(t *testing.T, s *store.Store) {
		o, a := begin(t, s)
		for _, c := range cases {
			t.Run(c.name, func(t *testing.T) {
				err := s.Tx(context.Background(), func(tx *store.Tx) error { return c.do(tx, o, a) })
				if got := vigil.KindOf(err); got != c.kind {
					t.Fatalf("kind %q, want %q: %v", got, c.kind, err)
				}
				if !strings.Contains(err.Error(), c.says) {
					t.Errorf("message %q lacks %q", err, c.says)
				}
				see(t, s, func(tx *store.Tx) error {
					list, err := tx.Organisations()
					if diff := cmp.Diff([]vigil.Organisation{o}, list); diff != "" {
						t.Errorf("a refused transaction left something:\n%s", diff)
					}
					return err
				})
			})
		}
	})
}

// TestNoID puts 0, a negative and the greatest id into every method that takes one: as a parameter or within a noun.
func TestNoID(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		begin(t, s)
		methods, tried := store.TxMethods(), 0
		for i := range methods.NumMethod() {
			m := methods.Method(i)
			for _, id := range []int64{0, -1, -1 << 63} {
				args := arguments(m.Type, id)
				if args == nil || (m.Name == "Assessments" || m.Name == "Files") && id == 0 { // by contract 0 is all
					continue
				}
				tried++
				err := s.Tx(context.Background(), func(tx *store.Tx) error {
					out := m.Func.Call(append([]reflect.Value{reflect.ValueOf(tx)}, args...))
					err, _ := out[len(out)-1].Interface().(error)
					return err
				})
				if vigil.KindOf(err) != vigil.Invalid || !strings.Contains(err.Error(), "the id of the") {
					t.Errorf("%s with the id %d: %v, want a refusal", m.Name, id, err)
				}
			}
		}
		if tried < 60 {
			t.Errorf("only %d calls tried", tried)
		}
	})
}

// arguments makes arguments of which every id is id; nil if the method takes none.
func arguments(method reflect.Type, id int64) []reflect.Value {
	var args []reflect.Value
	found := false
	for i := 1; i < method.NumIn(); i++ {
		v := reflect.New(method.In(i)).Elem()
		switch {
		case v.Kind() == reflect.Int64:
			v.SetInt(id)
			found = true
		case v.Kind() == reflect.String:
			v.SetString("x")
		case v.Kind() == reflect.Pointer:
			v.Set(reflect.New(v.Type().Elem()))
			for _, name := range []string{"Code", "Rule", "Person"} {
				if f := v.Elem().FieldByName(name); f.IsValid() {
					f.SetString("x")
				}
			}
			created := slices.Contains([]string{"*vigil.Organisation", "*vigil.Portfolio", "*vigil.Person", "*vigil.Session", "*vigil.Link"}, v.Type().String()) // has no id before it is made
			if f := v.Elem().FieldByName("ID"); f.IsValid() && !created && v.Type().String() != "*vigil.AuditEntry" {
				f.SetInt(id)
				found = true
			}
			if f := v.Elem().FieldByName("OrganisationID"); f.IsValid() {
				f.SetInt(id)
			}
		}
		args = append(args, v)
	}
	if !found {
		return nil
	}
	return args
}

func TestStale(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		o, a := begin(t, s)
		case1 := allegation("case-1", o.ID)
		lid := vigil.Cap{OrganisationID: o.ID, Rule: "CAP-1", Grade: vigil.E2, Reason: "why", Opened: "2026-01-01"}
		do(t, s, func(tx *store.Tx) error { return errors.Join(tx.CreateAllegation(&case1), tx.CreateCap(&lid)) })
		// Two people read the same; the first writes.
		o2, a2, case2, lid2 := o, a, case1, lid
		o.Name, a.Purpose, case1.Summary, lid.Reason = "first", "first", "first", "first"
		do(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.UpdateOrganisation(&o), tx.SaveAssessment(&a), tx.SaveAllegation(&case1), tx.SaveCap(&lid))
		})
		do(t, s, func(tx *store.Tx) error {
			return tx.PutAnswers(&a, []vigil.Answer{{Question: "Q", State: vigil.Answered, Value: "1"}})
		})
		o2.Name, a2.Purpose, case2.Summary, lid2.Reason = "second", "second", "second", "second"
		for name, f := range map[string]func(tx *store.Tx) error{
			"organisation": func(tx *store.Tx) error { return tx.UpdateOrganisation(&o2) },
			"assessment":   func(tx *store.Tx) error { return tx.SaveAssessment(&a2) },
			"allegation":   func(tx *store.Tx) error { return tx.SaveAllegation(&case2) },
			"cap":          func(tx *store.Tx) error { return tx.SaveCap(&lid2) },
			"answers": func(tx *store.Tx) error {
				return tx.PutAnswers(&a2, []vigil.Answer{{Question: "Q", State: vigil.Answered, Value: "3"}})
			},
			"answer":   func(tx *store.Tx) error { return tx.DeleteAnswer(&a2, "", "Q", "eva") },
			"evidence": func(tx *store.Tx) error { return tx.PutEvidence(&a2, "", "Q", nil) },
		} {
			err := s.Tx(context.Background(), f)
			if vigil.KindOf(err) != vigil.Conflict || !strings.Contains(err.Error(), "nothing was overwritten") {
				t.Errorf("%s from a stale version: %v", name, err)
			}
		}
		if o2.Version != 1 || a2.Version != 1 {
			t.Errorf("a refused change raised the version: %d, %d", o2.Version, a2.Version)
		}
		see(t, s, func(tx *store.Tx) error {
			gotO, err1 := tx.Organisation("acme")
			gotA, err2 := tx.Assessment("acme-2025")
			gotC, err3 := tx.Allegation("case-1")
			gotL, err4 := tx.Cap(lid.ID)
			answers, err5 := tx.Answers(a.ID)
			if diff := cmp.Diff([]any{o, a, case1, lid}, []any{gotO, gotA, gotC, gotL}); diff != "" {
				t.Errorf("overwritten:\n%s", diff)
			}
			if len(answers) != 1 || answers[0].Value != "1" {
				t.Errorf("answers overwritten: %+v", answers)
			}
			return errors.Join(err1, err2, err3, err4, err5)
		})
	})
}
