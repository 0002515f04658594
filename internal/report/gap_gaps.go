package report

import (
	"fmt"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"vigil/internal/vigil"
)

// gaps tells every gap in full, most urgent first, then all of them in one table, then how the points add up.
func (g *gapReport) gaps() vigil.ReportSection {
	s := vigil.ReportSection{ID: "gaps", Title: "Gaps"}
	if len(g.list.Gaps) == 0 {
		s.Blocks = append(s.Blocks, vigil.Block{Paragraph: "No gap was found in what is assessed."})
	}
	if c := g.governing(); c != nil && len(g.list.Gaps) > 0 {
		s.Blocks = append(s.Blocks, vigil.Block{Paragraph: fmt.Sprintf("While %s is in force the score cannot be higher than %s, whichever other gaps are closed. The cap comes first.", c.Rule, plain(*c.AtMost))})
	}
	if len(g.list.Gaps) > 0 {
		s.Blocks = append(s.Blocks, g.gapLegend()...)
		if t := g.matrix(); t != nil && len(t.Rows) > 0 {
			s.Blocks = append(s.Blocks, vigil.Block{Table: t})
		}
	}
	for _, p := range g.priorities() {
		var cards []vigil.Card
		for _, x := range g.list.Gaps {
			if x.Priority == p.ID {
				cards = append(cards, g.card1(x))
			}
		}
		if len(cards) == 0 {
			continue
		}
		s.Blocks = append(s.Blocks, vigil.Block{Notice: &vigil.Notice{Tone: "plain",
			Title: p.Title.In(g.lang) + ": " + count(len(cards), "gap", "gaps"), Lines: texts(p.Meaning.In(g.lang))}}, vigil.Block{Cards: cards})
	}
	if len(g.list.Gaps) > 0 {
		s.Blocks = append(s.Blocks, vigil.Block{Table: g.gapTable()})
	}
	return g.sums(s)
}

func texts(s string) []string {
	if s == "" {
		return nil
	}
	return []string{sentence(s)}
}

// priorities are the method's, most urgent first, then any other that a gap carries.
func (g *gapReport) priorities() []vigil.PriorityRule {
	var rules []vigil.PriorityRule
	known := map[string]bool{}
	if g.m.Gaps != nil {
		for _, p := range g.m.Gaps.Priorities {
			if len(p.Title) == 0 {
				p.Title = vigil.Text{"en": upperFirst(p.ID)}
			}
			rules, known[p.ID] = append(rules, p), true
		}
	}
	for _, x := range g.list.Gaps {
		if !known[x.Priority] {
			rules, known[x.Priority] = append(rules, vigil.PriorityRule{ID: x.Priority, Title: vigil.Text{"en": upperFirst(x.Priority)}}), true
		}
	}
	return rules
}

// card1 is one gap told in full.
func (g *gapReport) card1(x vigil.Gap) vigil.Card {
	c := vigil.Card{ID: slug(x.Question, x.Unit), Title: item(x.Question, x.Unit) + " " + x.Title.In(g.lang), Priority: x.Priority}
	if x.Cap != "" {
		c.Tags = append(c.Tags, x.Cap+" hangs on it")
	}
	add := func(label, value, note string) {
		if value != "" {
			c.Body = append(c.Body, vigil.Fact{Label: label, Value: value, Note: note})
		}
	}
	add("What is expected", g.clauses(x.Provisions), "")
	add("Found", g.found(x), "")
	add("The next level asks", tidy(g.spelled(x.Question, x.Next.Asks)), g.next(x))
	add("Action", x.Next.Action.In(g.lang), "")
	add("Evidence that closes it", x.Next.Evidence.In(g.lang), g.evidenceGrade(x.Next.Grade))
	c.Facts = []vigil.Fact{
		{Label: "Owner", Value: x.Owner.In(g.lang)},
		{Label: "Due", Value: longDate(x.Due), Note: g.interim(x)},
		{Label: "Effort", Value: x.Effort, Note: g.effort(x.Effort)},
		{Label: "Next step", Value: rounded(pointRule, x.Next.Points), Note: "points"},
		{Label: "Closing it", Value: rounded(pointRule, x.Closure), Note: "points, in " + count(x.Steps, "step", "steps")},
		{Label: "Status", Value: x.Status},
		{Label: "Pillar", Value: g.pillarTitle(x.Pillar), Note: join(", ", x.Kind, x.Tier)},
	}
	return c
}

