package vigil

// PublicBenchmark is everything that leaves the house when a benchmark is published, and nothing else: the site, the open
// data in each of its formats and the scorecards to embed are written from this value alone. So none of its types holds a
// field that may not be read by everybody, and each says by its tag of what class it is (package publish). Figures are as
// published, rounded by the method; one that does not exist is nil. Days are 2006-01-02. Every list is in the order in which
// it is shown.
type PublicBenchmark struct {
	ID          string             `json:"id" public:"id"` // of the publication; stable through its editions
	Edition     string             `json:"edition" public:"id"`
	Title       string             `json:"title" public:"text"`
	Publisher   string             `json:"publisher" public:"name"`
	Published   string             `json:"published" public:"date"`
	Language    string             `json:"language" public:"term"`
	Draft       string             `json:"draft,omitempty" public:"text"`     // the draft mark of the method; on every page
	Fictional   bool               `json:"fictional,omitempty" public:"flag"` // the companies are invented
	Mode        Mode               `json:"mode" public:"term"`
	Decimals    int                `json:"decimals" public:"figure"` // of every score
	Sector      PublicTerm         `json:"sector"`
	Form        PublicTerm         `json:"form"`               // id@edition
	Methodology PublicTerm         `json:"methodology"`        // id@edition
	Column      string             `json:"column" public:"id"` // of weights that the ranked figure uses
	Evidence    PublicPeriod       `json:"evidence"`           // the first and last cut-off of those compared
	Ranked      bool               `json:"ranked" public:"flag"`
	Unranked    string             `json:"unranked,omitempty" public:"text"` // why there are no ranks
	Companies   []PublicCompany    `json:"companies"`
	Groups      []PublicGroup      `json:"groups"`
	LeftOut     []PublicLeftOut    `json:"left_out"`
	Pillars     []PublicPillar     `json:"pillars"`
	Items       []PublicItem       `json:"items"`
	Provisions  []PublicProvision  `json:"provisions"`
	Bands       []PublicBand       `json:"bands"`
	CapRules    []PublicCapRule    `json:"cap_rules"`
	Leaders     []string           `json:"leaders" public:"id"`  // codes: in the two best bands, and apart from everybody below
	Laggards    []string           `json:"laggards" public:"id"` // in the two lowest, and apart from everybody above
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
	ID    string `json:"id" public:"id"`
	Title string `json:"title" public:"name"`
}

// PublicCompany is the published scorecard of one company. Its code is its stable id.
type PublicCompany struct {
	Code        string              `json:"code" public:"id"`
	Name        string              `json:"name" public:"name"`
	Country     string              `json:"country,omitempty" public:"term"`
	Place       *PublicPlace        `json:"place"`                    // nil: nothing is ranked
	Score       *float64            `json:"score" public:"figure"`    // the final by the default weights, from which the band comes
	Compared    *float64            `json:"compared" public:"figure"` // the figure that is ranked, by the weights of the column
	High        *float64            `json:"high" public:"figure"`     // the score if everything open were at its best
	Raw         *float64            `json:"raw" public:"figure"`
	Deduction   *float64            `json:"deduction" public:"figure"` // points that open allegations take off
	Band        string              `json:"band" public:"term"`
	BandReasons []string            `json:"band_reasons,omitempty" public:"text"`
	Coverage    *float64            `json:"coverage" public:"figure"`   // per cent
	Confidence  *float64            `json:"confidence" public:"figure"` // how well this is known
	Class       string              `json:"confidence_class" public:"term"`
	Capped      bool                `json:"capped" public:"flag"`
	Watch       bool                `json:"watch" public:"flag"`
	Evidence    string              `json:"evidence_until" public:"date"`
	Caps        []PublicCap         `json:"caps"` // lowest first
	Pillars     []PublicPillarScore `json:"pillars"`
	Items       []PublicItemScore   `json:"items"`
	Reply       PublicReply         `json:"reply"`
	NextBand    PublicNextBand      `json:"next_band"`
	NextRank    []string            `json:"next_rank,omitempty" public:"text"` // what would change its rank, a sentence each
	Gaps        []PublicGap         `json:"gaps"`                              // most urgent first
	GapCount    int                 `json:"gap_count" public:"count"`
	Practices   []string            `json:"practices,omitempty" public:"id"` // items fully met, with public evidence
	Sources     []PublicSource      `json:"sources"`
}

// PublicPlace is where a company stands, and how sure that is.
type PublicPlace struct {
	Rank   int  `json:"rank" public:"figure"` // 1 is best; equal figures share a rank (1, 2, 2, 4)
	Tied   bool `json:"tied" public:"flag"`
	Median int  `json:"median" public:"figure"` // of the ranks drawn
	Low    int  `json:"low" public:"figure"`    // best rank between the percentiles
	High   int  `json:"high" public:"figure"`   // worst
	Group  int  `json:"group" public:"figure"`
}

// PublicGroup is companies that cannot be told apart.
type PublicGroup struct {
	Number    int      `json:"number" public:"figure"`
	Companies []string `json:"companies" public:"id"`
	Low       int      `json:"low" public:"figure"`
	High      int      `json:"high" public:"figure"`
}

