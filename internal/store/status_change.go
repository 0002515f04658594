package store

import "vigil/internal/vigil"

// AddStatusChange notes a step of an assessment and fills in its id; without a time it is of now.
func (t *Tx) AddStatusChange(c *vigil.StatusChange) error {
	if err := need(c.AssessmentID, "assessment"); err != nil {
		return err
	}
	if !isText(c.Person, c.Reason, c.Action) {
		return notText(numbered("step of assessment", c.AssessmentID))
	}
	row := *c
	row.ID = 0
	if row.Time.IsZero() {
		row.Time = t.now()
	}
	if err := t.db.Create(&row).Error; err != nil {
		return wrap(err, numbered("step of assessment", c.AssessmentID))
	}
	*c = row
	return nil
}

// StatusChanges gives the steps of an assessment, oldest first.
func (t *Tx) StatusChanges(assessmentID int64) ([]vigil.StatusChange, error) {
	if err := need(assessmentID, "assessment"); err != nil {
		return nil, err
	}
	var list []vigil.StatusChange
	err := t.db.Where("assessment_id = ?", assessmentID).Order("id").Find(&list).Error
	return list, wrap(err, vigil.Word("steps of an assessment"))
}

// Authors gives who wrote each version of each answer of an assessment, without what they wrote: unit, question, version
// and author are set.
func (t *Tx) Authors(assessmentID int64) ([]Change, error) {
	if err := need(assessmentID, "assessment"); err != nil {
		return nil, err
	}
	var list []Change
	err := t.db.Select("unit", "question", "version", "author").Where("assessment_id = ?", assessmentID).Order("id").Find(&list).Error
	return list, wrap(err, vigil.Word("history"))
}
