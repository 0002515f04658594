package app_test

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"vigil/internal/app"
	"vigil/internal/catalogue"
	"vigil/internal/spreadsheet"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// mergeCase is one file testdata/merge/<case>/case.yaml, which needs no Go to add to; testdata/merge/README.md says how.
type mergeCase struct {
	Title    string     `yaml:"case,required"`
	Proves   string     `yaml:"proves,required"`
	Base     []rowCase  `yaml:"base"`
	Approved []string   `yaml:"approved"`
	Server   []rowCase  `yaml:"server"`
	Erased   []string   `yaml:"erased"`
	Workbook string     `yaml:"workbook"` // blank | foreign | none | other version
	By       string     `yaml:"by"`       // respondent
	File     []rowCase  `yaml:"file"`
	Prefer   string     `yaml:"prefer"`
	Choose   []namedRow `yaml:"choose"`
	Refused  string     `yaml:"refused"` // conflict | invalid
	Says     []string   `yaml:"says"`
	Want     []namedRow `yaml:"want"`
	Counts   countsCase `yaml:"counts"`
	After    []rowCase  `yaml:"after"`
	Approval []namedRow `yaml:"approval"`
}

// rowCase is a row, named by its question or by unit/question, and what is written into its cells. What is not named
// stays as it was.
type rowCase struct {
	Row        string    `yaml:",key"`
	Is         string    `yaml:"is"` // emptied | missing
	Answer     *string   `yaml:"answer"`
	Grade      *string   `yaml:"grade"`
	Date       *string   `yaml:"date"`
	Note       *string   `yaml:"note"`
	Search     *string   `yaml:"search"` // date | sources | languages | terms
	References *[]string `yaml:"references"`
}

type namedRow struct {
	Name  string `yaml:",key"`
	Value string `yaml:",value"`
}

type countsCase struct {
	New       int `yaml:"new"`
	Changed   int `yaml:"changed"`
	Cleared   int `yaml:"cleared"`
	Unchanged int `yaml:"unchanged"`
	Kept      int `yaml:"kept"`
	Conflicts int `yaml:"conflicts"`
	Evidence  int `yaml:"evidence"`
}

var (
	analyst = vigil.Actor{Person: "ana", Role: vigil.Analyst}
	rival   = vigil.Actor{Person: "eva", Role: vigil.Analyst}
)

var mergeInstruments = sync.OnceValues(func() (*catalogue.Catalogue, vigil.Problems) {
	return catalogue.Load(os.DirFS("testdata/instruments"))
})

// onForm opens an organisation with two units and an assessment with the form of the cases.
func onForm(t testing.TB, c store.Config) *app.App {
	t.Helper()
	a := open(t, c)
	cat, ps := mergeInstruments()
	must(t, ps.Err())
	a.Catalogue = cat
	_, err := a.NewOrganisation(ctx, admin, vigil.Organisation{Code: "acme", Name: "Example acme", Sector: "EXT", Country: "PE", Fictional: true})
	must(t, err)
	must(t, a.AddMember(ctx, admin, "acme", guest.Person, vigil.Respondent))
	must(t, a.PutUnits(ctx, admin, "acme", []vigil.Unit{{Code: "north", Name: "North"}, {Code: "south", Name: "South"}}))
	_, err = a.NewAssessment(ctx, admin, app.NewAssessment{Code: "acme-1", Organisation: "acme", Questionnaire: "merge-form", Mode: vigil.SELF})
	must(t, err)
	return a
}

// exported sends a workbook out and reads it as it would come back.
func exported(t testing.TB, a *app.App, by vigil.Actor, blank bool) vigil.Submission {
	t.Helper()
	var b bytes.Buffer
	must(t, a.Workbook(ctx, by, "acme-1", blank, &b))
	return readBook(t, b.Bytes())
}

func readBook(t testing.TB, book []byte) vigil.Submission {
	t.Helper()
	path := filepath.Join(t.TempDir(), "acme.xlsx")
	must(t, os.WriteFile(path, book, 0o600))
	sub, ps := spreadsheet.ReadWorkbook(path)
	must(t, ps.Err())
	return sub
}

