package spreadsheet

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"vigil/internal/vigil"
)

// items is a column of the sheet of scores over all items.
func (k *book) items(col int) string { return block(sheetScores, col, firstItem, k.live.lastItem) }

// weighted is the sum over items of the product of some columns.
func (k *book) weighted(factors ...string) string {
	return "SUMPRODUCT(" + strings.Join(factors, "*") + ")"
}

// The columns of the sheet of pillars.
const (
	pillarID = iota + 1
	pillarTitle
	pillarScore
	pillarValue
	pillarHigh
	pillarWeight
	pillarCoverage
	pillarMark
)

// livePillars writes the sheet of pillars: means over the items that count, by weight.
func (k *book) livePillars() {
	k.head(sheetPillars, []string{"Pillar", "Title", "Score", "Unrounded", "At best", "Weight", "Coverage, per cent", "Mark"}, []float64{9, 40, 14, 14, 14, 10, 13, 44})
	row := firstItem
	for i := range k.Questionnaire.Pillars {
		p := &k.Questionnaire.Pillars[i]
		n := k.Scorecard.Node(p.ID, "")
		if n == nil {
			continue
		}
		rule, _ := k.Methodology.Pillar(p.ID)
		title := p.Title
		if len(title) == 0 {
			title = rule.Title
		}
		at := func(col int) string { return fmt.Sprintf("$%s%d", column(col), row) }
		own := fmt.Sprintf("(%s=%s)", k.items(itemPillar), at(pillarID))
		counts := own + "*" + k.items(itemCounts)
		in := fmt.Sprintf("%s*(1-%s)*%s", counts, k.items(itemLeftOut), k.items(itemWeight))
		mean := func(col int) string {
			return fmt.Sprintf(`IF(%s=0,"",100*%s/%s)`, k.weighted(in), k.weighted(in, k.items(col)), k.weighted(in))
		}
		all := counts + "*" + k.items(itemWeight)
		k.put(sheetPillars, pillarID, row, p.ID, k.text(title))
		k.formula(sheetPillars, pillarScore, row, fmt.Sprintf(`IF(%s="","not applicable",%s)`, at(pillarValue), k.round(at(pillarValue))), shownOr(n.Published, "not applicable"))
		k.formula(sheetPillars, pillarValue, row, mean(itemValue), shownOr(n.Value, ""))
		k.formula(sheetPillars, pillarHigh, row, mean(itemHigh), shownOr(n.High, ""))
		k.put(sheetPillars, pillarWeight, row, n.Weight)
		coverage := any("")
		if n.Applies {
			coverage = 100 * n.Coverage
		}
		k.formula(sheetPillars, pillarCoverage, row, fmt.Sprintf(`IF(%s=0,"",100*%s/%s)`, k.weighted(all), k.weighted(all, k.items(itemAssessed)), k.weighted(all)), coverage)
		k.pillarMark(row, p.ID)
		row++
	}
	k.live.lastPillar = row - 1
	k.dress(sheetPillars, 1, firstItem, pillarMark, k.live.lastPillar, k.style.cell)
	k.dress(sheetPillars, pillarScore, firstItem, pillarCoverage, k.live.lastPillar, k.style.number)
	k.dress(sheetPillars, pillarValue, firstItem, pillarHigh, k.live.lastPillar, k.style.exact)
	k.filter(sheetPillars, fmt.Sprintf("%s%d", column(pillarMark), k.live.lastPillar))
	k.pillarChart()
}

// pillarChart draws the scores of the pillars below their table; the chart follows the formulas.
func (k *book) pillarChart() {
	words := excelize.Font{Family: "Calibri", Size: 9, Color: ink}
	zero, hundred, gap := 0.0, 100.0, uint(40)
	k.do(k.f.AddChart(sheetPillars, fmt.Sprintf("A%d", k.live.lastPillar+3), &excelize.Chart{
		Type: excelize.Bar, GapWidth: &gap, Legend: excelize.ChartLegend{Position: "none"},
		Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: "Score of each pillar, 0 to 100", Font: &excelize.Font{Family: "Calibri", Size: 11, Bold: true, Color: ink}}}},
		Series: []excelize.ChartSeries{{Name: block(sheetPillars, pillarScore, 1, 1), Categories: k.pillarsOf(pillarTitle), Values: k.pillarsOf(pillarScore),
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{night}}}},
		Dimension: excelize.ChartDimension{Width: 760, Height: uint(120 + 34*(k.live.lastPillar-firstItem+1))},
		XAxis:     excelize.ChartAxis{ReverseOrder: true, Font: words},
		YAxis:     excelize.ChartAxis{Minimum: &zero, Maximum: &hundred, MajorGridLines: true, Font: words},
		PlotArea:  excelize.ChartPlotArea{ShowVal: true},
	}))
}

// shownOr is a number, or a text where there is none.
func shownOr(v *float64, none string) any {
	if v == nil {
		return none
	}
	return *v
}

// pillarMark says how caps in force show the pillar; its score never changes by them.
func (k *book) pillarMark(row int, pillar string) {
	var formula, now []string
	for _, rule := range k.Methodology.Caps {
		if rule.Pillar == nil || rule.Pillar.ID != pillar {
			continue
		}
		say := fmt.Sprintf("shown as %v at most (%s). ", rule.Pillar.AtMost, rule.ID)
		var fires []string
		inForce := false
		for _, c := range k.Scorecard.Caps {
			if c.Rule == rule.ID {
				inForce = true
				if c.Source == "record" {
					fires = append(fires, "TRUE")
				}
			}
		}
		for i, it := range k.Readings.Items {
			if it.Cap == rule.ID && it.Counts {
				fires = append(fires, fmt.Sprintf("ISNUMBER('%s'!$%s$%d)", sheetScores, column(itemCap), firstItem+i))
			}
		}
		if len(fires) == 0 {
			continue
		}
		formula = append(formula, fmt.Sprintf(`IF(OR(%s),%s,"")`, strings.Join(fires, ","), quoted(say)))
		if inForce {
			now = append(now, say)
		}
	}
	if len(formula) > 0 {
		k.formula(sheetPillars, pillarMark, row, strings.Join(formula, "&"), strings.Join(now, ""))
	}
}

// round is the method's rounding as cells compute it: half up, with the guard (methodology 4.3).
func (k *book) round(x string) string {
	scale := "1" + strings.Repeat("0", k.Methodology.Rounding.Decimals)
	return fmt.Sprintf("INT((%s+%s)*%s+0.5)/%s", x, literal(vigil.RoundingGuard), scale, scale)
}

// pillarsOf is a column of the sheet of pillars.
func (k *book) pillarsOf(col int) string {
	return block(sheetPillars, col, firstItem, k.live.lastPillar)
}

// overPillars is the weighted mean of a column over the pillars that have a figure.
func (k *book) overPillars(col int) string {
	return meanOf(k.pillarsOf(col), k.pillarsOf(pillarWeight))
}

// meanOf is the weighted mean of the values that are figures.
func meanOf(v, w string) string {
	return fmt.Sprintf(`IF(SUMIF(%s,">=0",%s)=0,"",SUMPRODUCT(%s,%s)/SUMIF(%s,">=0",%s))`, v, w, w, v, v, w)
}
