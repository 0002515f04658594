package store

import (
	"time"

	"vigil/internal/vigil"
)

// CreateAssignment gives a section to a person and fills in its id. Whoever has the section already is a Conflict.
func (t *Tx) CreateAssignment(a *vigil.Assignment) error {
	if err := need(a.AssessmentID, "assessment"); err != nil {
		return err
	}
	if a.Section == "" || a.Person == "" {
		return vigil.Errorf(vigil.Invalid, "an assignment needs a section and a person")
	}
	row := *a
	row.ID = 0
	if err := t.db.Create(&row).Error; err != nil {
		return wrap(err, the("assignment of", a.Section))
	}
	*a = row
	return nil
}

// Assignment gives the assignment with the id.
func (t *Tx) Assignment(id int64) (vigil.Assignment, error) {
	var a vigil.Assignment
	if err := need(id, "assignment"); err != nil {
		return a, err
	}
	err := t.db.Where("id = ?", id).Take(&a).Error
	return a, wrap(err, numbered("assignment", id))
}

// Assignments gives who works on which section of an assessment, by section and person.
func (t *Tx) Assignments(assessmentID int64) ([]vigil.Assignment, error) {
	if err := need(assessmentID, "assessment"); err != nil {
		return nil, err
	}
	var list []vigil.Assignment
	err := t.db.Where("assessment_id = ?", assessmentID).Order("section, person").Find(&list).Error
	return list, wrap(err, vigil.Word("assignments"))
}

// AssignmentsOf gives what a person works on, by assessment and section.
func (t *Tx) AssignmentsOf(person string) ([]vigil.Assignment, error) {
	if err := named(person, "person"); err != nil {
		return nil, err
	}
	var list []vigil.Assignment
	err := t.db.Where("person = ?", person).Order("assessment_id, section").Find(&list).Error
	return list, wrap(err, vigil.Word("assignments"))
}

// SetAssignmentDue moves the day by which an assignment is due; "" is no day.
func (t *Tx) SetAssignmentDue(id int64, due string) error {
	return t.setAssignment(id, "due", due)
}

// SetAssignmentDone marks an assignment as done at a time, or, without one, as open again.
func (t *Tx) SetAssignmentDone(id int64, at *time.Time) error {
	return t.setAssignment(id, "done_at", at)
}

func (t *Tx) setAssignment(id int64, column string, value any) error {
	if err := need(id, "assignment"); err != nil {
		return err
	}
	r := t.db.Model(&vigil.Assignment{}).Where("id = ?", id).UpdateColumn(column, value)
	if r.Error == nil && r.RowsAffected == 0 {
		return vigil.Errorf(vigil.NotFound, "there is no %s", numbered("assignment", id))
	}
	return wrap(r.Error, numbered("assignment", id))
}

// DeleteAssignment takes a section from a person.
func (t *Tx) DeleteAssignment(id int64) error {
	if err := need(id, "assignment"); err != nil {
		return err
	}
	r := t.db.Where("id = ?", id).Delete(&vigil.Assignment{})
	if r.Error == nil && r.RowsAffected == 0 {
		return vigil.Errorf(vigil.NotFound, "there is no %s", numbered("assignment", id))
	}
	return wrap(r.Error, numbered("assignment", id))
}
