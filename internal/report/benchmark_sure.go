package report

import (
	"fmt"

	"vigil/internal/benchmark"
	"vigil/internal/vigil"
)

// changes says for every company what would move it, all others held still.
func (b *league) changes() vigil.ReportSection {
	t := &vigil.Table{ID: "changes", Title: "What would move each company", Columns: []vigil.Column{
		{ID: "rank", Title: "Rank", Kind: "number", Width: 7}, {ID: "company", Title: "Company", Kind: "text", Width: 32}, {ID: "up", Title: "Points to the next rank", Kind: "number", Width: 11}, {ID: "group", Title: "Points to the next group", Kind: "number", Width: 11}, {ID: "down", Title: "Points ahead of the next", Kind: "number", Width: 11},
		{ID: "step", Title: "Smallest step that betters the rank", Kind: "text", Width: 60}, {ID: "reaches", Title: "Reaches", Kind: "number", Width: 9}, {ID: "to", Title: "Rank then", Kind: "number", Width: 8}},
		Note: "All others are held still. Points are of the figure ranked. A step is the next level, or better evidence, on one item: the one with the least effort, of those the one with the fewest points. A better rank inside a group is not a finding; the points to the next group are what counts."}
	for i := range b.b.Places {
		p := &b.b.Places[i]
		rank := countCell(p.Rank)
		rank.Text = rankText(p)
		row := []vigil.Cell{rank, textCell(b.name(p.Input.Subject)), figureCell(b.r, p.Change.NextRank), figureCell(b.r, p.Change.NextGroup), figureCell(b.r, p.Change.Lead)}
		switch s := p.Change.Step; {
		case s != nil:
			row = append(row, textCell(b.step(s)), figureCell(b.r, s.Figure), countCell(s.Rank))
		case p.Change.Held != "":
			row = append(row, textCell("none: "+p.Change.Held+" holds the figure down until it is lifted"), textCell(none), textCell(none))
		case p.Rank == 1:
			row = append(row, textCell("none: nobody is ahead"), textCell(none), textCell(none))
		default:
			row = append(row, textCell("no single step is enough"), textCell(none), textCell(none))
		}
		t.Rows = append(t.Rows, row)
	}
	return vigil.ReportSection{ID: "changes", Title: "What would change a rank", Blocks: []vigil.Block{{Table: t}}}
}

func (b *league) step(s *benchmark.Step) string {
	text := s.Question
	if title := b.item(s.Question); title != "" {
		text += " (" + title + ")"
	}
	switch {
	case s.Step.Option != "":
		text += " to " + s.Step.Option
	case s.Step.Elements > 0:
		text += fmt.Sprintf(" to %s", count(s.Step.Elements, "element", "elements"))
	}
	if s.Step.Grade != "" {
		text += ", evidence of grade " + string(s.Step.Grade)
	}
	return text
}

// mostTests is how many items are shown; the others are counted.
const mostTests = 25

// tests shows what the ranking rests on.
func (b *league) tests() vigil.ReportSection {
	s := vigil.ReportSection{ID: "tests", Title: "What the ranking rests on"}
	s.Blocks = append(s.Blocks, vigil.Block{Table: b.test("leave-out-pillar", "Without one pillar", "Pillar", b.b.PillarTests, func(id string) string { return pillarTitle(b.m, b.q, id, b.lang) })})
	if n := len(b.b.ItemTests); n > 0 {
		shown := b.b.ItemTests[:min(n, mostTests)]
		t := b.test("leave-out-item", "Without one item", "Item", shown, func(id string) string { return join(" ", id, b.item(id)) })
		if n > len(shown) {
			t.Note += fmt.Sprintf(" Those that move most companies come first. The other %d items move %s each at most.", n-len(shown), count(b.b.ItemTests[len(shown)].Moved, "company", "companies"))
		}
		s.Blocks = append(s.Blocks, vigil.Block{Table: t})
	} else {
		s.Blocks = append(s.Blocks, vigil.Block{Paragraph: "The ranking without one item is not computed: the method makes pillars of more than items."})
	}
	if u := b.b.Undisclosed; u != nil {
		text := "A side run, for the reader only: if what is not disclosed were as good as the rest of its pillar, nobody would change rank."
		if u.Moved > 0 {
			text = fmt.Sprintf("A side run, for the reader only: if what is not disclosed were as good as the rest of its pillar, %s would change rank, %s by most (%s). The published figures keep it at 0.",
				count(u.Moved, "company", "companies"), b.named([]string{u.Mover})[0], count(u.Most, "place", "places"))
		}
		s.Blocks = append(s.Blocks, vigil.Block{Paragraph: text})
	}
	return s
}

