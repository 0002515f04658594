package vigil

// Scorecard is the result of scoring one assessment: every figure with what it was made from. The same
// input gives the same bytes on every machine. A figure that does not exist (not applicable, not rated) is nil.
type Scorecard struct {
	Subject       Subject `json:"subject"`
	Questionnaire string  `json:"questionnaire"` // id@edition
	Methodology   string  `json:"methodology"`   // id@edition
	Draft         bool    `json:"draft"`
	Digests       Digests `json:"digests"`
	Mode          Mode    `json:"mode"`
	Cutoff        string  `json:"cutoff"` // 2006-01-02
	Column        string  `json:"column"` // of weights: default

	Raw         *Figure `json:"raw"`          // nil when not rated
	Net         *Figure `json:"net"`          // max(0, raw − deduction)
	Final       *Figure `json:"final"`        // min(net, lowest cap in force)
	High        *Figure `json:"high"`         // final if everything open were at its best
	RawHigh     *Figure `json:"raw_high"`     // raw if everything open were at its best
	Coverage    *Figure `json:"coverage"`     // per cent of the weight assessed
	Geometric   *Figure `json:"geometric"`    // annex: weighted geometric mean of the pillars
	AssessedRaw *Figure `json:"assessed_raw"` // annex: mean over assessed items alone; never a headline

	Deduction   Deduction     `json:"deduction"`
	Caps        []CapInForce  `json:"caps"`      // all in force, lowest first
	Governing   string        `json:"governing"` // the cap that sets the limit; empty: none
	Band        string        `json:"band"`      // id of the band; NR when not rated
	BandReason  Messages      `json:"band_reason,omitempty"`
	Rated       bool          `json:"rated"`
	Provisional bool          `json:"provisional"`
	Capped      bool          `json:"capped"`              // any cap in force, also where it does not bind
	Watch       bool          `json:"watch"`               // an open allegation counts
	Withdrawn   string        `json:"withdrawn,omitempty"` // until when the rating is withdrawn
	Confidence  Confidence    `json:"confidence"`
	Sector      *SectorFigure `json:"sector,omitempty"`

	Nodes    []Score   `json:"nodes"`    // total first, then each node before its parts; each unit
	Unknowns []string  `json:"unknowns"` // screening questions that are open and keep items in
	Problems []Problem `json:"problems,omitempty"`
}

// Subject is who was scored.
type Subject struct {
	Code       string            `json:"code"`
	Name       string            `json:"name"`
	Type       string            `json:"type,omitempty"`
	Sector     string            `json:"sector,omitempty"` // primary
	Sectors    []string          `json:"sectors,omitempty"`
	Attributes map[string]string `json:"attributes,omitempty"`
}

// Digests pin what went in: SHA-256, hex.
type Digests struct {
	Methodology   string `json:"methodology"`
	Questionnaire string `json:"questionnaire"`
	Answers       string `json:"answers"`
}

// Storeys of the tree of nodes.
const (
	StoreyTotal     = "total"
	StoreyPillar    = "pillar"
	StoreyIndicator = "indicator" // has parts
	StoreyQuestion  = "question"
)

// Score is the result at one node for one unit. Value and High are unrounded, 0..100; nil when left out.
type Score struct {
	Node      string     `json:"node"`
	Unit      string     `json:"unit,omitempty"` // empty: the organisation as a whole
	Parent    string     `json:"parent,omitempty"`
	Storey    string     `json:"storey"`
	Value     *float64   `json:"value"`
	High      *float64   `json:"high"`
	Published *float64   `json:"published"`
	Assessed  *float64   `json:"assessed,omitempty"` // mean over assessed items alone
	Weight    float64    `json:"weight"`             // the node's own weight among its siblings
	Coverage  float64    `json:"coverage"`           // share of its item weight that is assessed, 0..1
	Applies   bool       `json:"applies"`            // has an applicable item
	Rule      string     `json:"rule"`               // mean, minimum, geometric, sum; or how the item was scored
	Parts     []Part     `json:"parts,omitempty"`
	Own       []Part     `json:"own,omitempty"` // what the unit itself answered, where it also has units below it
	Item      *ItemScore `json:"item,omitempty"`
	CappedAt  *float64   `json:"capped_at,omitempty"` // how a cap shows this pillar
}

