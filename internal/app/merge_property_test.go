package app_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"vigil/internal/app"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// sheet is what answers say, by row and cell, in the words of the cases.
type sheet map[string]map[string]string

// cellNames are the cells of a row.
var cellNames = []string{"answer", "grade", "date", "note", "search", "references"}

// said gives the sheet without who said it.
func said(rows map[string]map[string]string) sheet {
	out := sheet{}
	for name, row := range rows {
		out[name] = map[string]string{}
		for _, cell := range cellNames {
			out[name][cell] = row[cell]
		}
	}
	return out
}

// values are what can be answered to the questions of the form.
var values = map[string][]string{"S": {"yes", "no"}, "L1": {"0", "1", "2", "3"}, "L2": {"0", "1", "2", "3"}, "L3": {"0", "1", "2", "3"}, "F": {"open", "settled", "clear"},
	"M": {"-", "a", "a;c", "a;b;c"}, "T": {"In words", "=1+1", "  led by blanks", "two\nlines", "-"}, "N": {"0", "-1.5", "0.3", "1000000"}, "D": {"2026-03-01", "1999-12-31"}}

var rowNames = func() (list []string) {
	for _, unit := range []string{"", "north/"} {
		for _, id := range slices.Sorted(maps.Keys(values)) {
			list = append(list, unit+id)
		}
	}
	return list
}()

// content draws what stands in one cell; short lists, so that two sides meet now and then.
func content(t *rapid.T, row, cell string) string {
	pick := func(list ...string) string { return rapid.SampledFrom(list).Draw(t, cell) }
	switch cell {
	case "answer":
		_, id := named(row)
		return pick(append(slices.Clone(values[id]), "refused", "not_disclosed", "not_assessed", "withheld_for_safety")...)
	case "grade":
		return pick("", "E0", "E1", "E2", "E4")
	case "date":
		return pick("", "2026-01-15", "2025-12-31")
	case "note":
		return pick("", "Seen", "=1+1", "'quoted", "two\nlines", " led and followed by blanks ", "<b>&amp;", "_x000D_", "see sheet Evidence")
	case "search":
		return pick("", "2026-01-10 | registers | en | company name", " | press |  | ", "2026-02-01 | registers | es, en | =name")
	}
	return pick("", "Policy", "Policy; Minutes", "Minutes; Policy", "Policy, page 3; Letter (public)", "see sheet Evidence")
}

// change draws an edit of a row that says what was says; nil where it said nothing.
func change(t *rapid.T, row string, was map[string]string) (rowCase, map[string]string) {
	r, is := rowCase{Row: row}, map[string]string{}
	if was != nil && rapid.IntRange(0, 4).Draw(t, "emptied") == 0 {
		r.Is = "emptied"
		return r, nil
	}
	for _, cell := range cellNames {
		is[cell] = was[cell]
		if was == nil && cell == "answer" || rapid.IntRange(0, 2).Draw(t, "touched "+cell) == 0 {
			is[cell] = content(t, row, cell)
			r.set(cell, is[cell])
		}
	}
	is["answer"] = strings.TrimSpace(is["answer"])
	is["search"] = trimmed(is["search"])
	return r, is
}

func trimmed(search string) string {
	parts := strings.Split(search, "|")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return strings.Join(parts, " | ")
}

func (r *rowCase) set(cell, text string) {
	switch cell {
	case "answer":
		r.Answer = &text
	case "grade":
		r.Grade = &text
	case "date":
		r.Date = &text
	case "note":
		r.Note = &text
	case "search":
		r.Search = &text
	case "references":
		list := []string{}
		if text != "" {
			list = strings.Split(text, "; ")
		}
		r.References = &list
	}
}

// work draws what somebody does to some rows, and what the sheet says afterwards.
func work(t *rapid.T, label string, was sheet) ([]rowCase, sheet) {
	is := maps.Clone(was)
	var rows []rowCase
	for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(rowNames), 0, 6, rapid.ID[string]).Draw(t, label) {
		r, says := change(t, name, was[name])
		rows = append(rows, r)
		if says == nil {
			delete(is, name)
		} else {
			is[name] = says
		}
	}
	return rows, is
}

// unordered sorts the references, whose order says nothing.
func unordered(s sheet) sheet {
	out := sheet{}
	for name, row := range s {
		out[name] = maps.Clone(row)
		list := strings.Split(row["references"], "; ")
		slices.Sort(list)
		out[name]["references"] = strings.Join(list, "; ")
	}
	return out
}

func same(t rapid.TB, what string, want, got sheet) {
	t.Helper()
	if d := gocmp.Diff(unordered(want), unordered(got)); d != "" {
		t.Fatalf("%s: wanted (-) and on file (+):\n%s", what, d)
	}
}

// TestAnyAssessmentTravelsByWorkbook: into a fresh database a workbook brings everything that it can carry.
func TestAnyAssessmentTravelsByWorkbook(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		a, b := onForm(t, store.Config{Dir: t.TempDir()}), onForm(t, store.Config{Dir: t.TempDir()})
		defer a.Store.Close()
		defer b.Store.Close()
		rows, want := work(rt, "rows", sheet{})
		_, err := a.Import(ctx, analyst, "acme-1", edited(t, exported(t, a, analyst, true), rows), app.ImportOptions{})
		okay(rt, err)
		same(rt, "first import", want, said(onFile(t, a)))
		sub := exported(t, a, analyst, false)
		plan, err := b.Import(ctx, analyst, "acme-1", sub, app.ImportOptions{})
		okay(rt, err)
		same(rt, "into a fresh database", want, said(onFile(t, b)))
		if plan.Counts.New != len(want) || plan.Export != "" {
			rt.Fatalf("%d answers were taken as %+v", len(want), plan)
		}
		again, err := b.Import(ctx, analyst, "acme-1", sub, app.ImportOptions{})
		okay(rt, err)
		if len(again.Cells) > 0 || again.Counts.Unchanged != len(want) {
			rt.Fatalf("the same file once more: %+v", again)
		}
	})
}

