package screening

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"vigil/internal/vigil"
)

// positions adds the lines of the list up to positions: the securities of one issuer together, long and short apart.
func (r *run) positions() {
	index := map[string]*vigil.Position{}
	var order []*vigil.Position
	apart := map[string]*vigil.Apart{}
	apartSums := map[string]*sum{}
	for i := range r.in.Holdings {
		h := &r.in.Holdings[i]
		short := h.Kind == vigil.HoldingShort || h.Weight != nil && *h.Weight < 0 && (h.Kind.Rateable() || h.Kind == vigil.HoldingFund)
		if h.Weight == nil {
			r.noWeight++
		} else {
			r.total.add(*h.Weight)
		}
		key := positionKey(h, short)
		p := index[key]
		if p == nil {
			p = r.newPosition(h, key, short)
			index[key], r.weights[p] = p, &sum{}
			order = append(order, p)
		}
		r.addLine(p, h)
		if apartFromScore(p.Status) {
			kind := string(h.Kind)
			if short {
				kind = string(vigil.HoldingShort)
			}
			if apart[kind] == nil {
				apart[kind], apartSums[kind] = &vigil.Apart{Kind: kind}, &sum{}
			}
			apart[kind].Lines++
			if h.Weight != nil {
				apartSums[kind].add(*h.Weight)
			}
		} else if h.Weight != nil {
			r.base.add(*h.Weight)
		}
	}
	for _, kind := range vigil.HoldingKinds {
		if a := apart[string(kind)]; a != nil {
			a.Weight = apartSums[a.Kind].float()
			r.out.Apart = append(r.out.Apart, *a)
		}
	}
	r.out.Total, r.out.Base = r.total.float(), r.base.float()
	for _, p := range order {
		w := r.weights[p]
		p.Weight = w.float()
		if !apartFromScore(p.Status) && r.base.sign() > 0 {
			p.Share = w.over(&r.base)
		}
	}
	r.sortPositions(order)
}

// apartFromScore reports whether a position is neither in the score nor in its coverage.
func apartFromScore(s vigil.PositionStatus) bool {
	return s == vigil.PositionOutOfScope || s == vigil.PositionShort
}

// positionKey is what the lines of one issuer have in common.
func positionKey(h *vigil.Holding, short bool) string {
	key := fmt.Sprintf("line:%d", h.Line)
	switch {
	case h.Organisation != "":
		key = h.Organisation
	case h.LEI != "" && h.Kind.OfCompany():
		key = "lei:" + h.LEI
	}
	if short {
		key = "short:" + key
	}
	return key
}

// newPosition makes a position of its first line.
func (r *run) newPosition(h *vigil.Holding, key string, short bool) *vigil.Position {
	p := &vigil.Position{Key: key, Organisation: h.Organisation, Name: h.Label(), LEI: h.LEI, Country: h.Country, Short: short, Kinds: []string{}}
	c := r.in.Companies[h.Organisation]
	switch {
	case short:
		p.Status = vigil.PositionShort
	case h.Organisation != "" && c != nil:
		p.Status = vigil.PositionNotRated
	case h.Kind == vigil.HoldingFund:
		p.Status = vigil.PositionFund
	case !h.Kind.Rateable():
		p.Status = vigil.PositionOutOfScope
	default:
		p.Status = vigil.PositionNotMatched
	}
	if c == nil {
		p.Organisation = ""
		return p
	}
	o := c.Organisation
	p.Name, p.LEI, p.Sector, p.Country = o.Name, cmp.Or(o.LEI, p.LEI), o.Sector, cmp.Or(o.Country, p.Country)
	r.rate(p, c)
	return p
}

