package store

import (
	"time"

	"gorm.io/gorm/clause"

	"vigil/internal/vigil"
)

// scorecard is the result of an assessment, as the document that scoring gave.
type scorecard struct {
	AssessmentID int64  `gorm:"primaryKey;autoIncrement:false"`
	Document     []byte `gorm:"serializer:sealed"`
	UpdatedAt    time.Time
}

// PutScorecard keeps the result of an assessment in place of an earlier one.
func (t *Tx) PutScorecard(assessmentID int64, document []byte) error {
	if err := need(assessmentID, "assessment"); err != nil {
		return err
	}
	if len(document) == 0 {
		return vigil.Errorf(vigil.Invalid, "the scorecard is empty")
	}
	row := scorecard{assessmentID, document, t.now()}
	err := t.db.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "assessment_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"document", "updated_at"}),
	}).Create(&row).Error
	return wrap(err, numbered("scorecard of assessment", assessmentID))
}

// Scorecard gives the result of an assessment; NotFound if it was never scored.
func (t *Tx) Scorecard(assessmentID int64) ([]byte, error) {
	var row scorecard
	if err := need(assessmentID, "assessment"); err != nil {
		return nil, err
	}
	err := t.db.Where("assessment_id = ?", assessmentID).Take(&row).Error
	return row.Document, wrap(err, numbered("scorecard of assessment", assessmentID))
}
