package screening

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// family is what scores of two runs must share to be told apart by cause: the mode and the form, whatever the edition.
type family struct {
	mode         vigil.Mode
	form, method string
}

func familyOf(p *vigil.Position) family {
	return family{p.Ruler.Mode, withoutEdition(p.Ruler.Questionnaire), withoutEdition(p.Ruler.Methodology)}
}

// pair is one company in a family, before and now; a side without a score in the family is nil.
type pair struct{ from, to *vigil.Position }

// compare tells what changed since the run before. The change of a score S = Σ xᵢsᵢ, where x is the share of the rated
// weight, is split by midpoints, which is the Shapley value of two factors and does not depend on the order of telling:
//
//	company and ruler  ½(x₀+x₁)·(s₁−s₀)
//	weight             (½(s₀+s₁)−c)·(x₁−x₀)
//	entered, left      (s₁−c)·x₁, −(s₀−c)·x₀
//
// with c = ½(S₀+S₁), which the shares cancel (they add up to 1 on both sides): so a purchase counts by how far it lies
// from the portfolio's own score. The parts add up to S₁−S₀ exactly.
func (r *run) compare() {
	prev := r.in.Previous
	if prev == nil {
		return
	}
	c := &vigil.ScreeningChange{Number: prev.Number, Day: prev.Day, AsOf: prev.AsOf, RuleSet: prev.RuleSet,
		RulesMoved: prev.RuleSet.Ref() != r.out.RuleSet.Ref() || prev.RuleSet.Digest != r.out.RuleSet.Digest,
		Scores:     []vigil.ScoreChange{}, Positions: []vigil.PositionChange{}}
	r.out.Changes = c
	changes := r.positionChanges()
	families, by := r.pairs()
	for _, f := range families {
		c.Scores = append(c.Scores, r.split(f, by[f], changes))
	}
	for _, x := range changes.list {
		if x.What != "unchanged" || x.Effects != (vigil.Effects{}) {
			c.Positions = append(c.Positions, *x)
		}
	}
	slices.SortStableFunc(c.Positions, func(a, b vigil.PositionChange) int {
		return cmp.Or(cmp.Compare(abs(b.Effects.Sum()), abs(a.Effects.Sum())), cmp.Compare(max(b.ShareFrom, b.ShareTo), max(a.ShareFrom, a.ShareTo)))
	})
	r.held(func(p *vigil.Position) {
		if x := changes.of[p.Organisation]; x != nil && p.Organisation != "" {
			p.Change = x
		}
	})
}

func abs(v float64) float64 { return max(v, -v) }

// changeList holds the change of each company, in a fixed order.
type changeList struct {
	list []*vigil.PositionChange
	of   map[string]*vigil.PositionChange
}

// positionChanges compares each company that is or was held.
func (r *run) positionChanges() changeList {
	c := changeList{of: map[string]*vigil.PositionChange{}}
	add := func(from, to *vigil.Position) {
		x := r.change(from, to)
		c.list = append(c.list, x)
		c.of[x.Organisation] = x
	}
	r.held(func(p *vigil.Position) {
		if p.Organisation != "" {
			add(r.before[p.Organisation], p)
		}
	})
	for i := range r.in.Previous.Positions {
		p := &r.in.Previous.Positions[i]
		if p.Organisation != "" && !apartFromScore(p.Status) && c.of[p.Organisation] == nil {
			add(p, nil)
		}
	}
	return c
}

// change tells what moved for one company; from nil: it entered, to nil: it left.
func (r *run) change(from, to *vigil.Position) *vigil.PositionChange {
	x := &vigil.PositionChange{What: "moved", Why: []string{}}
	if from != nil {
		x.Organisation, x.Name, x.ShareFrom, x.ScoreFrom, x.BandFrom, x.OutcomeFrom = from.Organisation, from.Name, from.Share, r.again(from.Score), from.Band, from.Outcome
	}
	if to != nil {
		x.Organisation, x.Name, x.ShareTo, x.ScoreTo, x.BandTo, x.OutcomeTo = to.Organisation, to.Name, to.Share, to.Score, to.Band, to.Outcome
	}
	switch {
	case from == nil:
		x.What = "entered"
		say(x, "It was not held long, or not matched, in the run before.")
		return x
	case to == nil:
		x.What = "left"
		say(x, "It is no longer held long, or no longer matched.")
		return x
	case from.Score == nil && to.Score != nil:
		x.What = "rated"
		say(x, "It has a rating now.")
	case from.Score != nil && to.Score == nil:
		x.What = "no longer rated"
		say(x, "It has no rating any more: "+to.Why+".")
	}
	for _, k := range to.Caps {
		if !hasCap(from.Caps, k.Rule) {
			x.CapsNew = append(x.CapsNew, k.Rule)
		}
	}
	for _, k := range from.Caps {
		if !hasCap(to.Caps, k.Rule) {
			x.CapsGone = append(x.CapsGone, k.Rule)
		}
	}
	r.explain(x, from, to)
	if x.What == "moved" && len(x.Why) == 0 {
		x.What = "unchanged"
	}
	return x
}

