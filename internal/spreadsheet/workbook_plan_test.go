package spreadsheet_test

import (
	"fmt"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vigil/internal/scoring"
	"vigil/internal/scoring/scoringtest"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

// How many random workbooks with a plan LibreOffice recalculates: with random ticks, and with none.
const (
	smallTicked, quickTicked   = 44, 12
	smallPlain, quickPlain     = 10, 4
	planSheet, planValuesSheet = "What-if plan", "What-if values"
)

// TestThePlanCountsWhatIsTicked holds the plan to the engine: LibreOffice recalculates workbooks into which random ticks
// were written, and raw, net, final and band must be those of a what-if with confidence held, the cost that of the steps
// that count. Where nothing is ticked every value beside a formula is what it computes to.
func TestThePlanCountsWhatIsTicked(t *testing.T) {
	if _, err := exec.LookPath("soffice"); err != nil {
		t.Fatal("LibreOffice is needed to prove the formulas: apt-get install libreoffice-calc")
	}
	dir := t.TempDir()
	books := planBooks(t, dir)
	recalculated := recalculate(t, dir)
	moved, lifted, bands, cells := 0, 0, map[string]int{}, 0
	for _, b := range books {
		sheets := computedSheets(t, recalculated, b.name, "Summary", planSheet, planValuesSheet)
		after, ps := scoring.WhatIf(b.in, b.closings)
		if len(ps) > 0 {
			t.Fatal(ps)
		}
		got := map[string][]string{}
		for _, r := range sheets[planSheet] {
			if _, known := got[r[1]]; !known {
				got[r[1]] = r[2:4]
			}
		}
		for name, want := range wantedPlan(b, after, strictClass(sheets["Summary"])) {
			if pair := got[name]; len(pair) != 2 || !sameCell(pair[0], want[0]) || !sameCell(pair[1], want[1]) {
				t.Errorf("%s: %s is %q in the sheet and %q by the engine; %v", b.name, name, pair, want, b.closings)
			}
		}
		if !b.changed {
			cells += compareCached(t, filepath.Join(dir, b.name), sheets, false)
			continue
		}
		bands[after.Band]++
		if after.Rated && b.want.Final.Published != after.Final.Published {
			moved++
		}
		if len(after.Caps) < len(b.want.Caps) {
			lifted++
		}
	}
	t.Logf("%d workbooks; ticks move %d scores and lift caps in %d; bands after them %v; %d values of formulas compared", len(books), moved, lifted, bands, cells)
	if moved < 30 || lifted < 3 || len(bands) < 5 {
		t.Errorf("ticks move %d scores, lift caps in %d and lead to bands %v; the random ticks are too much alike", moved, lifted, bands)
	}
}

// planBook is a workbook with ticks, and the closings that they stand for.
type planBook struct {
	officeBook
	closings []vigil.Closing
	cost     float64
}

func planBooks(t *testing.T, dir string) []planBook {
	t.Helper()
	var books []planBook
	add := func(form string, n int, ticked bool) {
		q, m := officeForm(t, form)
		draw := rapid.Custom(func(t *rapid.T) scoring.Input { return scoringtest.Assessment(t, q, m) })
		for i := 0; n > 0; i++ {
			in := draw.Example(i)
			random := rand.New(rand.NewPCG(uint64(i), 11)) //nolint:gosec // a test must be repeatable
			if i%3 > 0 {
				fillUp(random, &in)
				worsen(random, &in)
			}
			if i%2 == 0 {
				in.Caps = nil // so that caps by admission alone can be lifted
			}
			if len(scoring.SingleSteps(in)) == 0 {
				continue
			}
			b := planBook{officeBook: officeBook{name: fmt.Sprintf("plan-%s-%t-%03d.xlsx", form, ticked, i), in: in, changed: ticked, planned: true}}
			b.write(t, dir)
			if ticked {
				b.tick(t, dir, random)
			}
			books, n = append(books, b), n-1
		}
	}
	add("mini", smallTicked, true)
	add("company-quick", quickTicked, true)
	add("mini", smallPlain, false)
	add("company-quick", quickPlain, false)
	return books
}

// worsen opens gaps of some depth in an assessment that is nearly complete.
func worsen(random *rand.Rand, in *scoring.Input) {
	for i := range in.Answers {
		item := in.Questionnaire.Question(in.Answers[i].Question)
		if in.Questionnaire.PillarOf(item.ID) == nil || random.IntN(3) > 0 {
			continue
		}
		options := scoringtest.Options(in.Methodology, item)
		in.Answers[i].Value, in.Answers[i].Grade = options[random.IntN(len(options))], vigil.Grades[random.IntN(len(vigil.Grades))]
	}
}

// tick writes ticks: of whole gaps, of their first steps, and some that count for nothing because a step is missing
// before them.
func (b *planBook) tick(t *testing.T, dir string, random *rand.Rand) {
	t.Helper()
	name := filepath.Join(dir, b.name)
	f := openBook(t, name)
	rows, err := f.GetRows(planSheet)
	if err != nil {
		t.Fatal(err)
	}
	first := slices.IndexFunc(rows, func(r []string) bool { return len(r) > 0 && r[0] == "Id" }) + 2
	for i, st := range b.book.Steps {
		if random.IntN(5) < 2 {
			continue
		}
		if err := f.SetCellStr(planSheet, fmt.Sprintf("D%d", first+i), []string{"yes", "Yes", " yes "}[random.IntN(3)]); err != nil {
			t.Fatal(err)
		}
		last := len(b.closings) - 1
		switch {
		case st.Number == 1:
			b.closings = append(b.closings, vigil.Closing{Question: st.Question, Steps: 1})
		case last >= 0 && b.closings[last].Question == st.Question && b.closings[last].Steps == st.Number-1:
			b.closings[last].Steps++
		default:
			continue
		}
		b.cost += st.Cost
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
}

// wantedPlan is what the top of the plan must show: now, and as ticked.
func wantedPlan(b planBook, after *vigil.Scorecard, strict string) map[string][2]string {
	show := func(f *vigil.Figure, none string) string {
		if f == nil {
			return none
		}
		return strconv.FormatFloat(f.Published, 'f', -1, 64)
	}
	steps := 0
	for _, c := range b.closings {
		steps += c.Steps
	}
	return map[string][2]string{
		"Score": {show(b.want.Final, "not rated"), show(after.Final, "not rated")}, "Raw": {show(b.want.Raw, ""), show(after.Raw, "")}, "Net": {show(b.want.Net, ""), show(after.Net, "")},
		"Band": {b.want.Band, heldBand(b.in.Methodology, after, strict)}, "Steps ticked that count": {"", strconv.Itoa(steps)},
		"Cost of what is ticked": {"", strconv.FormatFloat(b.cost, 'f', -1, 64)},
	}
}

// strictClass is the confidence that a band looks at, as the summary computes it from the answers.
func strictClass(summary [][]string) string {
	for _, r := range summary {
		if r[0] == "In a word, read strictly" {
			return r[1]
		}
	}
	return ""
}

// heldBand is the band of a scorecard with confidence as it was before.
func heldBand(m *vigil.Methodology, c *vigil.Scorecard, strict string) string {
	if !c.Rated {
		return c.Band
	}
	var best vigil.Band
	for _, b := range m.Bands {
		if c.Final.Published >= b.From && b.From >= best.From {
			best = b
		}
	}
	if best.Needs == nil {
		return best.ID
	}
	missing := slices.ContainsFunc(c.BandReason, func(why vigil.Message) bool { return !strings.Contains(why.String(), "because confidence") })
	if missing || best.Needs.Confidence == "medium" && strict == "low" {
		return best.Needs.Otherwise
	}
	return best.ID
}

// A plan that a person ticked changes nothing when the workbook comes back.
func TestTheTicksOfAPlanAreNotRead(t *testing.T) {
	dir := t.TempDir()
	q, m := officeForm(t, "mini")
	in := rapid.Custom(func(t *rapid.T) scoring.Input { return scoringtest.Assessment(t, q, m) }).Example(3)
	b := planBook{officeBook: officeBook{name: "plan.xlsx", in: in, planned: true}}
	b.write(t, dir)
	name := filepath.Join(dir, b.name)
	before, ps := spreadsheet.ReadWorkbook(name)
	b.tick(t, dir, rand.New(rand.NewPCG(1, 1))) //nolint:gosec // a test must be repeatable
	after, more := spreadsheet.ReadWorkbook(name)
	if len(b.closings) == 0 || len(ps) > 0 || len(more) > 0 || len(before.Entries) != len(after.Entries) {
		t.Errorf("%d closings, %v, %v, %d entries before and %d after", len(b.closings), ps, more, len(before.Entries), len(after.Entries))
	}
}

// Only a workbook that calculates and has gaps has a plan, and every tick in it is empty.
func TestThePlanGoesOutUnticked(t *testing.T) {
	f := openBook(t, written(t, filled(t)))
	if i, err := f.GetSheetIndex(planSheet); err != nil || i >= 0 {
		t.Errorf("a workbook that does not calculate has a plan (%d, %v)", i, err)
	}
	dir := t.TempDir()
	q, m := officeForm(t, "company-quick")
	b := officeBook{name: "plan.xlsx", planned: true, in: rapid.Custom(func(t *rapid.T) scoring.Input { return scoringtest.Assessment(t, q, m) }).Example(5)}
	b.write(t, dir)
	f = openBook(t, filepath.Join(dir, b.name))
	rows, err := f.GetRows(planSheet)
	if err != nil {
		t.Fatal(err)
	}
	head := slices.IndexFunc(rows, func(r []string) bool { return len(r) > 0 && r[0] == "Id" })
	if n := len(rows) - head - 1; head < 0 || n != len(b.book.Steps) {
		t.Fatalf("%d rows of steps, want %d", n, len(b.book.Steps))
	}
	for i, r := range rows[head+1:] {
		st := b.book.Steps[i]
		if r[0] != st.Question || r[2] != fmt.Sprintf("%d of %d", st.Number, st.Of) || r[3] != "" || r[4] != "" || !strings.Contains(r[6], string(st.Step.Grade)) {
			t.Errorf("row %d says %q, want step %d of %s, without a tick", head+2+i, r[:7], st.Number, st.Question)
		}
	}
	prompts, err := f.GetDataValidations(planSheet)
	if err != nil || len(prompts) != 1 || !strings.HasPrefix(prompts[0].Sqref, fmt.Sprintf("D%d:", head+2)) {
		t.Errorf("the ticks are offered by %v, %v", prompts, err)
	}
}
