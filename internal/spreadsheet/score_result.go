package spreadsheet

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"vigil/internal/vigil"
)

// figure is one line of the summary.
type figure struct {
	name, label string
	formula     string // empty: the value stands fixed
	value       any
	meaning     string
}

// liveSummary writes the summary: first what is published, then the arithmetic, which the published figures are rounded
// from, then a check against the figures that were computed when the workbook was written.
func (k *book) liveSummary() {
	k.head(sheetSummary, []string{"Figure", "Value", "What it means"}, summaryWidths)
	lines := k.resultLines()
	for i, l := range lines {
		if l.name != "" {
			k.live.at[l.name] = fmt.Sprintf("'%s'!$B$%d", sheetSummary, firstItem+i)
		}
	}
	lines = k.resultLines() // again, now that every line knows where the others stand
	for i, l := range lines {
		k.figure(firstItem+i, l)
	}
	for row := firstItem; row <= firstItem+1; row++ { // the score and its band
		k.dress(sheetSummary, 1, row, 2, row, k.style.headline)
		k.height(sheetSummary, row, 2)
	}
}

// figure writes one line of the summary. A line with a label alone heads those below it.
func (k *book) figure(row int, l figure) {
	k.put(sheetSummary, 1, row, l.label)
	k.put(sheetSummary, 3, row, l.meaning)
	if l.formula == "" {
		k.put(sheetSummary, 2, row, l.value)
	} else {
		k.formula(sheetSummary, 2, row, l.formula, l.value)
	}
	k.dress(sheetSummary, 1, row, 3, row, k.style.cell)
	if _, decimal := l.value.(float64); decimal {
		k.dress(sheetSummary, 2, row, 2, row, k.numberStyle(l))
	}
	if l.formula == "" && l.value == "" && l.meaning == "" {
		k.dress(sheetSummary, 1, row, 3, row, k.style.locked)
		k.dress(sheetSummary, 1, row, 1, row, k.style.label)
	}
	k.height(sheetSummary, row, max(linesOf(l.label, summaryWidths[0]), linesOf(fmt.Sprint(l.value), summaryWidths[1]), linesOf(l.meaning, summaryWidths[2])))
}

// numberStyle shows published figures as published, and those of the arithmetic with four decimals.
func (k *book) numberStyle(l figure) int {
	if l.name != "" && l.name != "score" && l.name != "coverage shown" {
		return k.style.exact
	}
	return k.style.number
}

// summaryWidths are the widths of the columns of the summary, in characters.
var summaryWidths = []float64{34, 20, 92}

// resultLines are the lines of the summary in their order.
func (k *book) resultLines() []figure {
	c := k.Scorecard
	published := func(name string) string {
		return fmt.Sprintf(`IF(%s="","",%s)`, k.live.at[name], k.round(k.live.at[name]))
	}
	rated := func(formula string) string { return fmt.Sprintf(`IF(%s=1,%s,"")`, k.live.at["rated"], formula) }
	score, withdrawn := any("not rated"), 0
	if c.Rated {
		score = c.Final.Published
	}
	if k.Readings.Withdrawn {
		withdrawn = 1
	}
	first := []figure{
		{"score", "Score", fmt.Sprintf(`IF(%s=1,%s,"not rated")`, k.live.at["rated"], k.round(k.live.at["final"])), score, "out of 100; the published figure is a floor"},
		{"band", "Band", k.bandFormula(k.live.at["score"], k.items(itemValue), k.items(itemRank)), c.Band, k.bandMeaning()},
		{"", "Marks", k.marksFormula(), k.marks(), "capped: a cap is in force, also where it does not bind. provisional: too little is assessed for a ranking. watch: an allegation is open"},
		{"", "Could rise to", published("high"), publishedOr(c.High), "if everything that is open turned out at its best"},
		{"coverage shown", "Coverage", published("coverage"), publishedOr(c.Coverage), "per cent of the weight that is assessed"},
		{"", "Confidence", published("confidence"), publishedOr(c.Confidence.Figure), "how well we know; it never changes the score"},
		{"", "Confidence, in a word", k.classFormula("confidence", "mean grade"), c.Confidence.Class, ""},
		{"", "Before deduction and caps (raw)", rated(published("raw")), publishedOr(c.Raw), "weighted mean of the pillars"},
		{"", "Deduction", published("deduction"), c.Deduction.Points.Published, "points for open allegations; cells cannot change it"},
		{"", "Before caps (net)", rated(published("net")), publishedOr(c.Net), ""},
		{"", "Lowest cap in force", k.live.at["cap"], shownOr(k.Readings.Sums.Limit, ""), "the score is at most this; empty: no cap is in force"},
		{"check", "Same as when exported", k.checkFormula(), "yes", "no: something was changed in Answers since. Import the workbook to have the change counted"},
	}
	return slices.Concat(first, k.arithmetic(withdrawn), k.capLines(), k.exportLines())
}

