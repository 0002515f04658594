package vigil

import "time"

// Person is somebody who signs in. What they may do is their role in the whole workspace, or where it is empty, their
// roles in single organisations (Membership, by login).
type Person struct {
	ID         int64        `json:"id"`
	Login      string       `json:"login" validate:"required,max=60,login,free"` // never changes: the audit log and memberships name it
	Name       string       `json:"name" validate:"required,max=200" gorm:"serializer:sealed"`
	Email      string       `json:"email" validate:"omitempty,max=200,email" gorm:"serializer:sealed"`
	Role       Role         `json:"role" validate:"omitempty,role"` // in the whole workspace; empty: only where a membership says
	Language   string       `json:"language" validate:"required,oneof=en es fr"`
	Theme      string       `json:"theme" validate:"omitempty,oneof=light dark"` // empty: as the machine is set
	Status     PersonStatus `json:"status"`
	Password   string       `json:"-"`                         // argon2id; empty: none chosen yet
	TOTP       string       `json:"-" gorm:"column:totp"`      // the secret of the second factor, sealed; empty: none
	TOTPNew    string       `json:"-" gorm:"column:totp_new"`  // one that waits for its first code, sealed
	TOTPStep   int64        `json:"-" gorm:"column:totp_step"` // of the last code that was taken: none up to it works again
	SignedInAt *time.Time   `json:"signed_in_at"`
	Version    int64        `json:"version"`
	CreatedAt  time.Time    `json:"created_at"`
	UpdatedAt  time.Time    `json:"updated_at"`
}

// PersonStatus says whether a person may sign in.
type PersonStatus string

// The statuses of a person. Only who is active signs in.
const (
	Invited  PersonStatus = "invited" // has not chosen a password yet
	Active   PersonStatus = "active"
	Disabled PersonStatus = "disabled"
)

// SecondFactor reports whether signing in takes a code.
func (p Person) SecondFactor() bool { return p.TOTP != "" }

// RecoveryCode stands in for the second factor once. Only its SHA-256 is kept.
type RecoveryCode struct {
	ID       int64
	PersonID int64
	Hash     string
	UsedAt   *time.Time
}