// Part is one ingredient of a score.
type Part struct {
	Node   string   `json:"node"`
	Unit   string   `json:"unit,omitempty"`
	Value  *float64 `json:"value"` // 0..100; nil: left out
	High   *float64 `json:"high"`
	Weight float64  `json:"weight"`
}

// ItemScore explains the score of one question.
type ItemScore struct {
	Answer     string   `json:"answer,omitempty"`
	State      State    `json:"state"` // as scored; not_assessed for an untouched question
	Grade      Grade    `json:"grade,omitempty"`
	GradeRead  Grade    `json:"grade_read,omitempty"` // the grade as the mode reads it
	Points     *float64 `json:"points,omitempty"`     // s of the answer before ceilings, 0..1
	Ceiling    *float64 `json:"ceiling,omitempty"`
	S          *float64 `json:"s"`    // counted, 0..1; nil: left out
	High       *float64 `json:"high"` // 0..1
	Assessed   bool     `json:"assessed"`
	LeftOut    bool     `json:"left_out"`
	Applicable string   `json:"applicable"` // yes, no, unknown
	Why        Message  `json:"why"`        // the arithmetic in words
}

// Deduction is what open allegations take off.
type Deduction struct {
	Points *Figure     `json:"points"` // 0..maximum
	Cases  []CaseScore `json:"cases,omitempty"`
}

// CaseScore is one allegation's part of the deduction.
type CaseScore struct {
	Code        string  `json:"code"`
	Severity    float64 `json:"severity"`
	Credibility float64 `json:"credibility"`
	Link        float64 `json:"link"`
	Recency     float64 `json:"recency"`
	Q           float64 `json:"q"`
	Residual    float64 `json:"residual"`
	Why         Message `json:"why"`
}

// CapInForce is a cap as it applies to this score.
type CapInForce struct {
	Rule     string   `json:"rule"`
	AtMost   *float64 `json:"at_most"` // nil: withdraws the rating instead
	Source   string   `json:"source"`  // answer, record
	Question string   `json:"question,omitempty"`
	Record   int64    `json:"record,omitempty"`
	Opened   string   `json:"opened,omitempty"`
	Project  string   `json:"project,omitempty"`
	Reply    string   `json:"reply,omitempty"` // verbatim
	Why      Message  `json:"why"`
	Governs  bool     `json:"governs"`
}

// Confidence says how well we know, not how good the company is. Its parts are on 0..1.
type Confidence struct {
	Figure    *Figure `json:"figure"` // 0..100
	Class     string  `json:"class"`  // high, medium, low
	Coverage  float64 `json:"coverage"`
	Evidence  float64 `json:"evidence"`
	Agreement float64 `json:"agreement"`
	Recency   float64 `json:"recency"`
	MeanGrade float64 `json:"mean_grade"` // 0..4
}

// ConfidencePart is what one question adds to the confidence: the mean grade is that of Worth by Weight, the recency is the
// share of Recent in Dated.
type ConfidencePart struct {
	Question string
	Unit     string
	Weight   float64
	Worth    float64 // of its grade, 0..4
	Dated    bool    // rests on more than a bare statement
	Recent   bool    // and its evidence is from the months before the cut-off that the method calls recent
}

// SectorFigure is the second figure, by the weights of the primary sector, for ranking inside it. No band.
type SectorFigure struct {
	Column string  `json:"column"`
	Raw    *Figure `json:"raw"`
	Net    *Figure `json:"net"`
	Final  *Figure `json:"final"`
}

// Node finds the score of a node for a unit; nil when there is none.
func (s *Scorecard) Node(node, unit string) *Score {
	for i := range s.Nodes {
		if s.Nodes[i].Node == node && s.Nodes[i].Unit == unit {
			return &s.Nodes[i]
		}
	}
	return nil
}

// Total is the id of the root node.
const Total = "total"
