package report

import (
	"fmt"
	"strings"

	"vigil/internal/vigil"
)

// toldInFull is how many gaps have a card each; of a longer list the rest is told in a line each, or nobody would read it.
const toldInFull = 20

// cards are the first gaps, most urgent first, under a line for each priority.
func (g *gapReport) cards(full []vigil.Gap) []vigil.Block {
	var blocks []vigil.Block
	for _, p := range g.priorities() {
		var cards []vigil.Card
		for _, x := range full {
			if x.Priority == p.ID {
				cards = append(cards, g.card1(x))
			}
		}
		if len(cards) == 0 {
			continue
		}
		all := 0
		for _, x := range g.list.Gaps {
			if x.Priority == p.ID {
				all++
			}
		}
		title := p.Title.In(g.lang) + ": " + count(all, "gap", "gaps")
		if all > len(cards) {
			title += fmt.Sprintf(", the first %d in full", len(cards))
		}
		blocks = append(blocks, vigil.Block{Notice: &vigil.Notice{Tone: "plain", Title: title, Lines: texts(p.Meaning.In(g.lang))}}, vigil.Block{Cards: cards})
	}
	return blocks
}

// inShort tells the rest of a long list in a table for each pillar.
func (g *gapReport) inShort(rest []vigil.Gap) []vigil.Block {
	if len(rest) == 0 {
		return nil
	}
	blocks := []vigil.Block{{Paragraph: fmt.Sprintf("The other %s in short, by pillar, most urgent first. What each level asks in full and which evidence shows it stand in the questionnaire; what they count and when they are due stand in the table of all gaps.", count(len(rest), "gap", "gaps"))}}
	for i := range g.q.Pillars {
		id := g.q.Pillars[i].ID
		var rows []vigil.Gap
		for _, x := range rest {
			if x.Pillar == id {
				rows = append(rows, x)
			}
		}
		if len(rows) > 0 {
			blocks = append(blocks, vigil.Block{Table: g.shortTable(id, rows)})
		}
	}
	return blocks
}

func (g *gapReport) shortTable(pillar string, gaps []vigil.Gap) *vigil.Table {
	title := join(" ", pillar, g.pillarTitle(pillar)) + ": " + count(len(gaps), "gap", "gaps")
	if owner := gaps[0].Owner.In(g.lang); owner != "" {
		title += ", led by: " + lowerFirst(owner)
	}
	t := &vigil.Table{ID: "short-" + slug(pillar), Title: title, Columns: []vigil.Column{
		{ID: "item", Title: "Item", Kind: "text", Width: 22}, {ID: "priority", Title: "Priority", Kind: "priority", Width: 10}, {ID: "found", Title: "Found", Kind: "text", Width: 58},
		{ID: "next", Title: "What to do next", Kind: "text", Width: 58}, {ID: "points", Title: "Points", Kind: "number", Width: 8},
	}}
	for _, x := range gaps {
		t.Rows = append(t.Rows, []vigil.Cell{textCell(join(" ", item(x.Question, x.Unit), x.Title.In(g.lang))), textCell(x.Priority), textCell(g.foundBriefly(x)), textCell(g.gapAction(x)), numberCell(pointRule, x.Next.Points)})
	}
	return t
}

// foundBriefly is what was found, of a list of elements their number alone.
func (g *gapReport) foundBriefly(x vigil.Gap) string {
	text := g.foundShort(x)
	if in := g.q.Question(x.Question); in != nil && len(in.Elements) > 0 {
		if n, _, listed := strings.Cut(text, ": "); listed {
			return sentence(n)
		}
	}
	return text
}
