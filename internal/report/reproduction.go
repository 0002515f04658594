package report

import (
	"fmt"
	"math"

	"vigil/internal/vigil"
)

// Comparison is a published figure beside the one recomputed from the same answers. A nil Published or a rank of
// 0 was not published.
type Comparison struct {
	Subject, Unit, Node, Title string
	Published, Recomputed      *float64
	PublishedRank, Rank        int
}

// storeys in the order of the report.
var storeys = []string{vigil.StoreyTotal, vigil.StoreyPillar, vigil.StoreyIndicator, vigil.StoreyQuestion}

// Reproduction sets every published figure beside the recomputed one: how many are equal on each storey, which
// differ and by how much, then all of them.
func Reproduction(m *vigil.Methodology, q *vigil.Questionnaire, rows []Comparison) vigil.Report {
	lang := "en"
	p := &reproduction{m: m, storey: storeyOf(q)}
	for _, c := range rows {
		p.add(c)
	}
	title := m.Title.In(lang)
	r := vigil.Report{ID: "reproduction", Language: lang, Title: "Reproduction: " + title, Subtitle: q.Title.In(lang), Draft: draftMark(m, lang), Footer: footer(m, q, lang),
		Facts: []vigil.Fact{{Label: "Method", Value: title, Note: join(", ", m.Ref(), m.Status)}, {Label: "Questionnaire", Value: q.Title.In(lang), Note: q.Ref()},
			{Label: "Figures compared", Value: plain(float64(p.figures))}, {Label: "Ranks compared", Value: plain(float64(p.ranks))}}}
	r.Sections = []vigil.ReportSection{{ID: "counts", Title: "How many are equal", Blocks: []vigil.Block{{Notice: p.verdict()}, {Table: p.counts()}}}}
	differences := vigil.ReportSection{ID: "differences", Title: "Differences"}
	if len(p.different) == 0 {
		differences.Blocks = []vigil.Block{{Paragraph: "None."}}
	} else {
		differences.Blocks = []vigil.Block{{Table: p.table("differences", "Every figure that differs", p.different)}}
	}
	r.Sections = append(r.Sections, differences, vigil.ReportSection{ID: "figures", Title: "Published and recomputed", Blocks: []vigil.Block{{Table: p.table("figures", "All figures, side by side", rows)}}})
	return r
}

type reproduction struct {
	m              *vigil.Methodology
	storey         map[string]string
	figures, ranks int
	tally          map[string]*tally
	different      []Comparison
}

type tally struct{ equal, different, rankEqual, rankDifferent, unpublished int }

func storeyOf(q *vigil.Questionnaire) map[string]string {
	s := map[string]string{vigil.Total: vigil.StoreyTotal}
	for _, p := range q.Pillars {
		s[p.ID] = vigil.StoreyPillar
	}
	q.Walk(func(_ *vigil.Pillar, in *vigil.Indicator) {
		s[in.ID] = vigil.StoreyIndicator
		if in.IsQuestion() {
			s[in.ID] = vigil.StoreyQuestion
		}
	})
	return s
}

func (p *reproduction) add(c Comparison) {
	if p.tally == nil {
		p.tally = map[string]*tally{}
	}
	storey := p.storey[c.Node]
	t := p.tally[storey]
	if t == nil {
		t = &tally{}
		p.tally[storey] = t
	}
	differs := false
	switch {
	case c.Published == nil && c.PublishedRank == 0:
		t.unpublished++
	case c.Published == nil:
	case p.equal(c):
		t.equal, p.figures = t.equal+1, p.figures+1
	default:
		t.different, p.figures, differs = t.different+1, p.figures+1, true
	}
	if c.PublishedRank > 0 {
		p.ranks++
		if c.PublishedRank == c.Rank {
			t.rankEqual++
		} else {
			t.rankDifferent++
			differs = true
		}
	}
	if differs {
		p.different = append(p.different, c)
	}
}