// rate copies what the company's scorecard says.
func (r *run) rate(p *vigil.Position, c *Company) {
	r.capsOf(p, c)
	r.casesOf(p, c)
	card := c.Card
	if card == nil {
		p.Why = "there is no final assessment"
		p.Band = "NR"
		return
	}
	p.Assessment, p.Cutoff = c.Assessment, card.Cutoff
	p.Ruler = &vigil.Ruler{Mode: card.Mode, Questionnaire: card.Questionnaire, Methodology: card.Methodology}
	p.Score, p.High, p.Raw, p.Coverage, p.Confidence, p.Trust = card.Final, card.High, card.Raw, card.Coverage, card.Confidence.Figure, card.Confidence.Class
	p.Band = card.Band
	p.BandTitle = bandTitle(c.Method, card.Band, r.in.Language)
	for _, rule := range c.Method.Pillars {
		if n := card.Node(rule.ID, ""); n != nil {
			f := vigil.PillarFigure{ID: rule.ID, Title: rule.Title.In(r.in.Language)}
			if n.Value != nil {
				f.Score = r.figure(*n.Value)
			}
			p.Pillars = append(p.Pillars, f)
		}
	}
	switch {
	case p.Short:
	case card.Withdrawn != "" && card.Withdrawn > r.in.Today:
		p.Why = "the rating is withdrawn until " + card.Withdrawn
		p.Score = nil
	case card.Rated && card.Final != nil && card.Provisional:
		p.Status = vigil.PositionProvisional
	case card.Rated && card.Final != nil:
		p.Status = vigil.PositionRated
	default:
		p.Why = "its coverage is too low for a rating"
		if card.Coverage != nil {
			p.Why = "its coverage of " + card.Coverage.String() + " per cent is too low for a rating"
		}
		p.Score = nil
	}
}

func bandTitle(m *vigil.Methodology, id, language string) string {
	for _, b := range m.Bands {
		if b.ID == id {
			return b.Title.In(language)
		}
	}
	if m.NotRated != nil && m.NotRated.ID == id {
		return m.NotRated.Title.In(language)
	}
	return ""
}

// addLine adds one line to its position.
func (r *run) addLine(p *vigil.Position, h *vigil.Holding) {
	p.Lines = append(p.Lines, h.Line)
	if h.ISIN != "" && !slices.Contains(p.ISINs, h.ISIN) {
		p.ISINs = append(p.ISINs, h.ISIN)
	}
	if kind := string(h.Kind); kind != "" && !slices.Contains(p.Kinds, kind) {
		p.Kinds = append(p.Kinds, kind)
	}
	if h.Weight != nil {
		r.weights[p].add(*h.Weight)
	}
}

// sortPositions puts the heaviest first, then what stands apart, and fills the result.
func (r *run) sortPositions(order []*vigil.Position) {
	slices.SortStableFunc(order, func(a, b *vigil.Position) int {
		if x, y := apartFromScore(a.Status), apartFromScore(b.Status); x != y {
			if x {
				return 1
			}
			return -1
		}
		return cmp.Or(cmp.Compare(max(b.Weight, -b.Weight), max(a.Weight, -a.Weight)), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Key, b.Key))
	})
	r.out.Positions = make([]vigil.Position, len(order))
	exact := make(map[*vigil.Position]*sum, len(order))
	for i, p := range order {
		r.out.Positions[i] = *p
		exact[&r.out.Positions[i]] = r.weights[p]
	}
	r.weights = exact
}

// held walks the positions that are in scope, heaviest first.
func (r *run) held(f func(p *vigil.Position)) {
	for i := range r.out.Positions {
		if p := &r.out.Positions[i]; !apartFromScore(p.Status) {
			f(p)
		}
	}
}

// months counts full months from one day to another.
func months(from, to string) int {
	a, err1 := time.Parse(isoDate, from)
	b, err2 := time.Parse(isoDate, to)
	if err1 != nil || err2 != nil || b.Before(a) {
		return 0
	}
	n := (b.Year()-a.Year())*12 + int(b.Month()) - int(a.Month())
	if b.Day() < a.Day() {
		n--
	}
	return n
}

// later is the day so many months and days after another.
func later(day string, monthCount, dayCount int) string {
	t, err := time.Parse(isoDate, day)
	if err != nil {
		return ""
	}
	return t.AddDate(0, monthCount, dayCount).Format(isoDate)
}

const isoDate = "2006-01-02"