// PublicCap is a ceiling in force, in words that name no person.
type PublicCap struct {
	Rule       string   `json:"rule" public:"id"`
	Title      string   `json:"title" public:"name"`
	AtMost     *float64 `json:"at_most" public:"figure"` // nil: it withdraws the rating
	Since      string   `json:"since,omitempty" public:"date"`
	Governs    bool     `json:"governs" public:"flag"`
	LiftedWhen string   `json:"lifted_when" public:"text"`
	Reply      string   `json:"reply" public:"reply"` // verbatim, or that there is none
	Replied    bool     `json:"replied" public:"flag"`
}

// PublicPillarScore is a pillar of a company.
type PublicPillarScore struct {
	Pillar   string   `json:"pillar" public:"id"`
	Score    *float64 `json:"score" public:"figure"` // nil: not applicable, or without a score
	High     *float64 `json:"high" public:"figure"`
	CappedAt *float64 `json:"capped_at" public:"figure"` // how a cap shows it
	Band     string   `json:"band,omitempty" public:"term"`
	Applies  bool     `json:"applies" public:"flag"`
}

// PublicItemScore is what was found on one item. Where it does not count, the reason stays in the house: that something is
// withheld would point to those whom it protects.
type PublicItemScore struct {
	Item    string   `json:"item" public:"id"`
	Answer  string   `json:"answer,omitempty" public:"term"` // level or option
	State   string   `json:"state" public:"term"`            // answered, not disclosed, refused, not assessed, does not count
	Grade   Grade    `json:"grade,omitempty" public:"term"`
	Counted *float64 `json:"counted" public:"figure"` // share of full credit, 0..1; nil: does not count
}

// PublicReply is what the company said about the draft of its scorecard, verbatim.
type PublicReply struct {
	Asked   string `json:"asked,omitempty" public:"date"`
	Replied string `json:"replied,omitempty" public:"date"` // empty: it did not reply
	Text    string `json:"text,omitempty" public:"reply"`
}

// PublicNextBand says what would lift a company to the next band.
type PublicNextBand struct {
	Band    string       `json:"band,omitempty" public:"term"` // empty: it is in the highest
	From    *float64     `json:"from" public:"figure"`         // where the band begins
	Steps   []PublicStep `json:"steps,omitempty"`
	More    int          `json:"more,omitempty" public:"count"` // steps that are not listed
	Blocked []string     `json:"blocked,omitempty" public:"text"`
}

// PublicStep is one single step on one item, and the score after it.
type PublicStep struct {
	Item  string  `json:"item" public:"id"`
	Asks  string  `json:"asks" public:"text"`
	Score float64 `json:"score" public:"figure"`
}

// PublicGap is one gap in short.
type PublicGap struct {
	Item     string  `json:"item" public:"id"`
	Priority string  `json:"priority" public:"term"`
	Asks     string  `json:"asks" public:"text"`     // what the next level asks
	Points   float64 `json:"points" public:"figure"` // of raw by closing it fully
}

// PublicSource is a document or page that anybody can read.
type PublicSource struct {
	Item  string `json:"item" public:"id"`
	Title string `json:"title" public:"text"`
	Link  string `json:"link,omitempty" public:"link"`
	Grade Grade  `json:"grade" public:"term"`
	Date  string `json:"date,omitempty" public:"date"`
	Page  string `json:"page,omitempty" public:"text"`
}

// PublicLeftOut is a company that is not compared, and why.
type PublicLeftOut struct {
	Code   string      `json:"code" public:"id"`
	Name   string      `json:"name" public:"name"`
	Reason string      `json:"reason" public:"term"`
	Why    string      `json:"why" public:"text"`
	Reply  PublicReply `json:"reply"`
}

// PublicPillar is a column of the heat map, with its weight in the figure that is ranked.
type PublicPillar struct {
	ID      string  `json:"id" public:"id"`
	Title   string  `json:"title" public:"name"`
	Weight  float64 `json:"weight" public:"figure"`
	Default float64 `json:"default_weight" public:"figure"`
}

// PublicItem is a question of the form.
type PublicItem struct {
	ID         string   `json:"id" public:"id"`
	Title      string   `json:"title" public:"text"`
	Pillar     string   `json:"pillar" public:"id"`
	Provisions []string `json:"provisions" public:"id"`
	Kind       string   `json:"kind" public:"term"`
	Weight     float64  `json:"weight" public:"figure"`
}

// PublicProvision counts companies by how far they keep one promise.
type PublicProvision struct {
	ID         string `json:"id" public:"id"`
	Text       string `json:"text" public:"text"`
	Items      int    `json:"items" public:"count"`
	Companies  int    `json:"companies" public:"count"` // to which it applies
	Level0     int    `json:"level_0" public:"count"`   // under a quarter of full credit
	Level1     int    `json:"level_1" public:"count"`   // from a quarter
	Level2     int    `json:"level_2" public:"count"`   // from a half
	Level3     int    `json:"level_3" public:"count"`   // in full
	NotApplied int    `json:"not_applied" public:"count"`
}

