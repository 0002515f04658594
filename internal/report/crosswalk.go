package report

import (
	"slices"

	"vigil/internal/vigil"
)

// CrosswalkInput is a report by the references of another framework: the input of the report on an assessment, the
// framework, and its looked-up cells. Cells of another status must not come in.
type CrosswalkInput struct {
	GapInput
	Framework vigil.Framework
	Cells     []vigil.CrosswalkCell
}

// Crosswalk tells an assessment again by the references of another framework: for each the clauses and items behind it,
// what was answered, on which evidence, its score and its open gap, an item in full under the first of its references
// and by its score under the others; then which references have no item and which items no reference. It speaks of
// related expectations, and says of no reference that it is met.
func Crosswalk(in CrosswalkInput) vigil.Report {
	x := newCrosswalk(in)
	r := x.report("crosswalk", x.title()+": "+in.Organisation.Name)
	r.Facts = append([]vigil.Fact{x.framework()}, r.Facts...)
	r.Sections = append(r.Sections, x.overview(x.assessedReferences()), x.byReference(x.assessedItems), x.without(), x.origin(), x.method())
	return r
}

// BlankCrosswalk is Crosswalk of a form that nobody has answered: the items behind each reference, and what is left over
// on either side.
func BlankCrosswalk(in CrosswalkInput) vigil.Report {
	x := newCrosswalk(in)
	x.blank = true
	r := vigil.Report{ID: "crosswalk", Language: x.lang, Title: x.title() + ": " + x.q.Title.In(x.lang), Subtitle: "The blank form, by the references of another framework",
		Draft: draftMark(x.m, x.lang), Footer: footer(x.m, x.q, x.lang),
		Facts: []vigil.Fact{x.framework(), {Label: "Questionnaire", Value: x.q.Title.In(x.lang), Note: x.q.Ref()}, {Label: "Method", Value: x.m.Title.In(x.lang), Note: join(", ", x.m.Ref(), x.m.Status)}}}
	r.Sections = append(r.Sections, x.overview(x.blankReferences()), x.byReference(x.blankItems), x.without(), x.origin())
	return r
}

// crosswalk is the report on the assessment with its items sorted under the headings of the framework.
type crosswalk struct {
	*gapReport
	to       vigil.Framework
	cells    []vigil.CrosswalkCell
	headings []heading
	blank    bool // nobody has answered
}

// heading is one reference of the framework with the clauses related to it and the items that ask about them.
type heading struct {
	reference string
	clauses   []string
	items     []*vigil.Indicator
}

func newCrosswalk(in CrosswalkInput) *crosswalk {
	x := &crosswalk{gapReport: newGapReport(in.GapInput), to: in.Framework, cells: in.Cells}
	at := map[string]int{}
	for _, cell := range in.Cells {
		for _, name := range cell.Under() {
			i, known := at[name]
			if !known {
				i = len(x.headings)
				at[name], x.headings = i, append(x.headings, heading{reference: name})
			}
			if h := &x.headings[i]; !slices.Contains(h.clauses, cell.Provision) {
				h.clauses = append(h.clauses, cell.Provision)
			}
		}
	}
	slices.SortStableFunc(x.headings, func(a, b heading) int { return byNumber(a.reference, b.reference) })
	for i := range x.headings {
		h := &x.headings[i]
		for _, q := range x.q.Questions() {
			if len(h.of(q)) > 0 {
				h.items = append(h.items, q)
			}
		}
	}
	return x
}

// of gives the clauses of the heading that an item asks about.
func (h heading) of(in *vigil.Indicator) []string {
	var both []string
	for _, id := range in.Provisions {
		if slices.Contains(h.clauses, id) {
			both = append(both, id)
		}
	}
	return both
}

func (x *crosswalk) title() string { return "Crosswalk to " + x.to.Title.In(x.lang) }

func (x *crosswalk) framework() vigil.Fact {
	note := "edition not given"
	if x.to.Edition != "" {
		note = "edition " + x.to.Edition
	}
	return vigil.Fact{Label: "Framework", Value: x.to.Title.In(x.lang), Note: note}
}