// named splits the name of a row.
func named(row string) (unit, question string) {
	if unit, question, of := strings.Cut(row, "/"); of {
		return unit, question
	}
	return "", row
}

// edited is the file after somebody worked on rows of it.
func edited(t testing.TB, sub vigil.Submission, rows []rowCase) vigil.Submission {
	t.Helper()
	sub.Entries = slices.Clone(sub.Entries)
	for _, r := range rows {
		unit, question := named(r.Row)
		i := slices.IndexFunc(sub.Entries, func(e vigil.Entry) bool { return e.Unit == unit && e.Question == question })
		if i < 0 {
			i = len(sub.Entries)
			sub.Entries = append(sub.Entries, vigil.Entry{Unit: unit, Question: question})
		}
		e := &sub.Entries[i]
		switch r.Is {
		case "missing":
			sub.Entries = slices.Delete(sub.Entries, i, i+1)
			continue
		case "emptied":
			*e = vigil.Entry{Unit: unit, Question: question, Place: e.Place, Places: e.Places}
		case "":
		default:
			t.Fatalf("%s: a row is emptied or missing, not %q", r.Row, r.Is)
		}
		r.write(t, e)
	}
	return sub
}

// write fills the cells in.
func (r rowCase) write(t testing.TB, e *vigil.Entry) {
	t.Helper()
	if r.Answer != nil {
		if e.Value, e.State = *r.Answer, ""; slices.Contains(vigil.States, vigil.State(*r.Answer)) {
			e.Value, e.State = "", *r.Answer
		}
	}
	for _, x := range []struct {
		to   *string
		from *string
	}{{&e.Grade, r.Grade}, {&e.Date, r.Date}, {&e.Note, r.Note}} {
		if x.from != nil {
			*x.to = *x.from
		}
	}
	if r.Search != nil {
		parts := append(strings.Split(*r.Search, "|"), "", "", "")
		for i := range parts {
			parts[i] = strings.TrimSpace(parts[i])
		}
		e.Search = vigil.SearchLog{Date: parts[0], Sources: parts[1], Languages: parts[2], Terms: parts[3]}
	}
	if r.References != nil {
		e.Evidence = nil
		for _, title := range *r.References {
			title, public := strings.CutSuffix(title, " (public)")
			title, page, _ := strings.Cut(title, ", page ")
			e.Evidence = append(e.Evidence, vigil.Evidence{Title: title, Page: page, Grade: vigil.E1, Public: public})
		}
	}
}

// onFile gives what the store holds, by row and cell.
func onFile(t testing.TB, a *app.App) map[string]map[string]string {
	t.Helper()
	answers, evidence, err := a.Answers(ctx, admin, "acme-1")
	must(t, err)
	out := map[string]map[string]string{}
	name := func(unit, question string) string { return strings.TrimPrefix(unit+"/"+question, "/") }
	for _, x := range answers {
		row := map[string]string{"answer": cmp.Or(x.Value, string(x.State)), "grade": string(x.Grade), "date": x.Date, "note": x.Note, "search": "", "references": "", "approved": x.ApprovedBy, "author": x.Author}
		if s := x.Search; !s.Empty() {
			row["search"] = strings.Join([]string{s.Date, s.Sources, s.Languages, s.Terms}, " | ")
		}
		out[name(x.Unit, x.Question)] = row
	}
	for _, e := range evidence {
		row := out[name(e.Unit, e.Question)]
		if row == nil {
			t.Fatalf("a reference without an answer: %+v", e)
		}
		text := e.Title
		if e.Page != "" {
			text += ", page " + e.Page
		}
		if e.Public {
			text += " (public)"
		}
		row["references"] = strings.TrimPrefix(row["references"]+"; "+text, "; ")
	}
	return out
}

func TestMergeCases(t *testing.T) {
	files, err := filepath.Glob("testdata/merge/*/case.yaml")
	if err != nil || len(files) < 25 {
		t.Fatalf("only %d cases below testdata/merge (%v)", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) { readMergeCase(t, file).prove(t, onForm(t, store.Config{Dir: t.TempDir()})) })
	}
}

