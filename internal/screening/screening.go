// Package screening says what a portfolio looks like in the light of the scores on file: the weighted score with its
// coverage, the outcome of each position under a rule set, red flags, the watchlist, what changed since the run before
// and why, and what to ask the companies. It is pure: the same input gives the same bytes on every machine.
//
// It computes no score of a company; package scoring did. What has no rating is never filled with an average: it lowers
// the coverage, which stands beside every figure.
package screening

import (
	"vigil/internal/vigil"
)

// Company is what is on file about one organisation that the holdings were matched to.
type Company struct {
	Organisation vigil.Organisation
	Assessment   string             // code of the assessment that counts; empty: there is no final one
	Card         *vigil.Scorecard   // its result; nil: there is none
	Method       *vigil.Methodology // of the card, or else the newest: the words of caps and the weight of cases
	Allegations  []vigil.Allegation // on file; those withdrawn by the day of the run do not count
	Caps         []vigil.Cap        // on file; only those in force on the day count
	Rescored     *Rescored          // nil: the ruler did not move since the run before, or it cannot be told
}

// Rescored is a company's score with the ruler and the answers of different runs, by which a move of the ruler is told
// from a move of the company. NewAnswers nil means that the new answers do not fit the old ruler.
type Rescored struct {
	OldAnswers *vigil.Figure // the answers of the run before, under the ruler of this one
	NewAnswers *vigil.Figure // the answers of this run, under the ruler of the one before
}

// Input is all that a screening depends on.
type Input struct {
	Portfolio vigil.Portfolio
	Holdings  []vigil.Holding // matched; several lines may be of one organisation
	Companies map[string]*Company
	Rules     *vigil.RuleSet
	Method    *vigil.Methodology // of the rule set: its bands, and the rounding of every figure
	Previous  *vigil.Screening   // the last run that was kept; nil: this is the first
	Today     string             // what is known by this day counts, 2006-01-02
	Combine   bool               // also add the rulers together, and mark the figure
	Language  string
	// Gaps gives the gaps of a company's assessment, for the questions to it; nil, or a nil list: it is not asked.
	Gaps func(organisation string) *vigil.GapList
	// Item gives an item of the form that a company was assessed with: its question and levels word what is asked. Nil, or a
	// nil item: the title of the gap does.
	Item func(organisation, question string) *vigil.Indicator
}

// Screen runs the screening. Its number is that of the run before plus one.
func Screen(in Input) *vigil.Screening {
	r := newRun(in)
	r.positions()
	r.watch()
	r.judge()
	r.expose()
	r.flags()
	r.compare()
	r.ask()
	r.note()
	return r.out
}

// run is a screening in the making.
type run struct {
	in       Input
	out      *vigil.Screening
	base     sum // what is held long and in scope
	total    sum
	weights  map[*vigil.Position]*sum // as read, exact
	noWeight int
	before   map[string]*vigil.Position // of the run before, by organisation
}

func newRun(in Input) *run {
	r := &run{in: in, weights: map[*vigil.Position]*sum{}, before: map[string]*vigil.Position{}}
	p := in.Portfolio
	r.out = &vigil.Screening{Number: 1, Day: in.Today, Portfolio: p.Code, PortfolioName: p.Name, PortfolioVersion: p.Version, AsOf: p.AsOf,
		RuleSet: vigil.ScreeningRef{ID: in.Rules.ID, Edition: in.Rules.Edition, Digest: in.Rules.Digest, Title: in.Rules.Title.In(in.Language)},
		Draft:   in.Rules.Status == "draft" || in.Method.Draft(), Lines: len(in.Holdings),
		Apart: []vigil.Apart{}, RedFlags: []vigil.RedFlag{}, Watchlist: []vigil.WatchedCase{}, Asks: []vigil.CompanyAsks{}, Notes: []string{}}
	if in.Previous != nil {
		r.out.Number = in.Previous.Number + 1
		for i := range in.Previous.Positions {
			if x := &in.Previous.Positions[i]; x.Organisation != "" && !x.Short {
				r.before[x.Organisation] = x
			}
		}
	}
	return r
}

// figure rounds a value of 0..100 once, as the method does.
func (r *run) figure(v float64) *vigil.Figure { return vigil.NewFigure(v, r.in.Method.Rounding) }

// percent is what part of a whole a sum is; nil where the whole is nothing.
func (r *run) percent(part, whole *sum) *vigil.Figure {
	if whole.sign() <= 0 {
		return nil
	}
	var hundred sum
	hundred.digits.Mul(&part.digits, ten(2))
	hundred.scale = part.scale
	return r.figure(hundred.over(whole))
}
