package app_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"vigil/internal/app"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// contested is a note that was changed on both sides, ready to be decided.
func contested(t *testing.T) (*app.App, vigil.Submission) {
	t.Helper()
	a := onForm(t, store.Config{Dir: t.TempDir()})
	level, note, theirs, mine := "2", "Old", "Theirs", "Mine"
	_, err := a.Import(ctx, analyst, "acme-1", edited(t, exported(t, a, analyst, true), []rowCase{{Row: "L1", Answer: &level, Note: &note}}), app.ImportOptions{})
	must(t, err)
	sub := edited(t, exported(t, a, analyst, false), []rowCase{{Row: "L1", Note: &mine}})
	_, err = a.Import(ctx, rival, "acme-1", edited(t, exported(t, a, rival, false), []rowCase{{Row: "L1", Note: &theirs}}), app.ImportOptions{})
	must(t, err)
	return a, sub
}

// TestChoiceOfWhatHasChanged: whoever chose saw other things than are on file now, so the choice does not count.
func TestChoiceOfWhatHasChanged(t *testing.T) {
	a, sub := contested(t)
	plan, err := a.Import(ctx, analyst, "acme-1", sub, app.ImportOptions{DryRun: true})
	refused(t, err, vigil.Conflict)
	if len(plan.Cells) != 1 || plan.Cells[0].By != rival.Person || plan.Cells[0].At == nil || plan.Cells[0].Place.Sheet != "Answers" || plan.Cells[0].Place.Cell == "" {
		t.Errorf("the plan says %+v", plan.Cells)
	}
	o := app.ImportOptions{Version: plan.Version, Choices: map[string]app.Side{plan.Cells[0].Conflict: app.FromFile}}
	newer := "Theirs, once more"
	_, err = a.Import(ctx, rival, "acme-1", edited(t, exported(t, a, rival, false), []rowCase{{Row: "L1", Note: &newer}}), app.ImportOptions{})
	must(t, err)
	_, err = a.Import(ctx, analyst, "acme-1", sub, o)
	refused(t, err, vigil.Conflict, "while you chose", "nothing was stored")
	if got := onFile(t, a)["L1"]["note"]; got != newer {
		t.Errorf("on file is %q", got)
	}
	again, err := a.Import(ctx, analyst, "acme-1", sub, app.ImportOptions{DryRun: true})
	refused(t, err, vigil.Conflict)
	o.Version = again.Version
	_, err = a.Import(ctx, analyst, "acme-1", sub, o)
	must(t, err)
	if row := onFile(t, a)["L1"]; row["note"] != "Mine" || row["author"] != analyst.Person {
		t.Errorf("on file is %v", row)
	}
}

func TestSidesThatAreNone(t *testing.T) {
	a, sub := contested(t)
	for _, o := range []app.ImportOptions{{Prefer: "mine"}, {Choices: map[string]app.Side{"L1||note": "mine"}}, {Choices: map[string]app.Side{"L9||note": app.FromFile}}} {
		_, err := a.Import(ctx, analyst, "acme-1", sub, o)
		refused(t, err, vigil.Invalid)
	}
	if got := onFile(t, a)["L1"]["note"]; got != "Theirs" {
		t.Errorf("on file is %q", got)
	}
}

