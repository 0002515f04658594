package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// text is any text that can be stored, often with signs that databases or encodings mind.
var text = rapid.OneOf(rapid.SampledFrom([]string{"", "0", "1", "yes", "-", "gate_a;gate_b", "12.5", "a 'quoted' \"text\"", "ñ–日本", "%_\\"}),
	rapid.String().Filter(func(s string) bool { return !strings.ContainsRune(s, 0) }))

var someAnswer = rapid.Custom(func(t *rapid.T) vigil.Answer {
	return vigil.Answer{
		Unit:     rapid.SampledFrom([]string{"", "group", "site", "Z", "é"}).Draw(t, "unit"),
		Question: rapid.SampledFrom([]string{"BE.a.1", "BE.a.2", "BE.b.1", "SCR.1", "b"}).Draw(t, "question"),
		Value:    text.Draw(t, "value"),
		State:    rapid.SampledFrom(vigil.States).Draw(t, "state"),
		Grade:    rapid.SampledFrom(append([]vigil.Grade{""}, vigil.Grades...)).Draw(t, "grade"),
		Note:     text.Draw(t, "note"),
		Search:   vigil.SearchLog{Terms: text.Draw(t, "terms")},
		Author:   "ana",
	}
})

var answerSet = rapid.SliceOfNDistinct(someAnswer, 0, 12, func(a vigil.Answer) [2]string { return [2]string{a.Unit, a.Question} })

// TestPackedEqualsRows puts, changes and deletes at random and holds the rows, the compact form and a plain map
// against one another after every step.
func TestPackedEqualsRows(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		o, _ := begin(t, s)
		runs := 0
		rapid.Check(t, func(rt *rapid.T) {
			runs++
			a := assessment(fmt.Sprintf("random-%d", runs), o.ID)
			want := map[[2]string]vigil.Answer{}
			err := s.Tx(context.Background(), func(tx *store.Tx) error {
				if err := tx.CreateAssessment(&a); err != nil {
					return err
				}
				for range rapid.IntRange(1, 3).Draw(rt, "steps") {
					set := answerSet.Draw(rt, "answers")
					if err := tx.PutAnswers(&a, set); err != nil {
						return err
					}
					for _, x := range set {
						want[[2]string{x.Unit, x.Question}] = x
					}
					if len(set) > 0 && rapid.Bool().Draw(rt, "delete") {
						if err := tx.DeleteAnswer(&a, set[0].Unit, set[0].Question, "eva"); err != nil {
							return err
						}
						delete(want, [2]string{set[0].Unit, set[0].Question})
					}
					rows, err := tx.Answers(a.ID)
					if err != nil {
						return err
					}
					packed, err := tx.PackedAnswers(a.ID)
					if err != nil {
						return err
					}
					model := []vigil.Answer{}
					for _, x := range want {
						model = append(model, x)
					}
					vigil.SortAnswers(model)
					if diff := cmp.Diff(model, rows, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(vigil.Answer{}, "ID", "AssessmentID", "Version", "UpdatedAt")); diff != "" {
						rt.Fatalf("given (-) and rows (+):\n%s", diff)
					}
					if diff := cmp.Diff(rows, packed, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(vigil.Answer{}, "ID", "AssessmentID", "Version", "UpdatedAt", "Note", "Search", "Author")); diff != "" {
						rt.Fatalf("rows (-) and packed (+):\n%s", diff)
					}
				}
				return nil
			})
			if err != nil {
				rt.Fatal(err)
			}
		})
	})
}

// TestUnpackDamaged cuts a packed form short and adds to it at every place: never a panic, never a shorter list that
// passes for the whole.
func TestUnpackDamaged(t *testing.T) {
	list := []vigil.Answer{
		{Question: "Q1", Value: "3", State: vigil.Answered, Grade: vigil.E2}, {Question: "Q2", State: vigil.Refused},
		{Unit: "site", Question: "Q1", Value: "a;b", State: vigil.Answered, Grade: vigil.E4},
	}
	whole := store.Pack(list)
	if got, err := store.Unpack(whole); err != nil || cmp.Diff(list, got) != "" {
		t.Fatalf("whole: %v %v", got, err)
	}
	if got, err := store.Unpack(store.Pack(nil)); err != nil || len(got) != 0 {
		t.Fatalf("nothing: %v %v", got, err)
	}
	between := len(store.Pack(list[:2])) // the end of a unit is a whole form of its own
	for i := range whole {
		got, err := store.Unpack(whole[:i])
		if i == 1 || i == between {
			continue
		}
		if err == nil {
			t.Errorf("the first %d bytes pass for %v", i, got)
		}
	}
	for _, b := range [][]byte{nil, {2}, append(slices.Clone(whole), 0xff), {1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01}, {1, 0, 1, 1, 'Q', 0xf0, 0}, {1, 0, 1, 1, 'Q', 0x07, 0}} {
		if got, err := store.Unpack(b); vigil.KindOf(err) != vigil.Internal {
			t.Errorf("%x gives %v, %v", b, got, err)
		}
	}
}

