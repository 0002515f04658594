package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"vigil/internal/vigil"
)

// path tells what lifts the score to the next band at the least effort, or what stands in the way and what lifts that.
func (g *gapReport) path() vigil.ReportSection {
	p := g.Path
	s := vigil.ReportSection{ID: "path", Title: "What lifts the score to the next band"}
	switch {
	case p.Band == "":
		s.Blocks = []vigil.Block{{Paragraph: fmt.Sprintf("The score is in band %s already, the highest there is. Closing the gaps that are left keeps it there.", g.card.Band)}}
	case len(p.Blocked) > 0:
		s.Blocks = []vigil.Block{{Notice: g.blocked()}}
	case len(p.Steps) == 0:
		s.Blocks = []vigil.Block{{Paragraph: fmt.Sprintf("No gap has to be closed: the score stands at %s, where band %s begins.", published(g.r, p.From), p.Band)}}
	default:
		s.Blocks = g.pathBlocks(p)
	}
	if note := g.pathFrom(); note != "" {
		s.Blocks = append(s.Blocks, vigil.Block{Paragraph: note})
	}
	return s
}

// pathFrom says so where a final assessment keeps another score than the answers and cases now on file give.
func (g *gapReport) pathFrom() string {
	if g.Path.From == nil || g.card.Final == nil || g.Path.From.Published == g.card.Final.Published {
		return ""
	}
	return fmt.Sprintf("This is counted from %s, which the cases and caps now on file give; the assessment was finalised with %s.", published(g.r, g.Path.From), published(g.r, g.card.Final))
}

func (g *gapReport) pathBlocks(p *vigil.Path) []vigil.Block {
	start := fmt.Sprintf("Band %s begins at %s, and the score is %s.", p.Band, plain(g.bandStart(p.Band)), published(g.r, p.From))
	if g.withheld(p) {
		start = fmt.Sprintf("The score of %s is enough for band %s, but the number is not all that this band asks: %s.", published(g.r, p.From), p.Band, g.card.BandReason)
	}
	blocks := []vigil.Block{{Paragraph: fmt.Sprintf("%s The least effort that reaches it is %s, %s. No other set of steps costs less; of sets that cost the same this is the one whose items come first.",
		start, count(len(p.Steps), "step", "steps"), g.effortOf(p.Steps))}}
	for _, c := range g.card.CapsByRule() {
		if c.AtMost != nil {
			blocks = append(blocks, vigil.Block{Paragraph: g.capOnTheWay(c.CapInForce)})
		}
	}
	if held := g.heldBack(); held != "" {
		blocks = append(blocks, vigil.Block{Paragraph: held})
	}
	t := g.stepTable(p.Steps)
	t.Title, t.Note = "The way to band "+p.Band, "Steps that the band cannot be had without come first. Any other order reaches the same score."
	return append(blocks, vigil.Block{Table: t}, vigil.Block{Bars: g.pathBars(p)}, vigil.Block{Paragraph: pathTerms})
}

// withheld reports whether the number reaches the band already and something else is missing.
func (g *gapReport) withheld(p *vigil.Path) bool {
	return len(g.card.BandReason) > 0 && p.From.Published >= g.bandStart(p.Band)
}

// capOnTheWay says what a cap in force means for a path there is.
func (g *gapReport) capOnTheWay(c vigil.CapInForce) string {
	rule, _ := g.m.Cap(c.Rule)
	name := join(", ", c.Rule, rule.Title.In(g.lang))
	if *c.AtMost < g.bandStart(g.Path.Band) {
		return fmt.Sprintf("A cap holds the score at %s (%s). It hangs on an answer, and the first step on that item lifts it.", plain(*c.AtMost), name)
	}
	return fmt.Sprintf("A cap at %s stays in force (%s). It leaves room for band %s, and for nothing above.", plain(*c.AtMost), name, g.Path.Band)
}

// heldBack reminds of what is not assessed, which is no gap and may bring more than any step.
func (g *gapReport) heldBack() string {
	var points float64
	for _, o := range g.list.Open {
		points += o.Points
	}
	if points == 0 {
		return ""
	}
	return fmt.Sprintf("%s not assessed and may bring up to %s points; answering what is open is not counted here.", count(len(g.list.Open), "item is", "items are"), rounded(g.r, points))
}

// pathTerms is what every figure of a path and of a what-if rests on.
const pathTerms = "This is a calculation, not a promise: each step counts only when its evidence is there and has been assessed. Coverage, confidence and what open allegations take off are held as they are. The answers on file are unchanged."

// effortOf is the cost of steps in words: what it is made of, and the sum.
func (g *gapReport) effortOf(steps []vigil.PathStep) string {
	efforts, worth, n, cost := []string{}, []string{}, map[string]int{}, 0.0
	for _, st := range steps {
		n[g.effortOn(st.Question)]++
		cost += st.Cost
	}
	if g.m.Gaps != nil {
		for _, e := range g.m.Gaps.Effort {
			if n[e.ID] > 0 {
				efforts = append(efforts, fmt.Sprintf("%d of effort %s", n[e.ID], e.ID))
				worth = append(worth, fmt.Sprintf("%s counts %s", e.ID, plain(e.Value)))
			}
		}
	}
	switch {
	case len(efforts) == 1 && len(steps) == 1:
		return strings.TrimPrefix(efforts[0], "1 ")
	case len(worth) == 1:
		return "all" + strings.TrimPrefix(efforts[0], strconv.Itoa(len(steps)))
	case len(worth) == 0:
		return "cost " + plain(cost)
	}
	return fmt.Sprintf("%s (cost %s: %s)", list(efforts), plain(cost), list(worth))
}

