package vigil

// Truth has three values: a condition that rests on an unanswered question is Unknown, and unknown never
// removes an item (methodology 4.3).
type Truth int

// The truth values.
const (
	False Truth = iota
	Unknown
	True
)

// String names the truth value.
func (t Truth) String() string { return [...]string{"no", "unknown", "yes"}[t] }

// Facts are what a condition of a questionnaire may ask about one subject. Answers hold the canonical value
// by question id; a question that is not in the map is unanswered. Sectors nil means not known.
type Facts struct {
	Sectors     []string // nil: none is known
	SectorsOpen bool     // others may still be declared
	Type        string
	Attributes  map[string]string
	Answers     map[string]string
}

// Condition is compiled by package catalogue. The zero Condition holds always.
type Condition struct {
	Uses []string          // ids of the questions it asks about
	Eval func(Facts) Truth // nil: always true
}

// Holds evaluates the condition; the zero Condition is True.
func (c Condition) Holds(f Facts) Truth {
	if c.Eval == nil {
		return True
	}
	return c.Eval(f)
}

// CaseFacts are what a cap's condition may ask about the allegation behind it.
type CaseFacts struct {
	Scale       int     `expr:"scale"`       // 1..5
	Credibility int     `expr:"credibility"` // 0..4 for K0..K4
	Answered    bool    `expr:"answered"`
	Interim     bool    `expr:"interim"`  // independent inquiry open, those affected heard, interim measures taken
	Remedied    bool    `expr:"remedied"` // remedy offered and accepted as adequate
	Q           float64 `expr:"q"`        // quality of the response, 0..1
	Days        int     `expr:"days"`     // from the day the company was told to the cut-off
}

// CapFacts are what a cap's condition may ask.
type CapFacts struct {
	Case        CaseFacts `expr:"case"`
	Sectors     []string  `expr:"sectors"`
	ProjectCaps []string  `expr:"project_caps"` // other caps in force on the same project
	Mode        string    `expr:"mode"`
}

// CapCondition is compiled by package catalogue; nil holds always.
type CapCondition func(CapFacts) bool

// Holds evaluates the condition.
func (c CapCondition) Holds(f CapFacts) bool { return c == nil || c(f) }
