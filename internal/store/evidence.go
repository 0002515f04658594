package store

import "vigil/internal/vigil"

// PutEvidence replaces the evidence of one answer by the list. a.Version must be the version that was read, and
// rises; a stale one is a Conflict. Ids, assessment, unit and question in the list are ignored. A verdict on the answer
// is resolved by it.
func (t *Tx) PutEvidence(a *vigil.Assessment, unit, question string, list []vigil.Evidence) error {
	if err := need(a.ID, "assessment"); err != nil {
		return err
	}
	if err := named(question, "question"); err != nil {
		return err
	}
	if err := t.touch(a); err != nil {
		return err
	}
	if err := t.resolveReviews(a, key{unit, question}); err != nil {
		return err
	}
	what := the("evidence of", question)
	if err := t.db.Where("assessment_id = ? AND unit = ? AND question = ?", a.ID, unit, question).Delete(&vigil.Evidence{}).Error; err != nil {
		return wrap(err, what)
	}
	if len(list) == 0 {
		return nil
	}
	rows := make([]vigil.Evidence, len(list))
	for i, e := range list {
		e.ID, e.AssessmentID, e.Unit, e.Question = 0, a.ID, unit, question
		rows[i] = e
	}
	return wrap(t.db.CreateInBatches(rows, batch).Error, what)
}

// Evidence gives the evidence of an assessment by unit, question, and in the order in which it was given.
func (t *Tx) Evidence(assessmentID int64) ([]vigil.Evidence, error) {
	if err := need(assessmentID, "assessment"); err != nil {
		return nil, err
	}
	var list []vigil.Evidence
	err := t.db.Where("assessment_id = ?", assessmentID).Order("unit, question, id").Find(&list).Error
	return list, wrap(err, "evidence")
}
