package screening

import (
	"cmp"
	"slices"

	"vigil/internal/vigil"
)

// mostPulls is how many positions are named on each side of a score.
const mostPulls = 5

// expose adds up the whole, the sectors, the countries and the bands.
func (r *run) expose() {
	var all []*vigil.Position
	r.held(func(p *vigil.Position) { all = append(all, p) })
	r.out.Whole = r.exposure("", "", all, true)
	r.out.Sectors = r.groups(all, func(p *vigil.Position) string { return p.Sector })
	r.out.Countries = r.groups(all, func(p *vigil.Position) string { return p.Country })
	r.out.Bands = r.groups(all, bandKey)
	order := r.bandOrder()
	slices.SortStableFunc(r.out.Bands, func(a, b vigil.Exposure) int { return cmp.Compare(order[a.Key], order[b.Key]) })
	for i := range r.out.Bands {
		b := &r.out.Bands[i]
		b.Title = bandTitle(r.in.Method, b.Key, r.in.Language)
	}
}

// bandKey groups by band; what has none goes under its status.
func bandKey(p *vigil.Position) string {
	switch p.Status {
	case vigil.PositionRated, vigil.PositionProvisional:
		return p.Band
	}
	return string(p.Status)
}

// bandOrder is the place of each band, the best first.
func (r *run) bandOrder() map[string]int {
	order := map[string]int{}
	for i, b := range r.in.Method.Bands {
		order[b.ID] = i - len(r.in.Method.Bands)
	}
	order[string(vigil.PositionNotRated)], order[string(vigil.PositionNotMatched)], order[string(vigil.PositionFund)] = 1, 2, 3
	return order
}

// low reports whether a band is one of the two lowest of the method (D and E).
func (r *run) low(p *vigil.Position) bool {
	if p.Score == nil {
		return false
	}
	bands := r.in.Method.Bands
	if c := r.in.Companies[p.Organisation]; c != nil && c.Method != nil {
		bands = c.Method.Bands
	}
	at := slices.IndexFunc(bands, func(b vigil.Band) bool { return b.ID == p.Band })
	return at >= 0 && at >= len(bands)-2
}

// groups adds positions up by a key, the heaviest group first and what has no key last.
func (r *run) groups(all []*vigil.Position, key func(*vigil.Position) string) []vigil.Exposure {
	by := map[string][]*vigil.Position{}
	var keys []string
	for _, p := range all {
		k := key(p)
		if by[k] == nil {
			keys = append(keys, k)
		}
		by[k] = append(by[k], p)
	}
	list := make([]vigil.Exposure, 0, len(keys))
	for _, k := range keys {
		list = append(list, r.exposure(k, k, by[k], false))
	}
	slices.SortStableFunc(list, func(a, b vigil.Exposure) int {
		if (a.Key == "") != (b.Key == "") {
			if a.Key == "" {
				return 1
			}
			return -1
		}
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Key, b.Key))
	})
	return list
}

// exposure does the arithmetic over a set of positions.
func (r *run) exposure(key, title string, set []*vigil.Position, pulls bool) vigil.Exposure {
	var weight, rated, provisional, capped, low, notRated, notMatched, funds sum
	for _, p := range set {
		w := r.weights[p]
		addSum(&weight, w)
		switch p.Status {
		case vigil.PositionProvisional:
			addSum(&provisional, w)
			addSum(&rated, w)
		case vigil.PositionRated:
			addSum(&rated, w)
		case vigil.PositionNotRated:
			addSum(&notRated, w)
		case vigil.PositionNotMatched:
			addSum(&notMatched, w)
		case vigil.PositionFund:
			addSum(&funds, w)
		}
		if len(p.Caps) > 0 {
			addSum(&capped, w)
		}
		if r.low(p) {
			addSum(&low, w)
		}
	}
	e := vigil.Exposure{Key: key, Title: title, Positions: len(set), Coverage: r.percent(&rated, &weight), Provisional: r.percent(&provisional, &weight),
		Capped: r.percent(&capped, &weight), LowBands: r.percent(&low, &weight), NotRated: r.percent(&notRated, &weight),
		NotMatched: r.percent(&notMatched, &weight), Funds: r.percent(&funds, &weight), Scores: []vigil.PortfolioScore{}}
	if r.base.sign() > 0 {
		e.Weight = weight.over(&r.base)
	}
	rulers := rulersOf(set)
	for i := range rulers {
		only := func(p *vigil.Position) bool { return *p.Ruler == rulers[i] }
		if s, ok := r.score(set, &weight, only, pulls); ok {
			s.Ruler = rulers[i]
			e.Scores = append(e.Scores, s)
		}
	}
	slices.SortStableFunc(e.Scores, func(a, b vigil.PortfolioScore) int { return cmp.Compare(b.Weight, a.Weight) })
	if r.in.Combine && len(e.Scores) > 1 {
		if s, ok := r.score(set, &weight, func(*vigil.Position) bool { return true }, pulls); ok {
			e.Combined = &s
		}
	}
	return e
}

