package page

import (
	"time"

	"vigil/internal/vigil"
)

// AssessmentLine is one assessment in a list.
type AssessmentLine struct {
	Assessment   vigil.Assessment
	Organisation vigil.Organisation
	Form         vigil.Text
	Progress     *vigil.Progress  // nil: not to be seen, or over
	Card         *vigil.Scorecard // nil: not final, or not to be seen
	Band         vigil.Text
}

// Assessments is the list of assessments.
type Assessments struct {
	Listing
	Rows          []AssessmentLine
	Organisations []vigil.Organisation
	Statuses      []vigil.Status
	MayStart      bool
}

// updated is when an assessment last changed, as a day.
func updated(as vigil.Assessment) string { return as.UpdatedAt.UTC().Format(time.DateOnly) }