// PublicBand is a band of the method.
type PublicBand struct {
	ID        string  `json:"id" public:"id"`
	Title     string  `json:"title" public:"name"`
	Meaning   string  `json:"meaning" public:"text"`
	From      float64 `json:"from" public:"figure"`
	Companies int     `json:"companies" public:"count"`
}

// PublicCapRule is a ceiling that the method knows.
type PublicCapRule struct {
	ID        string   `json:"id" public:"id"`
	Title     string   `json:"title" public:"name"`
	AtMost    *float64 `json:"at_most" public:"figure"` // the lowest of its limits; nil: it withdraws the rating
	Companies int      `json:"companies" public:"count"`
}

// PublicSpread is quartiles of published figures; nil where too few companies have one.
type PublicSpread struct {
	Node      string   `json:"node" public:"id"` // total, or a pillar
	Companies int      `json:"companies" public:"count"`
	Least     *float64 `json:"least" public:"figure"`
	First     *float64 `json:"first_quartile" public:"figure"`
	Middle    *float64 `json:"median" public:"figure"`
	Third     *float64 `json:"third_quartile" public:"figure"`
	Greatest  *float64 `json:"greatest" public:"figure"`
}

// PublicTest is the ranking with one part left out, beside the published one.
type PublicTest struct {
	Kind  string `json:"kind" public:"term"` // pillar, item, undisclosed
	Left  string `json:"left_out,omitempty" public:"id"`
	Moved int    `json:"moved" public:"count"` // companies whose rank changes
	Most  int    `json:"most" public:"count"`  // places, of the one that moves most
	Mover string `json:"mover,omitempty" public:"id"`
}

// PublicDraws is how the uncertainty of ranks was drawn.
type PublicDraws struct {
	Draws     int     `json:"draws" public:"count"`
	Seed      string  `json:"seed" public:"figure"` // a number of 64 bits, as text, since readers of JSON round such numbers
	Swing     float64 `json:"swing" public:"figure"`
	Low       int     `json:"low_percentile" public:"figure"`
	High      int     `json:"high_percentile" public:"figure"`
	Coders    int     `json:"coders" public:"count"`
	Companies int     `json:"companies_coded_twice" public:"count"`
	Items     int     `json:"items_coded_twice" public:"count"`
	Differing int     `json:"items_differing" public:"count"`
	Settled   int     `json:"items_settled_outside" public:"count"` // with an answer that no coder gave
}

// PublicAgreement is how far coders agreed before anything was settled; nil: undefined.
type PublicAgreement struct {
	Coders    int                 `json:"coders" public:"count"`
	Companies int                 `json:"companies" public:"count"`
	Items     int                 `json:"items" public:"count"`
	Percent   *float64            `json:"percent" public:"figure"`
	Kappa     *float64            `json:"kappa" public:"figure"`
	Linear    *float64            `json:"kappa_linear" public:"figure"`
	Quadratic *float64            `json:"kappa_quadratic" public:"figure"`
	Nominal   *float64            `json:"alpha_nominal" public:"figure"`
	Alpha     *float64            `json:"alpha_ordinal" public:"figure"`
	Interval  *float64            `json:"alpha_interval" public:"figure"`
	Pillars   []PublicPillarAlpha `json:"pillars,omitempty"`
	Weak      []string            `json:"weak_items,omitempty" public:"id"`
}

// PublicPillarAlpha is the agreement on the items of one pillar.
type PublicPillarAlpha struct {
	Pillar  string   `json:"pillar" public:"id"`
	Percent *float64 `json:"percent" public:"figure"`
	Alpha   *float64 `json:"alpha_ordinal" public:"figure"`
}

// PublicCoverage are the thresholds of the method, in per cent.
type PublicCoverage struct {
	Provisional float64 `json:"provisional_below" public:"figure"`
	NotRated    float64 `json:"not_rated_below" public:"figure"`
}

// PublicStatement is what the publisher says beside the figures.
type PublicStatement struct {
	Research  PublicPeriod  `json:"research"`
	Scope     string        `json:"scope" public:"text"`
	Selection string        `json:"selection" public:"text"`
	Limits    string        `json:"limits" public:"text"`
	Funding   string        `json:"funding" public:"text"`
	Conflicts string        `json:"conflicts" public:"text"`
	Contact   string        `json:"contact" public:"text"`
	Licence   PublicLicence `json:"licence"`
}

// PublicCorrection is one change after publication.
type PublicCorrection struct {
	Date    string `json:"date" public:"date"`
	Company string `json:"company,omitempty" public:"id"` // code; empty: it concerns all
	What    string `json:"what" public:"text"`
	Why     string `json:"why" public:"text"`
}

// PublicPeriod is a span of days.
type PublicPeriod struct {
	From  string `json:"from" public:"date"`
	Until string `json:"until" public:"date"`
}

// PublicLicence names the terms on which others may use the data.
type PublicLicence struct {
	ID   string `json:"id" public:"id"` // SPDX, such as CC-BY-4.0
	Link string `json:"link" public:"link"`
}
