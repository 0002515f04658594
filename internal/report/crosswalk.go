package report

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

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
// what was answered, on which evidence, its score and its open gap; then which references have no item and which items
// no reference. It speaks of related expectations, and says of no reference that it is met.
func Crosswalk(in CrosswalkInput) vigil.Report {
	x := newCrosswalk(in)
	r := x.report("crosswalk", x.title()+": "+in.Organisation.Name)
	r.Facts = append([]vigil.Fact{x.framework()}, r.Facts...)
	r.Sections = append(r.Sections, x.overview(x.assessedReferences()), x.section("items", "By reference", x.assessedItems(), "No item of the form has a reference in this framework."),
		x.without(), x.section("clauses", "Where the references come from", x.clauses(), "No reference of this framework has been looked up."), x.method())
	return r
}

// BlankCrosswalk is Crosswalk of a form that nobody has answered: the items behind each reference, and what is left over
// on either side.
func BlankCrosswalk(in CrosswalkInput) vigil.Report {
	x := newCrosswalk(in)
	r := vigil.Report{ID: "crosswalk", Language: x.lang, Title: x.title() + ": " + x.q.Title.In(x.lang), Subtitle: "The blank form, by the references of another framework",
		Draft: draftMark(x.m, x.lang), Footer: footer(x.m, x.q, x.lang),
		Facts: []vigil.Fact{x.framework(), {Label: "Questionnaire", Value: x.q.Title.In(x.lang), Note: x.q.Ref()}, {Label: "Method", Value: x.m.Title.In(x.lang), Note: join(", ", x.m.Ref(), x.m.Status)}}}
	r.Sections = append(r.Sections, x.overview(x.blankReferences()), x.section("items", "By reference", x.blankItems(), "No item of the form has a reference in this framework."),
		x.without(), x.section("clauses", "Where the references come from", x.clauses(), "No reference of this framework has been looked up."))
	return r
}

