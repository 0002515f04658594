package report

import (
	"fmt"
	"strconv"
	"strings"

	"vigil/internal/vigil"
)

// gaps tells the gaps, most urgent first, of a long list the first ones in full, the rest in short and all of them in one
// table; then how the points add up.
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
	full, rest := g.list.Gaps, []vigil.Gap(nil)
	if len(full) > toldInFull+toldInFull/4 {
		full, rest = full[:toldInFull], full[toldInFull:]
	}
	s.Blocks = append(s.Blocks, g.cards(full)...)
	s.Blocks = append(s.Blocks, g.inShort(rest)...)
	if len(rest) > 0 {
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
	which := ": " + list(counts)
	if len(counts) == 1 && len(g.list.Gaps) > 1 {
		_, priority, _ := strings.Cut(counts[0], " ")
		which = ", all of them " + priority
	}
	text := count(len(g.list.Gaps), "gap", "gaps") + which + ". Within a priority, what brings most for its effort stands first. Points are points of the raw score, before allegations and caps."
	blocks := []vigil.Block{{Paragraph: text}}
	if grades := g.gradeNames(); grades != "" {
		blocks = append(blocks, vigil.Block{Paragraph: grades})
	}
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

// gradeNames says what the grades of evidence stand for.
func (g *gapReport) gradeNames() string {
	if g.m.Evidence == nil {
		return ""
	}
	var names []string
	for _, r := range g.m.Evidence.Grades {
		if title := r.Title.In(g.lang); title != "" {
			names = append(names, string(r.Grade)+" "+lowerFirst(title))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "Grades of evidence: " + list(names) + ". An answer counts only as far as its evidence carries."
}