func TestHistory(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		_, a := begin(t, s)
		steps := []vigil.Answer{
			{Question: "Q", Value: "1", State: vigil.Answered, Grade: vigil.E1, Note: "first note", Author: "ana"},
			{Question: "Q", Value: "a free text", State: vigil.Answered, Note: "second note", Author: "rui", ApprovedBy: "eva", Date: "2026-01-01"},
			{Question: "Q", State: vigil.NotDisclosed, Search: vigil.SearchLog{Date: "2026-02-02", Sources: "press", Languages: "en", Terms: "name"}},
		}
		for _, step := range steps {
			do(t, s, func(tx *store.Tx) error {
				return tx.PutAnswers(&a, []vigil.Answer{step, {Question: "other", State: vigil.Refused}})
			})
		}
		do(t, s, func(tx *store.Tx) error { return tx.DeleteAnswer(&a, "", "Q", "eva") })
		var list []store.Change
		see(t, s, func(tx *store.Tx) error {
			var err error
			list, err = tx.History(a.ID, "", "Q")
			return err
		})
		if len(list) != 4 || list[3].Action != "delete" || list[3].Author != "eva" || list[3].Search != steps[2].Search {
			t.Fatalf("history: %+v", list)
		}
		for i, step := range steps {
			c := list[i]
			got := vigil.Answer{Question: c.Question, Value: c.Value, State: c.State, Grade: c.Grade, Note: c.Note, Author: c.Author, ApprovedBy: c.ApprovedBy, Date: c.Date, Search: c.Search}
			if diff := cmp.Diff(step, got); diff != "" || c.Action != "put" || c.Version != int64(i+1) || !c.Time.Equal(noon) || !c.Genuine() || c.Erased() {
				t.Errorf("line %d: %+v\n%s", i, c, diff)
			}
		}
		forged := list[0]
		forged.Content = []byte(strings.Replace(string(forged.Content), "first", "other", 1))
		if forged.Genuine() {
			t.Error("a changed note passes for genuine")
		}
		for _, statement := range []string{"UPDATE answer_history SET value = '3'", "UPDATE answer_history SET hash = ''", "DELETE FROM answer_history", "UPDATE answer_history SET author = 'x', content = NULL"} {
			if err := s.Raw(context.Background(), statement); err == nil || !strings.Contains(err.Error(), "never") {
				t.Errorf("%s: %v", statement, err)
			}
		}
	})
}

// TestErase takes what people wrote out of the history; neither the tables nor the closed file may hold it afterwards.
func TestErase(t *testing.T) {
	for name, c := range configs(t) {
		c.Sealer = store.InTheOpen{} // so that a text that is still there can be found
		t.Run(name, func(t *testing.T) { erase(t, c) })
	}
}

func erase(t *testing.T, c store.Config) {
	s := open(t, c)
	_, a := begin(t, s)
	for _, note := range []string{marker + " in a note", "harmless"} {
		do(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.PutAnswers(&a, []vigil.Answer{{Question: "Q", Value: "1", State: vigil.Answered, Note: note}, {Question: "T", Value: note + " as text", State: vigil.Answered}}))
		})
	}
	var before []store.Change
	see(t, s, func(tx *store.Tx) (err error) { before, err = tx.History(a.ID, "", "Q"); return err })
	do(t, s, func(tx *store.Tx) error {
		n, err := tx.EraseHistory(a.ID, "", "Q")
		m, err2 := tx.EraseHistory(a.ID, "", "T")
		if n != 2 || m != 2 {
			t.Errorf("erased %d and %d lines", n, m)
		}
		return errors.Join(err, err2)
	})
	see(t, s, func(tx *store.Tx) error {
		after, err := tx.History(a.ID, "", "Q")
		for i, c := range after {
			if !c.Erased() || c.Note != "" || c.Value != "1" || c.Hash != before[i].Hash || !c.Genuine() {
				t.Errorf("line %d after: %+v", i, c)
			}
		}
		return err
	})
	texts, err := s.Dump(context.Background(), "answer_history", "answers", "packed_answers")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(texts, "harmless") || strings.Contains(texts, marker) {
		t.Errorf("the tables still hold it: %s", texts)
	}
	if c.Dir == "" {
		return
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(c.Dir, store.File))
	if err != nil || !bytes.Contains(raw, []byte("harmless")) || bytes.Contains(raw, []byte(marker)) {
		t.Errorf("the file still holds it (%v)", err)
	}
	if left, err := filepath.Glob(filepath.Join(c.Dir, store.File+"-*")); err != nil || len(left) > 0 {
		t.Errorf("left beside it: %v %v", left, err)
	}
}
