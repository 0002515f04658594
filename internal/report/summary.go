package report

import (
	"fmt"
	"sort"
	"strings"

	"vigil/internal/vigil"
)

// SummaryRow is one assessment in a summary.
type SummaryRow struct {
	Organisation vigil.Organisation
	Assessment   vigil.Assessment
	Scorecard    *vigil.Scorecard
	Gaps         *vigil.GapList
}

// Summary sets many assessments side by side. Each form and each mode has tables of its own and nothing is ranked:
// rows are in the order of names. What is provisional and what is not rated stands apart from what is rated.
func Summary(m *vigil.Methodology, q *vigil.Questionnaire, rows []SummaryRow, today string) vigil.Report {
	sum := &summary{m: m, q: q, r: m.Rounding, lang: "en"}
	r := vigil.Report{ID: "summary", Language: sum.lang, Title: "Summary of " + count(len(rows), "assessment", "assessments"), Subtitle: q.Title.In(sum.lang),
		Draft: draftMark(m, sum.lang), Footer: footer(m, q, sum.lang), Facts: []vigil.Fact{
			{Label: "Report of", Value: longDate(today)}, {Label: "Method", Value: m.Title.In(sum.lang), Note: join(", ", m.Ref(), m.Status)},
			{Label: "Questionnaire", Value: q.Title.In(sum.lang), Note: q.Ref()}, {Label: "Assessments", Value: plain(float64(len(rows)))},
		}}
	for n, group := range sum.groups(rows) {
		r.Sections = append(r.Sections, sum.section(n, group))
	}
	if len(rows) == 0 {
		r.Sections = append(r.Sections, vigil.ReportSection{ID: "none", Title: "Assessments", Blocks: []vigil.Block{{Paragraph: "There is no scored assessment."}}})
	}
	return r
}

type summary struct {
	m    *vigil.Methodology
	q    *vigil.Questionnaire
	r    vigil.RoundingRule
	lang string
}

// group is assessments of one form in one mode, by name.
type group struct {
	form string
	mode vigil.Mode
	rows []SummaryRow
}

