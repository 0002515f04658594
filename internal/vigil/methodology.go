package vigil

// Methodology says how answers become scores. It is data: the engine knows no particular method. An
// edition is immutable once used.
type Methodology struct {
	ID              string          `yaml:"methodology,required" json:"methodology"`
	Edition         string          `yaml:"edition,required" json:"edition"`
	Status          string          `yaml:"status,required" json:"status"` // draft, reviewed, reference
	Languages       []string        `yaml:"languages,required" json:"languages"`
	Title           Text            `yaml:"title,required" json:"title"`
	Attribution     Text            `yaml:"attribution" json:"attribution,omitempty"`
	Scales          []Scale         `yaml:"scales,required" json:"scales"`
	States          []StateRule     `yaml:"states,required" json:"states"`
	NotApplicableBy string          `yaml:"not_applicable_by" json:"not_applicable_by,omitempty"` // rule (default), answer
	Units           *UnitRule       `yaml:"units" json:"units,omitempty"`
	Tiers           []Weighted      `yaml:"tiers" json:"tiers,omitempty"`
	CriticalWeight  Rational        `yaml:"critical_weight" json:"critical_weight,omitempty"`
	Evidence        *EvidenceRule   `yaml:"evidence" json:"evidence,omitempty"`
	Pillars         []PillarRule    `yaml:"pillars" json:"pillars,omitempty"`
	Aggregation     AggregationRule `yaml:"aggregation" json:"aggregation"`
	Total           TotalRule       `yaml:"total" json:"total"`
	Annex           *AnnexRule      `yaml:"annex" json:"annex,omitempty"`
	Coverage        *CoverageRule   `yaml:"coverage" json:"coverage,omitempty"`
	Allegations     *AllegationRule `yaml:"allegations" json:"allegations,omitempty"`
	Caps            []CapRule       `yaml:"caps" json:"caps,omitempty"`
	Bands           []Band          `yaml:"bands" json:"bands,omitempty"`
	NotRated        *Band           `yaml:"not_rated" json:"not_rated,omitempty"`
	Confidence      *ConfidenceRule `yaml:"confidence" json:"confidence,omitempty"`
	Gaps            *GapRule        `yaml:"gaps" json:"gaps,omitempty"`
	Rounding        RoundingRule    `yaml:"rounding" json:"rounding"`
	Ranking         *RankingRule    `yaml:"ranking" json:"ranking,omitempty"`
	Notices         map[string]Text `yaml:"notices" json:"notices,omitempty"` // draft, not_law, contact: sentences every report prints
	Digest          string          `yaml:"-" json:"digest,omitempty"`        // SHA-256 of the file as loaded, hex
}

// Ref is the methodology's id and edition, as "id@edition".
func (m *Methodology) Ref() string { return m.ID + "@" + m.Edition }

// Draft reports whether every report must carry the draft mark.
func (m *Methodology) Draft() bool { return m.Status == "draft" }

// Scale finds a scale by name.
func (m *Methodology) Scale(name string) (Scale, bool) {
	for _, s := range m.Scales {
		if s.ID == name {
			return s, true
		}
	}
	return Scale{}, false
}

// State gives the rule for an answer state.
func (m *Methodology) State(s State) StateRule {
	for _, r := range m.States {
		if r.State == s {
			return r
		}
	}
	return StateRule{State: s, Value: "worst"}
}

// Pillar finds a pillar's rule by id.
func (m *Methodology) Pillar(id string) (PillarRule, bool) {
	for _, p := range m.Pillars {
		if p.ID == id {
			return p, true
		}
	}
	return PillarRule{}, false
}

// PillarTitle is the name of a pillar: the method's, else the questionnaire's, else its id.
func (m *Methodology) PillarTitle(q *Questionnaire, id string) Text {
	if p, ok := m.Pillar(id); ok && len(p.Title) > 0 {
		return p.Title
	}
	for _, p := range q.Pillars {
		if p.ID == id && len(p.Title) > 0 {
			return p.Title
		}
	}
	return Text{"en": id}
}

// BandAt is the id of the band in whose range a published number (0..100) lies, by the number alone; empty below all bands.
func (m *Methodology) BandAt(published float64) string {
	best, from := "", -1.0
	for _, b := range m.Bands {
		if published >= b.From && b.From > from {
			best, from = b.ID, b.From
		}
	}
	return best
}

