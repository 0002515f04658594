package vigil

import "slices"

// Ruler is what a score was measured with. Figures of different rulers are never averaged in silence: each has its own
// portfolio score, and a combined one is made only where somebody asks for it, and marked.
type Ruler struct {
	Mode          Mode   `json:"mode"`
	Questionnaire string `json:"questionnaire"` // id@edition
	Methodology   string `json:"methodology"`   // id@edition
}

// Outcome is what a rule set says about a position, from the mildest to the strictest.
type Outcome string

// The outcomes of a screening.
const (
	Pass     Outcome = "pass"
	Engage   Outcome = "engage"
	Escalate Outcome = "escalate"
	Exclude  Outcome = "exclude"
)

// Outcomes lists all outcomes that a rule can give, the mildest first.
var Outcomes = []Outcome{Pass, Engage, Escalate, Exclude}

// What stands in place of an outcome where nothing is known to decide on, and a rule set names none for it. It is work
// for the investor, and neither a pass nor a word about the company.
const (
	MatchFirst  Outcome = "match first"  // no company is known behind the holding
	RateFirst   Outcome = "rate first"   // the company has no rating: ask it to answer, or research it
	LookThrough Outcome = "look through" // a fund: its own holdings decide
)

// Undecided lists what stands in place of an outcome.
var Undecided = []Outcome{MatchFirst, RateFirst, LookThrough}

// Decided reports whether rules decided: false where nothing is known to decide on.
func (o Outcome) Decided() bool { return slices.Contains(Outcomes, o) }

// Strictness orders outcomes: 0 for pass, 3 for exclude, -1 for what is none.
func (o Outcome) Strictness() int { return slices.Index(Outcomes, o) }

// Stricter gives the stricter of two outcomes.
func (o Outcome) Stricter(other Outcome) Outcome {
	if other.Strictness() > o.Strictness() {
		return other
	}
	return o
}

// PositionStatus says whether a position takes part in the portfolio's score, and if not, why.
type PositionStatus string

// The statuses. Rated and provisional positions have a score; not rated, not matched and fund positions are in scope
// without one and lower the coverage; what is out of scope (cash and the like) and what is held short stand apart.
const (
	PositionRated       PositionStatus = "rated"
	PositionProvisional PositionStatus = "provisional" // rated, on a coverage that is too low for a ranking
	PositionNotRated    PositionStatus = "not rated"   // matched, without a rating
	PositionNotMatched  PositionStatus = "not matched"
	PositionFund        PositionStatus = "fund" // not looked through
	PositionOutOfScope  PositionStatus = "out of scope"
	PositionShort       PositionStatus = "short"
)

// Screening is one run over a portfolio: the weighted score with its coverage, the outcome of each position, red flags,
// the watchlist, what changed since the run before, and what to ask the companies. Weights are shares, 1 for the whole
// of what is held long and in scope; figures are on 0..100. Everything is sorted, so that the same input gives the same
// bytes.
type Screening struct {
	Number           int              `json:"number"` // of the run, counted from 1 in each portfolio; 0: not kept
	Day              string           `json:"day"`    // what was known by this day was counted, 2006-01-02
	Anonymous        bool             `json:"anonymous,omitempty"`
	Portfolio        string           `json:"portfolio"` // code
	PortfolioName    string           `json:"portfolio_name"`
	PortfolioVersion int              `json:"portfolio_version"`
	AsOf             string           `json:"as_of"` // the day of the holdings
	RuleSet          ScreeningRef     `json:"rule_set"`
	Draft            bool             `json:"draft"` // the method or the rule set is a draft
	Lines            int              `json:"lines"` // of the list of holdings
	Total            float64          `json:"total"` // the weights of all lines added up, as read
	Base             float64          `json:"base"`  // the weight held long and in scope, as read; every share is of this
	Apart            []Apart          `json:"apart"` // what is not part of the base: cash and the like, shorts
	Whole            Exposure         `json:"whole"`
	Sectors          []Exposure       `json:"sectors"`   // heaviest first
	Countries        []Exposure       `json:"countries"` // heaviest first
	Bands            []Exposure       `json:"bands"`     // best first, then what has none
	Outcomes         []OutcomeShare   `json:"outcomes"`  // strictest first, then what is undecided; the shares add up to the whole
	Positions        []Position       `json:"positions"` // heaviest first; then what stands apart
	RedFlags         []RedFlag        `json:"red_flags"` // gravest first
	Watchlist        []WatchedCase    `json:"watchlist"` // most serious first
	Changes          *ScreeningChange `json:"changes"`   // nil: the first run
	Asks             []CompanyAsks    `json:"asks"`      // strictest outcome first
	Own              *OwnResult       `json:"own"`       // the investor's own assessment; nil: none was named
	Notes            []string         `json:"notes"`     // what a reader must know: weights that do not add up, mixed rulers, expired exceptions
}