// explain says in sentences what moved between two runs.
func (r *run) explain(x *vigil.PositionChange, from, to *vigil.Position) {
	if len(x.CapsNew) > 0 {
		say(x, "In force since: "+strings.Join(x.CapsNew, ", ")+".")
	}
	if len(x.CapsGone) > 0 {
		say(x, "No longer in force: "+strings.Join(x.CapsGone, ", ")+".")
	}
	if from.Score != nil && to.Score != nil {
		switch moved := from.Score.Value != to.Score.Value; {
		case familyOf(from) != familyOf(to):
			say(x, "It was measured with "+rulerWords(*from.Ruler)+" and is now measured with "+rulerWords(*to.Ruler)+": the two scores do not compare.")
		case *from.Ruler == *to.Ruler && moved:
			say(x, fmt.Sprintf("The company moved from %s to %s.", r.again(from.Score), to.Score))
		case *from.Ruler != *to.Ruler && r.rescored(to.Organisation) == nil:
			say(x, fmt.Sprintf("From %s to %s: the ruler moved from %s to %s, and whether the company moved too cannot be told, because the old answers do not fit the new ruler or are not on file.", r.again(from.Score), to.Score, rulerWords(*from.Ruler), rulerWords(*to.Ruler)))
		case *from.Ruler != *to.Ruler:
			x.Rescored = r.rescored(to.Organisation).OldAnswers
			say(x, fmt.Sprintf("From %s to %s: the old answers give %s under the new ruler, so that the ruler moved it by %s and the company by %s.",
				r.again(from.Score), to.Score, x.Rescored, signed(x.Rescored.Value-from.Score.Value), signed(to.Score.Value-x.Rescored.Value)))
		}
	}
	if was, is := weightText(from.Share), weightText(to.Share); was != is {
		say(x, fmt.Sprintf("Its weight went from %s to %s per cent.", was, is))
	}
	if from.Outcome != to.Outcome {
		say(x, fmt.Sprintf("Its outcome went from %s to %s: %s", from.Outcome, to.Outcome, to.Reason))
	}
}

// weightText prints a share in per cent, with the two decimals that a list of holdings has.
func weightText(share float64) string {
	r := vigil.RoundingRule{Decimals: 2}
	return r.Format(r.Round(100 * share))
}

// again is a figure of the run before, which was read from file and has forgotten how it is printed.
func (r *run) again(f *vigil.Figure) *vigil.Figure {
	if f == nil {
		return nil
	}
	return r.figure(f.Value)
}

// signed prints points with their sign.
func signed(v float64) string { return fmt.Sprintf("%+.1f", v) }

func (r *run) rescored(organisation string) *Rescored {
	if c := r.in.Companies[organisation]; c != nil && c.Rescored != nil && c.Rescored.OldAnswers != nil {
		return c.Rescored
	}
	return nil
}

// pairs groups the companies of both runs by family. One that changed its family leaves the one and enters the other.
func (r *run) pairs() ([]family, map[family][]pair) {
	by := map[family][]pair{}
	var order []family
	put := func(f family, x pair) {
		if by[f] == nil {
			order = append(order, f)
		}
		by[f] = append(by[f], x)
	}
	r.held(func(p *vigil.Position) {
		if !hasScore(p) {
			return
		}
		f, from := familyOf(p), r.before[p.Organisation]
		if from != nil && hasScore(from) && familyOf(from) == f {
			put(f, pair{from, p})
			return
		}
		put(f, pair{nil, p})
	})
	now := map[string]*vigil.Position{}
	r.held(func(p *vigil.Position) { now[p.Organisation] = p })
	for i := range r.in.Previous.Positions {
		p := &r.in.Previous.Positions[i]
		if !hasScore(p) || p.Organisation == "" {
			continue
		}
		to := now[p.Organisation]
		if to == nil || !hasScore(to) || familyOf(to) != familyOf(p) {
			put(familyOf(p), pair{p, nil})
		}
	}
	slices.SortFunc(order, func(a, b family) int {
		return cmp.Or(cmp.Compare(a.mode, b.mode), cmp.Compare(a.form, b.form), cmp.Compare(a.method, b.method))
	})
	return order, by
}

