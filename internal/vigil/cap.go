package vigil

// CapRule is a ceiling on the final score that follows from a grave fact (methodology 4.6). It is data: a
// ladder of (when, at most) pairs of which the first that holds applies.
type CapRule struct {
	ID              string         `yaml:"id,required" json:"id"`
	Title           Text           `yaml:"title,required" json:"title"`
	Trigger         Text           `yaml:"trigger,required" json:"trigger"`
	LiftedWhen      Text           `yaml:"lifted_when,required" json:"lifted_when"`
	Credibility     string         `yaml:"credibility" json:"credibility,omitempty"` // least credibility of the allegation behind it
	Admission       *AdmissionRule `yaml:"admission" json:"admission,omitempty"`
	Ladder          []CapStep      `yaml:"at_most" json:"at_most,omitempty"`
	Pillar          *PillarCap     `yaml:"pillar" json:"pillar,omitempty"`
	WithdrawsMonths int            `yaml:"withdraws_months" json:"withdraws_months,omitempty"`
}

// CapStep is one rung: the final is at most AtMost (0..100) when the condition holds; without AtMost the
// rung says that no limit applies.
type CapStep struct {
	When   string       `yaml:"when" json:"when,omitempty"`
	AtMost *float64     `yaml:"final" json:"final,omitempty"`
	If     CapCondition `yaml:"-" json:"-"`
}

// PillarCap changes only how a pillar is shown ("60, capped 25"), never the raw score.
type PillarCap struct {
	ID     string  `yaml:"id,required" json:"id"`
	AtMost float64 `yaml:"at_most,required" json:"at_most"`
}

// AdmissionRule says when a company's own answer to an item that bears the cap puts it in force.
type AdmissionRule struct {
	Modes   []Mode        `yaml:"modes,required" json:"modes"`
	Options []OptionGrade `yaml:"options" json:"options,omitempty"` // option, and the grade from which it no longer fires ("any": always fires)
	States  []State       `yaml:"states" json:"states,omitempty"`
	Case    string        `yaml:"case" json:"case,omitempty"` // an allegation on file must meet this condition
	CaseIf  CapCondition  `yaml:"-" json:"-"`
}

// OptionGrade is an option with the grade of evidence from which it does not fire.
type OptionGrade struct {
	Option string `yaml:",key" json:"option"`
	Until  string `yaml:",value" json:"until"`
}

// Cap is the record of a cap on one organisation: proposed by one reviewer, confirmed by another, put to
// the company for reply, lifted with a reason. Only a confirmed cap that is not lifted by the cut-off counts.
type Cap struct {
	ID             int64  `json:"id"`
	OrganisationID int64  `json:"organisation_id"`
	Rule           string `json:"rule" validate:"required,max=20"`          // CAP-1 .. CAP-14
	AllegationID   int64  `json:"allegation_id" gorm:"serializer:zeronull"` // 0: none
	Project        string `json:"project" validate:"max=100"`               // unit code; empty: the organisation as a whole
	Grade          Grade  `json:"grade" validate:"oneof=E0 E1 E2 E3 E4"`
	Reason         string `json:"reason" validate:"required,max=2000" gorm:"serializer:sealed"`
	Opened         string `json:"opened" validate:"required,datetime=2006-01-02"`
	LifeAtRisk     bool   `json:"life_at_risk"` // shortens the term of the company's reply
	ProposedBy     string `json:"proposed_by"`
	ConfirmedBy    string `json:"confirmed_by"`
	Confirmed      string `json:"confirmed" validate:"omitempty,datetime=2006-01-02"`
	ReplyDue       string `json:"reply_due" validate:"omitempty,datetime=2006-01-02"`
	Reply          string `json:"reply" validate:"max=20000" gorm:"serializer:sealed"`
	ReviewDue      string `json:"review_due" validate:"omitempty,datetime=2006-01-02"`
	Lifted         string `json:"lifted" validate:"omitempty,datetime=2006-01-02"`
	LiftedBy       string `json:"lifted_by"`
	LiftReason     string `json:"lift_reason" validate:"max=2000" gorm:"serializer:sealed"`
	Version        int64  `json:"version"`
}

// Sentences that stand in place of a reply.
const (
	NoReply       = "The organisation did not reply."
	ReplyNotAsked = "The organisation has not been asked to reply yet."
)

// ReplyState says in a sentence why there is no reply to a confirmed cap on a day (2006-01-02): it was not asked for
// yet, the term still runs (to a day that date writes for people), or none came. Empty where there is one.
func (c Cap) ReplyState(day string, date func(string) string) string {
	switch {
	case c.Reply != "":
		return ""
	case c.ReplyDue == "":
		return ReplyNotAsked
	case c.ReplyDue >= day:
		return "The organisation has until " + date(c.ReplyDue) + " to reply."
	}
	return NoReply
}

// InForce reports whether the cap counts on a day (2006-01-02): confirmed by then and not lifted by then.
func (c Cap) InForce(day string) bool {
	return c.Confirmed != "" && c.Confirmed <= day && (c.Lifted == "" || c.Lifted > day)
}
