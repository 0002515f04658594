package report_test

import (
	"strings"
	"testing"

	"vigil/internal/report"
	"vigil/internal/vigil"
)

// walkTo sets a framework beside an assessment: references with one clause, with several, and with none of the form.
func walkTo(in report.GapInput) report.CrosswalkInput {
	cell := func(clause, reference, checked string, headings ...string) vigil.CrosswalkCell {
		return vigil.CrosswalkCell{Provision: clause, Framework: "dd", Reference: reference, Headings: headings, Status: "v", Checked: checked}
	}
	return report.CrosswalkInput{GapInput: in,
		Framework: vigil.Framework{ID: "dd", Title: en("Due Diligence Act"), Edition: "2024", Note: en("Articles as adopted."),
			Subjects: []vigil.OptionText{{ID: "Article 10", Text: en("Taking care")}}},
		Cells: []vigil.CrosswalkCell{cell("BE.e", "7, 10", "reference", "Article 7", "Article 10"), cell("BE.b", "10", "topic", "Article 10"),
			cell("BE.a", "5, in part", "reference", "Article 5"), cell("BE.j", "Annex", "theme")},
	}
}

// rowsOf gives the texts of a table's rows, cells joined by "|".
func rowsOf(r vigil.Report, table string) []string {
	var rows []string
	for _, s := range r.Sections {
		for _, b := range s.Blocks {
			if b.Table == nil || b.Table.ID != table {
				continue
			}
			for _, row := range b.Table.Rows {
				texts := make([]string, len(row))
				for i, c := range row {
					texts[i] = c.Text
				}
				rows = append(rows, strings.Join(texts, "|"))
			}
		}
	}
	return rows
}

func TestCrosswalkTellsEachReference(t *testing.T) {
	in := walkTo(rated())
	weak := in.Scorecard.Node("BE.a.1", "").Item
	weak.Points, weak.S, weak.GradeRead = ptr(1), ptr(0.5), vigil.E1
	in.Questionnaire.Pillars[1].Indicators[0].Levels = []vigil.OptionText{{ID: "2", Text: en("A pledge that partners sign")}}
	r := report.Crosswalk(in)
	for table, want := range map[string][]string{
		"references":      {"Annex|BE.j|0|0|0|0|0", "Article 5|BE.a|1|0|1|0|0", "Article 7|BE.e|2|0|2|0|0", "Article 10: Taking care|BE.e, BE.b|4|0|3|1|0"},
		"items-Article_5": {"BE.a|BE.a.1 Public commitment|2.|E2, read as E1; so the item earns 50 per cent of full credit, where the answer alone would earn full credit|0.50|"},
		"items-Article_7": {
			"BE.e|BE.e.1 Pledge on court action|Level 2: A pledge that partners sign.|E2|0.50|Medium, due 23 November 2027. Do this about Pledge on court action.",
			"BE.e|BE.e.3 No SLAPP|2.|E2|0.00|Critical, due 21 February 2027. Do this about No SLAPP.",
		},
		"items-Article_10": { // those of Article 7 are not told again
			"BE.b|BE.b.4 (mine-1) Risk assessed with defenders|Not disclosed.|E2|0.00|High, due 22 May 2027. Do this about Risk assessed with defenders.",
			"BE.b|BE.b.4 Risk assessed with defenders|Not assessed.|E2|0.00|To be assessed; it holds back 6.11 points until then.",
		},
		"references_without": {"Annex|BE.j"},
		"items_without":      {"BE.c|BE.c.1 Consent"},
	} {
		got := rowsOf(r, table)
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s:\n%s\nwant\n%s", table, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	heads := map[string]string{}
	for _, s := range r.Sections {
		for _, b := range s.Blocks {
			if s.ID == "items" && b.Notice != nil {
				heads[b.Notice.Title] = strings.Join(b.Notice.Lines, " ")
			}
		}
	}
	if len(heads) != 3 || !strings.Contains(heads["Article 10: Taking care: 3 items"], "Told in full under an earlier reference, with what it counts: BE.e.1 0.50, BE.e.3 0.00.") || strings.Contains(heads["Article 7: 2 items"], "earlier") {
		t.Errorf("the references are headed %q", heads)
	}
}

func TestBlankCrosswalkHasNoAnswers(t *testing.T) {
	r := report.BlankCrosswalk(walkTo(rated()))
	if got := strings.Join(rowsOf(r, "references"), " "); got != "Annex|BE.j|0 Article 5|BE.a|1 Article 7|BE.e|2 Article 10: Taking care|BE.e, BE.b|3" {
		t.Errorf("the references are %s", got)
	}
	if got := rowsOf(r, "items-Article_5"); len(got) != 1 || !strings.HasPrefix(got[0], "BE.a|BE.a.1 Public commitment|policy|") {
		t.Errorf("the items of Article 5 are %q", got)
	}
	if got := rowsOf(r, "items-Article_10"); len(got) != 1 || !strings.HasPrefix(got[0], "BE.b|BE.b.4 ") {
		t.Errorf("the items of Article 10 are %q, those of Article 7 are told there", got)
	}
	for _, f := range r.Facts {
		if f.Label == "Organisation" || f.Label == "Coverage" {
			t.Errorf("a blank form says %v", f)
		}
	}
}

// A form and a framework that have nothing in common say so instead of printing empty tables.
func TestCrosswalkOfNothing(t *testing.T) {
	in := walkTo(rated())
	in.Cells = nil
	for _, r := range []vigil.Report{report.Crosswalk(in), report.BlankCrosswalk(in)} {
		text := write(t, formats(t)[0], r)
		for _, want := range []string{"References with items of the form behind them: 0 of 0.", "No item of the form has a reference", "No reference of this framework has been looked up"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q", r.Title, want)
			}
		}
		if got := rowsOf(r, "items_without"); len(got) != 4 {
			t.Errorf("the items left over are %q", got)
		}
	}
}

// Three-digit numbers, letters and longer names come in the order in which people count.
func TestReferencesStandInTheOrderOfTheirNumbers(t *testing.T) {
	in := walkTo(rated())
	in.Cells = []vigil.CrosswalkCell{{Provision: "BE.a", Reference: "16.10.1"}, {Provision: "BE.a", Reference: "411-10"}, {Provision: "BE.a", Reference: "411-2"}, {Provision: "BE.a", Reference: "16.2"}, {Provision: "BE.a", Reference: "16.10"}, {Provision: "BE.a", Reference: "Chapter IV"}, {Provision: "BE.a", Reference: "Chapter II"}}
	var got []string
	for _, row := range rowsOf(report.BlankCrosswalk(in), "references") {
		name, _, _ := strings.Cut(row, "|")
		got = append(got, name)
	}
	if want := "16.2, 16.10, 16.10.1, 411-2, 411-10, Chapter II, Chapter IV"; strings.Join(got, ", ") != want {
		t.Errorf("the order is %s, want %s", strings.Join(got, ", "), want)
	}
}