// gapLegend says how many gaps there are, and how to read them.
func (g *gapReport) gapLegend() []vigil.Block {
	n := map[string]int{}
	for _, x := range g.list.Gaps {
		n[x.Priority]++
	}
	var counts []string
	for _, p := range g.priorities() {
		if n[p.ID] > 0 {
			counts = append(counts, strconv.Itoa(n[p.ID])+" "+lowerFirst(p.Title.In(g.lang)))
		}
	}
	text := count(len(g.list.Gaps), "gap", "gaps") + ": " + list(counts) + ". Within a priority, what brings most for its effort stands first. Points are points of the raw score, before allegations and caps."
	blocks := []vigil.Block{{Paragraph: text}}
	if g.m.Gaps == nil {
		return blocks
	}
	var efforts []vigil.Fact
	for _, e := range g.m.Gaps.Effort {
		if text := g.m.Gaps.EffortText[e.ID].In(g.lang); text != "" {
			efforts = append(efforts, vigil.Fact{Label: "Effort " + e.ID, Value: text})
		}
	}
	if len(efforts) > 0 {
		blocks = append(blocks, vigil.Block{Facts: efforts})
	}
	return blocks
}

// clauses prints provisions with the first sentence of their paraphrase.
func (g *gapReport) clauses(ids []string) string {
	var parts []string
	for _, id := range ids {
		parts = append(parts, join(": ", id, g.clause(id)))
	}
	return join(" ", parts...)
}

func (g *gapReport) clause(id string) string {
	for _, p := range g.Provisions {
		if p.ID == id {
			return sentence(firstSentence(p.Paraphrase.In(g.lang)))
		}
	}
	return ""
}

// found says what was found, in words, with the state when it was no plain answer and the evidence.
func (g *gapReport) found(x vigil.Gap) string {
	text := sentence(tidy(g.spelled(x.Question, x.FoundText)))
	switch {
	case text != "":
	case x.State != vigil.Answered:
		text = sentence(upperFirst(stateText[x.State]))
	default:
		text = sentence(x.Found)
	}
	if x.Grade != "" {
		text = join(" ", text, "Evidence "+g.evidenceGrade(x.Grade)+".")
	}
	return text + fmt.Sprintf(" Counts %s of 1.", rounded(pointRule, x.S))
}

// spelled is the text of a level; one that builds on a lower level ("As level 2, ...") brings that level's text with it.
func (g *gapReport) spelled(question string, level vigil.Text) string {
	text := level.In(g.lang)
	in, at := g.q.Question(question), lowerLevel.FindStringSubmatchIndex(text)
	if in == nil || at == nil {
		return text
	}
	lower := strings.TrimRight(in.Level(text[at[2]:at[3]]).In(g.lang), ".")
	if lower == "" {
		return text
	}
	return text[:at[1]] + " (" + lower + ")" + text[at[1]:]
}

var lowerLevel = regexp.MustCompile(`^As level ([0-9]+)\b`)

func (g *gapReport) evidenceGrade(grade vigil.Grade) string {
	if grade == "" {
		return ""
	}
	title := ""
	if g.m.Evidence != nil {
		for _, r := range g.m.Evidence.Grades {
			if r.Grade == grade {
				title = lowerFirst(r.Title.In(g.lang))
			}
		}
	}
	return join(", ", string(grade), title)
}

