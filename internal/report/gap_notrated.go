package report

import (
	"fmt"
	"math"
	"sort"

	"vigil/internal/vigil"
)

func (g *gapReport) notRatedTitle() string {
	if g.card.Withdrawn != "" {
		return "Not rated: the rating is withdrawn until " + vigil.LongDate(g.card.Withdrawn)
	}
	if g.m.Coverage != nil && g.card.Coverage != nil {
		return fmt.Sprintf("Not rated: %s per cent of the weight is assessed, %s is needed", published(g.r, g.card.Coverage), plain(g.m.Coverage.NotRatedBelow))
	}
	return "Not rated"
}

// notRatedStory says why there is no score and what is missing to have one.
func (g *gapReport) notRatedStory() string {
	if g.card.Withdrawn != "" {
		return "A cap withdraws the rating; a new, verified assessment can be rated after that day."
	}
	if g.m.Coverage == nil || g.card.Coverage == nil {
		return "The assessment has not been scored."
	}
	need := g.m.Coverage.NotRatedBelow - g.card.Coverage.Value
	missing := g.enough(need)
	if len(missing) == 0 {
		return "Too little is assessed for a score. What is known is shown below, without a total."
	}
	return fmt.Sprintf("Too little is assessed for a score. A rating needs at least %s more points of coverage; these items would be enough: %s. What is known is shown below, without a total.",
		rounded(g.r, math.Ceil(need*10)/10), list(missing))
}

// enough lists the heaviest items not assessed that together weigh as much as is needed, in points of raw.
func (g *gapReport) enough(need float64) []string {
	open := append([]vigil.Open{}, g.list.Open...)
	sort.SliceStable(open, func(i, j int) bool { return open[i].Points > open[j].Points })
	var items []string
	sum := 0.0
	for _, o := range open {
		if sum >= need {
			break
		}
		sum += o.Points
		items = append(items, join(" ", item(o.Question, o.Unit), "("+lowerFirst(o.Title.In(g.lang))+")"))
	}
	if sum+1e-9 < need {
		return nil
	}
	return items
}

// item is a question with the unit that answers it, if not the whole organisation.
func item(question, unit string) string {
	if unit == "" {
		return question
	}
	return question + " (" + unit + ")"
}