func publishedOr(f *vigil.Figure) any {
	if f == nil {
		return ""
	}
	return f.Published
}

func valueOr(f *vigil.Figure) any {
	if f == nil {
		return ""
	}
	return f.Value
}

// arithmetic are the unrounded figures behind the published ones.
func (k *book) arithmetic(withdrawn int) []figure {
	c, r := k.Scorecard, k.Readings
	sums := r.Sums
	limited := func(value, cap string) string {
		return fmt.Sprintf(`IF(%s="","",MIN(%s,IF(%s="",1000,%s)))`, value, value, cap, cap)
	}
	after := func(name string) string {
		return fmt.Sprintf(`IF(%s="","",MAX(0,%s-%s))`, k.live.at[name], k.live.at[name], k.live.at["deduction"])
	}
	caps := func(col int) string {
		own := fmt.Sprintf(`IF(COUNT(%s)=0,"",MIN(%s))`, k.items(col), k.items(col))
		if r.RecordLimit == nil {
			return own
		}
		return fmt.Sprintf(`IF(COUNT(%s)=0,%s,MIN(%s,%s))`, k.items(col), literal(*r.RecordLimit), literal(*r.RecordLimit), k.items(col))
	}
	return append([]figure{
		{"", "Arithmetic, unrounded", "", "", ""},
		{"raw", "Raw", k.overPillars(pillarValue), shownOr(sums.Raw, ""), "sum of weight × pillar, divided by the weights of the pillars that have a figure"},
		{"raw high", "Raw at best", k.overPillars(pillarHigh), shownOr(sums.RawHigh, ""), "the same with everything open at its best"},
		{"deduction", "Deduction", "", r.Deduction, "20 × (1 − product of what each allegation leaves)"},
		{"net", "Net", after("raw"), shownOr(sums.Net, ""), "raw less the deduction, at least 0"},
		{"cap", "Lowest cap", caps(itemCap), shownOr(sums.Limit, ""), "by record, or by an answer in the sheet " + sheetScores},
		{"sure cap", "Lowest cap that does not rest on something open", caps(itemSureCap), shownOr(sums.SureLimit, ""), ""},
		{"final", "Final", limited(k.live.at["net"], k.live.at["cap"]), shownOr(sums.Final, ""), "the lower of net and the lowest cap"},
		{"net high", "Net at best", after("raw high"), shownOr(sums.NetHigh, ""), ""},
		{"high", "Final at best", limited(k.live.at["net high"], k.live.at["sure cap"]), valueOr(c.High), ""},
		{"coverage", "Coverage", k.overPillars(pillarCoverage), valueOr(c.Coverage), "mean of the pillars by weight"},
		{"withdrawn", "Rating withdrawn by a record", "", withdrawn, "1: yes"},
		{"rated", "Rated", fmt.Sprintf(`IF(AND(%s<>"",%s>=%s,%s=0),1,0)`, k.live.at["raw"], k.live.at["coverage shown"], literal(k.Methodology.Coverage.NotRatedBelow), k.live.at["withdrawn"]), oneIf(c.Rated),
			fmt.Sprintf("1: coverage is %v or more, and no record withdraws the rating", k.Methodology.Coverage.NotRatedBelow)},
	}, k.confidenceLines()...)
}

// marks are the words beside the score.
func (k *book) marks() string {
	c := k.Scorecard
	var out []string
	for _, m := range []struct {
		on   bool
		word string
	}{{c.Capped, "capped"}, {c.Provisional, "provisional"}, {c.Watch, "watch"}, {c.Draft, "method draft"}} {
		if m.on {
			out = append(out, m.word)
		}
	}
	return strings.Join(out, " ")
}

func (k *book) marksFormula() string {
	capped := fmt.Sprintf("COUNT(%s)>0", k.items(itemCap))
	for _, c := range k.Scorecard.Caps {
		if c.Source == "record" {
			capped = "TRUE"
		}
	}
	fixed := ""
	if k.Scorecard.Watch {
		fixed += "watch "
	}
	if k.Scorecard.Draft {
		fixed += "method draft"
	}
	return fmt.Sprintf(`TRIM(IF(%s,"capped ","")&IF(%s<%s,"provisional ","")&%s)`, capped, k.live.at["coverage shown"], literal(k.Methodology.Coverage.ProvisionalBelow), quoted(fixed))
}

