package spreadsheet

import (
	"fmt"
	"strings"

	"vigil/internal/scoring"
)

// The columns of the hidden sheet of values: items in the rows that they have on the sheet of scores, with what they would
// be after the steps ticked; beside them the pillars and the sums.
const (
	afterID = iota + 1
	afterValue
	afterCap
	afterRank
	afterPillar = iota + 2 // a column apart
	afterPillarValue
	afterPillarWeight
	afterLabel = iota + 3
	afterSum
)

// The rows of the sums.
const (
	afterRaw = iota + firstItem
	afterNet
	afterLimit
	afterFinal
)

// planFiguresRow is the row of the first figure of the plan.
const planFiguresRow = 3

func (k *book) afterItems(col int) string {
	return block(sheetWhatIfValues, col, firstItem, k.live.lastItem)
}

func afterCell(row int) string {
	return fmt.Sprintf("'%s'!$%s$%d", sheetWhatIfValues, column(afterSum), row)
}

// planValues writes the hidden sheet: the same sums as on Pillars and Summary, over the values after the steps ticked.
func (k *book) planValues(first int) {
	s := sheetWhatIfValues
	k.put(s, 1, 1, "Id", "Value", "Cap at most", "Rank of the grade")
	k.put(s, afterPillar, 1, "Pillar", "Value", "Weight")
	k.put(s, afterLabel, 1, "Figure", "Unrounded")
	for i, it := range k.Readings.Items {
		k.planItem(firstItem+i, it, first)
	}
	k.planPillars()
	k.planSums()
	k.do(k.f.SetSheetVisible(s, false))
}

// planItem writes what an item would be: as it is now, or as the last step that counts leaves it.
func (k *book) planItem(row int, it scoring.ItemReadings, first int) {
	s, n := sheetWhatIfValues, k.now(it)
	var rows []int
	for i, st := range k.Steps {
		if st.Question == it.Indicator.ID {
			rows = append(rows, first+i)
		}
	}
	now := func(col int) string { return fmt.Sprintf("'%s'!$%s$%d", sheetScores, column(col), row) }
	after := func(col int, now string) string {
		if len(rows) == 0 {
			return now
		}
		of := func(col int) string { return block(sheetWhatIf, col, rows[0], rows[len(rows)-1]) }
		taken := fmt.Sprintf("SUM(%s)", of(planCounts))
		then := fmt.Sprintf("INDEX(%s,%s)", of(col), taken)
		if col == planFires {
			then = fmt.Sprintf(`IF(%s=1,%s,"")`, then, now)
		}
		return fmt.Sprintf("IF(%s=0,%s,%s)", taken, now, then)
	}
	k.put(s, afterID, row, it.Indicator.ID)
	k.formula(s, afterValue, row, after(planValue, now(itemValue)), n.s)
	k.formula(s, afterRank, row, after(planRank, now(itemRank)), n.rank())
	if it.CapLimit != nil && it.Counts {
		limit := any("")
		if n.read.Fires {
			limit = *it.CapLimit
		}
		k.formula(s, afterCap, row, after(planFires, now(itemCap)), limit)
	}
}

// planPillars writes the pillars in the rows that they have on their own sheet.
func (k *book) planPillars() {
	s, row := sheetWhatIfValues, firstItem
	for i := range k.Questionnaire.Pillars {
		n := k.Scorecard.Node(k.Questionnaire.Pillars[i].ID, "")
		if n == nil {
			continue
		}
		in := fmt.Sprintf("(%s=$%s%d)*%s*(1-%s)*%s", k.items(itemPillar), column(afterPillar), row, k.items(itemCounts), k.items(itemLeftOut), k.items(itemWeight))
		k.put(s, afterPillar, row, n.Node)
		k.formula(s, afterPillarValue, row, fmt.Sprintf(`IF(%s=0,"",100*%s/%s)`, k.weighted(in), k.weighted(in, k.afterItems(afterValue)), k.weighted(in)), shownOr(n.Value, ""))
		k.put(s, afterPillarWeight, row, n.Weight)
		row++
	}
}

// planSums writes raw, net, the lowest cap and the final, unrounded.
func (k *book) planSums() {
	s := sheetWhatIfValues
	value, weight := block(s, afterPillarValue, firstItem, k.live.lastPillar), block(s, afterPillarWeight, firstItem, k.live.lastPillar)
	caps := fmt.Sprintf(`IF(COUNT(%s)=0,"",MIN(%s))`, k.afterItems(afterCap), k.afterItems(afterCap))
	if r := k.Readings.RecordLimit; r != nil {
		caps = fmt.Sprintf("MIN(%s,%s)", literal(*r), k.afterItems(afterCap))
	}
	sums := k.Readings.Sums
	raw, net, limit := shownOr(sums.Raw, ""), shownOr(sums.Net, ""), shownOr(sums.Limit, "")
	for row, l := range map[int]figure{
		afterRaw:   {label: "Raw", formula: meanOf(value, weight), value: raw},
		afterNet:   {label: "Net", formula: fmt.Sprintf(`IF(%s="","",MAX(0,%s-%s))`, afterCell(afterRaw), afterCell(afterRaw), k.live.at["deduction"]), value: net},
		afterLimit: {label: "Lowest cap", formula: caps, value: limit},
		afterFinal: {label: "Final", formula: fmt.Sprintf(`IF(%s="","",MIN(%s,IF(%s="",1000,%s)))`, afterCell(afterNet), afterCell(afterNet), afterCell(afterLimit), afterCell(afterLimit)), value: shownOr(sums.Final, "")},
	} {
		k.put(s, afterLabel, row, l.label)
		k.formula(s, afterSum, row, l.formula, l.value)
	}
}

