package report

import (
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// firstSteps is how many steps a report tells a reader to begin with.
const firstSteps = 5

// first is what to begin with: the gravest gaps, then the steps of the cheapest way to the next band, then what brings
// most for its effort. It is nil where no gap is open.
func (g *gapReport) first() *vigil.Table {
	gaps := g.firstGaps()
	if len(gaps) == 0 {
		return nil
	}
	t := &vigil.Table{ID: "first", Title: "What to do first", Columns: []vigil.Column{
		{ID: "n", Title: "No.", Kind: "number", Width: 5}, {ID: "what", Title: "What to do", Kind: "text", Width: 52}, {ID: "proof", Title: "Shown by", Kind: "text", Width: 36},
		{ID: "item", Title: "Item", Kind: "text", Width: 24}, {ID: "owner", Title: "Led by", Kind: "text", Width: 18}, {ID: "takes", Title: "Takes", Kind: "text", Width: 14},
		{ID: "due", Title: "Latest by", Kind: "date", Width: 13}, {ID: "points", Title: "Points", Kind: "number", Width: 8},
	}}
	for i, x := range gaps {
		day, takes := x.Due, g.effort(x.Effort)
		if x.Interim != "" {
			day, takes = x.Interim, join(", ", takes, "first measures by this day")
		}
		t.Rows = append(t.Rows, []vigil.Cell{countCell(i + 1), textCell(g.gapAction(x)), textCell(g.proof(x)), textCell(join(" ", item(x.Question, x.Unit), x.Title.In(g.lang))),
			textCell(x.Owner.In(g.lang)), textCell(takes), textCell(day), numberCell(pointRule, x.Next.Points)})
	}
	t.Note = g.firstNote(len(gaps))
	return t
}

// firstNote says what comes before, and how the steps were chosen.
func (g *gapReport) firstNote(n int) string {
	note := ""
	if c := g.governing(); c != nil && c.Source != "answer" {
		rule, _ := g.m.Cap(c.Rule)
		note = join(" ", "Before all of it, "+c.Rule+" needs lifting:", sentence(lowerFirst(rule.LiftedWhen.In(g.lang))))
	}
	if more := len(g.list.Gaps) - n; more > 0 {
		note = join(" ", note, g.firstOrder()+" "+count(more, "more gap follows", "more gaps follow")+" below.")
	}
	return join(" ", note, "Points are points of the raw score that the step brings.")
}

// firstOrder says how the first steps were chosen, naming no kind of step that there is none of.
func (g *gapReport) firstOrder() string {
	var order []string
	if slices.ContainsFunc(g.list.Gaps, g.gravest) {
		order = append(order, "the gravest gaps")
	}
	if g.Path != nil && len(g.Path.Steps) > 0 {
		order = append(order, "the cheapest way to the next band")
	}
	order = append(order, "what brings most for its effort")
	if len(order) == 1 {
		return "What brings most for its effort comes first."
	}
	return "In this order: " + strings.Join(order, ", then ") + "."
}

// gravest reports whether a gap has one of the two highest priorities.
func (g *gapReport) gravest(x vigil.Gap) bool {
	return slices.ContainsFunc(g.priorities()[:min(2, len(g.priorities()))], func(p vigil.PriorityRule) bool { return p.ID == x.Priority })
}

func (g *gapReport) firstGaps() []vigil.Gap {
	var picked []vigil.Gap
	take := func(x vigil.Gap) {
		known := slices.ContainsFunc(picked, func(have vigil.Gap) bool { return have.Question == x.Question && have.Unit == x.Unit })
		if len(picked) < firstSteps && !known {
			picked = append(picked, x)
		}
	}
	for _, x := range g.list.Gaps {
		if len(picked) < firstSteps-2 && g.gravest(x) {
			take(x)
		}
	}
	if g.Path != nil {
		for _, st := range g.Path.Steps {
			for _, x := range g.list.Gaps {
				if x.Question == st.Question && x.Unit == st.Unit {
					take(x)
				}
			}
		}
	}
	for _, x := range g.list.Gaps {
		take(x)
	}
	return picked
}

// gapAction is what to do about a gap: its action, or what the next level asks.
func (g *gapReport) gapAction(x vigil.Gap) string {
	if a := x.Next.Action.In(g.lang); a != "" {
		return a
	}
	return g.asks(x)
}

// proof is the evidence that closes a gap, with the grade where one is needed.
func (g *gapReport) proof(x vigil.Gap) string {
	grade := ""
	if x.Next.Grade != "" {
		grade = "Grade " + g.evidenceGrade(x.Next.Grade) + "."
	}
	return join(" ", sentence(x.Next.Evidence.In(g.lang)), grade)
}
