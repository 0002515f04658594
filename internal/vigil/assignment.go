package vigil

import "time"

// Assignment gives one section of an assessment to a person, who may be one of several. It grants no right: who may
// answer is said by the role.
type Assignment struct {
	ID           int64      `json:"id"`
	AssessmentID int64      `json:"assessment_id"`
	Section      string     `json:"section" validate:"required,max=60"` // id of a pillar, or "screening"
	Person       string     `json:"person" validate:"required,max=60"`  // login
	AssignedBy   string     `json:"assigned_by"`
	AssignedAt   time.Time  `json:"assigned_at"`
	Due          string     `json:"due" validate:"omitempty,datetime=2006-01-02"`
	DoneAt       *time.Time `json:"done_at,omitempty"`
}

// Done reports whether the person said that the section is done.
func (a Assignment) Done() bool { return a.DoneAt != nil }

// Late reports whether the day by which it was due has passed and it is not done.
func (a Assignment) Late(today string) bool { return !a.Done() && a.Due != "" && a.Due < today }
