package report

import (
	"fmt"
	"sort"

	"vigil/internal/vigil"
)

// result is the caps in force, then the score with its band, then why the band is what it is.
func (g *gapReport) result() vigil.ReportSection {
	s := vigil.ReportSection{ID: "result", Title: "Result"}
	for _, c := range g.card.CapsByRule() {
		s.Blocks = append(s.Blocks, vigil.Block{Notice: g.capNotice(c)})
	}
	s.Blocks = append(s.Blocks, vigil.Block{Headline: g.headline()})
	if len(g.card.BandReason) > 0 && g.card.Rated { // a headline that is not rated says why itself
		lines := make([]string, len(g.card.BandReason))
		for i, reason := range g.card.BandReason {
			lines[i] = sentence(upperFirst(reason.String()))
		}
		s.Blocks = append(s.Blocks, vigil.Block{Notice: &vigil.Notice{Tone: "warn", Title: "Why band " + g.card.Band, Lines: lines}})
	}
	if len(g.card.Unknowns) > 0 {
		s.Blocks = append(s.Blocks, vigil.Block{Notice: &vigil.Notice{Tone: "warn", Title: "Screening questions are open",
			Lines: []string{"Until " + list(g.card.Unknowns) + " are answered, with the proof that some answers need, items that may not concern the organisation count as if they did."}}})
	}
	for _, p := range g.card.Problems {
		s.Blocks = append(s.Blocks, vigil.Block{Notice: &vigil.Notice{Tone: "warn", Title: "Something in the answers was not used", Lines: []string{p.String()}}})
	}
	return s
}

func (g *gapReport) headline() *vigil.Headline {
	c := g.card
	h := &vigil.Headline{Band: c.Band, Tags: g.tags(), Facts: g.figures()}
	if !c.Rated || c.Final == nil {
		h.Score, h.Title, h.Story = "not rated", g.notRatedTitle(), g.notRatedStory()
		return h
	}
	h.Score = published(g.r, c.Final)
	h.Title = h.Score + " out of 100"
	if t := g.bandTitle(c.Band); t != "" {
		h.Title += ", " + lowerFirst(t)
	}
	h.Story = g.story()
	return h
}

func (g *gapReport) tags() []string {
	var tags []string
	if g.card.Capped {
		tags = append(tags, "capped")
	}
	if g.card.Provisional && g.card.Rated {
		tags = append(tags, "provisional")
	}
	if g.card.Watch {
		tags = append(tags, "watch")
	}
	return tags
}

// bandTitle is the word for a band.
func (g *gapReport) bandTitle(id string) string {
	for _, b := range g.m.Bands {
		if b.ID == id {
			return b.Title.In(g.lang)
		}
	}
	if g.m.NotRated != nil && g.m.NotRated.ID == id {
		return g.m.NotRated.Title.In(g.lang)
	}
	return ""
}

// story tells in a few sentences what stands behind the number.
func (g *gapReport) story() string {
	c := g.card
	story := ""
	if governs := g.governing(); governs != nil && c.Net != nil {
		if c.Net.Published > c.Final.Published {
			story = fmt.Sprintf("Without the cap it would be %s.", published(g.r, c.Net))
		} else {
			story = fmt.Sprintf("The cap at %s does not bind at present.", plain(*governs.AtMost))
		}
	}
	if d := c.Deduction.Points; d != nil && d.Published > 0 {
		story = join(" ", story, fmt.Sprintf("Open allegations take %s points off.", published(g.r, d)))
	}
	if c.High != nil && c.High.Published > c.Final.Published {
		story = join(" ", story, fmt.Sprintf("It could rise to %s if everything open were answered at its best.", published(g.r, c.High)))
	}
	if c.Provisional && g.m.Coverage != nil {
		story = join(" ", story, fmt.Sprintf("Provisional: %s per cent of the weight is assessed, and %s is needed to stand beside others.", published(g.r, c.Coverage), plain(g.m.Coverage.ProvisionalBelow)))
	}
	if best, worst := g.bestAndWorst(); best != "" {
		story = join(" ", story, "Strongest: "+best+". Weakest: "+worst+".")
	}
	if b := g.bandMeaning(c.Band); b != "" {
		story = join(" ", story, sentence("Band "+c.Band+": "+b))
	}
	return story
}

func (g *gapReport) bandMeaning(id string) string {
	for _, b := range g.m.Bands {
		if b.ID == id {
			return b.Meaning.In(g.lang)
		}
	}
	return ""
}

func (g *gapReport) governing() *vigil.CapInForce {
	for i, c := range g.card.Caps {
		if c.Governs && c.AtMost != nil {
			return &g.card.Caps[i]
		}
	}
	return nil
}

// bestAndWorst names the pillars at both ends with their scores; empty when they do not differ.
func (g *gapReport) bestAndWorst() (best, worst string) {
	var found []vigil.Score
	for _, n := range g.card.Nodes {
		if n.Storey == vigil.StoreyPillar && n.Unit == "" && n.Value != nil {
			found = append(found, n)
		}
	}
	if len(found) < 2 {
		return "", ""
	}
	sort.SliceStable(found, func(i, j int) bool { return *found[i].Value > *found[j].Value })
	top, low := found[0], found[len(found)-1]
	if rounded(g.r, *top.Value) == rounded(g.r, *low.Value) {
		return "", ""
	}
	say := func(n vigil.Score) string {
		return fmt.Sprintf("%s (%s)", lowerFirst(g.pillarTitle(n.Node)), rounded(g.r, *n.Value))
	}
	return say(top), say(low)
}

// figures are the numbers beside the score.
func (g *gapReport) figures() []vigil.Fact {
	c := g.card
	var facts []vigil.Fact
	if c.High != nil && (c.Final == nil || c.High.Published > c.Final.Published) {
		f := vigil.Fact{Label: "At best", Value: published(g.r, c.High), Note: "left open by " + count(len(g.list.Open), "item", "items") + " not assessed"}
		if c.Final != nil {
			f.Label, f.Value = "From published to at best", published(g.r, c.Final)+" to "+f.Value
		}
		facts = append(facts, f)
	}
	if c.Raw != nil {
		facts = append(facts, vigil.Fact{Label: "Raw score", Value: published(g.r, c.Raw), Note: g.rawNote()})
	}
	if c.Net != nil && c.Deduction.Points != nil && c.Deduction.Points.Value > 0 {
		facts = append(facts, vigil.Fact{Label: "Net of allegations", Value: published(g.r, c.Net), Note: "deduction " + published(g.r, c.Deduction.Points)})
	}
	facts = append(facts, vigil.Fact{Label: "Coverage", Value: g.percent(c.Coverage), Note: "of the weight is assessed"}, vigil.Fact{Label: "Confidence", Value: g.confidence(), Note: "how well this is known, not how good it is"})
	if s := c.Sector; s != nil && s.Final != nil {
		facts = append(facts, vigil.Fact{Label: "By the weights of sector " + s.Column, Value: published(g.r, s.Final), Note: "for comparison within the sector only; it has no band"})
	}
	return facts
}

// rawNote says where the raw score stands in the chain, and how far it could rise.
func (g *gapReport) rawNote() string {
	note := "before allegations and caps"
	if high := g.card.RawHigh; high != nil && high.Published > g.card.Raw.Published {
		note += "; at best " + published(g.r, high)
	}
	return note
}