// next says which rung is next and what it would count.
func (g *gapReport) next(x vigil.Gap) string {
	to := "The same level with better evidence"
	switch {
	case x.Next.Elements > 0:
		to = count(x.Next.Elements, "element more", "elements more")
	case x.Next.Option != "" && strings.Trim(x.Next.Option, "0123456789") != "":
		to = "“" + upperFirst(x.Next.Option) + "”"
	case x.Next.Option != "":
		to = "Level " + x.Next.Option
	}
	return fmt.Sprintf("%s counts %s of 1.", to, rounded(pointRule, x.Next.S))
}

func (g *gapReport) interim(x vigil.Gap) string {
	if x.Interim == "" {
		return ""
	}
	return "first measures by " + longDate(x.Interim)
}

func (g *gapReport) effort(id string) string {
	if g.m.Gaps == nil {
		return ""
	}
	text := g.m.Gaps.EffortText[id].In(g.lang)
	if i := strings.LastIndex(text, ": "); i >= 0 { // the time alone: the legend has the rest
		text = text[i+2:]
	}
	return strings.TrimSuffix(text, ".")
}

// gapTable is all gaps in a line each, in the order of the list.
func (g *gapReport) gapTable() *vigil.Table {
	t := &vigil.Table{ID: "gaps", Title: "All gaps", Columns: []vigil.Column{
		{ID: "item", Title: "Item", Kind: "text", Width: 10}, {ID: "gap", Title: "Gap", Kind: "text", Width: 36}, {ID: "clause", Title: "Clause", Kind: "text", Width: 8},
		{ID: "priority", Title: "Priority", Kind: "priority", Width: 10}, {ID: "next", Title: "Next step", Kind: "number", Width: 8}, {ID: "closure", Title: "Closing it", Kind: "number", Width: 8},
		{ID: "effort", Title: "Effort", Kind: "text", Width: 7}, {ID: "owner", Title: "Owner", Kind: "text", Width: 32}, {ID: "due", Title: "Due", Kind: "date", Width: 13}, {ID: "status", Title: "Status", Kind: "text", Width: 8},
	}, Note: "Next step and closing it: points of the raw score. First measures on a critical gap are due earlier; the plan has their date."}
	for _, x := range g.list.Gaps {
		t.Rows = append(t.Rows, []vigil.Cell{textCell(item(x.Question, x.Unit)), textCell(x.Title.In(g.lang)), textCell(join(", ", x.Provisions...)), textCell(x.Priority),
			numberCell(pointRule, x.Next.Points), numberCell(pointRule, x.Closure), textCell(x.Effort), textCell(x.Owner.In(g.lang)), textCell(x.Due), textCell(x.Status)})
	}
	return t
}

// sums shows that the gaps and what is not assessed are all that lacks to 100.
func (g *gapReport) sums(s vigil.ReportSection) vigil.ReportSection {
	closure, open := 0.0, 0.0
	byPriority := map[string]float64{}
	for _, x := range g.list.Gaps {
		closure += x.Closure
		byPriority[x.Priority] += x.Closure
	}
	points := make([]float64, 0, len(g.list.Open))
	for _, o := range g.list.Open {
		points = append(points, o.Points)
	}
	sort.Float64s(points)
	for _, p := range points {
		open += p
	}
	t := &vigil.Table{ID: "sums", Title: "How the points add up", Columns: []vigil.Column{
		{ID: "part", Title: "Part", Kind: "text", Width: 40}, {ID: "points", Title: "Points", Kind: "number", Width: 12}},
		Note: "Points of the raw score, before allegations and caps. Each figure is rounded by itself."}
	row := func(label string, v float64) {
		t.Rows = append(t.Rows, []vigil.Cell{textCell(label), numberCell(pointRule, v)})
	}
	if g.card.Raw != nil {
		row("Raw score", g.card.Raw.Value)
	}
	for _, p := range g.priorities() {
		if byPriority[p.ID] > 0 {
			row("Closing all gaps of priority "+p.ID, byPriority[p.ID])
		}
	}
	row("Not assessed", open)
	if g.card.Raw != nil {
		row("Total", g.card.Raw.Value+closure+open)
	} else {
		row("Gaps and not assessed together", closure+open)
	}
	s.Blocks = append(s.Blocks, vigil.Block{Table: t})
	return s
}
