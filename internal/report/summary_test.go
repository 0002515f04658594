package report_test

import (
	"strings"
	"testing"

	"vigil/internal/report"
	"vigil/internal/vigil"
)

// Forms and modes never share a table with scores: each has its section, and the overview counts without any score.
func TestSummaryKeepsFormsAndModesApart(t *testing.T) {
	row := func(name, form string, mode vigil.Mode) report.SummaryRow {
		in := rated()
		in.Organisation.Name, in.Organisation.Fictional = name, false
		in.Assessment.Mode, in.Assessment.Questionnaire = mode, form
		return report.SummaryRow{Questionnaire: in.Questionnaire, Methodology: in.Methodology, Organisation: in.Organisation, Assessment: in.Assessment, Scorecard: in.Scorecard, Gaps: in.Gaps}
	}
	r := report.Summary([]report.SummaryRow{row("Zeta", "long@1", vigil.SELF), row("Beta", "short@1", vigil.BENCH), row("Alpha", "long@1", vigil.SELF), row("Gamma", "long@1", vigil.BENCH)}, "2026-11-23")
	var sections []string
	for _, s := range r.Sections {
		var names []string
		for _, b := range s.Blocks {
			if b.Table != nil && strings.HasSuffix(b.Table.ID, "-rated") {
				for _, cells := range b.Table.Rows {
					names = append(names, cells[0].Text)
				}
			}
		}
		sections = append(sections, strings.Join(names, "+"))
	}
	if got := strings.Join(sections, " "); got != " Gamma Alpha+Zeta Beta" { // the overview first: no scores
		t.Errorf("the sections hold %q", got)
	}
	for _, c := range r.Sections[0].Blocks[0].Table.Columns {
		if c.ID == "score" || c.ID == "band" {
			t.Errorf("the overview has a column %s, where forms would stand beside each other", c.ID)
		}
	}
	if r = report.Summary([]report.SummaryRow{row("Alpha", "long@1", vigil.SELF)}, "2026-11-23"); len(r.Sections) != 1 || r.Sections[0].ID != "group-1" {
		t.Errorf("a summary of one form and mode has %d sections", len(r.Sections))
	}
}
