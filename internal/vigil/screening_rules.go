package vigil

// RuleSet says what a score means for an investment: conditions with an outcome each, what holds without a rating, when
// a case is watched, and how far a matter goes that is not answered. It is data; an edition is immutable once used.
type RuleSet struct {
	ID          string          `yaml:"rule_set,required" json:"rule_set"`
	Edition     string          `yaml:"edition,required" json:"edition"`
	Status      string          `yaml:"status,required" json:"status"` // draft, adopted
	Languages   []string        `yaml:"languages,required" json:"languages"`
	Title       Text            `yaml:"title,required" json:"title"`
	Explanation Text            `yaml:"explanation,required" json:"explanation"`
	Methodology string          `yaml:"methodology,required" json:"methodology"` // id: whose bands, caps and pillars the conditions name
	Match       string          `yaml:"match,required" json:"match"`             // first: the first rule that holds decides; strictest: the strictest that holds
	Default     Outcome         `yaml:"default,required" json:"default"`         // no rule holds
	Unknown     Outcome         `yaml:"unknown,required" json:"unknown"`         // at least this where a stricter rule cannot be decided; never pass
	NotRated    Fallback        `yaml:"not_rated,required" json:"not_rated"`     // without a rating: at least this outcome, or undecided
	NotMatched  Fallback        `yaml:"not_matched,required" json:"not_matched"` // matched to no company
	Funds       Fallback        `yaml:"funds" json:"funds"`                      // not looked through; without it they are undecided
	Use         UseRule         `yaml:"use,required" json:"use"`
	Rules       []ScreeningRule `yaml:"rules,required" json:"rules"`
	Exceptions  []Exception     `yaml:"exceptions" json:"exceptions,omitempty"`
	Watchlist   WatchRule       `yaml:"watchlist,required" json:"watchlist"`
	Engagement  EngagementRule  `yaml:"engagement,required" json:"engagement"`
	Digest      string          `yaml:"-" json:"digest,omitempty"` // SHA-256 of the file as loaded, hex
}

// Ref is the rule set's id and edition, as "id@edition".
func (r *RuleSet) Ref() string { return r.ID + "@" + r.Edition }

// Fallback is what holds without a score. Where it names no outcome the position is undecided, until a rule holds for it
// that rests on what is known; it is never a pass.
type Fallback struct {
	Outcome Outcome `yaml:"outcome" json:"outcome"`
	Reason  Text    `yaml:"reason,required" json:"reason"`
}

// Words says what holds: at least the outcome, or what stands in place of one.
func (f Fallback) Words(undecided Outcome) string {
	if f.Outcome.Decided() {
		return "at least " + string(f.Outcome)
	}
	return string(undecided)
}

// UseRule says which assessment of an organisation counts where there are several: the first mode that has a final one,
// in it the first form, and then the latest cut-off.
type UseRule struct {
	Modes       []Mode   `yaml:"modes,required" json:"modes"`
	Forms       []string `yaml:"forms" json:"forms,omitempty"`              // ids; those not named come after them
	StaleMonths int      `yaml:"stale_months,required" json:"stale_months"` // older data are marked
}

// ScreeningRule is one condition with its outcome. The reason is a text with figures in braces, such as {score}.
type ScreeningRule struct {
	ID      string             `yaml:"id,required" json:"id"`
	Title   Text               `yaml:"title,required" json:"title"`
	Outcome Outcome            `yaml:"outcome,required" json:"outcome"`
	When    string             `yaml:"when,required" json:"when"`
	Reason  Text               `yaml:"reason,required" json:"reason"`
	If      ScreeningCondition `yaml:"-" json:"-"`
}

// Exception takes one organisation out of one rule until a day, by somebody's decision and for a reason.
type Exception struct {
	Organisation string  `yaml:"organisation,required" json:"organisation"` // code
	Rule         string  `yaml:"rule,required" json:"rule"`
	Outcome      Outcome `yaml:"outcome,required" json:"outcome"` // in its place; milder than the rule's
	Approver     string  `yaml:"approver,required" json:"approver"`
	Reason       string  `yaml:"reason,required" json:"reason"`
	From         string  `yaml:"from,required" json:"from"`   // 2006-01-02
	Until        string  `yaml:"until,required" json:"until"` // the last day on which it holds
}

