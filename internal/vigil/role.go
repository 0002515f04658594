package vigil

import "time"

// Role is what a person may do. The table of what each role may do lives in package app.
type Role string

// The roles (design, section 2).
const (
	Administrator Role = "administrator"
	Analyst       Role = "analyst"
	Researcher    Role = "researcher"
	Reviewer      Role = "reviewer"
	Publisher     Role = "publisher"
	Auditor       Role = "auditor"
	Viewer        Role = "viewer"
	Respondent    Role = "respondent"
)

// Roles lists all roles.
var Roles = []Role{Administrator, Analyst, Researcher, Reviewer, Publisher, Auditor, Viewer, Respondent}

// Actor is whoever does something: a person with a role.
type Actor struct {
	Person string
	Role   Role
}

// AuditEntry records that something was done. It keeps codes, never content, and is chained: Hash covers
// the entry and the hash before it.
type AuditEntry struct {
	ID       int64     `json:"id"`
	Time     time.Time `json:"time"`
	Person   string    `json:"person"`
	Role     Role      `json:"role"`
	Action   string    `json:"action"`
	Subject  string    `json:"subject"` // e.g. assessment:acme-2026
	Detail   string    `json:"detail"`  // codes only
	Previous string    `json:"previous"`
	Hash     string    `json:"hash"`
}
