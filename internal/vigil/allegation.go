package vigil

import (
	"fmt"
	"time"
)

// AllegationRule says how allegations reduce the score (methodology 4.5):
// sev = max(scale, irremediability)/divisor × (base + step × (scope − 1));
// residual = sev × credibility × link × recency × (1 − q); deduction = maximum × (1 − Π(1 − residual)).
type AllegationRule struct {
	Maximum     float64       `yaml:"maximum,required" json:"maximum"` // points
	Severity    SeverityRule  `yaml:"severity,required" json:"severity"`
	Credibility []Valued      `yaml:"credibility,required" json:"credibility"`
	Link        []Valued      `yaml:"link,required" json:"link"`
	Recency     []RecencyRule `yaml:"recency,required" json:"recency"`
	Response    []OptionText  `yaml:"response,required" json:"response"` // the marks whose mean is q
}

// SeverityRule holds the constants of the severity formula.
type SeverityRule struct {
	Divisor float64 `yaml:"divisor,required" json:"divisor"`
	Base    float64 `yaml:"base,required" json:"base"`
	Step    float64 `yaml:"step,required" json:"step"`
}

// RecencyRule is the factor up to a number of months before the cut-off; after the last the factor is 0.
type RecencyRule struct {
	Months int     `yaml:"months,required" json:"months"`
	Factor float64 `yaml:"factor,required" json:"factor"`
}

// Marks judge the response of the company, each 0..1: answered in substance; independent inquiry; those
// affected heard safely; remedy offered and accepted as adequate; public report; steps against repetition.
type Marks struct {
	Answered   float64 `yaml:"answered" json:"answered" validate:"gte=0,lte=1"`
	Inquiry    float64 `yaml:"inquiry" json:"inquiry" validate:"gte=0,lte=1"`
	Heard      float64 `yaml:"heard" json:"heard" validate:"gte=0,lte=1"`
	Remedy     float64 `yaml:"remedy" json:"remedy" validate:"gte=0,lte=1"`
	Reported   float64 `yaml:"reported" json:"reported" validate:"gte=0,lte=1"`
	Prevention float64 `yaml:"prevention" json:"prevention" validate:"gte=0,lte=1"`
}

// Q is the quality of the response, the mean of the six marks, 0..1. Silence is 0.
func (m Marks) Q() float64 {
	return (m.Answered + m.Inquiry + m.Heard + m.Remedy + m.Reported + m.Prevention) / 6
}

// Allegation is a claim by a source that a company harmed defenders. It is never judged true or false, only
// its seriousness, support, link and the response. It holds no detail that could identify a person.
type Allegation struct {
	ID              int64  `json:"id" yaml:"-"`
	OrganisationID  int64  `json:"organisation_id" yaml:"-"`
	Code            string `json:"code" yaml:"code"` // random
	Country         string `json:"country" yaml:"country" validate:"omitempty,iso3166_1_alpha2" gorm:"serializer:sealed"`
	Quarter         string `json:"quarter" yaml:"quarter" validate:"required"` // 2026-Q2
	Harm            string `json:"harm" yaml:"harm" validate:"required,max=100" gorm:"serializer:sealed"`
	Sector          string `json:"sector" yaml:"sector" validate:"max=10"`
	Project         string `json:"project" yaml:"project" validate:"max=100"`
	Summary         string `json:"summary" yaml:"summary" validate:"required,max=2000" gorm:"serializer:sealed"`
	Source          string `json:"source" yaml:"source" validate:"omitempty,url,max=2000" gorm:"serializer:sealed"` // public only
	Scale           int    `json:"scale" yaml:"scale" validate:"gte=1,lte=5"`
	Scope           int    `json:"scope" yaml:"scope" validate:"gte=1,lte=5"`
	Irremediability int    `json:"irremediability" yaml:"irremediability" validate:"gte=1,lte=5"`
	Credibility     string `json:"credibility" yaml:"credibility" validate:"oneof=K0 K1 K2 K3 K4"`
	Link            string `json:"link" yaml:"link" validate:"oneof=linked contributed caused"`
	Continuing      bool   `json:"continuing" yaml:"continuing"` // the harm continues (not the same as unanswered)
	Opened          string `json:"opened" yaml:"opened" validate:"required,datetime=2006-01-02"`
	Interim         bool   `json:"interim" yaml:"interim"` // inquiry open, affected heard, interim measures taken
	Marks           Marks  `json:"marks" yaml:"marks" gorm:"embedded;embeddedPrefix:mark_"`
	Reply           string `json:"reply" yaml:"reply" validate:"max=20000" gorm:"serializer:sealed"` // verbatim; printed with the case
	ReplyDate       string `json:"reply_date" yaml:"reply_date" validate:"omitempty,datetime=2006-01-02"`
	HoldFrom        string `json:"hold_from,omitempty" yaml:"hold_from" validate:"omitempty,datetime=2006-01-02"` // the clock stands still since: asking would endanger somebody
	HoldReview      string `json:"hold_review,omitempty" yaml:"-" validate:"omitempty,datetime=2006-01-02"`       // look at the hold again by then
	HoldReason      string `json:"hold_reason,omitempty" yaml:"-" validate:"max=2000" gorm:"serializer:sealed"`   // erased when the hold ends
	Withdrawn       string `json:"withdrawn" yaml:"withdrawn" validate:"omitempty,datetime=2006-01-02"`
	WithdrawReason  string `json:"withdraw_reason" yaml:"-" validate:"max=2000" gorm:"serializer:sealed"`
	Version         int64  `json:"version" yaml:"-"`
}

// CaseStates are where a case can stand.
var CaseStates = []string{"open", "held", "answered", "withdrawn"}

// State says where a case stands: one of CaseStates.
func (a Allegation) State() string {
	switch {
	case a.Withdrawn != "":
		return "withdrawn"
	case a.HoldFrom != "":
		return "held"
	case a.Reply != "":
		return "answered"
	}
	return "open"
}

// ReplyState says in a sentence why there is no reply to a case; empty where there is one.
func (a Allegation) ReplyState() string {
	switch {
	case a.Reply != "":
		return ""
	case a.HoldFrom != "":
		return ReplyNotAsked
	}
	return NoReply
}

// QuarterBounds gives the first and last day of a quarter written like 2026-Q2 (UTC).
func QuarterBounds(quarter string) (first, last time.Time, err error) {
	var year, n int
	if k, e := fmt.Sscanf(quarter, "%4d-Q%1d", &year, &n); e != nil || k != 2 || n < 1 || n > 4 || len(quarter) != 7 {
		return first, last, Errorf(Invalid, "%q is no quarter; write it like 2026-Q2", quarter)
	}
	first = time.Date(year, time.Month(3*n-2), 1, 0, 0, 0, 0, time.UTC)
	return first, first.AddDate(0, 3, -1), nil
}
