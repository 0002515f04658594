package store

import "vigil/internal/vigil"

// evidenceColumns are those that a change of a reference writes.
var evidenceColumns = []string{"title", "link", "grade", "date", "page", "quote", "public", "file", "expires"}

// PutEvidence makes the list the evidence of one answer. A reference with the id of one that is there takes its place,
// one without an id (or with another's) is new, and what the list does not have is deleted. a.Version must be the version
// that was read, and rises; a stale one is a Conflict. Assessment, unit and question in the list are ignored. A verdict on
// the answer is resolved by it.
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
	var held []vigil.Evidence
	if err := t.db.Where("assessment_id = ? AND unit = ? AND question = ?", a.ID, unit, question).Find(&held).Error; err != nil {
		return wrap(err, what)
	}
	gone := map[int64]bool{}
	for _, e := range held {
		gone[e.ID] = true
	}
	var fresh []vigil.Evidence
	for _, e := range list {
		e.AssessmentID, e.Unit, e.Question = a.ID, unit, question
		if !gone[e.ID] {
			e.ID = 0
			fresh = append(fresh, e)
			continue
		}
		delete(gone, e.ID)
		if err := t.db.Model(&e).Where("id = ?", e.ID).Select(evidenceColumns).UpdateColumns(&e).Error; err != nil {
			return wrap(err, what)
		}
	}
	for id := range gone {
		if err := t.db.Where("id = ?", id).Delete(&vigil.Evidence{}).Error; err != nil {
			return wrap(err, what)
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	return wrap(t.db.CreateInBatches(fresh, batch).Error, what)
}

// Evidence gives the evidence of an assessment by unit, question, and in the order in which it was given.
func (t *Tx) Evidence(assessmentID int64) ([]vigil.Evidence, error) {
	if err := need(assessmentID, "assessment"); err != nil {
		return nil, err
	}
	var list []vigil.Evidence
	err := t.db.Where("assessment_id = ?", assessmentID).Order("unit, question, id").Find(&list).Error
	return list, wrap(err, vigil.Word("evidence"))
}

// EvidenceExpiring gives the references of assessments that take answers, whose last day is at or before a day.
func (t *Tx) EvidenceExpiring(by string) ([]vigil.Evidence, error) {
	var list []vigil.Evidence
	err := t.db.Where("expires <> ? AND expires <= ? AND assessment_id IN (SELECT id FROM assessments WHERE status IN ?)", "", by, []vigil.Status{vigil.Draft, vigil.Returned}).
		Order("assessment_id, expires, id").Find(&list).Error
	return list, wrap(err, vigil.Word("evidence"))
}
