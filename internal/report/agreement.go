package report

import (
	"fmt"
	"slices"
	"strings"

	"vigil/internal/benchmark"
	"vigil/internal/vigil"
)

// AgreementInput is what the report on the agreement of coders is made from.
type AgreementInput struct {
	Questionnaire *vigil.Questionnaire
	Methodology   *vigil.Methodology
	Agreement     *benchmark.Agreement
	Language      string
}

// CoderAgreement tells how far coders agree: over the form, by pillar, item, pair and company, which items are too weak to
// rest on, who coded what, and every disagreement with the codes but without the notes. A figure that is undefined is
// n/a.
func CoderAgreement(in AgreementInput) vigil.Report {
	if in.Language == "" {
		in.Language = "en"
	}
	g := &agreement{AgreementInput: in, a: in.Agreement}
	q, m, lang := in.Questionnaire, in.Methodology, in.Language
	r := vigil.Report{ID: "agreement", Language: lang, Title: "Agreement of coders", Subtitle: q.Title.In(lang), Draft: draftMark(m, lang), Footer: footer(m, q, lang),
		Facts: []vigil.Fact{
			{Label: "Method", Value: m.Title.In(lang), Note: join(", ", m.Ref(), m.Status)}, {Label: "Questionnaire", Value: q.Title.In(lang), Note: q.Ref()},
			{Label: "Coders", Value: list(g.a.Coders)}, {Label: "Companies", Value: plain(float64(len(g.a.Subjects)))},
			{Label: "Coded twice or more", Value: count(g.a.Total.Units, "item", "items"), Note: "over all companies"},
			{Label: "To settle", Value: count(len(g.a.Disagreements), "disagreement", "disagreements")},
		}}
	r.Sections = []vigil.ReportSection{g.result(), g.weak(), g.pillars(), g.items()}
	if len(g.a.Pairs) > 1 {
		r.Sections = append(r.Sections, g.pairs())
	}
	r.Sections = append(r.Sections, g.companies(), g.coded(), g.disagreements(), g.method())
	return r
}

// agreement is the report while it is made.
type agreement struct {
	AgreementInput
	a *benchmark.Agreement
}

// notDefined is printed for a measure that is undefined: never 0, never 1.
const notDefined = "n/a"

// fewUnits is how many comparisons an item should have before its figures say much.
const fewUnits = 10

// measureRule is how alpha and kappa are printed, and percentRule how per cent are.
var (
	measureRule = vigil.RoundingRule{Decimals: 3}
	percentRule = vigil.RoundingRule{Decimals: 1}
)

func measureCell(r vigil.RoundingRule, v *float64) vigil.Cell {
	if v == nil {
		return textCell(notDefined)
	}
	return numberCell(r, *v)
}

func measureText(v *float64) string { return measureCell(measureRule, v).Text }

// className is the class of an alpha in words.
var className = map[string]string{benchmark.Reliable: "reliable", benchmark.Tentative: "tentative", benchmark.Weak: "weak", "": notDefined}

func kappaText(v *float64) string {
	if v == nil {
		return notDefined
	}
	return benchmark.KappaWord(*v)
}

// result says first whether the codes can be relied on.
func (g *agreement) result() vigil.ReportSection {
	f := g.a.Total
	n := &vigil.Notice{Tone: map[string]string{benchmark.Reliable: "ok", benchmark.Tentative: "warn", benchmark.Weak: "bad", "": "plain"}[f.Class()]}
	alpha := measureText(f.Leading())
	switch few := f.Units < fewUnits && f.Class() != ""; {
	case few:
		n.Tone, n.Title = "warn", fmt.Sprintf("Alpha is %s, from %s only: too few to rest on", alpha, count(f.Units, "comparison", "comparisons"))
	case f.Class() == benchmark.Reliable:
		n.Title = "The coders agree well enough to rest on: alpha " + alpha
	case f.Class() == benchmark.Tentative:
		n.Title = "The coders agree enough for tentative results only: alpha " + alpha
	case f.Class() == benchmark.Weak:
		n.Title = "The coders agree too little to rest on: alpha " + alpha
	default:
		n.Title = "Agreement cannot be measured: alpha is " + notDefined
		n.Lines = append(n.Lines, "Nothing was coded twice, or every code is the same. That is no full agreement: without any difference between companies nobody can tell whether coders would see one.")
	}
	if f.Percent != nil {
		n.Lines = append(n.Lines, fmt.Sprintf("Of %s, %s per cent are equal. Cohen's kappa is %s (%s).", count(f.Compared, "pair of codes", "pairs of codes"), rounded(percentRule, *f.Percent), measureText(f.Kappa), kappaText(f.Kappa)))
	}
	if weak := len(g.a.WeakItems()); weak > 0 {
		n.Lines = append(n.Lines, upperFirst(count(weak, "item is", "items are"))+" weak, whatever the whole looks like: see below.")
	}
	if k := len(g.a.Disagreements); k > 0 {
		n.Lines = append(n.Lines, upperFirst(count(k, "disagreement waits", "disagreements wait"))+" for a third person. The figures are of the codes before that.")
	}
	s := vigil.ReportSection{ID: "result", Title: "In short", Blocks: []vigil.Block{{Notice: n}}}
	if f.Rare() {
		s.Blocks = append(s.Blocks, vigil.Block{Notice: rareNotice("Over the whole form")})
	}
	s.Blocks = append(s.Blocks, vigil.Block{Facts: []vigil.Fact{
		{Label: "Krippendorff's alpha, ordinal", Value: measureText(f.Ordinal), Note: "feeds confidence, company by company"}, {Label: "Alpha, nominal", Value: measureText(f.Nominal), Note: "codes, states being codes of their own"},
		{Label: "Alpha, interval", Value: measureText(f.Interval), Note: "distances of s"}, {Label: "Cohen's kappa", Value: measureText(f.Kappa), Note: kappaText(f.Kappa)},
		{Label: "Kappa, linear", Value: measureText(f.Linear), Note: kappaText(f.Linear)}, {Label: "Kappa, quadratic", Value: measureText(f.Quadratic), Note: kappaText(f.Quadratic)},
	}})
	return s
}

