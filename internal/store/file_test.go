package store_test

import (
	"errors"
	"strings"
	"testing"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

func file(code, hash string, o vigil.Organisation, a vigil.Assessment) vigil.File {
	return vigil.File{
		Code: code, OrganisationID: o.ID, AssessmentID: a.ID, Hash: strings.Repeat(hash, 64), Name: "policy \u202efdp.exe/../x", Type: vigil.TypePDF,
		Size: 7, CleanHash: strings.Repeat("c", 64), CleanSize: 5, Removed: "properties", Date: "2026-01-01", Person: "ana",
	}
}

// One file of an organisation has one record, however often and for whatever it is uploaded; another organisation has its own.
func TestFilesAreKeptOncePerOrganisation(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		o, a := begin(t, s)
		o2 := organisation("other")
		var a2 vigil.Assessment
		do(t, s, func(tx *store.Tx) error {
			if err := tx.CreateOrganisation(&o2); err != nil {
				return err
			}
			a2 = assessment("other-2025", o2.ID)
			return tx.CreateAssessment(&a2)
		})
		first, again, elsewhere := file("f1", "a", o, a), file("f2", "a", o, a), file("f3", "a", o2, a2)
		do(t, s, func(tx *store.Tx) error {
			for _, c := range []struct {
				f    *vigil.File
				adds bool
			}{{&first, true}, {&again, false}, {&elsewhere, true}} {
				added, err := tx.AddFile(c.f)
				if err != nil || added != c.adds {
					return errors.Join(err, errors.New("added or not: "+c.f.Code))
				}
			}
			return nil
		})
		if again.Code != "f1" || first.ID == 0 || !first.CreatedAt.Equal(noon) {
			t.Errorf("the second upload gives %+v, the first %+v", again, first)
		}
		do(t, s, func(tx *store.Tx) error {
			return tx.PutEvidence(&a, "", "Q1", []vigil.Evidence{{Title: "T", Grade: vigil.E2, File: first.Hash, Expires: "2027-01-01"}})
		})
		see(t, s, func(tx *store.Tx) error {
			same(t, first, read[vigil.File](t)(tx.File("f1")))
			same(t, elsewhere, read[vigil.File](t)(tx.FileByHash(o2.ID, first.Hash)))
			same(t, []vigil.File{first}, read[[]vigil.File](t)(tx.Files(o.ID)))
			if all := read[[]vigil.File](t)(tx.Files(0)); len(all) != 2 {
				t.Errorf("all files: %d", len(all))
			}
			for _, code := range []string{"f2", "F1", "f1 ", "../f1"} {
				if _, err := tx.File(code); vigil.KindOf(err) != vigil.NotFound {
					t.Errorf("the file %q: %v", code, err)
				}
			}
			list := read[[]vigil.Evidence](t)(tx.References(store.Scope{Organisations: []int64{o.ID}}))
			if len(list) != 1 || list[0].File != first.Hash || list[0].Expires != "2027-01-01" {
				t.Errorf("evidence of the organisation: %+v", list)
			}
			if list := read[[]vigil.Evidence](t)(tx.References(store.Scope{Organisations: []int64{o2.ID}})); len(list) != 0 {
				t.Errorf("evidence of the other organisation: %+v", list)
			}
			return nil
		})
		if err := s.Tx(t.Context(), func(tx *store.Tx) error { return tx.DeleteFile(first) }); vigil.KindOf(err) != vigil.Conflict {
			t.Errorf("a file in use is deleted: %v", err)
		}
		do(t, s, func(tx *store.Tx) error {
			if err := tx.DeleteFile(elsewhere); err != nil {
				t.Errorf("the other organisation's record: %v", err)
			}
			if original, clean, err := tx.KnowsFile(first.Hash, "x"); err != nil || !original || clean {
				t.Errorf("the file that is left is known: %v, its copy: %v (%v)", original, clean, err)
			}
			if err := tx.PutEvidence(&a, "", "Q1", nil); err != nil {
				return err
			}
			if err := tx.DeleteFile(first); err != nil {
				t.Errorf("the last record: %v", err)
			}
			if original, clean, err := tx.KnowsFile(first.Hash, first.CleanHash); err != nil || original || clean {
				t.Errorf("a deleted file is known: %v, its copy: %v (%v)", original, clean, err)
			}
			return nil
		})
	})
}

// A reference that stays keeps its id, so that a page that was opened before still finds it.
func TestEvidenceKeepsItsIDs(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		_, a := begin(t, s)
		put := func(list ...vigil.Evidence) (held []vigil.Evidence) {
			t.Helper()
			do(t, s, func(tx *store.Tx) (err error) {
				if err = tx.PutEvidence(&a, "", "Q1", list); err == nil {
					held, err = tx.Evidence(a.ID)
				}
				return err
			})
			return held
		}
		first := put(vigil.Evidence{Title: "A", Grade: vigil.E1, Public: true}, vigil.Evidence{Title: "B", Grade: vigil.E2, Link: "https://example.org/b"})
		b := first[1]
		b.Title, b.Link, b.Grade = "B2", "", vigil.E3
		second := put(b, vigil.Evidence{ID: 999, Title: "C", Grade: vigil.E0})
		if len(second) != 2 || second[0] != b || second[1].Title != "C" || second[1].ID == 999 || second[1].ID == first[0].ID {
			t.Errorf("after the change: %+v", second)
		}
		do(t, s, func(tx *store.Tx) error {
			return tx.PutEvidence(&a, "", "Q2", []vigil.Evidence{{ID: b.ID, Title: "D", Grade: vigil.E0}})
		})
		see(t, s, func(tx *store.Tx) error {
			list := read[[]vigil.Evidence](t)(tx.Evidence(a.ID))
			if len(list) != 3 || list[0] != b || list[2].ID == b.ID {
				t.Errorf("another answer took a reference over: %+v", list)
			}
			return nil
		})
	})
}

func TestTheSealMarkIsWrittenOnce(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		see(t, s, func(tx *store.Tx) error { same(t, "", read[string](t)(tx.SealMark())); return nil })
		do(t, s, func(tx *store.Tx) error { return tx.PutSealMark("sealed:1:abc") })
		see(t, s, func(tx *store.Tx) error { same(t, "sealed:1:abc", read[string](t)(tx.SealMark())); return nil })
		for _, mark := range []string{"", "a\x00b", "sealed:1:other"} {
			if err := s.Tx(t.Context(), func(tx *store.Tx) error { return tx.PutSealMark(mark) }); err == nil {
				t.Errorf("the mark %q is taken", mark)
			}
		}
	})
}