// Band finds a band by its id, that of no rating included.
func (m *Methodology) Band(id string) (Band, bool) {
	for _, b := range m.Bands {
		if b.ID == id {
			return b, true
		}
	}
	if m.NotRated != nil && m.NotRated.ID == id {
		return *m.NotRated, true
	}
	return Band{}, false
}

// Cap finds a cap's rule by id.
func (m *Methodology) Cap(id string) (CapRule, bool) {
	for _, c := range m.Caps {
		if c.ID == id {
			return c, true
		}
	}
	return CapRule{}, false
}

// Notice gives a sentence that reports print ("draft", "not_law", "contact"); empty when the method has none.
func (m *Methodology) Notice(name, language string) string { return m.Notices[name].In(language) }

// Weighted is a name with its weight.
type Weighted struct {
	ID     string   `yaml:",key" json:"id"`
	Weight Rational `yaml:",value" json:"weight"`
}

// Valued is a name with a number.
type Valued struct {
	ID    string  `yaml:",key" json:"id"`
	Value float64 `yaml:",value" json:"value"`
}

// StateRule says what an answer state counts for: a number is s on 0..1; leave_out takes the item out of
// its group; worst counts 0 in the value and 1 in high, and lowers coverage.
type StateRule struct {
	State State  `yaml:",key" json:"state"`
	Value string `yaml:",value" json:"value"`
}

// UnitRule says where answers of units (services, sites, projects) are combined: at each question, at the
// indicator directly above the questions, or at the total.
type UnitRule struct {
	Combine   string `yaml:"combine,required" json:"combine"` // question, indicator, total
	Aggregate string `yaml:"aggregate" json:"aggregate"`      // mean (default), minimum, geometric, sum
}

// AggregationRule names how each storey of the tree adds up: mean (default), minimum, geometric or sum.
type AggregationRule struct {
	Indicator string `yaml:"indicator" json:"indicator,omitempty"` // parts to indicator
	Pillar    string `yaml:"pillar" json:"pillar,omitempty"`       // indicators to pillar
	Total     string `yaml:"total" json:"total,omitempty"`         // to the total
}

// TotalRule says what the total is made of: pillars (default), or the top-level indicators themselves.
type TotalRule struct {
	Of string `yaml:"of" json:"of,omitempty"`
}

// AnnexRule asks for the geometric mean beside the arithmetic one, each pillar floored (0..100).
type AnnexRule struct {
	GeometricFloor float64 `yaml:"geometric_floor" json:"geometric_floor"`
}

// CoverageRule holds the thresholds on the printed coverage, in per cent.
type CoverageRule struct {
	ProvisionalBelow float64 `yaml:"provisional_below,required" json:"provisional_below"`
	NotRatedBelow    float64 `yaml:"not_rated_below,required" json:"not_rated_below"`
}

// PillarRule names a pillar, who answers for it in a company, and its weight in each column ("default" and
// sector codes). A sector without a column uses default.
type PillarRule struct {
	ID      string     `yaml:"id,required" json:"id"`
	Title   Text       `yaml:"title,required" json:"title"`
	Owner   Text       `yaml:"owner" json:"owner,omitempty"`
	Weights []Weighted `yaml:"weights,required" json:"weights"`
}

// Weight gives the pillar's weight in a column, falling back to default.
func (p PillarRule) Weight(column string) Rational {
	var fallback Rational
	for _, w := range p.Weights {
		if w.ID == column {
			return w.Weight
		}
		if w.ID == "default" {
			fallback = w.Weight
		}
	}
	return fallback
}

// Band is a published class. From is the lowest rounded final that reaches it, on 0..100.
type Band struct {
	ID      string     `yaml:"id,required" json:"id"`
	From    float64    `yaml:"from" json:"from"`
	Title   Text       `yaml:"title,required" json:"title"`
	Meaning Text       `yaml:"meaning,required" json:"meaning"`
	Needs   *BandNeeds `yaml:"needs" json:"needs,omitempty"`
}

// BandNeeds are conditions beside the number. Where one fails the band is Otherwise, printed with the reason.
type BandNeeds struct {
	Confidence string        `yaml:"confidence" json:"confidence,omitempty"` // least class
	NoZero     *ItemSelector `yaml:"no_zero" json:"no_zero,omitempty"`       // no such item may score 0
	Evidence   *EvidenceNeed `yaml:"evidence" json:"evidence,omitempty"`
	Otherwise  string        `yaml:"otherwise,required" json:"otherwise"`
}