// ScreeningRun is a run over a portfolio that was kept.
type ScreeningRun struct {
	Number  int    `json:"number"`
	Day     string `json:"day"`
	RuleSet string `json:"rule_set"` // id@edition
	Person  string `json:"person"`
	Kept    string `json:"kept"` // the day it was put on file
}

// ScreeningRef names a rule set exactly.
type ScreeningRef struct {
	ID      string `json:"id"`
	Edition string `json:"edition"`
	Digest  string `json:"digest"` // SHA-256 of the file, hex
	Title   string `json:"title"`
}

// Ref is the rule set as id@edition.
func (r ScreeningRef) Ref() string { return r.ID + "@" + r.Edition }

// Apart is a part of the list that is neither in the score nor in its coverage.
type Apart struct {
	Kind   string  `json:"kind"`   // of holding: cash, derivative, other, short
	Lines  int     `json:"lines"`  // of the list
	Weight float64 `json:"weight"` // as read, so negative for what is held short
}

// Exposure is the arithmetic over a set of positions: the whole, a sector, a country or a band. Every share is of the
// weight of the set, in per cent.
type Exposure struct {
	Key         string           `json:"key"` // empty for the whole, and where it is not known
	Title       string           `json:"title"`
	Positions   int              `json:"positions"`
	Weight      float64          `json:"weight"`   // of the base, 0..1
	Coverage    *Figure          `json:"coverage"` // rated, provisional included; nil: the set weighs nothing
	Provisional *Figure          `json:"provisional"`
	Capped      *Figure          `json:"capped"`    // a cap in force, also where it does not bind
	LowBands    *Figure          `json:"low_bands"` // in D and E
	NotRated    *Figure          `json:"not_rated"`
	NotMatched  *Figure          `json:"not_matched"`
	Funds       *Figure          `json:"funds"`
	Scores      []PortfolioScore `json:"scores"`   // one for each ruler, the heaviest first
	Combined    *PortfolioScore  `json:"combined"` // over all rulers; nil unless it was asked for and there are several
}

// PortfolioScore is Σ weight × score ÷ Σ weight over the rated positions measured with one ruler.
type PortfolioScore struct {
	Ruler     Ruler   `json:"ruler"` // empty for a combined figure
	Positions int     `json:"positions"`
	Weight    float64 `json:"weight"`   // rated with this ruler, of the base, 0..1
	Coverage  *Figure `json:"coverage"` // the same in per cent of the set
	Score     *Figure `json:"score"`
	High      *Figure `json:"high"`    // if everything open at these positions were at its best
	Floor     *Figure `json:"floor"`   // the whole set can stand no lower, whatever the positions without a score turn out to be
	Ceiling   *Figure `json:"ceiling"` // nor higher
	Up        []Pull  `json:"up"`      // the positions that lift the score most
	Down      []Pull  `json:"down"`    // and those that hold it down most
}

// Pull is how far one position moves the score away from the mean of its ruler: share of the rated weight × (score −
// portfolio score). All pulls of a ruler add up to 0.
type Pull struct {
	Organisation string  `json:"organisation"`
	Name         string  `json:"name"`
	Share        float64 `json:"share"` // of the weight rated with this ruler, 0..1
	Score        *Figure `json:"score"`
	Points       float64 `json:"points"`
}

