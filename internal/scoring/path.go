package scoring

import (
	"math"
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// CheapestPath finds the set of single steps with the lowest cost that reaches the next band, exactly; of equally cheap
// sets the one whose ids come first. Where no set does, it says what stands in the way. Coverage, confidence and the
// deduction are held as they are, caps by record stay, and caps by the organisation's own answers make their own first
// step mandatory (methodology 4.12).
func CheapestPath(in Input) vigil.Path {
	s := score(in)
	p := &pathfinder{scorer: s, open: s.climbers(), must: map[key]mandate{}}
	p.path.From = s.card.Final
	if band := s.nextBand(); band != nil {
		p.band, p.path.Band = *band, band.ID
		p.find()
	}
	return p.path
}

// nextBand is the band above the present one, or the lowest where nothing is rated; nil at the top.
func (s *scorer) nextBand() *vigil.Band {
	now := math.Inf(-1)
	for _, b := range s.m.Bands {
		if b.ID == s.card.Band {
			now = b.From
		}
	}
	var next *vigil.Band
	for i, b := range s.m.Bands {
		if b.From > now && (next == nil || b.From < next.From) {
			next = &s.m.Bands[i]
		}
	}
	return next
}

type pathfinder struct {
	*scorer
	band vigil.Band
	open []climber
	must map[key]mandate
	path vigil.Path
}

// mandate is what the band cannot be had without: so many steps on an item, and why.
type mandate struct {
	steps int
	why   vigil.Message
}

// require makes the first steps of an item mandatory; a second reason joins the first.
func (p *pathfinder) require(k key, steps int, why vigil.Message) {
	m := p.must[k]
	m.steps = max(m.steps, steps)
	if !m.why.Empty() {
		why = vigil.Say("%s; %s", m.why, why)
	}
	p.must[k] = mandate{m.steps, why}
}

func (p *pathfinder) find() {
	p.obstacles()
	if len(p.path.Blocked) > 0 {
		return
	}
	slices.SortStableFunc(p.open, func(a, b climber) int {
		if a.it.in.ID != b.it.in.ID {
			return strings.Compare(a.it.in.ID, b.it.in.ID)
		}
		return strings.Compare(a.it.unit, b.it.unit)
	})
	problem := p.knapsack()
	steps, ok := problem.cheapest()
	if !ok {
		p.path.Blocked = append(p.path.Blocked, p.outOfReach())
		return
	}
	p.tell(steps)
}

func (p *pathfinder) block(format string, args ...any) {
	p.path.Blocked = append(p.path.Blocked, vigil.Say(format, args...))
}

// obstacles finds what no set of gaps can move, and what has to be moved first.
func (p *pathfinder) obstacles() {
	c := p.card
	switch {
	case p.m.Gaps == nil:
		p.block("The method gives no cost to a step.")
		return
	case !p.linear():
		p.block("The cheapest path is computed only where every group is a mean; this method combines some of them otherwise.")
		return
	case c.Withdrawn != "":
		p.block("There is no rating to lift: %s. No set of gaps changes that before then.", c.BandReason)
		return
	case !c.Rated:
		p.block("There is no rating to lift: %s. What is open has to be answered first.", c.BandReason)
		return
	}
	if ids := p.asked(); len(ids) > 0 {
		p.block("Whether an item applies depends here on the answer to a gap (%s), so that points do not add up; try sets of gaps by what-if.", strings.Join(ids, ", "))
		return
	}
	for _, limit := range c.Caps {
		if limit.AtMost != nil && *limit.AtMost < p.band.From {
			p.capStands(limit)
		}
	}
	if p.band.Needs != nil {
		p.needs(p.band.Needs)
	}
}

// linear reports whether every group is a mean, so that what steps gain adds up.
func (p *pathfinder) linear() bool {
	rules := []string{p.m.Aggregation.Indicator, p.m.Aggregation.Pillar, p.m.Aggregation.Total}
	for i := range p.q.Pillars {
		rules = append(rules, p.q.Pillars[i].Aggregate)
	}
	p.q.Walk(func(_ *vigil.Pillar, in *vigil.Indicator) { rules = append(rules, in.Aggregate) })
	if p.m.Units != nil {
		rules = append(rules, p.m.Units.Aggregate)
	}
	return !slices.ContainsFunc(rules, func(r string) bool { return r != "" && r != "mean" })
}

// asked lists the gaps that the condition of an item asks about.
func (p *pathfinder) asked() []string {
	var ids []string
	p.q.Walk(func(_ *vigil.Pillar, in *vigil.Indicator) {
		for _, id := range in.AppliesIf.Uses {
			if slices.ContainsFunc(p.open, func(c climber) bool { return c.it.in.ID == id }) && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	})
	return ids
}

// capStands says what a cap below the band means for the way there.
func (p *pathfinder) capStands(c vigil.CapInForce) {
	rule, _ := p.m.Cap(c.Rule)
	lifted := withoutStop(rule.LiftedWhen)
	if c.Source != "answer" {
		p.block("No set of gaps reaches band %s while %s (%s) is in force by a confirmed record: it holds the score at %s. It is lifted when: %s.",
			p.band.ID, c.Rule, rule.Title, vigil.Quantity(*c.AtMost), lifted)
		return
	}
	gap := false
	for _, o := range p.open {
		if o.it.in.ID != c.Question || !p.admitted(o.it) {
			continue
		}
		gap = true
		scale, _ := p.m.ScaleOf(o.it.in)
		if _, ok := p.lifts(o.it, scale, stands(o.it, scale)); ok {
			p.must[key{o.it.unit, o.it.in.ID}] = mandate{1, vigil.Say("lifts %s", c.Rule)}
			continue
		}
		p.block("%s hangs on the answer to %s, and no single step lifts it. It is lifted when: %s.", c.Rule, c.Question, lifted)
	}
	if !gap {
		p.block("%s hangs on %s, which is not answered: answer it first.", c.Rule, c.Question)
	}
}

// withoutStop is a text as it stands before the end of a sentence.
func withoutStop(t vigil.Text) vigil.Text {
	return mapped(t, func(s string) string { return strings.TrimRight(s, ".") })
}

// needs looks at what the band asks beside its number. Evidence is left to the search.
func (p *pathfinder) needs(n *vigil.BandNeeds) {
	if n.Confidence != "" && p.m.Confidence != nil {
		if got := p.confidenceWith(true).Class; p.classRank(got) > p.classRank(n.Confidence) {
			p.block("Band %s also asks confidence %s; it is %s, and closing gaps is counted with confidence as it is.", p.band.ID, vigil.Word(n.Confidence), vigil.Word(got))
		}
	}
	if n.NoZero == nil {
		return
	}
	for _, it := range p.items {
		if !it.counts || it.LeftOut || !n.NoZero.Picks(it.in) || *it.S > 0 {
			continue
		}
		i := slices.IndexFunc(p.open, func(c climber) bool { return c.it == it })
		if i < 0 {
			p.block("Band %s asks that %s is above 0, and it is not answered: answer it first.", p.band.ID, it.in.ID)
			continue
		}
		above := slices.IndexFunc(p.open[i].ladder, func(r rung) bool { return r.s > 0 })
		if above < 0 {
			p.block("Band %s asks that %s is above 0, and no single step raises it.", p.band.ID, it.in.ID)
			continue
		}
		p.require(key{it.unit, it.in.ID}, above+1, vigil.Say("band %s asks more than 0", p.band.ID))
	}
}

// knapsack puts the search into numbers: which steps to take so that points and evidence suffice at the least cost.
func (p *pathfinder) knapsack() knapsack {
	half := 0.5
	for range p.m.Rounding.Decimals {
		half /= 10
	}
	k := knapsack{gain: p.band.From - half - vigil.RoundingGuard + p.card.Deduction.Points.Value - p.card.Raw.Value}
	need := p.evidenceNeed()
	k.strong = p.evidenceMissing(need)
	for _, o := range p.open {
		cost := hundredths(value(p.m.Gaps.Effort, o.it.in.Effort))
		var options []option
		for n := 0; n <= len(o.ladder); n++ {
			if n < p.must[key{o.it.unit, o.it.in.ID}].steps {
				continue
			}
			x := option{steps: n, cost: n * cost, gain: o.gain(n)}
			if n > 0 && need != nil && p.becomesStrong(need, o.it, o.ladder[n-1]) {
				x.strong = hundredths(o.it.weight)
			}
			options = append(options, x)
		}
		k.items = append(k.items, options)
	}
	return k
}

func (p *pathfinder) evidenceNeed() *vigil.EvidenceNeed {
	if p.band.Needs == nil {
		return nil
	}
	return p.band.Needs.Evidence
}

// evidenceMissing is the weight of items that still needs strong evidence, in hundredths.
func (p *pathfinder) evidenceMissing(need *vigil.EvidenceNeed) int {
	if need == nil {
		return 0
	}
	picks := vigil.ItemSelector{Tier: need.Tier, Kinds: need.Kinds}
	var strong, all int
	for _, it := range p.items {
		if it.counts && !it.LeftOut && picks.Picks(it.in) {
			all += hundredths(it.weight)
			if it.Assessed && it.GradeRead.Rank() >= need.Grade.Rank() {
				strong += hundredths(it.weight)
			}
		}
	}
	return max(0, int(math.Ceil(float64(float64(all)*need.Share)-1e-9))-strong)
}

func (p *pathfinder) becomesStrong(need *vigil.EvidenceNeed, it *item, r rung) bool {
	picks := vigil.ItemSelector{Tier: need.Tier, Kinds: need.Kinds}
	return picks.Picks(it.in) && it.GradeRead.Rank() < need.Grade.Rank() && p.moved(it, r).GradeRead.Rank() >= need.Grade.Rank()
}

func hundredths(v float64) int { return int(math.Round(float64(v * 100))) }

// outOfReach says how far closing every gap would lead.
func (p *pathfinder) outOfReach() vigil.Message {
	open, steps := map[key]climber{}, map[key]int{}
	for _, o := range p.open {
		k := key{o.it.unit, o.it.in.ID}
		open[k], steps[k] = o, len(o.ladder)
	}
	best := Score(p.closed(open, steps))
	say := vigil.Say("Band %s starts at %s. With every gap closed by the steps there are, the score would be %s", p.band.ID, vigil.Quantity(p.band.From), best.Final)
	if d := p.card.Deduction.Points; d.Value > 0 {
		say = vigil.Say("%s, %s points having been taken off for open allegations", say, d)
	}
	if best.Final.Published >= p.band.From {
		say = vigil.Say("%s, but too few of its outcome items would rest on independent evidence", say)
	}
	if held := p.card.RawHigh.Value - p.card.Raw.Value; held > 0 {
		say = vigil.Say("%s; what is not answered holds back up to %s points", say, vigil.NewFigure(held, p.m.Rounding))
	}
	return vigil.Say("%s.", say)
}

// tell lists the steps, mandatory items first, with the score after each, as the engine computes it.
func (p *pathfinder) tell(taken []int) {
	order := make([]int, len(p.open))
	for i := range order {
		order[i] = i
	}
	mandatory := func(i int) bool { return p.must[key{p.open[i].it.unit, p.open[i].it.in.ID}].steps > 0 }
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case mandatory(a) == mandatory(b):
			return 0
		case mandatory(a):
			return -1
		}
		return 1
	})
	climbers, counts := make([]climber, len(order)), make([]int, len(order))
	for n, i := range order {
		climbers[n], counts[n] = p.open[i], taken[i]
	}
	walked, after := p.walk(climbers, counts)
	for i, st := range walked {
		if m := p.must[key{st.Unit, st.Question}]; st.Number <= m.steps {
			walked[i].Must = m.why
		}
		p.path.Cost += st.Cost
	}
	p.path.Steps, p.path.Reaches = walked, after.Final
}