// ItemSelector picks items by tier and kind; an empty list picks all.
type ItemSelector struct {
	Tier  string   `yaml:"tier" json:"tier,omitempty"`
	Kinds []string `yaml:"kinds" json:"kinds,omitempty"`
}

// Picks reports whether the selector picks an indicator.
func (s ItemSelector) Picks(in *Indicator) bool {
	if s.Tier != "" && s.Tier != in.Tier {
		return false
	}
	if len(s.Kinds) == 0 {
		return true
	}
	for _, k := range s.Kinds {
		if k == in.Kind {
			return true
		}
	}
	return false
}

// EvidenceNeed asks that a share (0..1) of the weight of the picked items has evidence of a grade or better.
type EvidenceNeed struct {
	Tier  string   `yaml:"tier" json:"tier,omitempty"`
	Kinds []string `yaml:"kinds" json:"kinds,omitempty"`
	Grade Grade    `yaml:"grade,required" json:"grade"`
	Share float64  `yaml:"share,required" json:"share"`
}

// ConfidenceRule weighs the four parts of confidence (weights add up to 1) and names its classes, best first.
type ConfidenceRule struct {
	Coverage     float64           `yaml:"coverage,required" json:"coverage"`
	Evidence     float64           `yaml:"evidence,required" json:"evidence"`
	Agreement    float64           `yaml:"agreement,required" json:"agreement"`
	Recency      float64           `yaml:"recency,required" json:"recency"`
	RecentMonths int               `yaml:"recent_months,required" json:"recent_months"`
	Classes      []ConfidenceClass `yaml:"classes,required" json:"classes"`
}

// ConfidenceClass is reached from a figure (0..100) and a mean evidence grade (0..4).
type ConfidenceClass struct {
	ID        string  `yaml:"id,required" json:"id"`
	Title     Text    `yaml:"title,required" json:"title"`
	From      float64 `yaml:"from" json:"from"`
	MeanGrade float64 `yaml:"mean_grade" json:"mean_grade"`
}

// GapRule says how gaps are ordered and who is asked by when.
type GapRule struct {
	Effort     []Valued        `yaml:"effort,required" json:"effort"` // cost of a step by effort: S 1, M 3, L 9
	EffortText map[string]Text `yaml:"effort_text" json:"effort_text,omitempty"`
	Priorities []PriorityRule  `yaml:"priorities,required" json:"priorities"`
}

// PriorityRule names a priority, most urgent first, and when its gaps are due, in days from the report.
type PriorityRule struct {
	ID          string         `yaml:"id,required" json:"id"` // critical, high, medium, low
	Title       Text           `yaml:"title,required" json:"title"`
	Meaning     Text           `yaml:"meaning,required" json:"meaning"`
	DueDays     int            `yaml:"due_days,required" json:"due_days"`
	InterimDays int            `yaml:"interim_days" json:"interim_days,omitempty"`
	When        []PriorityWhen `yaml:"when" json:"when,omitempty"` // any of them; none: the rest
}

// PriorityWhen picks gaps; all that it names must hold.
type PriorityWhen struct {
	BearsCap   bool     `yaml:"bears_cap" json:"bears_cap,omitempty"`
	Tier       string   `yaml:"tier" json:"tier,omitempty"`
	Kinds      []string `yaml:"kinds" json:"kinds,omitempty"`
	Provisions []string `yaml:"provisions" json:"provisions,omitempty"`
	Zero       bool     `yaml:"zero" json:"zero,omitempty"`   // s is 0
	Below      float64  `yaml:"below" json:"below,omitempty"` // s is below this
}

// RoundingRule rounds half up once, at publication, with a guard of 1e-9.
type RoundingRule struct {
	Decimals int `yaml:"decimals" json:"decimals"`
}

// RankingRule says who is ranked with whom, on which figure, at which nodes.
type RankingRule struct {
	Within string   `yaml:"within" json:"within,omitempty"` // a subject attribute; empty: all together
	On     string   `yaml:"on" json:"on,omitempty"`         // published (default), value
	Of     []string `yaml:"of" json:"of,omitempty"`         // total, pillars, indicators
}
