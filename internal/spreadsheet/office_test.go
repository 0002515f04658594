package spreadsheet_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"vigil/internal/catalogue"
	"vigil/internal/question"
	"vigil/internal/scoring"
	"vigil/internal/scoring/scoringtest"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
	"vigil/questionnaires"
)

// How many random workbooks LibreOffice recalculates as they are, and how many after ten cells were changed. Most are
// of a small form with an item of every kind, which is opened in a fifth of the time.
const (
	smallBooks, quickBooks     = 240, 60
	smallChanged, quickChanged = 30, 20
)

// officeBook is a workbook on its way through LibreOffice.
type officeBook struct {
	name string
	in   scoring.Input
	book spreadsheet.Workbook
	want *vigil.Scorecard

	changed bool
	planned bool // with the plan
}

// TestTheSheetsCalculate holds the formulas of a workbook to the engine: LibreOffice recalculates every cell, and every
// pillar, the net, the final, the highest possible, coverage, confidence and the band must be the engine's; so must
// every value that was written beside a formula.
func TestTheSheetsCalculate(t *testing.T) {
	if _, err := exec.LookPath("soffice"); err != nil {
		t.Fatal("LibreOffice is needed to prove the formulas: apt-get install libreoffice-calc")
	}
	dir := t.TempDir()
	books := officeBooks(t, dir)
	recalculated := recalculate(t, dir)
	cells, bands, caps, left := 0, map[string]int{}, 0, 0
	for _, b := range books {
		sheets := computedSheets(t, recalculated, b.name, "Summary", "Pillars", "Item scores")
		got := shownResult(sheets)
		for name, want := range wantedResult(b.want, b.book.Questionnaire) {
			if !sameCell(got[name], want) {
				t.Errorf("%s: %s is %q in the sheet and %q by the engine", b.name, name, got[name], want)
			}
		}
		bands[b.want.Band]++
		if b.want.Capped {
			caps++
		}
		for _, p := range b.book.Questionnaire.Pillars {
			if b.want.Node(p.ID, "").Value == nil {
				left++
			}
		}
		cells += compareCached(t, filepath.Join(dir, b.name), sheets, b.changed)
	}
	t.Logf("%d workbooks, %d formulas; bands %v, %d capped, %d pillars not applicable", len(books), cells, bands, caps, left)
	for _, band := range []string{"A", "B", "C", "D", "E", "NR"} {
		if bands[band] == 0 {
			t.Errorf("no workbook has band %s; the random assessments are too much alike", band)
		}
	}
	if caps < 20 || left < 20 {
		t.Errorf("only %d workbooks are capped and only %d pillars left out", caps, left)
	}
}

// officeBooks writes the random workbooks: those as they are, and those of which ten cells are changed afterwards.
func officeBooks(t *testing.T, dir string) []officeBook {
	var books []officeBook
	add := func(form string, n int, change bool) {
		q, m := officeForm(t, form)
		draw := rapid.Custom(func(t *rapid.T) scoring.Input { return scoringtest.Assessment(t, q, m) })
		for i := range n {
			in := draw.Example(i)
			random := rand.New(rand.NewPCG(uint64(i), 7)) //nolint:gosec // a test must be repeatable
			if i%2 == 0 {
				fillUp(random, &in)
			}
			if change { // a person cannot send these in
				in.Answers = slices.DeleteFunc(in.Answers, func(a vigil.Answer) bool { return a.State == vigil.NotApplicable })
			}
			b := officeBook{name: fmt.Sprintf("%s-%t-%03d.xlsx", form, change, i), in: in, changed: change}
			b.write(t, dir)
			if change {
				b.change(t, dir, random)
			}
			books = append(books, b)
		}
	}
	add("mini", smallBooks, false)
	add("company-quick", quickBooks, false)
	add("mini", smallChanged, true)
	add("company-quick", quickChanged, true)
	return books
}

// officeForm loads a form from the embedded instruments, or from those of the scoring cases.
func officeForm(t *testing.T, name string) (*vigil.Questionnaire, *vigil.Methodology) {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, questionnaires.Files); err != nil {
		t.Fatal(err)
	}
	small, err := os.ReadFile("../scoring/testdata/instruments/mini.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "mini.yaml"), small, 0o600); err != nil {
		t.Fatal(err)
	}
	c, ps := catalogue.Load(os.DirFS(dir), "provisions.yaml", "methodologies", "company-quick.yaml", "bank", "mini.yaml")
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	q, m, err := c.Questionnaire(name)
	if err != nil {
		t.Fatal(err)
	}
	return q, m
}