func (s *summary) groups(rows []SummaryRow) []group {
	sorted := append([]SummaryRow{}, rows...)
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
	var groups []group
	for _, row := range sorted {
		last := len(groups) - 1
		if last < 0 || groups[last].form != row.Assessment.Questionnaire || groups[last].mode != row.Assessment.Mode {
			groups = append(groups, group{form: row.Assessment.Questionnaire, mode: row.Assessment.Mode})
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

func (s *summary) section(n int, g group) vigil.ReportSection {
	id := fmt.Sprintf("group-%d", n+1)
	section := vigil.ReportSection{ID: id, Title: upperFirst(modeName[g.mode]) + " by " + g.form}
	section.Blocks = append(section.Blocks, vigil.Block{Paragraph: sentence("Mode "+string(g.mode)+": "+modeText[g.mode]) + " In the order of names; this is not a ranking."})
	rated, provisional, notRated := split(g.rows)
	if len(rated) > 0 {
		section.Blocks = append(section.Blocks, vigil.Block{Bars: s.bars(id, rated)}, vigil.Block{Table: s.table(id+"-rated", "Rated", rated)})
	}
	if len(provisional) > 0 {
		t := s.table(id+"-provisional", "Provisional", provisional)
		t.Note = "Too little is assessed to compare these with others."
		section.Blocks = append(section.Blocks, vigil.Block{Table: t})
	}
	if len(notRated) > 0 {
		t := s.table(id+"-not-rated", "Not rated", notRated)
		t.Note = "There is no score, and none is filled in."
		section.Blocks = append(section.Blocks, vigil.Block{Table: t})
	}
	if t := s.heat(id, g.rows); len(t.Columns) > 1 {
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

func (s *summary) bars(id string, rows []SummaryRow) *vigil.Bars {
	b := &vigil.Bars{ID: "bars-" + id, Title: "Published scores", Caption: "Bar: the published score. Whisker: up to where it could rise if everything open were answered at its best."}
	for _, r := range rows {
		c := r.Scorecard
		bar := vigil.Bar{Label: r.Organisation.Name, Value: &c.Final.Value, Text: published(s.r, c.Final), Band: c.Band}
		if c.High != nil {
			bar.High = &c.High.Value
		}
		if c.Capped {
			bar.Note = "capped"
		}
		b.Items = append(b.Items, bar)
	}
	return b
}

func (s *summary) table(id, title string, rows []SummaryRow) *vigil.Table {
	t := &vigil.Table{ID: id, Title: title, Columns: []vigil.Column{
		{ID: "organisation", Title: "Organisation", Kind: "text", Width: 34}, {ID: "sector", Title: "Sector", Kind: "text", Width: 8}, {ID: "mode", Title: "Mode", Kind: "text", Width: 9}, {ID: "cutoff", Title: "Evidence up to", Kind: "date", Width: 14},
		{ID: "score", Title: "Score", Kind: "number", Width: 9}, {ID: "band", Title: "Band", Kind: "band", Width: 7}, {ID: "caps", Title: "Caps", Kind: "text", Width: 18}, {ID: "marks", Title: "Marks", Kind: "text", Width: 18},
		{ID: "coverage", Title: "Coverage, %", Kind: "number", Width: 11}, {ID: "confidence", Title: "Confidence", Kind: "text", Width: 17},
	}}
	priorities := s.priorities(rows)
	for _, p := range priorities {
		t.Columns = append(t.Columns, vigil.Column{ID: p, Title: upperFirst(p), Kind: "number", Width: 9})
	}
	for _, r := range rows {
		c := r.Scorecard
		g := newGapReport(GapInput{Methodology: s.m, Questionnaire: s.q, Scorecard: c, Gaps: r.Gaps, Language: s.lang})
		var caps []string
		for _, inForce := range capsInForce(c) {
			caps = append(caps, capText(inForce.CapInForce))
		}
		name := r.Organisation.Name
		if r.Organisation.Fictional && !strings.Contains(name, "fictional") {
			name += " (fictional)"
		}
		score := figureCell(s.r, c.Final)
		if !c.Rated || c.Final == nil {
			score = textCell("not rated")
		}
		row := []vigil.Cell{textCell(name), textCell(r.Organisation.Sector), textCell(string(r.Assessment.Mode)), textCell(r.Assessment.Cutoff), score, textCell(c.Band),
			textCell(strings.Join(caps, ", ")), textCell(strings.Join(g.tags(), ", ")), figureCell(s.r, c.Coverage), textCell(g.confidence())}
		for _, p := range priorities {
			n := 0
			for _, x := range r.Gaps.Gaps {
				if x.Priority == p {
					n++
				}
			}
			row = append(row, countCell(n))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// priorities are the columns that count gaps, most urgent first.
func (s *summary) priorities(rows []SummaryRow) []string {
	var all vigil.GapList
	for _, r := range rows {
		all.Gaps = append(all.Gaps, r.Gaps.Gaps...)
	}
	var ids []string
	for _, p := range newGapReport(GapInput{Methodology: s.m, Gaps: &all}).priorities() {
		ids = append(ids, p.ID)
	}
	return ids
}

// heat is a map of pillars by organisations; every cell has its band and its number as text.
func (s *summary) heat(id string, rows []SummaryRow) *vigil.Table {
	t := &vigil.Table{ID: "heat-" + id, Title: "Pillars by organisation", Columns: []vigil.Column{{ID: "organisation", Title: "Organisation", Kind: "text", Width: 32}},
		Note: "Letter: the band of the number. Provisional and not rated ones are shown for what is known, not for comparison."}
	var pillars []string
	seen := map[string]bool{}
	for _, r := range rows {
		for _, n := range r.Scorecard.Nodes {
			if n.Storey == vigil.StoreyPillar && n.Unit == "" && !seen[n.Node] {
				seen[n.Node] = true
				pillars = append(pillars, n.Node)
				t.Columns = append(t.Columns, vigil.Column{ID: n.Node, Title: pillarTitle(s.m, s.q, n.Node, s.lang), Kind: "band", Width: 14})
			}
		}
	}
	for _, r := range rows {
		row := []vigil.Cell{textCell(r.Organisation.Name)}
		for _, p := range pillars {
			row = append(row, s.heatCell(r.Scorecard.Node(p, "")))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (s *summary) heatCell(n *vigil.Score) vigil.Cell {
	switch {
	case n == nil || !n.Applies:
		return textCell("not applicable")
	case n.Value == nil:
		return textCell("not scored")
	}
	v := *n.Value
	return vigil.Cell{Text: join(" ", bandOf(s.m, s.r.Round(v)), rounded(s.r, v)), Number: &v, Decimals: s.r.Decimals}
}
