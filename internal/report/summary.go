package report

import (
	"fmt"
	"slices"
	"sort"

	"vigil/internal/vigil"
)

// SummaryRow is one assessment in a summary, with the form and the method it was made by.
type SummaryRow struct {
	Questionnaire *vigil.Questionnaire
	Methodology   *vigil.Methodology
	Organisation  vigil.Organisation
	Assessment    vigil.Assessment
	Scorecard     *vigil.Scorecard
	Gaps          *vigil.GapList
}

// Summary sets many assessments side by side. Each form and each mode has a section with tables of its own, figures of
// different forms or modes never share one, and nothing is ranked: rows are in the order of names. What is provisional
// and what is not rated stands apart from what is rated.
func Summary(rows []SummaryRow, today string) vigil.Report {
	groups := summaryGroups(rows)
	r := vigil.Report{ID: "summary", Language: "en", Title: "Summary of " + count(len(rows), "assessment", "assessments"), Subtitle: "By form and mode; nothing is ranked",
		Facts: []vigil.Fact{{Label: "Report of", Value: vigil.LongDate(today)}}}
	if len(groups) == 1 {
		r.Subtitle = groups[0].title()
	}
	for _, g := range groups {
		r.Facts = withFact(r.Facts, vigil.Fact{Label: "Method", Value: g.m.Title.In(g.lang), Note: join(", ", g.m.Ref(), g.m.Status)})
		if mark := draftMark(g.m, g.lang); r.Draft == "" {
			r.Draft = mark
		}
		for _, line := range footer(g.m, g.q, g.lang) {
			if !slices.Contains(r.Footer, line) {
				r.Footer = append(r.Footer, line)
			}
		}
	}
	if len(groups) == 1 {
		r.Facts = append(r.Facts, vigil.Fact{Label: "Questionnaire", Value: groups[0].q.Title.In(groups[0].lang), Note: groups[0].q.Ref()})
	}
	r.Facts = append(r.Facts, vigil.Fact{Label: "Assessments", Value: plain(float64(len(rows)))})
	if len(groups) > 1 {
		r.Sections = append(r.Sections, summaryOverview(groups))
	}
	for n, g := range groups {
		r.Sections = append(r.Sections, g.section(fmt.Sprintf("group-%d", n+1)))
	}
	if len(rows) == 0 {
		r.Sections = append(r.Sections, vigil.ReportSection{ID: "none", Title: "Assessments", Blocks: []vigil.Block{{Paragraph: "There is no scored assessment."}}})
	}
	return r
}

// withFact adds a fact that is not there yet.
func withFact(facts []vigil.Fact, f vigil.Fact) []vigil.Fact {
	if slices.Contains(facts, f) {
		return facts
	}
	return append(facts, f)
}

// summaryGroup is assessments of one form in one mode, by name.
type summaryGroup struct {
	m    *vigil.Methodology
	q    *vigil.Questionnaire
	r    vigil.RoundingRule
	lang string
	form string
	mode vigil.Mode
	rows []SummaryRow
}

func summaryGroups(rows []SummaryRow) []*summaryGroup {
	sorted := slices.Clone(rows)
	sort.SliceStable(sorted, func(i, j int) bool {
		a, b := sorted[i], sorted[j]
		if a.Assessment.Questionnaire != b.Assessment.Questionnaire {
			return a.Assessment.Questionnaire < b.Assessment.Questionnaire
		}
		if a.Assessment.Mode != b.Assessment.Mode {
			return a.Assessment.Mode < b.Assessment.Mode
		}
		if a.Organisation.Name != b.Organisation.Name {
			return a.Organisation.Name < b.Organisation.Name
		}
		return a.Assessment.Code < b.Assessment.Code
	})
	var groups []*summaryGroup
	for _, row := range sorted {
		last := len(groups) - 1
		if last < 0 || groups[last].form != row.Assessment.Questionnaire || groups[last].mode != row.Assessment.Mode {
			groups = append(groups, newSummaryGroup(row))
			last++
		}
		if row.Scorecard == nil {
			row.Scorecard = &vigil.Scorecard{Band: "NR"}
		}
		if row.Gaps == nil {
			row.Gaps = &vigil.GapList{}
		}
		groups[last].rows = append(groups[last].rows, row)
	}
	return groups
}