// rareNotice explains why two measures of the same codes look so different.
func rareNotice(where string) *vigil.Notice {
	return &vigil.Notice{Tone: "warn", Title: where + ": much agreement, low kappa", Lines: []string{
		"One code is so common that two coders who threw dice would mostly agree too. Kappa and alpha then look only at the rare code, and a handful of cases moves them far. Read both: the per cent hides that coders may not see the same rare cases; kappa hides that they agree on nearly all."}}
}

// weak names the items that must be rewritten, and those whose low kappa comes from a rare code.
func (g *agreement) weak() vigil.ReportSection {
	s := vigil.ReportSection{ID: "weak", Title: "Items to rewrite and code again"}
	items := g.a.WeakItems()
	if len(items) == 0 {
		s.Blocks = []vigil.Block{{Paragraph: "No item with at least 5 comparisons has an alpha below 0.667."}}
		return s
	}
	t := &vigil.Table{ID: "weak-items", Title: "Items with an alpha below 0.667, the weakest first", Columns: []vigil.Column{{ID: "item", Title: "Item", Kind: "text", Width: 11}, {ID: "title", Title: "Title", Kind: "text", Width: 32},
		{ID: "units", Title: "Compared", Kind: "number", Width: 10}, {ID: "percent", Title: "Equal, %", Kind: "number", Width: 9}, {ID: "kappa", Title: "Kappa", Kind: "number", Width: 8}, {ID: "alpha", Title: "Alpha", Kind: "number", Width: 8}, {ID: "advice", Title: "What to do", Kind: "text", Width: 60}},
		Note: "Alpha: ordinal, or nominal where there is no order. Every measure of every item stands below."}
	rare := false
	for _, i := range items {
		rare = rare || i.Rare()
		t.Rows = append(t.Rows, []vigil.Cell{textCell(i.ID), textCell(g.title(i.ID)), countCell(i.Units), measureCell(percentRule, i.Percent), measureCell(measureRule, i.Kappa), measureCell(measureRule, i.Leading()), textCell(g.advice(i))})
	}
	s.Blocks = []vigil.Block{{Table: t}}
	if rare {
		s.Blocks = append(s.Blocks, vigil.Block{Notice: rareNotice("Where the last column says so")})
	}
	return s
}

// advice is what follows from an item that is weak.
func (g *agreement) advice(i benchmark.ItemAgreement) string {
	text := "Rewrite its levels so that two strangers read them alike, and code it again."
	if i.Rare() {
		text = fmt.Sprintf("Much agreement (%s %%), low kappa: the code is rare. Look at the few cases before you rewrite.", rounded(percentRule, *i.Percent))
	}
	if i.Units < fewUnits {
		text += fmt.Sprintf(" From %s only: chance weighs much.", count(i.Units, "comparison", "comparisons"))
	}
	return text
}

var measureColumns = []vigil.Column{
	{ID: "units", Title: "Compared", Kind: "number", Width: 10}, {ID: "percent", Title: "Equal, %", Kind: "number", Width: 9},
	{ID: "kappa", Title: "Kappa", Kind: "number", Width: 8}, {ID: "kappa_word", Title: "In a word", Kind: "text", Width: 14},
	{ID: "kappa_linear", Title: "Kappa, linear", Kind: "number", Width: 9}, {ID: "kappa_quadratic", Title: "Kappa, quadratic", Kind: "number", Width: 10},
	{ID: "alpha_nominal", Title: "Alpha, nominal", Kind: "number", Width: 9}, {ID: "alpha_ordinal", Title: "Alpha, ordinal", Kind: "number", Width: 9}, {ID: "alpha_interval", Title: "Alpha, interval", Kind: "number", Width: 9},
	{ID: "class", Title: "Class", Kind: "text", Width: 11},
}