// split tells one score's change by cause.
func (r *run) split(f family, pairs []pair, changes changeList) vigil.ScoreChange {
	out := vigil.ScoreChange{Mode: f.mode, Questionnaire: f.form, Methodology: f.method}
	var from, to, fromScored, toScored sum
	editions := [2]map[vigil.Ruler]bool{{}, {}}
	for _, x := range pairs {
		if x.from != nil {
			from.add(x.from.Weight)
			fromScored.addProduct(x.from.Weight, x.from.Score.Value)
			editions[0][*x.from.Ruler] = true
		}
		if x.to != nil {
			to.add(x.to.Weight)
			toScored.addProduct(x.to.Weight, x.to.Score.Value)
			editions[1][*x.to.Ruler] = true
		}
	}
	out.Mixed = len(editions[0]) > 1 || len(editions[1]) > 1
	if from.sign() > 0 {
		out.From = r.figure(fromScored.over(&from))
	}
	if to.sign() > 0 {
		out.To = r.figure(toScored.over(&to))
	}
	if out.From == nil || out.To == nil {
		return out
	}
	s0, s1 := ratio(&fromScored, &from), ratio(&toScored, &to)
	out.Change = number(new(big.Rat).Sub(s1, s0))
	c := half(new(big.Rat).Add(s0, s1))
	var total effects
	for _, x := range pairs {
		e := r.effects(x, &from, &to, c)
		total.add(e)
		organisation := ""
		if x.to != nil {
			organisation = x.to.Organisation
		} else {
			organisation = x.from.Organisation
		}
		if ch := changes.of[organisation]; ch != nil {
			ch.Effects = plus(ch.Effects, e.floats())
		}
	}
	out.Effects = total.floats()
	return out
}

// effects are exact points by cause; nil is 0.
type effects struct{ company, ruler, untold, weight, entered, left *big.Rat }

func (e *effects) add(o effects) {
	e.company, e.ruler, e.untold = added(e.company, o.company), added(e.ruler, o.ruler), added(e.untold, o.untold)
	e.weight, e.entered, e.left = added(e.weight, o.weight), added(e.entered, o.entered), added(e.left, o.left)
}

func (e effects) floats() vigil.Effects {
	return vigil.Effects{Company: number(e.company), Ruler: number(e.ruler), Untold: number(e.untold),
		Weight: number(e.weight), Entered: number(e.entered), Left: number(e.left)}
}

func plus(a, b vigil.Effects) vigil.Effects {
	return vigil.Effects{Company: a.Company + b.Company, Ruler: a.Ruler + b.Ruler, Untold: a.Untold + b.Untold,
		Weight: a.Weight + b.Weight, Entered: a.Entered + b.Entered, Left: a.Left + b.Left}
}

// effects tells what one company did to the score.
func (r *run) effects(x pair, from, to *sum, c *big.Rat) effects {
	switch {
	case x.from == nil:
		return effects{entered: times(share(x.to, to), new(big.Rat).Sub(precisely(x.to.Score), c))}
	case x.to == nil:
		e := times(share(x.from, from), new(big.Rat).Sub(precisely(x.from.Score), c))
		return effects{left: e.Neg(e)}
	}
	x0, x1 := share(x.from, from), share(x.to, to)
	s0, s1 := precisely(x.from.Score), precisely(x.to.Score)
	middle := half(new(big.Rat).Add(s0, s1))
	e := effects{weight: times(middle.Sub(middle, c), new(big.Rat).Sub(x1, x0))}
	held := half(new(big.Rat).Add(x0, x1))
	company, ruler, untold := r.moves(x, s0, s1)
	e.company, e.ruler, e.untold = times(held, company), times(held, ruler), times(held, untold)
	return e
}

// moves splits the move of a company's own score into what the company did and what the ruler did. With both cross
// scores it is the Shapley value of the two; with the old answers under the new ruler alone the ruler is told first
// (methodology 4.10); without them it cannot be told.
func (r *run) moves(x pair, s0, s1 *big.Rat) (company, ruler, untold *big.Rat) {
	move := new(big.Rat).Sub(s1, s0)
	zero := new(big.Rat)
	if *x.from.Ruler == *x.to.Ruler {
		return move, zero, zero
	}
	cross := r.rescored(x.to.Organisation)
	if cross == nil {
		return zero, zero, move
	}
	ruler = new(big.Rat).Sub(precisely(cross.OldAnswers), s0)
	if cross.NewAnswers != nil {
		ruler = half(ruler.Add(ruler, new(big.Rat).Sub(s1, precisely(cross.NewAnswers))))
	}
	return new(big.Rat).Sub(move, ruler), ruler, zero
}

// precisely is a figure's unrounded value as a fraction.
func precisely(f *vigil.Figure) *big.Rat {
	var s sum
	s.add(f.Value)
	return s.rat()
}

// share is what part of the rated weight a position is.
func share(p *vigil.Position, of *sum) *big.Rat {
	var s sum
	s.add(p.Weight)
	return ratio(&s, of)
}

func ratio(a, b *sum) *big.Rat { return new(big.Rat).Quo(a.rat(), b.rat()) }

func times(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }

func half(a *big.Rat) *big.Rat { return a.Mul(a, big.NewRat(1, 2)) }

func added(a, b *big.Rat) *big.Rat {
	switch {
	case b == nil:
		return a
	case a == nil:
		return new(big.Rat).Set(b)
	}
	return a.Add(a, b)
}

// number is the number nearest to a fraction.
func number(a *big.Rat) float64 {
	if a == nil {
		return 0
	}
	f, _ := a.Float64()
	return f
}

// say adds a sentence of why.
func say(x *vigil.PositionChange, sentence string) { x.Why = append(x.Why, sentence) }
