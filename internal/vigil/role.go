package vigil

import (
	"slices"
	"time"
)

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

// Actor is whoever does something. Of an organisation that is neither in In nor reached by Role it sees nothing at all.
type Actor struct {
	Person string          // login name; the audit log keeps it
	Role   Role            // in the whole workspace; empty: only where In says
	In     map[string]Role // by code of organisation, in place of Role there
	Grant  *Grant          // came by a section link: this is all that may be seen and done; Role is Respondent
}

// Grant is what a section link opens: one assessment, and of its questions those of some sections.
type Grant struct {
	Link       int64
	Assessment string   // code
	Sections   []string // ids of pillars, and "screening"; none: all of them
	Closed     bool     // handed in: all of it can be looked at, and nothing done
}

// RoleIn is the role of the actor for an organisation; empty: none. Who came by a section link has none for the organisation
// itself: see RoleOn.
func (a Actor) RoleIn(organisation string) Role {
	if a.Grant != nil {
		return ""
	}
	if r, ok := a.In[organisation]; ok {
		return r
	}
	return a.Role
}

// RoleOn is the role of the actor for an assessment of an organisation; empty: none.
func (a Actor) RoleOn(organisation, assessment string) Role {
	if a.Grant == nil {
		return a.RoleIn(organisation)
	}
	if a.Grant.Assessment == assessment {
		return a.Role
	}
	return ""
}

// Opens reports whether the link opens a section: the id of a pillar, or "screening". Without a link every section is open.
func (g *Grant) Opens(section string) bool {
	return g == nil || len(g.Sections) == 0 || slices.Contains(g.Sections, section)
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