// TestMergeOfAnything: two people work on the same assessment, one of them in a workbook. Without a choice nothing that
// contradicts is stored; with one every cell is the one side's or the other's, a change that nobody contradicts holds,
// and the same file once more changes nothing.
func TestMergeOfAnything(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		a := onForm(t, store.Config{Dir: t.TempDir()})
		a.Folder = t.TempDir()
		defer a.Store.Close()
		mergeOfAnything(rt, t, a)
	})
}

func mergeOfAnything(rt *rapid.T, t *testing.T, a *app.App) {
	rows, base := work(rt, "base", sheet{})
	theirs, server := work(rt, "server", base)
	mine, file := work(rt, "file", base)
	_, err := a.Import(ctx, analyst, "acme-1", edited(t, exported(t, a, analyst, true), rows), app.ImportOptions{})
	okay(rt, err)
	sub := edited(t, exported(t, a, analyst, false), mine)
	_, err = a.Import(ctx, rival, "acme-1", edited(t, exported(t, a, rival, false), theirs), app.ImportOptions{})
	okay(rt, err)
	same(rt, "their import", server, said(onFile(t, a)))

	held, err := a.HoldImport(ctx, analyst, "acme-1", sub) // the plan as a page shows it before anything is applied
	okay(rt, err)
	same(rt, "looked at", server, said(onFile(t, a)))
	plan, err := a.Import(ctx, analyst, "acme-1", sub, app.ImportOptions{DryRun: true})
	o := app.ImportOptions{}
	if err != nil {
		refused(t, err, vigil.Conflict, "nothing was stored")
		_, err = a.ApplyImport(ctx, analyst, "acme-1", held.Code, app.ImportOptions{Digest: held.Plan.Digest})
		refused(t, err, vigil.Conflict, "nothing was stored")
		same(rt, "refused", server, said(onFile(t, a)))
		o.Prefer = rapid.SampledFrom([]app.Side{app.FromFile, app.FromServer}).Draw(rt, "prefer")
		plan, err = a.Import(ctx, analyst, "acme-1", sub, app.ImportOptions{DryRun: true, Prefer: o.Prefer})
		okay(rt, err)
	}
	if diff := gocmp.Diff(plan.Cells, preferred(held.Plan.Cells, o.Prefer)); diff != "" || plan.Digest != held.Plan.Digest {
		rt.Fatalf("the plan (-) and the plan that was shown (+):\n%s", diff)
	}
	applied, err := a.ApplyImport(ctx, analyst, "acme-1", held.Code, app.ImportOptions{Digest: held.Plan.Digest, Prefer: o.Prefer})
	okay(rt, err)
	if applied.Done == nil || *applied.Done != plan.Counts {
		rt.Fatalf("shown %+v, applied %+v", plan.Counts, applied.Done)
	}
	twice, err := a.ApplyImport(ctx, analyst, "acme-1", held.Code, app.ImportOptions{Digest: held.Plan.Digest, Prefer: o.Prefer})
	okay(rt, err)
	if !twice.Applied.Equal(*applied.Applied) {
		rt.Fatalf("applied at %s and again at %s", applied.Applied, twice.Applied)
	}
	if o.Prefer == "" && plan.Counts.Conflicts > 0 {
		rt.Fatalf("a conflict was imported: %+v", plan)
	}
	after := said(onFile(t, a))
	if len(theirs) == 0 {
		same(rt, "with nobody else, a merge is a plain import", file, after)
	}
	oneOrTheOther(rt, base, server, file, after, plan)
	again, err := a.Import(ctx, analyst, "acme-1", sub, o)
	okay(rt, err)
	if n := again.Counts; n.New+n.Changed+n.Cleared > 0 {
		rt.Fatalf("the same file once more: %+v", n)
	}
	same(rt, "the same file once more", after, said(onFile(t, a)))
}

// preferred gives every cell that nobody decided the side that was chosen for all.
func preferred(cells []app.ImportCell, prefer app.Side) []app.ImportCell {
	for i := range cells {
		cells[i].Take = cmp.Or(cells[i].Take, prefer)
	}
	return cells
}

// oneOrTheOther checks every cell of every row.
func oneOrTheOther(t *rapid.T, base, server, file, after sheet, plan app.ImportPlan) {
	base, server, file, after = unordered(base), unordered(server), unordered(file), unordered(after)
	conflict := map[string]bool{}
	for _, c := range plan.Cells {
		if c.Status == app.Conflicting {
			conflict[fmt.Sprint(strings.TrimPrefix(c.Unit+"/"+c.Question, "/"), " ", strings.Replace(c.Field, "evidence", "references", 1))] = true
		}
	}
	for _, row := range rowNames {
		for _, cell := range cellNames {
			b, s, f, got := base[row][cell], server[row][cell], file[row][cell], after[row][cell]
			name := row + " " + cell
			switch {
			case got != f && got != s:
				t.Fatalf("%s is %q: neither the file's %q nor what was on file, %q", name, got, f, s)
			case conflict[name]:
			case f == b && got != s:
				t.Fatalf("%s was changed on file alone, from %q to %q, and is %q", name, b, s, got)
			case s == b && got != f:
				t.Fatalf("%s was changed in the file alone, from %q to %q, and is %q", name, b, f, got)
			case f != s && f != b && s != b:
				t.Fatalf("%s was changed on both sides, and nobody was asked", name)
			}
		}
	}
}

func okay(t rapid.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
