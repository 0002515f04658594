package vigil

import "time"

// Link opens one thing for whoever holds its token, without an account. The token is random, 256 bits; here stands its
// SHA-256.
type Link struct {
	ID           int64      `json:"id"`
	Hash         string     `json:"-"` // of the token, hex
	Purpose      Purpose    `json:"purpose"`
	PersonID     int64      `json:"person_id" gorm:"serializer:zeronull"`             // invitation, reset: whose password
	AssessmentID int64      `json:"assessment_id" gorm:"serializer:zeronull"`         // section
	Sections     []string   `json:"sections" gorm:"serializer:json"`                  // section: ids of pillars, and "screening"; none: all
	Name         string     `json:"name" validate:"max=200" gorm:"serializer:sealed"` // section: for whom, in words of the sender
	Language     string     `json:"language" validate:"omitempty,oneof=en es fr"`
	CreatedBy    string     `json:"created_by"` // login
	CreatedAt    time.Time  `json:"created_at"`
	ExpiresAt    time.Time  `json:"expires_at"`
	Uses         int64      `json:"uses"`
	UsedAt       *time.Time `json:"used_at"` // the last time
	RevokedAt    *time.Time `json:"revoked_at"`
	Respondent   string     `json:"respondent" validate:"max=200" gorm:"serializer:sealed"` // section: the name that whoever answers gave, if any; never required
	HandedInAt   *time.Time `json:"handed_in_at"`                                           // section: whoever answers is done; the link opens nothing any more
}

// Purpose is the one thing that a link is for.
type Purpose string

// The purposes of a link.
const (
	SetupLink      Purpose = "setup"      // become the first administrator
	InvitationLink Purpose = "invitation" // choose a first password
	ResetLink      Purpose = "reset"      // choose another password
	SectionLink    Purpose = "section"    // answer sections of one assessment
)

// Once reports whether a link of the purpose works a single time. A section link works until it expires or is revoked:
// whoever answers comes back to it.
func (p Purpose) Once() bool { return p != SectionLink }

// Grace is how much longer a section link opens for whoever came by it before its end, to finish what was begun.
const Grace = 7 * 24 * time.Hour

// Open reports whether the link still opens anything.
func (l Link) Open(now time.Time) bool {
	return l.RevokedAt == nil && l.HandedInAt == nil && now.Before(l.End()) && (l.Uses == 0 || !l.Purpose.Once())
}

// End is when the link stops to open anything, as it stands now.
func (l Link) End() time.Time {
	if l.Purpose == SectionLink && l.Uses > 0 {
		return l.ExpiresAt.Add(Grace)
	}
	return l.ExpiresAt
}