func newSummaryGroup(row SummaryRow) *summaryGroup {
	g := &summaryGroup{m: row.Methodology, q: row.Questionnaire, lang: "en", form: row.Assessment.Questionnaire, mode: row.Assessment.Mode}
	if g.m == nil {
		g.m = &vigil.Methodology{}
	}
	if g.q == nil {
		g.q = &vigil.Questionnaire{}
	}
	g.r = g.m.Rounding
	return g
}

// title names the form and the mode.
func (g *summaryGroup) title() string {
	name := g.q.Title.In(g.lang)
	if name == "" {
		name = g.form
	}
	return join(": ", name, modeName[g.mode])
}

// summaryOverview counts what stands in each section; it has no score, because scores of different sections do not compare.
func summaryOverview(groups []*summaryGroup) vigil.ReportSection {
	t := &vigil.Table{ID: "groups", Title: "Forms and modes", Columns: []vigil.Column{
		{ID: "form", Title: "Form", Kind: "text", Width: 44}, {ID: "mode", Title: "Mode", Kind: "text", Width: 10}, {ID: "assessments", Title: "Assessments", Kind: "number", Width: 12},
		{ID: "rated", Title: "Rated", Kind: "number", Width: 10}, {ID: "provisional", Title: "Provisional", Kind: "number", Width: 12}, {ID: "not_rated", Title: "Not rated", Kind: "number", Width: 10},
	}, Note: "A score means something beside scores of the same form and mode only: forms ask different questions, and modes look at different evidence. So each has a section of its own."}
	for _, g := range groups {
		rated, provisional, notRated := split(g.rows)
		t.Rows = append(t.Rows, []vigil.Cell{textCell(join(", ", g.q.Title.In(g.lang), g.form)), textCell(string(g.mode)), countCell(len(g.rows)), countCell(len(rated)), countCell(len(provisional)), countCell(len(notRated))})
	}
	return vigil.ReportSection{ID: "groups", Title: "What stands beside what", Blocks: []vigil.Block{{Table: t}}}
}

func (g *summaryGroup) section(id string) vigil.ReportSection {
	section := vigil.ReportSection{ID: id, Title: g.title()}
	section.Blocks = append(section.Blocks, vigil.Block{Paragraph: sentence("Form "+g.form+", mode "+string(g.mode)+": "+modeText[g.mode]) + " In the order of names; this is not a ranking."})
	rated, provisional, notRated := split(g.rows)
	if len(rated) > 1 { // a single bar compares nothing
		section.Blocks = append(section.Blocks, vigil.Block{Bars: g.bars(id, rated)})
	}
	if len(rated) > 0 {
		section.Blocks = append(section.Blocks, vigil.Block{Table: g.table(id+"-rated", "Rated", rated)})
	}
	if len(provisional) > 0 {
		t := g.table(id+"-provisional", "Provisional", provisional)
		t.Note = "Too little is assessed to compare these with others."
		section.Blocks = append(section.Blocks, vigil.Block{Table: t})
	}
	if len(notRated) > 0 {
		t := g.table(id+"-not-rated", "Not rated", notRated)
		t.Note = "There is no score, and none is filled in."
		section.Blocks = append(section.Blocks, vigil.Block{Table: t})
	}
	if t := g.heat(id, g.rows); len(t.Columns) > 1 {
		section.Blocks = append(section.Blocks, vigil.Block{Table: t})
	}
	return section
}

func split(rows []SummaryRow) (rated, provisional, notRated []SummaryRow) {
	for _, r := range rows {
		switch {
		case !r.Scorecard.Rated || r.Scorecard.Final == nil:
			notRated = append(notRated, r)
		case r.Scorecard.Provisional:
			provisional = append(provisional, r)
		default:
			rated = append(rated, r)
		}
	}
	return rated, provisional, notRated
}
