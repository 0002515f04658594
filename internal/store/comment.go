package store

import (
	"time"

	"vigil/internal/vigil"
)

// commentColumns are those that a change may touch: never whose comment it is, nor on what.
var commentColumns = []string{"text", "edited_at", "resolved_by", "resolved_at", "erased_at"}

// CreateComment adds a comment and fills in its id, version and time.
func (t *Tx) CreateComment(c *vigil.Comment) error {
	if err := need(c.AssessmentID, "assessment"); err != nil {
		return err
	}
	if err := named(c.Question, "question"); err != nil {
		return err
	}
	if !isText(c.Unit, c.Question, c.Text, c.Author) {
		return notText(the("comment on", c.Question))
	}
	row := *c
	row.ID, row.Version, row.CreatedAt = 0, 1, t.now()
	if err := t.db.Create(&row).Error; err != nil {
		return wrap(err, the("comment on", c.Question))
	}
	*c = row
	return nil
}

// Comment gives the comment with the id.
func (t *Tx) Comment(id int64) (vigil.Comment, error) {
	var c vigil.Comment
	if err := need(id, "comment"); err != nil {
		return c, err
	}
	err := t.db.Where("id = ?", id).Take(&c).Error
	return c, wrap(err, numbered("comment", id))
}

// Comments gives all comments of an assessment, oldest first.
func (t *Tx) Comments(assessmentID int64) ([]vigil.Comment, error) {
	if err := need(assessmentID, "assessment"); err != nil {
		return nil, err
	}
	var list []vigil.Comment
	err := t.db.Where("assessment_id = ?", assessmentID).Order("id").Find(&list).Error
	return list, wrap(err, vigil.Word("comments"))
}

// CommentsOn gives the comments on one question of one unit, oldest first.
func (t *Tx) CommentsOn(assessmentID int64, unit, question string) ([]vigil.Comment, error) {
	if err := need(assessmentID, "assessment"); err != nil {
		return nil, err
	}
	var list []vigil.Comment
	err := t.db.Where("assessment_id = ? AND unit = ? AND question = ?", assessmentID, unit, question).Order("id").Find(&list).Error
	return list, wrap(err, vigil.Word("comments"))
}

// SaveComment writes what may change of a comment; c.Version must be the version that was read, and rises. A stale one is
// a Conflict.
func (t *Tx) SaveComment(c *vigil.Comment) error {
	if !isText(c.Text, c.ResolvedBy) {
		return notText(numbered("comment", c.ID))
	}
	return t.change(c, c.ID, &c.Version, commentColumns, "comment", numbered("comment", c.ID))
}

// DeleteComment takes out a comment that nobody replied to; one with replies is a Conflict.
func (t *Tx) DeleteComment(c vigil.Comment) error {
	if err := need(c.ID, "comment"); err != nil {
		return err
	}
	var replies int64
	if err := t.db.Model(&vigil.Comment{}).Where("reply_to = ?", c.ID).Count(&replies).Error; err != nil {
		return wrap(err, numbered("comment", c.ID))
	}
	if replies > 0 {
		return vigil.Errorf(vigil.Conflict, "somebody replied to %s; only what it says can be taken out", numbered("comment", c.ID))
	}
	r := t.db.Where("id = ? AND version = ?", c.ID, c.Version).Delete(&vigil.Comment{})
	if r.Error == nil && r.RowsAffected == 0 {
		return stale(numbered("comment", c.ID))
	}
	return wrap(r.Error, numbered("comment", c.ID))
}

// EraseComments takes out what every comment on one question says; that there was one stays. It gives the number erased.
func (t *Tx) EraseComments(assessmentID int64, unit, question string, at time.Time) (int64, error) {
	if err := need(assessmentID, "assessment"); err != nil {
		return 0, err
	}
	r := t.db.Model(&vigil.Comment{}).Where("assessment_id = ? AND unit = ? AND question = ? AND erased_at IS NULL", assessmentID, unit, question).
		UpdateColumns(map[string]any{"text": "", "erased_at": at})
	return r.RowsAffected, wrap(r.Error, "comments")
}
