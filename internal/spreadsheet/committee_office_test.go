package spreadsheet_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"vigil/internal/screening"
	"vigil/internal/vigil"
)

var committeeSheets = []string{"Read me", "Red flags", "Summary", "Holdings", "Rules", "Watchlist", "Changes", "Engagement asks", "Method"}

// committeeCases are screenings of every kind, at the edges and drawn.
func committeeCases() map[string]screening.Input {
	core := committeeRulers[0]
	equity := func(line int, org string, w float64) vigil.Holding { return held(line, org, vigil.HoldingEquity, w) }
	cases := map[string]screening.Input{
		"worked": workedExample(), "second": secondRun(), "empty": screeningOf(nil),
		"all-not-rated": screeningOf([]vigil.Holding{equity(1, "a", 0.6), equity(2, "b", 0.4)}, ratedBy("a", -1, core), ratedBy("b", -1, core)),
		"not-matched":   screeningOf([]vigil.Holding{equity(1, "", 0.6), held(2, "", vigil.HoldingFund, 0.4)}),
		"one":           screeningOf([]vigil.Holding{equity(1, "a", 1)}, ratedBy("a", 79.95, core)),
		"shorts":        screeningOf([]vigil.Holding{held(1, "a", vigil.HoldingShort, -0.4), held(2, "", vigil.HoldingCash, 1.4)}, ratedBy("a", 20, core)),
		"no-weight":     screeningOf([]vigil.Holding{equity(1, "a", 0), equity(2, "b", 0)}, ratedBy("a", 20, core), ratedBy("b", 30, committeeRulers[1])),
		"ties": screeningOf([]vigil.Holding{equity(1, "a", 0.25), equity(2, "b", 0.25), equity(3, "c", 0.25), equity(4, "d", 0.25)},
			ratedBy("a", 60.05, core), ratedBy("b", 60.05, core), ratedBy("c", 60.05, core), ratedBy("d", 60.05, core)),
		"drawn-300": drawnScreening(101, 300),
	}
	for i := range uint64(18) {
		in := drawnScreening(i, 4+int(i)*3)
		if i%3 == 0 {
			in.Previous = screening.Screen(drawnScreening(i, 3+int(i)*2))
		}
		cases[fmt.Sprintf("drawn-%02d", i)] = in
	}
	return cases
}

// TestTheCommitteeWorkbookCalculates holds every formula to the engine: LibreOffice computes each of them anew, and it
// must give what stands beside it, which is what the screening published. Then ten weights and scores are changed in a
// workbook, and its summary must be that of a screening of the changed portfolio.
func TestTheCommitteeWorkbookCalculates(t *testing.T) {
	if _, err := exec.LookPath("soffice"); err != nil {
		t.Fatal("LibreOffice is needed to prove the formulas: apt-get install libreoffice-calc")
	}
	dir := t.TempDir()
	cases := committeeCases()
	for name, in := range cases {
		committeeFile(t, dir, name+".xlsx", committeeOf(in))
	}
	wanted := map[string]map[string]string{}
	for i := range uint64(12) {
		name := fmt.Sprintf("changed-%02d", i)
		in := drawnScreening(200+i, 15+int(i)*4)
		file := committeeFile(t, dir, name+".xlsx", committeeOf(in))
		changeTen(t, file, &in, rand.New(rand.NewPCG(i, 3))) //nolint:gosec // a test must be repeatable
		wanted[name] = summaryOf(t, committeeFile(t, t.TempDir(), "wanted.xlsx", committeeOf(in)))
	}
	recalculated := recalculate(t, dir)
	formulas, figures := 0, 0
	for name := range cases {
		formulas += compareCached(t, filepath.Join(dir, name+".xlsx"), computedSheets(t, recalculated, name+".xlsx", committeeSheets...), false)
	}
	for name, want := range wanted {
		rows := computedSheets(t, recalculated, name+".xlsx", "Summary")["Summary"]
		got := summaryFigures(rows)
		for key, v := range want {
			if strings.HasPrefix(key, "By outcome|") || strings.HasSuffix(key, "|Of the run") || strings.HasSuffix(key, "|What it means") {
				continue // outcomes stay those of the run
			}
			if _, there := got[key]; !there && (v == "–" || v == "0") {
				continue // a ruler that nothing was measured with
			}
			figures++
			if !sameCell(got[key], v) {
				t.Errorf("%s: %s is %q in the sheet and %q by the engine", name, key, got[key], v)
			}
		}
		if !strings.Contains(fmt.Sprint(rows[:6]), "WHAT IF: ") {
			t.Errorf("%s does not say that it was changed: %v", name, rows[:6])
		}
	}
	t.Logf("%d workbooks with %d formulas; %d figures after changes in %d", len(cases), formulas, figures, len(wanted))
	if formulas < 5000 || figures < 1000 {
		t.Errorf("only %d formulas and %d figures were tried", formulas, figures)
	}
}

// summaryOf is the summary as it was written.
func summaryOf(t *testing.T, file string) map[string]string {
	t.Helper()
	rows, err := openBook(t, file).GetRows("Summary", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return summaryFigures(rows)
}

// changeTen sets ten weights and scores of the sheet of holdings to something else, as a person would, and does the
// same to the input. A score may be taken out, or put in where there was none.
func changeTen(t *testing.T, file string, in *screening.Input, random *rand.Rand) {
	t.Helper()
	f := openBook(t, file)
	s := screening.Screen(*in)
	set := func(cell string, v any) {
		if err := f.SetCellValue("Holdings", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	scored := map[int]bool{} // a score that was set twice would be another history for each
	for n, tries := 0, 0; n < 10 && tries < 1000; tries++ {
		i := random.IntN(len(s.Positions))
		p, row := s.Positions[i], 4+i
		if p.Status == vigil.PositionShort || p.Status == vigil.PositionOutOfScope {
			continue
		}
		c := in.Companies[p.Organisation]
		switch kind := random.IntN(5); {
		case kind < 2:
			w := float64(random.IntN(5000)) / 10000
			for k, line := range p.Lines {
				share := 0.0
				if k == 0 {
					share = w
				}
				in.Holdings[line-1].Weight = &share
			}
			set(fmt.Sprintf("B%d", row), w)
		case c == nil || scored[i]:
			continue
		case kind == 2 && c.Card.Rated:
			c.Card.Final, c.Card.Raw, c.Card.Rated, c.Card.Provisional, c.Card.Band = nil, nil, false, false, "NR"
			set(fmt.Sprintf("F%d", row), nil)
			scored[i] = true
		default:
			v := math.Round(random.Float64()*1e6) / 1e4
			if !c.Card.Rated {
				c.Card.High = nil
			}
			c.Card.Final, c.Card.Rated, c.Card.Band = vigil.NewFigure(v, in.Method.Rounding), true, bandByNumber(v)
			set(fmt.Sprintf("F%d", row), v)
			scored[i] = true
		}
		n++
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file); err != nil || info.Size() == 0 {
		t.Fatal(err)
	}
}