// TestExportKeepsNoText: of what went out only hashes are kept, different in every export, and of an erased text not
// even those.
func TestExportKeepsNoText(t *testing.T) {
	a := onForm(t, store.Config{Dir: t.TempDir()})
	level, note := "2", marker
	_, err := a.Import(ctx, analyst, "acme-1", edited(t, exported(t, a, analyst, true), []rowCase{{Row: "L1", Answer: &level, Note: &note}, {Row: "L2", Answer: &level, Note: &note}}), app.ImportOptions{})
	must(t, err)
	exported(t, a, analyst, false)
	exported(t, a, analyst, false)
	bases := func() (list []string) {
		t.Helper()
		must(t, a.Store.View(ctx, func(tx *store.Tx) error {
			as, err := tx.Assessment("acme-1")
			if err != nil {
				return err
			}
			exports, err := tx.Exports(as.ID)
			for _, e := range exports {
				if e.Person != analyst.Person || e.Version == 0 || len(e.Salt) < 32 {
					t.Errorf("kept is %+v", e)
				}
				list = append(list, string(e.Base))
			}
			return err
		}))
		return list
	}
	before := bases()
	if len(before) != 3 || before[0] != "[]" || before[1] == before[2] {
		t.Fatalf("kept are %q", before)
	}
	hash := regexp.MustCompile(`"note":"([^"]+)"`)
	for _, base := range before[1:] {
		notes := hash.FindAllStringSubmatch(base, -1)
		if strings.Contains(base, marker) || len(notes) != 2 || notes[0][1] == notes[1][1] {
			t.Errorf("equal texts show, or the text itself: %s", base)
		}
	}
	must(t, a.EraseAnswer(ctx, other, "acme-1", "", "L1"))
	for i, base := range bases()[1:] {
		was, is := hash.FindAllStringSubmatch(before[i+1], -1), hash.FindAllStringSubmatch(base, -1)
		if is[0][1] != "erased" || is[1][1] != was[1][1] || strings.Count(base, "erased") != 1 {
			t.Errorf("after the erasure %s is kept", base)
		}
	}
}

// TestAuditOfAMerge: the log has codes and counts, and which export came back.
func TestAuditOfAMerge(t *testing.T) {
	a, sub := contested(t)
	_, err := a.Import(ctx, analyst, "acme-1", sub, app.ImportOptions{Prefer: app.FromFile})
	must(t, err)
	list, err := a.AuditEntries(ctx, admin)
	must(t, err)
	last := list[len(list)-1]
	if want := "new 0 changed 0 cleared 0 unchanged 0 kept 0 conflicts 1 evidence 0 export " + sub.Export; last.Action != "assessment.import" || last.Detail != want {
		t.Errorf("the log says %q", last.Detail)
	}
	must(t, a.VerifyAudit(ctx, admin))
}

