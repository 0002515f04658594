package report

import (
	"fmt"
	"strings"

	"vigil/internal/vigil"
)

// facts pin down what was assessed, by which method, from which evidence, and how well it is known.
func (g *gapReport) facts() []vigil.Fact {
	label := g.q.Label.In(g.lang)
	if label == "" {
		label = g.q.Title.In(g.lang)
	}
	facts := []vigil.Fact{
		{Label: "Organisation", Value: g.Organisation.Name, Note: g.who()},
		{Label: "Assessment", Value: g.Assessment.Code, Note: join(", ", string(g.Assessment.Status), g.Assessment.Period)},
		{Label: "Report of", Value: vigil.LongDate(g.Today)},
		{Label: "Evidence up to", Value: vigil.LongDate(g.Assessment.Cutoff)},
		{Label: "Mode", Value: string(g.Assessment.Mode), Note: modeText[g.Assessment.Mode]},
		{Label: "Questionnaire", Value: label, Note: g.q.Ref()},
		{Label: "Method", Value: g.m.Title.In(g.lang), Note: join(", ", g.m.Ref(), g.m.Status)},
		{Label: "Coverage", Value: g.percent(g.card.Coverage), Note: "of the weight is assessed"},
		{Label: "Confidence", Value: g.confidence(), Note: g.confidenceParts()},
		{Label: "Fingerprints", Value: "answers " + short(g.card.Digests.Answers),
			Note: "questionnaire " + short(g.card.Digests.Questionnaire) + ", method " + short(g.card.Digests.Methodology)},
	}
	if g.Assessment.Purpose != "" {
		facts = append(facts, vigil.Fact{Label: "Purpose", Value: g.Assessment.Purpose})
	}
	return facts
}

// who describes the organisation by code, sectors and country.
func (g *gapReport) who() string {
	o := g.Organisation
	sectors := o.Sectors
	if len(sectors) == 0 && o.Sector != "" {
		sectors = []string{o.Sector}
	}
	named := make([]string, len(sectors))
	for i, id := range sectors {
		named[i] = g.sector(id)
	}
	return join("; ", o.Code, strings.Join(named, ", "), o.Country)
}

// sector is the name of a sector with its code, as the screening questions name it.
func (g *gapReport) sector(id string) string {
	for _, s := range g.q.Screening {
		for _, e := range s.Elements {
			if name := e.Text.In(g.lang); e.ID == id && name != "" {
				return name + " (" + id + ")"
			}
		}
	}
	return "sector " + id
}

func (g *gapReport) percent(f *vigil.Figure) string {
	if f == nil {
		return none
	}
	return published(g.r, f) + " %"
}

// confidence is the class with the figure, as "Medium, 62.0".
func (g *gapReport) confidence() string {
	c := g.card.Confidence
	if c.Figure == nil {
		return none
	}
	return join(", ", g.confidenceClass(c.Class), published(g.r, c.Figure))
}

func (g *gapReport) confidenceClass(id string) string {
	if g.m.Confidence != nil {
		for _, c := range g.m.Confidence.Classes {
			if c.ID == id {
				if t := c.Title.In(g.lang); t != "" {
					return t
				}
			}
		}
	}
	return upperFirst(id)
}

func (g *gapReport) confidenceParts() string {
	c := g.card.Confidence
	if c.Figure == nil {
		return ""
	}
	two := func(v float64) string { return rounded(pointRule, v) }
	return fmt.Sprintf("made of coverage %s, evidence %s, agreement of two coders %s, recent evidence %s, each out of 1; mean grade %s of 4",
		two(c.Coverage), two(c.Evidence), two(c.Agreement), two(c.Recency), two(c.MeanGrade))
}

// join joins what is not empty.
func join(sep string, parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, sep)
}