func (b *league) test(id, title, of string, tests []benchmark.Test, name func(string) string) *vigil.Table {
	t := &vigil.Table{ID: id, Title: title, Columns: []vigil.Column{
		{ID: "left", Title: of + " left out", Kind: "text", Width: 44}, {ID: "moved", Title: "Companies that change rank", Kind: "number", Width: 12}, {ID: "most", Title: "Most places", Kind: "number", Width: 9}, {ID: "mover", Title: "Who", Kind: "text", Width: 32}},
		Note: "Deduction and caps stay as they are; the weight goes to the rest in proportion."}
	for _, x := range tests {
		who := ""
		if x.Mover != "" {
			who = b.named([]string{x.Mover})[0]
		}
		t.Rows = append(t.Rows, []vigil.Cell{textCell(name(x.Left)), countCell(x.Moved), countCell(x.Most), textCell(who)})
	}
	return t
}

// method is the note that stands beside the figures, made from them.
func (b *league) method() vigil.ReportSection {
	s := vigil.ReportSection{ID: "method", Title: "Method note"}
	say := func(label, text string) {
		if text != "" {
			s.Blocks = append(s.Blocks, vigil.Block{Paragraph: label + ": " + sentence(text)})
		}
	}
	if p := b.Publication; p != nil {
		say("Scope", p.Scope.In(b.lang))
		say("How the companies were chosen", p.Selection.In(b.lang))
		say("Research", "from "+vigil.LongDate(p.Research.From)+" to "+vigil.LongDate(p.Research.Until))
	}
	if b.b.Methodology != "" {
		say("Editions", fmt.Sprintf("questionnaire %s, method %s (%s), mode %s; evidence counts up to %s", b.b.Form, b.b.Methodology, b.m.Status, b.b.Mode, b.span(b.b.Cutoffs.First, b.b.Cutoffs.Last)))
	}
	say("Who is compared", "companies whose primary sector this is, with the same form, edition and mode, rated and not provisional, each with its latest assessment. Not disclosed counts 0; what was not assessed counts 0 too and lowers coverage")
	s.Blocks = append(s.Blocks, vigil.Block{List: b.uncertainty()})
	if t := b.weights(); len(t.Rows) > 0 {
		s.Blocks = append(s.Blocks, vigil.Block{Table: t})
	}
	if t := b.capTable(); len(t.Rows) > 0 {
		s.Blocks = append(s.Blocks, vigil.Block{Table: t})
	}
	say("Agreement of coders", b.agreement())
	if p := b.Publication; p != nil {
		say("Limits", p.Limits.In(b.lang))
		say("Funding", p.Funding.In(b.lang))
		say("Conflicts of interest", p.Conflicts.In(b.lang))
		say("Corrections", "asked for at "+p.Contact+"; answered within five working days")
		say("Licence of the data", p.Licence.ID+", "+p.Licence.Link)
		s.Blocks = append(s.Blocks, vigil.Block{Table: b.corrections()})
	}
	return s
}

