package spreadsheet_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

// ofUnits is a filled workbook of a method that is answered by units too.
func ofUnits(t testing.TB) spreadsheet.Workbook {
	t.Helper()
	b := filled(t)
	m := *b.Methodology
	m.Units = &vigil.UnitRule{}
	b.Methodology = &m
	b.Answers = append(b.Answers, vigil.Answer{Unit: "north", Question: "BE.a.1", State: vigil.Answered, Value: "1", Grade: vigil.E1, Date: "2026-02-01"},
		vigil.Answer{Unit: "=south", Question: "BE.a.1", State: vigil.Refused}, vigil.Answer{Unit: "north", Question: "BE.b.1", State: vigil.Answered, Value: "2"},
		vigil.Answer{Unit: "north", Question: "BE.e.2", State: vigil.Answered, Value: "parallel_action"})
	b.Evidence = append(b.Evidence, vigil.Evidence{Unit: "north", Question: "BE.a.1", Title: "Site policy", Grade: vigil.E1, Date: "2026-02-01"},
		vigil.Evidence{Unit: "=south", Question: "BE.a.1", Title: "Letter", Grade: vigil.E2, Page: "4"})
	return b
}

func TestAnswersOfUnitsComeBack(t *testing.T) {
	b := ofUnits(t)
	name := written(t, b)
	answers, evidence := everything(t, b, name)
	if diff := cmp.Diff(sorted(b.Answers), answers); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(byAnswer(b.Evidence), evidence); diff != "" {
		t.Error(diff)
	}
	f, err := excelize.OpenFile(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Answers")
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]int{}
	for i, r := range rows[1:] {
		if len(r) == 0 {
			continue
		}
		key := r[len(rows[0])-1]
		if keys[key]++; keys[key] > 1 || r[1] == "" && key != r[0] {
			t.Errorf("row %d of %q has the key %q", i+2, r[0], key)
		}
		if r[0] == "BE.a.1" && r[1] == "" && (rows[i+2][0] != "BE.a.1" || rows[i+2][1] != "north") {
			t.Error("the answer of a unit does not stand below that of the organisation")
		}
	}
	if keys["north|BE.e.2/parallel_action"] != 1 {
		t.Errorf("the keys are %v", keys)
	}
}

func TestAnswersOfUnitsCanBeAdded(t *testing.T) {
	b := ofUnits(t)
	name := written(t, b)
	edit(t, name, func(f *excelize.File) error {
		rows, err := f.GetRows("Answers")
		if err != nil {
			return err
		}
		last := len(rows) + 1 // the first empty one below
		for i, row := range [][]any{{"BE.b.1", "=south", "", "", "3"}, {"BE.b.1", "north", "", "", "3"}, {"", "north"}} {
			cell, err := excelize.CoordinatesToCellName(1, last+i)
			if err != nil {
				return err
			}
			if err := f.SetSheetRow("Answers", cell, &row); err != nil {
				return err
			}
		}
		return nil
	})
	sub, ps := spreadsheet.ReadWorkbook(name)
	if !strings.Contains(ps.Error(), "BE.b.1 of the unit north stands here and in A") || !strings.Contains(ps.Error(), "without an id") || len(ps) != 2 {
		t.Error(ps)
	}
	for _, e := range sub.Entries {
		if e.Question == "BE.b.1" && e.Unit == "=south" && e.Value == "3" {
			return
		}
	}
	t.Error("the added row was not read")
}

func TestOnlyAMethodWithUnitsHasRowsForThem(t *testing.T) {
	locked := func(b spreadsheet.Workbook) bool {
		f, err := excelize.OpenFile(written(t, b))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		rows, err := f.GetRows("Answers")
		if err != nil {
			t.Fatal(err)
		}
		cell, err := excelize.CoordinatesToCellName(1, len(rows)+1)
		if err != nil {
			t.Fatal(err)
		}
		id, err := f.GetCellStyle("Answers", cell)
		if err != nil {
			t.Fatal(err)
		}
		style, err := f.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		return style.Protection == nil || style.Protection.Locked
	}
	if locked(ofUnits(t)) || !locked(filled(t)) {
		t.Error("rows for units are unlocked where the method has none, or locked where it has")
	}
}