func measures(f benchmark.Figures) []vigil.Cell {
	return []vigil.Cell{countCell(f.Units), measureCell(percentRule, f.Percent), measureCell(measureRule, f.Kappa), textCell(kappaText(f.Kappa)),
		measureCell(measureRule, f.Linear), measureCell(measureRule, f.Quadratic), measureCell(measureRule, f.Nominal), measureCell(measureRule, f.Ordinal), measureCell(measureRule, f.Interval), textCell(classText(f))}
}

// classText is the class in words, where there is enough to judge.
func classText(f benchmark.Figures) string {
	if f.Units < benchmark.LeastUnits && f.Class() != "" {
		return "too few"
	}
	return className[f.Class()]
}

// table is one of measures, each row with a name and figures.
func measureTable(id, title, what string, names []string, figures []benchmark.Figures) *vigil.Table {
	t := &vigil.Table{ID: id, Title: title, Columns: append([]vigil.Column{{ID: "name", Title: what, Kind: "text", Width: 32}}, measureColumns...)}
	for i, f := range figures {
		t.Rows = append(t.Rows, append([]vigil.Cell{textCell(names[i])}, measures(f)...))
	}
	return t
}

func (g *agreement) pillars() vigil.ReportSection {
	names, figures := []string{"Whole form"}, []benchmark.Figures{g.a.Total}
	bars := &vigil.Bars{ID: "bars-pillars", Title: "Ordinal alpha by pillar, times 100", Caption: "Krippendorff's alpha, ordinal, times 100; below 0 is drawn as 0. Line: 80, the aim."}
	aim := 100 * benchmark.AimAlpha
	bars.Line = &aim
	for _, p := range g.a.Pillars {
		name := pillarTitle(g.Methodology, g.Questionnaire, p.ID, g.Language)
		names, figures = append(names, name), append(figures, p.Figures)
		bar := vigil.Bar{Label: name, Note: classText(p.Figures)}
		if p.Ordinal == nil {
			bar.Text = notDefined
		} else {
			v := 100 * *p.Ordinal
			bar.Text = rounded(percentRule, v)
			v = max(0, v)
			bar.Value = &v
		}
		bars.Items = append(bars.Items, bar)
	}
	t := measureTable("pillars", "Every measure by pillar", "Pillar", names, figures)
	t.Note = "Class: reliable from an alpha of 0.80, tentative from 0.667, weak below; by the ordinal alpha, or the nominal one where there is no order. Too few: below 5 comparisons nothing is judged."
	return vigil.ReportSection{ID: "pillars", Title: "By pillar", Blocks: []vigil.Block{{Bars: bars}, {Table: t}}}
}

// itemColumns and itemRow have every measure but the word for kappa, so that the table fits beside the titles.
func (g *agreement) itemColumns() []vigil.Column {
	return slices.Concat([]vigil.Column{{ID: "item", Title: "Item", Kind: "text", Width: 11}, {ID: "title", Title: "Title", Kind: "text", Width: 32}}, measureColumns[:wordColumn], measureColumns[wordColumn+1:])
}

// wordColumn is where the word for kappa stands among the measures.
var wordColumn = slices.IndexFunc(measureColumns, func(c vigil.Column) bool { return c.ID == "kappa_word" })

func (g *agreement) itemRow(i benchmark.ItemAgreement) []vigil.Cell {
	row := append([]vigil.Cell{textCell(i.ID), textCell(g.title(i.ID))}, slices.Delete(measures(i.Figures), wordColumn, wordColumn+1)...)
	if !i.Scored {
		row[len(row)-1] = textCell("not scored")
	}
	return row
}

// title is the short name of an item, or its question where it has none.
func (g *agreement) title(id string) string {
	q := g.Questionnaire.Question(id)
	if q == nil {
		return ""
	}
	return firstOf(q.Title.In(g.Language), q.Question.In(g.Language))
}

func firstOf(texts ...string) string {
	i := slices.IndexFunc(texts, func(s string) bool { return s != "" })
	if i < 0 {
		return ""
	}
	return texts[i]
}