// fillUp answers most of what is open, and well, so that high bands occur too.
func fillUp(random *rand.Rand, in *scoring.Input) {
	for _, item := range in.Questionnaire.Questions() {
		if random.IntN(12) == 0 {
			continue
		}
		options := scoringtest.Options(in.Methodology, item)
		best := len(options) - 1 - min(len(options)-1, random.IntN(12)/10)
		a := vigil.Answer{Question: item.ID, State: vigil.Answered, Value: options[best], Grade: []vigil.Grade{vigil.E2, vigil.E3, vigil.E4, vigil.E4}[random.IntN(4)], Date: "2026-02-02",
			Search: vigil.SearchLog{Date: "2026-05-01", Sources: "registers", Languages: "en", Terms: "name"}}
		in.Answers = slices.DeleteFunc(in.Answers, func(x vigil.Answer) bool { return x.Question == item.ID })
		in.Answers = append(in.Answers, a)
	}
}

func (b *officeBook) write(t *testing.T, dir string) {
	t.Helper()
	b.want = scoring.Score(b.in)
	readings, ok := scoring.ReadingsOf(b.in)
	if !ok {
		t.Fatalf("%s: the sheets cannot follow the method", b.name)
	}
	b.book = spreadsheet.Workbook{Questionnaire: b.in.Questionnaire, Methodology: b.in.Methodology, Organisation: vigil.Organisation{Code: "x", Name: "Example (fictional)", Fictional: true},
		Assessment: vigil.Assessment{Code: "x-2026", Mode: b.in.Mode, Cutoff: b.in.Cutoff, Questionnaire: b.in.Questionnaire.Ref(), Status: vigil.Draft},
		Answers:    b.in.Answers, Scorecard: b.want, Readings: readings}
	if b.planned {
		path := scoring.CheapestPath(b.in)
		b.book.Steps, b.book.Path = scoring.SingleSteps(b.in), &path
	}
	var out bytes.Buffer
	if err := spreadsheet.WriteWorkbook(&out, b.book); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, b.name), out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// change sets ten cells of the sheet of answers to something else, as a person would, and scores the answers as the
