package report

import (
	"cmp"
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// Reference is a place in another framework, as recorded: "Principle 17", or a number alone.
type Reference struct {
	Framework vigil.Framework
	Name      string
}

// references lists, clause by clause, where other frameworks speak of the same matter, for the clauses that have a
// gap or something open, and then what the short names stand for. It stands once, beside no gap: most gaps of a clause
// would repeat it.
func (g *gapReport) references() []vigil.ReportSection {
	if g.References == nil {
		return nil
	}
	wanted := map[string]bool{}
	for _, x := range g.list.Gaps {
		for _, id := range x.Provisions {
			wanted[id] = true
		}
	}
	for _, x := range g.list.Open {
		for _, id := range x.Provisions {
			wanted[id] = true
		}
	}
	t := &vigil.Table{ID: "references", Title: "Clause by clause, in other frameworks", Columns: []vigil.Column{
		{ID: "clause", Title: "Clause", Kind: "text", Width: 12}, {ID: "references", Title: "Related expectations", Kind: "text", Width: 110},
	}, Note: "Related expectations, not equivalents: to meet one is not to meet the other. Only references that were looked up. The numbers are those of each framework: principles, articles, disclosures or paragraphs."}
	var used []vigil.Framework
	for _, p := range g.Provisions {
		if !wanted[p.ID] {
			continue
		}
		refs := g.References(p.ID)
		if len(refs) == 0 {
			continue
		}
		t.Rows = append(t.Rows, []vigil.Cell{textCell(p.ID), textCell(g.referenceNames(refs))})
		for _, r := range refs {
			if !slices.ContainsFunc(used, func(f vigil.Framework) bool { return f.ID == r.Framework.ID }) {
				used = append(used, r.Framework)
			}
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return []vigil.ReportSection{{ID: "references", Title: "Related references", Blocks: []vigil.Block{{Table: t}, {Table: g.frameworkNames(used)}}}}
}

// shortName is how a report calls a framework in passing.
func (g *gapReport) shortName(f vigil.Framework) string {
	return cmp.Or(f.Short.In(g.lang), f.Title.In(g.lang))
}

// referenceNames joins references, those of one framework under one name.
func (g *gapReport) referenceNames(refs []Reference) string {
	var names []string
	for i, r := range refs {
		if i > 0 && refs[i-1].Framework.ID == r.Framework.ID {
			names[len(names)-1] += "; " + r.Name
			continue
		}
		if r.Name == "Whole" {
			names = append(names, g.shortName(r.Framework)+", as a whole")
			continue
		}
		names = append(names, g.shortName(r.Framework)+": "+r.Name)
	}
	return strings.Join(names, ". ")
}

// frameworkNames says what the short names stand for, and in which edition.
func (g *gapReport) frameworkNames(frameworks []vigil.Framework) *vigil.Table {
	t := &vigil.Table{ID: "frameworks", Title: "The frameworks", Columns: []vigil.Column{
		{ID: "short", Title: "Short", Kind: "text", Width: 24}, {ID: "title", Title: "Name", Kind: "text", Width: 70}, {ID: "edition", Title: "Edition", Kind: "text", Width: 16},
	}}
	for _, f := range frameworks {
		t.Rows = append(t.Rows, []vigil.Cell{textCell(g.shortName(f)), textCell(f.Title.In(g.lang)), textCell(f.Edition)})
	}
	return t
}
