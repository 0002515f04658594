package report

import (
	"fmt"
	"strings"

	"vigil/internal/benchmark"
	"vigil/internal/vigil"
)

// coded says who coded what, and names what only some coded.
func (g *agreement) coded() vigil.ReportSection {
	s := vigil.ReportSection{ID: "coded", Title: "Who coded what"}
	t := &vigil.Table{ID: "coders", Title: "Coders", Columns: []vigil.Column{
		{ID: "coder", Title: "Coder", Kind: "text", Width: 20}, {ID: "answers", Title: "Answers", Kind: "number", Width: 10}, {ID: "missing", Title: "Coded by others only", Kind: "number", Width: 12},
		{ID: "asked", Title: "Of these core or critical", Kind: "number", Width: 14}, {ID: "absent", Title: "Companies coded by others only", Kind: "text", Width: 40}},
		Note: "The method asks two coders on every core item and every item that bears a cap, and on a fifth of the rest."}
	for _, c := range g.a.Coded {
		needed := 0
		for _, m := range c.Missing {
			needed += g.needed(m.Question)
		}
		t.Rows = append(t.Rows, []vigil.Cell{textCell(c.Coder), countCell(c.Answers), countCell(len(c.Missing)), countCell(needed), textCell(strings.Join(c.Absent, ", "))})
	}
	s.Blocks = []vigil.Block{{Table: t}}
	for _, c := range g.a.Coded {
		if len(c.Missing) > 0 {
			s.Blocks = append(s.Blocks, vigil.Block{Notice: &vigil.Notice{Tone: "plain", Title: "Not coded by " + c.Coder + ", and coded by another", Lines: []string{strings.Join(g.missing(c), ", ") + "."}}})
		}
	}
	return s
}

// needed is 1 for an item that the method wants coded twice.
func (g *agreement) needed(id string) int {
	if q := g.Questionnaire.Question(id); q != nil && (q.Tier == "core" || q.Critical != "") {
		return 1
	}
	return 0
}

// missing names the items that a coder left to others, each with the number of companies.
func (g *agreement) missing(c benchmark.Coded) []string {
	counts := map[string]int{}
	var order []string
	for _, m := range c.Missing {
		if counts[m.Question] == 0 {
			order = append(order, m.Question)
		}
		counts[m.Question]++
	}
	for i, id := range order {
		if n := counts[id]; len(g.a.Subjects) > 1 {
			order[i] = fmt.Sprintf("%s (%s)", id, count(n, "company", "companies"))
		}
	}
	return order
}

// disagreements lists what is to be settled, with codes and grades and without what coders wrote.
func (g *agreement) disagreements() vigil.ReportSection {
	s := vigil.ReportSection{ID: "disagreements", Title: "What is to be settled"}
	if len(g.a.Disagreements) == 0 {
		s.Blocks = []vigil.Block{{Paragraph: "The coders differ on nothing that both looked at."}}
		return s
	}
	t := &vigil.Table{ID: "disagreements", Title: "Disagreements", Columns: []vigil.Column{{ID: "company", Title: "Company", Kind: "text", Width: 18}, {ID: "unit", Title: "Unit", Kind: "text", Width: 12},
		{ID: "item", Title: "Item", Kind: "text", Width: 11}, {ID: "title", Title: "Title", Kind: "text", Width: 30}, {ID: "kind", Title: "Differ in", Kind: "text", Width: 10}, {ID: "apart", Title: "Apart in s", Kind: "number", Width: 9}},
		Note: "In brackets the grade of the evidence. The notes of the coders are in the workbook for reconciliation alone."}
	for i, c := range g.a.Coders {
		t.Columns = append(t.Columns, vigil.Column{ID: fmt.Sprintf("coder-%d", i+1), Title: c, Kind: "text", Width: 18})
	}
	for _, d := range g.a.Disagreements {
		row := []vigil.Cell{textCell(d.Subject), textCell(d.Unit), textCell(d.Question), textCell(g.title(d.Question)), textCell(d.Kind), numberCell(pointRule, d.Apart)}
		for i := range g.a.Coders {
			row = append(row, textCell(codeText(d, i)))
		}
		t.Rows = append(t.Rows, row)
	}
	dropEmpty(t, "unit")
	dropEmpty(t, "company")
	s.Blocks = []vigil.Block{{Table: t}}
	return s
}

// codeText is what a coder gave, as "2 (E3)".
func codeText(d benchmark.Disagreement, coder int) string {
	a := d.Answers[coder]
	switch {
	case a == nil:
		return none
	case a.State != vigil.Answered:
		return stateText[a.State]
	case d.Grades[coder] == "":
		return elementsText(a.Value)
	}
	return elementsText(a.Value) + " (" + d.Grades[coder] + ")"
}