// TestHandledWorkbook: what people do to a sheet besides answering changes nothing that is merged.
func TestHandledWorkbook(t *testing.T) {
	row := regexp.MustCompile(`(?s)<row [^>]*?(?:/>|>.*?</row>)`)
	renumber := func(text string, n int) string {
		text = regexp.MustCompile(`^<row r="\d+"`).ReplaceAllString(text, `<row r="`+strconv.Itoa(n)+`"`)
		return regexp.MustCompile(`<c r="([A-Z]+)\d+"`).ReplaceAllString(text, `<c r="${1}`+strconv.Itoa(n)+`"`)
	}
	// onRows changes the rows of the answers below the titles.
	onRows := func(change func(rows []string) []string) func(string) string {
		return func(part string) string {
			rows := row.FindAllString(part, -1)
			var b strings.Builder
			for i, r := range append(rows[:1:1], change(slices.Clone(rows[1:]))...) {
				b.WriteString(renumber(r, i+1))
			}
			start, end := strings.Index(part, rows[0]), strings.LastIndex(part, "</sheetData>")
			return part[:start] + b.String() + part[end:]
		}
	}
	cell := func(column, text string) string {
		return `<c r="` + column + `1" t="inlineStr"><is><t>` + text + `</t></is></c></row>`
	}
	filled := func(rows []string, keep func(i int) bool) (out []string) {
		for i, r := range rows {
			if keep(i) {
				out = append(out, r)
			}
		}
		return out
	}
	for name, c := range map[string]struct {
		change func(string) string
		less   bool // rows are missing
	}{
		"sorted the other way": {onRows(func(rows []string) []string { slices.Reverse(rows); return rows }), false},
		"filtered": {onRows(func(rows []string) []string {
			for i := range rows {
				if i%2 == 0 {
					rows[i] = strings.Replace(rows[i], "<row ", `<row hidden="1" `, 1)
				}
			}
			return rows
		}), false},
		"rows in part": {onRows(func(rows []string) []string { return filled(rows, func(i int) bool { return i%3 == 0 }) }), true},
		"a column of one's own": {onRows(func(rows []string) []string {
			for i := range rows {
				rows[i] = strings.Replace(rows[i], "</row>", cell("AZ", fmt.Sprintf("remark %d", i)), 1)
			}
			return rows
		}), false},
		"blank rows between": {onRows(func(rows []string) (out []string) {
			for _, r := range rows {
				out = append(out, r, `<row r="1"></row>`)
			}
			return out
		}), false},
	} {
		t.Run(name, func(t *testing.T) {
			a := onForm(t, store.Config{Dir: t.TempDir()})
			one, two, note := "1", "2", "Note"
			log, references := "2026-01-10 | registers | en | name", []string{"Policy", "Minutes, page 4"}
			rows := []rowCase{{Row: "S", Answer: ptr("yes")}, {Row: "L1", Answer: &two, Grade: ptr("E2"), Date: ptr("2026-01-15"), Note: &note, References: &references}, {Row: "L2", Answer: &one},
				{Row: "F", Answer: ptr("clear"), Search: &log}, {Row: "T", Answer: ptr("In words")}, {Row: "north/L1", Answer: &one, Note: &note}}
			_, err := a.Import(ctx, analyst, "acme-1", edited(t, exported(t, a, analyst, true), rows), app.ImportOptions{})
			must(t, err)
			before := onFile(t, a)
			var book bytes.Buffer
			must(t, a.Workbook(ctx, analyst, "acme-1", false, &book))
			back := readBook(t, withAnswers(t, book.Bytes(), c.change))
			plan, err := a.Import(ctx, analyst, "acme-1", back, app.ImportOptions{})
			must(t, err)
			if plan.Export == "" || len(plan.Cells) > 0 || !c.less && plan.Counts.Unchanged != len(rows) || plan.Counts.Unchanged == 0 {
				t.Errorf("the plan is %+v", plan)
			}
			newer := "Theirs"
			_, err = a.Import(ctx, rival, "acme-1", edited(t, exported(t, a, rival, false), []rowCase{{Row: "L1", Note: &newer}}), app.ImportOptions{})
			must(t, err)
			_, err = a.Import(ctx, analyst, "acme-1", back, app.ImportOptions{})
			must(t, err)
			after := onFile(t, a)
			before["L1"]["note"], before["L1"]["author"] = newer, rival.Person
			for name, row := range before {
				for cell, want := range row {
					if after[name][cell] != want {
						t.Errorf("%s %s is %q, want %q", name, cell, after[name][cell], want)
					}
				}
			}
		})
	}
}

func ptr(s string) *string { return &s }

// withAnswers copies a workbook with the sheet of answers changed.
func withAnswers(t *testing.T, book []byte, change func(part string) string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	must(t, err)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	changed := false
	for _, f := range in.File {
		r, err := f.Open()
		must(t, err)
		part, err := io.ReadAll(r)
		must(t, err)
		if f.Name == answersPart(t, in) {
			part, changed = []byte(change(string(part))), true
		}
		to, err := w.Create(f.Name)
		must(t, err)
		_, err = to.Write(part)
		must(t, err)
	}
	must(t, w.Close())
	if !changed {
		t.Fatal("no sheet of answers")
	}
	return out.Bytes()
}

// answersPart finds the part of the sheet of answers by its number among the sheets.
func answersPart(t *testing.T, in *zip.Reader) string {
	t.Helper()
	f, err := in.Open("xl/workbook.xml")
	must(t, err)
	defer f.Close()
	text, err := io.ReadAll(f)
	must(t, err)
	id := regexp.MustCompile(`<sheet [^>]*name="Answers"[^>]*sheetId="(\d+)"`).FindSubmatch(text)
	if id == nil {
		t.Fatal("no sheet of answers is listed")
	}
	return "xl/worksheets/sheet" + string(id[1]) + ".xml"
}
