package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"vigil/internal/benchmark"
	"vigil/internal/vigil"
)

// pillars is the heat map of companies by pillars; every cell has its band and its number as text.
func (b *league) pillars() vigil.ReportSection {
	t := &vigil.Table{ID: "heat-pillars", Title: "Pillars by company", Columns: []vigil.Column{{ID: "company", Title: "Company", Kind: "text", Width: 32}},
		Note: "Letter: the band of the number. Capped: a cap in force shows the pillar at most so high, and changes nothing else."}
	for _, id := range b.b.Pillars {
		t.Columns = append(t.Columns, vigil.Column{ID: id, Title: pillarTitle(b.m, b.q, id, b.lang), Kind: "band", Width: 14})
	}
	for _, p := range b.b.Places {
		row := []vigil.Cell{textCell(b.name(p.Input.Subject))}
		for _, c := range p.Pillars {
			row = append(row, b.pillarCell(c))
		}
		t.Rows = append(t.Rows, row)
	}
	return vigil.ReportSection{ID: "heat-pillars", Title: "Heat map of pillars", Blocks: []vigil.Block{{Table: t}}}
}

func (b *league) pillarCell(c benchmark.Cell) vigil.Cell {
	switch {
	case !c.Applies:
		return textCell("not applicable")
	case c.Value == nil:
		return textCell("not scored")
	}
	cell := figureCell(b.r, c.Value)
	cell.Text = join(" ", c.Band, cell.Text)
	if c.CappedAt != nil {
		cell.Text += ", capped " + plain(*c.CappedAt)
	}
	return cell
}

// levelTitles name how far a provision is met.
var levelTitles = [benchmark.ProvisionLevels]string{"Hardly or not", "From a quarter", "From a half", "In full"}