func (g *gapReport) effortOn(question string) string {
	if in := g.q.Question(question); in != nil {
		return in.Effort
	}
	return ""
}

func (g *gapReport) bandStart(id string) float64 {
	for _, b := range g.m.Bands {
		if b.ID == id {
			return b.From
		}
	}
	return 0
}

// stepTable is steps in their order, with the score after each.
func (g *gapReport) stepTable(steps []vigil.PathStep) *vigil.Table {
	t := &vigil.Table{ID: "path", Columns: []vigil.Column{
		{ID: "step", Title: "Step", Kind: "number", Width: 6}, {ID: "item", Title: "Item", Kind: "text", Width: 24}, {ID: "action", Title: "What to do", Kind: "text", Width: 46},
		{ID: "evidence", Title: "Evidence needed", Kind: "text", Width: 34}, {ID: "effort", Title: "Effort", Kind: "text", Width: 8},
		{ID: "score", Title: "Score after it", Kind: "number", Width: 9}, {ID: "must", Title: "Needed because", Kind: "text", Width: 16},
	}}
	for i, st := range steps {
		t.Rows = append(t.Rows, []vigil.Cell{countCell(i + 1), textCell(join(" ", item(st.Question, st.Unit), st.Title.In(g.lang))), textCell(g.stepAction(st.Question, st.Step)),
			textCell(g.stepEvidence(st.Step)), textCell(g.effortOn(st.Question)), numberCell(g.r, st.Final), textCell(upperFirst(st.Must.String()))})
	}
	dropEmpty(t, "must")
	return t
}

// stepAction is what to do for a step: the action, or what the level asks.
func (g *gapReport) stepAction(question string, st vigil.Step) string {
	if a := st.Action.In(g.lang); a != "" {
		return a
	}
	return tidy(g.spelled(question, st.Asks))
}

// stepEvidence is what has to be shown, and of which grade.
func (g *gapReport) stepEvidence(st vigil.Step) string {
	grade := ""
	if st.Grade != "" {
		grade = "Grade " + g.evidenceGrade(st.Grade) + "."
	}
	return join(" ", grade, sentence(st.Evidence.In(g.lang)))
}

// fewBars is how many steps a chart shows one by one; of more it shows what each item comes to.
const fewBars = 12

// pathBars is the score as it rises, with the line that it has to reach.
func (g *gapReport) pathBars(p *vigil.Path) *vigil.Bars {
	from := g.bandStart(p.Band)
	b := &vigil.Bars{ID: "path", Title: "The score, step by step", Line: &from,
		Caption: fmt.Sprintf("Each bar is the score after a step and all those before it. The line stands at %s, where band %s begins.", plain(from), p.Band)}
	bar := func(label string, v float64) {
		one := vigil.Bar{Label: label, Value: &v, Text: g.r.Format(v)}
		if !g.withheld(p) { // then the number alone would name a band that is not had
			one.Band = g.m.BandAt(v)
		}
		b.Items = append(b.Items, one)
	}
	bar("Now", p.From.Published)
	for i, st := range p.Steps {
		if len(p.Steps) > fewBars && i+1 < len(p.Steps) && p.Steps[i+1].Question == st.Question && p.Steps[i+1].Unit == st.Unit {
			continue
		}
		bar(fmt.Sprintf("%d. %s", i+1, item(st.Question, st.Unit)), st.Final)
	}
	return b
}

// blocked says what stands in the way. A cap on record is named first, with what closing gaps can and cannot do under it.
func (g *gapReport) blocked() *vigil.Notice {
	p := g.Path
	n := &vigil.Notice{Tone: "warn", Title: fmt.Sprintf("No set of gaps reaches band %s", p.Band)}
	if p.From == nil {
		n.Title = "There is no score to lift yet"
	}
	for _, c := range g.card.CapsByRule() {
		if c.AtMost == nil || c.Source == "answer" || *c.AtMost >= g.bandStart(p.Band) {
			continue
		}
		n.Tone = "bad"
		gaps := "closing " + count(len(g.list.Gaps), "gap", "gaps")
		switch {
		case len(g.list.Gaps) == 0:
			n.Title = fmt.Sprintf("The score stays at %s at most while %s is open", plain(*c.AtMost), c.Rule)
		case p.From != nil && p.From.Published >= *c.AtMost:
			if len(g.list.Gaps) > 1 {
				gaps = fmt.Sprintf("closing these %d gaps", len(g.list.Gaps))
			}
			n.Title = upperFirst(gaps) + " changes nothing while " + c.Rule + " is open"
		default:
			n.Title = fmt.Sprintf("While %s is open, closing gaps lifts the score to %s at most", c.Rule, plain(*c.AtMost))
		}
		break
	}
	for _, why := range p.Blocked {
		n.Lines = append(n.Lines, sentence(why.String()))
	}
	if n.Tone == "bad" && g.card.Net != nil && g.card.Final != nil {
		n.Lines = append(n.Lines, g.withoutRecords()...)
	}
	return n
}

// withoutRecords says where the score would stand if every cap on record were lifted and the answers were what they are;
// nothing where that changes nothing, because a cap hangs on an answer too.
func (g *gapReport) withoutRecords() []string {
	score := g.card.Net.Published
	var rules []string
	for _, c := range g.card.Caps {
		switch {
		case c.AtMost == nil:
		case c.Source == "answer":
			score = min(score, *c.AtMost)
		case !slices.Contains(rules, c.Rule):
			rules = append(rules, c.Rule)
		}
	}
	if score <= g.card.Final.Published {
		return nil
	}
	return texts(fmt.Sprintf("With %s lifted and nothing else changed the score would be %s.", list(rules), g.r.Format(score)))
}