// Position is all that is held of one issuer on one side: several securities of a company are added up, and what is
// held short is never set off against what is held long. A line that matches no organisation is its own position.
type Position struct {
	Key          string          `json:"key"` // organisation code, or line:N
	Organisation string          `json:"organisation,omitempty"`
	Name         string          `json:"name"`
	LEI          string          `json:"lei,omitempty"`
	ISINs        []string        `json:"isins,omitempty"`
	Country      string          `json:"country,omitempty"`
	Sector       string          `json:"sector,omitempty"`
	Kinds        []string        `json:"kinds"` // equity, bond, ...
	Lines        []int           `json:"lines"` // of the list of holdings
	Short        bool            `json:"short,omitempty"`
	Weight       float64         `json:"weight"` // as read
	Share        float64         `json:"share"`  // of the base, 0..1; 0 for what stands apart
	Status       PositionStatus  `json:"status"`
	Why          string          `json:"why,omitempty"` // there is no rating
	Assessment   string          `json:"assessment,omitempty"`
	Ruler        *Ruler          `json:"ruler,omitempty"`
	Cutoff       string          `json:"cutoff,omitempty"` // the data's date
	Score        *Figure         `json:"score"`
	High         *Figure         `json:"high"`
	Raw          *Figure         `json:"raw"`
	Band         string          `json:"band,omitempty"` // NR where it is not rated, empty where it is not matched
	BandTitle    string          `json:"band_title,omitempty"`
	Coverage     *Figure         `json:"coverage"`
	Confidence   *Figure         `json:"confidence"`
	Trust        string          `json:"trust,omitempty"` // the class of confidence: high, medium, low
	Pillars      []PillarFigure  `json:"pillars,omitempty"`
	Caps         []PositionCap   `json:"caps,omitempty"` // in force on the day, lowest first
	Cases        int             `json:"cases"`          // open allegations
	Seriousness  float64         `json:"seriousness"`    // the greatest severity × credibility × link among them
	Watch        bool            `json:"watch"`
	Outcome      Outcome         `json:"outcome,omitempty"` // empty for what stands apart
	Rule         string          `json:"rule,omitempty"`    // that decided; empty: the default, or what holds without a rating
	Reason       string          `json:"reason,omitempty"`
	Reasons      []RuleFinding   `json:"reasons,omitempty"` // every rule that holds, or that cannot be decided
	Change       *PositionChange `json:"change,omitempty"`  // since the run before
}

// PillarFigure is the score of one pillar.
type PillarFigure struct {
	ID    string  `json:"id"`
	Title string  `json:"title"`
	Score *Figure `json:"score"` // nil: left out
}

// PositionCap is a cap in force on the day of the run.
type PositionCap struct {
	Rule    string   `json:"rule"`
	Title   string   `json:"title"`
	AtMost  *float64 `json:"at_most"` // nil: withdraws the rating, or its limit is not known yet
	Since   string   `json:"since,omitempty"`
	InScore bool     `json:"in_score"` // the score on file knows it; a cap that came later does not show in it yet
}

// RuleFinding is one rule that spoke on a position.
type RuleFinding struct {
	Rule     string   `json:"rule"`
	Title    string   `json:"title"`
	Outcome  Outcome  `json:"outcome"`
	Truth    string   `json:"truth"` // yes, unknown
	Reason   string   `json:"reason"`
	Missing  []string `json:"missing,omitempty"`  // the facts without which it cannot be decided
	Excepted string   `json:"excepted,omitempty"` // by whom until when, and why
}

// OutcomeShare is how much of the base has an outcome, or is undecided.
type OutcomeShare struct {
	Outcome   Outcome `json:"outcome"`
	Positions int     `json:"positions"`
	Share     *Figure `json:"share"` // of the base, per cent
}

