package store

import "vigil/internal/vigil"

// sealMark is the one row that tells with which keys the data was sealed.
type sealMark struct {
	ID   int64 `gorm:"primaryKey;autoIncrement:false"`
	Mark string
}

// TableName gives the table.
func (sealMark) TableName() string { return "seal_marks" }

// SealMark gives the mark of the keys with which the data was sealed, and an empty one while nothing was.
func (t *Tx) SealMark() (string, error) {
	var rows []sealMark
	err := t.db.Where("id = ?", 1).Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return "", wrap(err, vigil.Word("the mark of the sealing keys"))
	}
	return rows[0].Mark, nil
}

// PutSealMark records the mark of the keys with which the data is sealed from now on. There is one: a second is a Conflict.
func (t *Tx) PutSealMark(mark string) error {
	if mark == "" || !isText(mark) {
		return vigil.Errorf(vigil.Invalid, "the mark of the sealing keys is empty or no text")
	}
	return wrap(t.db.Create(&sealMark{1, mark}).Error, "the mark of the sealing keys")
}