// TestMergeCasesOnPostgreSQL tells some of them on the other database too.
func TestMergeCasesOnPostgreSQL(t *testing.T) {
	for _, name := range []string{"both-changed-the-note", "changed-here-emptied-there", "row-emptied", "prefer-file", "units", "stale-blank-workbook", "erased-stays-erased"} {
		t.Run(name, func(t *testing.T) {
			readMergeCase(t, "testdata/merge/"+name+"/case.yaml").prove(t, onForm(t, store.Config{URL: server.Database(t)}))
		})
	}
}

func readMergeCase(t *testing.T, file string) (c mergeCase) {
	t.Helper()
	text, err := os.ReadFile(file)
	must(t, err)
	must(t, catalogue.Decode(file, text, &c).Err())
	return c
}

// prove tells the story of a case and compares what comes of it.
func (c mergeCase) prove(t *testing.T, a *app.App) {
	_, err := a.Import(ctx, analyst, "acme-1", edited(t, exported(t, a, analyst, true), c.Base), app.ImportOptions{})
	must(t, err)
	for _, id := range c.Approved {
		must(t, a.Approve(ctx, other, "acme-1", "", id))
	}
	by := analyst
	if c.By == "respondent" {
		by = guest
	}
	file := c.file(t, a, by)
	if len(c.Server) > 0 {
		_, err := a.Import(ctx, rival, "acme-1", edited(t, exported(t, a, rival, false), c.Server), app.ImportOptions{})
		must(t, err)
	}
	for _, id := range c.Erased {
		must(t, a.EraseAnswer(ctx, other, "acme-1", "", id))
	}
	o := app.ImportOptions{Prefer: app.Side(c.Prefer)}
	for _, x := range c.Choose {
		if o.Choices == nil {
			o.Choices = map[string]app.Side{}
		}
		o.Choices[x.Name] = app.Side(x.Value)
	}
	before, logged := onFile(t, a), audits(t, a)
	dry := o
	dry.DryRun = true
	planned, dryErr := a.Import(ctx, by, "acme-1", file, dry)
	if d := gocmp.Diff(before, onFile(t, a)); d != "" || audits(t, a) != logged {
		t.Errorf("the dry run stored something: %s", d)
	}
	plan, err := a.Import(ctx, by, "acme-1", file, o)
	if d := gocmp.Diff(planned, plan); d != "" || fmt.Sprint(err) != fmt.Sprint(dryErr) {
		t.Errorf("planned (-) %v and done (+) %v:\n%s", dryErr, err, d)
	}
	if c.Refused != "" {
		refused(t, err, vigil.ErrorKind(c.Refused), c.Says...)
		if d := gocmp.Diff(before, onFile(t, a)); d != "" || audits(t, a) != logged {
			t.Errorf("refused, and yet something was stored: %s", d)
		}
	} else {
		must(t, err)
		c.settled(t, a, by, file, o, before, plan)
	}
	if c.Refused != string(vigil.Invalid) {
		c.compare(t, plan)
	}
	c.see(t, onFile(t, a))
}

// file is the workbook that went out, as somebody changed it; or one from elsewhere.
func (c mergeCase) file(t *testing.T, a *app.App, by vigil.Actor) vigil.Submission {
	t.Helper()
	sub := exported(t, a, by, c.Workbook == "blank")
	switch c.Workbook {
	case "", "blank":
	case "foreign":
		sub.Export = "elsewhere"
	case "other version":
		sub.Version++
	case "none": // as csv: a row for what is said
		sub.Export, sub.Version, sub.WholeEvidence, sub.Entries = "", 0, false, nil
	default:
		t.Fatalf("a workbook is blank, foreign, other version or none, not %q", c.Workbook)
	}
	return edited(t, sub, c.File)
}

