package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vigil/internal/store"
)

func TestExports(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		_, a := begin(t, s)
		first := store.Export{AssessmentID: a.ID, Code: "x1", Version: 3, Person: "ana", Salt: []byte{0, 1, 2}, Base: []byte("[]")}
		second := store.Export{AssessmentID: a.ID, Code: "x0", Version: 4, Person: "rui", Salt: []byte{3}, Base: []byte("[1]")}
		do(t, s, func(tx *store.Tx) error {
			if err := tx.CreateExport(&first); err != nil {
				return err
			}
			return tx.CreateExport(&second)
		})
		if first.ID == 0 || !first.Time.Equal(noon) {
			t.Errorf("neither id nor time: %+v", first)
		}
		second.Base = []byte("[2]")
		do(t, s, func(tx *store.Tx) error { return tx.SaveBase(second) })
		see(t, s, func(tx *store.Tx) error {
			list, err := tx.Exports(a.ID)
			if err != nil {
				return err
			}
			if diff := cmp.Diff([]store.Export{first, second}, list); diff != "" {
				t.Errorf("given (-) and kept (+):\n%s", diff)
			}
			one, err := tx.Export(a.ID, "x0")
			if diff := cmp.Diff(second, one); diff != "" {
				t.Errorf("given (-) and kept (+):\n%s", diff)
			}
			return err
		})
	})
}