// planMeaningWidth is the width of the columns that a meaning runs over.
const planMeaningWidth = 140

// planLine is a figure at the top of the plan: as it is now, and with the steps ticked.
type planLine struct {
	label, now, then string
	value            any
	meaning          string
}

// planFigures writes the figures at the top of the plan.
func (k *book) planFigures(first, last int) {
	s := sheetWhatIf
	k.put(s, planTitle, planFiguresRow-1, "Figure", "Now", "As ticked")
	k.dress(s, planTitle, planFiguresRow-1, planTick, planFiguresRow-1, k.style.head)
	for i, l := range k.planLines(first, last) {
		row := planFiguresRow + i
		k.put(s, planTitle, row, l.label)
		k.put(s, planAction, row, l.meaning)
		if l.now != "" {
			k.formula(s, planStep, row, l.now, l.value)
		}
		then := l.value
		if l.now == "" {
			then = 0
		}
		if l.then != "" {
			k.formula(s, planTick, row, l.then, then)
		}
		k.dress(s, planTitle, row, planTick, row, k.style.cell)
		k.planMeaning(row)
		if _, decimal := l.value.(float64); decimal {
			k.dress(s, planStep, row, planTick, row, k.style.number)
		}
		k.height(s, row, linesOf(l.meaning, planMeaningWidth))
	}
	k.dress(s, planTitle, planFiguresRow, planTick, planFiguresRow+1, k.style.label)
}

// planLines are the figures at the top of the plan; confidence and coverage are held as they are.
func (k *book) planLines(first, last int) []planLine {
	c, s := k.Scorecard, sheetWhatIf
	thenAt := func(i int) string { return fmt.Sprintf("$%s$%d", column(planTick), planFiguresRow+i) }
	nowAt := func(i int) string { return fmt.Sprintf("$%s$%d", column(planStep), planFiguresRow+i) }
	rated := func(formula, otherwise string) string {
		return fmt.Sprintf(`IF(%s=1,%s,%s)`, k.live.at["rated"], formula, otherwise)
	}
	score := any("not rated")
	if c.Rated {
		score = c.Final.Published
	}
	shown := func(row int) string {
		return rated(k.round(afterCell(row)), `""`)
	}
	now := func(name string) string { return rated(k.round(k.live.at[name]), `""`) }
	lines := []planLine{
		{"Score", k.live.at["score"], rated(k.round(afterCell(afterFinal)), `"not rated"`), score, "the lower of net and the lowest cap in force"},
		{"Band", k.live.at["band"], k.bandFormula(thenAt(0), k.afterItems(afterValue), k.afterItems(afterRank)), c.Band, "with what the band asks beside its number; confidence is held as it is"},
		{"Raw", now("raw"), shown(afterRaw), publishedOr(c.Raw), "before allegations and caps"},
		{"Net", now("net"), shown(afterNet), publishedOr(c.Net), "less what open allegations take off; cells cannot change it"},
		{"Lowest cap in force", k.live.at["cap"], afterCell(afterLimit), shownOr(k.Readings.Sums.Limit, ""), k.capsMeaning()},
	}
	if from, id := k.nextBand(); id != "" {
		missing := func(at string) string { return fmt.Sprintf(`IF(ISNUMBER(%s),MAX(0,%s-%s),"")`, at, literal(from), at) }
		left := any("")
		if c.Rated {
			left = max(0, from-c.Final.Published)
		}
		lines = append(lines, planLine{"Points missing to band " + id, missing(nowAt(0)), missing(thenAt(0)), left, k.pathMeaning(from, id)})
	}
	counts, cost := block(s, planCounts, first, last), block(s, planCost, first, last)
	return append(lines, planLine{"Steps ticked that count", "", fmt.Sprintf("SUM(%s)", counts), nil, k.staleMeaning()},
		planLine{"Cost of what is ticked", "", fmt.Sprintf("SUMPRODUCT(%s,%s)", counts, cost), nil, k.costMeaning()})
}

// nextBand is the band that the cheapest path aims at; none where there is no score to lift.
func (k *book) nextBand() (from float64, id string) {
	if k.Path == nil || k.Path.From == nil {
		return 0, ""
	}
	for _, b := range k.Methodology.Bands {
		if b.ID == k.Path.Band {
			return b.From, b.ID
		}
	}
	return 0, ""
}

func (k *book) pathMeaning(from float64, id string) string {
	say := fmt.Sprintf("band %s begins at %v. ", id, from)
	if len(k.Path.Blocked) > 0 {
		return say + strings.Join(k.Path.Blocked.English(), " ")
	}
	return say + fmt.Sprintf("The last column marks the steps of the cheapest path to it: cost %v", k.Path.Cost)
}

func (k *book) capsMeaning() string {
	if k.Readings.RecordLimit != nil {
		return "a cap by an answer falls away with the step that lifts it; a cap by a confirmed record stays, whatever is ticked"
	}
	return "a cap by an answer falls away with the step that lifts it"
}

func (k *book) staleMeaning() string {
	return "the steps are those of the day of the export; after changes in Answers import the workbook and export it again"
}

func (k *book) costMeaning() string {
	if k.Methodology.Gaps == nil {
		return ""
	}
	var parts []string
	for _, e := range k.Methodology.Gaps.Effort {
		parts = append(parts, fmt.Sprintf("%s counts %v", e.ID, e.Value))
	}
	return "by the effort of each step: " + strings.Join(parts, ", ")
}
