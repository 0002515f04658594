package vigil

import "time"

// Mode says whose evidence an assessment rests on. Scores of different modes are never ranked together.
type Mode string

// The modes (methodology 4.7).
const (
	SELF   Mode = "SELF"   // a company about itself; internal documents allowed; not publishable
	SCREEN Mode = "SCREEN" // an investor; public and private evidence
	BENCH  Mode = "BENCH"  // a campaigner; public evidence only; publishable
)

// Modes lists all modes.
var Modes = []Mode{SELF, SCREEN, BENCH}

// Status is where an assessment stands.
type Status string

// The statuses of an assessment.
const (
	Draft     Status = "draft"
	Submitted Status = "submitted"
	InReview  Status = "in review"
	Returned  Status = "returned"
	Final     Status = "final"
	Published Status = "published"
	Withdrawn Status = "withdrawn"
)

// Statuses lists them in the order of an assessment's way.
var Statuses = []Status{Draft, Returned, Submitted, InReview, Final, Published, Withdrawn}

// next lists the statuses an assessment may go to from each.
var next = map[Status][]Status{
	Draft:     {Submitted, Withdrawn},
	Returned:  {Submitted, Withdrawn},
	Submitted: {InReview, Withdrawn},
	InReview:  {Returned, Final, Withdrawn},
	Final:     {InReview, Published, Withdrawn},
	Published: {InReview, Withdrawn}, // back for a correction
}

// CanBecome reports whether an assessment may go from this status to another.
func (s Status) CanBecome(to Status) bool {
	for _, n := range next[s] {
		if n == to {
			return true
		}
	}
	return false
}

// Editable reports whether answers may be changed in this status.
func (s Status) Editable() bool { return s == Draft || s == Returned }

// Assessment is one organisation answering one edition of a questionnaire for one period.
type Assessment struct {
	ID             int64      `json:"id"`
	Code           string     `json:"code" validate:"required,max=60,code,free" gorm:"uniqueIndex"`
	OrganisationID int64      `json:"organisation_id"`
	Questionnaire  string     `json:"questionnaire" validate:"required"` // id@edition
	Methodology    string     `json:"methodology" validate:"required"`   // id@edition
	Mode           Mode       `json:"mode" validate:"oneof=SELF SCREEN BENCH"`
	Purpose        string     `json:"purpose" validate:"max=300" gorm:"serializer:sealed"`
	Period         string     `json:"period" validate:"max=60" gorm:"serializer:sealed"`
	Cutoff         string     `json:"cutoff" validate:"required,datetime=2006-01-02"` // evidence up to this day
	Status         Status     `json:"status"`
	Version        int64      `json:"version"` // rises with every change; a stale version is a conflict
	CreatedAt      time.Time  `json:"created_at"`
	UpdatedAt      time.Time  `json:"updated_at"`
	SubmittedAt    *time.Time `json:"submitted_at,omitempty"`
	FinalisedAt    *time.Time `json:"finalised_at,omitempty"`
	ReturnReason   string     `json:"return_reason,omitempty" validate:"max=2000" gorm:"serializer:sealed"` // what to change; erased when the assessment is final
	ReturnedAt     *time.Time `json:"returned_at,omitempty"`
	ReturnedItems  int        `json:"returned_items,omitempty"` // how many answers came back, and only they may be changed; 0: all of them
}