// provisions is the heat map of provisions: the share of companies at each level.
func (b *league) provisions() vigil.ReportSection {
	t := &vigil.Table{ID: "heat-provisions", Title: "Companies by level, per cent", Columns: []vigil.Column{
		{ID: "provision", Title: "Provision", Kind: "text", Width: 11}, {ID: "expects", Title: "What it expects, in our words", Kind: "text", Width: 60}, {ID: "companies", Title: "Companies", Kind: "number", Width: 11}},
		Note: "Of the companies to which an item of the provision applies. Level: the items of the provision together, by weight: under a quarter of full credit, from a quarter, from a half, in full. What is not assessed counts as nothing, as in the score. These are counts of companies, not of people."}
	for _, title := range levelTitles {
		t.Columns = append(t.Columns, vigil.Column{ID: slug(strings.ToLower(title)), Title: title, Kind: "number", Width: 12})
	}
	words := map[string]string{}
	for _, p := range b.Provisions {
		words[p.ID] = p.Paraphrase.In(b.lang)
	}
	list := slices.DeleteFunc(slices.Clone(b.b.Provisions), func(p benchmark.Provision) bool { return p.Companies == 0 })
	for _, p := range list {
		row := []vigil.Cell{textCell(p.ID), textCell(words[p.ID]), countCell(p.Companies)}
		for _, n := range p.Counts {
			v := 100 * float64(n) / float64(p.Companies)
			cell := numberCell(vigil.RoundingRule{}, v)
			cell.Text = fmt.Sprintf("%s (%d)", cell.Text, n)
			row = append(row, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return vigil.ReportSection{ID: "heat-provisions", Title: "Which promise is kept least", Blocks: []vigil.Block{{Paragraph: b.leastKept(list)}, {Table: t}}}
}

// leastKept names the provisions that most companies hardly meet.
func (b *league) leastKept(list []benchmark.Provision) string {
	share := func(p benchmark.Provision) float64 { return float64(p.Counts[0]) / float64(p.Companies) }
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(x, y benchmark.Provision) int { return cmp.Compare(share(y), share(x)) })
	var say []string
	for _, p := range sorted[:min(3, len(sorted))] {
		if p.Counts[0] > 0 {
			say = append(say, fmt.Sprintf("%s (%d of %d companies under a quarter of full credit)", p.ID, p.Counts[0], p.Companies))
		}
	}
	if len(say) == 0 {
		return "No provision is hardly met by any company."
	}
	return "Met least: " + strings.Join(say, "; ") + "."
}

// spreads shows peers as quartiles, never as an average alone.
func (b *league) spreads() vigil.ReportSection {
	t := &vigil.Table{ID: "spread", Title: "The companies as a spread", Columns: []vigil.Column{
		{ID: "of", Title: "Of", Kind: "text", Width: 34}, {ID: "companies", Title: "Companies", Kind: "number", Width: 11}, {ID: "least", Title: "Lowest", Kind: "number", Width: 9}, {ID: "first", Title: "First quartile", Kind: "number", Width: 9},
		{ID: "median", Title: "Median", Kind: "number", Width: 9}, {ID: "third", Title: "Third quartile", Kind: "number", Width: 9}, {ID: "greatest", Title: "Highest", Kind: "number", Width: 9}},
		Note: fmt.Sprintf("Quartiles by nearest rank, so that each is the figure of a company. With fewer than %d companies there are none.", benchmark.LeastSpread)}
	for _, s := range b.b.Spreads {
		title := upperFirst(b.column())
		if s.Node != vigil.Total {
			title = pillarTitle(b.m, b.q, s.Node, b.lang)
		}
		t.Rows = append(t.Rows, []vigil.Cell{textCell(title), countCell(s.Companies), figureCell(b.r, s.Least), figureCell(b.r, s.First), figureCell(b.r, s.Middle), figureCell(b.r, s.Third), figureCell(b.r, s.Greatest)})
	}
	return vigil.ReportSection{ID: "spread", Title: "Peers", Blocks: []vigil.Block{{Table: t}}}
}

// practices lists what others can learn from.
func (b *league) practices() vigil.ReportSection {
	s := vigil.ReportSection{ID: "practices", Title: "Good practice that anybody can read"}
	if len(b.b.Practices) == 0 {
		s.Blocks = []vigil.Block{{Paragraph: "No company meets an item in full with a public document behind it."}}
		return s
	}
	t := &vigil.Table{ID: "practices", Title: "Items met in full", Columns: []vigil.Column{
		{ID: "item", Title: "Item", Kind: "text", Width: 11}, {ID: "title", Title: "Title", Kind: "text", Width: 34}, {ID: "company", Title: "Company", Kind: "text", Width: 30}, {ID: "document", Title: "Document", Kind: "text", Width: 36}, {ID: "grade", Title: "Evidence", Kind: "grade", Width: 9}, {ID: "link", Title: "Link", Kind: "text", Width: 44}}}
	for _, p := range b.b.Practices {
		for _, e := range p.Evidence {
			t.Rows = append(t.Rows, []vigil.Cell{textCell(p.Question), textCell(b.item(p.Question)), textCell(b.named([]string{p.Company})[0]), textCell(e.Title), textCell(string(e.Grade)), textCell(e.Link)})
		}
	}
	s.Blocks = []vigil.Block{{Table: t}}
	return s
}

func (b *league) item(id string) string {
	q := b.q.Question(id)
	if q == nil {
		return ""
	}
	return firstOf(q.Title.In(b.lang), q.Question.In(b.lang))
}

// replies are the words of the companies.
func (b *league) replies() vigil.ReportSection {
	s := vigil.ReportSection{ID: "replies", Title: "What the companies say"}
	var silent, unasked []string
	for _, p := range b.b.Places {
		switch r := p.Reply; {
		case r.Replied != "":
			s.Blocks = append(s.Blocks, vigil.Block{Quote: &vigil.Quote{By: b.name(p.Input.Subject), Date: r.Replied, Text: r.Text}})
		case r.Asked != "":
			silent = append(silent, b.name(p.Input.Subject))
		default:
			unasked = append(unasked, b.name(p.Input.Subject))
		}
	}
	if len(silent) > 0 {
		s.Blocks = append(s.Blocks, vigil.Block{Paragraph: "Asked, and did not reply: " + list(silent) + "."})
	}
	if len(unasked) > 0 {
		s.Blocks = append(s.Blocks, vigil.Block{Notice: &vigil.Notice{Tone: "warn", Title: "Not asked for a reply yet", Lines: []string{list(unasked) + ". A scorecard is published only after the company could reply to its draft."}}})
	}
	return s
}
