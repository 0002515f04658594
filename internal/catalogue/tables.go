package catalogue

import (
	"fmt"
	"strconv"
	"strings"

	"vigil/internal/vigil"
)

// Tables writes the tables of the method's documentation as Markdown, by name: provisions, clauses, items, forms,
// modules, pillars, scales, ceilings, states, bands, caps and fields. They show the first methodology that is Vigil's own
// (not a reference), with the first bank under it; tables of what is not loaded are empty.
func Tables(c *Catalogue) map[string]string {
	out := map[string]string{"provisions": provisionsTable(c), "fields": fieldsTables()}
	var m *vigil.Methodology
	for _, x := range c.Methodologies {
		if m == nil && x.Status != "reference" {
			m = x
		}
	}
	if m == nil {
		return out
	}
	out["pillars"], out["scales"], out["ceilings"] = pillarsTable(m), scalesTable(m), ceilingsTable(m)
	out["states"], out["bands"], out["caps"] = statesTable(m), bandsTable(m), capsTable(m)
	for _, b := range c.Banks {
		if b.Method == m.Ref() {
			out["items"], out["clauses"] = itemsTable(b, m), clausesTable(c, b, m)
			out["forms"], out["modules"] = formsTable(c, b, m), modulesTable(b, m)
			break
		}
	}
	return out
}

// table is Markdown in the making.
type table struct {
	strings.Builder
}

func newTable(heads ...string) *table {
	t := &table{}
	t.row(heads...)
	t.WriteString(strings.Repeat("|---", len(heads)) + "|\n")
	return t
}

func (t *table) row(cells ...string) {
	for _, c := range cells {
		c = strings.ReplaceAll(strings.Join(strings.Fields(c), " "), "|", `\|`)
		t.WriteString("| " + c + " ")
	}
	t.WriteString("|\n")
}

func num(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

func provisionsTable(c *Catalogue) string {
	t := newTable("Provision", "Letter", "Verb", "Binds", "Addresses", "Expectation, in our words")
	section := ""
	for _, p := range c.Provisions {
		if s := p.Section.In("en"); s != section {
			section = s
			t.row("**"+s+"**", "", "", "", "", "")
		}
		t.row(p.ID, p.Letters, p.Verb, p.Binds, p.Addresses.In("en"), p.Paraphrase.In("en"))
	}
	return t.String()
}

func pillarsTable(m *vigil.Methodology) string {
	heads := []string{"Pillar", "Answers for it"}
	var columns []string
	if len(m.Pillars) > 0 {
		for _, w := range m.Pillars[0].Weights {
			columns = append(columns, w.ID)
		}
	}
	t := newTable(append(heads, columns...)...)
	for _, p := range m.Pillars {
		cells := []string{p.ID + " " + p.Title.In("en"), p.Owner.In("en")}
		for _, c := range columns {
			cells = append(cells, p.Weight(c).String())
		}
		t.row(cells...)
	}
	return t.String()
}

func scalesTable(m *vigil.Methodology) string {
	t := newTable("Scale", "Type", "What an answer is worth")
	for _, s := range m.Scales {
		var worth []string
		for _, p := range s.Points {
			w := p.ID + ": " + num(p.Value)
			for _, b := range s.Bands {
				if b.ID == p.ID {
					w += " (from " + num(b.Value) + " per cent)"
				}
			}
			worth = append(worth, w)
		}
		text := strings.Join(worth, "; ")
		switch {
		case s.Type == "multi":
			text = "share of the boxes that are met"
		case !s.Scored():
			text = "not scored"
		}
		t.row(s.ID, s.Type, text)
	}
	return t.String()
}

func ceilingsTable(m *vigil.Methodology) string {
	if m.Evidence == nil {
		return ""
	}
	heads := []string{"Kind"}
	for _, g := range m.Evidence.Grades {
		heads = append(heads, string(g.Grade)+" "+g.Title.In("en"))
	}
	t := newTable(heads...)
	for _, c := range m.Evidence.Ceilings {
		cells := []string{c.Kind}
		for _, g := range m.Evidence.Grades {
			cell := "–"
			for _, v := range c.Grades {
				if v.ID == string(g.Grade) {
					cell = num(v.Value)
				}
			}
			cells = append(cells, cell)
		}
		t.row(cells...)
	}
	return t.String()
}

func statesTable(m *vigil.Methodology) string {
	t := newTable("State", "Counts as")
	for _, r := range m.States {
		counts := r.Value
		switch r.Value {
		case "leave_out":
			counts = "left out"
		case "worst":
			counts = "0 in the published figure, 1 in *high*"
		}
		t.row(string(r.State), counts)
	}
	return t.String()
}

func bandsTable(m *vigil.Methodology) string {
	t := newTable("Band", "From", "Meaning")
	for _, b := range m.Bands {
		t.row(b.ID+" "+b.Title.In("en"), num(b.From), b.Meaning.In("en"))
	}
	if m.NotRated != nil {
		t.row(m.NotRated.ID+" "+m.NotRated.Title.In("en"), "–", m.NotRated.Meaning.In("en"))
	}
	return t.String()
}

func capsTable(m *vigil.Methodology) string {
	t := newTable("Cap", "In force when", "Needs", "Final at most", "Lifted when")
	for _, c := range m.Caps {
		t.row(c.ID+" "+c.Title.In("en"), c.Trigger.In("en"), c.Credibility, capLimit(c), c.LiftedWhen.In("en"))
	}
	return t.String()
}

// capLimit writes the ladder of a cap, first rung first.
func capLimit(c vigil.CapRule) string {
	var rungs []string
	for i, s := range c.Ladder {
		limit := "no limit"
		if s.AtMost != nil {
			limit = num(*s.AtMost)
		}
		switch {
		case s.When != "":
			limit += " if `" + s.When + "`"
		case i > 0:
			limit = "else " + limit
		}
		rungs = append(rungs, limit)
	}
	if c.WithdrawsMonths > 0 {
		rungs = append(rungs, fmt.Sprintf("rating withdrawn for %d months", c.WithdrawsMonths))
	}
	if c.Pillar != nil {
		rungs = append(rungs, fmt.Sprintf("%s shown at most %s", c.Pillar.ID, num(c.Pillar.AtMost)))
	}
	return strings.Join(rungs, "; ")
}
