package store

import (
	"gorm.io/gorm/clause"

	"vigil/internal/vigil"
)

// assessmentColumns are those that a change may touch: never what was asked, by which method, of whom.
var assessmentColumns = []string{"purpose", "period", "cutoff", "status", "updated_at", "submitted_at", "finalised_at",
	"return_reason", "returned_at", "returned_items"}

// CreateAssessment adds an assessment and fills in its id, version and times; without a status it is a draft. A code
// that is taken is a Conflict, an organisation that is not there NotFound.
func (t *Tx) CreateAssessment(a *vigil.Assessment) error {
	if err := named(a.Code, "assessment"); err != nil {
		return err
	}
	if err := need(a.OrganisationID, "organisation"); err != nil {
		return err
	}
	row := *a
	row.ID, row.Version, row.UpdatedAt = 0, 1, t.now()
	if row.CreatedAt.IsZero() {
		row.CreatedAt = row.UpdatedAt
	}
	if row.Status == "" {
		row.Status = vigil.Draft
	}
	if err := t.db.Create(&row).Error; err != nil {
		return wrap(err, the("assessment", a.Code))
	}
	*a = row
	return nil
}

// Assessment gives the assessment with the code.
func (t *Tx) Assessment(code string) (vigil.Assessment, error) {
	var a vigil.Assessment
	if err := named(code, "assessment"); err != nil {
		return a, err
	}
	err := t.db.Where("code = ?", code).Take(&a).Error
	return a, wrap(err, the("assessment", code))
}

// AssessmentByID gives the assessment with the id.
func (t *Tx) AssessmentByID(id int64) (vigil.Assessment, error) {
	var a vigil.Assessment
	if err := need(id, "assessment"); err != nil {
		return a, err
	}
	err := t.db.Where("id = ?", id).Take(&a).Error
	return a, wrap(err, numbered("assessment", id))
}

// Assessments gives the assessments of an organisation by code; 0 gives those of all organisations.
func (t *Tx) Assessments(orgID int64) ([]vigil.Assessment, error) {
	q := t.db.Order("code")
	if orgID != 0 {
		if err := need(orgID, "organisation"); err != nil {
			return nil, err
		}
		q = q.Where("organisation_id = ?", orgID)
	}
	var list []vigil.Assessment
	err := q.Find(&list).Error
	return list, wrap(err, vigil.Word("assessments"))
}

// SaveAssessment writes status, purpose, period, cut-off and dates; a.Version must be the version that was read, and
// rises. A stale one is a Conflict.
func (t *Tx) SaveAssessment(a *vigil.Assessment) error {
	a.UpdatedAt = t.now()
	return t.change(a, a.ID, &a.Version, assessmentColumns, "assessment", the("assessment", a.Code))
}

// LockAssessment reads the assessment again and keeps every other writer of its answers waiting until the transaction
// ends, so that changes of different answers that come at the same time follow one another and never collide.
func (t *Tx) LockAssessment(a *vigil.Assessment) error {
	if err := need(a.ID, "assessment"); err != nil {
		return err
	}
	var now vigil.Assessment
	if err := t.db.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", a.ID).Take(&now).Error; err != nil {
		return wrap(err, the("assessment", a.Code))
	}
	*a = now
	return nil
}

// touch raises the version of the assessment whose answers are about to change. On PostgreSQL it also makes other
// writers of the same assessment wait, so it comes first.
func (t *Tx) touch(a *vigil.Assessment) error {
	a.UpdatedAt = t.now()
	return t.change(a, a.ID, &a.Version, []string{"updated_at"}, "assessment", the("assessment", a.Code))
}