// import reads them. Approvals do not travel: what keeps its answer keeps its approval.
func (b *officeBook) change(t *testing.T, dir string, random *rand.Rand) {
	t.Helper()
	name := filepath.Join(dir, b.name)
	f := openBook(t, name)
	rows, err := f.GetRows("Answers")
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, r := range rows {
		if len(r) > 0 {
			at[r[0]] = i + 1
		}
	}
	set := func(column string, row int, v string) {
		i := slices.Index(rows[0], column) + 1
		cell, err := excelize.CoordinatesToCellName(i, row)
		if err == nil {
			err = f.SetCellStr("Answers", cell, v)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	items := b.in.Questionnaire.Questions()
	for range 10 {
		item := items[random.IntN(len(items))]
		scale, _ := b.in.Methodology.ScaleOf(item)
		row := at[item.ID]
		answered := slices.ContainsFunc(b.in.Answers, func(a vigil.Answer) bool { return a.Question == item.ID })
		switch kind := random.IntN(3); {
		case kind == 0 && answered:
			set("Evidence grade", row, string(vigil.Grades[random.IntN(len(vigil.Grades))]))
		case kind == 1 || scale.Type == "multi" && random.IntN(2) == 0:
			set("State", row, string([]vigil.State{vigil.NotDisclosed, vigil.Refused, vigil.NotAssessed, vigil.Withheld}[random.IntN(4)]))
			set("Answer", row, "")
			for _, e := range item.Elements {
				set("Answer", at[item.ID+"/"+e.ID], "")
			}
		case scale.Type == "multi":
			set("State", row, "")
			for _, e := range item.Elements {
				set("Answer", at[item.ID+"/"+e.ID], []string{"yes", "no"}[random.IntN(2)])
			}
		default:
			options := question.Options(scale, item)
			set("State", row, []string{"", "answered"}[random.IntN(2)])
			set("Answer", row, options[random.IntN(len(options))].ID)
		}
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	sub, ps := spreadsheet.ReadWorkbook(name)
	readings, more := question.ReadAll(b.in.Questionnaire, b.in.Methodology, sub)
	if ps = append(ps, more...); len(ps) > 0 {
		t.Fatalf("%s: %v", b.name, ps)
	}
	was := map[string]vigil.Answer{}
	for _, a := range b.in.Answers {
		was[a.Question] = a
	}
	b.in.Answers = nil
	for _, r := range readings {
		r.Answer.ApprovedBy = was[r.Answer.Question].ApprovedBy
		b.in.Answers = append(b.in.Answers, r.Answer)
	}
	b.want = scoring.Score(b.in)
}

// everySheet is LibreOffice's way of asking for a csv file of every sheet, with numbers in full.
const everySheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"

// recalculate lets LibreOffice open every workbook of a folder and compute every formula anew. It gives the folder with
// a csv file of every sheet.
func recalculate(t *testing.T, dir string) string {
	t.Helper()
	profile, out := t.TempDir(), t.TempDir()
	settings := `<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>`
	if err := os.MkdirAll(filepath.Join(profile, "user"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(profile, "user", "registrymodifications.xcu"), []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	for batch := range slices.Chunk(files, 100) { // it does not close what it has converted, and ends badly at some hundreds
		args := append([]string{"-env:UserInstallation=file://" + profile, "--headless", "--convert-to", everySheet, "--outdir", out}, batch...)
		if said, err := exec.Command("soffice", args...).CombinedOutput(); err != nil {
			t.Fatalf("LibreOffice: %v\n%s", err, said)
		}
	}
	return out
}

func openBook(t *testing.T, name string) *excelize.File {
	t.Helper()
	f, err := excelize.OpenFile(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// wantedResult is what the sheets must show.
func wantedResult(c *vigil.Scorecard, q *vigil.Questionnaire) map[string]string {
	show := func(f *vigil.Figure) string {
		if f == nil {
			return ""
		}
		return strconv.FormatFloat(f.Published, 'f', -1, 64)
	}
	want := map[string]string{"Band": c.Band, "Score": show(c.Final), "Could rise to": show(c.High), "Coverage": show(c.Coverage), "Before deduction and caps (raw)": show(c.Raw),
		"Before caps (net)": show(c.Net), "Deduction": show(c.Deduction.Points), "Confidence": show(c.Confidence.Figure), "Confidence, in a word": c.Confidence.Class}
	if !c.Rated {
		want["Score"] = "not rated"
	}
	for _, p := range q.Pillars {
		want[p.ID] = "not applicable"
		if n := c.Node(p.ID, ""); n.Published != nil {
			want[p.ID] = strconv.FormatFloat(*n.Published, 'f', -1, 64)
		}
	}
	return want
}

// computedSheets are some sheets, cell by cell, as LibreOffice computed them.
func computedSheets(t *testing.T, dir, name string, names ...string) map[string][][]string {
	t.Helper()
	sheets := map[string][][]string{}
	for _, sheet := range names {
		f, err := os.Open(filepath.Join(dir, strings.TrimSuffix(name, ".xlsx")+"-"+sheet+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		r := csv.NewReader(f)
		r.FieldsPerRecord = -1
		sheets[sheet], err = r.ReadAll()
		if _ = f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return sheets
}

// shownResult is what the sheets show.
func shownResult(sheets map[string][][]string) map[string]string {
	got := map[string]string{}
	for sheet, value := range map[string]int{"Summary": 1, "Pillars": 2} {
		for _, r := range sheets[sheet] {
			if _, known := got[r[0]]; !known { // the arithmetic repeats the names of the figures
				got[r[0]] = r[value]
			}
		}
	}
	return got
}

func sameCell(got, want string) bool {
	x, e1 := cellNumber(got)
	y, e2 := cellNumber(want)
	return got == want || e1 == nil && e2 == nil && math.Abs(x-y) < 1e-9
}

// cellNumber reads a number, or one in per cent, as LibreOffice writes what is formatted so.
func cellNumber(s string) (float64, error) {
	if number, percent := strings.CutSuffix(s, "%"); percent {
		v, err := strconv.ParseFloat(number, 64)
		return v / 100, err
	}
	return strconv.ParseFloat(s, 64)
}

// compareCached holds every value that was written beside a formula to the value that was computed; it counts them. A
// workbook that was changed has old values, as a telephone would show them.
func compareCached(t *testing.T, name string, computed map[string][][]string, changed bool) int {
	t.Helper()
	f := openBook(t, name)
	n := 0
	for sheet, rows := range computed {
		for r, cells := range rows {
			for c, is := range cells {
				cell, err := excelize.CoordinatesToCellName(c+1, r+1)
				if err != nil {
					t.Fatal(err)
				}
				formula, err := f.GetCellFormula(sheet, cell)
				if err != nil {
					t.Fatal(err)
				}
				if formula == "" {
					continue
				}
				n++
				was, err := f.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
				if err != nil {
					t.Fatal(err)
				}
				if !changed && !sameCell(was, is) {
					t.Errorf("%s: %s!%s was written as %q and is %q", filepath.Base(name), sheet, cell, was, is)
				}
			}
		}
	}
	return n
}