// crosswalk is the report on the assessment with its items sorted under the headings of the framework.
type crosswalk struct {
	*gapReport
	to       vigil.Framework
	cells    []vigil.CrosswalkCell
	headings []heading
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

// byNumber orders names as people count: Article 7 before Article 10.
func byNumber(a, b string) int {
	for a != "" && b != "" {
		n, m := digits(a), digits(b)
		if n > 0 && m > 0 {
			x, _ := strconv.Atoi(a[:n])
			y, _ := strconv.Atoi(b[:m])
			if x != y {
				return cmp.Compare(x, y)
			}
			a, b = a[n:], b[m:]
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

// digits counts the digits at the start of a text; those beyond the ninth are a number of their own.
func digits(s string) int {
	n := 0
	for n < len(s) && n < 9 && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

func (x *crosswalk) title() string { return "Crosswalk to " + x.to.Title.In(x.lang) }

func (x *crosswalk) framework() vigil.Fact {
	note := "edition not given"
	if x.to.Edition != "" {
		note = "edition " + x.to.Edition
	}
	return vigil.Fact{Label: "Framework", Value: x.to.Title.In(x.lang), Note: note}
}

const crosswalkTerms = "Related expectations only: an item stands under a reference because both speak of the same matter. To meet one is not to meet the other, and no score here is a score by the other framework."

// overview says how to read the report and counts the items behind each reference.
func (x *crosswalk) overview(t *vigil.Table) vigil.ReportSection {
	lines := []string{crosswalkTerms, "Only references that were looked up are listed; the framework may have others."}
	if note := x.to.Note.In(x.lang); note != "" {
		lines = append(lines, note)
	}
	asked := 0
	for _, h := range x.headings {
		if len(h.items) > 0 {
			asked++
		}
	}
	all := len(x.q.Questions())
	title := fmt.Sprintf("References with items of the form behind them: %d of %d. Items that stand under a reference: %d of %d", asked, len(x.headings), all-len(x.leftOver()), all)
	s := vigil.ReportSection{ID: "references", Title: "The references and the items behind them", Blocks: []vigil.Block{{Notice: &vigil.Notice{Tone: "plain", Title: title, Lines: lines}}}}
	if len(t.Rows) > 0 {
		s.Blocks = append(s.Blocks, vigil.Block{Table: t})
	}
	return s
}

// section is one table with its heading, or a sentence where the table is empty.
func (x *crosswalk) section(id, title string, t *vigil.Table, empty string) vigil.ReportSection {
	if len(t.Rows) == 0 {
		return vigil.ReportSection{ID: id, Title: title, Blocks: []vigil.Block{{Paragraph: empty}}}
	}
	return vigil.ReportSection{ID: id, Title: title, Blocks: []vigil.Block{{Table: t}}}
}

func referenceColumns(more ...vigil.Column) []vigil.Column {
	return append([]vigil.Column{{ID: "reference", Title: "Reference", Kind: "text", Width: 22}, {ID: "clauses", Title: "Clauses", Kind: "text", Width: 24}, {ID: "items", Title: "Items", Kind: "number", Width: 8}}, more...)
}

func (x *crosswalk) blankReferences() *vigil.Table {
	t := &vigil.Table{ID: "references", Title: "References", Columns: referenceColumns()}
	for _, h := range x.headings {
		t.Rows = append(t.Rows, []vigil.Cell{textCell(h.reference), textCell(strings.Join(h.clauses, ", ")), countCell(len(h.items))})
	}
	return t
}

// assessedReferences counts how the items behind each reference stand. The counts are of scores that stand elsewhere;
// nothing is scored anew.
func (x *crosswalk) assessedReferences() *vigil.Table {
	t := &vigil.Table{ID: "references", Title: "References", Columns: referenceColumns(
		vigil.Column{ID: "full", Title: "At full credit", Kind: "number", Width: 10}, vigil.Column{ID: "below", Title: "Below it", Kind: "number", Width: 10},
		vigil.Column{ID: "open", Title: "Not assessed", Kind: "number", Width: 10}, vigil.Column{ID: "left_out", Title: "Left out", Kind: "number", Width: 10}),
		Note: "Left out: not applicable, or withheld for safety. An item that is asked of several units is counted once for each of them, and behind each of its references."}
	for _, h := range x.headings {
		var n, full, below, open, out int
		for _, in := range h.items {
			for _, s := range x.scores(in) {
				n++
				switch i := s.Item; {
				case i.LeftOut || i.Applicable == "no" || i.State == vigil.Withheld:
					out++
				case !i.Assessed || i.S == nil:
					open++
				case *i.S >= 1:
					full++
				default:
					below++
				}
			}
		}
		t.Rows = append(t.Rows, []vigil.Cell{textCell(h.reference), textCell(strings.Join(h.clauses, ", ")), countCell(n), countCell(full), countCell(below), countCell(open), countCell(out)})
	}
	return t
}

// scores are those of an item, one for each unit it is asked of. One that is not on the scorecard is not assessed.
func (x *crosswalk) scores(in *vigil.Indicator) []vigil.Score {
	var list []vigil.Score
	for _, n := range x.card.Nodes {
		if n.Node == in.ID && n.Storey == vigil.StoreyQuestion && n.Item != nil {
			list = append(list, n)
		}
	}
	if len(list) == 0 {
		list = []vigil.Score{{Node: in.ID, Storey: vigil.StoreyQuestion, Item: &vigil.ItemScore{State: vigil.NotAssessed}}}
	}
	return list
}

// assessedItems is the heart: reference by reference each item with its answer, evidence, score and gap.
func (x *crosswalk) assessedItems() *vigil.Table {
	t := &vigil.Table{ID: "items", Title: "Items behind each reference", Columns: []vigil.Column{
		{ID: "reference", Title: "Reference", Kind: "text", Width: 18}, {ID: "clause", Title: "Clause", Kind: "text", Width: 9}, {ID: "item", Title: "Item", Kind: "text", Width: 28},
		{ID: "answered", Title: "Answered", Kind: "text", Width: 44}, {ID: "evidence", Title: "Evidence", Kind: "text", Width: 24}, {ID: "score", Title: "Score", Kind: "number", Width: 8}, {ID: "gap", Title: "Open gap", Kind: "text", Width: 44}},
		Note: "Score: what the item counts, out of 1, as in the scorecard of the assessment. Points are points of the raw score. An item stands under each of its references."}
	for _, h := range x.headings {
		for _, in := range h.items {
			for _, s := range x.scores(in) {
				t.Rows = append(t.Rows, []vigil.Cell{textCell(h.reference), textCell(strings.Join(h.of(in), ", ")), textCell(join(" ", item(in.ID, s.Unit), in.Title.In(x.lang))),
					textCell(x.answered(in, s.Item)), textCell(x.strength(s.Item)), valueCell(pointRule, s.Item.S), textCell(x.openGap(s))})
			}
		}
	}
	return t
}

// answered is an answer in words: its state, the text of its level, or the boxes that were met.
func (x *crosswalk) answered(in *vigil.Indicator, i *vigil.ItemScore) string {
	switch {
	case i.State != vigil.Answered:
		return sentence(upperFirst(stateText[i.State]))
	case i.Applicable == "no":
		return "Not applicable."
	case len(in.Elements) > 0:
		return x.boxes(in, i.Answer)
	}
	text := tidy(x.spelled(in.ID, in.Level(i.Answer)))
	name := upperFirst(i.Answer)
	if i.Answer != "" && strings.Trim(i.Answer, "0123456789") == "" && len(in.Levels) > 0 {
		name = "Level " + i.Answer
	}
	return sentence(join(": ", name, text))
}

func (x *crosswalk) boxes(in *vigil.Indicator, answer string) string {
	met := strings.FieldsFunc(answer, func(r rune) bool { return r == ';' || r == ' ' })
	var texts []string
	for _, e := range in.Elements {
		if slices.Contains(met, e.ID) {
			text := strings.TrimRight(e.Text.In(x.lang), ".")
			texts = append(texts, cmp.Or(text, e.ID))
		}
	}
	if len(texts) == 0 {
		return sentence(upperFirst(answer))
	}
	return sentence(fmt.Sprintf("%d of %d: %s", len(texts), len(in.Elements), strings.Join(texts, "; ")))
}

// strength is the grade of the evidence, and what it does not carry.
func (x *crosswalk) strength(i *vigil.ItemScore) string {
	if i.Grade == "" && i.State != vigil.Answered {
		return ""
	}
	text := cmp.Or(x.evidenceGrade(i.Grade), "none")
	if i.GradeRead != "" && i.GradeRead != i.Grade {
		text += ", read as " + string(i.GradeRead)
	}
	if i.Points != nil && i.S != nil && *i.S < *i.Points {
		text += fmt.Sprintf("; it carries %s of the %s that the answer would count", rounded(pointRule, *i.S), rounded(pointRule, *i.Points))
	}
	return text
}

// openGap is what is still to do on an item, as the gap report has it.
func (x *crosswalk) openGap(s vigil.Score) string {
	for _, g := range x.list.Gaps {
		if g.Question != s.Node || g.Unit != s.Unit {
			continue
		}
		due := ""
		if g.Due != "" {
			due = "due " + longDate(g.Due)
		}
		return join(" ", sentence(join(", ", x.priority(g.Priority), due)), sentence(g.Next.Action.In(x.lang)))
	}
	for _, o := range x.list.Open {
		if o.Question == s.Node && o.Unit == s.Unit {
			return fmt.Sprintf("To be assessed; it holds back %s points until then.", rounded(pointRule, o.Points))
		}
	}
	return ""
}

func (x *crosswalk) priority(id string) string {
	for _, p := range x.priorities() {
		if p.ID == id {
			return p.Title.In(x.lang)
		}
	}
	return upperFirst(id)
}

// blankItems is the same table for a form without answers: what is asked, and what evidence is accepted.
func (x *crosswalk) blankItems() *vigil.Table {
	t := &vigil.Table{ID: "items", Title: "Items behind each reference", Columns: []vigil.Column{
		{ID: "reference", Title: "Reference", Kind: "text", Width: 18}, {ID: "clause", Title: "Clause", Kind: "text", Width: 9}, {ID: "item", Title: "Item", Kind: "text", Width: 28},
		{ID: "kind", Title: "Kind", Kind: "text", Width: 12}, {ID: "question", Title: "Question", Kind: "text", Width: 60}, {ID: "evidence", Title: "Evidence that is accepted", Kind: "text", Width: 50}},
		Note: "An item stands under each of its references."}
	for _, h := range x.headings {
		for _, in := range h.items {
			t.Rows = append(t.Rows, []vigil.Cell{textCell(h.reference), textCell(strings.Join(h.of(in), ", ")), textCell(join(" ", in.ID, in.Title.In(x.lang))),
				textCell(in.Kind), textCell(in.Question.In(x.lang)), textCell(in.Evidence.Accepts.In(x.lang))})
		}
	}
	return t
}

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
	references := &vigil.Table{ID: "references_without", Title: "References that no item of the form asks about", Columns: []vigil.Column{
		{ID: "reference", Title: "Reference", Kind: "text", Width: 30}, {ID: "clauses", Title: "Clauses it is related to", Kind: "text", Width: 80}}}
	for _, h := range x.headings {
		if len(h.items) == 0 {
			references.Rows = append(references.Rows, []vigil.Cell{textCell(h.reference), textCell(x.clauseNames(h.clauses))})
		}
	}
	items := &vigil.Table{ID: "items_without", Title: "Items that have no reference in the framework", Columns: []vigil.Column{
		{ID: "item", Title: "Item", Kind: "text", Width: 12}, {ID: "title", Title: "Title", Kind: "text", Width: 50}, {ID: "clauses", Title: "Clauses", Kind: "text", Width: 30}},
		Note: "No reference was looked up for their clauses. The framework may still speak of them."}
	for _, in := range x.leftOver() {
		items.Rows = append(items.Rows, []vigil.Cell{textCell(in.ID), textCell(in.Title.In(x.lang)), textCell(strings.Join(in.Provisions, ", "))})
	}
	for _, side := range []struct {
		t     *vigil.Table
		empty string
	}{{references, "Every reference listed has an item in the form."}, {items, "Every item of the form has a reference in the framework."}} {
		if len(side.t.Rows) == 0 {
			s.Blocks = append(s.Blocks, vigil.Block{Paragraph: side.empty})
		} else {
			s.Blocks = append(s.Blocks, vigil.Block{Table: side.t})
		}
	}
	return s
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
