package vigil

// PublicBenchmark is everything that leaves the house when a benchmark is published, and nothing else: the site, the open
// data in each of its formats and the scorecards to embed are written from this value alone. So none of its types holds a
// field that may not be read by everybody. Figures are as published, rounded by the method; one that does not exist is nil.
// Days are 2006-01-02. Every list is in the order in which it is shown.
type PublicBenchmark struct {
	ID          string             `json:"id"` // of the publication; stable through its editions
	Edition     string             `json:"edition"`
	Title       string             `json:"title"`
	Publisher   string             `json:"publisher"`
	Published   string             `json:"published"`
	Language    string             `json:"language"`
	Draft       string             `json:"draft,omitempty"`     // the draft mark of the method; on every page
	Fictional   bool               `json:"fictional,omitempty"` // the companies are invented
	Mode        Mode               `json:"mode"`
	Sector      PublicTerm         `json:"sector"`
	Form        PublicTerm         `json:"form"`        // id@edition
	Methodology PublicTerm         `json:"methodology"` // id@edition
	Column      string             `json:"column"`      // of weights that the ranked figure uses
	Evidence    PublicPeriod       `json:"evidence"`    // the first and last cut-off of those compared
	Ranked      bool               `json:"ranked"`
	Unranked    string             `json:"unranked,omitempty"` // why there are no ranks
	Companies   []PublicCompany    `json:"companies"`
	Groups      []PublicGroup      `json:"groups"`
	LeftOut     []PublicLeftOut    `json:"left_out"`
	Pillars     []PublicPillar     `json:"pillars"`
	Items       []PublicItem       `json:"items"`
	Provisions  []PublicProvision  `json:"provisions"`
	Bands       []PublicBand       `json:"bands"`
	CapRules    []PublicCapRule    `json:"cap_rules"`
	Spreads     []PublicSpread     `json:"spreads"`
	Tests       []PublicTest       `json:"tests"`
	Uncertainty *PublicDraws       `json:"uncertainty,omitempty"`
	Agreement   *PublicAgreement   `json:"agreement,omitempty"` // nil: there was no second coder
	Coverage    PublicCoverage     `json:"coverage"`
	Statement   PublicStatement    `json:"statement"`
	Corrections []PublicCorrection `json:"corrections"`
}

// PublicTerm is an id with its name.
type PublicTerm struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// PublicCompany is the published scorecard of one company. Its code is its stable id.
type PublicCompany struct {
	Code        string              `json:"code"`
	Name        string              `json:"name"`
	Country     string              `json:"country,omitempty"`
	Place       *PublicPlace        `json:"place"`    // nil: nothing is ranked
	Score       *float64            `json:"score"`    // the final by the default weights, from which the band comes
	Compared    *float64            `json:"compared"` // the figure that is ranked, by the weights of the column
	High        *float64            `json:"high"`     // the score if everything open were at its best
	Raw         *float64            `json:"raw"`
	Deduction   *float64            `json:"deduction"` // points that open allegations take off
	Band        string              `json:"band"`
	BandReasons []string            `json:"band_reasons,omitempty"`
	Coverage    *float64            `json:"coverage"`   // per cent
	Confidence  *float64            `json:"confidence"` // how well this is known
	Class       string              `json:"confidence_class"`
	Capped      bool                `json:"capped"`
	Watch       bool                `json:"watch"`
	Evidence    string              `json:"evidence_until"`
	Caps        []PublicCap         `json:"caps"` // lowest first
	Pillars     []PublicPillarScore `json:"pillars"`
	Items       []PublicItemScore   `json:"items"`
	Reply       PublicReply         `json:"reply"`
	NextBand    PublicNextBand      `json:"next_band"`
	NextRank    []string            `json:"next_rank,omitempty"` // what would change its rank, a sentence each
	Gaps        []PublicGap         `json:"gaps"`                // most urgent first
	GapCount    int                 `json:"gap_count"`
	Practices   []string            `json:"practices,omitempty"` // items fully met, with public evidence
	Sources     []PublicSource      `json:"sources"`
}

// PublicPlace is where a company stands, and how sure that is.
type PublicPlace struct {
	Rank   int  `json:"rank"` // 1 is best; equal figures share a rank (1, 2, 2, 4)
	Tied   bool `json:"tied"`
	Median int  `json:"median"` // of the ranks drawn
	Low    int  `json:"low"`    // best rank between the percentiles
	High   int  `json:"high"`   // worst
	Group  int  `json:"group"`
}

