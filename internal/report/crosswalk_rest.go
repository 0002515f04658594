package report

import (
	"cmp"
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// leftOver are the items of the form that have no reference in the framework.
func (x *crosswalk) leftOver() []*vigil.Indicator {
	var list []*vigil.Indicator
	for _, in := range x.q.Questions() {
		if !slices.ContainsFunc(x.headings, func(h heading) bool { return len(h.of(in)) > 0 }) {
			list = append(list, in)
		}
	}
	return list
}

// without names what is left over on either side: references that the form does not ask about, items that the framework does not
// speak of as far as it was looked up.
func (x *crosswalk) without() vigil.ReportSection {
	s := vigil.ReportSection{ID: "without", Title: "Left over on either side"}
	for _, side := range []struct {
		t     *vigil.Table
		empty string
	}{{x.referencesWithout(), "Every reference listed has an item in the form."}, {x.itemsWithout(), "Every item of the form has a reference in the framework."}} {
		if len(side.t.Rows) == 0 {
			s.Blocks = append(s.Blocks, vigil.Block{Paragraph: side.empty})
		} else {
			s.Blocks = append(s.Blocks, vigil.Block{Table: side.t})
		}
	}
	return s
}

func (x *crosswalk) referencesWithout() *vigil.Table {
	t := &vigil.Table{ID: "references_without", Title: "References that no item of the form asks about", Columns: []vigil.Column{
		{ID: "reference", Title: "Reference", Kind: "text", Width: 34}, {ID: "clauses", Title: "Clauses it is related to", Kind: "text", Width: 80}}}
	for _, h := range x.headings {
		if len(h.items) == 0 {
			t.Rows = append(t.Rows, []vigil.Cell{textCell(x.named(h)), textCell(x.clauseNames(h.clauses))})
		}
	}
	return t
}

// itemsWithout lists the items left over in a line for each clause they ask about.
func (x *crosswalk) itemsWithout() *vigil.Table {
	t := &vigil.Table{ID: "items_without", Title: "Items that have no reference in the framework", Columns: []vigil.Column{
		{ID: "clause", Title: "Clause", Kind: "text", Width: 14}, {ID: "items", Title: "Items", Kind: "text", Width: 100}},
		Note: "No reference was looked up for their clauses. The framework may still speak of them."}
	at := map[string]int{}
	for _, in := range x.leftOver() {
		clause, name := strings.Join(in.Provisions, ", "), join(" ", in.ID, in.Title.In(x.lang))
		i, known := at[clause]
		if !known {
			at[clause], t.Rows = len(t.Rows), append(t.Rows, []vigil.Cell{textCell(clause), textCell(name)})
			continue
		}
		t.Rows[i][1].Text += "; " + name
	}
	return t
}

// clauseNames is clauses with their first sentence, or their id where the text is not at hand.
func (x *crosswalk) clauseNames(ids []string) string {
	parts := make([]string, len(ids))
	for i, id := range ids {
		parts[i] = join(": ", id, x.clause(id))
	}
	return strings.Join(parts, " ")
}

// checkedText says how far a reference was looked up.
var checkedText = map[string]string{"reference": "the place itself", "topic": "the subject, not its number", "title": "the title only", "theme": "the name of a theme or group only"}

// origin is the crosswalk as recorded, for whoever checks it.
func (x *crosswalk) origin() vigil.ReportSection {
	s := vigil.ReportSection{ID: "clauses", Title: "Where the references come from"}
	if t := x.clauses(); len(t.Rows) > 0 {
		s.Blocks = []vigil.Block{{Table: t}}
	} else {
		s.Blocks = []vigil.Block{{Paragraph: "No reference of this framework has been looked up."}}
	}
	return s
}

// clauses is the crosswalk as recorded: what each clause expects, the reference as written, and how far it was looked up.
func (x *crosswalk) clauses() *vigil.Table {
	t := &vigil.Table{ID: "clauses", Title: "Clause by clause", Columns: []vigil.Column{
		{ID: "clause", Title: "Clause", Kind: "text", Width: 10}, {ID: "expects", Title: "What it expects, in our words", Kind: "text", Width: 70},
		{ID: "reference", Title: "Related reference, as recorded", Kind: "text", Width: 36}, {ID: "checked", Title: "Looked up", Kind: "text", Width: 24},
		{ID: "binds", Title: "Speaks to", Kind: "text", Width: 20}},
		Note: "Read the reference itself before you rely on it. The clause ids are ours; the source numbers nothing."}
	for _, c := range x.cells {
		t.Rows = append(t.Rows, []vigil.Cell{textCell(c.Provision), textCell(x.clause(c.Provision)), textCell(c.Reference), textCell(cmp.Or(checkedText[c.Checked], c.Checked)), textCell(x.speaksTo(c.Provision))})
	}
	return t
}

// speaksTo says whom a clause addresses; nothing where the clause is not at hand.
func (x *crosswalk) speaksTo(id string) string {
	for _, p := range x.Provisions {
		if p.ID == id {
			return binds(p)
		}
	}
	return ""
}