// hasScore reports whether a position takes part in a portfolio score.
func hasScore(p *vigil.Position) bool {
	return p.Status == vigil.PositionRated || p.Status == vigil.PositionProvisional
}

// rulersOf lists the rulers of the rated positions of a set, in a fixed order.
func rulersOf(set []*vigil.Position) []vigil.Ruler {
	seen := map[vigil.Ruler]bool{}
	var list []vigil.Ruler
	for _, p := range set {
		if hasScore(p) && !seen[*p.Ruler] {
			seen[*p.Ruler] = true
			list = append(list, *p.Ruler)
		}
	}
	slices.SortFunc(list, func(a, b vigil.Ruler) int {
		return cmp.Or(cmp.Compare(a.Mode, b.Mode), cmp.Compare(a.Questionnaire, b.Questionnaire), cmp.Compare(a.Methodology, b.Methodology))
	})
	return list
}

// score computes Σ weight × score ÷ Σ weight over the rated positions that count; ok is false where they weigh nothing.
func (r *run) score(set []*vigil.Position, weight *sum, counts func(*vigil.Position) bool, pulls bool) (s vigil.PortfolioScore, ok bool) {
	var rated, scored, high, ceiling sum
	for _, p := range set {
		w := r.weights[p]
		if !hasScore(p) || !counts(p) {
			addTimes(&ceiling, w, 100) // it may turn out to be anything from 0 to 100
			continue
		}
		s.Positions++
		addSum(&rated, w)
		addTimes(&scored, w, p.Score.Value)
		addTimes(&high, w, best(p))
		addTimes(&ceiling, w, best(p))
	}
	if rated.sign() <= 0 {
		return s, false
	}
	s.Score, s.High = r.figure(scored.over(&rated)), r.figure(high.over(&rated))
	s.Floor, s.Ceiling = r.figure(scored.over(weight)), r.figure(ceiling.over(weight))
	s.Coverage = r.percent(&rated, weight)
	s.Weight = rated.over(&r.base)
	s.Up, s.Down = []vigil.Pull{}, []vigil.Pull{}
	if pulls {
		r.pulls(&s, set, &rated, counts)
	}
	return s, true
}

// best is how far a score could rise.
func best(p *vigil.Position) float64 {
	if p.High == nil {
		return p.Score.Value
	}
	return max(p.High.Value, p.Score.Value)
}

// pulls names the positions that move a score most.
func (r *run) pulls(s *vigil.PortfolioScore, set []*vigil.Position, rated *sum, counts func(*vigil.Position) bool) {
	var list []vigil.Pull
	for _, p := range set {
		if hasScore(p) && counts(p) {
			share := r.weights[p].over(rated)
			list = append(list, vigil.Pull{Organisation: p.Organisation, Name: p.Name, Share: share, Score: p.Score, Points: share * (p.Score.Value - s.Score.Value)})
		}
	}
	slices.SortStableFunc(list, func(a, b vigil.Pull) int { return cmp.Compare(b.Points, a.Points) })
	for i := 0; i < len(list) && i < mostPulls && list[i].Points > 0; i++ {
		s.Up = append(s.Up, list[i])
	}
	for i := len(list) - 1; i >= 0 && len(s.Down) < mostPulls && list[i].Points < 0; i-- {
		s.Down = append(s.Down, list[i])
	}
}
