package store

import (
	"gorm.io/gorm"

	"vigil/internal/vigil"
)

// CreateLink adds a link and fills in its id and time of making.
func (t *Tx) CreateLink(l *vigil.Link) error {
	if err := named(l.Hash, "link"); err != nil {
		return err
	}
	if l.ExpiresAt.IsZero() {
		return vigil.Errorf(vigil.Invalid, "the link has no end")
	}
	if !isText(l.Name) {
		return notText("link")
	}
	row := *l
	row.ID, row.Uses, row.UsedAt, row.RevokedAt, row.Respondent, row.HandedInAt = 0, 0, nil, nil, "", nil
	row.CreatedAt, row.ExpiresAt = t.now(), whole(row.ExpiresAt)
	if err := t.db.Create(&row).Error; err != nil {
		return wrap(err, vigil.Word("link"))
	}
	*l = row
	return nil
}

// LinkByHash gives the link whose token has the hash, open or not.
func (t *Tx) LinkByHash(hash string) (vigil.Link, error) {
	var l vigil.Link
	if err := named(hash, "link"); err != nil {
		return l, err
	}
	return l, wrap(t.db.Where("hash = ?", hash).Take(&l).Error, "link")
}

// Link gives the link with the id, open or not.
func (t *Tx) Link(id int64) (vigil.Link, error) {
	var l vigil.Link
	if err := need(id, "link"); err != nil {
		return l, err
	}
	return l, wrap(t.db.Where("id = ?", id).Take(&l).Error, numbered("link", id))
}

// Links gives the links of a purpose, the newest first, open or not.
func (t *Tx) Links(purpose vigil.Purpose) ([]vigil.Link, error) {
	if err := named(string(purpose), "purpose of the links"); err != nil {
		return nil, err
	}
	var list []vigil.Link
	err := t.db.Where("purpose = ?", purpose).Order("id DESC").Find(&list).Error
	return list, wrap(err, vigil.Word("links"))
}

// LinksOf gives the section links of an assessment, the newest first, open or not.
func (t *Tx) LinksOf(assessmentID int64) ([]vigil.Link, error) {
	if err := need(assessmentID, "assessment"); err != nil {
		return nil, err
	}
	var list []vigil.Link
	err := t.db.Where("assessment_id = ?", assessmentID).Order("id DESC").Find(&list).Error
	return list, wrap(err, vigil.Word("links"))
}

// LinksOfPerson gives the invitations and resets of a person, the newest first, open or not.
func (t *Tx) LinksOfPerson(personID int64) ([]vigil.Link, error) {
	if err := need(personID, "person"); err != nil {
		return nil, err
	}
	var list []vigil.Link
	err := t.db.Where("person_id = ?", personID).Order("id DESC").Find(&list).Error
	return list, wrap(err, vigil.Word("links"))
}

// UseLink notes a use of a link. It reports false where the link was revoked or handed in, or works once and was used: of two
// who come at once, one gets in. Whether its time is over is for the caller to say.
func (t *Tx) UseLink(l vigil.Link) (bool, error) {
	if err := need(l.ID, "link"); err != nil {
		return false, err
	}
	q := t.db.Model(&vigil.Link{}).Where("id = ? AND revoked_at IS NULL AND handed_in_at IS NULL", l.ID)
	if l.Purpose.Once() {
		q = q.Where("uses = 0")
	}
	r := q.UpdateColumns(map[string]any{"uses": gorm.Expr("uses + 1"), "used_at": t.now()})
	return r.RowsAffected == 1, wrap(r.Error, numbered("link", l.ID))
}

// RevokeLink ends a link and the sessions that came by it; it is no error if it was revoked before.
func (t *Tx) RevokeLink(id int64) error {
	if err := need(id, "link"); err != nil {
		return err
	}
	if err := t.db.Model(&vigil.Link{}).Where("id = ? AND revoked_at IS NULL", id).UpdateColumn("revoked_at", t.now()).Error; err != nil {
		return wrap(err, numbered("link", id))
	}
	return t.EndLinkSessions(id)
}

// RevokeLinksOfPerson ends every invitation and reset of a person that is still open.
func (t *Tx) RevokeLinksOfPerson(personID int64) error {
	if err := need(personID, "person"); err != nil {
		return err
	}
	var list []vigil.Link
	if err := t.db.Where("person_id = ? AND revoked_at IS NULL AND uses = 0", personID).Find(&list).Error; err != nil {
		return wrap(err, vigil.Word("links"))
	}
	for _, l := range list {
		if err := t.RevokeLink(l.ID); err != nil {
			return err
		}
	}
	return nil
}

// RenewLink gives a section link another token and another end, whatever became of it before, and ends the sessions that
// came by it. What the link opens and whose it is stay.
func (t *Tx) RenewLink(l *vigil.Link) error {
	if err := need(l.ID, "link"); err != nil {
		return err
	}
	if err := named(l.Hash, "link"); err != nil {
		return err
	}
	l.Uses, l.UsedAt, l.RevokedAt, l.HandedInAt, l.ExpiresAt = 0, nil, nil, nil, whole(l.ExpiresAt)
	r := t.db.Model(&vigil.Link{}).Where("id = ? AND purpose = ?", l.ID, vigil.SectionLink).UpdateColumns(map[string]any{
		"hash": l.Hash, "expires_at": l.ExpiresAt, "uses": 0, "used_at": nil, "revoked_at": nil, "handed_in_at": nil,
	})
	if r.Error == nil && r.RowsAffected == 0 {
		return vigil.Errorf(vigil.NotFound, "there is no %s", numbered("link", l.ID))
	}
	if r.Error != nil {
		return wrap(r.Error, numbered("link", l.ID))
	}
	return t.EndLinkSessions(l.ID)
}

// HandInLink ends what a section link opens because whoever answers is done. It reports false where it had been handed in
// or revoked before. The sessions that came by it go on, to look at what was handed in.
func (t *Tx) HandInLink(id int64) (bool, error) {
	if err := need(id, "link"); err != nil {
		return false, err
	}
	r := t.db.Model(&vigil.Link{}).Where("id = ? AND revoked_at IS NULL AND handed_in_at IS NULL", id).UpdateColumn("handed_in_at", t.now())
	return r.RowsAffected == 1, wrap(r.Error, numbered("link", id))
}

// NameRespondent keeps the name that whoever answers by a link gave; "" takes it out.
func (t *Tx) NameRespondent(id int64, name string) error {
	if err := need(id, "link"); err != nil {
		return err
	}
	if !isText(name) {
		return notText("link")
	}
	row := vigil.Link{ID: id, Respondent: name}
	return wrap(t.db.Model(&row).Where("id = ?", id).Select("respondent").UpdateColumns(&row).Error, numbered("link", id))
}