// PublicGroup is companies that cannot be told apart.
type PublicGroup struct {
	Number    int      `json:"number"`
	Companies []string `json:"companies"`
	Low       int      `json:"low"`
	High      int      `json:"high"`
}

// PublicCap is a ceiling in force, in words that name no person.
type PublicCap struct {
	Rule       string   `json:"rule"`
	Title      string   `json:"title"`
	AtMost     *float64 `json:"at_most"` // nil: it withdraws the rating
	Since      string   `json:"since,omitempty"`
	Governs    bool     `json:"governs"`
	LiftedWhen string   `json:"lifted_when"`
	Reply      string   `json:"reply"` // verbatim, or that there is none
	Replied    bool     `json:"replied"`
}

// PublicPillarScore is a pillar of a company.
type PublicPillarScore struct {
	Pillar   string   `json:"pillar"`
	Score    *float64 `json:"score"` // nil: not applicable, or without a score
	High     *float64 `json:"high"`
	CappedAt *float64 `json:"capped_at"` // how a cap shows it
	Band     string   `json:"band,omitempty"`
	Applies  bool     `json:"applies"`
}

// PublicItemScore is what was found on one item. Where it does not count, the reason stays in the house: that something is
// withheld would point to those whom it protects.
type PublicItemScore struct {
	Item    string   `json:"item"`
	Answer  string   `json:"answer,omitempty"` // level or option
	State   string   `json:"state"`            // answered, not disclosed, refused, not assessed, does not count
	Grade   Grade    `json:"grade,omitempty"`
	Counted *float64 `json:"counted"` // share of full credit, 0..1; nil: does not count
}

// PublicReply is what the company said about the draft of its scorecard, verbatim.
type PublicReply struct {
	Asked   string `json:"asked,omitempty"`
	Replied string `json:"replied,omitempty"` // empty: it did not reply
	Text    string `json:"text,omitempty"`
}

// PublicNextBand says what would lift a company to the next band.
type PublicNextBand struct {
	Band    string       `json:"band,omitempty"` // empty: it is in the highest
	From    *float64     `json:"from"`           // where the band begins
	Steps   []PublicStep `json:"steps,omitempty"`
	More    int          `json:"more,omitempty"` // steps that are not listed
	Blocked []string     `json:"blocked,omitempty"`
}

// PublicStep is one single step on one item, and the score after it.
type PublicStep struct {
	Item  string  `json:"item"`
	Asks  string  `json:"asks"`
	Score float64 `json:"score"`
}

// PublicGap is one gap in short.
type PublicGap struct {
	Item     string  `json:"item"`
	Priority string  `json:"priority"`
	Asks     string  `json:"asks"`   // what the next level asks
	Points   float64 `json:"points"` // of raw by closing it fully
}

// PublicSource is a document or page that anybody can read.
type PublicSource struct {
	Item  string `json:"item"`
	Title string `json:"title"`
	Link  string `json:"link,omitempty"`
	Grade Grade  `json:"grade"`
	Date  string `json:"date,omitempty"`
	Page  string `json:"page,omitempty"`
}

// PublicLeftOut is a company that is not compared, and why.
type PublicLeftOut struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	Reason string `json:"reason"`
	Why    string `json:"why"`
}

// PublicPillar is a column of the heat map, with its weight in the figure that is ranked.
type PublicPillar struct {
	ID      string  `json:"id"`
	Title   string  `json:"title"`
	Weight  float64 `json:"weight"`
	Default float64 `json:"default_weight"`
}

// PublicItem is a question of the form.
type PublicItem struct {
	ID         string   `json:"id"`
	Title      string   `json:"title"`
	Pillar     string   `json:"pillar"`
	Provisions []string `json:"provisions"`
	Kind       string   `json:"kind"`
	Weight     float64  `json:"weight"`
}

// PublicProvision counts companies by how far they keep one promise.
type PublicProvision struct {
	ID         string `json:"id"`
	Text       string `json:"text"`
	Items      int    `json:"items"`
	Companies  int    `json:"companies"` // to which it applies
	Level0     int    `json:"level_0"`   // under a quarter of full credit
	Level1     int    `json:"level_1"`   // from a quarter
	Level2     int    `json:"level_2"`   // from a half
	Level3     int    `json:"level_3"`   // in full
	NotApplied int    `json:"not_applied"`
}

