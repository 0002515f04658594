package vigil

import "time"

// Verdict is what a reviewer says of one answer.
type Verdict string

// The verdicts.
const (
	VerdictAccepted Verdict = "accepted" // it counts as it was answered
	VerdictAdjusted Verdict = "adjusted" // it counts as the reviewer corrected it; what was answered before stays in Was
	VerdictReturned Verdict = "returned" // it goes back to whoever answers, with a reason
)

// Verdicts lists all verdicts.
var Verdicts = []Verdict{VerdictAccepted, VerdictAdjusted, VerdictReturned}

// ItemReview is the verdict of a reviewer on one answer. The last one on an answer stands until the answer, or the
// evidence behind it, changes; then it is resolved, and the answer awaits a new one. None is ever taken back.
type ItemReview struct {
	ID            int64      `json:"id"`
	AssessmentID  int64      `json:"assessment_id"`
	Unit          string     `json:"unit"` // code; empty: the organisation as a whole
	Question      string     `json:"question"`
	Verdict       Verdict    `json:"verdict"`
	Reason        string     `json:"reason,omitempty" validate:"max=2000" gorm:"serializer:sealed"` // names no person; always there for adjusted and returned
	Person        string     `json:"person"`
	Time          time.Time  `json:"time"`
	AnswerVersion int64      `json:"answer_version"` // of the answer it is about; of an adjusted one the version that the reviewer made
	Was           Judged     `json:"was" gorm:"embedded;embeddedPrefix:was_"`
	ResolvedAt    *time.Time `json:"resolved_at,omitempty"` // when the answer changed after it
}

// Judged is what had been answered before a reviewer adjusted it; zero where nothing was adjusted.
type Judged struct {
	Value   string `json:"value,omitempty" gorm:"serializer:sealed"`
	State   State  `json:"state,omitempty"`
	Grade   Grade  `json:"grade,omitempty"`
	Author  string `json:"author,omitempty"`
	Version int64  `json:"version,omitempty"`
}

// Stands reports whether the verdict is about the answer as it is now.
func (r ItemReview) Stands() bool { return r.ResolvedAt == nil }

// Settles reports whether the verdict lets the answer count in a final score.
func (r ItemReview) Settles() bool { return r.Stands() && r.Verdict != VerdictReturned }

// StatusChange is one step of an assessment on its way: who took it from where to where, and when. The reason is what a
// reopening or a withdrawal was given; what a return asked for stands with the assessment itself.
type StatusChange struct {
	ID           int64     `json:"id"`
	AssessmentID int64     `json:"assessment_id"`
	From         Status    `json:"from" gorm:"column:from_status"` // empty: not known, because it was before this was kept
	To           Status    `json:"to" gorm:"column:to_status"`
	Action       string    `json:"action"` // as in the audit log
	Person       string    `json:"person"`
	Reason       string    `json:"reason,omitempty" validate:"max=2000" gorm:"serializer:sealed"`
	Items        int       `json:"items,omitempty"` // of a return: how many answers went back; 0: all of them
	Time         time.Time `json:"time"`
}
