package spreadsheet

import (
	"fmt"
	"strings"
)

// confidenceLines compute confidence twice: as it is printed, and read strictly, with what is open or refused as bare
// statements, which is what a band that asks for confidence looks at.
func (k *book) confidenceLines() []figure {
	rule := k.Methodology.Confidence
	if rule == nil {
		return nil
	}
	in := fmt.Sprintf("%s*(1-%s)", k.items(itemCounts), k.items(itemLeftOut))
	assessed := []string{in, k.items(itemAssessed)}
	sure := []string{in, fmt.Sprintf("(1-%s)", k.items(itemWorst))}
	mean := func(of, over []string) string {
		return fmt.Sprintf("IF(%s=0,0,%s/%s)", k.weighted(append(over, k.items(itemWeight))...), k.weighted(append(of, k.items(itemWeight), k.items(itemWorth))...), k.weighted(append(over, k.items(itemWeight))...))
	}
	dated := k.weighted(in, k.items(itemDated))
	recent := k.weighted(in, k.items(itemRecent))
	strictDated := k.weighted(in, fmt.Sprintf("(%s+%s)", k.items(itemDated), k.items(itemWorst)))
	share := func(all string) string { return fmt.Sprintf("IF(%s=0,0,%s/%s)", all, recent, all) }
	sum := func(grade, recency string) string {
		return fmt.Sprintf("%s*%s+100*(%s*%s/4+%s*%s+%s*%s)", literal(rule.Coverage), k.live.at["coverage"], literal(rule.Evidence), k.live.at[grade],
			literal(rule.Agreement), literal(k.Readings.Agreement), literal(rule.Recency), k.live.at[recency])
	}
	now, strict := k.Scorecard.Confidence, k.Readings.Strict
	return []figure{
		{"mean grade", "Mean grade of evidence", mean(assessed, assessed), now.MeanGrade, "0 to 4, by weight, over what is assessed"},
		{"recency", "Recent evidence", share(dated), now.Recency, fmt.Sprintf("share dated less than %d months before the cut-off", rule.RecentMonths)},
		{"confidence", "Confidence", sum("mean grade", "recency"), now.Figure.Value, "coverage, evidence, agreement of two coders and recency by their weights"},
		{"strict grade", "Mean grade, read strictly", mean(sure, []string{in}), strict.MeanGrade, "what is open or refused counts as a bare statement"},
		{"strict recency", "Recent evidence, read strictly", share(strictDated), strict.Recency, ""},
		{"strict", "Confidence, read strictly", sum("strict grade", "strict recency"), strict.Figure.Value, "what a band that asks for confidence looks at"},
		{"strict class", "In a word, read strictly", k.classFormula("strict", "strict grade"), strict.Class, ""},
	}
}

// classFormula is the word for a confidence.
func (k *book) classFormula(confidence, grade string) string {
	if k.Methodology.Confidence == nil {
		return ""
	}
	formula, closing := "", ""
	for _, c := range k.Methodology.Confidence.Classes {
		formula += fmt.Sprintf("IF(AND(%s>=%s,%s>=%s),%s,", k.round(k.live.at[confidence]), literal(c.From), k.live.at[grade], literal(c.MeanGrade), quoted(c.ID))
		closing += ")"
	}
	return formula + `""` + strings.TrimSuffix(closing, "")
}
