package store

import (
	"time"

	"vigil/internal/vigil"
)

// Export is one workbook that went out: of which version of the assessment, to whom, and what its cells held as hashes
// with a salt of its own. Whoever writes Base knows its form; the store keeps it.
type Export struct {
	ID           int64
	AssessmentID int64
	Code         string
	Version      int64 // of the assessment
	Person       string
	Time         time.Time
	Salt         []byte `gorm:"serializer:sealed"`
	Base         []byte
}

// CreateExport adds an export and fills in its id and time. A code that the assessment has already is a Conflict.
func (t *Tx) CreateExport(e *Export) error {
	if err := named(e.Code, "export"); err != nil {
		return err
	}
	if err := need(e.AssessmentID, "assessment"); err != nil {
		return err
	}
	row := *e
	row.ID, row.Time = 0, t.now()
	if err := t.db.Create(&row).Error; err != nil {
		return wrap(err, the("export", e.Code))
	}
	*e = row
	return nil
}

// Export gives the export of an assessment with the code; NotFound if the workbook went out somewhere else.
func (t *Tx) Export(assessmentID int64, code string) (Export, error) {
	var e Export
	if err := need(assessmentID, "assessment"); err != nil {
		return e, err
	}
	if err := named(code, "export"); err != nil {
		return e, err
	}
	err := t.db.Where("assessment_id = ? AND code = ?", assessmentID, code).Take(&e).Error
	return e, wrap(err, the("export", code))
}

// Exports gives the exports of an assessment, oldest first.
func (t *Tx) Exports(assessmentID int64) ([]Export, error) {
	if err := need(assessmentID, "assessment"); err != nil {
		return nil, err
	}
	var list []Export
	err := t.db.Where("assessment_id = ?", assessmentID).Order("id").Find(&list).Error
	return list, wrap(err, vigil.Word("exports"))
}

// SaveBase writes what an export held in place of what was kept of it; the rest of an export never changes.
func (t *Tx) SaveBase(e Export) error {
	if err := need(e.ID, "export"); err != nil {
		return err
	}
	r := t.db.Model(&Export{}).Where("id = ?", e.ID).UpdateColumn("base", e.Base)
	if r.Error == nil && r.RowsAffected == 0 {
		return vigil.Errorf(vigil.NotFound, "there is no %s", the("export", e.Code))
	}
	return wrap(r.Error, the("export", e.Code))
}