// equal compares after rounding as the method publishes.
func (p *reproduction) equal(c Comparison) bool {
	return c.Recomputed != nil && math.Abs(p.m.Rounding.Round(*c.Recomputed)-p.m.Rounding.Round(*c.Published)) < 1e-9
}

func (p *reproduction) verdict() *vigil.Notice {
	if p.figures+p.ranks == 0 {
		return &vigil.Notice{Tone: "warn", Title: "Nothing was compared: no published figure is given"}
	}
	if len(p.different) == 0 {
		return &vigil.Notice{Tone: "ok", Title: fmt.Sprintf("Every published figure is reproduced: %d figures and %d ranks are equal", p.figures, p.ranks)}
	}
	return &vigil.Notice{Tone: "warn", Title: fmt.Sprintf("%s of %d figures and %d ranks", count(len(p.different), "line differs", "lines differ"), p.figures, p.ranks), Lines: []string{"Each is named below."}}
}

func (p *reproduction) counts() *vigil.Table {
	t := &vigil.Table{ID: "counts", Title: "Figures and ranks by storey", Columns: []vigil.Column{{ID: "storey", Title: "Storey", Kind: "text", Width: 20}, {ID: "equal", Title: "Equal", Kind: "number"}, {ID: "different", Title: "Different", Kind: "number"},
		{ID: "rank_equal", Title: "Ranks equal", Kind: "number"}, {ID: "rank_different", Title: "Ranks different", Kind: "number"}, {ID: "unpublished", Title: "Not published", Kind: "number"}}}
	for _, storey := range append(append([]string{}, storeys...), "") {
		c := p.tally[storey]
		if c == nil {
			continue
		}
		name := upperFirst(storey)
		if name == "" {
			name = "Not in the questionnaire"
		}
		t.Rows = append(t.Rows, []vigil.Cell{textCell(name), countCell(c.equal), countCell(c.different), countCell(c.rankEqual), countCell(c.rankDifferent), countCell(c.unpublished)})
	}
	return t
}

func (p *reproduction) table(id, title string, rows []Comparison) *vigil.Table {
	t := &vigil.Table{ID: id, Title: title, Columns: []vigil.Column{{ID: "subject", Title: "Subject", Kind: "text", Width: 24}, {ID: "unit", Title: "Unit", Kind: "text"}, {ID: "node", Title: "Node", Kind: "text", Width: 12}, {ID: "title", Title: "Title", Kind: "text", Width: 36},
		{ID: "published", Title: "Published", Kind: "number"}, {ID: "recomputed", Title: "Recomputed", Kind: "number"}, {ID: "difference", Title: "Difference", Kind: "number"}, {ID: "published_rank", Title: "Published rank", Kind: "number"}, {ID: "rank", Title: "Rank", Kind: "number"}, {ID: "equal", Title: "Result", Kind: "text"}}}
	for _, c := range rows {
		difference := textCell("")
		if c.Published != nil && c.Recomputed != nil {
			difference = numberCell(vigil.RoundingRule{Decimals: p.m.Rounding.Decimals + 2}, *c.Recomputed-*c.Published)
		}
		t.Rows = append(t.Rows, []vigil.Cell{textCell(c.Subject), textCell(c.Unit), textCell(c.Node), textCell(c.Title), valueCell(p.m.Rounding, c.Published), valueCell(p.m.Rounding, c.Recomputed), difference, rank(c.PublishedRank), rank(c.Rank), textCell(p.result(c))})
	}
	return t
}

func rank(n int) vigil.Cell {
	if n == 0 {
		return textCell(none)
	}
	return countCell(n)
}

func (p *reproduction) result(c Comparison) string {
	switch {
	case c.Published == nil && c.PublishedRank == 0:
		return "not published"
	case c.Published != nil && !p.equal(c), c.PublishedRank > 0 && c.PublishedRank != c.Rank:
		return "different"
	}
	return "equal"
}