// compare holds the plan to what the case wants: every cell that is not unchanged, and the counts.
func (c mergeCase) compare(t *testing.T, plan app.ImportPlan) {
	t.Helper()
	want, got := map[string]string{}, map[string]string{}
	for _, w := range c.Want {
		want[w.Name] = w.Value
	}
	for _, x := range plan.Cells {
		got[strings.TrimPrefix(x.Unit+"/"+x.Question+" "+x.Field, "/")] = strings.ReplaceAll(string(x.Status), "_", " ")
	}
	if d := gocmp.Diff(want, got); d != "" {
		t.Errorf("%s (%s): wanted (-) and planned (+):\n%s", c.Title, c.Proves, d)
	}
	n := plan.Counts
	counts := countsCase{n.New, n.Changed, n.Cleared, n.Unchanged, n.Kept, n.Conflicts, n.Evidence}
	if d := gocmp.Diff(c.Counts, counts); d != "" {
		t.Errorf("%s: counts wanted (-) and given (+):\n%s", c.Title, d)
	}
}

// see compares what is on file in the end with the cells that the case names; "none" is a row that is not there.
func (c mergeCase) see(t *testing.T, after map[string]map[string]string) {
	t.Helper()
	for _, r := range c.After {
		row, there := after[r.Row]
		if there == (r.Is == "missing") {
			t.Errorf("%s: is it on file: %v", r.Row, there)
		}
		cells := map[string]*string{"answer": r.Answer, "grade": r.Grade, "date": r.Date, "note": r.Note, "search": r.Search}
		if r.References != nil {
			all := strings.Join(*r.References, "; ")
			cells["references"] = &all
		}
		for name, want := range cells {
			if want != nil && row[name] != *want {
				t.Errorf("%s %s: on file is %q, want %q", r.Row, name, row[name], *want)
			}
		}
	}
	for _, x := range c.Approval {
		if got := after[x.Name]["approved"] != ""; got != (x.Value == "stays") {
			t.Errorf("%s: approved %v, want that it %s", x.Name, got, x.Value)
		}
	}
}

// settled holds for every import that was done: each cell is the file's or what was on file, as the plan says; the same
// file once more changes nothing; and the audit log holds no word of it.
func (c mergeCase) settled(t *testing.T, a *app.App, by vigil.Actor, file vigil.Submission, o app.ImportOptions, before map[string]map[string]string, plan app.ImportPlan) {
	t.Helper()
	after := onFile(t, a)
	for _, x := range plan.Cells {
		if x.Take != app.FromServer {
			continue
		}
		row, name := strings.TrimPrefix(x.Unit+"/"+x.Question, "/"), x.Field
		if name == "evidence" {
			name = "references"
		}
		if before[row][name] != after[row][name] {
			t.Errorf("%s %s stays by the plan, and became %q from %q", row, name, after[row][name], before[row][name])
		}
	}
	again, err := a.Import(ctx, by, "acme-1", file, app.ImportOptions{Prefer: o.Prefer, Choices: stillThere(t, a, by, file, o.Choices)})
	must(t, err)
	if n := again.Counts; n.New+n.Changed+n.Cleared > 0 {
		t.Errorf("the same file once more: %+v", n)
	}
	if d := gocmp.Diff(after, onFile(t, a)); d != "" {
		t.Errorf("the same file once more changed what is on file:\n%s", d)
	}
	list, err := a.AuditEntries(ctx, admin)
	must(t, err)
	for _, e := range list {
		for _, x := range plan.Cells {
			if x.Field == "note" && len(x.File) > 3 && strings.Contains(e.Detail, x.File) {
				t.Errorf("the audit log says %q", e.Detail)
			}
		}
	}
}

// stillThere are the choices for conflicts that are there still: one that the file won is no conflict any more.
func stillThere(t *testing.T, a *app.App, by vigil.Actor, file vigil.Submission, choices map[string]app.Side) map[string]app.Side {
	t.Helper()
	plan, err := a.Import(ctx, by, "acme-1", file, app.ImportOptions{DryRun: true})
	if err != nil && vigil.KindOf(err) != vigil.Conflict {
		t.Fatal(err)
	}
	out := map[string]app.Side{}
	for _, x := range plan.Undecided() {
		if side, chosen := choices[x.Conflict]; chosen {
			out[x.Conflict] = side
		}
	}
	return out
}