func (g *agreement) items() vigil.ReportSection {
	t := &vigil.Table{ID: "items", Title: "Every measure by item", Columns: g.itemColumns(), Note: "Screening questions and others that are not scored have codes and no s; they are in no sum. n/a: nothing was coded twice, or all codes are the same."}
	for _, i := range g.a.Items {
		t.Rows = append(t.Rows, g.itemRow(i))
	}
	grades := g.a.Grades
	return vigil.ReportSection{ID: "items", Title: "By item", Blocks: []vigil.Block{{Table: t}, {Table: g.confusions()},
		{Paragraph: fmt.Sprintf("The grade of the evidence (E0 to E4), where both gave an answer with a grade: %s compared, %s per cent equal, ordinal alpha %s. Grades are in no figure above; they decide what an answer can count, and a difference in them is settled too.",
			count(grades.Compared, "pair", "pairs"), measureCell(percentRule, grades.Percent).Text, measureText(grades.Ordinal))}}}
}

// confusions are the codes that met where coders differ, the most frequent first.
func (g *agreement) confusions() *vigil.Table {
	t := &vigil.Table{ID: "confusions", Title: "Which codes meet where coders differ", Columns: []vigil.Column{
		{ID: "one", Title: "One coder", Kind: "text", Width: 22}, {ID: "other", Title: "Another", Kind: "text", Width: 22}, {ID: "times", Title: "Times", Kind: "number", Width: 9}, {ID: "share", Title: "Of all pairs, %", Kind: "number", Width: 12}},
		Note: "A number is s before ceilings, so that level 3 and yes are both 1; else the state, or the elements that are met."}
	list := slices.DeleteFunc(slices.Clone(g.a.Confusions), func(c benchmark.Confusion) bool { return c.Low == c.High })
	slices.SortStableFunc(list, func(a, b benchmark.Confusion) int { return b.Count - a.Count })
	for _, c := range list {
		share := 100 * float64(c.Count) / float64(g.a.Total.Compared)
		t.Rows = append(t.Rows, []vigil.Cell{textCell(elementsText(c.Low)), textCell(elementsText(c.High)), countCell(c.Count), numberCell(percentRule, share)})
	}
	return t
}

func elementsText(code string) string {
	if code == vigil.NoElements {
		return "no element"
	}
	return strings.ReplaceAll(code, ";", "; ")
}

func (g *agreement) pairs() vigil.ReportSection {
	var names []string
	var figures []benchmark.Figures
	for _, p := range g.a.Pairs {
		names, figures = append(names, p.A+" and "+p.B), append(figures, p.Figures)
	}
	t := measureTable("pairs", "Each pair of coders, over all scored items", "Coders", names, figures)
	t.Note = "Everywhere else kappa is the mean over these pairs, and alpha is of all coders together."
	return vigil.ReportSection{ID: "pairs", Title: "By pair of coders", Blocks: []vigil.Block{{Table: t}}}
}

func (g *agreement) companies() vigil.ReportSection {
	var names []string
	var figures []benchmark.Figures
	for _, s := range g.a.Subjects {
		names, figures = append(names, firstOf(s.ID, "(not named)")), append(figures, s.Figures)
	}
	t := measureTable("companies", "Every measure by company", "Company", names, figures)
	t.Note = "The ordinal alpha of a company, limited to 0 to 1, is the agreement in its confidence; n/a counts as 0 there, as a single coder does."
	return vigil.ReportSection{ID: "companies", Title: "By company", Blocks: []vigil.Block{{Table: t}}}
}

// method says how the figures are made, with the sources.
func (g *agreement) method() vigil.ReportSection {
	return vigil.ReportSection{ID: "method", Title: "How this is computed", Blocks: []vigil.Block{{List: []string{
		"Coders are compared on what each answered about one item of one company, before anything is settled and before the grade of the evidence limits it.",
		"Codes: an answer, and the states not disclosed and refused, are codes. Nominal alpha, plain kappa and the per cent compare codes. Ordinal and interval alpha and the weighted kappas compare s: a level 0 beside a not disclosed differs as a code, and not in s.",
		"No codes: blank, not assessed, and withheld for safety, which says something about danger to people and nothing about the company; also what a coder's own screening answers take out, since the screening question itself is compared.",
		"Alpha (Krippendorff 2004, 2011): 1 less observed over expected disagreement, all coders alike, any number of them, gaps allowed. The aim is 0.80; from 0.667 results are tentative; below, the item is rewritten.",
		"Kappa (Cohen 1960; weighted: Cohen 1968) is of two coders; of more it is the mean over pairs (Light 1971). Its words are those of Landis and Koch (1977): to 0.20 slight, 0.40 fair, 0.60 moderate, 0.80 substantial, above that almost perfect.",
		"Weights of kappa are distances in s: from level 2 to 3 is twice as far as from 1 to 2, as in the score.",
		"A measure is n/a where nothing was coded twice or only one code occurs: it is not 1.",
	}}}}
}