// RedFlag is one cap in force on a company that is held, told in one line.
type RedFlag struct {
	Organisation string   `json:"organisation"`
	Name         string   `json:"name"`
	Share        float64  `json:"share"`
	Cap          string   `json:"cap"`
	Title        string   `json:"title"`
	AtMost       *float64 `json:"at_most"`
	Since        string   `json:"since,omitempty"`
	Severity     *float64 `json:"severity"` // of the case behind it, 0..1; nil: no case
	Case         string   `json:"case,omitempty"`
	Source       string   `json:"source"`          // record, answer
	Reply        string   `json:"reply,omitempty"` // the company's words
	ReplyState   string   `json:"reply_state"`     // a sentence where there is no reply
	LiftTest     string   `json:"lift_test"`
	InScore      bool     `json:"in_score"`
	New          bool     `json:"new,omitempty"` // not there in the run before
}

// WatchedCase is an open case on the watchlist: seriousness is severity × credibility × link.
type WatchedCase struct {
	Organisation string          `json:"organisation"`
	Name         string          `json:"name"`
	Share        float64         `json:"share"`
	Case         string          `json:"case"`
	Harm         string          `json:"harm"`
	Country      string          `json:"country,omitempty"`
	Quarter      string          `json:"quarter"`
	Severity     float64         `json:"severity"`
	Credibility  float64         `json:"credibility"`
	Link         float64         `json:"link"`
	Seriousness  float64         `json:"seriousness"`
	Opened       string          `json:"opened"` // the company was told
	Replied      string          `json:"replied,omitempty"`
	HeldSince    string          `json:"held_since,omitempty"` // the clocks stand still for somebody's safety
	Clocks       []ResponseClock `json:"clocks"`
	LastEvent    string          `json:"last_event"`
	NextCheck    string          `json:"next_check"`
	Why          string          `json:"why"`   // it is on the list: entered, stays, or leaves
	State        string          `json:"state"` // entered, stays, left
}

// ResponseClock is one term for the company's answer.
type ResponseClock struct {
	Days  int    `json:"days"`
	Due   string `json:"due"`
	State string `json:"state"` // met, missed, running, held
}

// CompanyAsks is what to ask one company, and how far the matter has gone.
type CompanyAsks struct {
	Organisation string  `json:"organisation"`
	Name         string  `json:"name"`
	Share        float64 `json:"share"`
	Outcome      Outcome `json:"outcome"`
	Step         string  `json:"step"` // of escalation, the furthest of the asks
	StepTitle    string  `json:"step_title"`
	Asks         []Ask   `json:"asks"`
}

// Ask is one question to a company that follows from a gap. It never asks who complained.
type Ask struct {
	Question  string `json:"question"` // id of the item; the cap where it asks to lift one
	Title     string `json:"title"`
	Text      string `json:"text"`     // the question, as it stands in a letter
	Evidence  string `json:"evidence"` // wanted
	Due       string `json:"due"`
	Priority  string `json:"priority"`
	Step      string `json:"step"`
	StepTitle string `json:"step_title"`
	First     string `json:"first"`   // the day it was first asked
	Overdue   bool   `json:"overdue"` // it was asked before, and its date has passed with the gap still open
}

// OwnResult is the investor's own assessment, beside the portfolio's.
type OwnResult struct {
	Name       string            `json:"name"`
	Assessment string            `json:"assessment"`
	Ruler      Ruler             `json:"ruler"`
	Cutoff     string            `json:"cutoff"`
	Score      *Figure           `json:"score"`
	Band       string            `json:"band"`
	BandTitle  string            `json:"band_title"`
	Coverage   *Figure           `json:"coverage"`
	Pillars    []PillarFigure    `json:"pillars"`
	Provisions []ProvisionFigure `json:"provisions"` // on money: access to it, financing of harm, ties with attackers
}

// ProvisionFigure is how far the items of one provision are met.
type ProvisionFigure struct {
	ID    string  `json:"id"`
	Text  string  `json:"text"`  // the expectation, in our words
	Items int     `json:"items"` // of the form
	Score *Figure `json:"score"` // nil: no item of it applies
}
