package report_test

import (
	"fmt"
	"strings"
	"testing"

	"vigil/internal/report"
	"vigil/internal/vigil"
)

// manyGaps is the rated report with so many gaps of low priority in the first pillar, far away.
func manyGaps(n int) report.GapInput {
	in := rated()
	pillar := &in.Questionnaire.Pillars[0]
	in.Gaps.Gaps = nil
	for i := range n {
		id := fmt.Sprintf("X.%d", i)
		pillar.Indicators = append(pillar.Indicators, vigil.Indicator{ID: id, Title: en("Matter " + id)})
		in.Gaps.Gaps = append(in.Gaps.Gaps, vigil.Gap{Question: id, Title: en("Matter " + id), Pillar: pillar.ID, Priority: "low", Effort: "S", Owner: en([]string{"Board", "Counsel"}[i%2]), Due: "2028-06-01", Status: "open",
			FoundText: en("Found of " + id), State: vigil.Answered, Next: vigil.Step{Action: en("Do " + id), Points: 1}})
	}
	return in
}

// cardsOf counts the gaps told in full.
func cardsOf(r vigil.Report) int {
	n := 0
	for _, s := range r.Sections {
		for _, b := range s.Blocks {
			n += len(b.Cards)
		}
	}
	return n
}

// A long list tells its first gaps in full and each of the others in a line; nothing is left out, and what is years away is
// planned by who leads it.
func TestLongListOfGapsIsToldInShort(t *testing.T) {
	in := manyGaps(60)
	r := report.Gap(in)
	if n := cardsOf(r); n != 20 {
		t.Errorf("%d gaps are told in full, want 20", n)
	}
	short := rowsOf(r, "short-"+in.Questionnaire.Pillars[0].ID)
	if len(short) != 40 || !strings.HasPrefix(short[0], "X.20 Matter X.20|low|Found of X.20.|Do X.20|1.00") {
		t.Errorf("%d gaps are told in short, the first as %q", len(short), short[0])
	}
	if all := rowsOf(r, "gaps"); len(all) != 60 {
		t.Errorf("the table of all gaps has %d", len(all))
	}
	later := rowsOf(r, "plan-0")
	if len(later) != 2 || !strings.HasPrefix(later[0], "Board|30|2028-06-01|X.0, X.2, ") {
		t.Errorf("later is planned as %q", later)
	}
	if r = report.Gap(manyGaps(25)); cardsOf(r) != 25 || len(rowsOf(r, "plan-0")) != 25 {
		t.Errorf("of 25 gaps %d are told in full and %d planned by date", cardsOf(r), len(rowsOf(r, "plan-0")))
	}
}

// What to do first is the gravest gap, then the cheapest way to the next band, then the list.
func TestFirstSteps(t *testing.T) {
	in := manyGaps(9)
	in.Gaps.Gaps[8].Priority = in.Methodology.Gaps.Priorities[0].ID
	in.Path = &vigil.Path{Steps: []vigil.PathStep{{Question: "X.5"}, {Question: "X.4"}, {Question: "X.4"}}}
	r := report.Gap(in)
	var order []string
	for _, row := range rowsOf(r, "first") {
		order = append(order, strings.Fields(strings.Split(row, "|")[3])[0])
	}
	if got := strings.Join(order, " "); got != "X.8 X.5 X.4 X.0 X.1" {
		t.Errorf("the first steps are %s", got)
	}
	note := ""
	for _, b := range r.Sections[0].Blocks {
		if b.Table != nil && b.Table.ID == "first" {
			note = b.Table.Note
		}
	}
	for _, want := range []string{"4 more gaps follow below", "Before all of it, CAP-1 needs lifting"} {
		if !strings.Contains(note, want) {
			t.Errorf("the note %q does not say %q", note, want)
		}
	}
	in.Gaps.Gaps = nil
	if rows := rowsOf(report.Gap(in), "first"); len(rows) != 0 {
		t.Errorf("without gaps there is something to do first: %q", rows)
	}
}

// Of many items at full credit the report says which, and what was found where there are few.
func TestManyStrengthsAreNamedOnly(t *testing.T) {
	in := rated()
	for n, want := range map[int]string{25: "X.0|Matter|BE.a|Found it|E3", 26: "X.0|Matter|BE.a|E3"} {
		in.Gaps.Strengths = nil
		for i := range n {
			in.Gaps.Strengths = append(in.Gaps.Strengths, vigil.Strength{Question: fmt.Sprintf("X.%d", i), Title: en("Matter"), Provisions: []string{"BE.a"}, FoundText: en("Found it"), Grade: vigil.E3})
		}
		if rows := rowsOf(report.Gap(in), "good"); len(rows) != n || rows[0] != want {
			t.Errorf("of %d items %d are named, the first as %q", n, len(rows), rows[0])
		}
	}
}
