package benchmark

import (
	"vigil/internal/scoring"
	"vigil/internal/vigil"
)

// Entry is one assessment that may take part in a benchmark.
type Entry struct {
	Assessment string             // its code; empty where files are compared
	Input      scoring.Input      // the settled answers, from which the published score comes
	Card       *vigil.Scorecard   // that score; a final assessment keeps the one that it was finalised with. Nil: Run scores the input
	Codings    [][]vigil.Answer   // what each coder answered before anything was settled, in the order of the coders; nil: nobody coded twice
	Evidence   []vigil.Evidence   // what the settled answers rest on
	Reply      vigil.CompanyReply // what the company said about the draft
}

// Options choose who is compared, and how the uncertainty of ranks is drawn.
type Options struct {
	Sector string     // companies whose primary sector this is; empty: all, by the default weights
	Form   string     // id or id@edition; empty: the one that most of those who could be ranked have answered
	Mode   vigil.Mode // empty: BENCH
	Seed   uint64     // printed with the result; the same seed gives the same draws on every machine
	Draws  int        // 0: 1,000
}

// The rules of methodology 4.9 that are no options.
const (
	LeastRanked  = 8    // below so many companies there are bands and no ranks
	LeastSpread  = 5    // below so many companies there are no quartiles
	DefaultDraws = 1000 // of the rank intervals
	WeightSwing  = 0.25 // each pillar weight is multiplied by 1 ± at most this
	IntervalLow  = 5    // percentiles of the interval
	IntervalHigh = 95
)

// Result is a benchmark: who stands where, how sure that is, and who was left out and why. Every list is in a fixed order,
// and the same entries in another order give the same result.
type Result struct {
	Sector      string // as asked
	Column      string // of weights of the figure that is ranked: default, or the sector
	Form        string // id@edition
	Methodology string // id@edition
	Mode        vigil.Mode
	Cutoffs     Span // of those compared
	Seed        uint64
	Draws       int

	Ranked    bool    // false: bands are published instead
	Unranked  string  // why there are no ranks
	Places    []Place // best first, ties by code; where nothing is ranked by band and name
	Groups    []Group // best first; empty where nothing is ranked
	LeftOut   []LeftOut
	Coding    Coding
	Agreement *Agreement // of the coders of those compared; nil: nobody was coded twice

	PillarTests []Test      // the ranking without one pillar, in declared order
	ItemTests   []Test      // the ranking without one item, those that move most companies first
	Undisclosed *Test       // the ranking with what is not disclosed set to the mean of its pillar; a side run only
	Spreads     []Spread    // the total, then each pillar
	Pillars     []string    // ids, in declared order: the columns of the heat map, whose cells are in the places
	Provisions  []Provision // in the order of the form
	Leaders     []string    // codes; empty where intervals overlap
	Laggards    []string
	Practices   []Practice
}

// Span is the first and last of some days, 2006-01-02.
type Span struct{ First, Last string }

// Place is one company in a benchmark.
type Place struct {
	Entry                   // as given
	Figure    *vigil.Figure // what is ranked: the final by the weights of the column
	Rank      int           // 1 is best; 0: nothing is ranked
	Tied      bool          // shares its rank
	Median    int           // of the ranks drawn
	Low, High int           // best and worst rank between the percentiles 5 and 95
	Group     int           // 1 is best; companies of one group are not distinguishable
	Pillars   []Cell        // one for each of Result.Pillars
	Change    Change
}

// Group is companies whose rank intervals, their published ranks included, overlap, directly or through others. A group of several has no order that can be
// told from chance.
type Group struct {
	Number    int
	Companies []string // codes, in the order of the places
	Low, High int      // best and worst rank of its intervals
}

// LeftOut is an entry that is not compared.
type LeftOut struct {
	Subject    vigil.Subject
	Assessment string
	Reason     Reason
	Why        string // in words
	Card       *vigil.Scorecard
}

// Reason is why an entry is not compared.
type Reason string

// The reasons, in the order in which they are looked at.
const (
	OtherSector  Reason = "other sector"
	OtherMode    Reason = "other mode"
	OtherForm    Reason = "other form"
	OtherEdition Reason = "other edition"
	Superseded   Reason = "superseded" // the company has a later assessment
	RatingGone   Reason = "withdrawn"
	NotRated     Reason = "not rated"
	Provisional  Reason = "provisional"
)

// Coding says what the coders' files gave to the draws.
type Coding struct {
	Coders    int // most coders of one company
	Companies int // with two coders or more
	Items     int // of all companies, coded by two or more
	Differing int // of them, on which what counts differs
	Settled   int // of all items coded twice, with a settled answer outside what the coders gave: it rests on more than they saw, and stands
}

// Test is a ranking under one changed rule, beside the published one.
type Test struct {
	Left  string // id of the pillar or item left out; empty: none
	Ranks []int  // of Result.Places, in their order; 0: no figure is left
	Moved int    // companies whose rank changes
	Most  int    // places by which the one that moves most moves
	Mover string // code of that company, the first where several move as far; empty: none moves
}

// Spread is quartiles of published figures (nearest rank). Least to Greatest are nil where fewer than five companies have a
// figure.
type Spread struct {
	Node                                  string // total or a pillar
	Companies                             int    // that have a figure
	Least, First, Middle, Third, Greatest *vigil.Figure
}

// Cell is a pillar of a company in the heat map.
type Cell struct {
	Value    *vigil.Figure // nil: no item applies, or none has a score
	Applies  bool
	CappedAt *float64 // how a cap in force shows this pillar
	Band     string   // of the number as shown
}

// ProvisionLevels are the levels that a company can have on a provision: 0 under a quarter of full credit over its items,
// 1 from a quarter, 2 from a half, 3 in full.
const ProvisionLevels = 4

// Provision counts companies by how far they meet one provision.
type Provision struct {
	ID         string
	Items      int                  // of the form
	Companies  int                  // to which an item of it applies
	Counts     [ProvisionLevels]int // companies at each level; they add up to Companies
	NotApplied int                  // companies to which none applies
}

// Practice is an item fully met by a company, with public evidence that anybody can read.
type Practice struct {
	Question, Company string
	Evidence          []vigil.Evidence // public, with a link
}

// Change says what would move a company in the ranking, all others held still.
type Change struct {
	NextRank  *vigil.Figure // points up to the figure of the next better company; nil: it leads
	NextGroup *vigil.Figure // points up to the least figure of the next better group; nil: it is in the first
	Lead      *vigil.Figure // points down to the next lower figure; nil: nobody is below
	Step      *Step         // the smallest single step on one gap that betters the rank; nil: no single step does
	Held      string        // the cap that holds the figure down, so that no gap moves it; empty: none
}

// Step is one single step on a gap, and where it leads.
type Step struct {
	scoring.SingleStep
	Figure *vigil.Figure // of the company after it
	Rank   int
}