// bandFormula finds the band of a published score; where a band asks for more of the values of items and the ranks of
// their evidence, it falls to the one named instead.
func (k *book) bandFormula(score, values, ranks string) string {
	bands := slices.Clone(k.Methodology.Bands)
	sort.SliceStable(bands, func(i, j int) bool { return bands[i].From > bands[j].From })
	formula := `""`
	for i := len(bands) - 1; i >= 0; i-- {
		b := bands[i]
		name := quoted(b.ID)
		if b.Needs != nil {
			name = fmt.Sprintf("IF(AND(%s),%s,%s)", strings.Join(k.needs(b.Needs, values, ranks), ","), name, quoted(b.Needs.Otherwise))
		}
		if i == len(bands)-1 {
			formula = name
			continue
		}
		formula = fmt.Sprintf("IF(%s>=%s,%s,%s)", score, literal(b.From), name, formula)
	}
	notRated := "NR"
	if k.Methodology.NotRated != nil {
		notRated = k.Methodology.NotRated.ID
	}
	return fmt.Sprintf("IF(%s=1,%s,%s)", k.live.at["rated"], formula, quoted(notRated))
}

// needs are the conditions of a band beside its number.
func (k *book) needs(n *vigil.BandNeeds, values, ranks string) []string {
	in := fmt.Sprintf("%s*(1-%s)", k.items(itemCounts), k.items(itemLeftOut))
	out := []string{"TRUE"}
	if n.NoZero != nil {
		out = append(out, k.weighted(k.items(itemNoZero), in, fmt.Sprintf("(%s=0)", values))+"=0")
	}
	if e := n.Evidence; e != nil {
		all := k.weighted(k.items(itemEvidence), in, k.items(itemWeight))
		strong := k.weighted(k.items(itemEvidence), in, k.items(itemWeight), k.items(itemAssessed), fmt.Sprintf("(%s>=%d)", ranks, e.Grade.Rank()))
		out = append(out, fmt.Sprintf("IF(%s=0,TRUE,%s/%s>=%s)", all, strong, all, literal(e.Share)))
	}
	if n.Confidence != "" && k.Methodology.Confidence != nil {
		var good []string
		for _, c := range k.Methodology.Confidence.Classes {
			good = append(good, fmt.Sprintf("%s=%s", k.live.at["strict class"], quoted(c.ID)))
			if c.ID == n.Confidence {
				break
			}
		}
		out = append(out, "OR("+strings.Join(good, ",")+")")
	}
	return out
}

func (k *book) bandMeaning() string {
	if len(k.Scorecard.BandReason) > 0 {
		return k.Scorecard.BandReason.String()
	}
	for _, b := range k.Methodology.Bands {
		if b.ID == k.Scorecard.Band {
			return k.text(b.Title) + ": " + k.text(b.Meaning)
		}
	}
	return ""
}

// checkFormula compares with what was computed when the workbook was written.
func (k *book) checkFormula() string {
	c := k.Scorecard
	score := quoted("not rated")
	if c.Rated {
		score = literal(c.Final.Published)
	}
	same := []string{fmt.Sprintf("%s=%s", k.live.at["score"], score), fmt.Sprintf("%s=%s", k.live.at["band"], quoted(c.Band)), fmt.Sprintf("%s=%s", k.live.at["coverage shown"], literal(c.Coverage.Published))}
	for i := range k.Questionnaire.Pillars {
		if n := k.Scorecard.Node(k.Questionnaire.Pillars[i].ID, ""); n != nil {
			shown := quoted("not applicable")
			if n.Published != nil {
				shown = literal(*n.Published)
			}
			same = append(same, fmt.Sprintf("INDEX(%s,%d)=%s", k.pillarsOf(pillarScore), i+1, shown))
		}
	}
	return fmt.Sprintf(`IF(AND(%s),"yes","no")`, strings.Join(same, ","))
}

// capLines tell the caps in force when the workbook was written.
func (k *book) capLines() []figure {
	if len(k.Scorecard.Caps) == 0 {
		return nil
	}
	lines := []figure{{"", "Caps in force when exported", "", "", ""}}
	for _, c := range k.Scorecard.Caps {
		limit := any("rating withdrawn")
		if c.AtMost != nil {
			limit = *c.AtMost
		}
		rule, _ := k.Methodology.Cap(c.Rule)
		lines = append(lines, figure{"", c.Rule, "", limit, k.text(rule.Title) + ": " + c.Why.String() + ". Lifted when: " + k.text(rule.LiftedWhen)})
	}
	return lines
}

func (k *book) exportLines() []figure {
	return []figure{
		{"", "Annex, when exported", "", "", ""},
		{"", "Geometric mean", "", publishedOr(k.Scorecard.Geometric), "strength in one pillar cannot hide weakness in another"},
		{"", "Digest of the answers", "", k.Scorecard.Digests.Answers, "SHA-256; the same answers give the same digest"},
	}
}