// uncertainty says how sure the ranks are, and of what they say nothing.
func (b *league) uncertainty() []string {
	if !b.b.Ranked {
		return []string{"There is no ranking: " + b.b.Unranked + "."}
	}
	lines := []string{
		fmt.Sprintf("Ranks are competition ranks on the published figure: equal figures share a rank (1, 2, 2, 4). The interval holds the ranks between the percentiles %d and %d (nearest rank) of %d draws with the seed %d (SplitMix64); the same seed gives the same intervals on every machine.", benchmark.IntervalLow, benchmark.IntervalHigh, b.b.Draws, b.b.Seed),
		fmt.Sprintf("In each draw every weight of a pillar is multiplied by its own number from %s to %s and all are brought back to their sum; the pillars are averaged arithmetically or geometrically, half each; both are common to all companies. Deduction and caps are kept.", plain(1-benchmark.WeightSwing), plain(1+benchmark.WeightSwing)),
	}
	c := b.b.Coding
	if c.Companies > 0 {
		text := fmt.Sprintf("Where coders differ one of their codes is drawn: %d of %d items coded twice, over %s.", c.Differing, c.Items, count(c.Companies, "company", "companies"))
		if c.Settled > 0 {
			text += fmt.Sprintf(" Not drawn: %s settled outside what the coders gave, since that rests on more than they saw.", count(c.Settled, "item", "items"))
		}
		lines = append(lines, text)
	} else {
		lines = append(lines, "Nobody was coded twice, so that what coders would differ on is in no interval: the intervals are too narrow.")
	}
	return append(lines, "The intervals say nothing about evidence that nobody found, about caps and deductions, about levels and items that others would have chosen, or about companies that were not looked at.")
}

func (b *league) weights() *vigil.Table {
	t := &vigil.Table{ID: "weights", Title: "Weights of the pillars, per cent", Columns: []vigil.Column{{ID: "pillar", Title: "Pillar", Kind: "text", Width: 40}, {ID: "ranked", Title: "Figure ranked", Kind: "number", Width: 12}, {ID: "default", Title: "Score and band", Kind: "number", Width: 12}},
		Note: "Weights are expert judgement."}
	for _, id := range b.b.Pillars {
		if p, ok := b.m.Pillar(id); ok {
			t.Rows = append(t.Rows, []vigil.Cell{textCell(pillarTitle(b.m, b.q, id, b.lang)), numberCell(percentRule, p.Weight(b.b.Column).Float()), numberCell(percentRule, p.Weight("default").Float())})
		}
	}
	return t
}

func (b *league) capTable() *vigil.Table {
	t := &vigil.Table{ID: "caps", Title: "Caps in force among those compared", Columns: []vigil.Column{{ID: "cap", Title: "Cap", Kind: "text", Width: 9}, {ID: "title", Title: "Title", Kind: "text", Width: 34}, {ID: "companies", Title: "Companies", Kind: "number", Width: 11}, {ID: "lifted", Title: "Lifted when", Kind: "text", Width: 60}}}
	for _, rule := range b.m.Caps {
		n := 0
		for _, p := range b.b.Places {
			for _, c := range p.Card.CapsByRule() {
				if c.Rule == rule.ID {
					n++
				}
			}
		}
		if n > 0 {
			t.Rows = append(t.Rows, []vigil.Cell{textCell(rule.ID), textCell(rule.Title.In(b.lang)), countCell(n), textCell(rule.LiftedWhen.In(b.lang))})
		}
	}
	return t
}

// agreement words the figures of the coders.
func (b *league) agreement() string {
	a := b.b.Agreement
	if a == nil {
		return "there was no second coder"
	}
	f := a.Total
	text := fmt.Sprintf("%s over %s: alpha %s (ordinal; %s), kappa %s, %s per cent of codes equal", count(len(a.Coders), "coder", "coders"), count(f.Units, "item", "items"), measureText(f.Leading()), className[f.Class()], measureText(f.Kappa), measureCell(percentRule, f.Percent).Text)
	if weak := a.WeakItems(); len(weak) > 0 {
		text += fmt.Sprintf("; %s weak (alpha below 0.667)", count(len(weak), "item is", "items are"))
	}
	return text
}

func (b *league) corrections() *vigil.Table {
	t := &vigil.Table{ID: "corrections", Title: "Corrections since publication", Columns: []vigil.Column{{ID: "date", Title: "Date", Kind: "date", Width: 12}, {ID: "company", Title: "Company", Kind: "text", Width: 30}, {ID: "what", Title: "What", Kind: "text", Width: 50}, {ID: "why", Title: "Why", Kind: "text", Width: 50}}}
	for _, c := range b.Publication.Corrections {
		who := "all"
		if c.Organisation != "" {
			who = b.named([]string{c.Organisation})[0]
		}
		t.Rows = append(t.Rows, []vigil.Cell{textCell(c.Date), textCell(who), textCell(c.What.In(b.lang)), textCell(c.Why.In(b.lang))})
	}
	if len(t.Rows) == 0 {
		t.Note = "None."
	}
	return t
}
