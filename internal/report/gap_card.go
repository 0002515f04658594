package report

import (
	"strings"

	"vigil/internal/vigil"
)

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
	add("What is expected", g.expected(x.Provisions), "")
	add("Found", g.found(x), "")
	add("The next level asks", g.asks(x), g.next(x))
	add("Action", x.Next.Action.In(g.lang), "")
	add("Evidence that closes it", x.Next.Evidence.In(g.lang), g.evidenceGrade(x.Next.Grade))
	c.Facts = []vigil.Fact{
		{Label: "Owner", Value: x.Owner.In(g.lang)},
		{Label: "Due", Value: vigil.LongDate(x.Due), Note: g.interim(x)},
		{Label: "Effort", Value: x.Effort, Note: g.effort(x.Effort)},
		{Label: "Next step", Value: rounded(pointRule, x.Next.Points), Note: "points"},
		{Label: "Closing it", Value: rounded(pointRule, x.Closure), Note: "points, in " + count(x.Steps, "step", "steps")},
		{Label: "Status", Value: x.Status},
		{Label: "Pillar", Value: g.pillarTitle(x.Pillar), Note: join(", ", x.Kind, x.Tier)},
	}
	return c
}

// expected prints provisions with their whole paraphrase: an item may measure its last sentence alone.
func (g *gapReport) expected(ids []string) string {
	var parts []string
	for _, id := range ids {
		text := ""
		for _, p := range g.Provisions {
			if p.ID == id {
				text = sentence(p.Paraphrase.In(g.lang))
			}
		}
		parts = append(parts, join(": ", id, text))
	}
	return join(" ", parts...)
}

// clause is the first sentence of the paraphrase of a provision.
func (g *gapReport) clause(id string) string {
	for _, p := range g.Provisions {
		if p.ID == id {
			return sentence(firstSentence(p.Paraphrase.In(g.lang)))
		}
	}
	return ""
}

// found says what was found, in words, with the state when it was no plain answer, the evidence, and what it earns.
func (g *gapReport) found(x vigil.Gap) string {
	text := g.foundShort(x)
	if x.Grade != "" {
		text = join(" ", text, "Evidence "+g.evidenceGrade(x.Grade)+".")
	}
	return join(" ", text, "It earns "+credit(x.S)+".")
}

// foundShort is what was found without its evidence.
func (g *gapReport) foundShort(x vigil.Gap) string {
	text := sentence(tidy(g.spelled(x.Question, x.FoundText)))
	switch {
	case text != "":
	case x.State != vigil.Answered:
		text = sentence(upperFirst(stateText[x.State]))
	default:
		text = sentence(x.Found)
	}
	return text
}

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

// credit is what an item earns of its full credit, in words.
func credit(s float64) string {
	switch s {
	case 0:
		return "no credit"
	case 1:
		return "full credit"
	}
	return rounded(vigil.RoundingRule{}, 100*s) + " per cent of full credit"
}

// next says which rung is next and what it would earn.
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
	return to + " earns " + credit(x.Next.S) + "."
}

func (g *gapReport) interim(x vigil.Gap) string {
	if x.Interim == "" {
		return ""
	}
	return "first measures by " + vigil.LongDate(x.Interim)
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