// PublicBand is a band of the method.
type PublicBand struct {
	ID        string  `json:"id"`
	Title     string  `json:"title"`
	Meaning   string  `json:"meaning"`
	From      float64 `json:"from"`
	Companies int     `json:"companies"`
}

// PublicCapRule is a ceiling that the method knows.
type PublicCapRule struct {
	ID        string   `json:"id"`
	Title     string   `json:"title"`
	AtMost    *float64 `json:"at_most"` // the lowest of its limits; nil: it withdraws the rating
	Companies int      `json:"companies"`
}

// PublicSpread is quartiles of published figures; nil where too few companies have one.
type PublicSpread struct {
	Node      string   `json:"node"` // total, or a pillar
	Companies int      `json:"companies"`
	Least     *float64 `json:"least"`
	First     *float64 `json:"first_quartile"`
	Middle    *float64 `json:"median"`
	Third     *float64 `json:"third_quartile"`
	Greatest  *float64 `json:"greatest"`
}

// PublicTest is the ranking with one part left out, beside the published one.
type PublicTest struct {
	Kind  string `json:"kind"` // pillar, item, undisclosed
	Left  string `json:"left_out,omitempty"`
	Moved int    `json:"moved"` // companies whose rank changes
	Most  int    `json:"most"`  // places, of the one that moves most
	Mover string `json:"mover,omitempty"`
}

// PublicDraws is how the uncertainty of ranks was drawn.
type PublicDraws struct {
	Draws     int     `json:"draws"`
	Seed      string  `json:"seed"` // a number of 64 bits, as text, since readers of JSON round such numbers
	Swing     float64 `json:"swing"`
	Low       int     `json:"low_percentile"`
	High      int     `json:"high_percentile"`
	Coders    int     `json:"coders"`
	Companies int     `json:"companies_coded_twice"`
	Items     int     `json:"items_coded_twice"`
	Differing int     `json:"items_differing"`
}

// PublicAgreement is how far coders agreed before anything was settled; nil: undefined.
type PublicAgreement struct {
	Coders    int                 `json:"coders"`
	Companies int                 `json:"companies"`
	Items     int                 `json:"items"`
	Percent   *float64            `json:"percent"`
	Kappa     *float64            `json:"kappa"`
	Linear    *float64            `json:"kappa_linear"`
	Quadratic *float64            `json:"kappa_quadratic"`
	Nominal   *float64            `json:"alpha_nominal"`
	Alpha     *float64            `json:"alpha_ordinal"`
	Interval  *float64            `json:"alpha_interval"`
	Pillars   []PublicPillarAlpha `json:"pillars,omitempty"`
	Weak      []string            `json:"weak_items,omitempty"`
}

// PublicPillarAlpha is the agreement on the items of one pillar.
type PublicPillarAlpha struct {
	Pillar  string   `json:"pillar"`
	Percent *float64 `json:"percent"`
	Alpha   *float64 `json:"alpha_ordinal"`
}

// PublicCoverage are the thresholds of the method, in per cent.
type PublicCoverage struct {
	Provisional float64 `json:"provisional_below"`
	NotRated    float64 `json:"not_rated_below"`
}

// PublicStatement is what the publisher says beside the figures.
type PublicStatement struct {
	Research  PublicPeriod  `json:"research"`
	Scope     string        `json:"scope"`
	Selection string        `json:"selection"`
	Limits    string        `json:"limits"`
	Funding   string        `json:"funding"`
	Conflicts string        `json:"conflicts"`
	Contact   string        `json:"contact"`
	Licence   PublicLicence `json:"licence"`
}

// PublicCorrection is one change after publication.
type PublicCorrection struct {
	Date    string `json:"date"`
	Company string `json:"company,omitempty"` // code; empty: it concerns all
	What    string `json:"what"`
	Why     string `json:"why"`
}

// PublicPeriod is a span of days.
type PublicPeriod struct {
	From  string `json:"from"`
	Until string `json:"until"`
}

// PublicLicence names the terms on which others may use the data.
type PublicLicence struct {
	ID   string `json:"id"` // SPDX, such as CC-BY-4.0
	Link string `json:"link"`
}
