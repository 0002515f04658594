package store

import "vigil/internal/vigil"

// carryOver is what became of each answer when an assessment was made from an earlier one.
type carryOver struct {
	AssessmentID int64 `gorm:"primaryKey;autoIncrement:false"`
	FromID       int64
	Document     []byte
}

// CreateCarryOver keeps the document on how an assessment was made from another.
func (t *Tx) CreateCarryOver(assessmentID, fromID int64, document []byte) error {
	if err := need(assessmentID, "assessment"); err != nil {
		return err
	}
	if err := need(fromID, "assessment before"); err != nil {
		return err
	}
	return wrap(t.db.Create(&carryOver{assessmentID, fromID, document}).Error, numbered("carry-over of assessment", assessmentID))
}

// CarryOver gives the document on how an assessment was made from another; NotFound where it was not.
func (t *Tx) CarryOver(assessmentID int64) ([]byte, error) {
	if err := need(assessmentID, "assessment"); err != nil {
		return nil, err
	}
	var row carryOver
	err := t.db.Where("assessment_id = ?", assessmentID).Take(&row).Error
	return row.Document, wrap(err, numbered("carry-over of assessment", assessmentID))
}

// DeleteUnit takes a unit out of an organisation's tree. One that has units below it, or that answers, evidence, comments, cases or
// caps name, stays: that is a Conflict.
func (t *Tx) DeleteUnit(orgID int64, code string) error {
	if err := need(orgID, "organisation"); err != nil {
		return err
	}
	if err := named(code, "unit"); err != nil {
		return err
	}
	of := "assessment_id IN (SELECT id FROM assessments WHERE organisation_id = ?) AND unit = ?"
	for _, use := range []struct {
		what  vigil.Message
		row   any
		where string
	}{
		{vigil.Say("units stand below it"), &vigil.Unit{}, "organisation_id = ? AND parent = ?"},
		{vigil.Say("answers were given for it"), &vigil.Answer{}, of},
		{vigil.Say("answers were given for it before"), &Change{}, of},
		{vigil.Say("evidence was given for it"), &vigil.Evidence{}, of},
		{vigil.Say("comments are about it"), &vigil.Comment{}, of},
		{vigil.Say("allegations are about it"), &vigil.Allegation{}, "organisation_id = ? AND project = ?"},
		{vigil.Say("caps are about it"), &vigil.Cap{}, "organisation_id = ? AND project = ?"},
	} {
		var n int64
		if err := t.db.Model(use.row).Where(use.where, orgID, code).Count(&n).Error; err != nil {
			return wrap(err, the("unit", code))
		}
		if n > 0 {
			return vigil.Errorf(vigil.Conflict, "the unit %q stays, because %s", code, use.what)
		}
	}
	r := t.db.Where("organisation_id = ? AND code = ?", orgID, code).Delete(&vigil.Unit{})
	if r.Error == nil && r.RowsAffected == 0 {
		return vigil.Errorf(vigil.NotFound, "there is no %s", the("unit", code))
	}
	return wrap(r.Error, the("unit", code))
}

// DeleteMembership takes from a person the role in an organisation.
func (t *Tx) DeleteMembership(orgID int64, person string) error {
	if err := need(orgID, "organisation"); err != nil {
		return err
	}
	r := t.db.Where("organisation_id = ? AND person = ?", orgID, person).Delete(&vigil.Membership{})
	if r.Error == nil && r.RowsAffected == 0 {
		return vigil.Errorf(vigil.NotFound, "there is no %s", the("membership of", person))
	}
	return wrap(r.Error, the("membership of", person))
}
