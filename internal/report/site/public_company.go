package site

import (
	"cmp"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"vigil/internal/benchmark"
	"vigil/internal/report"
	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// How much of a company's gaps and steps its page lists.
const (
	mostGaps  = 10
	mostSteps = 8
)

// each does work for every i below n, on every core.
func each(n int, do func(i int)) {
	var wait sync.WaitGroup
	next := make(chan int)
	for range min(n, runtime.NumCPU()) {
		wait.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wait.Wait()
}

// company is what everybody may read about one.
func (s Source) company(b *vigil.PublicBenchmark, p *benchmark.Place) vigil.PublicCompany {
	card, in := p.Card, p.Input
	c := vigil.PublicCompany{Code: in.Subject.Code, Name: cmp.Or(in.Subject.Name, in.Subject.Code), Country: s.Organisations[in.Subject.Code].Country,
		Score: published(card.Final), Compared: published(p.Figure), High: published(card.High), Raw: published(card.Raw), Deduction: published(card.Deduction.Points), Band: card.Band, BandReasons: card.BandReason.English(),
		Coverage: published(card.Coverage), Confidence: published(card.Confidence.Figure), Class: s.class(in.Methodology, card.Confidence.Class), Capped: card.Capped, Watch: card.Watch, Evidence: in.Cutoff,
		Reply: publicReply(p.Reply)}
	if s.Result.Ranked {
		c.Place = &vigil.PublicPlace{Rank: p.Rank, Tied: p.Tied, Median: p.Median, Low: p.Low, High: p.High, Group: p.Group}
		c.NextRank = s.nextRank(b, p)
	}
	c.Caps = s.caps(p)
	for i, cell := range p.Pillars {
		score := vigil.PublicPillarScore{Pillar: s.Result.Pillars[i], Score: published(cell.Value), CappedAt: cell.CappedAt, Band: cell.Band, Applies: cell.Applies}
		if n := card.Node(score.Pillar, ""); n != nil && n.High != nil {
			v := in.Methodology.Rounding.Round(*n.High)
			score.High = &v
		}
		if score.Score != nil && score.CappedAt != nil && *score.CappedAt < *score.Score {
			score.Band = bandAt(b.Bands, *score.CappedAt) // a letter that a cap forbids would mislead
		}
		c.Pillars = append(c.Pillars, score)
	}
	for _, item := range b.Items {
		if n := card.Node(item.ID, ""); n != nil && n.Item != nil {
			c.Items = append(c.Items, itemScore(item.ID, n.Item))
		}
	}
	s.gaps(&c, p)
	c.NextBand = s.nextBand(p)
	for _, x := range s.Result.Practices {
		if x.Company == c.Code && !slices.Contains(c.Practices, x.Question) {
			c.Practices = append(c.Practices, x.Question)
		}
	}
	for _, e := range p.Evidence {
		if e.Public && publicLink(e.Link) != "" {
			c.Sources = append(c.Sources, vigil.PublicSource{Item: e.Question, Title: e.Title, Link: e.Link, Grade: e.Grade, Date: e.Date, Page: e.Page})
		}
	}
	slices.SortStableFunc(c.Sources, func(x, y vigil.PublicSource) int {
		return cmp.Or(cmp.Compare(x.Item, y.Item), cmp.Compare(x.Date, y.Date), cmp.Compare(x.Title, y.Title))
	})
	return c
}

// bandAt is the band of a figure; bands come best first.
func bandAt(bands []vigil.PublicBand, v float64) string {
	for _, b := range bands {
		if v >= b.From {
			return b.ID
		}
	}
	return ""
}

// class is the word for a confidence.
func (s Source) class(m *vigil.Methodology, id string) string {
	if m.Confidence != nil {
		for _, c := range m.Confidence.Classes {
			if c.ID == id {
				return report.LowerFirst(cmp.Or(c.Title.In(s.Language), id))
			}
		}
	}
	return id
}

// itemScore is what was found on an item. What does not count has no reason here: that something is withheld for somebody's
// safety would say that there is somebody.
func itemScore(id string, i *vigil.ItemScore) vigil.PublicItemScore {
	words := map[vigil.State]string{vigil.Answered: "answered", vigil.NotDisclosed: "not disclosed", vigil.Refused: "refused", vigil.NotAssessed: "not assessed"}
	word, known := words[i.State]
	if i.LeftOut || !known {
		return vigil.PublicItemScore{Item: id, State: "does not count"}
	}
	out := vigil.PublicItemScore{Item: id, State: word, Counted: i.S}
	if i.State == vigil.Answered {
		out.Answer, out.Grade = i.Answer, i.Grade
	}
	return out
}

// caps are the ceilings in force, one for each rule, lowest first: what they are, since when, what lifts them, and the reply.
// Whom and which project they are about is not here.
func (s Source) caps(p *benchmark.Place) []vigil.PublicCap {
	var caps []vigil.PublicCap
	for _, c := range p.Card.Caps {
		rule, _ := p.Input.Methodology.Cap(c.Rule)
		i := slices.IndexFunc(caps, func(x vigil.PublicCap) bool { return x.Rule == c.Rule })
		if i < 0 {
			i, caps = len(caps), append(caps, vigil.PublicCap{Rule: c.Rule, Title: rule.Title.In(s.Language), AtMost: c.AtMost, LiftedWhen: rule.LiftedWhen.In(s.Language)})
		}
		x := &caps[i]
		x.Governs = x.Governs || c.Governs
		if c.Opened != "" && (x.Since == "" || c.Opened < x.Since) {
			x.Since = c.Opened
		}
		if c.AtMost != nil && (x.AtMost == nil || *c.AtMost < *x.AtMost) {
			x.AtMost = c.AtMost
		}
		switch text := s.capReply(p, c); {
		case c.Reply != "" && !x.Replied:
			x.Reply, x.Replied = c.Reply, true
		case x.Reply == "":
			x.Reply = text
		}
	}
	return caps
}

// publicReply is what a company said, verbatim, without what it is kept for in the house.
func publicReply(r vigil.CompanyReply) vigil.PublicReply {
	return vigil.PublicReply{Asked: r.Asked, Replied: r.Replied, Text: r.Text}
}

// capReply says why a cap has no reply.
func (s Source) capReply(p *benchmark.Place, c vigil.CapInForce) string {
	for _, record := range p.Input.Caps {
		if c.Source == "record" && record.ID == c.Record {
			return record.ReplyState(s.Today, vigil.LongDate)
		}
	}
	if c.Source == "answer" {
		return "It follows from what was found in public."
	}
	return vigil.NoReply
}

// gaps are the most urgent ones in short.
func (s Source) gaps(c *vigil.PublicCompany, p *benchmark.Place) {
	list := scoring.Gaps(p.Input, s.Publication.Published)
	c.GapCount = len(list.Gaps)
	for _, g := range list.Gaps {
		if len(c.Gaps) < mostGaps {
			c.Gaps = append(c.Gaps, vigil.PublicGap{Item: g.Question, Priority: g.Priority, Asks: s.asks(g.Next), Points: vigil.RoundingRule{Decimals: 2}.Round(g.Closure)})
		}
	}
}

// asks is what a step asks for, with the grade of evidence.
func (s Source) asks(step vigil.Step) string {
	text := sentence(strings.NewReplacer("?; ", "? ", "?.", "?").Replace(step.Asks.In(s.Language)))
	if step.Grade.Rank() > vigil.E2.Rank() {
		text = strings.TrimSpace(text + " Evidence of grade " + string(step.Grade) + " is needed.")
	}
	return text
}

// nextBand is the least effort that reaches the next band, or what stands in the way.
func (s Source) nextBand(p *benchmark.Place) vigil.PublicNextBand {
	path := scoring.CheapestPath(p.Input)
	n := vigil.PublicNextBand{Band: path.Band, More: max(0, len(path.Steps)-mostSteps)}
	for _, why := range path.Blocked {
		n.Blocked = append(n.Blocked, sentence(why.String()))
	}
	for _, b := range p.Input.Methodology.Bands {
		if b.ID == path.Band {
			from := b.From
			n.From = &from
		}
	}
	for _, step := range path.Steps[:len(path.Steps)-n.More] {
		n.Steps = append(n.Steps, vigil.PublicStep{Item: step.Question, Asks: s.asks(step.Step), Score: step.Final})
	}
	return n
}

// nextRank says what would move a company in the ranking, all others held still.
func (s Source) nextRank(b *vigil.PublicBenchmark, p *benchmark.Place) []string {
	change := p.Change
	points := func(f *vigil.Figure) string {
		return strconv.FormatFloat(f.Published, 'f', b.Decimals, 64) + " points"
	}
	var lines []string
	if change.NextRank == nil {
		lines = append(lines, "Nobody stands before it.")
	} else {
		lines = append(lines, points(change.NextRank)+" more reach the next better rank, which within a group says little.")
	}
	if change.NextGroup != nil {
		lines = append(lines, points(change.NextGroup)+" more reach the next better group.")
	}
	if change.Lead != nil {
		lines = append(lines, points(change.Lead)+" less reach the next lower figure.")
	}
	switch step := change.Step; {
	case change.Held != "":
		lines = append(lines, change.Held+" holds the figure down: no gap that is closed moves it until the cap is lifted.")
	case step != nil:
		title := ""
		for _, i := range b.Items {
			if i.ID == step.Question {
				title = " (" + i.Title + ")"
			}
		}
		lines = append(lines, fmt.Sprintf("The smallest single step that betters the rank: %s%s. %s The figure is then %s, rank %d.", step.Question, title, s.asks(step.Step), strconv.FormatFloat(step.Figure.Published, 'f', b.Decimals, 64), step.Rank))
	case change.NextRank != nil:
		lines = append(lines, "No single step betters the rank.")
	}
	return lines
}