// WatchRule says when a case is on the watchlist.
type WatchRule struct {
	Enter       float64 `yaml:"enter,required" json:"enter"` // severity × credibility × link from which a case enters
	Leave       float64 `yaml:"leave,required" json:"leave"` // below which it leaves
	QuietMonths int     `yaml:"quiet_months,required" json:"quiet_months"`
	Clocks      []int   `yaml:"clocks,required" json:"clocks"` // days for the company's answer
}

// EngagementRule says how many questions a company gets, from which outcome on, and how a matter goes on that is not
// answered in time.
type EngagementRule struct {
	From      Outcome          `yaml:"from,required" json:"from"`           // the mildest outcome that is asked about
	Most      int              `yaml:"most,required" json:"most"`           // questions for one company
	Companies int              `yaml:"companies,required" json:"companies"` // that are asked at one time: strictest outcome first, then heaviest
	Steps     []EscalationStep `yaml:"steps,required" json:"steps"`
}

// EscalationStep is one step; the first whose outcomes include the position's is where its asks begin.
type EscalationStep struct {
	ID     string    `yaml:"id,required" json:"id"` // letter, meeting, joint_letter, vote, filing, reduce, exit
	Title  Text      `yaml:"title,required" json:"title"`
	Begins []Outcome `yaml:"begins" json:"begins,omitempty"`
}

// ScreeningFacts are what the condition of a screening rule may ask about one position. A fact whose name is in Missing
// is not known, and a condition that rests on it is unknown.
type ScreeningFacts struct {
	Band        string             `expr:"band"` // A..E
	Score       float64            `expr:"score"`
	High        float64            `expr:"high"`
	Raw         float64            `expr:"raw"`
	Pillars     map[string]float64 `expr:"pillars"` // by id; one that is not there is not known
	Capped      bool               `expr:"capped"`
	Caps        []string           `expr:"caps"`  // ids of the caps in force on the day
	Cases       []ScreeningCase    `expr:"cases"` // open allegations
	Coverage    float64            `expr:"coverage"`
	Confidence  float64            `expr:"confidence"`
	Trust       string             `expr:"trust"` // class of confidence: high, medium, low
	Provisional bool               `expr:"provisional"`
	Watch       bool               `expr:"watch"` // on the watchlist
	Sector      string             `expr:"sector"`
	Country     string             `expr:"country"`
	Mode        string             `expr:"mode"`
	Form        string             `expr:"form"`   // id of the questionnaire
	Months      float64            `expr:"months"` // full months since the data's date
	Weight      float64            `expr:"weight"` // per cent of the base
	Kinds       []string           `expr:"kinds"`  // equity, bond, ...
	Missing     map[string]bool    `expr:"-"`
}

// ScreeningCase is one open allegation as a condition sees it.
type ScreeningCase struct {
	Scale       int     `expr:"scale"`       // 1..5
	Credibility int     `expr:"credibility"` // 1..4 for K1..K4
	Link        string  `expr:"link"`        // linked, contributed, caused
	Severity    float64 `expr:"severity"`    // 0..1
	Seriousness float64 `expr:"seriousness"` // severity × credibility × link, 0..1
	Continuing  bool    `expr:"continuing"`
	Answered    bool    `expr:"answered"`
	Days        int     `expr:"days"` // since the company was told
	Q           float64 `expr:"q"`    // quality of the response, 0..1
}

// ScreeningCondition is compiled by package catalogue. It gives the names of the facts without which it is unknown.
type ScreeningCondition func(ScreeningFacts) (truth Truth, missing []string)

// ReasonFigures are the figures that the reason of a rule may print, in braces.
var ReasonFigures = []string{"band", "score", "high", "raw", "caps", "cases", "seriousness", "coverage", "confidence", "trust", "sector", "country", "mode", "form", "months", "weight"}
