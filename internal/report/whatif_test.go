package report_test

import (
	"strings"
	"testing"

	"vigil/internal/report"
	"vigil/internal/vigil"
)

// What a what-if says first is whether the steps change anything, and what holds the score where they do not.
func TestWhatIfSaysWhatChanges(t *testing.T) {
	capped, free, uncapped := rated(), provisional(), rated()
	uncapped.Scorecard.Caps, uncapped.Scorecard.Governing = nil, ""
	cases := []struct {
		name  string
		in    report.GapInput
		after *vigil.Scorecard
		want  string
	}{
		{"a cap that stays", capped, rated().Scorecard, "These steps change nothing while CAP-1 is open: the score stays at 39.9, band D"},
		{"nothing", uncapped, uncapped.Scorecard, "These steps leave the score at 39.9, band D"},
		{"a cap that falls away", capped, free.Scorecard, "The score would go from 39.9, band D to 47.2, band C"},
		{"a cap that binds only then", free, rated().Scorecard, "The score would go from 47.2, band C to 39.9, band D, where CAP-1 holds it"},
		{"no rating", notRated(), notRated().Scorecard, "These steps leave the score at not rated"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := report.WhatIf(report.WhatIfInput{GapInput: c.in, After: c.after})
			notice := r.Sections[0].Blocks[0].Notice
			if notice.Title != c.want || !strings.Contains(notice.Lines[0], "a calculation, not a promise") {
				t.Errorf("%q %q, want %q", notice.Title, notice.Lines, c.want)
			}
		})
	}
}

// Both sides of a what-if, the change and the caps that fall away stand in its tables.
func TestWhatIfSetsBothSidesSideBySide(t *testing.T) {
	free := provisional()
	r := report.WhatIf(report.WhatIfInput{GapInput: rated(), After: free.Scorecard, Steps: free.Path.Steps})
	rows := map[string][]string{}
	for _, s := range r.Sections {
		for _, b := range s.Blocks {
			if b.Table == nil {
				continue
			}
			for _, row := range b.Table.Rows {
				var texts []string
				for _, c := range row[1:] {
					texts = append(texts, c.Text)
				}
				rows[b.Table.ID+" "+row[0].Text] = texts
			}
		}
	}
	for name, want := range map[string]string{
		"figures Score":                          "39.9|47.2|+7.3",
		"figures Band":                           "D|C|",
		"figures Coverage, per cent":             "91.0|70.0|-21.0",
		"figures Lowest cap in force":            "CAP-1 at 39.9|–|",
		"caps CAP-1 SLAPP":                       "at most 39.9|falls away with the steps|Withdrawn, costs met and the harm repaired.",
		"pillars SLAPPs and judicial harassment": "25.0, capped 15|25.0, capped 15|0.0",
		"steps 2":                                "BE.e.1 Title of BE.e.1|Do step 1 of BE.e.1|Grade E2. A public document on BE.e.1.||55.3|",
	} {
		if got := strings.Join(rows[name], "|"); !strings.EqualFold(got, want) {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}
